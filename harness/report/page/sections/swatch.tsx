import { lookOf } from '../../charts/colours.ts';

/** How a distiller is drawn in all charts: its line with its mark, in its colour. */
export function Swatch({ distiller }: { distiller: string }) {
  const { colour, dash, shape } = lookOf(distiller);
  return (
    <svg
      class="swatch"
      data-swatch={distiller}
      viewBox="-12 -6 24 12"
      width="24"
      height="12"
      aria-hidden="true"
      style={{ color: colour }}
    >
      <path d="M-12 0H12" stroke="currentColor" stroke-width="1.6" stroke-dasharray={dash.join(' ') || undefined} />
      <path d={shape} transform="scale(4.2)" fill="currentColor" />
    </svg>
  );
}
