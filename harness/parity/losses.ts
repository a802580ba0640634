import { total } from '../distillers/layers.ts';
import { gradients } from '../engine/gradients.ts';
import { createProgram, type Mode } from '../engine/program.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import type { Variable } from '../engine/variable.ts';
import { after } from './after/index.ts';
import type { RunCase } from './after/method.ts';
import { type BuildLoss, bareLosses } from './bare-losses.ts';
import { choose } from './choose.ts';
import { type Comparison, compare } from './compare.ts';
import { crdParity } from './crd.ts';
import { inputVariables, listOf } from './inputs.ts';
import { formulaState, variableInTorch } from './state.ts';
import type { Vectors } from './vectors.ts';

/** What runs the cases of a loss, by the vectors' name of it. */
const losses: Record<string, RunCase> = {
  ...Object.fromEntries(
    Object.entries(bareLosses).map(([kind, build]): [string, RunCase] => [
      kind,
      (vectors, mode) => bareLossParity(build, vectors, mode),
    ]),
  ),
  crd: crdParity,
  ...after.losses,
};

/**
 * Compares a distiller's loss on its own inputs.
 * @throws Problem where no loss is called as the case is
 */
export async function lossParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const kind = vectors.name.replace(/^losses\//, '').split('.')[0]!;
  return choose(losses, kind, 'loss', vectors.name)(vectors, mode);
}

/**
 * Compares a bare loss: its value, as a whole and item by item, and its gradients with respect to the inputs and to what is
 * trained in it.
 */
async function bareLossParity(build: BuildLoss, vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const students = inputVariables(vectors, listOf(vectors, 'in/s'));
  const teachers = inputVariables(vectors, listOf(vectors, 'in/t'));
  const { items, helpers } = build(vectors, students, teachers);
  // In training only CC's teacher side gets a gradient, by its embedding: the vectors say which inputs do.
  const inputs = [...students, ...teachers].filter(({ name }) => vectors.has(gradientOf(name)));
  const watched = [...inputs, ...helpers];
  const values = (variables: readonly Variable[]) => variables.map(({ value }) => value);
  const step = {
    inputs: {},
    run() {
      const result = gradients(watched, () => {
        const each = items(values(students), values(teachers));
        return { loss: total(each), outputs: Object.fromEntries(each.map((item, i) => [`item ${i}`, item])) };
      });
      const slopes = watched.map(({ name }, i) => [name, result.gradients[i]!] as const);
      return { ...result.outputs, loss: result.loss, ...Object.fromEntries<Tensor>(slopes) };
    },
  };
  const program = await createProgram([...students, ...teachers, ...helpers], { step }, mode);
  program.write(new Map([...program.read(), ...initialHelpers(vectors, helpers)]));
  const outputs = program.run('step', {});
  program.dispose();
  const itemValues = Object.keys(outputs).flatMap((name) => (name.startsWith('item ') ? [...outputs[name]!] : []));
  return [
    compare(vectors, 'loss', outputs.loss!),
    compare(vectors, 'loss_items', itemValues),
    ...itemValues.map((value, i) => compare(vectors, `loss_item_${i}`, [value])),
    ...inputs.map((input) => compare(vectors, gradientOf(input.name), variableInTorch(outputs[input.name]!, input))),
    ...helpers.map((helper) =>
      compare(vectors, `grad_param/${helper.name}`, variableInTorch(outputs[helper.name]!, helper)),
    ),
  ];
}

const gradientOf = (input: string) => input.replace(/^in\//, 'grad/');

/** The formula's weights; VID's scales keep their own first value. */
const initialHelpers = (vectors: Vectors, helpers: readonly Variable[]) =>
  formulaState(
    vectors,
    helpers.filter(({ name }) => !name.endsWith('log_scale')),
  );
