import { z } from 'zod';
import { total } from '../../model/distillers/layers.ts';
import type { Step } from '../../model/engine/executor.ts';
import { gradients } from '../../model/engine/gradients.ts';
import type { Pass } from '../../model/engine/layers/batch-norm.ts';
import { engineShape, torchShape } from '../../model/engine/layout.ts';
import { mean } from '../../model/engine/ops/reduction.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import { sizeOf } from '../../model/engine/shape.ts';
import { type Tensor, tf } from '../../model/engine/tensorflow.ts';
import type { Variable } from '../../model/engine/variable.ts';
import { after } from './after/index.ts';
import { bareModules, type Module, stateSchema } from './bare-modules.ts';
import { choose } from './choose.ts';
import { compareQuantity, type QuantityComparison } from './compare.ts';
import { compareGradients } from './gradients.ts';
import { inputVariables, tensorsOfList } from './inputs.ts';
import { formulaState, imagesFromTorch, inTorchOrder, variableInTorch } from './state.ts';
import type { CaseVectors } from './vectors.ts';

const passes = { train: 'training', eval: 'evaluation' } as const satisfies Record<string, Pass>;

const names = z.array(z.string());
const settingsSchema = z.object({
  ...stateSchema.shape,
  /** Of those of whose gradients there are samples; gradients that are kept whole have names of their own. */
  grad_param_names: z.object({ train: names, eval: names }).default({ train: [], eval: [] }),
});

const modules = { ...bareModules, ...after.modules };

/**
 * Compares a helper module of a distiller, in training and in evaluation: its outputs, the gradients of inputs and
 * parameters, and in training its running statistics. Each pass begins with the formula's weights.
 * @throws Problem where no module is called as the case is
 */
export async function moduleParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const name = vectors.name.replace(/^modules\//, '').split('.')[0]!;
  // `convreg_down2` is a ConvReg, as it came out of one shape.
  const kind = Object.keys(modules).find((kind) => name.startsWith(`${kind}_`)) ?? name;
  const build = choose(modules, kind, 'helper module', vectors.name);
  const settings = vectors.settings(settingsSchema);
  const inputs = inputVariables(vectors, tensorsOfList(vectors, 'in'));
  const outputShapes = tensorsOfList(vectors, 'train/out').map((name) => vectors.get(name).shape);
  const parameters = new Parameters(0);
  const { variables } = parameters;
  const inputShapes = inputs.map(({ shape, layout }) => torchShape(shape, layout));
  const apply = build({ vectors, parameters, inputs: inputShapes, outputs: outputShapes });
  const steps = Object.fromEntries(
    Object.entries(passes).map(([name, pass]) => [name, stepOf(apply, inputs, variables, pass)]),
  );
  const program = await createProgram([...inputs, ...variables], steps, mode);
  const inputValues = program.read();
  const comparisons = [compareNames(settings.state_dict, variables)];
  for (const pass of ['train', 'eval'] as const) {
    program.write(new Map([...inputValues, ...formulaState(vectors, variables)]));
    const outputs = program.run(pass, {});
    const state = program.read();
    for (const [i, shape] of outputShapes.entries()) {
      const ours = shape.length === 4 ? engineShape(shape, 'images') : shape;
      comparisons.push(compareQuantity(vectors, `${pass}/out.${i}`, inTorchOrder(outputs[`output ${i}`]!, ours)));
    }
    for (const input of inputs) {
      const gradient = variableInTorch(outputs[`gradient ${input.name}`]!, input);
      comparisons.push(compareQuantity(vectors, `${pass}/grad_${input.name}`, gradient));
    }
    const sampled = settings.grad_param_names[pass];
    if (sampled.length > 0) comparisons.push(...compareGradients(vectors, pass, sampled, variables, outputs));
    for (const variable of variables) {
      const { name } = variable;
      const whole = `${pass}/grad_param/${name}`;
      if (vectors.has(whole)) {
        comparisons.push(compareQuantity(vectors, whole, variableInTorch(outputs[`gradient ${name}`]!, variable)));
      }
      for (const quantity of [`${pass}/${name}`, `${pass}/after/${name}`].filter(vectors.has)) {
        comparisons.push(compareQuantity(vectors, quantity, state.get(name)!));
      }
    }
  }
  program.dispose();
  return comparisons;
}

/** A pass: its outputs are the module's, and the gradients of inputs and trainable parameters. */
function stepOf(apply: Module, inputs: readonly Variable[], variables: readonly Variable[], pass: Pass): Step {
  const watched = [...inputs, ...variables.filter(({ trainable }) => trainable)];
  return {
    inputs: {},
    run() {
      const result = gradients(watched, () => {
        const each = apply(
          inputs.map(({ value }) => value),
          pass,
        );
        const outputs = Object.fromEntries(each.map((output, i) => [`output ${i}`, output]));
        return { loss: total(each.map(mixed)), outputs };
      });
      const slopes = watched.map(({ name }, i) => [`gradient ${name}`, result.gradients[i]!] as const);
      return { ...result.outputs, ...Object.fromEntries(slopes) };
    },
  };
}

/** The scalar of which the vectors have the gradients: mean(output[i] * sin(1.3 i)), i counted in PyTorch's order. */
function mixed(output: Tensor): Tensor {
  const waves = Float32Array.from({ length: sizeOf(output.shape) }, (_, i) => Math.sin(1.3 * i));
  const weights = output.rank === 4 ? imagesFromTorch(waves, torchShape(output.shape, 'images')) : waves;
  return mean(tf.mul(output, tf.tensor(weights, output.shape)));
}

/** Are the variables called, and shaped, as in the reference's `state_dict`? */
function compareNames(
  state: z.output<typeof stateSchema>['state_dict'],
  variables: readonly Variable[],
): QuantityComparison {
  const ours = variables.map(({ name, shape, layout }) => `${name} ${torchShape(shape, layout)}`);
  const theirs = state.map(({ name, shape }) => `${name} ${shape}`);
  const alone = (names: string[], others: string[]) => names.filter((name) => !others.includes(name));
  const different = alone(ours, theirs).length + alone(theirs, ours).length;
  return { quantity: 'names and shapes that differ', error: different, tolerance: 0 };
}
