import type { Evidence } from '../../../results/evidence/evidence.ts';
import { reportOf } from '../../tables/report.ts';
import type { PageFile } from '../page-data.ts';

/** The tables as `report` writes them beside the page. */
export function filesFor({ plan, selection, done, failures, baseline }: Evidence): PageFile[] {
  const { csv, latex, json, markdown } = reportOf(plan, { selection, results: done, failures, baseline });
  const { name } = plan.suite;
  return [
    { name: `${name}.csv`, title: 'CSV', type: 'text/csv', text: csv },
    { name: `${name}.tex`, title: 'LaTeX', type: 'application/x-tex', text: latex },
    { name: `${name}.json`, title: 'JSON', type: 'application/json', text: json },
    { name: `${name}.md`, title: 'Markdown', type: 'text/markdown', text: markdown },
  ];
}
