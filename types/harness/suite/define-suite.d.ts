import type { SuiteDeclaration } from './schema.ts';
/** A row as it is written down. */
export type DistillerDeclaration = SuiteDeclaration['distillers'][number];
type Method = NonNullable<DistillerDeclaration['method']>;
/** A method that can be combined with others. */
type Part = Extract<Method, {
    name: 'combined';
}>['of'][number]['method'];
/** Returns the suite as it is: it only lets an editor know what may be written in it. */
export declare function defineSuite(suite: SuiteDeclaration): SuiteDeclaration;
/** Returns the row as it is, as `defineSuite` does. */
export declare function defineDistiller<Row extends DistillerDeclaration>(row: Row): Row;
/** The row `X+KD`: as X, with KD's loss added at its full weight. */
export declare function withKd<Row extends DistillerDeclaration>(row: Row): Row;
/**
 * The same row with other options of its method.
 * @param why it has them, for the row's source
 */
export declare function withOptions<Row extends DistillerDeclaration & {
    method: object;
}>(row: Row, options: Partial<Omit<Row['method'], 'name'>>, why: string): Row;
/** A row with such a method. */
type Single = DistillerDeclaration & {
    method: Part;
};
/** The row `X+Y`: as X, with the method of Y added at its own weight. */
export declare function withMethod(row: Single, other: Single): DistillerDeclaration;
/** Methods that see logits alone, beside KD. */
type LogitMethod = Extract<Exclude<Extract<Method, {
    name: 'logit-standardisation';
}>['of'], undefined>, {
    name: string;
}>;
interface Standardisation {
    temperature: number;
    /** How much the whole term counts: the authors call it kd_weight. */
    weight: number;
    source: string;
}
/** The row `X+LS`: KD, or a method on logits, with logits of mean 0 and deviation 1. */
export declare function withStandardisedLogits(row: DistillerDeclaration & {
    method?: LogitMethod;
}, { temperature, weight, source }: Standardisation): DistillerDeclaration;
/** The same row with the same settings for every pair. */
export declare function withoutPairs({ byPair: _, ...row }: DistillerDeclaration): DistillerDeclaration;
/** The same row with the settings of these pairs alone, as a suite takes none of pairs that it does not have. */
export declare function onPairs(row: DistillerDeclaration, pairs: readonly string[]): DistillerDeclaration;
export {};
