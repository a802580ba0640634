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
