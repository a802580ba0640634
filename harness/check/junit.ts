import junit, { type Builder } from 'junit-report-builder';
import type { Checked } from './checked.ts';
import type { Finding } from './finding.ts';

/** The package is CommonJS, and its types say otherwise. */
const builder = junit as unknown as Builder;

const groups: Record<Finding['kind'], string> = { cell: 'cells', band: 'bands', claim: 'claims' };

/**
 * The findings as JUnit's XML: a test case each. What differs is a failure, what has no result an error, what cannot be decided is
 * skipped.
 * @param strict makes a failure of that last too
 */
export function junitOf({ title, findings }: Checked, strict: boolean): string {
  const report = builder.newBuilder();
  for (const [kind, name] of Object.entries(groups)) {
    const ofKind = findings.filter((finding) => finding.kind === kind);
    if (ofKind.length === 0) continue;
    const suite = report.testSuite().name(`${title}: ${name}`);
    for (const { name, verdict, detail, outcome } of ofKind) {
      const testCase = suite.testCase().className(title).name(name);
      const message = `${verdict}: ${detail}`;
      if (outcome === 'differs' || (outcome === 'undecided' && strict)) testCase.failure(message, verdict);
      else if (outcome === 'missing') testCase.error(message, verdict);
      else testCase.standardOutput(message);
      if (outcome === 'undecided' && !strict) testCase.skipped();
    }
  }
  return report.build();
}
