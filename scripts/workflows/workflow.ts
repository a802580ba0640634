import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { z } from 'zod';

export const repository = join(import.meta.dirname, '../..');

const step = z.object({
  name: z.string().optional(),
  if: z.string().optional(),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

const workflow = z.object({
  jobs: z.record(z.string(), z.object({ env: z.record(z.string(), z.string()).optional(), steps: z.array(step) })),
});

/** A step of a workflow, as far as our tests read it. */
export type Step = z.infer<typeof step>;

/** Can workflows be read here? Node has no reader of YAML, and none of our packages brings one: Python's does it. */
export const canReadWorkflows = execaSync('python3', ['-c', 'import yaml'], { reject: false }).exitCode === 0;

/** A workflow of GitHub Actions, by its name in .github/workflows. */
export function readWorkflow(name: string): z.infer<typeof workflow> {
  const text = readFileSync(join(repository, '.github/workflows', `${name}.yml`), 'utf8');
  const program = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))';
  return workflow.parse(JSON.parse(execaSync('python3', ['-c', program], { input: text }).stdout));
}
