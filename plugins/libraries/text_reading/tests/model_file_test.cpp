#include "text_reading/model_file.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "text_models.hpp"

namespace {

using namespace cotejo::text_reading;

LineModel read(const std::string& bytes) {
  return read_model(std::as_bytes(std::span(bytes)));
}

TEST(ModelFile, ReadsTheModelThatDebianPackages) {
  const auto spanish = read(cotejo::test::text_model_bytes("spa"));
  EXPECT_EQ(spanish.height, 36);
  EXPECT_EQ(spanish.along.size(), 3U);
  EXPECT_NE(std::find(spanish.characters.begin(), spanish.characters.end(), "Ñ"), spanish.characters.end());
}

TEST(ModelFile, RefusesWhatIsNoModel) {
  EXPECT_THROW(read(""), ModelError);
  EXPECT_THROW(read("not a model at all, but long enough to hold a table of offsets"), ModelError);
  EXPECT_THROW(read(std::string(4096, '\xFF')), ModelError);
}

TEST(ModelFile, ATruncatedModelIsAnErrorAtEveryLength) {
  const std::string whole = cotejo::test::text_model_bytes("spa");
  for (std::size_t size = 0; size < whole.size(); size += 9973)
    EXPECT_THROW(read(whole.substr(0, size)), ModelError) << size;
}

TEST(ModelFile, ADamagedModelIsReadOrRefusedButNeverHarmful) {
  const std::string whole = cotejo::test::text_model_bytes("spa");
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = whole;
    // Headers of layers and components, where the sizes are.
    damaged[std::uniform_int_distribution<std::size_t>(0, i % 2 ? 700 : whole.size() - 1)(random)] =
        static_cast<char>(random());
    try {
      read(damaged);
    } catch (const ModelError&) {
    }
  }
}

}  // namespace
