import type { State } from '../../results/cell-text.ts';

/** How a text is coloured: as it should be, other than it should be, not there or not decided yet, or without a verdict. */
export type Tone = 'fine' | 'differs' | 'missing' | 'undecided' | 'plain';

/** All that the page shows, as plain data: nothing is computed from it but its looks. */
export interface PageData {
  /** The suite's name, title and description. */
  name: string;
  title: string;
  description: string;
  /** What of the suite this is: options, or `the suite's own`. */
  selection: string;
  /** How many jobs are done, have failed and wait, as a sentence. */
  progress: string;
  /** When the page was made, an ISO date and time. */
  made: string;
  /** The result of the check, in a sentence or two; absent where nothing can be compared. */
  verdict?: { tone: Tone; sentence: string } | undefined;
  /** What agrees, what differs, what is not known yet; none where nothing can be compared. */
  answers: Answer[];
  /** The few numbers that a reader wants first. */
  highlights: Highlight[];
  /** The one picture that stands first; absent where there is nothing to draw yet. */
  headline?: Figure | undefined;
  tables: PageTable[];
  /** The tables in other formats, which are in the page. */
  files: PageFile[];
  /** Results of other folders beside these; none where no others were asked for. */
  beside: Grid[];
  /** Figures that follow from the tables: relative improvement, ranks, wins, coverage. */
  derived: Grid[];
  charts: ChartGroup[];
  /** The check, finding by finding: cells, bands, claims; empty where nothing can be compared. */
  checks: Grid[];
  /** What papers have for the same cells, beside each other; empty where the suite does not answer to several. */
  papers: Grid[];
  /** Where all of it comes from: teachers, distillers, recipe, versions, seeds. */
  provenance: Grid[];
  /** Shell commands that make the results and the page again. */
  commands: string[];
}

/** One answer of the check: how many comparisons it is about, and which. */
export interface Answer {
  tone: Tone;
  title: string;
  count: number;
  lines: string[];
}

/** A number that stands out, such as the average relative improvement. */
export interface Highlight {
  label: string;
  /** With its unit. */
  value: string;
  /** What it is compared with, or what it means. */
  note: string;
}

/** A file that can be taken out of the page. */
export interface PageFile {
  /** Letters, digits, - and dots. */
  name: string;
  /** Its format, as people call it. */
  title: string;
  /** As MIME has it. */
  type: string;
  text: string;
}

/** A table of the paper: one column per pair of networks, one row per distiller. */
export interface PageTable {
  /** As the suite calls it: letters, digits and -. */
  name: string;
  title: string;
  /** What the numbers are. */
  caption: string;
  pairs: PagePair[];
  /** In the paper's order; those without `fixed` can be sorted. */
  rows: PageRow[];
  /** Sentences below the table: why cells are n/a, which teachers were imported, why nothing is compared. */
  notes: string[];
}

export interface PagePair {
  teacher: string;
  student: string;
  /** Do they learn from each other? */
  mutual?: true | undefined;
  /** The title of what both were transferred to. */
  target?: string | undefined;
}

export interface PageRow {
  name: string;
  /** Whose look stands beside the name; the teachers have none. */
  distiller?: string;
  /** Stands first whatever the table is sorted by, as the teachers do. */
  fixed?: boolean;
  /** One for each pair. */
  cells: PageCell[];
}

/** The result of a distiller on a pair. */
export interface PageCell {
  state: State;
  /** What stands in the table, such as `71.16 (0.17)`, `n/a` or `waits`. */
  text: string;
  /** Is it the best of its column? */
  best?: boolean;
  /** What the column is sorted by, in per cent. */
  mean?: number | undefined;
  /** The published mean, as it was printed. */
  published?: string | undefined;
  /** Ours less theirs, with its sign. */
  difference?: string | undefined;
  verdict?: { tone: Tone; word: string } | undefined;
  /** All that is known of the cell, a line each, such as `Trials: 71.02, 71.33`. */
  details: Detail[];
}

export interface Detail {
  name: string;
  text: string;
}

/** A plain table. */
export interface Grid {
  /** Unique in the page: letters, digits and -. */
  id: string;
  title: string;
  /** What it shows, how it is computed, in a sentence or two. */
  lead?: string | undefined;
  columns: GridColumn[];
  rows: GridCell[][];
  /** The paper that each row is from, by which a reader can choose; undefined of a row that stays with all of the same name. */
  papers?: readonly (string | undefined)[];
  /** Does it open only when it is asked for, as a chart shows the same? */
  folded?: boolean;
}

export interface GridColumn {
  name: string;
  /** Are its cells numbers, which stand on the right? */
  numeric?: boolean;
  /** Do signs or brackets stand behind some of its numbers? */
  signed?: boolean;
}

/** A text; the value that it is sorted by where it is a number; a tone where it is a verdict. */
export interface GridCell {
  text: string;
  value?: number | undefined;
  tone?: Tone | undefined;
  /** Is it a hash, a path or a command? */
  code?: boolean;
  /** The distiller that it names, whose look stands beside it. */
  distiller?: string;
}

/** Charts that belong together. */
export interface ChartGroup {
  /** Unique in the page: letters, digits and -. */
  id: string;
  title: string;
  /** The title in the contents: a word. */
  short: string;
  /** How they are to be read. */
  lead: string;
  figures: Figure[];
}

export interface Figure {
  caption: string;
  /** Markup that our own charts made. It goes into the page as it is. */
  svg: string;
  /** What is shown one at a time where scripts run, such as a pair; others stand side by side. */
  choice?: string;
}
