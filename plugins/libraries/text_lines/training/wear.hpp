// What paper and camera do to print: security print, shadows, glare, noise, JPEG. For training material that is drawn.
// Deterministic by seed. Not part of any plugin.
#pragma once
#include <opencv2/core.hpp>
#include <random>

namespace cotejo::training {

class Wear {
 public:
  explicit Wear(unsigned seed) : random_(seed) {}

 protected:
  double uniform(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  int integer(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }

  cv::Mat ground(cv::Size size);    // paper, 32-bit grey levels
  void photograph(cv::Mat& image);  // 32-bit grey levels become bytes

 private:
  std::mt19937 random_;
};

}  // namespace cotejo::training
