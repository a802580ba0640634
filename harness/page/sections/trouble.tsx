/** What stands in the place of a page that cannot be made. */
export function Trouble({ title, sentence }: { title: string; sentence: string }) {
  return (
    <main id="main">
      <section aria-labelledby="trouble-title">
        <h1 id="trouble-title">{title}</h1>
        <p class="verdict differs">The page cannot be made: {sentence}</p>
        <p class="note">It comes back by itself when that is mended.</p>
      </section>
    </main>
  );
}
