/** How a distiller is drawn, in all charts alike. */
export interface Look {
  /** A CSS colour: a custom property that the dark scheme changes, and the colour for light ones. */
  colour: string;
  /** The pattern of its lines: lengths of stroke and gap. Empty where they are solid. */
  dash: number[];
}

/** Colours on a light and on a dark ground: both stand out by 3 to 1 at least. */
interface Hue {
  light: string;
  dark: string;
}

/**
 * For eyes that see red and green alike too: from Okabe and Ito's palette and Tol's, darker where white would swallow
 * them. Fourteen colours are more than any eye tells apart, so that neighbours in hue differ in their lines' pattern.
 */
export const hues: readonly Hue[] = [
  { light: '#6b7278', dark: '#a9b0b6' },
  { light: '#0072b2', dark: '#4fa8e8' },
  { light: '#b87400', dark: '#e8a534' },
  { light: '#00855f', dark: '#2fc191' },
  { light: '#c2588f', dark: '#ee9cc6' },
  { light: '#2a8fc4', dark: '#8fd0f5' },
  { light: '#882255', dark: '#d06a9c' },
  { light: '#7d7d1f', dark: '#cfcf5e' },
  { light: '#332288', dark: '#9b8ff0' },
  { light: '#9b3fa0', dark: '#d68adb' },
  { light: '#0f6b2c', dark: '#6dc784' },
  { light: '#6b1a0c', dark: '#c98f7c' },
  { light: '#35907f', dark: '#7ad6c5' },
  { light: '#d14d00', dark: '#ff8a45' },
];

const solid: number[] = [];
const dashed = [6, 2];
const dotted = [1.5, 2];

/** The paper's distillers: the number of the colour, the pattern. */
const known: Record<string, [number, number[]]> = {
  vanilla: [0, solid],
  KD: [1, solid],
  FitNet: [2, solid],
  AT: [3, solid],
  SP: [4, solid],
  CC: [5, dashed],
  VID: [6, dashed],
  RKD: [7, solid],
  PKT: [8, solid],
  AB: [9, dashed],
  FT: [10, dashed],
  FSP: [11, solid],
  NST: [12, dashed],
  CRD: [13, solid],
};

/** A distiller's look follows from its name alone; with KD added it keeps its colour, and its lines are dotted. */
export function lookOf(distiller: string): Look {
  const alone = distiller.replace(/\+KD$/, '');
  const [hue, dash] = known[alone] ?? anyOf(alone);
  return { colour: colourOf(hue), dash: alone === distiller ? dash : dotted };
}

/** The custom properties' values on a dark ground, as CSS declarations. */
export const darkColours = hues.map(({ dark }, hue) => `${propertyOf(hue)}:${dark}`).join(';');

/** The scales that give marks their distillers' looks. */
export function looksOf(distillers: readonly string[]) {
  const looks = distillers.map(lookOf);
  return {
    colour: { domain: [...distillers], range: looks.map(({ colour }) => colour) },
    dash: { domain: [...distillers], range: looks.map(({ dash }) => (dash.length > 0 ? dash : [1, 0])) },
  };
}

function anyOf(name: string): [number, number[]] {
  const sum = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 65_521, 7);
  return [1 + (sum % (hues.length - 1)), sum % 2 ? solid : dashed];
}

function colourOf(hue: number): string {
  return `var(${propertyOf(hue)},${hues[hue]!.light})`;
}

function propertyOf(hue: number): string {
  return `--hue-${hue}`;
}
