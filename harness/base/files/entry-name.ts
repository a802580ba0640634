/**
 * An entry's path in an archive as it was meant: archives that were packed anew begin it with `./`, and macOS puts its own files
 * beside those of the archive (`._NAME`, `.DS_Store`, `__MACOSX/`).
 * @returns undefined for macOS's own
 */
export function entryName(path: string): string | undefined {
  const name = path.replace(/^(?:\.\/+)+/, '');
  const parts = name.split('/');
  const isOfMac = parts.some((part) => part === '__MACOSX' || part === '.DS_Store' || part.startsWith('._'));
  return isOfMac ? undefined : name;
}
