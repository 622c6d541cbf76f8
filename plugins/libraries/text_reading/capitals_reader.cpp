#include "capitals_reader.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace cotejo::text_reading {
namespace {

constexpr double kSide = 0.25;       // letter heights of room before and after a line that are read too
constexpr double kOwnHeight = 0.25;  // by which a piece may differ from the line's letters and still tell its level
constexpr int kLongest = 60 * capitals::kStripHeight;  // columns; what is wider is cut off

// Of the line's middle, where it begins: an Ñ's tilde and commas are no part of it.
double level_of(const TextLine& line) {
  std::vector<double> middles;
  for (const auto& piece : line.pieces)
    if (std::abs(piece.height - line.letter_height) <= kOwnHeight * line.letter_height)
      middles.push_back(piece.y + piece.height / 2.0 - line.slope * (piece.x + piece.width / 2.0 - line.box.x));
  if (middles.empty()) return line.box.y + line.box.height / 2.0 - line.slope * line.box.width / 2.0;
  const auto middle = middles.begin() + static_cast<std::ptrdiff_t>(middles.size() / 2);
  std::nth_element(middles.begin(), middle, middles.end());
  return *middle;
}

}  // namespace

CapitalsReader::CapitalsReader(std::span<const std::uint16_t> weights) : network_(weights), letters_{"", " "} {
  letters_.insert(letters_.end(), capitals::letters().begin(), capitals::letters().end());
}

std::vector<PageLine> CapitalsReader::read_lines(const cv::Mat& grey, const std::vector<TextLine>& places,
                                                 const Alphabet& alphabet, const Stop& stop) const {
  std::vector<PageLine> out;
  for (const auto& place : places) {
    PageLine& line = out.emplace_back();
    line.place = place;
    if (stop && stop()) continue;
    const double h = std::max(4, place.letter_height), down = capitals::kCapitalHeight / h,
                 across = down * capitals::kStretch, side = kSide * h, field = capitals::kField / 2.0;
    const int width =
        std::min(kLongest, static_cast<int>(std::lround((place.box.width + 2 * side) * across + 2 * field)));
    // From the strip to the page.
    const double left = place.box.x - side - field / across, level = level_of(place);
    const cv::Matx23d map(1 / across, 0, left, place.slope / across, 1 / down,
                          level + place.slope * (left - place.box.x) - capitals::kStripHeight / 2.0 / down);
    cv::Mat strip;
    cv::warpAffine(grey, strip, map, {width, capitals::kStripHeight}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                   cv::BORDER_REPLICATE);
    const auto values = network_.read(capitals::normalise(strip));
    Posteriors& read = line.posteriors;
    read.letters = static_cast<int>(letters_.size());
    read.steps = capitals::outputs_of(width);
    read.step_width = capitals::kStep / across;
    line.left = left + (capitals::kFirst - capitals::kStep / 2.0) / across;
    read.values.reserve(static_cast<std::size_t>(read.steps * read.letters));
    for (int i = 0; i < read.steps; ++i) {
      const float* row = values.data() + static_cast<std::ptrdiff_t>(i) * capitals::kClasses;
      read.values.push_back(row[capitals::kBetween]);
      read.values.push_back(row[capitals::kSpace]);
      read.values.insert(read.values.end(), row, row + capitals::kLetters);
    }
    line.decoded = decode(read, alphabet, line.whole());
  }
  return out;
}

}  // namespace cotejo::text_reading
