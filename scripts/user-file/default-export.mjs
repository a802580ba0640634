/** What a module exports by default, as plain data. Plain JavaScript, so that a thread starts with it at once. */

/** Nothing that people write is nested so deeply; what makes itself up as it is read has no end. */
const deepest = 100;

/**
 * @param module as `import` gives it
 * @returns a copy without getters, proxies or anything else that could do something when it is read
 * @throws an Error that says what in it is no data
 */
export function defaultExport(module) {
  const { default: exported } = module;
  const declared = isCommonJs(exported) ? exported.default : exported;
  if (declared === undefined) throw new Error('it has no `export default defineSuite({...})`');
  return dataOf(declared, '', 0, new Map());
}

/** What a file of CommonJS exports as its default stands below `default`. */
function isCommonJs(exported) {
  return typeof exported === 'object' && exported !== null && '__esModule' in exported;
}

function dataOf(value, place, depth, copies) {
  if (typeof value === 'function' || typeof value === 'symbol') refuse(place, `is a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return value;
  // Also of what leads back to itself.
  if (copies.has(value)) return copies.get(value);
  if (depth > deepest) refuse(place, 'is nested too deeply');
  const kind = kindOf(value);
  if (kind !== 'Object' && kind !== 'Array') refuse(place, `is a ${kind}`);
  const copy = kind === 'Array' ? [] : {};
  copies.set(value, copy);
  for (const key of Object.keys(value)) {
    const inner = kind === 'Array' ? `${place}[${key}]` : `${place}${place && '.'}${key}`;
    // A field may be called __proto__.
    Object.defineProperty(copy, key, {
      value: dataOf(read(value, key, inner), inner, depth + 1, copies),
      ...{ enumerable: true, writable: true, configurable: true },
    });
  }
  return copy;
}

function read(object, key, place) {
  try {
    return object[key];
  } catch (error) {
    throw new Error(`${place} cannot be read: ${whyOf(error)}`);
  }
}

/** `Array`, `Promise`, or the name of a class of the module's own. */
function kindOf(value) {
  if (Array.isArray(value)) return 'Array';
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'Object';
  const name = prototype.constructor?.name;
  return name && name !== 'Object' ? name : 'copy of another object by Object.create';
}

function refuse(place, what) {
  throw new Error(`${place || 'its default export'} ${what}, but a suite is plain data`);
}

/** What was thrown, in one line: it may be anything. */
export function whyOf(thrown) {
  try {
    if (!(thrown instanceof Error)) return `it throws ${String(thrown)}`;
    return thrown.message.split('\n').slice(0, 2).join(' ') || thrown.name;
  } catch {
    return 'it throws what cannot be shown';
  }
}
