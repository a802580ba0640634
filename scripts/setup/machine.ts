import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { exitCode, Problem } from '../../harness/base/problem.ts';

/** The path of a program on the PATH, or undefined. */
export function findProgram(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  return (environment.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** What the set-up asks of a machine. */
export interface Platform {
  /** Such as linux. */
  system: string;
  /** Such as x64. */
  processor: string;
  /** The GNU C library's version, such as 2.36; undefined where another one is used, as on Alpine. */
  glibc: string | undefined;
  /** Does the processor have AVX instructions? TensorFlow ends the process where it has none. */
  avx: boolean;
}

/** This machine. Takes tens of milliseconds, so ask only when something is to be installed. */
export function thisPlatform(): Platform {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const system = process.platform;
  return {
    system,
    processor: process.arch,
    glibc: report.header?.glibcVersionRuntime,
    avx: system === 'linux' && /^flags\s*:.*\bavx\b/m.test(readFileSync('/proc/cpuinfo', 'utf8')),
  };
}

/** @throws Problem on a machine for which TensorFlow's wheels are not made */
export function checkPlatform({ system, processor, glibc, avx }: Platform): void {
  const cure = 'Use Linux on x86-64 with glibc 2.27 or newer (Debian 10, Ubuntu 18.04 and later), or a container of it';
  const refuse = (what: string) => new Problem(`TensorFlow cannot run here: ${what}`, cure, exitCode.machine);
  if (system !== 'linux' || processor !== 'x64') throw refuse(`this is ${system} on ${processor}`);
  if (glibc === undefined) throw refuse('the C library of this Linux is not glibc (musl, as on Alpine)');
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 27)) throw refuse(`its glibc ${glibc} is too old`);
  if (!avx) throw new Problem('This processor has no AVX instructions', 'Use a newer machine', exitCode.machine);
}

/** @throws Problem where python3 is missing: its pip fetches the wheels */
export function checkPython(environment: NodeJS.ProcessEnv): void {
  if (findProgram('python3', environment) === undefined) {
    const cure = install('python3 python3-pip');
    throw new Problem('python3 is missing (its pip fetches TensorFlow)', cure, exitCode.machine);
  }
}

/** @throws Problem where g++ is missing: it compiles the binding */
export function checkCompiler(environment: NodeJS.ProcessEnv): void {
  if (findProgram('g++', environment) === undefined) {
    throw new Problem('g++ is missing (it ties Node to TensorFlow)', install('g++'), exitCode.machine);
  }
}

/** The cure for a missing program, with its packages on Debian. */
export function install(packages: string): string {
  return `Install it (on Debian and Ubuntu: apt-get install ${packages}), then run the same command again`;
}
