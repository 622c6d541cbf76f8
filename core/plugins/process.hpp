// Sets the state of the process that only the host may change: locale, OpenMP and OpenCV threads. Called once, at the
// beginning of main().
#pragma once

namespace cotejo::plugins {
void prepare_process();
}
