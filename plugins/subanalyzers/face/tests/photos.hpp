// Public photos and models for tests; neither is part of the tree, so tests that need them skip when they are not
// there.
#pragma once
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

namespace face_photos {

namespace fs = std::filesystem;

// Five people, eleven photos each; installed with Debian's libdlib19.1.
inline const fs::path kPeople = "/usr/share/doc/libdlib19.1/examples/johns";
inline const fs::path kGroups = "/usr/share/doc/libdlib19.1/examples/faces";
inline const fs::path kModels = COTEJO_MODELS_DIR;

inline std::vector<std::uint8_t> read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline bool available(const std::vector<std::string>& models) {
  for (const auto& model : models) {
    if (!fs::exists(kModels / (model + ".onnx"))) return false;
  }
  return fs::exists(kPeople);
}

inline std::map<std::string, std::string> models(const std::vector<std::string>& names) {
  std::map<std::string, std::string> all;
  for (const auto& name : names) {
    const auto bytes = read(kModels / (name + ".onnx"));
    all[name] = std::string(bytes.begin(), bytes.end());
  }
  return all;
}

// The photos of person `index` (0..4), in the order of their names.
inline std::vector<cv::Mat> person(size_t index) {
  std::vector<fs::path> folders(fs::directory_iterator(kPeople), fs::directory_iterator{});
  std::sort(folders.begin(), folders.end());
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folders.at(index))) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<cv::Mat> photos;
  for (const auto& file : files) photos.push_back(cv::imread(file.string()));
  return photos;
}

}  // namespace face_photos
