// The luma of a JPEG file as it is stored: quantised coefficients, and the pixels that they stand for before rounding;
// of the colours the means.
// Hostile bytes: bounded, in a process of its own.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <opencv2/core.hpp>
#include <optional>
#include <span>
#include <vector>

namespace cotejo::tamper {

using Stop = std::function<bool()>;
using Block = std::array<float, 64>;

struct JpegLuma {
  int width = 0, height = 0;         // pixels, as stored
  int columns = 0, rows = 0;         // whole blocks of 8x8 pixels; a cut-off last one is left out
  std::array<int, 64> table{};       // quantisation steps, in rows
  std::vector<std::int16_t> levels;  // 64 for each block, in rows: coefficient / step

  std::array<std::vector<float>, 2> chroma;  // mean Cb and Cr of each block's surroundings, around 0; empty: grey

  const std::int16_t* block(int column, int row) const {
    return levels.data() +
           (static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)) * 64;
  }
};

// Nothing when it is no JPEG with eight bits a sample, has more than `max_pixels`, is broken, or `stop` said so.
std::optional<JpegLuma> read_luma(std::span<const std::uint8_t> file, double max_pixels, const Stop& stop);

// CV_32F, columns * 8 by rows * 8; nothing when `stop` said so.
std::optional<cv::Mat> pixels_of(const JpegLuma& luma, const Stop& stop);

// CV_8U over the blocks `within`: 255 where light or shadow has no more levels in one of the three colours. There a
// picture loses the combs of its history when it is decoded.
cv::Mat clipped_blocks(const JpegLuma& luma, const cv::Mat& pixels, const cv::Rect& within);

// Orthonormal, as JPEG's.
void forward_dct(const float* pixels, std::size_t stride, Block& out);
void inverse_dct(const Block& in, float* pixels, std::size_t stride);

}  // namespace cotejo::tamper
