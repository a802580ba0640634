import { writeFile } from 'node:fs/promises';
import { kd } from '../../../../suites/paper/distillers.ts';
import { distillerSchema } from '../../../job/distiller.ts';
import { theirCourse } from '../../compare/histories.ts';
import { judgeCells } from '../../compare/judge-cells.ts';
import { planTrial, readTrial } from '../../compare/reference-trials.ts';
import { teacherComparison } from '../../compare/teachers-agree.ts';
import type { Reader } from '../sample.ts';

const configuration = {
  ...{ kind: 'student' as const, dataset: { name: 'cifar100' as const, archive: 'x' }, network: 'resnet8' as const },
  recipe: { epochs: 2, batch: 50, rate: 0.05, momentum: 0.9, weightDecay: 0, dropsAfter: [], dropFactor: 1 },
  ...{ seed: 1, distiller: distillerSchema.parse(kd), teacher: { network: 'resnet20' as const, job: 'x' } },
};
const epoch = { train_acc: 2.5, train_loss: 4.4, test_acc: 2, test_loss: 4.5, test_acc_top5: 9 };
const trial = {
  ...{ epochs: [epoch, epoch], teacherAccuracy: 61.5, weightNorm: 28.3, seconds: 35 },
  ...{ pytorch: '2.15.0', device: 'CPU' },
};

export const reader: Reader = {
  samples: [{ bytes: Buffer.from(JSON.stringify(trial)), form: 'json' }],
  async read(file, folder) {
    const planned = planTrial({ id: 'x', label: 'x', configuration }, 'x', { code: 'x' }, folder);
    await writeFile(planned.record, file);
    const read = await readTrial(planned);
    if (!read) return;
    const { last } = theirCourse(read);
    const levels = { margins: { accuracy: 1, loss: 5, weightNorm: 2 }, significance: 0.05, step: 0.1 };
    judgeCells([{ ours: [last, last], theirs: [last, last] }], levels);
    teacherComparison({ network: 'resnet20', accuracy: 61.5 }, [read.teacherAccuracy!], 0.1);
  },
};
