import { execa } from 'execa';
import { expect, test } from 'vitest';
import { programCommand } from '../base/typescript.ts';
import { methods } from '../model/distillers/registry.ts';

test("TensorFlow's graph optimisers fail on no steps of any method or network: where one does, nothing that it fuses is fused", async () => {
  // At this level TensorFlow reports it, between the program's own lines.
  const [node, ...program] = programCommand('harness/train/fixtures/run-steps.ts');
  const { stderr } = await execa(node, program, { env: { TF_CPP_MIN_LOG_LEVEL: '1' } });
  const lines = stderr.split('\n');
  // Each with the line before it, which says what had begun.
  const failures = lines.flatMap((line, i) => (/^[EF]\d{4}| failed/.test(line) ? [lines[i - 1], line] : []));
  expect(failures).toEqual([]);
  for (const precision of ['float32', 'mixed'])
    for (const name of Object.keys(methods)) expect(lines).toContain(`${name}: resnet8, resnet14, 12, ${precision}`);
});
