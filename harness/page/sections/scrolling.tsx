import type { ComponentChildren } from 'preact';

/** A table that may be wider than the page: it scrolls by itself, by keys too. */
export function Scrolling({ labelledBy, children }: { labelledBy: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll only what has the focus.
    <section class="scrolling" tabIndex={0} aria-labelledby={labelledBy}>
      {children}
    </section>
  );
}
