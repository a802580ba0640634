import type { SuiteDeclaration } from './schema.ts';

/** Returns the suite as it is: it only lets an editor know what may be written in it. */
export function defineSuite(suite: SuiteDeclaration): SuiteDeclaration {
  return suite;
}
