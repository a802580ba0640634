/** The variables' names begin with whose they are. */
export const prefixes = { student: 'student.', peer: 'peer.', teacher: 'teacher.', distiller: 'distiller.' } as const;

/** The names of the steps; those of training say for a batch of which size. */
export const stepName = {
  train: (batch: number) => `train/${batch}`,
  firstStage: (batch: number) => `first-stage/${batch}`,
  evaluate: 'evaluate',
  evaluatePeer: 'evaluate-peer',
  /** @param index of the teacher among all, counted from 0 */
  teacher: (index = 0) => (index === 0 ? 'teacher' : `teacher/${index + 1}`),
} as const;
