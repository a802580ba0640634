import { Unbroken } from './unbroken.tsx';

/** What to type to get the same results and the same page. */
export function Commands({ commands }: { commands: readonly string[] }) {
  return (
    <div class="grid" id="commands">
      <h3>Reproduce this page</h3>
      <button type="button" class="tool" data-copies="commands-text" aria-label="Copy the commands" hidden>
        Copy
      </button>
      <pre>
        <code id="commands-text">
          {commands.map((command, index) => (
            <span key={command} class="command">
              <Unbroken text={index < commands.length - 1 ? `${command}\n` : command} />
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}
