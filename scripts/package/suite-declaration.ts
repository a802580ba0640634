import { defineSuite } from '../../harness/suite/define-suite.ts';

/** Never called: of what it returns, the compiler writes the type out in full, without zod's. */
export const suiteDeclaration = () => defineSuite(undefined as never);
