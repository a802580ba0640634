/** A column's networks. */
export interface NamedPair {
  teacher: string;
  student: string;
  /** How many of them teach together; one where nothing is said. */
  teachers?: number | undefined;
}

/** `resnet32x4/resnet8x4`, `4xresnet20/resnet20`: teachers and student, as the command line calls them. */
export function pairName(pair: NamedPair): string {
  return `${teachersName(pair)}/${pair.student}`;
}

/** `resnet20`, or `4xresnet20` for an ensemble of four. */
export function teachersName({ teacher, teachers = 1 }: Omit<NamedPair, 'student'>): string {
  return teachers > 1 ? `${teachers}x${teacher}` : teacher;
}
