import { inColumns } from '../../base/terminal/columns.ts';
import { type Epoch, isMain } from '../../job/result.ts';

/** Epochs as a table, a line each; a column that no epoch has is left out. Accuracies are in per cent. */
export function metricsTable(epochs: readonly Epoch[]): string[] {
  return inColumns(epochs.map(row), [
    ...['stage', 'epoch', 'rate', 'loss', 'cross entropy', 'KD', 'method'],
    ...['train %', 'test %', 'top-5 %', 'mean IoU %', 'seconds'],
  ]);
}

function row(epoch: Epoch): string[] {
  const main = isMain(epoch) ? epoch : undefined;
  const loss = (value: number | undefined) => value?.toPrecision(4) ?? '';
  const percent = (value: number | undefined) => value?.toFixed(2) ?? '';
  return [
    main ? '' : 'first',
    String(epoch.epoch),
    epoch.rate === undefined ? '' : String(Number(epoch.rate.toPrecision(4))),
    ...[epoch.loss, main?.classification, main?.distillation, main?.method].map(loss),
    ...[main?.trainAccuracy, main?.testAccuracy, main?.testTop5Accuracy, main?.testMeanIoU].map(percent),
    epoch.seconds.toFixed(1),
  ];
}
