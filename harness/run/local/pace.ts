import type { Configuration } from '../../job/job.ts';
import { workAnImage } from '../../job/work.ts';

/** How long epochs take: as measured on jobs like the one that is asked for, by how much there is to compute. */
export class Pace {
  readonly #totals = new Map<string, { seconds: number; work: number }>();

  /** @param presumed seconds of such a job's epoch, before its network was measured */
  constructor(readonly presumed: (configuration: Configuration) => number | undefined = () => undefined) {}

  /** Notes that `epochs` epochs of such a job took `seconds` seconds. */
  add(configuration: Configuration, seconds: number, epochs = 1): void {
    for (const kind of new Set(kindsOf(configuration))) {
      const total = this.#totals.get(kind) ?? { seconds: 0, work: 0 };
      const work = total.work + epochs * workAnImage(configuration);
      this.#totals.set(kind, { seconds: total.seconds + seconds, work });
    }
  }

  /** Seconds an epoch of such a job takes; undefined where nothing was measured or presumed. */
  secondsAnEpoch(configuration: Configuration): number | undefined {
    const [job, network, any] = kindsOf(configuration).map((kind) => {
      const total = this.#totals.get(kind);
      // All jobs of a plan have the same images.
      return total && (total.seconds / total.work) * workAnImage(configuration);
    });
    return job ?? network ?? this.presumed(configuration) ?? any;
  }
}

/** What other jobs have in common with this one, from all of it to nothing. */
function kindsOf(configuration: Configuration): string[] {
  // Its images are another data set's, and fitting is no training.
  if (configuration.kind === 'probe') return [`${configuration.network} probe`, 'probe', 'probe'];
  const method = configuration.kind === 'student' ? configuration.distiller.name : configuration.kind;
  return [`${configuration.network} ${method}`, configuration.network, ''];
}
