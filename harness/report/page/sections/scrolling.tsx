import type { ComponentChildren } from 'preact';

interface Scrolling {
  labelledBy: string;
  /** Does it scroll up and down too? */
  tall?: boolean;
  children: ComponentChildren;
}

/** A table that may be wider than the page: it scrolls by itself, by keys too. */
export function Scrolling({ labelledBy, tall, children }: Scrolling) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll only what has the focus.
    <section class={tall ? 'scrolling tall' : 'scrolling'} tabIndex={0} aria-labelledby={labelledBy}>
      {children}
    </section>
  );
}
