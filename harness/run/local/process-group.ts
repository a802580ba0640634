import { existsSync } from 'node:fs';
import { isSystemError } from '../../base/problem.ts';

/** Ends a process that leads a group, and with it whatever it has started. */
export class ProcessGroup {
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param id of the leader; undefined where it could not be started
   * @param graceMilliseconds how long it has for its checkpoint when it is to stop
   */
  constructor(
    private readonly id: number | undefined,
    private readonly graceMilliseconds: number,
  ) {}

  /** Asks it to end, and kills it where it does not. */
  stop(): void {
    this.#signal('SIGTERM');
    this.#timer ??= setTimeout(() => this.kill(), this.graceMilliseconds);
  }

  kill(): void {
    this.#signal('SIGKILL');
  }

  /** The leader has ended: none of it is to stay. */
  ended(): void {
    clearTimeout(this.#timer);
    this.kill();
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.id === undefined) return;
    try {
      process.kill(-this.id, signal);
    } catch (error) {
      // It is gone.
      if (!isSystemError(error, 'ESRCH')) throw error;
    }
  }
}

/**
 * A command that Linux kills when this process is gone, however that came: a hung job too, which could do nothing about
 * it by itself. Where `setpriv` (of util-linux) is not there, a job looks for its runner between steps, and ends.
 */
export function withParent(command: readonly string[]): readonly string[] {
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--', ...command] : command;
}

const setpriv = '/usr/bin/setpriv';
