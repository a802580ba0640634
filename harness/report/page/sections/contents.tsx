import type { Section } from './sections.tsx';

/** Links to all sections; it stays in sight. */
export function ContentsMenu({ sections }: { sections: readonly Section[] }) {
  return (
    <nav aria-label="Contents">
      <ul>
        {sections.map(({ id, title, short }) => (
          <li key={id}>
            <a href={`#${id}`}>{short ?? title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
