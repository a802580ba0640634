import { datasetText } from '../../../job/dataset.ts';
import type { Evidence } from '../../../results/evidence/evidence.ts';
import type { Grid } from '../page-data.ts';

/** What networks were transferred to, and how; none where they were not. */
export function targetGrid({ plan }: Pick<Evidence, 'plan'>): Grid[] {
  const targets = plan.tables.flatMap(({ columns }) => columns.flatMap(({ target }) => target ?? []));
  if (targets.length === 0) return [];
  return [
    {
      id: 'targets',
      title: 'Targets',
      lead: "A linear probe is a linear layer on the frozen network's pooled vectors, each component standardised over the training images: multinomial logistic regression with a squared penalty on the weights, fitted to its end, without augmentation. C is what cross entropy weighs beside the penalty. Fine-tuning trains all of the network with a new classifier, by a recipe of its own; so does segmentation, where the classifier labels each place of the last map, upsampled to the image's size, which class it is of.",
      columns: [{ name: 'Target' }, { name: 'How' }, { name: 'C', numeric: true }, { name: 'Data set' }],
      rows: [...new Map(targets.map((target) => [JSON.stringify(target), target])).values()].map((target) => [
        { text: target.title },
        { text: target.how },
        target.how === 'linear probe' ? { text: String(target.C), value: target.C } : { text: '' },
        { text: datasetText(target.dataset) },
      ]),
    },
  ];
}
