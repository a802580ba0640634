import { z } from 'zod';
import { atSameHeight } from '../../../model/distillers/layers.ts';
import { bottleneck } from '../../../model/distillers/modules/bottleneck.ts';
import { linearLayer } from '../../../model/engine/layers/linear.ts';
import { globalAveragePool } from '../../../model/engine/ops/pooling.ts';
import type { Parameters } from '../../../model/engine/parameters.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const projectorSchema = z.object({ s_n: z.int(), t_n: z.int(), factor: z.int(), num_classes: z.int() });

const projectorOf = (parameters: Parameters, { s_n, t_n, factor, num_classes }: z.output<typeof projectorSchema>) => ({
  project: bottleneck(parameters.at('transfer'), { widths: [s_n, Math.trunc(t_n / factor), t_n], activated: true }),
  classify: linearLayer(parameters.at('cls_t'), t_n, num_classes),
});

export const simkd: AfterMethod = {
  losses: {
    simkd: methodLoss({
      settings: projectorSchema,
      options: ({ factor }) => ({ name: 'simkd', factor }),
      given: ({ s, t }) => ({ student: { maps: [s!] }, teacher: { maps: [t!], pooled: globalAveragePool(t!) } }),
      classifier: ({ num_classes: classes }) => ({ name: 'classifier', classes }),
      parts(settings, { parameters }) {
        const { project, classify } = projectorOf(parameters, settings);
        return ({ s, t }) => {
          const [source, target] = atSameHeight(s!, t!);
          const projected = project(source, 'training');
          return {
            values: { trans_s: projected, trans_t: target, logits: classify(globalAveragePool(projected)) },
          };
        };
      },
    }),
  },
  modules: {
    simkd({ vectors, parameters }) {
      const { project, classify } = projectorOf(parameters, vectors.settings(projectorSchema));
      return ([map], pass) => {
        const projected = project(map!, pass);
        return [projected, classify(globalAveragePool(projected))];
      };
    },
  },
};
