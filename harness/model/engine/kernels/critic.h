// The critic's objective over whole tiles of a memory bank, for processors whose vectors have LANES floats: included once for each
// width, in a namespace and under a target of its own.
//
// A tile's rows are multiplied with all anchors, scored, and multiplied with their gradients while they are in the processor's
// caches: the bank is read once, and no matrix of all scores is ever in memory.

typedef float Floats __attribute__((vector_size(4 * LANES), aligned(4)));
typedef int32_t Integers __attribute__((vector_size(4 * LANES), aligned(4)));
typedef uint16_t Counts __attribute__((vector_size(2 * LANES), aligned(2)));

#define INLINE static inline __attribute__((always_inline))

INLINE Floats Each(float value) { return Floats{} + value; }

// g++ would read it from memory again for each product.
INLINE Floats InRegister(Floats value) {
  asm("" : "+v"(value));
  return value;
}

// e^x to 2 units in the last place (Cephes's polynomial). NaN stays NaN.
INLINE Floats Exponential(Floats x) {
  // Added and taken away, this leaves the nearest integer.
  const Floats rounds = Each(12582912.0f);
  // Beyond these it is infinity or zero all the same.
  const Floats below = x > 89.0f ? Each(89.0f) : x, bounded = below < -104.0f ? Each(-104.0f) : below;
  const Floats power = (bounded * 1.44269504f + rounds) - rounds;
  const Floats rest = (bounded - power * 0.693359375f) - power * -2.12194440e-4f;
  Floats sum = Each(1.9875691500e-4f);
  sum = sum * rest + 1.3981999507e-3f;
  sum = sum * rest + 8.3334519073e-3f;
  sum = sum * rest + 4.1665795894e-2f;
  sum = sum * rest + 1.6666665459e-1f;
  sum = sum * rest + 5.0000001201e-1f;
  sum = sum * rest * rest + rest + 1.0f;
  // By half the power twice, as 2^128 is no float.
  const Integers whole = __builtin_convertvector(power, Integers);
  const Integers half = whole >> 1;
  return sum * (Floats)((half + 127) << 23) * (Floats)((whole - half + 127) << 23);
}

// log x of normal numbers from 1 on, to 2 units in the last place (Cephes's polynomial).
INLINE Floats Logarithm(Floats x) {
  const Integers bits = (Integers)x;
  // The mantissa lies between sqrt(1/2) and sqrt(2).
  const Integers power = (bits - 0x3f3504f3) >> 23;
  const Floats whole = __builtin_convertvector(power, Floats);
  const Floats rest = (Floats)(bits - (power << 23)) - 1.0f;
  const Floats square = rest * rest;
  Floats sum = Each(7.0376836292e-2f);
  sum = sum * rest - 1.1514610310e-1f;
  sum = sum * rest + 1.1676998740e-1f;
  sum = sum * rest - 1.2420140846e-1f;
  sum = sum * rest + 1.4249322787e-1f;
  sum = sum * rest - 1.6668057665e-1f;
  sum = sum * rest + 2.0000714765e-1f;
  sum = sum * rest - 2.4999993993e-1f;
  sum = sum * rest + 3.3333331174e-1f;
  sum = sum * rest * square + whole * -2.12194440e-4f - 0.5f * square;
  return rest + sum + whole * 0.693359375f;
}

// The products of Rows rows of the bank with Vectors vectors of anchors, which lie side by side: [dimension, width].
template <int Rows, int Vectors>
INLINE void MultiplyRows(const float *rows, const float *anchors, int dimension, int width, float *products) {
  Floats sums[Rows][Vectors];
  for (int row = 0; row < Rows; row++)
    for (int vector = 0; vector < Vectors; vector++) sums[row][vector] = Floats{};
  for (int place = 0; place < dimension; place++) {
    Floats across[Vectors];
    for (int vector = 0; vector < Vectors; vector++)
      across[vector] = *(const Floats *)(anchors + place * width + vector * LANES);
    for (int row = 0; row < Rows; row++) {
      const Floats value = InRegister(Each(rows[row * dimension + place]));
      for (int vector = 0; vector < Vectors; vector++) sums[row][vector] += value * across[vector];
    }
  }
  for (int row = 0; row < Rows; row++)
    for (int vector = 0; vector < Vectors; vector++)
      *(Floats *)(products + row * width + vector * LANES) = sums[row][vector];
}

template <int Rows>
INLINE void MultiplyRows(const float *rows, const float *anchors, int dimension, int width, float *products) {
  int from = 0;
  for (; from + 4 * LANES <= width; from += 4 * LANES)
    MultiplyRows<Rows, 4>(rows, anchors + from, dimension, width, products + from);
  for (; from < width; from += LANES) MultiplyRows<Rows, 1>(rows, anchors + from, dimension, width, products + from);
}

// Adds to the gradients of Anchors anchors what a tile's rows give them, Vectors vectors wide.
template <int Anchors, int Vectors>
INLINE void AddGradients(const float *weights, const float *rows, int count, int dimension, int width, float *gradients) {
  Floats sums[Anchors][Vectors];
  for (int anchor = 0; anchor < Anchors; anchor++)
    for (int vector = 0; vector < Vectors; vector++)
      sums[anchor][vector] = *(const Floats *)(gradients + anchor * dimension + vector * LANES);
  for (int row = 0; row < count; row++) {
    Floats across[Vectors];
    for (int vector = 0; vector < Vectors; vector++)
      across[vector] = *(const Floats *)(rows + row * dimension + vector * LANES);
    for (int anchor = 0; anchor < Anchors; anchor++) {
      const Floats weight = InRegister(Each(weights[row * width + anchor]));
      for (int vector = 0; vector < Vectors; vector++) sums[anchor][vector] += weight * across[vector];
    }
  }
  for (int anchor = 0; anchor < Anchors; anchor++)
    for (int vector = 0; vector < Vectors; vector++)
      *(Floats *)(gradients + anchor * dimension + vector * LANES) = sums[anchor][vector];
}

template <int Anchors>
INLINE void AddGradients(const float *weights, const float *rows, int count, int dimension, int width, float *gradients) {
  int from = 0;
  for (; from + 4 * LANES <= dimension; from += 4 * LANES)
    AddGradients<Anchors, 4>(weights, rows + from, count, dimension, width, gradients + from);
  for (; from < dimension; from += LANES)
    AddGradients<Anchors, 1>(weights, rows + from, count, dimension, width, gradients + from);
}

typedef uint16_t Eight __attribute__((vector_size(16), aligned(2)));

// How often each row is a negative of each anchor, row by row, from the same anchor by anchor, `stride` apart.
INLINE void TransposeCounts(const uint16_t *from, size_t stride, int batch, int rows, int width, uint16_t *to) {
  const int wholeRows = rows / 8 * 8, wholeAnchors = batch / 8 * 8;
  const Eight low = {0, 8, 1, 9, 2, 10, 3, 11}, high = {4, 12, 5, 13, 6, 14, 7, 15};
  for (int row = 0; row < wholeRows; row += 8) {
    for (int anchor = 0; anchor < wholeAnchors; anchor += 8) {
      Eight block[8], mixed[8];
      for (int i = 0; i < 8; i++) block[i] = *(const Eight *)(from + (anchor + i) * stride + row);
      // Three times, each with the one four further on, as cards are shuffled: then they have changed sides.
      for (int time = 0; time < 3; time++) {
        for (int i = 0; i < 4; i++) {
          mixed[2 * i] = __builtin_shuffle(block[i], block[i + 4], low);
          mixed[2 * i + 1] = __builtin_shuffle(block[i], block[i + 4], high);
        }
        for (int i = 0; i < 8; i++) block[i] = mixed[i];
      }
      for (int i = 0; i < 8; i++) *(Eight *)(to + (row + i) * width + anchor) = block[i];
    }
  }
  for (int row = 0; row < rows; row++)
    for (int anchor = row < wholeRows ? wholeAnchors : 0; anchor < batch; anchor++)
      to[row * width + anchor] = from[anchor * stride + row];
}

// Works through the bank's rows [first, end), and adds to the sum and, where there is a normaliser, to the gradients.
static void Work(const Contrast &contrast, const float *normaliser, int first, int end, double *sum, float *gradients) {
  // As many sums as there are registers for, in blocks of four vectors.
  constexpr int tile = 126, block = LANES == 16 ? 6 : 3;
  const int dimension = contrast.dimension, width = contrast.width, batch = contrast.batch;
  std::vector<float> scores(tile * width), atPositive(batch);
  std::vector<uint16_t> counts(tile * width);
  const float noise = contrast.noise, epsilon = contrast.epsilon, perNoise = 1 / noise;
  const float perNormaliser = normaliser ? 1 / *normaliser : 0;

  for (int from = first; from < end; from += tile) {
    const int rows = std::min(tile, end - from);
    const float *bank = contrast.bank + (size_t)from * dimension;
    int row = 0;
    for (; row + block <= rows; row += block)
      MultiplyRows<block>(bank + row * dimension, contrast.anchors, dimension, width, &scores[row * width]);
    for (; row < rows; row++)
      MultiplyRows<1>(bank + row * dimension, contrast.anchors, dimension, width, &scores[row * width]);
    TransposeCounts(contrast.counts + from, contrast.rows, batch, rows, width, counts.data());
    for (int anchor = 0; anchor < batch; anchor++) {
      const int positive = contrast.positives[anchor] - from;
      if (positive >= 0 && positive < rows) atPositive[anchor] = std::exp(scores[positive * width + anchor]);
    }

    Floats total = Floats{};
    for (int place = 0; place < rows * width; place += LANES) {
      Floats *const score = (Floats *)&scores[place];
      const Floats count = __builtin_convertvector(*(const Counts *)&counts[place], Floats);
      const Floats exponential = Exponential(*score);
      if (normaliser == nullptr) {
        total += count * exponential;
        continue;
      }
      const Floats value = exponential * perNormaliser;
      const Floats quotient = (value + epsilon) * perNoise;
      const Floats above = quotient + 1.0f;
      const Floats inverse = 1.0f / above;
      // What rounding took from above is added back. Neither infinity nor NaN has a logarithm here: the difference keeps them.
      const Floats logarithm = Logarithm(above) + (quotient - (above - 1.0f)) * inverse + (above - above);
      total += count > 0.0f ? count * logarithm : Floats{};
      *score = count > 0.0f ? count * perNoise * value * inverse : Floats{};
    }
    for (int lane = 0; lane < LANES; lane++) *sum += total[lane];

    for (int anchor = 0; anchor < batch; anchor++) {
      const int positive = contrast.positives[anchor] - from;
      if (positive < 0 || positive >= rows) continue;
      if (normaliser == nullptr) {
        *sum += atPositive[anchor];
        continue;
      }
      const float against = noise + epsilon, value = atPositive[anchor] / *normaliser;
      *sum += std::log1p(against / value);
      scores[positive * width + anchor] -= against / (value + against);
    }
    if (normaliser == nullptr) continue;
    int anchor = 0;
    for (; anchor + block <= batch; anchor += block)
      AddGradients<block>(&scores[anchor], bank, rows, dimension, width, gradients + anchor * dimension);
    for (; anchor < batch; anchor++)
      AddGradients<1>(&scores[anchor], bank, rows, dimension, width, gradients + anchor * dimension);
  }
}

#undef INLINE
