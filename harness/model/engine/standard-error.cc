// What Node cannot do: let one file descriptor stand for the file of another.
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

namespace {

int NumberOf(napi_env env, napi_value value) {
  int number = -1;
  napi_get_value_int32(env, value, &number);
  return number;
}

napi_value ValueOf(napi_env env, int number) {
  napi_value value;
  napi_create_int32(env, number, &value);
  return value;
}

// copy(descriptor): another descriptor of the same file; -1 where there can be none.
napi_value Copy(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value arguments[1];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  return ValueOf(env, fcntl(NumberOf(env, arguments[0]), F_DUPFD_CLOEXEC, 3));
}

// point(descriptor, other): from now on the first is of the file that the other is of.
napi_value Point(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  return ValueOf(env, dup2(NumberOf(env, arguments[1]), NumberOf(env, arguments[0])));
}

}  // namespace

NAPI_MODULE_INIT() {
  napi_property_descriptor functions[] = {
      {"copy", nullptr, Copy, nullptr, nullptr, nullptr, napi_default, nullptr},
      {"point", nullptr, Point, nullptr, nullptr, nullptr, napi_default, nullptr},
  };
  napi_define_properties(env, exports, 2, functions);
  return exports;
}
