import { z } from 'zod';
import { exitCode, Problem } from '../../base/problem.ts';
import { connectors } from '../../model/distillers/modules/connectors.ts';
import { convolutionalRegressor } from '../../model/distillers/modules/convolutional-regressor.ts';
import { linearEmbedding, linearRegressor, normalisedEmbedding } from '../../model/distillers/modules/embedding.ts';
import { paraphraser } from '../../model/distillers/modules/paraphraser.ts';
import { translator } from '../../model/distillers/modules/translator.ts';
import type { Pass } from '../../model/engine/layers/batch-norm.ts';
import type { MapShape } from '../../model/engine/network.ts';
import type { Parameters } from '../../model/engine/parameters.ts';
import type { Tensor } from '../../model/engine/tensorflow.ts';
import type { CaseVectors } from './vectors.ts';

/** What a helper module is made from; shapes are PyTorch's. */
interface Context {
  vectors: CaseVectors;
  parameters: Parameters;
  inputs: readonly (readonly number[])[];
  outputs: readonly (readonly number[])[];
}

/** A helper module on a list of inputs. */
export type Module = (inputs: readonly Tensor[], pass: Pass) => Tensor[];

const featureOf = ([, channels, size]: readonly number[]): MapShape => ({ channels: channels!, size: size! });

/** The names and shapes of a module's parameters and buffers. */
export const stateSchema = z.object({
  state_dict: z.array(z.object({ name: z.string(), shape: z.array(z.int().nonnegative()) })),
});

const callSchema = z.object({ call_kwargs: z.object({ is_factor: z.boolean().default(false) }) });

/** A parameter's shape, from the names and shapes that the case keeps. */
function parameterShape(vectors: CaseVectors, name: string): number[] {
  const found = vectors.settings(stateSchema).state_dict.find((parameter) => parameter.name === name);
  if (found) return found.shape;
  throw new Problem(
    `${vectors.name}: state_dict names no "${name}"`,
    'Name the case after the module that it is of',
    exitCode.data,
  );
}

const embeddingWith =
  (embedding: typeof linearEmbedding) =>
  ({ vectors, parameters }: Context): Module => {
    const [outputs, inputs] = parameterShape(vectors, 'linear.weight');
    const embed = embedding(parameters, inputs!, outputs!);
    return ([x]) => [embed(x!)];
  };

/** Channels of FT's teacher or student, and of the code, as the second convolution of the encoder has them. */
function encoderWidths(vectors: CaseVectors): [channels: number, factors: number] {
  const [factors, channels] = parameterShape(vectors, 'encoder.3.weight');
  return [channels!, factors!];
}

/** Makes a helper module; what it adds to the parameters is compared too. */
export type BuildModule = (context: Context) => Module;

/** Every helper module of the reference's distillers, by the vectors' name of it. */
export const bareModules: Record<string, BuildModule> = {
  embed: embeddingWith(normalisedEmbedding),
  linearembed: embeddingWith(linearEmbedding),
  regress: embeddingWith(linearRegressor),
  convreg({ vectors, parameters, inputs, outputs }) {
    // Whether the module has its ReLU is told by the case's name alone.
    const relu = !vectors.name.includes('norelu');
    const regress = convolutionalRegressor(parameters, featureOf(inputs[0]!), featureOf(outputs[0]!), { relu });
    return ([x], pass) => [regress(x!, pass)];
  },
  connector: ({ parameters, inputs, outputs }) => connectors(parameters, inputs.map(featureOf), outputs.map(featureOf)),
  paraphraser({ vectors, parameters }) {
    const { encode, decode } = paraphraser(parameters, ...encoderWidths(vectors));
    const { is_factor: codeAlone } = vectors.settings(callSchema).call_kwargs;
    return ([x]) => {
      const code = encode(x!);
      return codeAlone ? [code] : [code, decode(code)];
    };
  },
  translator({ vectors, parameters }) {
    const translate = translator(parameters, ...encoderWidths(vectors));
    return ([x], pass) => [translate(x!, pass)];
  },
};
