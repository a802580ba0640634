import { createHash } from 'node:crypto';
import { Problem } from '../../base/problem.ts';
import { documentOf } from './page.tsx';
import { Trouble } from './sections/trouble.tsx';

/** A page that is made anew when that from which it is made has changed. */
export interface FreshPage {
  /** The newest. */
  readonly html: string;
  /** What the newest is called, which is in it too. */
  readonly version: string;
  /** Makes it anew where something has changed, and says whether it did. */
  refresh(): Promise<boolean>;
}

export interface FreshPageOptions {
  title: string;
  /** What changes whenever the page would, such as the times of files. */
  fingerprint(): Promise<string>;
  /** Makes the page, with that version in it. */
  make(version: string): Promise<string>;
}

/** Whatever goes wrong in the making becomes a page that says so, and that gives way when it goes well again. */
export function freshPage({ title, fingerprint, make }: FreshPageOptions): FreshPage {
  let [html, version, seen] = ['', '', ''];
  return {
    get html() {
      return html;
    },
    get version() {
      return version;
    },
    async refresh() {
      const before = version;
      try {
        const now = await fingerprint();
        if (now === seen) return false;
        const next = versionOf(now);
        html = await make(next);
        [seen, version] = [now, next];
      } catch (error) {
        // What is wrong may be mended without a change in the results: it is tried again each time.
        seen = '';
        const sentence = error instanceof Problem ? error.sentence : `This is a bug in Redistill: ${error}`;
        version = versionOf(sentence);
        html = documentOf(Trouble({ title, sentence }), title, version);
      }
      return version !== before;
    },
  };
}

const versionOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
