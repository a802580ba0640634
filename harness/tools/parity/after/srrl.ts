import { z } from 'zod';
import { hint } from '../../../model/distillers/fitnet.ts';
import { asMap } from '../../../model/distillers/layers.ts';
import { connector } from '../../../model/distillers/srrl.ts';
import { globalAveragePool } from '../../../model/engine/ops/pooling.ts';
import { tf } from '../../../model/engine/tensorflow.ts';
import type { AfterMethod } from './method.ts';
import { methodLoss } from './method-loss.ts';

const sizes = { s_n: z.int(), t_n: z.int(), num_classes: z.int() };

export const srrl: AfterMethod = {
  losses: {
    srrl: methodLoss({
      settings: z.object({ ...sizes, weight: z.number() }),
      options: ({ weight }) => ({ name: 'srrl', regression: weight }),
      given: ({ s, t, t_logits }) => ({
        student: { maps: [s!] },
        teacher: { maps: [t!], pooled: globalAveragePool(t!), logits: t_logits! },
      }),
      classifier: ({ num_classes: classes }) => ({ name: 'net_t.fc', classes }),
      parts({ s_n, t_n, weight }, { parameters, teacher: { classify } }) {
        const connect = connector(parameters.at('connector').at('Connectors'), s_n, t_n);
        return ({ s, t, t_logits }) => {
          const connected = connect(s!);
          const vector = globalAveragePool(connected);
          const [statistics, regression] = [hint(vector, globalAveragePool(t!)), hint(classify(vector), t_logits!)];
          return {
            items: [statistics, tf.mul(regression, weight)],
            values: { connector_out: connected, 'part/statistics': statistics, 'part/regression': regression },
          };
        };
      },
    }),
    srrl_pooled: methodLoss({
      settings: z.object(sizes),
      options: () => ({ name: 'srrl', after: 'pooling' }),
      given: ({ s, t, t_logits }) => ({ student: { pooled: s! }, teacher: { pooled: t!, logits: t_logits! } }),
      classifier: ({ num_classes: classes }) => ({ name: 'cls_t', classes }),
      parts({ s_n, t_n }, { parameters, teacher: { classify } }) {
        const connect = connector(parameters.at('transfer'), s_n, t_n);
        return ({ s, t, t_logits }) => {
          const vector = globalAveragePool(connect(asMap(s!)));
          const read = classify(vector);
          return { items: [hint(vector, t!), hint(read, t_logits!)], values: { trans_s: vector, pred_s: read } };
        };
      },
    }),
  },
};
