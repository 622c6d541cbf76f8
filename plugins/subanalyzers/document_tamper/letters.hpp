// What letters look like, to find those that came to the picture another way than their neighbours: how steep their
// edges are, how dark their ink is, whether the paper around them is that of the surroundings and as noisy.
#pragma once
#include <array>
#include <opencv2/core.hpp>
#include <text_reading/line_finder.hpp>
#include <vector>

#include "jpeg_luma.hpp"

namespace cotejo::tamper {

enum class Look { edge, ink, paper, noise, baseline, size, saved, grid };
inline constexpr std::size_t kLooks = 8;

struct LetterRun {
  cv::Rect box;  // pixels
  std::array<double, kLooks> look{};
  int letters = 0;
  double height = 0;
};

struct OddRun {
  cv::Rect box;
  std::array<double, kLooks> deviations{};  // from runs of letters of about that height, in their spread
  double sum = 0;                           // of those that count
};

struct Letters {
  std::vector<LetterRun> runs;
  std::array<double, kLooks> largest{};  // deviation of any run
  std::vector<OddRun> odd;               // the oddest first
};

// `grey` is upright, 8 bits. `saved` and `grid` are maps of any size over the same picture (CV_32F), or empty.
Letters compare_letters(const cv::Mat& grey, const cv::Mat& saved, const cv::Mat& saved_weight, const cv::Mat& grid,
                        const Stop& stop);

}  // namespace cotejo::tamper
