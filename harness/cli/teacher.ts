import type { Command } from 'commander';
import { near } from '../base/near.ts';
import { Problem } from '../base/problem.ts';
import { typedPath } from '../base/typed-path.ts';
import { guess } from '../base/validate/nearest.ts';
import type { Dataset } from '../job/dataset.ts';
import { accuracyText, importedLine } from '../job/imported.ts';
import { type NetworkName, networkSchema } from '../job/network.ts';
import { loadSuite } from '../suite/load.ts';
import { pathOption, quietOption, refuseIdle, resultsOption } from './options.ts';

interface Options {
  data: string;
  results: string;
}

interface ImportOptions extends Options {
  net: string;
  entry?: string;
  test: boolean;
}

/** Adds `teacher` with its commands: networks that come from elsewhere, and those that go there. */
export function addTeacherCommand(program: Command): void {
  const teacher = program.command('teacher').description("import, list, remove and export teachers' weights");
  const add = (name: string, description: string) =>
    teacher.command(name).description(description).addOption(resultsOption());
  const data = ['--data <suite>', "the suite whose data set it is for: a suite's name or path", 'cifar100'] as const;

  add(
    'import',
    'import a PyTorch checkpoint or a safetensors file as a teacher, which suites use instead of training one',
  )
    .argument('<file>', 'what torch.save or safetensors wrote; nothing in it is run')
    .requiredOption('--net <network>', 'which network it is')
    .option(...data)
    .option('--entry <name>', 'read only the tensors whose names begin with this, from a file of several networks')
    .option('--no-test', 'measure its accuracy later: needs neither the data set nor TensorFlow')
    .option(...quietOption)
    .action(async (file: string, { net, entry, test, ...options }: ImportOptions) => {
      if (test) await setUpTensorFlow();
      const { importTeacher } = await import('../teachers/store/import.ts');
      const what = { file, network: networkNamed(net), prefix: entry, test };
      const imported = await importTeacher({ ...what, ...(await placeOf(options)) });
      console.log(`${importedLine(imported)}\nIt is in ${near(imported.folder)}`);
    });

  add('test', 'measure the accuracy of a teacher that was imported with --no-test')
    .argument('<network>', 'which network it is')
    .option(...data)
    .option(...quietOption)
    .action(async (network: string, options: Options) => {
      await setUpTensorFlow();
      const { testTeacher } = await import('../teachers/store/test.ts');
      const { importedFolder } = await import('../results/imported.ts');
      const { results, dataset } = await placeOf(options);
      console.log(
        importedLine(await testTeacher(importedFolder(results, { dataset, network: networkNamed(network) }))),
      );
    });

  add('list', 'show the imported teachers').action(async ({ results }: Options) => {
    const { importedTeachers } = await import('../results/imported.ts');
    const { teacherList } = await import('../teachers/store/list.ts');
    console.log(teacherList(await importedTeachers(results)));
  });

  add('remove', 'forget an imported teacher: suites train their own again')
    .argument('<network>', 'which network it is')
    .option(...data)
    .action(async (network: string, options: Options) => {
      const { removeTeacher } = await import('../teachers/store/remove.ts');
      const { results, dataset } = await placeOf(options);
      console.log(`removed ${near(await removeTeacher(results, { dataset, network: networkNamed(network) }))}`);
    });

  add('fill', 'store what a teacher outputs for its training images, ahead of the jobs that learn from it')
    .argument('<what>', "the folder of a job that trained a teacher, or an imported teacher's network")
    .requiredOption('--teacher-cache <size>', 'how much disk space the stored outputs may take, such as 12GB')
    .option(...data)
    .option(...quietOption)
    .action(
      async (what: string, { teacherCache, ...options }: Options & { teacherCache: string }, command: Command) => {
        await setUpTensorFlow();
        const { fillTeacherCache } = await import('../teachers/store/fill.ts');
        const { parseSize } = await import('../train/teacher-cache/parse-size.ts');
        const bytes = parseSize(teacherCache, '--teacher-cache');
        const { computed, there } = await fillTeacherCache(await folderNamed(what, options, command), bytes);
        const [all, now] = [there, computed].map((records) => records.toLocaleString('en'));
        console.log(`All ${all} records that fit are stored; ${now} of them were computed now`);
      },
    );

  add('export', 'write weights as a safetensors file that PyTorch loads')
    .argument('<what>', "the folder of a job, or an imported teacher's network")
    .addOption(pathOption('--to <file>', 'the file to write').makeOptionMandatory())
    .option(...data)
    .action(async (what: string, { to, ...options }: Options & { to: string }, command: Command) => {
      const { exportWeights } = await import('../teachers/store/export.ts');
      const { job, accuracy } = await exportWeights(await folderNamed(what, options, command), to);
      console.log(`wrote ${job.configuration.network}, ${accuracyText(accuracy)}, to ${near(to)}`);
    });
}

async function setUpTensorFlow(): Promise<void> {
  const { setUp } = await import('../../scripts/setup/setup.ts');
  await setUp();
}

/** Where a suite's teachers are, and what they are trained on. */
async function placeOf({ data, results }: Options): Promise<{ dataset: Dataset; results: string }> {
  const { dataset, teacherDataset = dataset } = await loadSuite(data);
  return { dataset: teacherDataset, results };
}

/** A job's folder as it is given, or an imported teacher's by its network. */
async function folderNamed(what: string, options: Options, command: Command): Promise<string> {
  const network = networkSchema.safeParse(what).data;
  if (network === undefined) {
    refuseIdle(command, ['--data', '--results'], "with a job's folder");
    return typedPath(what);
  }
  const { importedFolder } = await import('../results/imported.ts');
  const { results, dataset } = await placeOf(options);
  return importedFolder(results, { dataset, network });
}

/** @throws Problem where there is no such network */
function networkNamed(name: string): NetworkName {
  const parsed = networkSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  const names = networkSchema.options;
  throw new Problem(`there is no network '${name}'`, `${guess(name, names)}Give one of ${names.join(', ')}`);
}
