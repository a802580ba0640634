import type { Method as MethodOptions } from '../job/distiller.ts';
import { crd } from './crd.ts';
import type { Method, MethodContext, MethodDefinition } from './method.ts';

/** Every method, by the name that suites use. */
const methods: { [Name in MethodOptions['name']]: MethodDefinition<Extract<MethodOptions, { name: Name }>> } = { crd };

/** Makes the method that a distiller's declaration asks for. */
export function createMethod(options: MethodOptions, context: Omit<MethodContext<never>, 'options'>): Method {
  return methods[options.name]({ ...context, options });
}
