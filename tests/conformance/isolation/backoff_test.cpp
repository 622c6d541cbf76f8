#include "plugins/isolation/backoff.hpp"

#include <gtest/gtest.h>

namespace {

using cotejo::plugins::isolation::Backoff;
using namespace std::chrono_literals;

const Backoff::Clock::time_point start{1h};

TEST(Backoff, TheFirstFailureIsFollowedByAStartAtOnce) {
  Backoff backoff;
  backoff.failed(start);
  EXPECT_TRUE(backoff.may_start(start));
}

TEST(Backoff, EachFurtherFailureDoublesThePauseUpToItsBound) {
  Backoff backoff;
  backoff.failed(start);
  auto pause = Backoff::kFirst;
  for (int i = 0; i < 20; ++i) {
    backoff.failed(start);
    EXPECT_FALSE(backoff.may_start(start + pause - 1ms));
    EXPECT_TRUE(backoff.may_start(start + pause));
    pause = std::min(pause * 2, Backoff::kLongest);
  }
}

TEST(Backoff, ACallThatWorkedForgetsAllFailures) {
  Backoff backoff;
  for (int i = 0; i < 5; ++i) backoff.failed(start);
  backoff.worked();
  EXPECT_TRUE(backoff.may_start(start));
  backoff.failed(start);
  EXPECT_TRUE(backoff.may_start(start));
}

}  // namespace
