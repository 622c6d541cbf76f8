// What is erased is gone: from answers, tables, the bytes of the files, and memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>

#include "domain/json_text.hpp"
#include "services/index_fixture.hpp"

namespace cotejo::services {
namespace {

// All bytes of the database's files, its write-ahead log included.
std::string files_of(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file() || entry.path().filename() == "index.secret") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

std::vector<float> numbers_of(int person) {
  std::mt19937 random(static_cast<unsigned>(person));
  std::normal_distribution<float> normal;
  std::vector<float> numbers(128);
  for (float& x : numbers) x = normal(random);
  return numbers;
}
std::string text_of(const std::vector<float>& numbers) {
  domain::JsonWriter out;
  out.begin_array();
  for (const float x : numbers) out.value(x);
  out.end_array();
  return out.take();
}
// As a row has them.
std::string bytes_of(const std::vector<float>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(float)};
}

class Erasure : public testing::Test {
 protected:
  static std::string person(int i) { return "PERSON-" + std::to_string(i); }
  static std::string name(int i) { return "ver_" + std::to_string(i); }

  // Many, so that pages are split, and what is put comes to stand between others. Returns what they left behind: of
  // person `whose`, or of all.
  std::vector<std::string> fill(int people, std::optional<int> whose = std::nullopt, int first = 0) {
    std::vector<std::string> traces;
    for (int i = first; i < first + people; ++i) {
      const auto numbers = numbers_of(i);
      const auto given = over.ask(asker(name(i), "2026-11-20T09:00:00Z"),
                                  R"({"owner": ")" + person(i) + R"(", "put": [{"space": "phone", "key": "555)" +
                                      std::to_string(i) + R"("}, {"space": "clabe", "key": "002)" + std::to_string(i) +
                                      R"("}, {"space": "face", "vector": )" + text_of(numbers) + "}]}")
                             .value();
      over.complete(asker(name(i), "2026-11-20T09:00:00Z"), given);
      if (whose && i != *whose) continue;
      for (const auto& entry : given.puts.entries) {
        traces.push_back(entry.owner);
        traces.push_back(entry.vector.empty() ? entry.key : bytes_of(entry.vector));
      }
    }
    return traces;
  }
  // One in eight; returns what these left behind.
  std::vector<std::string> erase_some(const std::vector<std::string>& traces) {
    const std::size_t each = traces.size() / kPeople;
    std::vector<std::string> erased;
    for (int i = 0; i < kPeople; i += 8) {
      wait_for<storage::Erased>([&](auto then) { over.index().erase_verification("default", name(i), then); }).value();
      const auto first = traces.begin() + static_cast<std::ptrdiff_t>(i * each);
      erased.insert(erased.end(), first, first + static_cast<std::ptrdiff_t>(each));
    }
    return erased;
  }
  void expect_no_bytes(const std::vector<std::string>& traces) {
    const auto files = files_of(over.path());
    ASSERT_GT(files.size(), 100'000u);
    const auto left = std::count_if(traces.begin(), traces.end(),
                                    [&](const std::string& trace) { return files.find(trace) != std::string::npos; });
    EXPECT_EQ(left, 0) << "of " << traces.size();
  }
  void expect_gone(const std::vector<std::string>& traces, int whose) {
    expect_no_bytes(traces);
    EXPECT_FALSE(over.index().holds(numbers_of(whose)));
    const auto answer =
        over.answer(asker("ver_asks"), R"({"find": [{"space": "phone", "key": "555)" + std::to_string(whose) +
                                           R"("}], "nearest": [{"space": "face", "vector": )" +
                                           text_of(numbers_of(whose)) + R"(, "min_cosine": 0.999}]})");
    EXPECT_TRUE(answer.at("found").at(0).at("entries").as_array().empty());
    EXPECT_TRUE(answer.at("nearest").at(0).at("entries").as_array().empty());
  }

  static constexpr int kPeople = 400, kWhose = 187;
  IndexOver over{Kind::sqlite, {.graph_from = 100}};
};

TEST_F(Erasure, TheTestFindsWhatIsThere) {
  const auto traces = fill(kPeople, kWhose);
  const auto files = files_of(over.path());
  for (const auto& trace : traces) EXPECT_NE(files.find(trace), std::string::npos);
  EXPECT_TRUE(over.index().holds(numbers_of(kWhose)));
}

TEST_F(Erasure, OfAPersonLeavesNoKeyNoOwnerAndNoVector) {
  const auto traces = fill(kPeople, kWhose);
  over.index().settle();  // in the graph as well
  const auto erased =
      wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", person(kWhose), then); }).value();
  EXPECT_EQ(erased.keys, 2u);
  EXPECT_EQ(erased.vectors, 1u);
  EXPECT_EQ(erased.verifications, std::vector<std::string>{name(kWhose)});
  expect_gone(traces, kWhose);
}

TEST_F(Erasure, OfAVerificationLeavesNoKeyNoOwnerAndNoVector) {
  const auto traces = fill(kPeople, kWhose);
  const auto erased = wait_for<storage::Erased>([&](auto then) {
                        over.index().erase_verification("default", name(kWhose), then);
                      }).value();
  EXPECT_EQ(erased.keys, 2u);
  EXPECT_EQ(erased.vectors, 1u);
  expect_gone(traces, kWhose);
}

// A page that is split keeps copies of the rows that left it. Which ones is chance, so many are erased, and most are
// not: pages that become empty are overwritten as a whole.
TEST_F(Erasure, OfManyLeavesNoCopyOfTheirRowsInPagesThatWereSplit) {
  const auto traces = erase_some(fill(kPeople));
  expect_no_bytes(traces);
}

TEST_F(Erasure, LeavesNothingThatALaterWriteBringsBack) {
  const auto traces = erase_some(fill(kPeople));
  fill(kPeople / 8, std::nullopt, kPeople);
  expect_no_bytes(traces);
}

TEST_F(Erasure, IsStillDoneAfterTheNextStart) {
  const auto traces = fill(kPeople, kWhose);
  wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", person(kWhose), then); }).value();
  over.reopen();
  expect_gone(traces, kWhose);
}

TEST_F(Erasure, LeavesTheOthers) {
  fill(kPeople, kWhose);
  over.index().settle();
  wait_for<storage::Erased>([&](auto then) { over.index().erase_owner("default", person(kWhose), then); }).value();
  for (const int other : {0, kWhose - 1, kWhose + 1, kPeople - 1}) {
    const auto answer =
        over.answer(asker("ver_asks"), R"({"find": [{"space": "phone", "key": "555)" + std::to_string(other) +
                                           R"("}], "nearest": [{"space": "face", "vector": )" +
                                           text_of(numbers_of(other)) + R"(, "min_cosine": 0.999}]})");
    EXPECT_EQ(answer.at("found").at(0).at("entries").as_array().size(), 1u) << other;
    EXPECT_EQ(answer.at("nearest").at(0).at("entries").as_array().size(), 1u) << other;
  }
}

}  // namespace
}  // namespace cotejo::services
