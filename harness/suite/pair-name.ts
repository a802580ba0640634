/** A column's networks. */
export interface NamedPair {
  teacher: string;
  student: string;
  /** How many of them teach together; one by default. */
  teachers?: number | undefined;
  /** Whose student the teacher is, and by which row, where it is a teacher assistant. */
  assistant?: { pair: string; distiller: string } | undefined;
  /** Do they learn from each other? */
  mutual?: boolean | undefined;
  /** What both are transferred to, where they are. */
  target?: { name: string; title: string } | undefined;
}

/**
 * `resnet32x4/resnet8x4`, `4xresnet20/resnet20`: teachers and student, as the command line calls them, `resnet20+resnet8`
 * where they learn from each other. With a target `wrn_40_2/wrn_16_2, stl10`.
 */
export function pairName(pair: NamedPair): string {
  return `${teachersName(pair)}${pair.mutual ? '+' : '/'}${pair.student}${pair.target ? `, ${pair.target.name}` : ''}`;
}

/**
 * `resnet20`, or `4xresnet20` for an ensemble of four; `resnet20/resnet14-KD` for the student of `resnet20/resnet14` that KD has
 * trained.
 */
export function teachersName({ teacher, teachers = 1, assistant }: Omit<NamedPair, 'student'>): string {
  if (assistant) return `${assistant.pair}-${assistant.distiller}`;
  return teachers > 1 ? `${teachers}x${teacher}` : teacher;
}
