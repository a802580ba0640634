import { exitCode, Problem } from '../../base/problem.ts';
import type { Methods, PublishedRecipe } from './schema.ts';
import type { PublishedSource } from './source-schema.ts';

/** What files of papers may name. */
export interface KnownNames {
  recipes: Record<string, PublishedRecipe>;
  methods: Methods;
  /** In which file a recipe or method stands that is not of the registry's lists. */
  files: Record<string, string>;
}

/**
 * The recipes and methods with those that a source brings along.
 * @param shown the path of the source's file
 * @throws Problem where one of these is known already, or is hard to tell from one that is
 */
export function withNamesOf(known: KnownNames, { recipes, methods }: PublishedSource, shown: string): KnownNames {
  const refuse = (field: 'recipes' | 'methods', name: string, why: string, cure: string) => {
    throw new Problem(`${shown}: ${field} has '${name}', ${why}`, cure, exitCode.data);
  };
  for (const [field, own] of [['recipes', recipes] as const, ['methods', methods] as const]) {
    const placeOf = (name: string) => known.files[`${field} ${name}`] ?? `${field}.json`;
    const spellings = new Map(Object.keys(known[field]).map((name) => [bare(name), name]));
    for (const name of Object.keys(own)) {
      if (Object.hasOwn(known[field], name)) {
        refuse(field, name, `which ${placeOf(name)} has too`, 'Leave it out, or give it another name');
      }
      const alike = spellings.get(bare(name));
      spellings.set(bare(name), name);
      if (alike === undefined) continue;
      const why = `which differs from '${alike}' in capitals or spaces alone`;
      refuse(field, name, why, `Call it ${alike} if it is the same, else give it another name`);
    }
  }
  const rows = new Map(Object.entries(known.methods).map(([name, { row = name }]) => [row, name]));
  for (const [name, { row = name }] of Object.entries(methods)) {
    const other = rows.get(row);
    rows.set(row, name);
    if (other === undefined) continue;
    const why = `whose row in suites is '${row}', as that of ${other} is`;
    refuse('methods', name, why, `Call it ${other} if it is the same, else give it another row`);
  }
  const files = Object.entries({ recipes, methods }).flatMap(([field, own]) =>
    Object.keys(own).map((name) => [`${field} ${name}`, shown] as const),
  );
  return {
    recipes: { ...known.recipes, ...recipes },
    methods: { ...known.methods, ...methods },
    files: { ...known.files, ...Object.fromEntries(files) },
  };
}

/** What people take for the same name. */
export const bare = (name: string) => name.toLowerCase().replaceAll(/\s/g, '');
