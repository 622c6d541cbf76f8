// What the network learns from: every speaker that is not held out, and the pseudo-speakers that come of making his
// throat larger and smaller, through rooms, noise, telephones and codecs.
#pragma once
#include <cstdint>
#include <filesystem>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace voice::training {

// Frames of speech of one class, through one channel. Bands are not normalised yet.
struct Stretch {
  int label = 0;
  cv::Mat rows;  // CV_32F, kFeatures wide
};
struct Corpus {
  int labels = 0;
  std::vector<Stretch> stretches;
};

// Speaks it all, which takes minutes. `everybody`: those who are held out as well.
Corpus speak_corpus(std::uint64_t seed, bool everybody);

void save(const Corpus& corpus, const std::filesystem::path& file);
Corpus load(const std::filesystem::path& file);

}  // namespace voice::training
