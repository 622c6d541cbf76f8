// The committed seeds through each target, without libFuzzer, so that what was once found stays found in every build.
// Each seed also stands for its own beginnings: a text that is cut off anywhere must be answered for too.
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>

// Each is built into this program as fuzz_NAME; CMakeLists.txt writes the list.
#define TARGET(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
#include "targets.inc"
#undef TARGET

namespace {

namespace fs = std::filesystem;

#define TARGET(name) {#name, fuzz_##name},
const std::map<std::string, int (*)(const std::uint8_t*, std::size_t)> targets{
#include "targets.inc"
};

std::vector<char> read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Seeds : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Targets, Seeds, testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const auto& [name, run] : targets) names.push_back(name);
                           return names;
                         }()),
                         [](const auto& name) { return name.param; });

TEST_P(Seeds, AndTheirBeginningsHoldWhatTheTargetStates) {
  int seeds = 0;
  for (const auto& file : fs::directory_iterator(fs::path(CORPUS) / GetParam())) {
    std::cout << file.path().filename().string() << std::endl;  // the last one is the one that failed
    const auto bytes = read(file.path());
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      const std::vector<std::uint8_t> own(bytes.begin(),
                                          bytes.begin() + static_cast<std::ptrdiff_t>(size));  // ends where it ends
      EXPECT_EQ(targets.at(GetParam())(own.data(), own.size()), 0);
    }
    ++seeds;
  }
  EXPECT_GT(seeds, 0);
}

}  // namespace
