import type { z } from 'zod';
import { type ExitCode, exitCode, Problem } from '../problem.ts';
import { allowedAt } from './allowed.ts';
import { excerptOf } from './excerpt.ts';
import { guess } from './nearest.ts';

/**
 * The value as the schema has it, with its defaults filled in.
 * @param place where the value is written down, for the sentence
 * @param code the exit code that a wrong value asks for
 * @throws Problem with the field, its value and what is allowed there
 */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
  code: ExitCode = exitCode.configuration,
): z.output<Schema> {
  const parsed = parse(schema, value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  // A mistyped field is unknown, and the one that was meant is missing: report the cause first.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  throw issue.code === 'unrecognized_keys'
    ? unknownField(schema, value, issue, place, code)
    : impossibleValue(schema, value, issue, place, code);
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.ZodSafeParseResult<z.output<Schema>> {
  const excerpt = excerptOf(value);
  if (excerpt === value) return schema.safeParse(value);
  const parsed = schema.safeParse(excerpt);
  // How its parts go together is known of the whole alone.
  return parsed.error?.issues.some(({ code }) => code !== 'custom') ? parsed : schema.safeParse(value);
}

function unknownField(
  schema: z.ZodType,
  value: unknown,
  { path, keys }: { path: PropertyKey[]; keys: string[] },
  place: string,
  exit: ExitCode,
): Problem {
  const key = keys[0] ?? '';
  const { fields } = allowedAt(schema, path, value);
  return new Problem(
    `${place}: ${fieldName([...path, key])} is unknown`,
    `${guess(key, fields)}Allowed are ${fields.join(', ')}`,
    exit,
  );
}

function impossibleValue(
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssue,
  place: string,
  exit: ExitCode,
): Problem {
  const { path, code, message } = issue;
  if (code === 'invalid_key') return impossibleName(path, issue.issues[0]?.message ?? '', place, exit);
  const found = path.reduce((inner: unknown, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
  const what = path.length === 0 ? 'its content' : fieldName(path);
  // What our own schemas say is a phrase already: `must be in rising order`.
  const own = code === 'custom' || message.startsWith('must be');
  const cure = own ? message : `must be ${allowedAt(schema, path, value).words}`;
  return new Problem(
    `${place}: ${what} ${found === undefined ? 'is missing' : `is ${shown(found)}`}`,
    `It ${cure}`,
    exit,
  );
}

/** A name in an object of any names. */
function impossibleName(path: PropertyKey[], message: string, place: string, exit: ExitCode): Problem {
  const cure = message.startsWith('must be') ? message : 'must be a text with something in it';
  return new Problem(
    `${place}: ${fieldName(path.slice(0, -1))} has the name ${shown(path.at(-1))}`,
    `It ${cure}`,
    exit,
  );
}

/** `distillers[2].alpha` */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  const text = typeof value === 'number' ? String(value) : textOf(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // It leads back to itself, or is nested so deeply that writing it would take more than the stack.
    return `${Array.isArray(value) ? 'a list' : 'an object'} that cannot be written`;
  }
}
