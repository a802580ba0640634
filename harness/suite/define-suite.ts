import type { SuiteDeclaration } from './schema.ts';

/** A row as it is written down. */
export type DistillerDeclaration = SuiteDeclaration['distillers'][number];
type Method = NonNullable<DistillerDeclaration['method']>;
/** A method that can be combined with others. */
type Part = Extract<Method, { name: 'combined' }>['of'][number]['method'];

/** Returns the suite as it is: it only lets an editor know what may be written in it. */
export function defineSuite(suite: SuiteDeclaration): SuiteDeclaration {
  return suite;
}

/** Returns the row as it is, as `defineSuite` does. */
export function defineDistiller<Row extends DistillerDeclaration>(row: Row): Row {
  return row;
}

/** The row `X+KD`: as X, with KD's loss added at its full weight. */
export function withKd<Row extends DistillerDeclaration>(row: Row): Row {
  const source = `RepDistiller, README.md: -a 1 adds KD; else as ${row.name}: ${row.source}`;
  return { ...row, name: `${row.name}+KD`, alpha: 1, temperature: 4, source };
}

/**
 * The same row with other options of its method.
 * @param why it has them, for the row's source
 */
export function withOptions<Row extends DistillerDeclaration & { method: object }>(
  row: Row,
  options: Partial<Omit<Row['method'], 'name'>>,
  why: string,
): Row {
  return { ...row, method: { ...row.method, ...options }, source: `${row.source}; ${why}` };
}

/** A row with such a method. */
type Single = DistillerDeclaration & { method: Part };

/** The row `X+Y`: as X, with the method of Y added at its own weight. */
export function withMethod(row: Single, other: Single): DistillerDeclaration {
  const of = [row, other].map(({ beta: weight, method }) => ({ weight, method }));
  const source = `the weight of each as alone: ${row.name}: ${row.source}; ${other.name}: ${other.source}`;
  return { ...row, name: `${row.name}+${other.name}`, beta: 1, method: { name: 'combined', of }, source };
}

/** Methods that see logits alone, beside KD. */
type LogitMethod = Extract<
  Exclude<Extract<Method, { name: 'logit-standardisation' }>['of'], undefined>,
  { name: string }
>;

interface Standardisation {
  temperature: number;
  /** How much the whole term counts: the authors call it kd_weight. */
  weight: number;
  source: string;
}

/** The row `X+LS`: KD, or a method on logits, with logits of mean 0 and deviation 1. */
export function withStandardisedLogits(
  row: DistillerDeclaration & { method?: LogitMethod },
  { temperature, weight, source }: Standardisation,
): DistillerDeclaration {
  const of = { ...(row.method ?? { name: 'kd' as const }), temperature };
  return {
    ...row,
    name: `${row.name}+LS`,
    alpha: 0,
    beta: weight,
    method: { name: 'logit-standardisation', of },
    source: `${source}; else as ${row.name}: ${row.source}`,
  };
}

/** The same row with the same settings for every pair. */
export function withoutPairs({ byPair: _, ...row }: DistillerDeclaration): DistillerDeclaration {
  return row;
}

/** The same row with the settings of these pairs alone, as a suite takes none of pairs that it does not have. */
export function onPairs(row: DistillerDeclaration, pairs: readonly string[]): DistillerDeclaration {
  const { byPair, ...plain } = row;
  const settings = Object.entries(byPair?.settings ?? {}).filter(([pair]) => pairs.includes(pair));
  if (!byPair || settings.length === 0) return plain;
  return { ...plain, byPair: { ...byPair, settings: Object.fromEntries(settings) } };
}
