import type { Detail, PagePair } from '../page-data.ts';
import { Unbroken } from './unbroken.tsx';

/**
 * All that is known of a cell. The browser opens it by its button even without our script, which opens it on hover and
 * on focus.
 */
export function CellDetail({
  id,
  about: [row, { teacher, student, mutual, target }],
  details,
}: {
  id: string;
  about: [string, PagePair];
  details: readonly Detail[];
}) {
  return (
    <div id={id} class="detail" popover="auto">
      <p>
        <strong>{row}</strong> on {teacher} {mutual ? 'and' : 'to'} {student}
        {target && `, ${target}`}
      </p>
      <dl>
        {details.map(({ name, text }, index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>
              <Unbroken text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
