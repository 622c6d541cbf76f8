// A document's lines of text with their places: line finder, network and decoder together. Free functions; safe from
// any thread.
#pragma once
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "decoding.hpp"
#include "line_finder.hpp"
#include "line_network.hpp"

namespace cotejo::text_reading {

struct PageLine {
  TextLine place;
  Posteriors posteriors;
  Decoded decoded;             // over every letter of the network
  double left = 0;             // where step 0 starts, in pixels of the image
  bool led_by_second = false;  // read by the other of two readers, in the first one's letters (translation.hpp)

  Span whole() const { return {0, posteriors.steps}; }
  double x_of(int step) const { return left + step * posteriors.step_width; }
  cv::Rect box_of(Span span) const;  // in pixels of the image
  double clearness() const;          // 0..1: mean probability of its letters, 0 without any
};

Alphabet every_letter(const LineNetwork& network);

// Reads `places`, in their order. Once `stop` says so, the lines have no letters.
std::vector<PageLine> read_lines(const cv::Mat& grey, const std::vector<TextLine>& places, const LineNetwork& network,
                                 const Alphabet& alphabet, const Cut& cut = {}, const Stop& stop = {});

}  // namespace cotejo::text_reading
