/** The milestones on a job's way to its first step, in their order, each with what led to it. */
export const milestones = {
  modules: 'modules',
  data: 'reading data',
  library: "TensorFlow's library",
  networks: 'building networks',
  teachers: "teachers' weights",
  recording: 'recording',
  graph: 'loading the graph',
  variables: 'initial values',
  checkpoint: 'cache and checkpoint',
  batch: 'first batch',
} as const;

export type Milestone = keyof typeof milestones;

/** Marks that this process has come that far, for whoever measures its start (`bench start`): one of Node's own marks. */
export function reached(milestone: Milestone): void {
  performance.mark(milestone);
}
