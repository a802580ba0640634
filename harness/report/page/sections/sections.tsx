import type { ComponentChild } from 'preact';
import type { PageData } from '../page-data.ts';
import { ChartFigures } from './chart-figures.tsx';
import { Commands } from './commands.tsx';
import { Files } from './files.tsx';
import { Grids } from './grids.tsx';
import { PaperTable } from './paper-table.tsx';

export interface Section {
  /** Of its element, and what the contents link to. */
  id: string;
  title: string;
  /** The title in the contents. */
  short?: string;
  content: ComponentChild;
}

/** The page's sections in their order, those that have something to show. */
export function sectionsOf({
  tables,
  files,
  beside,
  checks,
  papers,
  derived,
  charts,
  provenance,
  commands,
}: PageData): Section[] {
  return [
    {
      id: 'tables',
      title: 'Tables',
      content: (
        <>
          {tables.map((table) => (
            <PaperTable key={table.name} table={table} />
          ))}
          <Files files={files} />
        </>
      ),
    },
    ...(beside.length > 0
      ? [{ id: 'beside', title: 'Beside other results', short: 'Other results', content: <Grids grids={beside} /> }]
      : []),
    ...(derived.length > 0 ? [{ id: 'derived', title: 'Comparison', content: <Grids grids={derived} /> }] : []),
    ...charts.map((group) => ({ ...group, content: <ChartFigures group={group} /> })),
    ...(checks.length > 0 ? [{ id: 'check', title: 'Check', content: <Grids grids={checks} /> }] : []),
    ...(papers.length > 0
      ? [{ id: 'papers', title: 'What papers say', short: 'Papers', content: <Grids grids={papers} /> }]
      : []),
    {
      id: 'provenance',
      title: 'Provenance',
      content: (
        <>
          <Grids grids={provenance} />
          <Commands commands={commands} />
        </>
      ),
    },
  ];
}
