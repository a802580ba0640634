export const root: string;
export function importProgram(file: string): Promise<Record<string, unknown>>;
export function importFile(path: string): Promise<Record<string, unknown>>;
