// The critic's objective of one direction of CRD, with its gradient, as one kernel of TensorFlow (modules/critic-objective.ts has
// the formula). The add-on registers it when it is loaded, on processors with AVX-512, or AVX2 and FMA, and says with which.
#include <node_api.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "tensorflow.h"

namespace {

// One direction of one step.
struct Contrast {
  int batch, dimension, rows;
  // Of the anchors side by side: the batch, rounded up to whole vectors.
  int width;
  // [dimension, width], divided by the temperature, zeros behind the batch.
  const float *anchors;
  // [rows, dimension]
  const float *bank;
  // How often each row is a negative of each anchor: [batch, rows].
  const uint16_t *counts;
  // Each anchor's own row.
  const int *positives;
  float noise, epsilon;
};

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,fma,prefer-vector-width=512")
namespace avx512 {
#define LANES 16
#include "critic.h"
#undef LANES
}  // namespace avx512
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
#define LANES 8
#include "critic.h"
#undef LANES
}  // namespace avx2
#pragma GCC pop_options

// What the kernel computes with: the best that the processor has, or what the user asks for; none where it has neither.
const char *Instructions() {
  const char *asked = std::getenv("REDISTILL_KERNELS");
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (avx512 && !(asked && std::string(asked) == "avx2")) return "avx512";
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? "avx2" : nullptr;
}

// The kernel's work on a part of the bank, with these instructions; set when it is registered.
decltype(&avx2::Work) workOnPart = nullptr;

// As many as TensorFlow's own kernels take.
int ThreadCount() {
  const char *given = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int count = given ? std::atoi(given) : (int)std::thread::hardware_concurrency();
  return std::max(1, count);
}

// Does the tasks 0 to count - 1, each on one thread. What each does must not depend on which.
template <typename Task>
void InParallel(int count, Task task) {
  std::atomic<int> next{0};
  std::atomic<bool> failed{false};
  const auto work = [&] {
    try {
      for (int index; (index = next++) < count;) task(index);
    } catch (const std::bad_alloc &) {
      failed = true;
    }
  };
  std::vector<std::thread> threads;
  const int helpers = std::min(ThreadCount(), count) - 1;
  try {
    threads.reserve(helpers);
    for (int index = 0; index < helpers; index++) threads.emplace_back(work);
  } catch (const std::system_error &) {
    // A machine with no more threads: those that there are do it all.
  }
  work();
  for (std::thread &thread : threads) thread.join();
  if (failed) throw std::bad_alloc();
}

// The bank in as many parts whatever threads there are: sums are added up in the same order on each machine.
constexpr int parts = 64;

// The sum over all images, and the gradients of the anchors times the temperature.
double Run(const Contrast &contrast, const float *normaliser, std::vector<float> *gradients) {
  const size_t size = normaliser ? (size_t)contrast.batch * contrast.dimension : 0;
  std::vector<std::vector<float>> each(parts);
  std::vector<double> sums(parts);
  InParallel(parts, [&](int part) {
    each[part].resize(size);
    const int first = (int64_t)contrast.rows * part / parts, end = (int64_t)contrast.rows * (part + 1) / parts;
    workOnPart(contrast, normaliser, first, end, &sums[part], each[part].data());
  });
  double sum = 0;
  gradients->assign(size, 0);
  for (int part = 0; part < parts; part++) {
    sum += sums[part];
    for (size_t place = 0; place < size; place++) (*gradients)[place] += each[part][place];
  }
  return sum;
}

struct Attributes {
  float temperature, epsilon;
};

struct DeleteStatus {
  void operator()(TF_Status *status) const { TF_DeleteStatus(status); }
};
struct DeleteTensor {
  void operator()(TF_Tensor *tensor) const { TF_DeleteTensor(tensor); }
};
using Status = std::unique_ptr<TF_Status, DeleteStatus>;
using Tensor = std::unique_ptr<TF_Tensor, DeleteTensor>;

void *Create(TF_OpKernelConstruction *construction) {
  Status status(TF_NewStatus());
  auto *attributes = new Attributes();
  TF_OpKernelConstruction_GetAttrFloat(construction, "temperature", &attributes->temperature, status.get());
  if (TF_GetCode(status.get()) == TF_OK)
    TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &attributes->epsilon, status.get());
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelConstruction_Failure(construction, status.get());
  return attributes;
}

Tensor Input(TF_OpKernelContext *context, int index, TF_Status *status) {
  TF_Tensor *tensor = nullptr;
  TF_GetInput(context, index, &tensor, status);
  return Tensor(tensor);
}

float *Output(
    TF_OpKernelContext *context, int index, const std::vector<int64_t> &shape, Tensor *tensor, TF_Status *status) {
  size_t size = 1;
  for (int64_t length : shape) size *= length;
  tensor->reset(TF_AllocateOutput(
      context, index, TF_FLOAT, shape.data(), (int)shape.size(), size * sizeof(float), status));
  return TF_GetCode(status) == TF_OK ? (float *)TF_TensorData(tensor->get()) : nullptr;
}

void ComputeOrFail(const Attributes &attributes, TF_OpKernelContext *context, TF_Status *status) {
  Tensor inputs[4];
  for (int index = 0; index < 4; index++) {
    inputs[index] = Input(context, index, status);
    if (TF_GetCode(status) != TF_OK) return;
  }
  const auto values = [&](int index) { return (const float *)TF_TensorData(inputs[index].get()); };
  const auto length = [&](int index, int axis) { return (int)TF_Dim(inputs[index].get(), axis); };
  const auto refuse = [&](const char *why) { TF_SetStatus(status, TF_INVALID_ARGUMENT, why); };
  if (TF_NumDims(inputs[0].get()) != 2 || TF_NumDims(inputs[1].get()) != 2 || TF_NumDims(inputs[2].get()) != 2)
    return refuse("anchors, bank and contrast are matrices");

  const int vector = 16;
  const int batch = length(0, 0), dimension = length(0, 1), rows = length(1, 0), columns = length(2, 1);
  if (length(1, 1) != dimension || dimension % vector != 0 || length(2, 0) != batch || columns < 2 || columns > 65535)
    return refuse("the shapes of anchors, bank and contrast do not go together");
  const int width = (batch + vector - 1) / vector * vector;
  const float *given = values(0);
  std::vector<float> anchors((size_t)dimension * width);
  for (int anchor = 0; anchor < batch; anchor++)
    for (int place = 0; place < dimension; place++)
      anchors[(size_t)place * width + anchor] = given[(size_t)anchor * dimension + place] / attributes.temperature;

  const auto *indices = (const int32_t *)TF_TensorData(inputs[2].get());
  std::vector<uint16_t> counts((size_t)batch * rows);
  std::vector<int> positives(batch);
  std::atomic<bool> outside{false};
  InParallel(batch, [&](int anchor) {
    const int32_t *own = indices + (size_t)anchor * columns;
    uint16_t *ofAnchor = &counts[(size_t)anchor * rows];
    positives[anchor] = own[0];
    for (int column = 0; column < columns; column++) {
      if ((uint32_t)own[column] >= (uint32_t)rows) outside = true;
      else if (column > 0) ofAnchor[own[column]]++;
    }
  });
  if (outside) return refuse("contrast has an index that the bank has not");

  const float noise = (float)(columns - 1) / rows;
  const Contrast contrast{batch,         dimension,        rows,  width,             anchors.data(),
                          values(1),     counts.data(),    positives.data(), noise, attributes.epsilon};
  std::vector<float> gradients;
  float normaliser = *values(3);
  if (normaliser < 0) normaliser = (float)(Run(contrast, nullptr, &gradients) / batch / columns * rows);
  const double sum = Run(contrast, &normaliser, &gradients);

  Tensor outputs[3];
  float *loss = Output(context, 0, {}, &outputs[0], status);
  float *gradient = loss ? Output(context, 1, {batch, dimension}, &outputs[1], status) : nullptr;
  float *next = gradient ? Output(context, 2, {}, &outputs[2], status) : nullptr;
  if (!next) return;
  *loss = (float)(sum / batch);
  *next = normaliser;
  for (size_t place = 0; place < gradients.size(); place++)
    gradient[place] = gradients[place] / (attributes.temperature * batch);
}

void Compute(void *attributes, TF_OpKernelContext *context) {
  Status status(TF_NewStatus());
  try {
    ComputeOrFail(*(const Attributes *)attributes, context, status.get());
  } catch (const std::bad_alloc &) {
    TF_SetStatus(status.get(), TF_RESOURCE_EXHAUSTED, "no memory for the critic's objective");
  }
  if (TF_GetCode(status.get()) != TF_OK) TF_OpKernelContext_Failure(context, status.get());
}

void Delete(void *attributes) { delete (Attributes *)attributes; }

// The loss and the next normaliser are scalars, and the gradient is shaped as the anchors.
void InferShapes(TF_ShapeInferenceContext *context, TF_Status *status) {
  TF_ShapeHandle *scalar = TF_ShapeInferenceContextScalar(context), *anchors = TF_NewShapeHandle();
  TF_ShapeInferenceContextGetInput(context, 0, anchors, status);
  TF_ShapeHandle *const shapes[] = {scalar, anchors, scalar};
  for (int output = 0; output < 3 && TF_GetCode(status) == TF_OK; output++)
    TF_ShapeInferenceContextSetOutput(context, output, shapes[output], status);
  TF_DeleteShapeHandle(anchors);
  TF_DeleteShapeHandle(scalar);
}

// Says what it computes with, or nothing where it cannot.
const char *Register() {
  const char *instructions = Instructions();
  if (!instructions) return nullptr;
  workOnPart = std::string(instructions) == "avx512" ? avx512::Work : avx2::Work;
  Status status(TF_NewStatus());
  TF_OpDefinitionBuilder *definition = TF_NewOpDefinitionBuilder("CriticObjective");
  for (const char *input : {"anchors: float", "bank: float", "contrast: int32", "normaliser: float"})
    TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char *output : {"loss: float", "gradient: float", "next_normaliser: float"})
    TF_OpDefinitionBuilderAddOutput(definition, output);
  for (const char *attribute : {"temperature: float", "epsilon: float"})
    TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, InferShapes);
  TF_RegisterOpDefinition(definition, status.get());
  if (TF_GetCode(status.get()) != TF_OK) return nullptr;
  TF_KernelBuilder *kernel = TF_NewKernelBuilder("CriticObjective", "CPU", Create, Compute, Delete);
  TF_RegisterKernelBuilder("CriticObjective", kernel, status.get());
  return TF_GetCode(status.get()) == TF_OK ? instructions : nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  // TensorFlow keeps a kernel for as long as the process lives, which may load the add-on on several threads.
  static const char *const instructions = Register();
  napi_value value;
  if (instructions) napi_create_string_utf8(env, instructions, NAPI_AUTO_LENGTH, &value);
  else napi_get_undefined(env, &value);
  napi_set_named_property(env, exports, "critic", value);
  return exports;
}
