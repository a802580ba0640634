import { Command, type Option } from 'commander';
import { setQuiet } from '../base/terminal/say.ts';
import { version } from '../base/version.ts';
import { addAddPaperCommand } from './add-paper.ts';
import { addAuditCommand } from './audit.ts';
import { addBenchCommand } from './bench.ts';
import { addCheckCommand } from './check.ts';
import { commandsOf } from './commands-of.ts';
import { addCompareCommand } from './compare.ts';
import { addDataCommand } from './data.ts';
import { addDoctorCommand } from './doctor.ts';
import { addExamples } from './examples.ts';
import { addGpuProofCommand } from './gpu-proof.ts';
import { type End, refuseRepeated } from './options.ts';
import { addParityCommand } from './parity.ts';
import { addReportCommand } from './report.ts';
import { addSetupCommand } from './setup.ts';
import { addSuiteCommand } from './suite.ts';
import { addSuitesCommand } from './suites.ts';
import { addTeacherCommand } from './teacher.ts';

/**
 * Redistill's commands with their options.
 * @param end takes the exit code that a command ends with
 */
export function createCommands(end: End): Command {
  const program = new Command('redistill')
    .description('Does this distiller really reach its published number?')
    .version(version, '-v, --version', "print Redistill's version")
    // These must stand before the commands, which take them over.
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ optionDescription });
  program.commandsGroup('Train:');
  addSuiteCommand(program, end);
  addSuitesCommand(program, end);
  program.commandsGroup('Look at results:');
  addReportCommand(program, end);
  addCheckCommand(program, end);
  addCompareCommand(program, end);
  addAuditCommand(program, end);
  program.commandsGroup('Bring in:');
  addDataCommand(program, end);
  addTeacherCommand(program);
  addAddPaperCommand(program, end);
  addSetupCommand(program, end);
  program.commandsGroup('Look at Redistill itself:');
  addDoctorCommand(program, end);
  addParityCommand(program, end);
  addBenchCommand(program, end);
  addGpuProofCommand(program, end);
  addExamples(program, 'suite digits', 'suites', 'suite --help');
  for (const command of commandsOf(program)) refuseRepeated(command);
  program.hook('preAction', (_, command) => setQuiet(command.opts<{ quiet?: true }>().quiet ?? false));
  return program;
}

/** `which network it is (required)`, `how many (default: 20)` */
function optionDescription({ description, mandatory, defaultValue, defaultValueDescription }: Option): string {
  const standard = defaultValueDescription ?? defaultValue;
  const notes = [mandatory && 'required', standard !== undefined && `default: ${standard}`].filter(Boolean);
  return notes.length > 0 ? `${description} (${notes.join(', ')})` : description;
}
