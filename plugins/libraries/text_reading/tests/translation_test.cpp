#include "text_reading/translation.hpp"

#include <gtest/gtest.h>

namespace {

using namespace cotejo::text_reading;

TEST(Translation, KeepsWhatBothKnowFoldsAccentsAndLosesTheRest) {
  const Translation translate({"", " ", "A", "Á", "B", "?"}, {"", " ", "B", "A"});
  Posteriors line;
  line.steps = 1, line.letters = 6, line.step_width = 5;
  line.values = {0.1F, 0.2F, 0.3F, 0.15F, 0.05F, 0.2F};
  const auto out = translate(line);
  ASSERT_EQ(out.letters, 4);
  EXPECT_EQ(out.step_width, 5);
  EXPECT_FLOAT_EQ(out.at(0, kBlank), 0.1F);
  EXPECT_FLOAT_EQ(out.at(0, kSpace), 0.2F);
  EXPECT_FLOAT_EQ(out.at(0, 2), 0.05F);
  EXPECT_FLOAT_EQ(out.at(0, 3), 0.45F);
}

}  // namespace
