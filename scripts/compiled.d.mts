export const root: string;
export function importProgram(file: string): Promise<Record<string, unknown>>;
