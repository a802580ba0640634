import { defineDistiller } from '../../harness/suite/define-suite.ts';

const configurations = 'Multi-Level-Logit-Distillation, commit 5ee473f, its configurations';

export const mlkd = defineDistiller({
  name: 'MLKD',
  gamma: 0.1,
  alpha: 0,
  beta: 1,
  method: { name: 'mlkd', temperature: 4, weight: 0.9, crossEntropy: 0.1 },
  source: `${configurations}: T 4, CE_WEIGHT 0.1, KD_WEIGHT 0.9. Their recipes are others than CRD's, up to 960 epochs long: see the suite own-recipes`,
});

/** What its authors' code sets out to compute. */
export const mlkdAsWritten = {
  ...mlkd,
  name: 'MLKD-as-written',
  method: { ...mlkd.method, form: 'as written' as const },
  source: `ours: as coded no mask chooses an image or a class, and the strong view lacks terms; else ${mlkd.source}`,
};

/** With standardised logits in KD's terms. */
export const mlkdStandardised = {
  ...mlkd,
  name: 'MLKD+LS',
  method: { ...mlkd.method, temperature: 2, weight: 9, standardised: true as const },
  source:
    'logit-standardization-KD, commit f6e5aa5: its base temperature 2 and kd_weight 9; else as MLKD. It trains for 480 or 960 epochs',
};
