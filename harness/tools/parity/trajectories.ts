import { z } from 'zod';
import { type MethodOptions, methodSchema } from '../../job/distiller.ts';
import { networkSchema } from '../../job/network.ts';
import { knowledgeDistillation } from '../../model/distillers/kd.ts';
import { type Step, type StepExecutor, setValues } from '../../model/engine/executor.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { createDistillation, type Distillation } from '../../train/learner/distillation.ts';
import { stepsOf } from '../../train/learner/learner.ts';
import { prefixes, stepName } from '../../train/learner/names.ts';
import { teacherStep } from '../../train/step/step.ts';
import { choose } from './choose.ts';
import { euclideanNorm, type QuantityComparison, samples } from './compare.ts';
import { formulaImages } from './formula.ts';
import { allowForRounding, type Beginning, type ImagesOfPass, type Quantities } from './rounding.ts';
import { formulaState, imagesFromTorch, variableInTorch, variableNamed } from './state.ts';
import type { CaseVectors } from './vectors.ts';

const positive = z.int().positive();

/** The settings of a trajectory, as its vectors name them; what they leave out is as the reference's options have it. */
const settingsSchema = z.object({
  student: networkSchema,
  teacher: networkSchema,
  /** The reference's name of the distiller, with `+kd` behind it where KD is added. */
  method: z.string(),
  gamma: z.number(),
  alpha: z.number(),
  beta: z.number(),
  kd_T: z.number().positive().default(4),
  nce_k: positive.default(16384),
  nce_t: z.number().positive().default(0.07),
  nce_m: z.number().default(0.5),
  feat_dim: positive.default(128),
  hint_layer: z.int().nonnegative().default(2),
  n_data: positive.default(50000),
  batch: positive,
  steps: positive,
  /** Epochs of the first stage, each of one batch. */
  init_epochs: z.int().nonnegative(),
  step_offset: z.int(),
  /** How far the reference in float32 is off in each step's logits. */
  step_logits_drift: z.array(z.number().nonnegative()).optional(),
  salt: z.string(),
  lr: z.number().positive(),
  momentum: z.number().default(0.9),
  weight_decay: z.number().default(5e-4),
  param_names: z.array(z.string()),
});
type Settings = z.output<typeof settingsSchema>;

const classes = 100;
const imageShape = [32, 32, 3] as const;

/** The options of our method for a distiller of the reference's; cross entropy and KD alone have none. */
function methodOf(settings: Settings, place: string): MethodOptions | undefined {
  const firstStage = { epochs: settings.init_epochs };
  const options: Record<string, object> = {
    hint: { name: 'fitnet', layer: settings.hint_layer },
    attention: { name: 'at' },
    similarity: { name: 'sp' },
    correlation: { name: 'cc', dimension: settings.feat_dim },
    vid: { name: 'vid' },
    rkd: { name: 'rkd' },
    pkt: { name: 'pkt' },
    abound: { name: 'ab', firstStage },
    factor: { name: 'ft', firstStage },
    fsp: { name: 'fsp', firstStage },
    nst: { name: 'nst' },
    crd: {
      name: 'crd',
      dimension: settings.feat_dim,
      negatives: settings.nce_k,
      temperature: settings.nce_t,
      momentum: settings.nce_m,
    },
  };
  const name = settings.method.replace(/[+_]kd$/, '');
  return name === 'ce' || name === 'kd' ? undefined : methodSchema.parse(choose(options, name, 'distiller', place));
}

/**
 * Trains a student for some steps as the reference's own main() did, with the learner of `train`, and compares what comes
 * out on the way and in the end.
 */
export async function trajectoryParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const settings = vectors.settings(settingsSchema);
  const stepwise = withStepLogits(vectors, settings);
  const { batch, gamma, alpha, beta, kd_T: temperature } = settings;
  const method = methodOf(settings, vectors.name);
  const learner = createDistillation({
    student: settings.student,
    teacher: settings.method === 'ce' ? undefined : settings.teacher,
    distiller: { gamma, alpha, beta, temperature, ...(method && { method }) },
    recipe: {
      ...{ epochs: 1, batch, rate: settings.lr, momentum: settings.momentum, weightDecay: settings.weight_decay },
      ...{ dropsAfter: [], dropFactor: 1 },
    },
    classes,
    imageShape,
    images: settings.n_data,
    seed: 0,
    showLogits: true,
  });
  const constants = learner.teachers.flat();
  setValues(constants, formulaState(vectors, constants, prefixes.teacher, 'teacher_bn/'));
  const steps = {
    ...stepsOf(learner, { training: [batch], teacher: batch, evaluation: batch }),
    ...teacherSteps(learner, batch, temperature),
  };
  const program = await createProgram(learner.state, steps, mode, { constants });
  const start = new Map([...program.read(), ...initialState(vectors, learner)]);
  const run = ({ images, state }: Beginning) => {
    program.write(state);
    return train(program, vectors, settings, learner, images);
  };
  const beginning = { images: (pass: number) => passImages(settings, pass), state: start };
  const comparisons = allowForRounding(stepwise, run, beginning);
  program.dispose();
  return comparisons;
}

/** The vectors with the logits of each step as quantities: the first ones are sharper tests than all of them together. */
function withStepLogits(vectors: CaseVectors, { step_logits_drift: drifts = [], batch }: Settings): CaseVectors {
  const expected = (quantity: string) => {
    const step = Number(/^step(\d+)\/logits$/.exec(quantity)?.[1]);
    const drift = drifts[step];
    if (drift === undefined) return vectors.expected(quantity);
    const values = Array.from(vectors.expected('step_logits').values);
    const size = batch * classes;
    return { values: values.slice(step * size, (step + 1) * size), tolerance: Math.max(1e-5, 30 * drift) };
  };
  return { ...vectors, expected };
}

/** All that the vectors keep of a trajectory, by their names of it. */
function train(
  program: StepExecutor,
  vectors: CaseVectors,
  settings: Settings,
  learner: Distillation,
  imagesOf: ImagesOfPass,
): Quantities {
  const { batch } = settings;
  const found: Quantities = new Map();
  const keep = (quantity: string, values: Values | undefined) => {
    if (values) found.set(quantity, values);
  };
  let pass = 0;
  for (let epoch = 0; epoch < settings.init_epochs; epoch++, pass++) {
    const learningRate = learner.method?.firstStage?.learningRate ?? settings.lr;
    const outputs = program.run(stepName.firstStage(batch), {
      images: imagesOf(pass),
      learningRate: Float32Array.of(learningRate),
    });
    keep(`init${epoch}/loss`, outputs.loss);
  }
  const logits: number[] = [];
  for (let step = 0; step < settings.steps; step++, pass++) {
    const images = imagesOf(pass);
    const taught = learner.networks.teachers[0] ? program.run(stepName.teacher(), { images }) : {};
    const outputs = program.run(stepName.train(batch), {
      images,
      labels: Int32Array.from({ length: batch }, (_, i) => (i * 7 + pass + settings.step_offset) % classes),
      learningRate: Float32Array.of(settings.lr),
      ...taught,
      ...methodFeeds(vectors, settings, learner, step, pass),
    });
    logits.push(...outputs.logits!);
    if (settings.step_logits_drift) keep(`step${step}/logits`, outputs.logits);
    keep(`step${step}/loss`, outputs.loss);
    keep(`step${step}/loss_cls`, outputs.classification);
    keep(`step${step}/loss_kd`, outputs.method);
    if (learner.networks.teachers[0]) {
      // The reference measures the divergence whether or not it is a part of the loss.
      const pair = { student: outputs.logits!, teacher: taught.teacherLogits! };
      keep(`step${step}/loss_div`, program.run('divergence', pair).loss);
    }
  }
  found.set('step_logits', logits);
  const images = imagesOf(0);
  keep('final_eval_logits', program.run(stepName.evaluate, { images }).logits);
  if (learner.networks.teachers[0]) {
    keep('teacher_eval_logits', program.run(stepName.teacher(), { images }).teacherLogits);
  }
  return new Map([...found, ...stateAfter(vectors, settings, program.read(), learner.state)]);
}

/** The teacher alone, fed or not, and KD's part of the loss. */
function teacherSteps(
  {
    networks: {
      teachers: [teacher],
    },
  }: Distillation,
  batch: number,
  temperature: number,
): Record<string, Step> {
  if (!teacher) return {};
  const logits = { dtype: 'float32' as const, shape: [batch, classes] };
  return {
    [stepName.teacher()]: teacherStep(teacher, batch, imageShape),
    divergence: {
      inputs: { student: logits, teacher: logits },
      run: ({ student, teacher }) => ({ loss: knowledgeDistillation(student!, teacher!, temperature) }),
    },
  };
}

/** What the vectors' formula gives to the networks and helper modules, and the memory banks that they store. */
function initialState(vectors: CaseVectors, learner: Distillation): Map<string, Values> {
  // VID's variances keep their own first value.
  const helpers = learner.distiller.filter(({ name, trainable }) => trainable && !name.endsWith('log_scale'));
  const banks = ['memory_v1', 'memory_v2'].filter((bank) => vectors.has(`${bank}_init`));
  return new Map<string, Values>([
    ...formulaState(vectors, learner.student, prefixes.student),
    ...helpers.flatMap((variable) => [...formulaState(vectors, [variable], formulaPrefix(variable))]),
    ...banks.map((bank) => [`${prefixes.distiller}${bank}`, vectors.get(`${bank}_init`).values] as const),
  ]);
}

/** Of a helper module's name the formula sees what stands behind the module's own: `regress.conv.weight` is `conv.weight`. */
function formulaPrefix({ name }: Variable): string {
  const module = /^distiller\.(regress|connector|translator|paraphraser)\./.exec(name);
  return module ? module[0] : prefixes.distiller;
}

function methodFeeds(
  vectors: CaseVectors,
  { batch, n_data, nce_k }: Settings,
  { method }: Distillation,
  step: number,
  pass: number,
): Record<string, Values> {
  if (!method?.loss) return {};
  const indices = Int32Array.from({ length: batch }, (_, i) => ((pass * batch + i) * 5) % n_data);
  if (!method.negatives) return { indices };
  const size = batch * (1 + nce_k);
  const contrast = Int32Array.from(vectors.get('contrast_idx').values).subarray(step * size, (step + 1) * size);
  return { indices, contrast };
}

/** The images of one pass, `x[i] = 2 u(i)`, in the engine's layout. */
function passImages({ batch, step_offset, salt }: Settings, pass: number): Float32Array {
  const values = formulaImages(pass + step_offset, batch * 3 * 32 * 32, salt);
  return imagesFromTorch(values, [batch, 3, 32, 32]);
}

/** Parameters, running statistics and memory banks after the last step. */
function stateAfter(
  vectors: CaseVectors,
  settings: Settings,
  state: ReadonlyMap<string, Values>,
  variables: readonly Variable[],
): Quantities {
  const valuesOf = (name: string) => variableInTorch(state.get(name)!, variableNamed(name, variables, vectors.name));
  const after = settings.param_names.map((name) => valuesOf(name.startsWith('student.') ? name : `distiller.${name}`));
  const found: Quantities = new Map<string, ArrayLike<number>>([
    ['params_after/norm', after.map(euclideanNorm)],
    ['params_after/samples', after.flatMap((values) => samples(values, 16))],
  ]);
  for (const quantity of vectors.names('bn_after/')) {
    found.set(quantity, valuesOf(quantity.replace('bn_after/', prefixes.student)));
  }
  if (state.has('distiller.memory_v1')) {
    for (const bank of ['memory_v1', 'memory_v2']) found.set(`${bank}_after`, state.get(`distiller.${bank}`)!);
    const normalisers = ['normaliser_v1', 'normaliser_v2'].map((name) => state.get(`distiller.${name}`)![0]!);
    const { nce_k, nce_t, nce_m } = settings;
    found.set('crd_params_after', [nce_k, nce_t, ...normalisers, nce_m]);
  }
  return found;
}
