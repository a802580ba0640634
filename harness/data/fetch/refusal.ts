import { exitCode, Problem } from '../../base/problem.ts';

/** The Problem of an archive that is not in its publisher's form, such as `ARCHIVE is cut short`. */
export function refusal(archive: string, how: string, cause?: unknown): Problem {
  return new Problem(`${archive} ${how}`, 'Take the archive from its publisher, or one in its form', exitCode.data, {
    cause,
  });
}
