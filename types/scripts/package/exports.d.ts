/** What `import ... from 'redistill'` gives a suite's file: all that suites are written with. */
export { type DistillerDeclaration, defineDistiller, defineSuite, withKd, withMethod, withOptions, } from '../../harness/suite/define-suite.ts';
export type { SuiteDeclaration } from '../../harness/suite/schema.ts';
export * as paper from '../../suites/paper/distillers.ts';
export { lightRecipe, recipe as paperRecipe } from '../../suites/paper/recipe.ts';
