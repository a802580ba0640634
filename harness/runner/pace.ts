import type { Configuration } from '../job/job.ts';

/** How long epochs take, as measured on jobs like the one that is asked for. */
export class Pace {
  readonly #totals = new Map<string, { seconds: number; epochs: number }>();

  /** Notes that `epochs` epochs of such a job took `seconds` seconds. */
  add(configuration: Configuration, seconds: number, epochs = 1): void {
    for (const kind of kindsOf(configuration)) {
      const total = this.#totals.get(kind) ?? { seconds: 0, epochs: 0 };
      this.#totals.set(kind, { seconds: total.seconds + seconds, epochs: total.epochs + epochs });
    }
  }

  /** Seconds an epoch of such a job takes; undefined before anything was measured. */
  secondsAnEpoch(configuration: Configuration): number | undefined {
    for (const kind of kindsOf(configuration)) {
      const total = this.#totals.get(kind);
      if (total) return total.seconds / total.epochs;
    }
    return undefined;
  }
}

/** What other jobs have in common with this one, from all of it to nothing. */
function kindsOf(configuration: Configuration): string[] {
  const method = configuration.kind === 'teacher' ? 'teacher' : configuration.distiller.name;
  return [`${configuration.network} ${method}`, configuration.network, ''];
}
