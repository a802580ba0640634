/** What stands instead of a page that cannot be made. */
export function Trouble({ title, sentence }: { title: string; sentence: string }) {
  return (
    <main id="main">
      <section aria-labelledby="trouble-title">
        <h1 id="trouble-title">{title}</h1>
        <p class="verdict differs">The page cannot be made: {sentence}</p>
        <p class="note">It comes back on its own when that is fixed.</p>
      </section>
    </main>
  );
}
