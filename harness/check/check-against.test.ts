import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trainingOf } from '../job/job.ts';
import { paperOutcome } from '../results/evidence/fixtures/paper.ts';
import { type Outcome, writeResults } from '../results/evidence/fixtures/write-results.ts';
import { gather } from '../results/evidence/gather.ts';
import { Journal } from '../results/journal/journal.ts';
import { expand } from '../suite/expand.ts';
import { loadSuite } from '../suite/load.ts';
import type { PlannedJob } from '../suite/plan.ts';
import type { Selection } from '../suite/selection.ts';
import { checkedOf } from './check.ts';

const cifar100 = await loadSuite('cifar100');
const part: Selection = { pairs: ['resnet56/resnet20'], distillers: ['kd'] };
const levels = { margin: 0.5, alpha: 0.05, effect: 1 };
const numberOf = ({ configuration }: PlannedJob) => trainingOf(configuration).seed;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redistill-against-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Results of KD on a pair; those of its student's trials that are undefined diverged. */
async function resultsOf(outcomeOf: (number: number) => Outcome | undefined | 'not run', selection = part) {
  const results = await mkdtemp(join(folder, 'results-'));
  const plan = expand(cifar100, selection);
  const students = new Map(
    plan.jobs.flatMap((job) =>
      job.configuration.kind === 'student' ? [[job, outcomeOf(numberOf(job))] as const] : [],
    ),
  );
  await writeResults(plan, results, (job) => {
    const outcome = students.has(job) ? students.get(job) : paperOutcome(job);
    return outcome === 'not run' ? undefined : outcome;
  });
  const journal = new Journal(join(results, 'cifar100'));
  for (const [{ id, label }, outcome] of students) {
    if (outcome) continue;
    const about = { job: id, label, attempt: 1 };
    journal.append({ event: 'started', ...about, device: 'CPU' });
    journal.append({ event: 'failed', ...about, cause: 'diverged', reason: 'its loss became NaN or infinite' });
  }
  journal.close();
  return results;
}

/** What the check says about results against others. */
async function against(ours: string, theirs: string, selection = part) {
  const [here, there] = await Promise.all([ours, theirs].map((results) => gather('cifar100', results, selection)));
  return checkedOf(here!, { levels, against: there! });
}

const sound = (number: number): Outcome => ({ accuracy: [70.4, 70.7, 70.9, 70.5, 70.8][number - 1]! });

describe('a training that diverges', () => {
  test('here and not there has become worse', async () => {
    const [ours, theirs] = [
      await resultsOf((number) => (number === 2 ? undefined : sound(number))),
      await resultsOf(sound),
    ];
    const { findings } = await against(ours, theirs);
    expect(findings.filter(({ outcome }) => outcome === 'differs')).toMatchObject([
      { name: 'table1: KD on resnet56/resnet20', verdict: 'diverged' },
    ]);
    const { findings: mended } = await against(theirs, ours);
    expect(mended.filter(({ outcome }) => outcome === 'differs')).toEqual([]);
  });

  test('in both has not, and is reported', async () => {
    const both = [await resultsOf(() => undefined), await resultsOf((number) => (number === 1 ? sound(1) : undefined))];
    const { findings } = await against(both[0]!, both[1]!);
    expect(findings).toMatchObject([
      {
        outcome: 'missing',
        verdict: 'none here',
        detail: 'failed (its loss became NaN or infinite) here, 70.40 (1 trial) there',
      },
    ]);
  });
});

test('a difference of some trials says so, as it is not that of the means', async () => {
  const ours = await resultsOf((number) => ({ accuracy: sound(number).accuracy - 2 }));
  const theirs = await resultsOf((number) => (number <= 3 ? sound(number) : 'not run'));
  const { findings } = await against(ours, theirs);
  expect(findings).toMatchObject([{ verdict: 'lower' }]);
  expect(findings[0]!.detail).toMatch(
    /^68\.66 \(0\.21, 5 trials\) here, 70\.67 \(0\.25, 3 trials\) there; of the 3 trials in common difference −2\.00,/,
  );
});

test('two trials that moved by as much are no proof, as accuracies come in steps', async () => {
  const two = { ...part, trials: 2 };
  const ours = await resultsOf((number) => ({ accuracy: sound(number).accuracy - 0.51 }), two);
  const { findings } = await against(ours, await resultsOf(sound, two), two);
  expect(findings).toMatchObject([{ verdict: 'too few trials', numbers: { trials: 2 } }]);
});

test('what the baseline is of is no matter', async () => {
  const short = { ...part, epochs: 2 };
  const results = [await resultsOf(sound, short), await resultsOf(sound, short)];
  const { notes, findings } = await against(results[0]!, results[1]!, short);
  expect(notes).toEqual([]);
  expect(findings).toMatchObject([{ verdict: 'identical' }]);
});
