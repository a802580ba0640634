import type { SuiteDeclaration } from '../harness/suite/schema.ts';

declare const suite: SuiteDeclaration;
export default suite;
