import type { ComponentChildren } from 'preact';

/** Sorts its table by its column; without our script it is the column's plain name. */
export function SortButton({ children }: { children: ComponentChildren }) {
  return (
    <button type="button" class="sort">
      {children}
      <span class="arrow" aria-hidden="true" />
    </button>
  );
}
