import { expect, test } from 'vitest';
import { faultsOf } from './faults-of.ts';

test('each kind of fault is found, with how to run it alone', async () => {
  const faults = await faultsOf('../fixtures/faulty', 9);
  expect(faults.map((fault) => fault.split('\n')[0])).toEqual([
    'threw TypeError: x is not a function',
    'printed 15 bytes: a library says',
    expect.stringMatching(/^ended the process with SIGABRT: /),
    expect.stringMatching(/^took \d\.\d seconds of the processor$/),
    expect.stringMatching(/^took \d{3} MB of memory$/),
    "said 'undefined': the file has undefined items. Copy it again",
    'waits for what never comes',
    'took more than 20 seconds: ',
  ]);
  for (const [place, fault] of faults.entries()) {
    expect(fault).toMatch(
      new RegExp(
        `\\n {2}alone: node scripts/program.mjs harness/tools/mutations/main.ts ../fixtures/faulty ${place + 1}$`,
      ),
    );
  }
});
