import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a recipe for an image says, as far as ours go. */
export interface Recipe {
  base: string;
  /** What is copied, by its path in the clone: where it is in the image. */
  copied: Record<string, string>;
  /** The variables at run time. */
  environment: Record<string, string>;
  /** The commands that build it, and the one that it starts. */
  builds: string[];
  starts: string;
}

/** Reads our Dockerfile: its instructions, of one stage. */
export function readDockerfile(): Recipe {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const instructions = lines.map((line) => /^([A-Z]+) (.*)$/.exec(line)?.slice(1));
  const all = (name: string) => instructions.flatMap((found) => (found?.[0] === name ? [found[1]!] : []));
  const copied = all('COPY').flatMap((line) => {
    const sources = line.split(' ');
    const to = sources.pop()!;
    return sources.map((source) => [source, to.endsWith('/') ? `${to}${source}` : to]);
  });
  return {
    base: all('FROM').join(),
    copied: Object.fromEntries(copied),
    environment: variables(all('ENV').join(' ').split(/ +/)),
    builds: all('RUN'),
    starts: JSON.parse(all('ENTRYPOINT').join()).join(' '),
  };
}

/** Reads our definition file of Apptainer: its header and sections. */
export function readDefinition(): Recipe {
  const [header, ...parts] = read('redistill.def').split(/^%/m);
  const sections = Object.fromEntries(
    parts.map((part) => {
      const [name, ...lines] = part.split('\n').map((line) => line.trim());
      return [name!, lines.filter((line) => line !== '')];
    }),
  );
  const exported = /^export (.*)$/;
  return {
    base: /^From: (.*)$/m.exec(header!)![1]!,
    copied: Object.fromEntries(sections.files!.map((line) => line.split(' '))),
    environment: variables(sections.environment!.map((line) => exported.exec(line)![1]!)),
    builds: sections.post!.filter((line) => !exported.test(line)),
    starts: sections.runscript!.join().replace(/^exec (.*) "\$@"$/, '$1'),
  };
}

/** The words of a template, `$TENSORFLOW` or `{{ TENSORFLOW }}`, are written alike. */
function variables(assignments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const [name, value] = assignment.split('=');
      return [name!, value!.replace('{{ TENSORFLOW }}', '$TENSORFLOW')];
    }),
  );
}

function read(name: string): string {
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  return text.replace(/^#.*\n/gm, '');
}
