#include "plugins/process.hpp"

#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstdlib>

namespace cotejo::plugins {

void prepare_process() {
  // Makes numbers be read and written in one way everywhere, which Tesseract also requires.
  std::setlocale(LC_ALL, "C");
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit of the file size is an error of that write, not the end of the process
  // The worker pool is the only parallelism: libraries that start threads of their own inside a worker cost more than
  // they bring (one Tesseract call took ten times as long with OpenMP's default). Both libraries read these once, when
  // they are loaded with the plugins.
  ::setenv("OMP_THREAD_LIMIT", "1", 1);
  ::setenv("OMP_NUM_THREADS", "1", 1);
  ::setenv("OPENCV_FOR_THREADS_NUM", "1", 1);
  ::setenv("OPENCV_LOG_LEVEL", "SILENT", 0);
}

}  // namespace cotejo::plugins
