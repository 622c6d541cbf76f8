// Reads the front of a voter card: finds lines and labels, reads values, and compares the values with each other.
// Thread-safe: const after construction.
//
//   FrontReader reader(read_model(spanish));
//   FrontReading card = reader.read(bgr, 2026);
//   if (const Field& curp = card[Key::curp]; curp.found()) use(curp.value, curp.probability, curp.box);
#pragma once
#include <opencv2/core.hpp>

#include "fields.hpp"
#include "front_models.hpp"

namespace cotejo::ine_front {

class FrontReader {
 public:
  explicit FrontReader(text_reading::LineModel spanish) : models_(std::move(spanish)) {}
  // `bgr` is an upright card, about 1011x638. `year` is the current one: it bounds the ages of voters.
  // Once `stop` returns true, the result is incomplete.
  FrontReading read(const cv::Mat& bgr, int year, const text_reading::Stop& stop = {}) const;

 private:
  FrontModels models_;
};

}  // namespace cotejo::ine_front
