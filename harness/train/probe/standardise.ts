/** Vectors, one behind the other: [count, width]. */
export interface VectorRows {
  values: Float32Array;
  width: number;
}

/** Of each component of vectors, over all of them. */
export interface Moments {
  mean: Float64Array;
  /** With n; 1 where all are the same. */
  deviation: Float64Array;
}

export function momentsOf({ values, width }: VectorRows): Moments {
  const count = values.length / width;
  const mean = new Float64Array(width);
  const variance = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width]! += values[i]! / count;
  for (let i = 0; i < values.length; i++) variance[i % width]! += (values[i]! - mean[i % width]!) ** 2 / count;
  // What hardly moves beside its size is rounding.
  const deviation = variance.map((one, i) => {
    const root = Math.sqrt(one);
    return root > 1e-6 * Math.abs(mean[i]!) ? root : 1;
  });
  return { mean, deviation };
}

/** The vectors less the mean, in deviations. */
export function standardise({ values, width }: VectorRows, { mean, deviation }: Moments): VectorRows {
  return { width, values: values.map((value, i) => (value - mean[i % width]!) / deviation[i % width]!) };
}
