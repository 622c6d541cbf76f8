// Finds out how a JPEG was saved before, and which part of it was not, or was saved differently. Each saving leaves
// combs in the histograms of the coefficients. A part that was pasted in later lacks them, a part that was saved
// separately has other ones, and a part that was moved has them on another grid. After T. Bianchi and A. Piva (ICASSP
// 2011, TIFS 2012).
#pragma once
#include "moved_grid.hpp"

namespace cotejo::tamper {

struct History {
  double strength = 0;  // how much better two savings explain the whole than one, per coefficient
  Steps first{};        // steps of the first saving; 0: left no trace
  Window never;         // not saved before as the rest was
  Window otherwise;     // saved in between at another quality
  double turned = 0;    // comb of the whole picture on another grid: it was turned or cut before it was saved again
  Window moved;         // the grid of an earlier saving lies elsewhere
};

// `within`: blocks that are searched. Nothing when `stop` said so.
std::optional<History> find_history(const JpegLuma& luma, const cv::Mat& pixels, const cv::Rect& within,
                                    const Stop& stop);

}  // namespace cotejo::tamper
