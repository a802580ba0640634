import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { commandLine } from '../../base/command-line.ts';
import { exitCode, Problem } from '../../base/problem.ts';
import { failureOf } from '../../run/local/failure.ts';
import { type Round, roundSchema } from './round.ts';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface SideOptions {
  /** As a sentence begins with it. */
  name: string;
  command: readonly [program: string, ...args: string[]];
  environment: Record<string, string>;
}

/**
 * A process that takes training steps in rounds. After each round it says how long the steps took, and waits for a line
 * on its standard input before it takes more; at the input's end it ends.
 */
export class MeasuredSide {
  readonly #name: string;
  readonly #process;
  readonly #lines: AsyncIterator<string>;
  #multiplyAccumulates: number | undefined;

  private constructor({ name, command: [program, ...args], environment }: SideOptions) {
    this.#name = name;
    this.#process = execa(program, args, {
      cwd: repository,
      env: environment,
      stdin: 'pipe',
      buffer: { stdout: false },
      reject: false,
    });
    this.#lines = this.#process[Symbol.asyncIterator]();
    // A process that has ended hears no more; how it ended, the next round tells.
    this.#process.stdin.on('error', () => {});
  }

  /**
   * Starts the process, and waits for the end of its first round, in which it warms up.
   * @throws Problem where it fails
   */
  static async start(options: SideOptions): Promise<MeasuredSide> {
    const side = new MeasuredSide(options);
    try {
      await side.#report();
      return side;
    } catch (error) {
      side.#process.kill();
      throw error;
    }
  }

  /** Of a step; undefined where the process counts none. */
  get multiplyAccumulates(): number | undefined {
    return this.#multiplyAccumulates;
  }

  /** @throws Problem where the process fails */
  async round(): Promise<Round> {
    this.#process.stdin.write('go\n');
    return this.#report();
  }

  async end(): Promise<void> {
    this.#process.stdin.end();
    await this.#process;
  }

  async #report(): Promise<Round> {
    for (;;) {
      const { value: line, done } = await this.#lines.next();
      if (done) break;
      if (!line.startsWith('{')) continue;
      const round = roundSchema.parse(JSON.parse(line));
      this.#multiplyAccumulates = round.multiplyAccumulates;
      return round;
    }
    const ending = await this.#process;
    const reason = failureOf(ending, ending.stderr).reason;
    const cure = `Look at the reason; \`${commandLine('doctor')}\` shows whether Redistill itself works here`;
    throw new Problem(`${this.#name} could not be measured: ${reason}`, cure, exitCode.machine);
  }
}
