import { explain, Problem } from '../../base/problem.ts';
import { testTeacher } from './test.ts';

/**
 * The process that tests an imported teacher for another one: `test-process.ts FOLDER`. A Problem is a line of JSON on standard
 * output, for that one to report.
 */
try {
  await testTeacher(process.argv[2]!);
} catch (error) {
  if (error instanceof Problem)
    console.log(JSON.stringify({ message: error.message, cure: error.cure, code: error.code }));
  process.exitCode = error instanceof Problem ? error.code : explain(error);
}
