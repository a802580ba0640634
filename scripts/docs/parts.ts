export interface Parts {
  /** The text without its blocks of code; inline code is in it. */
  prose: string;
  /** Inline code, and the lines of blocks. */
  code: string[];
}

/** Separates a page's code from its prose. A block is fenced, or indented by four spaces or more. */
export function partsOf(markdown: string): Parts {
  const prose: string[] = [];
  const code: string[] = [];
  let isFenced = false;
  // An indented block begins behind an empty line.
  let mayBeIndented = true;
  for (const line of markdown.split('\n')) {
    if (/^\s*```/.test(line)) isFenced = !isFenced;
    else if (isFenced || (mayBeIndented && /^ {4,}\S/.test(line))) code.push(line.trim());
    else {
      prose.push(line);
      mayBeIndented = line.trim() === '';
    }
  }
  const text = prose.join('\n');
  const spans = Array.from(text.matchAll(/(`+)(.+?)\1(?!`)/gs), ([, , span]) => span!.replace(/\s+/g, ' ').trim());
  return { prose: text, code: [...code, ...spans] };
}
