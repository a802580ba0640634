/** What to type to get the same results and the same page. */
export function Commands({ commands }: { commands: readonly string[] }) {
  return (
    <div class="grid" id="commands">
      <h3>To do it again</h3>
      <pre>
        <code>{commands.join('\n')}</code>
      </pre>
    </div>
  );
}
