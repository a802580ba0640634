import type { ComponentChildren } from 'preact';
import { Swatch } from './swatch.tsx';

/** A row's name with its swatch beside it, even where the name takes two lines. */
export function DistillerName({ distiller, children }: { distiller: string; children: ComponentChildren }) {
  return (
    <span class="distiller-name">
      <Swatch distiller={distiller} />
      <span>{children}</span>
    </span>
  );
}
