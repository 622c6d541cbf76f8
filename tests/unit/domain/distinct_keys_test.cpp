#include "domain/distinct_keys.hpp"

#include <gtest/gtest.h>

namespace cotejo::domain {
namespace {

TEST(DistinctKeys, TellsASecondKeyHoweverManyThereAre) {
  for (const int count : {1, 15, 16, 17, 40}) {
    DistinctKeys keys;
    keys.begin_object();
    for (int i = 0; i < count; ++i) EXPECT_TRUE(keys.add("key" + std::to_string(i))) << count;
    EXPECT_FALSE(keys.add("key0")) << count;
    EXPECT_FALSE(keys.add("key" + std::to_string(count - 1))) << count;
    EXPECT_TRUE(keys.add("ke")) << count;
  }
}

TEST(DistinctKeys, KnowsObjectsApart) {
  DistinctKeys keys;
  keys.begin_object();
  EXPECT_TRUE(keys.add("a"));
  keys.begin_object();
  EXPECT_TRUE(keys.add("a"));
  EXPECT_FALSE(keys.add("a"));
  keys.end_object();
  keys.begin_object();
  EXPECT_TRUE(keys.add("a"));
  keys.end_object();
  EXPECT_FALSE(keys.add("a"));
  EXPECT_TRUE(keys.add("b"));
}

TEST(DistinctKeys, TakesTheEmptyKeyForAKey) {
  DistinctKeys keys;
  keys.begin_object();
  EXPECT_TRUE(keys.add(""));
  EXPECT_FALSE(keys.add(""));
}

}  // namespace
}  // namespace cotejo::domain
