/** About how wide a text is, in pixels: without a canvas nothing says it, and Vega would take all letters to be as wide as capitals. */
export function textWidth(text: string, fontSize = 12): number {
  return fontSize * (0.6 * text.length + 0.15 * (text.match(/[A-Z+]/g)?.length ?? 0));
}
