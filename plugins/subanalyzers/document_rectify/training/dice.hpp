// Random choices of the training scenes.
#pragma once
#include <cstdint>
#include <opencv2/core.hpp>
#include <random>

namespace cotejo::rectify::training {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double real(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
  float single(double low, double high) { return static_cast<float>(real(low, high)); }
  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool chance(double probability) { return real(0, 1) < probability; }
  double normal(double deviation) { return std::normal_distribution<double>(0, deviation)(engine_); }
  cv::Scalar colour(double low = 0, double high = 255) { return {real(low, high), real(low, high), real(low, high)}; }
  // A colour of about one lightness, more or less tinted.
  cv::Scalar tint(double low, double high, double strength) {
    const double light = real(low, high);
    return {light + normal(strength), light + normal(strength), light + normal(strength)};
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace cotejo::rectify::training
