// State of the whole process that belongs to the host and to nobody else: locale, OpenMP, OpenCV's threads. Set once,
// first in main().
#pragma once

namespace cotejo::plugins {
void prepare_process();
}
