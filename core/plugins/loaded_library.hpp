// Functions of libraries that plugins brought along. The host itself links neither OpenCV nor OpenMP.
#pragma once
#include <string_view>

namespace cotejo::plugins {

// The function `symbol` of the loaded library whose file name holds `library`, or null.
void* function_of(std::string_view library, const char* symbol);

// Has OpenCV work on the thread that calls it, once a plugin has brought it: components run side by side already. Its
// environment variable OPENCV_FOR_THREADS_NUM is not enough: with it, OpenCV 4.6 still starts a thread of TBB's.
void keep_opencv_single_threaded();

}  // namespace cotejo::plugins
