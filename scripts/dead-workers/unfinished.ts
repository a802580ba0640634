import type { Reporter, SerializedError, TestModule, TestRunEndReason, Vitest } from 'vitest/node';

/** What is left of a run in which processes of tests died, and nothing else went wrong. */
export interface Unfinished {
  root: string;
  projects: string[];
  /** Absolute paths of the files that did not come to their end. */
  files: string[];
}

/** What vitest says when a process has died. */
const isDeath = ({ cause }: SerializedError) => (cause as Error | undefined)?.message === 'Worker exited unexpectedly';

/** Sends the process that started vitest the files that are to run again. */
export class ReportUnfinished implements Reporter {
  #root = '';

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): Promise<void> | void {
    const unfinished = modules.filter((module) => ['queued', 'pending'].includes(module.state()));
    const isAllElseWell = modules.every((module) => module.state() !== 'failed') && errors.every(isDeath);
    if (reason === 'interrupted' || unfinished.length === 0 || !isAllElseWell || !process.send) return;
    const left: Unfinished = {
      root: this.#root,
      projects: [...new Set(unfinished.map(({ project }) => project.name))],
      files: unfinished.map(({ moduleId }) => moduleId),
    };
    return new Promise((resolve) => process.send!(left, () => resolve()));
  }
}
