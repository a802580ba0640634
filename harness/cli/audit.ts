import type { Command } from 'commander';
import { exitCode } from '../base/problem.ts';
import { addExamples } from './examples.ts';
import { type End, literatureOption, refuseIdle } from './options.ts';

interface AuditFlags {
  json?: boolean;
  verbose?: boolean;
  literature?: string;
}

/** Adds `audit`: what published numbers show before anything is trained. */
export function addAuditCommand(program: Command, end: End): void {
  const command = program
    .command('audit')
    .description('find contradictions, noise and unlike comparisons among the published numbers')
    .option('--json', 'print one line of JSON')
    .option('--verbose', 'list differences within noise too, and each gain by pair')
    .addOption(literatureOption())
    .action(async ({ json = false, verbose = false, literature }: AuditFlags) => {
      if (json) refuseIdle(command, ['--verbose'], 'with --json, which has all of it');
      const { auditLiterature } = await import('../check/audit/audit.ts');
      const { auditText } = await import('../check/audit/text.ts');
      const audit = await auditLiterature(literature);
      console.log(json ? JSON.stringify(audit) : auditText(audit, verbose).join('\n'));
      end(exitCode.done);
    });
  addExamples(command, 'audit', 'audit --verbose', 'audit --json');
}
