export function defaultExport(module: Record<string, unknown>): unknown;
