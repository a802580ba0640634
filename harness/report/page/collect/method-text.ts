import type { Distiller, MethodOptions } from '../../../job/distiller.ts';
import { schedulesText } from '../../../job/weight-schedule.ts';
import { grouped } from './number-text.ts';

/** `1 cross entropy + 0.9 KD (temperature 4) + 0.8 crd`. */
export function methodText({ gamma, alpha, beta, temperature, method, schedules }: Distiller): string {
  const changes = schedulesText(schedules);
  const loss = [
    ...(gamma > 0 ? [`${grouped(gamma)} cross entropy`] : []),
    ...(alpha > 0 ? [`${grouped(alpha)} KD at temperature ${temperature}`] : []),
    ...(method ? termsOf(method).map(({ weight, method }) => `${grouped(beta * weight)} ${method.name}`) : []),
  ].join(' + ');
  return changes ? `${loss}; ${changes}` : loss;
}

function termsOf(method: MethodOptions) {
  return method.name === 'combined' ? method.of : [{ weight: 1, method }];
}

/** A row's options beside its weights, such as `dimension 128, negatives 16,384`, and how the weights change. */
export function optionsText({ method, schedules }: Distiller): string {
  return [methodOptionsText(method), schedulesText(schedules)].filter((text) => text !== '').join('; ');
}

function methodOptionsText(method: MethodOptions | undefined): string {
  if (!method) return '';
  if (method.name !== 'combined') return ownOptions(method);
  const terms = method.of.map(({ weight, method }) => [`${grouped(weight)} ${method.name}`, ownOptions(method)]);
  return terms.map(([term, options]) => (options ? `${term} (${options})` : term)).join(' + ');
}

function ownOptions({ name: _, ...options }: MethodOptions): string {
  return listed(options);
}

function listed(options: object): string {
  return Object.entries(options)
    .map(([key, value]) => `${inWords(key)} ${optionText(value)}`)
    .join(', ');
}

/** `first stage` of `firstStage`. */
const inWords = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** What is a method itself has its name before its options: `of kd (temperature 4)`. */
function optionText(value: unknown): string {
  if (typeof value === 'number') return grouped(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (!('name' in value)) return `(${listed(value)})`;
  const { name, ...options } = value;
  return Object.keys(options).length > 0 ? `${name} (${listed(options)})` : String(name);
}
