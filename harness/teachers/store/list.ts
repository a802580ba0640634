import { near } from '../../base/near.ts';
import { accuracyText, type ImportedTeacher } from '../../job/imported.ts';

/** For people: one line per imported teacher, with its data set, its accuracy, the hash of its file, and its folder. */
export function teacherList(teachers: readonly ImportedTeacher[]): string {
  if (teachers.length === 0) return 'There are no imported teachers: suites train their own.';
  const lines = teachers.map(({ folder, configuration: { dataset, network, source }, accuracy }) => [
    dataset.name,
    network,
    accuracyText(accuracy),
    `sha256 ${source.slice(0, 8)}`,
    near(folder),
  ]);
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
