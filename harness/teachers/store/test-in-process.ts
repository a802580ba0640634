import { execa } from 'execa';
import { z } from 'zod';
import { commandLine } from '../../base/command-line.ts';
import { type ExitCode, exitCode, Problem } from '../../base/problem.ts';
import { programCommand } from '../../base/typescript.ts';

const problemSchema = z.object({
  message: z.string(),
  cure: z.string(),
  code: z.literal(Object.values(exitCode) as ExitCode[]),
});

/**
 * Measures an imported teacher's accuracy as `testTeacher` does, in a process of its own: TensorFlow, and the GPU that it may take, are
 * gone with that.
 * @param folder the teacher's
 * @throws Problem as `testTeacher`, or where the process ended otherwise
 */
export async function testInProcess(folder: string): Promise<void> {
  const [program, ...args] = programCommand('harness/teachers/store/test-process.ts');
  const { stdout, stderr, failed, shortMessage } = await execa(program, [...args, folder], { reject: false });
  if (!failed) return;
  const lastLine = stdout.split('\n').at(-1) ?? '';
  const told = problemSchema.safeParse(jsonIn(lastLine)).data;
  if (told) throw new Problem(told.message, told.cure, told.code);
  throw new Problem(
    `the test of the teacher in ${folder} ended without a result: ${shortMessage ?? stderr}`,
    `\`${commandLine('teacher test')}\` shows more, with the name of its network and --data`,
    exitCode.jobsFailed,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
