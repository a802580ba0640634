import type { Distiller, MethodOptions } from '../../job/distiller.ts';

/** `1 cross entropy + 0.9 KD (temperature 4) + 0.8 crd`. */
export function methodText({ gamma, alpha, beta, temperature, method }: Distiller): string {
  return [
    ...(gamma > 0 ? [`${gamma} cross entropy`] : []),
    ...(alpha > 0 ? [`${alpha} KD at temperature ${temperature}`] : []),
    ...(method ? termsOf(method).map(({ weight, method }) => `${beta * weight} ${method.name}`) : []),
  ].join(' + ');
}

function termsOf(method: MethodOptions) {
  return method.name === 'combined' ? method.of : [{ weight: 1, method }];
}

/** A method's options but for its name, such as `dimension 128, negatives 16384`. */
export function optionsText({ method }: Distiller): string {
  if (!method) return '';
  if (method.name !== 'combined') return ownOptions(method);
  const terms = method.of.map(({ weight, method }) => [`${weight} ${method.name}`, ownOptions(method)]);
  return terms.map(([term, options]) => (options ? `${term} (${options})` : term)).join(' + ');
}

function ownOptions({ name: _, ...options }: MethodOptions): string {
  return listed(options);
}

function listed(options: object): string {
  const texts = Object.entries(options).map(([key, value]) =>
    typeof value === 'object' && value !== null ? `${key} (${listed(value)})` : `${key} ${value}`,
  );
  return texts.join(', ');
}
