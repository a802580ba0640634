import { z } from 'zod';
import { total } from '../../model/distillers/layers.ts';
import { type ContrastOptions, contrastiveTransfer } from '../../model/distillers/modules/contrastive-transfer.ts';
import { criticObjective } from '../../model/distillers/modules/critic-objective.ts';
import type { Step } from '../../model/engine/executor.ts';
import { gradients } from '../../model/engine/gradients.ts';
import { hasCriticKernel } from '../../model/engine/ops/critic-kernel.ts';
import { Parameters } from '../../model/engine/parameters.ts';
import { createProgram, type Mode } from '../../model/engine/program.ts';
import type { Values, Variable } from '../../model/engine/variable.ts';
import { compareQuantity, type QuantityComparison } from './compare.ts';
import { inputVariables } from './inputs.ts';
import { formulaState, variableInTorch } from './state.ts';
import type { CaseVectors } from './vectors.ts';

const settingsSchema = z.object({
  s_dim: z.int().positive(),
  t_dim: z.int().positive(),
  feat_dim: z.int().positive(),
  n_data: z.int().positive(),
  nce_k: z.int().positive(),
  nce_t: z.number().positive(),
  nce_m: z.number(),
  calls: z.int().positive(),
  /** What the reference never sets, and is fixed here too. */
  eps: z.literal(1e-7).default(1e-7),
});

/**
 * CRD over consecutive calls: embeddings, scores, losses, gradients, and the memory banks and normalisers that each call
 * leaves to the next; by each way to compare with the banks. One kernel has no scores to compare.
 */
export async function crdParity(vectors: CaseVectors, mode: Mode): Promise<QuantityComparison[]> {
  const settings = vectors.settings(settingsSchema);
  const hasKernel = hasCriticKernel({ dimension: settings.feat_dim, negatives: settings.nce_k });
  const forms: Form[] = ['whole bank', 'rows', ...(hasKernel ? (['one kernel'] as const) : [])];
  const comparisons: QuantityComparison[] = [];
  for (const form of forms) comparisons.push(...(await parityBy(form, settings, vectors, mode)));
  return comparisons;
}

type Form = NonNullable<ContrastOptions['form']>;

async function parityBy(
  form: Form,
  settings: z.infer<typeof settingsSchema>,
  vectors: CaseVectors,
  mode: Mode,
): Promise<QuantityComparison[]> {
  const parameters = new Parameters(0);
  const contrastive = contrastiveTransfer(parameters, {
    widths: [settings.s_dim, settings.t_dim],
    dimension: settings.feat_dim,
    negatives: settings.nce_k,
    temperature: settings.nce_t,
    momentum: settings.nce_m,
    images: settings.n_data,
    objective: criticObjective,
    form,
  });
  const embeddings = parameters.variables.filter(({ trainable }) => trainable);
  const [feature] = inputVariables(vectors, ['call0/f_s']);
  const watched = [feature!, ...embeddings];
  const call = crdStep(vectors, contrastive, watched);
  const program = await createProgram([feature!, ...parameters.variables], { call }, mode);
  let state = new Map<string, Values>([
    ...program.read(),
    ...formulaState(vectors, embeddings),
    ['memory_v1', vectors.get('memory_v1_init').values],
    ['memory_v2', vectors.get('memory_v2_init').values],
  ]);
  const comparisons: QuantityComparison[] = [];
  for (let call = 0; call < settings.calls; call++) {
    const input = (name: string) => vectors.get(`call${call}/${name}`).values;
    program.write(new Map([...state, [feature!.name, input('f_s')]]));
    const indices = Int32Array.from(input('idx'));
    const outputs = program.run('call', { teacher: input('f_t'), indices, contrast: input('contrast_idx') });
    state = program.read();
    const normalisers = ['normaliser_v1', 'normaliser_v2'].map((name) => state.get(name)![0]!);
    const { nce_k, nce_t, nce_m } = settings;
    const found: [string, ArrayLike<number>][] = [
      ...['loss', 's_loss', 't_loss', 'embed_s_out', 'embed_t_out', 'out_s', 'out_t']
        .filter((name) => name in outputs)
        .map((name): [string, Values] => [name, outputs[name]!]),
      ['grad/f_s', outputs[feature!.name]!],
      ['Z_v1', normalisers.slice(0, 1)],
      ['Z_v2', normalisers.slice(1)],
      ['params_after', [nce_k, nce_t, ...normalisers, nce_m]],
      ['memory_v1_rows_after', rowsOf(state.get('memory_v1')!, settings.feat_dim, indices)],
      ['memory_v2_rows_after', rowsOf(state.get('memory_v2')!, settings.feat_dim, indices)],
    ];
    for (const variable of embeddings) {
      found.push([`grad_param/${variable.name}`, variableInTorch(outputs[variable.name]!, variable)]);
    }
    comparisons.push(...found.map(([quantity, values]) => compareQuantity(vectors, `call${call}/${quantity}`, values)));
  }
  for (const bank of ['memory_v1', 'memory_v2']) {
    comparisons.push(compareQuantity(vectors, `${bank}_final`, state.get(bank)!));
  }
  program.dispose();
  return comparisons;
}

/** One call, with its outputs named as the vectors name them; the gradients as their variables. */
function crdStep(
  vectors: CaseVectors,
  contrastive: ReturnType<typeof contrastiveTransfer>,
  watched: readonly Variable[],
): Step {
  const { shape: contrastShape } = vectors.get('call0/contrast_idx');
  return {
    inputs: {
      teacher: { dtype: 'float32', shape: vectors.get('call0/f_t').shape },
      indices: { dtype: 'int32', shape: contrastShape.slice(0, 1) },
      contrast: { dtype: 'int32', shape: contrastShape },
    },
    run({ teacher, indices, contrast }) {
      const result = gradients(watched, () => {
        const [ofStudent, ofTeacher] = contrastive(watched[0]!.value, teacher!, indices!, contrast!);
        const outputs = {
          embed_s_out: ofStudent.anchor,
          embed_t_out: ofTeacher.anchor,
          ...(ofStudent.scores && { out_s: ofStudent.scores }),
          ...(ofTeacher.scores && { out_t: ofTeacher.scores }),
          s_loss: ofStudent.loss,
          t_loss: ofTeacher.loss,
        };
        return { loss: total([ofStudent.loss, ofTeacher.loss]), outputs };
      });
      const slopes = watched.map(({ name }, i) => [name, result.gradients[i]!] as const);
      return { ...result.outputs, loss: result.loss, ...Object.fromEntries(slopes) };
    },
  };
}

function rowsOf(bank: Values, width: number, rows: ArrayLike<number>): number[] {
  return Array.from(rows).flatMap((row) => Array.from(bank.subarray(row * width, (row + 1) * width)));
}
