/** What can be said about an archive without knowing what belongs in it. */
export type ArchiveState = 'empty' | 'no archive' | 'cut' | 'damaged' | 'whole';
