// Preloaded into a job (LD_PRELOAD): takes its GPU away once, when the file that REDISTILL_TAKE_GPU names is there. It resets
// the context of its own process, after which CUDA refuses all that this process asks for; other processes keep the GPU.
#include <cstdlib>
#include <dlfcn.h>
#include <thread>
#include <unistd.h>

static void wait_for_sign(const char *sign) {
  for (;;) {
    usleep(10000);
    void *cuda = dlopen("libcuda.so.1", RTLD_NOW | RTLD_NOLOAD);
    // The sign goes, so that the job's next try keeps its GPU.
    if (cuda == nullptr || unlink(sign) != 0) continue;
    auto reset = reinterpret_cast<int (*)(int)>(dlsym(cuda, "cuDevicePrimaryCtxReset_v2"));
    if (reset != nullptr) reset(0);
    return;
  }
}

__attribute__((constructor)) static void begin() {
  const char *sign = getenv("REDISTILL_TAKE_GPU");
  if (sign != nullptr) std::thread(wait_for_sign, sign).detach();
}
