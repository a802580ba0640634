/** The variables' names begin with whose they are. */
export const prefixes = { student: 'student.', peer: 'peer.', teacher: 'teacher.', distiller: 'distiller.' } as const;

/** The names of the steps; those of training say for a batch of which size. */
export const stepName = {
  train: (batch: number) => `train/${batch}`,
  firstStage: (batch: number) => `first-stage/${batch}`,
  evaluate: 'evaluate',
  evaluatePeer: 'evaluate-peer',
  /** @param place of the teacher among all, counted from 0 */
  teacher: (place = 0) => (place === 0 ? 'teacher' : `teacher/${place + 1}`),
} as const;
