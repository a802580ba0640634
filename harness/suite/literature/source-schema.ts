import { z } from 'zod';
import { isStudiedNetwork } from './networks.ts';
import { aboutSchema, commitSchema, methodsSchema, perCent, recipesSchema, tableSchema, text } from './schema.ts';
import { isColumn, tableFaults } from './table-faults.ts';

/** Faults of a source that its numbers alone do not show. */
const faultSchema = z.strictObject({ path: text, says: text, correct: text, seenIn: text });

/** What a repository says: a file in `baselines/published/after-crd/sources/`, or in a folder of a user's own. */
export const sourceSchema = z
  .strictObject({
    /** owner/name */
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'must be the owner and the name of a repository, as owner/name'),
    /** That was read; null where only issues were. */
    commit: commitSchema.nullable(),
    licence: text.optional(),
    about: aboutSchema,
    /** Accuracy in per cent of its own teachers, by network. */
    teacherAccuracy: z.record(text, perCent).default({}),
    tables: z.array(tableSchema).min(1),
    faults: z.array(faultSchema).default([]),
    /** What it names and `methods.json` and `recipes.json` do not have. */
    methods: methodsSchema.default({}),
    recipes: recipesSchema.default({}),
  })
  .superRefine(({ tables, about, teacherAccuracy, recipes, methods }, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message: `must be ${message}` });
    for (const { path, message } of tableFaults(tables, about.mark)) refuse(['tables', ...path], message);
    for (const network of Object.keys(teacherAccuracy)) {
      if (!isStudiedNetwork(network)) refuse(['teacherAccuracy', network], 'of a known network');
    }
    for (const [recipe, { epochsFor = {} }] of Object.entries(recipes)) {
      const unknown = Object.keys(epochsFor).find((pair) => !pair.includes('/') || !isColumn(pair));
      if (unknown) refuse(['recipes', recipe, 'epochsFor', unknown], 'of a pair, teacher/student, of known networks');
    }
    for (const [method, { extends: extended }] of Object.entries(methods)) {
      const place = extended.indexOf(method);
      if (place >= 0) refuse(['methods', method, 'extends', place], 'another method');
    }
  });
export type PublishedSource = z.infer<typeof sourceSchema>;
