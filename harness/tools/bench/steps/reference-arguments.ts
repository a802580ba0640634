import type { MethodOptions } from '../../../job/distiller.ts';
import type { MeasuredStudent } from './cells.ts';

/** How RepDistiller calls the methods. */
const names: Partial<Record<MethodOptions['name'], string>> = {
  fitnet: 'hint',
  at: 'attention',
  sp: 'similarity',
  cc: 'correlation',
  vid: 'vid',
  rkd: 'rkd',
  pkt: 'pkt',
  ab: 'abound',
  ft: 'factor',
  fsp: 'fsp',
  nst: 'nst',
  crd: 'crd',
};

/** Has RepDistiller that method, with these options? */
export function hasMethod(method: MethodOptions): boolean {
  return names[method.name] !== undefined && !(method.name === 'crd' && method.objective);
}

/** A program of RepDistiller, and what it is called. */
export interface ReferenceCall {
  program: 'train_student' | 'train_teacher';
  arguments: string[];
  /** The checkpoint that it reads. */
  teacher?: { network: string; path: string };
}

/**
 * How RepDistiller takes the same steps; undefined where it has not the method. Its scripts' weights come from our
 * declaration; where it takes no option for one of a method's own, a step takes as long whatever it is.
 */
export function referenceCall({ network, teacher, distiller, recipe }: MeasuredStudent): ReferenceCall | undefined {
  const common = ['--batch_size', recipe.batch, '--learning_rate', recipe.rate];
  if (!teacher) return { program: 'train_teacher', arguments: ['--model', network, ...common].map(String) };

  const { method, gamma, alpha, beta, temperature } = distiller;
  if (method && !hasMethod(method)) return undefined;
  const name = method ? names[method.name]! : 'kd';
  // The folder's name tells RepDistiller which network it is.
  const path = `./save/models/${teacher.network}_vanilla/ckpt_epoch_240.pth`;
  const weights = ['-r', gamma, '-a', alpha, '-b', beta, '--kd_T', temperature];
  const stages = ['--init_epochs', 1];
  return {
    program: 'train_student',
    arguments: [
      ...['--path_t', path, '--distill', name, '--model_s', network, '--trial', 1],
      ...[...weights, ...stages, ...common, ...methodArguments(method)],
    ].map(String),
    teacher: { network: teacher.network, path },
  };
}

function methodArguments(method: MethodOptions | undefined): (string | number)[] {
  if (method?.name === 'fitnet') return ['--hint_layer', method.layer];
  if (method?.name === 'cc') return ['--feat_dim', method.dimension];
  if (method?.name !== 'crd') return [];
  const { dimension, negatives, temperature, momentum } = method;
  return ['--feat_dim', dimension, '--nce_k', negatives, '--nce_t', temperature, '--nce_m', momentum];
}
