import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { canReadWorkflows, readWorkflow } from './workflow.ts';

describe.skipIf(!canReadWorkflows)('workflows (skipped where Python has no yaml)', () => {
  test.each(['reproduce', 'containers', 'speed'])('what %s runs is bash', (name) => {
    for (const { run } of Object.values(readWorkflow(name).jobs).flatMap(({ steps }) => steps)) {
      if (run !== undefined) expect(() => execaSync('bash', ['-n'], { input: run }), run).not.toThrow();
    }
  });

  test("results are taken up only from the same code: of all folders that decide a job's numbers", () => {
    const { cpu, gpu } = readWorkflow('reproduce').jobs;
    const [taken, kept] = cpu!.steps.filter((step) => step.with?.path === 'results').map((step) => step.with!);
    expect(taken!.key).toBe(kept!.key);
    expect(String(taken!.key).startsWith(String(taken!['restore-keys']))).toBe(true);
    const ofGpu = gpu!.steps.find(({ name }) => name === 'Take up results of the same code')!.run;
    for (const name of ['harness', 'scripts', 'suites', 'package-lock.json']) {
      expect(taken!['restore-keys']).toContain(`'${name}`);
      expect(ofGpu).toContain(`HEAD:${name}`);
    }
  });
});
