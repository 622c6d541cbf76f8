// Calls functions of libraries that plugins loaded. The host itself links neither OpenCV nor OpenMP.
#pragma once
#include <string_view>

namespace cotejo::plugins {

// The function `symbol` of the loaded library whose file name contains `library`; null when there is none.
void* function_of(std::string_view library, const char* symbol);

// Makes OpenCV work only on the thread that calls it, if a plugin has loaded OpenCV: components already run in
// parallel. The environment variable OPENCV_FOR_THREADS_NUM is not enough: OpenCV 4.6 still starts a TBB thread.
void keep_opencv_single_threaded();

}  // namespace cotejo::plugins
