import type { Distiller } from '../../job/distiller.ts';

/** `1 cross entropy + 0.9 KD (temperature 4) + 0.8 crd`. */
export function methodText({ gamma, alpha, beta, temperature, method }: Distiller): string {
  return [
    ...(gamma > 0 ? [`${gamma} cross entropy`] : []),
    ...(alpha > 0 ? [`${alpha} KD at temperature ${temperature}`] : []),
    ...(method ? [`${beta} ${method.name}`] : []),
  ].join(' + ');
}

/** A method's options but for its name, such as `dimension 128, negatives 16384`. */
export function optionsText({ method }: Distiller): string {
  if (!method) return '';
  return Object.entries(method)
    .filter(([key]) => key !== 'name')
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(', ');
}
