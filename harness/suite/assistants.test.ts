import { describe, expect, test } from 'vitest';
import { Problem } from '../base/problem.ts';
import { validate } from '../base/validate/validate.ts';
import { placeJobs } from '../results/job-folder.ts';
import { nextJob } from '../run/local/schedule.ts';
import { batchesOf } from '../run/slurm/stages.ts';
import { expand } from './expand.ts';
import assistants from './fixtures/assistants.ts';
import { suiteSchema } from './schema.ts';

const suite = suiteSchema.parse(assistants);
const plan = expand(suite);
const jobNamed = (label: string, { jobs } = plan) => jobs.find((job) => job.label === label)!;
const [direct, assisted] = assistants.tables;
const pairs = ['resnet20/resnet14-KD/resnet8', 'resnet20/resnet14-KD/resnet8-CRD+KD/resnet8'];

describe('a student of an assistant', () => {
  const student = jobNamed('resnet8-from-resnet14-from-resnet20-KD-trial2-KD-trial2');
  const assistant = jobNamed('resnet14-from-resnet20-KD-trial2');

  test("learns from the very job that the assistant's own row trains, of the same trial", () => {
    const alone = expand(suiteSchema.parse({ ...assistants, tables: [direct] }));
    expect(alone.jobs).toContainEqual(assistant);
    expect(student.configuration).toMatchObject({ teacher: { network: 'resnet14', job: assistant.id }, seed: 2 });
    expect(student.dependsOn).toEqual([assistant.id]);
  });

  test('or of the trial that is stated', () => {
    const chain = plan.jobs.filter(({ label }) => label.endsWith('-CRD+KD-trial1-KD-trial2'));
    const [last] = chain;
    const [first] = last!.dependsOn;
    expect(chain).toHaveLength(1);
    expect(plan.jobs.find(({ id }) => id === first)!.label).toBe(
      'resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1',
    );
  });

  test('is planned with all that it waits for, before it, whatever else is selected', () => {
    const { jobs } = expand(suite, { pairs: [pairs[1]!], distillers: ['KD'], trial: [2] });
    expect(jobs.map(({ label }) => label)).toEqual([
      'resnet20-teacher',
      'resnet14-from-resnet20-KD-trial1',
      'resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1',
      'resnet8-from-resnet8-from-resnet14-from-resnet20-KD-trial1-CRD+KD-trial1-KD-trial2',
    ]);
    jobs.forEach(({ dependsOn }, place) => {
      expect(dependsOn).toEqual(place === 0 ? [] : [jobs[place - 1]!.id]);
    });
  });

  test('leaves no assistant where no row reads it', () => {
    const { jobs } = expand(suite, { tables: ['assisted'], distillers: ['vanilla'] });
    expect(jobs.map(({ label }) => label)).toEqual(['resnet8-vanilla-trial1', 'resnet8-vanilla-trial2']);
  });

  test('comes after assistants in the schedule, and in a later array of a cluster', () => {
    const { jobs } = expand(suite, { pairs: [pairs[0]!], trial: [1] });
    const [teacher, assistant, vanilla, student] = jobs;
    const situation = (...done: typeof jobs) => ({
      running: [],
      done: new Set(done.map(({ id }) => id)),
      cached: new Set<string>(),
    });
    const longest = (job: unknown) => (job === vanilla ? 100 : 1);
    const waiting = [vanilla!, assistant!, student!];
    expect(nextJob(waiting, situation(teacher!), longest)).toBe(assistant);
    expect(nextJob([student!], situation(teacher!), longest)).toBeUndefined();
    expect(nextJob([student!], situation(teacher!, assistant!), longest)).toBe(student);
    const batches = batchesOf(placeJobs(jobs, '/jobs', []), new Map(), new Map(), 100);
    expect(batches.map(({ stage, jobs }) => [stage, ...jobs.map(({ label }) => label)])).toEqual([
      ['teachers', 'resnet20-teacher'],
      ['students', 'resnet8-vanilla-trial1'],
      ['waiting', 'resnet14-from-resnet20-KD-trial1'],
      ['waiting', 'resnet8-from-resnet14-from-resnet20-KD-trial1-KD-trial1'],
    ]);
  });
});

describe('is refused', () => {
  const sentenceFor = (pair: object, change: object = {}): string => {
    try {
      const tables = [direct, { ...assisted, pairs: [pair] }];
      validate(suiteSchema, { ...assistants, tables, ...change }, 'suites/small.ts');
    } catch (error) {
      if (error instanceof Problem) return error.sentence;
      throw error;
    }
    return 'it is fine';
  };
  const [usual] = assisted!.pairs;
  const at = 'suites/small.ts: tables[1].pairs[0].';

  test.each<[string, object, string]>([
    [
      'a pair that the suite has not',
      { ...usual, assistant: { pair: 'resnet32/resnet14', distiller: 'KD' } },
      "assistant.pair is 'resnet32/resnet14'. It must be another pair of the suite whose student is resnet14, such as resnet20/resnet14",
    ],
    [
      'one whose student is another network',
      { ...usual, teacher: 'resnet32' },
      "assistant.pair is 'resnet20/resnet14'. It must be another pair of the suite whose student is resnet32, and there is none",
    ],
    [
      'a circle',
      { teacher: 'resnet8', assistant: { pair: 'resnet20/resnet14-KD/resnet8', distiller: 'KD' }, student: 'resnet8' },
      "assistant.pair is 'resnet20/resnet14-KD/resnet8'. It must be another pair of the suite whose student is resnet8, such as resnet20/resnet14-KD/resnet8-KD/resnet8",
    ],
    [
      'a row that the suite has not',
      { ...usual, assistant: { pair: 'resnet20/resnet14', distiller: 'KDD' } },
      "assistant.distiller is 'KDD'. It must be one of vanilla, KD, CRD+KD",
    ],
    ['an ensemble', { ...usual, teachers: 2 }, 'teachers is 2. It must be left out where the teacher is an assistant'],
    [
      'what is unknown',
      { ...usual, assistant: { pair: 'resnet20/resnet14', row: 'KD' } },
      'assistant.row is unknown. Allowed are pair, distiller, trial',
    ],
  ])('%s', (_, pair, sentence) => {
    expect(sentenceFor(pair)).toBe(`${at}${sentence}`);
  });

  test('a pair that two tables train by different recipes', () => {
    const [plain] = direct!.pairs;
    const other = { ...direct, name: 'other', pairs: [{ ...plain, recipe: { rate: 0.02 } }] };
    expect(sentenceFor(usual!, { tables: [direct, other, { ...assisted, pairs: [usual!] }] })).toBe(
      "suites/small.ts: tables[2].pairs[0].assistant.pair is 'resnet20/resnet14'. It must be a pair that all tables train alike, as it would not be clear whose student teaches: resnet20/resnet14 has another recipe in another table",
    );
    const alike = { ...direct, name: 'other' };
    expect(() => suiteSchema.parse({ ...assistants, tables: [direct, alike, assisted] })).not.toThrow();
  });

  test('a row that does not fit the pair', () => {
    const fsp = { name: 'FSP', gamma: 1, alpha: 0, beta: 50, method: { name: 'fsp' }, source: 'a test' };
    const tables = [
      { ...direct, pairs: [{ teacher: 'wrn_40_2', student: 'resnet14' }] },
      { ...assisted, pairs: [{ ...usual, assistant: { pair: 'wrn_40_2/resnet14', distiller: 'FSP' } }] },
    ];
    expect(sentenceFor({}, { tables, distillers: [...assistants.distillers, fsp] })).toMatch(
      /^suites\/small\.ts: tables\[1\]\.pairs\[0\]\.assistant\.distiller is 'FSP'\. It must be a row that fits wrn_40_2\/resnet14: /,
    );
  });
});
