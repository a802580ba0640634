/** How a distiller is drawn, in all charts alike. */
export interface Look {
  /** A CSS colour: a custom property that the dark scheme changes, and the colour for light ones. */
  colour: string;
  /** The pattern of its lines: lengths of stroke and gap. Empty where they are solid. */
  dash: number[];
  /** The mark of its points: an SVG path in a square from -1 to 1. */
  shape: string;
}

/** Colours on a light and on a dark ground: both stand out by 3 to 1 at least. */
interface Hue {
  light: string;
  dark: string;
}

/**
 * For eyes that see red and green alike too: from Okabe and Ito's palette and Tol's, darker where white would swallow
 * them. Fourteen colours are more than any eye tells apart, so that neighbours in hue differ in mark or pattern too.
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

/** Paths in a square from -1 to 1, of about the same area. */
export const shapes = {
  circle: 'M-0.9,0A0.9,0.9,0,1,1,0.9,0A0.9,0.9,0,1,1,-0.9,0Z',
  square: 'M-0.8,-0.8H0.8V0.8H-0.8Z',
  diamond: 'M0,-1.1L1.1,0L0,1.1L-1.1,0Z',
  up: 'M0,-1.05L1.1,0.85H-1.1Z',
  down: 'M0,1.05L1.1,-0.85H-1.1Z',
  right: 'M1.05,0L-0.85,1.1V-1.1Z',
  left: 'M-1.05,0L0.85,1.1V-1.1Z',
  plus: 'M-0.38,-1.1H0.38V-0.38H1.1V0.38H0.38V1.1H-0.38V0.38H-1.1V-0.38H-0.38Z',
} as const;
type Shape = keyof typeof shapes;

/** The paper's distillers: the number of the colour, the pattern, the mark. */
const known: Record<string, [number, number[], Shape]> = {
  vanilla: [0, solid, 'circle'],
  KD: [1, solid, 'square'],
  FitNet: [2, solid, 'up'],
  AT: [3, solid, 'diamond'],
  SP: [4, solid, 'down'],
  CC: [5, dashed, 'circle'],
  VID: [6, dashed, 'square'],
  RKD: [7, solid, 'right'],
  PKT: [8, solid, 'diamond'],
  AB: [9, dashed, 'left'],
  FT: [10, dashed, 'up'],
  FSP: [11, solid, 'down'],
  NST: [12, dashed, 'right'],
  CRD: [13, solid, 'circle'],
};

/** A distiller's look follows from its name alone; with KD added it keeps its colour, its lines are dotted, its mark is a plus. */
export function lookOf(distiller: string): Look {
  const alone = distiller.replace(/\+KD$/, '');
  const [hue, dash, shape] = known[alone] ?? anyOf(alone);
  const isAlone = alone === distiller;
  return { colour: colourOf(hue), dash: isAlone ? dash : dotted, shape: shapes[isAlone ? shape : 'plus'] };
}

/** The custom properties' values on a dark ground, as CSS declarations. */
export const darkColours = hues.map(({ dark }, hue) => `${propertyOf(hue)}:${dark}`).join(';');

/** The scales that give marks their distillers' looks. */
export function looksOf(distillers: readonly string[]) {
  const looks = distillers.map(lookOf);
  return {
    colour: { domain: [...distillers], range: looks.map(({ colour }) => colour) },
    dash: { domain: [...distillers], range: looks.map(({ dash }) => (dash.length > 0 ? dash : [1, 0])) },
    shape: { domain: [...distillers], range: looks.map(({ shape }) => shape) },
  };
}

function anyOf(name: string): [number, number[], Shape] {
  const sum = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 65_521, 7);
  const own: Shape[] = ['circle', 'square', 'diamond', 'up', 'down', 'right', 'left'];
  return [1 + (sum % (hues.length - 1)), sum % 2 ? solid : dashed, own[sum % own.length]!];
}

function colourOf(hue: number): string {
  return `var(${propertyOf(hue)},${hues[hue]!.light})`;
}

function propertyOf(hue: number): string {
  return `--hue-${hue}`;
}
