// Included before TensorFlow.js's binding is compiled (g++ -include): the options of the sessions that it makes.
//
// Before a graph runs for the first time, Grappler goes through it twice with a dozen optimisers. In the graphs of a job
// (CRD, ShuffleV1 from resnet32x4) the second time changed 10 nodes of 2,227, and the optimisers left out here changed none;
// both took more than half of the time.
#pragma once
#if __has_include("tensorflow/c/c_api.h")
#include "tensorflow/c/c_api.h"

inline TF_SessionOptions *RedistillSessionOptions() {
  TF_SessionOptions *options = TF_NewSessionOptions();
  // A ConfigProto (tensorflow/core/protobuf/config.proto, rewriter_config.proto):
  static const unsigned char config[] = {
      0x52, 11,           // graph_options, 11 bytes
      0x52, 9,            // rewrite_options, 9 bytes
      0x60, 1,            // meta_optimizer_iterations: ONE
      0x20, 1,            // memory_optimization: NO_MEM_OPT
      0x48, 2,            // loop_optimization: OFF
      0xB0, 0x01, 2,      // implementation_selector: OFF
  };
  TF_Status *status = TF_NewStatus();
  TF_SetConfig(options, config, sizeof(config), status);
  TF_DeleteStatus(status);
  return options;
}

#define TF_NewSessionOptions RedistillSessionOptions
#endif
