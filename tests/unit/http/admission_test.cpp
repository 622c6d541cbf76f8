#include "http/admission.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

namespace cotejo::http {
namespace {

TEST(Gate, LetsInUpToItsLimitAndWhatComesAfterOthersHaveLeft) {
  Gate gate(10);
  EXPECT_TRUE(gate.enter(7));
  EXPECT_FALSE(gate.enter(4));
  EXPECT_TRUE(gate.enter(3));
  gate.leave(7);
  EXPECT_TRUE(gate.enter(7));
  EXPECT_EQ(gate.inside(), 10u);
  EXPECT_FALSE(gate.enter(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_EQ(gate.inside(), 10u);
}

TEST(Gate, WhatIsRefusedTakesNoRoomFromOthersNotEvenForAMoment) {
  constexpr int kTimes = 3'000'000;
  Gate gate(10);
  std::atomic<bool> trying{false}, over{false};
  std::thread large([&] {
    for (; !over; trying = true) EXPECT_FALSE(gate.enter(11));
  });
  while (!trying) std::this_thread::yield();
  int refused = 0;
  for (int i = 0; i < kTimes; ++i) {
    if (gate.enter(1)) {
      gate.leave(1);
    } else {
      ++refused;
    }
  }
  over = true;
  large.join();
  EXPECT_EQ(refused, 0);
}

}  // namespace
}  // namespace cotejo::http
