import cliTruncate from 'cli-truncate';
import { firstStageEpochs, mainStageEpochs } from '../../job/job.ts';
import { isMain } from '../../job/result.ts';
import type { Running } from './progress.ts';
import { percent } from './progress-lines.ts';

/** A column of the running jobs beside their names. */
interface Column {
  title: string;
  /** It is at least so wide, so that a number that gains a digit moves nothing. */
  width: number;
  cell(running: Running): string;
}

/** What a narrow terminal has no room for goes first from the end. */
const columns: readonly Column[] = [
  { title: 'epoch', width: 8, cell: epochCell },
  { title: 'test', width: 7, cell: accuracyCell },
  { title: 'loss', width: 5, cell: lossCell },
  { title: 'on', width: 3, cell: ({ device }) => device },
  { title: 'images/s', width: 8, cell: speedCell },
];
const mostForNames = 60;

/** The running jobs below a line of titles, in columns: as many of these as have room beside the jobs' whole names. */
export function jobTable(all: readonly Running[], width: number): string[] {
  const names = ['running', ...all.map(({ job }) => job.label)];
  const widest = Math.min(mostForNames, Math.max(...names.map(({ length }) => length)));
  const shown = columns.map((column) => padded(column, all));
  const room = () => width - 2 - shown.reduce((sum, cells) => sum + 2 + cells[0]!.length, 0);
  while (shown.length > 1 && room() < widest) shown.pop();
  const forNames = Math.max(8, Math.min(room(), widest));
  return names.map((name, row) => {
    const short = cliTruncate(name, forNames, { position: 'middle' }).padEnd(forNames);
    const line = [`  ${short}`, ...shown.map((cells) => cells[row])].join('  ');
    return cliTruncate(line.trimEnd(), width);
  });
}

/** Alike wide, to the right. */
function padded({ title, width, cell }: Column, all: readonly Running[]): string[] {
  const cells = [title, ...all.map(cell)];
  const widest = Math.max(width, ...cells.map(({ length }) => length));
  return cells.map((text) => text.padStart(widest));
}

/** `12/20  41%`, `first 2/30  7%`: how many epochs of a stage, and how much of this one. */
function epochCell({ job: { configuration }, heartbeat, epoch }: Running): string {
  if (!heartbeat && !epoch) return 'starting';
  const isFirst = heartbeat ? heartbeat.stage === 'first' : !isMain(epoch!);
  const of = isFirst ? firstStageEpochs(configuration) : mainStageEpochs(configuration);
  const share = heartbeat ? `${Math.floor((100 * heartbeat.step) / heartbeat.steps)}%` : '';
  if (configuration.kind === 'probe') return `probe${share.padStart(5)}`;
  return `${isFirst ? 'first ' : ''}${(heartbeat ?? epoch!).epoch}/${of}${share.padStart(5)}`;
}

function lossCell({ heartbeat, epoch }: Running): string {
  return (heartbeat?.loss ?? epoch?.loss)?.toPrecision(3) ?? '';
}

function accuracyCell({ heartbeat, epoch }: Running): string {
  const accuracy = epoch && isMain(epoch) ? epoch.testAccuracy : heartbeat?.testAccuracy;
  return accuracy === undefined ? '' : percent(accuracy);
}

function speedCell({ heartbeat }: Running): string {
  const speed = heartbeat?.imagesASecond;
  return speed === undefined ? '' : String(Math.round(speed));
}
