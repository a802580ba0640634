export interface FetchAhead {
  /** Waits until the wheel is there and unpacked, or is sure not to be. */
  end(): Promise<void>;
  /** Gives up. */
  stop(): void;
}

/** Starts to fetch and unpack TensorFlow; undefined where the command does without it, it is there, or only the set-up can tell. */
export function fetchAhead(
  command: string | undefined,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): FetchAhead | undefined;
