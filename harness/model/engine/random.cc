// A choice without replacement from a stream of random numbers (random.ts), which native code draws in a quarter of the time.
#include <node_api.h>

#include <algorithm>
#include <cstdint>

namespace {

// What a stream gives is drawn ahead in blocks of four words, many at a time: compilers make vectors of them.
constexpr int together = 32, ahead = 8 * together;

struct Stream {
  // Its two keys, and the step in two words.
  const uint32_t *state;
  // Of the next word.
  uint64_t position;
  // Of the first word that is there, and behind the last.
  uint64_t first, end;
  uint32_t words[4 * ahead];

  // Philox4x32-10, as `philox` in random.ts, of the blocks from the position's on.
  void Fill() {
    first = position / 4 * 4;
    end = first + 4 * ahead;
    for (int block = 0; block < ahead; block += together) {
      uint32_t w0[together], w1[together], w2[together], w3[together];
      for (int i = 0; i < together; i++) {
        w0[i] = (uint32_t)(first / 4) + block + i;
        w1[i] = 0;
        w2[i] = state[2];
        w3[i] = state[3];
      }
      uint32_t k0 = state[0], k1 = state[1];
      for (int round = 0; round < 10; round++) {
        for (int i = 0; i < together; i++) {
          const uint64_t product0 = (uint64_t)0xd2511f53 * w0[i], product1 = (uint64_t)0xcd9e8d57 * w2[i];
          w0[i] = (uint32_t)(product1 >> 32) ^ w1[i] ^ k0;
          w1[i] = (uint32_t)product1;
          w2[i] = (uint32_t)(product0 >> 32) ^ w3[i] ^ k1;
          w3[i] = (uint32_t)product0;
        }
        k0 += 0x9e3779b9;
        k1 += 0xbb67ae85;
      }
      uint32_t *to = words + 4 * block;
      for (int i = 0; i < together; i++, to += 4) {
        to[0] = w0[i];
        to[1] = w1[i];
        to[2] = w2[i];
        to[3] = w3[i];
      }
    }
  }

  uint32_t Word() {
    if (position >= end) Fill();
    return words[position++ - first];
  }

  // 0 to count - 1, as `RandomStream.integer`.
  uint32_t Integer(uint32_t count) {
    for (;;) {
      const uint64_t product = (uint64_t)Word() * count;
      const uint32_t low = (uint32_t)product;
      if (low >= count || low >= (uint32_t)(-count) % count) return (uint32_t)(product >> 32);
    }
  }
};

template <typename Value>
Value *ValuesOf(napi_env env, napi_value array, size_t *length) {
  void *data = nullptr;
  napi_get_typedarray_info(env, array, nullptr, length, &data, nullptr, nullptr);
  return (Value *)data;
}

// choose(values, chosen, state, position): puts into `chosen` what a shuffle of `values` begins with, from the stream's position
// on; returns the position after it. The values are left in another order.
napi_value Choose(napi_env env, napi_callback_info info) {
  size_t count = 4, length = 0, wanted = 0, ignored = 0;
  napi_value arguments[4];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  int32_t *values = ValuesOf<int32_t>(env, arguments[0], &length);
  int32_t *chosen = ValuesOf<int32_t>(env, arguments[1], &wanted);
  double position = 0;
  napi_get_value_double(env, arguments[3], &position);
  Stream stream;
  stream.state = ValuesOf<uint32_t>(env, arguments[2], &ignored);
  stream.position = (uint64_t)position;
  stream.end = 0;
  for (size_t index = 0; index < std::min(wanted, length); index++) {
    const size_t other = index + stream.Integer((uint32_t)(length - index));
    chosen[index] = values[other];
    values[other] = values[index];
  }
  napi_value after;
  napi_create_double(env, (double)stream.position, &after);
  return after;
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_value choose;
  napi_create_function(env, "choose", NAPI_AUTO_LENGTH, Choose, nullptr, &choose);
  napi_set_named_property(env, exports, "choose", choose);
  return exports;
}
