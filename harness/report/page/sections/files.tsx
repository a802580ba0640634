import type { PageFile } from '../page-data.ts';

/** The tables as files: they are in the page, as links that need no script. */
export function Files({ files }: { files: readonly PageFile[] }) {
  return (
    <ul class="files" aria-label="The tables as files">
      {files.map(({ name, title, type, text }) => (
        <li key={name}>
          <a id={`file-${name}`} download={name} href={dataAddress(type, text)}>
            {title}
          </a>{' '}
          <button type="button" class="tool" data-copies={`file-${name}`} aria-label={`Copy ${title}`} hidden>
            Copy
          </button>
        </li>
      ))}
    </ul>
  );
}

const dataAddress = (type: string, text: string) =>
  `data:${type};charset=utf-8;base64,${Buffer.from(text).toString('base64')}`;
