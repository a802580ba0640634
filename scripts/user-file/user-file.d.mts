export function readUserFile(path: string): Promise<unknown>;
