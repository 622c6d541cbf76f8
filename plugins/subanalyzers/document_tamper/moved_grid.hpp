// Finds earlier savings whose blocks are not on the file's own grid: of a part that was cut out of a JPEG and put
// elsewhere, or of the whole picture when it was turned or cropped before it was saved last.
#pragma once
#include <array>

#include "jpeg_luma.hpp"
#include "window_search.hpp"

namespace cotejo::tamper {

// Low frequencies in rows of 8x8: higher ones are mostly zero. The mean brightness is left out: shifted blocks have
// another one.
inline constexpr std::array<std::size_t, 14> kFrequencies{1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4};
using Steps = std::array<int, kFrequencies.size()>;  // of a quantisation; 0: unknown

struct MovedGrid {
  double whole = 0;  // comb that the whole picture has on one other grid, 0..1
  Window never;      // the part without that comb
  Window elsewhere;  // the part with a comb on a grid that the rest does not have
};

// `first`: steps of the picture's first saving on the file's own grid, whose combs move with what is moved. Nothing
// when `stop` said so.
// `clipped`: of clipped_blocks, over `within`.
std::optional<MovedGrid> find_moved_grid(const JpegLuma& luma, const cv::Mat& pixels, const cv::Mat& clipped,
                                         const Steps& first, const cv::Rect& within, const Stop& stop);

}  // namespace cotejo::tamper
