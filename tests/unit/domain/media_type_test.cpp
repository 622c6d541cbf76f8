#include "domain/media_type.hpp"

#include <gtest/gtest.h>

namespace cotejo::domain {
namespace {

TEST(MediaClass, IgnoresParametersThatCanBeShown) {
  EXPECT_EQ(media_class("Image/JPEG"), "image");
  EXPECT_EQ(media_class("application/json; charset=utf-8"), "json");
  EXPECT_EQ(media_class("text/html"), "");
  for (const char* bad : {"image/jpeg; x=\xff", "image/jpeg; x=\n", "image/jpeg;\x7f"}) EXPECT_EQ(media_class(bad), "");
}

}  // namespace
}  // namespace cotejo::domain
