/** The folder behind `--unpack` among a command's arguments; undefined where it is not there. */
export function folderToUnpack(args: readonly string[]): string | undefined;

/**
 * Unpacks the npm packages and TensorFlow, or nothing.
 * @param root the clone
 * @returns the exit code; what is wrong was said on standard error
 */
export function unpack(folder: string, root: string, environment: NodeJS.ProcessEnv): Promise<number>;
