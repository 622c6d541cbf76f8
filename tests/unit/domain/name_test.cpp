#include "domain/name.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <thread>
#include <vector>

#include "domain/verification.hpp"

namespace cotejo::domain {
namespace {

TEST(Name, EqualTextsAreOneText) {
  const std::string text = "card_front:card.text";
  const Name a = text, b = std::string_view("card_front:card.text");
  EXPECT_EQ(a, b);
  EXPECT_EQ(&a.str(), &b.str());
  EXPECT_NE(&a.str(), &text);
  EXPECT_NE(a, Name("card_front:card.tex"));
}

TEST(Name, WithoutTextIsEmptyHoweverItIsMade) {
  EXPECT_EQ(Name(), Name(""));
  EXPECT_TRUE(Name().empty());
}

TEST(Name, OrdersByText) {
  EXPECT_LT(Name("b"), Name("c"));
  EXPECT_LT(Name("a"), Name("b"));
}

TEST(Name, IsTheSameFromAllThreads) {
  std::vector<std::vector<Name>> seen(4);
  std::vector<std::thread> threads;
  for (auto& names : seen)
    threads.emplace_back([&names] {
      for (int i = 0; i < 500; ++i) names.emplace_back("thread.name." + std::to_string(i));
    });
  for (auto& thread : threads) thread.join();
  for (const auto& names : seen) EXPECT_EQ(names, seen.front());
}

TEST(Time, IsWrittenToTheMillisecondAndReadBack) {
  const auto time = from_iso8601("2026-01-09T03:04:05.067Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(to_iso8601(*time), "2026-01-09T03:04:05.067Z");
  EXPECT_EQ(to_iso8601(TimePoint{}), "1970-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace cotejo::domain
