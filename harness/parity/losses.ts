import { knowledgeDistillation } from '../distillers/kd.ts';
import type { Method } from '../distillers/method.ts';
import { createMethod } from '../distillers/registry.ts';
import { gradients } from '../engine/gradients.ts';
import type { Network, NetworkOutputs } from '../engine/network.ts';
import { Parameters } from '../engine/parameters.ts';
import { createProgram, type Mode } from '../engine/program.ts';
import { sizeOf } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensorflow.ts';
import { type Values, Variable } from '../engine/variable.ts';
import { methodSchema } from '../job/distiller.ts';
import { type Comparison, compare } from './compare.ts';
import { formulaState, variableInTorch } from './state.ts';
import type { Vectors } from './vectors.ts';

/** An input of a loss whose gradient is wanted: the program treats it as a variable. */
const inputVariable = (name: string, shape: readonly number[]) =>
  new Variable({ name, shape, initial: new Float32Array(sizeOf(shape)) });

/** KD's value and gradient. */
export async function kdParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const [student, teacher] = [vectors.get('in/s'), vectors.get('in/t')];
  const logits = inputVariable('student', student.shape);
  const step = {
    inputs: { teacher: { dtype: 'float32' as const, shape: teacher.shape } },
    run: ({ teacher }: Record<string, Tensor>) => {
      const { loss, gradients: slopes } = gradients([logits], () => ({
        loss: knowledgeDistillation(logits.value, teacher!, Number(vectors.settings.T)),
      }));
      return { loss, gradient: slopes[0]! };
    },
  };
  const program = await createProgram([logits], { loss: step }, mode);
  program.write(new Map([['student', student.values]]));
  const outputs = program.run('loss', { teacher: teacher.values });
  program.dispose();
  return [compare(vectors, 'loss', outputs.loss!), compare(vectors, 'grad/s', outputs.gradient!)];
}

interface CrdSettings {
  s_dim: number;
  t_dim: number;
  feat_dim: number;
  n_data: number;
  nce_k: number;
  nce_t: number;
  nce_m: number;
  calls: number;
}

/** CRD over consecutive calls: loss, gradients, and the memory banks and normalisers that it leaves behind. */
export async function crdParity(vectors: Vectors, mode: Mode): Promise<Comparison[]> {
  const settings = vectors.settings as unknown as CrdSettings;
  const parameters = new Parameters(0);
  const method = createMethod(
    methodSchema.parse({
      name: 'crd',
      dimension: settings.feat_dim,
      negatives: settings.nce_k,
      temperature: settings.nce_t,
      momentum: settings.nce_m,
    }),
    { parameters, student: bare(settings.s_dim), teacher: bare(settings.t_dim), images: settings.n_data },
  );
  const embeddings = parameters.variables.filter(({ trainable }) => trainable);
  const feature = inputVariable('f_s', vectors.get('call0/f_s').shape);
  const variables = [...parameters.variables, feature];
  const program = await createProgram(variables, { call: crdStep(vectors, method, feature, embeddings) }, mode);
  let state = new Map<string, Values>([
    ...program.read(),
    ...formulaState(vectors, embeddings),
    ['memory_v1', vectors.get('memory_v1_init').values],
    ['memory_v2', vectors.get('memory_v2_init').values],
  ]);
  const comparisons: Comparison[] = [];
  for (let call = 0; call < settings.calls; call++) {
    const input = (name: string) => vectors.get(`call${call}/${name}`).values;
    program.write(new Map([...state, ['f_s', input('f_s')]]));
    const indices = Int32Array.from(input('idx'));
    const outputs = program.run('call', { teacher: input('f_t'), indices, contrast: input('contrast_idx') });
    state = program.read();
    const normalisers = ['normaliser_v1', 'normaliser_v2'].map((name) => state.get(name)![0]!);
    const { nce_k, nce_t, nce_m } = settings;
    const found: [string, ArrayLike<number>][] = [
      ['loss', outputs.loss!],
      ['grad/f_s', outputs.f_s!],
      ['Z_v1', normalisers.slice(0, 1)],
      ['Z_v2', normalisers.slice(1)],
      ['params_after', [nce_k, nce_t, ...normalisers, nce_m]],
      ['memory_v1_rows_after', rowsOf(state.get('memory_v1')!, settings.feat_dim, indices)],
      ['memory_v2_rows_after', rowsOf(state.get('memory_v2')!, settings.feat_dim, indices)],
    ];
    for (const variable of embeddings) {
      found.push([`grad_param/${variable.name}`, variableInTorch(outputs[variable.name]!, variable)]);
    }
    comparisons.push(...found.map(([quantity, values]) => compare(vectors, `call${call}/${quantity}`, values)));
  }
  for (const bank of ['memory_v1', 'memory_v2']) {
    comparisons.push(compare(vectors, `${bank}_final`, state.get(bank)!));
  }
  program.dispose();
  return comparisons;
}

/** As much of a network as a loss on pooled vectors looks at. */
function bare(width: number): Network {
  const forward = () => {
    throw new Error('only the width of its features is used');
  };
  return { name: 'features', classes: 0, features: [{ channels: width, size: 1 }], head: [], forward };
}

function crdStep(vectors: Vectors, method: Method, feature: Variable, embeddings: readonly Variable[]) {
  const { shape: contrastShape } = vectors.get('call0/contrast_idx');
  const integer = (shape: readonly number[]) => ({ dtype: 'int32' as const, shape });
  const outputsOf = (pooled: Tensor): NetworkOutputs => ({
    logits: pooled,
    features: [pooled],
    preactivations: [pooled],
  });
  return {
    inputs: {
      teacher: { dtype: 'float32' as const, shape: vectors.get('call0/f_t').shape },
      indices: integer(contrastShape.slice(0, 1)),
      contrast: integer(contrastShape),
    },
    run({ teacher, indices, contrast }: Record<string, Tensor>) {
      const watched = [feature, ...embeddings];
      const { loss, gradients: slopes } = gradients(watched, () => ({
        loss: method.loss!({
          student: outputsOf(feature.value),
          teacher: outputsOf(teacher!),
          indices: indices!,
          contrast: contrast!,
        }),
      }));
      return { loss, ...Object.fromEntries(watched.map(({ name }, i) => [name, slopes[i]!])) };
    },
  };
}

function rowsOf(bank: Values, width: number, rows: ArrayLike<number>): number[] {
  return Array.from(rows).flatMap((row) => Array.from(bank.subarray(row * width, (row + 1) * width)));
}
