#include "voice_features.hpp"

#include <algorithm>
#include <cmath>

namespace voice {
namespace {

static_assert(kFeatures == speech::kBands + 2);
constexpr float kSpread = 2;         // of the logarithms of a band's power, about
constexpr float kMiddlePitch = 150;  // Hz, between men and women
constexpr float kPitchScale = 1.5F;  // octaves become as large as the other features

}  // namespace

cv::Mat features_of(const speech::Hearing& heard, const std::vector<int>& frames) {
  cv::Mat rows(static_cast<int>(frames.size()), kFeatures, CV_32F);
  for (int r = 0; r < rows.rows; ++r) {
    const int f = frames[static_cast<std::size_t>(r)];
    const auto at = static_cast<std::size_t>(f);
    float* row = rows.ptr<float>(r);
    std::copy_n(heard.bands.ptr<float>(f), speech::kBands, row);
    row[speech::kBands] = heard.pitch[at] > 0 ? kPitchScale * std::log2(heard.pitch[at] / kMiddlePitch) : 0;
    row[speech::kBands + 1] = 2 * heard.voicing[at] - 1;
  }
  normalise(rows);
  return rows;
}

void normalise(cv::Mat& rows) {
  for (int b = 0; b < speech::kBands; ++b) {
    cv::Mat column = rows.col(b);
    column = (column - cv::mean(column)) / kSpread;
  }
}

}  // namespace voice
