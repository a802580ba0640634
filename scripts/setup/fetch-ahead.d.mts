export interface FetchAhead {
  /** Waits until the wheel is there, or is sure not to come. */
  end(): Promise<void>;
  /** Gives up. */
  stop(): void;
}

/** Starts to fetch TensorFlow; undefined where the command does without it, it is there, or only the set-up can tell. */
export function fetchAhead(
  command: string | undefined,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): FetchAhead | undefined;
