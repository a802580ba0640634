import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { commandLine, shellWord } from '../base/command-line.ts';
import { cannotWriteOutput, createFile } from '../base/files/files.ts';
import { makeFolder } from '../base/files/make-folder.ts';
import { near } from '../base/near.ts';
import { exitCode, isSystemError, Problem } from '../base/problem.ts';
import { defaultLiterature } from '../suite/literature/folders.ts';
import { addExamples } from './examples.ts';
import { type End, isGiven, pathOption } from './options.ts';

/** In the clone, or wherever npm has put this package. */
const guide = fileURLToPath(new URL('../../docs/extending/paper.md', import.meta.url));

/** Adds `add-paper`: a file for the numbers of a paper, to be filled in. */
export function addAddPaperCommand(program: Command, end: End): void {
  const command = program
    .command('add-paper')
    .description("begin a file with a paper's numbers, which audit, check and report then read")
    .argument('<name>', "its method's name, such as MyKD; the file is called after it")
    .addOption(
      pathOption('--literature <dir>', 'the folder for the file, which is made where it is missing').default(
        defaultLiterature.folder,
        defaultLiterature.name,
      ),
    )
    .action(async (name: string, { literature: folder }: { literature: string }) => {
      const { loadMethods } = await import('../suite/literature/load.ts');
      const { paperTemplate } = await import('../suite/literature/paper-template.ts');
      const path = join(folder, `${name}.json`);
      await writePaper(path, folder, paperTemplate(name, await loadMethods()));
      const option = isGiven(command, '--literature') ? ` --literature ${shellWord(near(folder))}` : '';
      console.log(
        [
          `${near(path)} is there. To do:`,
          `1. Fill in repository, path and the numbers; leave null where the paper has none. ${near(guide)} explains each field.`,
          `2. \`${commandLine(`audit${option}`)}\` says what is missing or wrong, then what the numbers show.`,
          `3. Results of a row ${name} in a suite with baseline: 'after-crd' are compared with them by \`${commandLine(`check SUITE${option}`)}\`.`,
        ].join('\n'),
      );
      end(exitCode.done);
    });
  addExamples(command, 'add-paper MyKD', 'add-paper MyKD --literature papers');
}

async function writePaper(path: string, folder: string, text: string): Promise<void> {
  await makeFolder(folder).catch((cause) => {
    throw cannotWriteOutput('--literature', folder, cause);
  });
  const isThere = (file: string) =>
    new Problem(`${near(file)} is there already`, 'Edit it, or give another name', exitCode.configuration);
  // Methods' names differ by more than case, as do files' on some disks.
  const names = await readdir(folder).catch(() => []);
  const same = names.find((name) => name.toLowerCase() === basename(path).toLowerCase());
  if (same !== undefined) throw isThere(join(folder, same));
  await createFile(path, text).catch((cause) => {
    throw isSystemError(cause, 'EEXIST') ? isThere(path) : cannotWriteOutput('--literature', folder, cause);
  });
}
