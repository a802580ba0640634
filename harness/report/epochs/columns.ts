import { isMain, type MainEpoch, type NetworkEpoch } from '../../job/result.ts';
import type { EpochRow } from './rows.ts';

export type Value = string | number | undefined;

/** A column of `epochs.csv` and `epochs.parquet`. */
export interface EpochColumn {
  name: string;
  /** Of its values in Parquet, where any of them may be null. */
  type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE';
  /** What it holds, with its unit. */
  holds: string;
  of: (row: EpochRow) => Value;
}

/** Losses and accuracies of a network after an epoch: the student's, or those of the network that it learns with. */
const measured: { name: string; holds: string; of: (epoch: MainEpoch | NetworkEpoch) => number | undefined }[] = [
  {
    name: 'classification_loss',
    holds: 'cross entropy with the labels, unweighted, mean over the images',
    of: ({ classification }) => classification,
  },
  {
    name: 'distillation_loss',
    holds: "KD's divergence from the teacher's probabilities, unweighted, mean over the images",
    of: ({ distillation }) => distillation,
  },
  {
    name: 'method_loss',
    holds: "the method's own loss (CRD's, say), unweighted, mean over the images",
    of: ({ method }) => method,
  },
  {
    name: 'train_accuracy_percent',
    holds: 'top-1 accuracy on the augmented training images, in %',
    of: ({ trainAccuracy }) => trainAccuracy,
  },
  {
    name: 'test_accuracy_percent',
    holds: 'top-1 accuracy on the test images, in %; pixel accuracy where pixels are classified',
    of: ({ testAccuracy }) => testAccuracy,
  },
  {
    name: 'test_top5_accuracy_percent',
    holds: 'top-5 accuracy on the test images, in %',
    of: ({ testTop5Accuracy }) => testTop5Accuracy,
  },
  {
    name: 'test_mean_iou_percent',
    holds: 'mean intersection over union, in %, where pixels are classified',
    of: ({ testMeanIoU }) => testMeanIoU,
  },
  {
    name: 'weight_norm',
    holds: "Euclidean norm of the network's parameters",
    of: ({ weightNorm }) => weightNorm,
  },
];

const peerOf = ({ epoch }: EpochRow) => (isMain(epoch) ? epoch.peer : undefined);

/** The data dictionary: all columns, in their order. */
export const epochColumns: readonly EpochColumn[] = [
  { name: 'suite', type: 'STRING', holds: "the suite's name", of: ({ suite }) => suite },
  { name: 'table', type: 'STRING', holds: "the table's name in the suite", of: ({ table }) => table },
  {
    name: 'teacher',
    type: 'STRING',
    holds: 'the teacher network; `4xresnet20` is an ensemble of four',
    of: ({ teacher }) => teacher,
  },
  {
    name: 'student',
    type: 'STRING',
    holds: "the student network; empty for the teacher's own training",
    of: ({ student }) => student,
  },
  {
    name: 'target',
    type: 'STRING',
    holds: 'the target that the trained network is tuned to; empty for all other training',
    of: ({ target }) => target,
  },
  {
    name: 'distiller',
    type: 'STRING',
    holds: "the row of the table; `teacher` for the teacher's own training",
    of: ({ distiller }) => distiller,
  },
  {
    name: 'trial',
    type: 'INT32',
    holds: "the trial's number; empty for the teacher's own training",
    of: ({ trial }) => trial,
  },
  {
    name: 'seed',
    type: 'INT64',
    holds: "the job's seed; a student's is its trial's number",
    of: ({ job: { configuration } }) => ('seed' in configuration ? configuration.seed : undefined),
  },
  {
    name: 'job',
    type: 'STRING',
    holds: "the job's identity, with which its folder's name ends; tables may share a job",
    of: ({ job }) => job.id,
  },
  {
    name: 'stage',
    type: 'STRING',
    holds: '`main`, or `first` for what a method trains before the student',
    of: ({ epoch }) => (isMain(epoch) ? 'main' : 'first'),
  },
  { name: 'epoch', type: 'INT32', holds: 'counted from 1, in its stage', of: ({ epoch }) => epoch.epoch },
  { name: 'learning_rate', type: 'DOUBLE', holds: 'of the epoch', of: ({ epoch }) => epoch.rate },
  {
    name: 'loss',
    type: 'DOUBLE',
    holds: 'the weighted total that is minimised, mean over the images',
    of: ({ epoch }) => epoch.loss,
  },
  ...measured.map(({ name, holds, of }) => ({
    name,
    type: 'DOUBLE' as const,
    holds,
    of: ({ epoch }: EpochRow) => (isMain(epoch) ? of(epoch) : undefined),
  })),
  { name: 'seconds', type: 'DOUBLE', holds: 'spent on the epoch, test included', of: ({ epoch }) => epoch.seconds },
  {
    name: 'peer_loss',
    type: 'DOUBLE',
    holds: '`loss` of the network that learns from the student while the student learns from it',
    of: (row) => peerOf(row)?.loss,
  },
  ...measured.map(({ name, of }) => ({
    name: `peer_${name}`,
    type: 'DOUBLE' as const,
    holds: `\`${name}\` of that network`,
    of: (row: EpochRow) => {
      const peer = peerOf(row);
      return peer && of(peer);
    },
  })),
];
