/** What `import ... from 'redistill'` is at run time. Plain JavaScript, as Node reads no TypeScript below node_modules. */
import { importProgram } from '../compiled.mjs';

export const { defineDistiller, defineSuite, lightRecipe, paper, paperRecipe, withKd, withMethod, withOptions } =
  await importProgram('scripts/package/exports.ts');
