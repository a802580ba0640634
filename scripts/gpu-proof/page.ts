import { markdownTable } from 'markdown-table';
import type { Proof, StepName } from './proof.ts';
import type { Step } from './step.ts';

/** The proof for people, in Markdown that stands by itself. */
export function pageOf(proof: Proof, steps: Readonly<Record<StepName, Step>>): string {
  const { device, short, machine } = proof;
  const entries = Object.entries(steps).map(([name, { title }]) => {
    return { name, title, result: proof.steps[name as StepName] };
  });
  const rows = entries.map(({ name, title, result }) => [
    name,
    title,
    result ? [result.outcome, ...(result.why ? [result.why] : [])].join(': ') : 'not run yet',
    result ? `${Math.round(result.seconds)} s` : '',
  ]);
  const details = entries.flatMap(({ name, title, result }) => {
    const { facts = {}, output } = result ?? {};
    const lines = Object.entries(facts).map(([fact, value]) => `- ${fact}: ${value}`);
    if (lines.length === 0 && !output) return [];
    return [
      `## ${name}`,
      `${title}.`,
      ...(lines.length > 0 ? [lines.join('\n')] : []),
      ...(output ? [shown(output)] : []),
    ];
  });
  return [
    `# Redistill on a ${device === 'gpu' ? 'GPU' : 'CPU'}${short ? ', a part of each step' : ''}`,
    `${machine.gpus.join(', ') || machine.processor}, ${machine.cores} cores; Redistill ${machine.redistill}, Node ${machine.node}.`,
    markdownTable([['step', 'what it shows', 'outcome', 'time'], ...rows], { align: ['l', 'l', 'l', 'r'] }),
    ...details,
    '',
  ].join('\n\n');
}

/** Printed tables stand as they are; all else as it was typed. */
function shown(output: string): string {
  return /^\|.*\|$/m.test(output) ? output.trim() : `~~~\n${output.trim()}\n~~~`;
}
