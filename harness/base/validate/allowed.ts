import { z } from 'zod';

/** The part of JSON Schema that suites use. */
interface JsonSchema {
  type?: string | string[];
  const?: string | number | boolean;
  enum?: string[];
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
  properties?: Record<string, JsonSchema>;
  /** Of an object with any names: what each value is. */
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  minItems?: number;
  minLength?: number;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
}

/** What a schema allows at one place of a value. */
export interface Allowed {
  /** The fields that an object has there; empty where it is no object. */
  fields: string[];
  /** In words, such as `a whole number greater than 0`. */
  words: string;
}

/** Each schema as JSON Schema; a file may be wrong in many places. */
const known = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const there = known.get(schema);
  if (there) return there;
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  known.set(schema, made);
  return made;
}

/** What `schema` allows at `path` of `value`. */
export function allowedAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): Allowed {
  let node = jsonSchemaOf(schema);
  let here = value;
  for (const key of path) {
    node = childOf(variantOf(node, here), key);
    here = (here as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  return { fields: Object.keys(variantOf(node, here).properties ?? {}), words: wordsFor(node) };
}

/** Of several kinds of object, which differ in their `name`, the one that the value wants to be. */
function variantOf(union: JsonSchema, value: unknown): JsonSchema {
  // What may be null besides.
  const node = union.anyOf?.find(({ type }) => type === 'object' || type === 'array') ?? union;
  const name = (value as { name?: unknown } | undefined)?.name;
  return node.oneOf?.find(({ properties }) => properties?.name?.const === name) ?? node;
}

function childOf(node: JsonSchema, key: PropertyKey): JsonSchema {
  if (typeof key === 'number') return node.items ?? {};
  const children = (node.oneOf ?? [node]).map((kind) => namedChild(kind, String(key)));
  const [child = {}] = children;
  // The name that tells the kinds apart may be any of theirs.
  const names = children.flatMap(({ const: name }) => (name === undefined ? [] : String(name)));
  return node.oneOf ? { enum: names } : child;
}

function namedChild({ properties, additionalProperties: others }: JsonSchema, key: string): JsonSchema {
  return properties?.[key] ?? (typeof others === 'object' ? others : {});
}

function wordsFor(node: JsonSchema): string {
  const kinds = Array.isArray(node.type) ? node.type.map((type) => ({ ...node, type })) : node.anyOf;
  if (kinds) return listed(kinds.flatMap((kind) => (kind.type === 'boolean' ? ['true', 'false'] : wordsFor(kind))));
  if (node.const !== undefined) return String(node.const);
  if (node.enum) return node.enum.length === 1 ? node.enum[0]! : `one of ${node.enum.join(', ')}`;
  if (node.type === 'array') return node.minItems ? 'a list with something in it' : 'a list';
  if (node.type === 'object' || node.oneOf) return 'an object, in braces';
  if (node.type === 'null') return 'null';
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'string') return node.minLength ? 'a text with something in it' : 'a text';
  const limits = [
    node.minimum !== undefined && node.minimum > Number.MIN_SAFE_INTEGER && `at least ${node.minimum}`,
    node.exclusiveMinimum !== undefined && `greater than ${node.exclusiveMinimum}`,
    node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER && `at most ${node.maximum}`,
    node.exclusiveMaximum !== undefined && `less than ${node.exclusiveMaximum}`,
  ].filter((limit) => limit !== false);
  const whole = node.multipleOf === undefined ? 'a whole number' : `a multiple of ${node.multipleOf}`;
  const number = node.type === 'integer' ? whole : 'a number';
  return limits.length > 0 ? `${number}, ${limits.join(' and ')}` : number;
}

/** `a`, `a or b`, `a, b or c`; `a number, at least 1, or null` */
function listed(kinds: readonly string[]): string {
  const others = kinds.slice(0, -1).join(', ');
  if (others === '') return kinds[0] ?? '';
  return `${others}${kinds.length === 2 && others.includes(',') ? ',' : ''} or ${kinds.at(-1)}`;
}
