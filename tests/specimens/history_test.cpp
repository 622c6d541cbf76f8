#include "history.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "history_faces.hpp"

namespace cotejo::specimens {
namespace {

double cosine(const Embedding& a, const Embedding& b) {
  double dot = 0;
  for (std::size_t i = 0; i < a.size(); ++i) dot += static_cast<double>(a[i]) * b[i];
  return dot;
}

struct Moments {
  double mean, deviation;
};
Moments moments(const std::vector<double>& all) {
  double sum = 0, squares = 0;
  for (const double x : all) sum += x, squares += x * x;
  const double mean = sum / static_cast<double>(all.size());
  return {mean, std::sqrt(squares / static_cast<double>(all.size()) - mean * mean)};
}

constexpr auto kSelfie = Photographed::in_a_selfie, kPrint = Photographed::as_printed_on_a_card;

// The figures are the measured ones of README.md.
TEST(HistoryFaces, AreAsFarApartAsThoseOfPhotos) {
  std::vector<double> selfies, printed, strangers;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const Face face{i}, other{i + 100'000};
    const Embedding one = photograph(face, kSelfie, Random(3 * i));
    selfies.push_back(cosine(one, photograph(face, kSelfie, Random(3 * i + 1))));
    printed.push_back(cosine(one, photograph(face, kPrint, Random(3 * i + 2))));
    strangers.push_back(cosine(one, photograph(other, kSelfie, Random(7 * i))));
  }
  EXPECT_NEAR(moments(selfies).mean, 0.787, 0.01);
  EXPECT_NEAR(moments(selfies).deviation, 0.100, 0.015);
  EXPECT_NEAR(moments(printed).mean, 0.706, 0.015);
  EXPECT_NEAR(moments(printed).deviation, 0.102, 0.015);
  EXPECT_NEAR(moments(strangers).mean, 0.018, 0.01);
  EXPECT_NEAR(moments(strangers).deviation, 0.107, 0.01);
}

TEST(History, TheSameSeedTellsTheSame) {
  const History one = make_history(Random(5), 50, 40), other = make_history(Random(5), 50, 40);
  ASSERT_EQ(one.later.size(), other.later.size());
  for (std::size_t i = 0; i < one.later.size(); ++i) EXPECT_EQ(as_json(one.later[i]), as_json(other.later[i]));
  EXPECT_EQ(one.past[7].portrait, other.past[7].portrait);
}

TEST(History, TellsEveryStoryAndHalfOfStrangers) {
  const History history = make_history(Random(5), 100, 60);
  std::set<std::string> stories;
  std::size_t strangers = 0;
  for (const Later& later : history.later) {
    stories.insert(later.story);
    if (later.story != "stranger") continue;
    ++strangers;
    EXPECT_TRUE(later.planted.empty());
  }
  EXPECT_EQ(stories.size(), 12u);
  EXPECT_EQ(strangers, 30u);
}

TEST(History, WhatIsPlantedIsShared) {
  const History history = make_history(Random(5), 100, 60);
  for (const Later& later : history.later)
    for (const Planted& planted : later.planted) {
      const Application &now = later.application, &past = history.past[planted.past];
      SCOPED_TRACE(later.story);
      switch (planted.what) {
        case Shared::clabe:
          EXPECT_EQ(now.clabe, past.clabe);
          break;
        case Shared::card:
          EXPECT_EQ(now.person.cic, past.person.cic);
          EXPECT_EQ(now.person.ocr(), past.person.ocr());
          break;
        case Shared::address:
          EXPECT_EQ(now.address[4], past.address[4]);  // the postal code
          break;
        case Shared::curp:
          EXPECT_EQ(now.person.curp, past.person.curp);
          break;
        case Shared::face:
          EXPECT_GT(cosine(now.selfie, past.selfie), 0.25);
          break;
        case Shared::series:
          EXPECT_EQ(now.declared_curp.substr(0, 16), past.declared_curp.substr(0, 16));
          break;
        case Shared::phone:
        case Shared::device:
          break;  // as somebody else writes it
      }
      EXPECT_NE(now.declared_curp, past.declared_curp);
    }
}

}  // namespace
}  // namespace cotejo::specimens
