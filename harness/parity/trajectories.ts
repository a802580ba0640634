import { createMethod } from '../distillers/registry.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, type Mode } from '../engine/program.ts';
import type { Values, Variable } from '../engine/variable.ts';
import { methodSchema } from '../job/distiller.ts';
import { networkSchema } from '../job/network.ts';
import { createNetwork } from '../nets/registry.ts';
import { Optimiser } from '../train/optimiser.ts';
import { evaluationStep, trainingStep } from '../train/step.ts';
import { type Comparison, compare, euclideanNorm, samples } from './compare.ts';
import { formulaInput } from './formula.ts';
import { formulaState, imagesFromTorch, variableInTorch } from './state.ts';
import type { Vectors } from './vectors.ts';

/** The settings of a trajectory, as its vectors name them. */
interface Settings {
  student: string;
  teacher: string;
  method: string;
  salt: string;
  gamma: number;
  alpha: number;
  beta: number;
  kd_T: number;
  nce_k: number;
  nce_t: number;
  nce_m: number;
  feat_dim: number;
  n_data: number;
  batch: number;
  steps: number;
  step_offset: number;
  lr: number;
  momentum: number;
  weight_decay: number;
  param_names: string[];
}

const classes = 100;
const imageShape = [32, 32, 3];

/** Trains a student for some steps as the reference's own main() did, with the training engine of `train`. */
export async function trajectoryParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const settings = vectors.settings as unknown as Settings;
  const usesCrd = settings.method.startsWith('crd');
  const parameters = new Parameters(0);
  const student = createNetwork(networkSchema.parse(settings.student), parameters.at('student'), classes);
  const studentVariables = [...parameters.variables];
  const teacherParameters = new Parameters(0, 'teacher.');
  const teacher = createNetwork(networkSchema.parse(settings.teacher), teacherParameters, classes);
  const options = methodSchema.parse({
    name: 'crd',
    dimension: settings.feat_dim,
    negatives: settings.nce_k,
    temperature: settings.nce_t,
    momentum: settings.nce_m,
  });
  const methodParameters = new Parameters(0, 'distiller.');
  const context = { parameters: methodParameters, student, teacher, images: settings.n_data };
  const method = usesCrd ? createMethod(options, context) : undefined;
  const trained = [...studentVariables, ...methodParameters.variables].filter(({ trainable }) => trainable);
  const optimiser = new Optimiser(trained, { momentum: settings.momentum, weightDecay: settings.weight_decay });
  const usesTeacher = settings.method !== 'ce';
  const variables = [...studentVariables, ...teacherParameters.variables, ...methodParameters.variables];
  const { batch, gamma, alpha, beta, kd_T: temperature } = settings;
  const weights = { gamma, alpha, beta, temperature };
  const steps = {
    train: trainingStep({
      student,
      teacher: usesTeacher ? teacher : undefined,
      method,
      weights,
      optimiser,
      batch,
      imageShape,
    }),
    evaluate: evaluationStep(student, batch, imageShape),
  };
  const program = await createProgram([...variables, ...optimiser.slots], steps, mode);
  program.write(
    new Map<string, Values>([
      ...program.read(),
      ...formulaState(vectors, studentVariables, 'student.'),
      ...formulaState(vectors, teacherParameters.variables, 'teacher.', 'teacher_bn/'),
      ...formulaState(
        vectors,
        methodParameters.variables.filter(({ trainable }) => trainable),
        'distiller.',
      ),
      ...(usesCrd ? storedBanks(vectors) : []),
    ]),
  );

  const comparisons: Comparison[] = [];
  const logits: number[] = [];
  for (let step = 0; step < settings.steps; step++) {
    const feeds: Record<string, Values> = {
      images: passImages(settings, step),
      labels: Int32Array.from({ length: batch }, (_, i) => (i * 7 + step + settings.step_offset) % classes),
      rate: Float32Array.of(settings.lr),
    };
    if (method) {
      feeds.indices = Int32Array.from({ length: batch }, (_, i) => ((step * batch + i) * 5) % settings.n_data);
      const size = batch * (1 + settings.nce_k);
      feeds.contrast = Int32Array.from(vectors.get('contrast_idx').values).subarray(step * size, (step + 1) * size);
    }
    const outputs = program.run('train', feeds);
    logits.push(...outputs.logits!);
    const parts = { loss: 'loss', classification: 'loss_cls', distillation: 'loss_div', method: 'loss_kd' };
    for (const [ours, theirs] of Object.entries(parts)) {
      if (outputs[ours]) comparisons.push(compare(vectors, `step${step}/${theirs}`, outputs[ours]));
    }
  }
  comparisons.push(compare(vectors, 'step_logits', logits));
  const final = program.run('evaluate', { images: passImages(settings, 0) });
  comparisons.push(compare(vectors, 'final_eval_logits', final.logits!));
  comparisons.push(
    ...compareState(vectors, settings, program.read(), new Map(variables.map((variable) => [variable.name, variable]))),
  );
  program.dispose();
  return comparisons;
}

/** The images of one pass, `x[i] = 2 u(i)`, in the engine's layout. */
function passImages({ batch, step_offset }: Settings, pass: number): Float32Array {
  const values = formulaInput(`input${pass + step_offset}`, batch * 3 * 32 * 32, 2);
  return imagesFromTorch(values, [batch, 3, 32, 32]);
}

function storedBanks(vectors: Vectors): [string, Values][] {
  return ['memory_v1', 'memory_v2'].map((bank) => [`distiller.${bank}`, vectors.get(`${bank}_init`).values]);
}

/** Parameters, running statistics and memory banks after the last step. */
function compareState(
  vectors: Vectors,
  settings: Settings,
  state: ReadonlyMap<string, Values>,
  variables: ReadonlyMap<string, Variable>,
): Comparison[] {
  const inTorch = (name: string) => variableInTorch(state.get(name)!, variables.get(name)!);
  const after = settings.param_names.map((name) => inTorch(name.startsWith('student.') ? name : `distiller.${name}`));
  const comparisons = [
    compare(vectors, 'params_after/norm', after.map(euclideanNorm)),
    compare(
      vectors,
      'params_after/samples',
      after.flatMap((values) => samples(values, 16)),
    ),
  ];
  for (const buffer of ['bn1.running_mean', 'bn1.running_var']) {
    comparisons.push(compare(vectors, `bn_after/${buffer}`, state.get(`student.${buffer}`)!));
  }
  if (state.has('distiller.memory_v1')) {
    for (const bank of ['memory_v1', 'memory_v2']) {
      comparisons.push(compare(vectors, `${bank}_after`, state.get(`distiller.${bank}`)!));
    }
    const normalisers = ['normaliser_v1', 'normaliser_v2'].map((name) => state.get(`distiller.${name}`)![0]!);
    const { nce_k, nce_t, nce_m } = settings;
    comparisons.push(compare(vectors, 'crd_params_after', [nce_k, nce_t, ...normalisers, nce_m]));
  }
  return comparisons;
}
