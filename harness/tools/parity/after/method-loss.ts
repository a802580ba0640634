import { z } from 'zod';
import { methodSchema } from '../../../job/distiller.ts';
import { total } from '../../../model/distillers/layers.ts';
import type { Method } from '../../../model/distillers/make-method.ts';
import { createMethod, scalarsOf } from '../../../model/distillers/registry.ts';
import { shareIn } from '../../../model/distillers/schedule.ts';
import type { Step } from '../../../model/engine/executor.ts';
import { gradients } from '../../../model/engine/gradients.ts';
import { linearLayer } from '../../../model/engine/layers/linear.ts';
import { engineShape, fromTorch, torchShape } from '../../../model/engine/layout.ts';
import type { Network } from '../../../model/engine/network.ts';
import { crossEntropy } from '../../../model/engine/ops/softmax.ts';
import { Parameters } from '../../../model/engine/parameters.ts';
import { createProgram } from '../../../model/engine/program.ts';
import { sizeOf } from '../../../model/engine/shape.ts';
import { type Tensor, tf } from '../../../model/engine/tensorflow.ts';
import { type Values, Variable } from '../../../model/engine/variable.ts';
import { compareQuantity, type QuantityComparison } from '../compare.ts';
import { formulaWeight, schemeNames } from '../formula.ts';
import { inputVariables } from '../inputs.ts';
import { inTorchOrder, variableInTorch, variableNamed } from '../state.ts';
import type { CaseVectors } from '../vectors.ts';
import type { Given, Inputs, LossDeclaration, Parts } from './declaration.ts';
import type { RunCase } from './method.ts';

/** What the trainer around a loss does: a linear warm-up of its weight, and cross entropy beside it. */
const trainerSchema = z.object({
  warmup: z.int().positive().optional(),
  epoch: z.int().default(1),
  ce_weight: z.number().default(1),
});

const formulaSchema = z.object({ salt: z.string(), scheme: z.enum(schemeNames) });

/** Before the names of the variables that the parts have beside the method's. */
const partsPrefix = 'parts.';

/**
 * Compares a method, made from options as a job makes it: its loss, the gradients with respect to the inputs and to what is
 * trained in it, running statistics afterwards, and its parts.
 */
export function methodLoss<Settings extends z.ZodObject>(declaration: LossDeclaration<Settings>): RunCase {
  return async (vectors, mode) => {
    const loss = makeLoss(declaration, vectors);
    const { inputs, variables } = loss;
    const gradientsOfParts = partsOfGradients(vectors, declaration.gradientsOf);
    const steps: Record<string, Step> = {
      loss: loss.step((tensors) => slopes(loss.watched, () => loss.whole(tensors))),
      ...(loss.hasParts && { parts: loss.step((tensors) => loss.parts(tensors)) }),
      ...Object.fromEntries(
        gradientsOfParts.map(({ prefix, part }) => [
          prefix,
          loss.step((tensors) => slopes(inputs, () => loss.parts(tensors)[part]!)),
        ]),
      ),
    };
    const program = await createProgram([...inputs, ...variables], steps, mode);
    program.write(new Map([...program.read(), ...formulaState(vectors, loss.unknown, loss.theirName), ...loss.known]));
    const parts = loss.hasParts ? program.run('parts', loss.integers) : {};
    const ofParts = gradientsOfParts.map(({ prefix }) => ({ prefix, outputs: program.run(prefix, loss.integers) }));
    const outputs = program.run('loss', loss.integers);
    const state = program.read();
    program.dispose();

    const gradientsIn = (outputs: Record<string, Values>, prefix: string) =>
      vectors.names(prefix).map((quantity) => {
        const theirs = quantity.slice(prefix.length);
        const own = loss.watched.find(({ name }) => loss.theirName(name) === theirs)?.name ?? theirs;
        const name = prefix === 'grad_param/' || loss.known.has(own) ? own : `in/${own}`;
        const variable = variableNamed(name, loss.watched, vectors.name);
        return compareQuantity(vectors, quantity, variableInTorch(outputs[name]!, variable));
      });
    return [
      compareQuantity(vectors, 'loss', outputs.loss!),
      ...comparedParts(vectors, outputs.loss![0]!, parts),
      ...comparedEpochs(vectors, outputs.loss![0]! / loss.share),
      ...gradientsIn(outputs, 'grad/'),
      ...gradientsIn(outputs, 'grad_param/'),
      ...ofParts.flatMap(({ prefix, outputs }) => gradientsIn(outputs, prefix)),
      ...vectors
        .names('after/')
        .map((quantity) =>
          compareQuantity(vectors, quantity, stateAfter(vectors, state, quantity.replace('after/', ''))),
        ),
    ];
  };
}

/** The loss of a case, whole and in parts, with all that a program needs to run it. */
function makeLoss<Settings extends z.ZodObject>(declaration: LossDeclaration<Settings>, vectors: CaseVectors) {
  const settings = vectors.settings(declaration.settings);
  const given = declaration.given ?? (({ s, t }: Inputs) => ({ student: { logits: s! }, teacher: { logits: t! } }));
  const names = vectors.names('in/');
  const isInteger = (name: string) => vectors.get(name).values instanceof Int32Array;
  const inputs = inputVariables(
    vectors,
    names.filter((name) => !isInteger(name)),
  );
  const integers = names.filter(isInteger);
  const tensorsOf = (fed: Record<string, Tensor>): Inputs =>
    Object.fromEntries([
      ...inputs.map(({ name, value }) => [name.replace('in/', ''), value] as const),
      ...Object.entries(fed).map(([name, tensor]) => [name.replace('in/', ''), tensor] as const),
    ]);

  const { student, teacher } = given(tensorsOf({}));
  const [parameters, ofParts, ofTeacher] = [new Parameters(0), new Parameters(0, partsPrefix), new Parameters(0)];
  const networks = {
    student: standIn('student', student),
    teacher: { ...standIn('teacher', teacher), norms: normsAmong(inputs) },
  };
  const classifier = declaration.classifier?.(settings);
  if (classifier)
    Object.assign(networks.teacher, classifying(ofTeacher.at(classifier.name), teacher, classifier.classes));
  const options = declaration.options && methodSchema.parse(declaration.options(settings));
  const method: Method | undefined = options && createMethod(options, { parameters, ...networks, images: 1 });
  const inParts = declaration.parts?.(settings, { parameters: ofParts, ...networks });

  const variables = [...parameters.variables, ...ofParts.variables, ...ofTeacher.variables];
  // An input may be the value of one of the method's variables, such as a learned temperature.
  const known = parameters.variables.filter(({ name }) => vectors.has(`in/${name}`));
  const others = inputs.filter(({ name }) => !known.some((variable) => name === `in/${variable.name}`));

  const { epoch, ce_weight: classification } = vectors.settings(trainerSchema);
  const scalars = options ? Object.entries(scalarsOf(options, epoch)) : [];
  const share = shareOf(vectors, vectors.has('epochs') ? vectors.get('epochs').values[0]! : epoch);
  const weight = (declaration.weight?.(settings) ?? 1) * share;

  return {
    inputs,
    variables,
    watched: [...others, ...parameters.variables.filter(({ trainable }) => trainable)],
    /** The method's variables whose values the case gives, by their names. */
    known: new Map(known.map(({ name }) => [name, vectors.get(`in/${name}`).values])),
    unknown: variables.filter((variable) => !known.includes(variable)),
    theirName: (name: string) => declaration.theirName?.(settings, name) ?? name,
    /** What is fed. */
    integers: Object.fromEntries(integers.map((name) => [name, vectors.get(name).values])),
    share,
    step: (run: (tensors: Inputs) => Record<string, Tensor>): Step => ({
      inputs: Object.fromEntries(
        integers.map((name) => [name, { dtype: 'int32' as const, shape: vectors.get(name).shape }]),
      ),
      run: (fed) => run(tensorsOf(fed)),
    }),
    whole: (tensors: Inputs) =>
      tf.mul(
        method
          ? method.loss!({
              ...given(tensors),
              ...(tensors.y && { labels: tensors.y }),
              scalars: Object.fromEntries(scalars.map(([name, value]) => [name, tf.scalar(value)])),
            })
          : total(inParts!(tensors).items!),
        weight,
      ),
    // A step has to have an output.
    hasParts: inParts !== undefined || vectors.expects('part/loss_ce'),
    /** By the vectors' names of them; items as `item 0`. */
    parts(tensors: Inputs): Record<string, Tensor> {
      const { items = [], values = {} }: Parts = inParts?.(tensors) ?? {};
      const { logits } = given(tensors).student;
      return {
        ...(logits && tensors.y && { 'part/loss_ce': tf.mul(crossEntropy(logits, tensors.y), classification) }),
        ...values,
        ...Object.fromEntries(items.map((item, i) => [`item ${i}`, tf.mul(item, share)])),
      };
    },
  };
}

/** The share of its weight that a loss has in an epoch, counted from 1. */
function shareOf(vectors: CaseVectors, epoch: number): number {
  const { warmup } = vectors.settings(trainerSchema);
  return warmup ? shareIn({ shape: 'linear warm-up', epochs: warmup }, epoch) : 1;
}

/** A loss, and its gradients by the variables' names. */
function slopes(variables: readonly Variable[], forward: () => Tensor): Record<string, Tensor> {
  const { loss, gradients: each } = gradients(variables, () => ({ loss: forward() }));
  return { loss, ...Object.fromEntries(variables.map(({ name }, i) => [name, each[i]!])) };
}

/** A network of which only the shapes are known. */
export function standIn(name: string, { maps = [], pooled, logits }: Given['student']): Network {
  const [width, classes] = [pooled?.shape[1] ?? 0, logits?.shape[1] ?? 0];
  const zeros = (name: string, shape: number[]) =>
    new Variable({ name, shape, initial: { draw: () => new Float32Array(sizeOf(shape)) } });
  const never = () => {
    throw new Error('the vectors of a loss have no network');
  };
  return {
    name,
    maps: maps.map(({ shape }) => ({ channels: shape[3]!, size: shape[1]! })),
    pooled: width,
    classes,
    head: [],
    norms: [],
    forward: never,
    classifier: [zeros('weight', [width, classes]), zeros('bias', [classes])],
    classify: never,
  };
}

/** The teacher's batch norms, in a case that has their parameters. */
function normsAmong(inputs: readonly Variable[]): Network['norms'] {
  const called = (name: string) => inputs.filter((input) => input.name.startsWith(`in/${name}.`));
  const biases = called('bn_bias');
  return called('bn_weight').map((weight, i) => ({ weight, bias: biases[i]! }));
}

/** A classifier of the teacher's pooled vectors. */
function classifying(
  parameters: Parameters,
  { pooled }: Given['teacher'],
  classes: number,
): Pick<Network, 'classes' | 'classifier' | 'classify'> {
  const classify = linearLayer(parameters, pooled!.shape[1]!, classes);
  const [weight, bias] = parameters.variables;
  return { classes, classifier: [weight!, bias!], classify };
}

/** The formula's values for a method's variables, of whose names it sees the vectors'. */
function formulaState(
  vectors: CaseVectors,
  variables: readonly Variable[],
  theirName: (name: string) => string,
): Map<string, Values> {
  if (variables.length === 0) return new Map();
  const { salt, scheme } = vectors.settings(formulaSchema);
  return new Map(
    variables.map(({ name, shape, layout }) => {
      const theirs = theirName(name.startsWith(partsPrefix) ? name.slice(partsPrefix.length) : name);
      const values = formulaWeight(theirs, torchShape(shape, layout), { name: scheme, salt });
      return [name, fromTorch<Values>(values, shape, layout)];
    }),
  );
}

/** A statistic after the step. What the method has not, since the authors' code never uses it, has to be as it began. */
function stateAfter(vectors: CaseVectors, state: ReadonlyMap<string, Values>, name: string): Values {
  const { salt, scheme } = vectors.settings(formulaSchema);
  return state.get(name) ?? formulaWeight(name, vectors.get(`after/${name}`).shape, { name: scheme, salt });
}

/** Of `grad_tckd/s` the prefix `grad_tckd/`, and the part `part/tckd`. */
function partsOfGradients(vectors: CaseVectors, otherNames: Record<string, string> = {}) {
  const parts = vectors.names('grad_').map((quantity) => /^grad_([^/]+)\//.exec(quantity)![1]!);
  return [...new Set(parts)]
    .filter((part) => part !== 'param')
    .map((part) => ({ prefix: `grad_${part}/`, part: otherNames[part] ?? `part/${part}` }));
}

function comparedParts(vectors: CaseVectors, loss: number, parts: Record<string, Values>): QuantityComparison[] {
  const single = vectors.expected('loss_items').values.length === 1;
  const several = Object.keys(parts).filter((name) => name.startsWith('item '));
  const items = single ? [loss] : several.map((name) => parts[name]![0]!);
  const values = Object.entries(parts).filter(([name]) => vectors.expects(name));
  return [
    compareQuantity(vectors, 'loss_items', items),
    ...items.map((item, i) => compareQuantity(vectors, `loss_item_${i}`, [item])),
    ...values.map(([name, values]) => {
      const shape = vectors.has(name) ? vectors.get(name).shape : [];
      return compareQuantity(
        vectors,
        name,
        inTorchOrder(values, shape.length === 4 ? engineShape(shape, 'images') : shape),
      );
    }),
  ];
}

/** The loss of later epochs, where the case has them. */
function comparedEpochs(vectors: CaseVectors, unweighted: number): QuantityComparison[] {
  if (!vectors.has('epochs')) return [];
  const byEpoch = Array.from(vectors.get('epochs').values, (epoch) => unweighted * shareOf(vectors, epoch));
  return [compareQuantity(vectors, 'loss_by_epoch', byEpoch)];
}
