#include "../frame_choice.hpp"

#include <gtest/gtest.h>

namespace video_analyzer {
namespace {

std::vector<Packet> pictures(int count, double rate, int group) {
  std::vector<Packet> packets;
  for (int i = 0; i < count; ++i) packets.push_back({nullptr, i / rate, i % group == 0});
  return packets;
}

TEST(FrameChoice, SpreadsOverTheWholeTime) {
  for (const int group : {1, 15, 30, 250}) {
    const auto packets = pictures(150, 30, group);
    const auto chosen = choose_frames(packets, 5.0, 12);
    ASSERT_EQ(chosen.size(), 12U);
    for (size_t i = 0; i < chosen.size(); ++i) {
      EXPECT_NEAR(packets[chosen[i]].time, (static_cast<double>(i) + 0.5) * 5 / 12, 0.5 * 5 / 12 + 0.04)
          << group << " " << i;
    }
  }
}

TEST(FrameChoice, TakesKeyPicturesWhereItMay) {
  const auto packets = pictures(150, 30, 15);
  int keys = 0;
  for (const size_t i : choose_frames(packets, 5.0, 12)) keys += packets[i].key ? 1 : 0;
  EXPECT_GE(keys, 8);
}

TEST(FrameChoice, ShortVideoGivesAllItHasInOrderOfTime) {
  auto packets = pictures(4, 30, 30);
  std::swap(packets[1].time, packets[3].time);  // decoded before it is shown
  EXPECT_EQ(choose_frames(packets, 4.0 / 30, 12), (std::vector<size_t>{0, 3, 2, 1}));
  EXPECT_TRUE(choose_frames({}, 0, 12).empty());
}

TEST(FrameChoice, IrregularTimesGiveNoPictureTwice) {
  auto packets = pictures(40, 30, 40);
  packets.back().time = 60;  // a pause
  const auto chosen = choose_frames(packets, 60.0, 12);
  for (size_t i = 1; i < chosen.size(); ++i) EXPECT_LT(packets[chosen[i - 1]].time, packets[chosen[i]].time);
}

}  // namespace
}  // namespace video_analyzer
