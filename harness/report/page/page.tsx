import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { darkColours } from '../charts/colours.ts';
import { clientScript, liveScript, styleSheet } from './assets.ts';
import type { PageData } from './page-data.ts';
import { ContentsMenu } from './sections/contents.tsx';
import { PageHeader } from './sections/header.tsx';
import { sectionsOf } from './sections/sections.tsx';

export interface PageOptions {
  /** Which version of a served page it is, that loads itself again when the server has another; a file has none. */
  version?: string | undefined;
}

/**
 * The report page as one HTML document that wants nothing else: style and script are in it, and its policy lets no
 * request leave.
 */
export function pageOf(data: PageData, { version }: PageOptions = {}): string {
  return documentOf(<Page data={data} />, `${data.title}: report`, version);
}

/** The distillers' colours outside of charts. */
const darkScheme = `@media screen and (prefers-color-scheme:dark){:root{${darkColours}}}`;

/** A document with that body: style, script and policy of all pages. */
export function documentOf(body: VNode, title: string, version?: string): string {
  const live = version !== undefined;
  const html = renderToString(
    <html lang="en-GB" data-version={version}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policyOf(live)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {/* Without it a browser asks the server for one. */}
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: styleSheet + darkScheme }} />
      </head>
      <body>
        {body}
        <script dangerouslySetInnerHTML={{ __html: live ? clientScript + liveScript : clientScript }} />
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}

function policyOf(live: boolean): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
  return live ? `${policy}; connect-src 'self'` : policy;
}

function Page({ data }: { data: PageData }) {
  const sections = sectionsOf(data);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the tables
      </a>
      <PageHeader data={data} />
      <ContentsMenu sections={sections} />
      <main id="main" tabIndex={-1}>
        {sections.map(({ id, title, content }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{title}</h2>
            {content}
          </section>
        ))}
      </main>
      <footer>
        <p>
          Made by Redistill at <time dateTime={data.made}>{data.made.slice(0, 16).replace('T', ' ')} UTC</time>. This
          page is one file and loads nothing else.
        </p>
      </footer>
    </>
  );
}
