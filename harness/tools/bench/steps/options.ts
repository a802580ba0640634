import { join } from 'node:path';
import { availableCores } from '../../../base/machine/capacity.ts';
import { Problem } from '../../../base/problem.ts';
import { listIn, numberIn } from '../../../base/validate/option.ts';
import { type TeacherCacheMode, teacherCacheModeSchema } from '../../../results/teacher-cache-mode.ts';

/** The options as they are typed. */
export interface StepFlags {
  suite?: string;
  pairs?: string;
  distillers?: string;
  images: string;
  rounds?: string;
  steps?: string;
  threads?: string;
  mixedPrecision?: true;
  teacherCache: string;
  reference?: string;
  python: string;
  compileReference?: true;
  against?: string;
  output?: string;
  results: string;
}

export interface StepOptions {
  /** Whose pairs, distillers and recipe are measured; by default all methods on the pairs of the paper's tables. */
  suite: string | undefined;
  /** As a suite's selection has them: all where they are left out. */
  pairs: string[] | undefined;
  distillers: string[] | undefined;
  /** How many training images there are. */
  images: number;
  /** How often each side takes its turn, after one round in which it warms up; by default as often as their number allows. */
  rounds: number | undefined;
  /** How many steps of a round count, one before them does not; by default as `rounds`. */
  steps: number | undefined;
  threads: number;
  /** Are convolutions in bfloat16? */
  mixedPrecision: boolean;
  modes: TeacherCacheMode[];
  /** A checkout of RepDistiller, the Python that it is run with, and whether torch.compile compiles its networks. */
  reference: { folder: string; python: string; isCompiled: boolean } | undefined;
  /** An earlier file to compare with. */
  against: string | undefined;
  /** The file to write. */
  output: string;
}

/** The same once it is known what is measured. */
export interface ChosenOptions extends StepOptions {
  rounds: number;
  steps: number;
}

/** What is measured by default. */
const defaultPairs = 'resnet32x4/resnet8x4';
const defaultDistillers = 'KD,CRD';
const usual = { rounds: '7', steps: '5' };
/** What many students get: all of them would take an hour otherwise. */
const few = { most: 10, rounds: '2', steps: '2' };

const roundsIn = (text: string) => numberIn('--rounds', text, { most: 1000 });
const stepsIn = (text: string) => numberIn('--steps', text, { most: 10_000 });

/** @throws Problem where an option's value is none that it may have */
export function stepOptionsFrom(flags: StepFlags): StepOptions {
  const isDefault = flags.suite === undefined;
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return {
    suite: flags.suite,
    pairs: pairsIn(flags.pairs ?? (isDefault ? defaultPairs : 'all')),
    distillers: listIn(flags.distillers ?? (isDefault ? defaultDistillers : 'default')),
    images: numberIn('--images', flags.images, { most: 10_000_000 }),
    rounds: flags.rounds === undefined ? undefined : roundsIn(flags.rounds),
    steps: flags.steps === undefined ? undefined : stepsIn(flags.steps),
    threads: flags.threads === undefined ? availableCores() : numberIn('--threads', flags.threads, { most: 1024 }),
    mixedPrecision: flags.mixedPrecision ?? false,
    modes: listIn(flags.teacherCache).map(modeIn),
    reference: referenceIn(flags),
    against: flags.against,
    output: flags.output ?? join(flags.results, 'bench', `${time}.json`),
  };
}

/** With rounds and steps for so many students. */
export function withRounds(options: StepOptions, students: number): ChosenOptions {
  const { rounds, steps } = students > few.most ? few : usual;
  return { ...options, rounds: options.rounds ?? roundsIn(rounds), steps: options.steps ?? stepsIn(steps) };
}

/** What of the options is about decoding images. */
export function imagesOptionsFrom({ rounds = usual.rounds, threads, python }: StepFlags) {
  return {
    rounds: roundsIn(rounds),
    threads: threads === undefined ? undefined : numberIn('--threads', threads, { most: 1024 }),
    python,
  };
}

/** What of the options is about how jobs start. */
export function startOptionsFrom({ rounds = usual.rounds, threads, against }: StepFlags) {
  return {
    rounds: roundsIn(rounds),
    // As a job of the suites on digits has them.
    threads: threads === undefined ? 1 : numberIn('--threads', threads, { most: 1024 }),
    against,
  };
}

/** What of the options is about memory banks. */
export function banksOptionsFrom({ rounds = usual.rounds, steps = usual.steps, threads }: StepFlags) {
  return {
    rounds: roundsIn(rounds),
    steps: stepsIn(steps),
    threads: threads === undefined ? availableCores() : numberIn('--threads', threads, { most: 1024 }),
  };
}

function referenceIn({ reference: folder, python, compileReference }: StepFlags): StepOptions['reference'] {
  return folder === undefined ? undefined : { folder, python, isCompiled: compileReference ?? false };
}

function pairsIn(text: string): string[] | undefined {
  return text === 'all' ? undefined : listIn(text);
}

function modeIn(text: string): TeacherCacheMode {
  const mode = teacherCacheModeSchema.safeParse(text).data;
  if (mode) return mode;
  const modes = teacherCacheModeSchema.options.join(', ');
  throw new Problem(`--teacher-cache names '${text}'`, `It must be of ${modes}, with commas between`);
}
