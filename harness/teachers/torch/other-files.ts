interface OtherFile {
  /** Is it one, by its first bytes, a letter a byte? */
  is(beginning: string): boolean;
  what: string;
  cure: string;
}

/** What people give in a checkpoint's place. */
const otherFiles: OtherFile[] = [
  { is: (beginning) => beginning === '', what: 'it is empty', cure: 'Copy or download it again' },
  {
    is: (beginning) => beginning.startsWith('version https://git-lfs'),
    what: "it is a pointer of Git LFS, which stands in the file's place in a clone",
    cure: 'Fetch the file itself: git lfs pull',
  },
  {
    is: (beginning) => /^\s*<[!?a-z]/i.test(beginning),
    what: "it is a web page or a server's message, which a download may give in its place",
    cure: 'Open the address in a browser, look at what the page says, and download the file itself',
  },
  {
    is: (beginning) => beginning.startsWith('\x1f\x8b'),
    what: 'it is compressed with gzip',
    cure: 'Unpack it first: gunzip, or tar xzf where it is an archive',
  },
  {
    is: (beginning) => beginning.startsWith('ustar', 257),
    what: 'it is a tar archive',
    cure: 'Unpack it first; where PyTorch before 0.2 wrote it, load it with PyTorch and save it again',
  },
  {
    is: (beginning) => beginning.startsWith('\x80') && beginning.charCodeAt(1) <= 5,
    what: 'it is a pickle that torch.save() did not write',
    cure: 'Load it in Python, and save it with torch.save()',
  },
  {
    is: (beginning) => beginning.startsWith('\x89HDF'),
    what: 'it is an HDF5 file, such as Keras writes',
    cure: 'Give weights that PyTorch saved',
  },
  {
    is: (beginning) => beginning.startsWith('\x93NUMPY'),
    what: 'it is a NumPy array',
    cure: 'Give weights that PyTorch saved',
  },
  {
    is: (beginning) => /^\s*[{[]/.test(beginning),
    what: 'it is JSON',
    cure: 'Give the file with the weights themselves',
  },
];

/** How many bytes tell. */
const enough = 512;

/** What a file is that is no checkpoint, and what to do about it. */
export function otherFile(bytes: Buffer): Partial<OtherFile> & Pick<OtherFile, 'what'> {
  const beginning = bytes.toString('latin1', 0, enough);
  return otherFiles.find(({ is }) => is(beginning)) ?? { what: 'it begins as neither of its forms does' };
}
