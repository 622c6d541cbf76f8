// What an earlier process left is run again as there is room, and what ended processes is given up, not its neighbours.
#include "engine/recovery.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace cotejo::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

storage::Work work(std::string id, int starts = 0) {
  storage::Work work;
  work.id = std::move(id);
  work.starts = starts;
  return work;
}

class RecoveryTest : public testing::Test {
 protected:
  bool run(const storage::Work& work) {
    const auto before_answer = std::exchange(while_asked, nullptr);
    if (before_answer) before_answer();
    if (before_answer || running.size() >= room) return false;
    running.push_back(work.id);
    return true;
  }
  void end(const std::string& id) {
    std::erase(running, id);
    recovery.ended(id);
  }
  void write_counts() {
    for (auto& counted : std::exchange(counting, {})) counted();
  }

  std::size_t room = 2;
  std::vector<std::string> running, counts, given_up;
  std::vector<std::function<void()>> counting;  // that the disk has not written yet
  std::function<void()> while_asked;            // then the answer is no
  bool slow_disk = false;
  Recovery recovery{{[this](const storage::Work& one, std::function<void()> counted) {
                       counts.push_back(one.id);
                       slow_disk ? counting.push_back(std::move(counted)) : counted();
                     },
                     [this](const storage::Work& one) { return run(one); },
                     [this](const storage::Work& one) { given_up.push_back(one.id); }}};
};

TEST_F(RecoveryTest, RunsWhatThereIsRoomForAndTheRestAsThatEnds) {
  recovery.add({work("a"), work("b"), work("c"), work("d")});
  EXPECT_THAT(running, ElementsAre("a", "b"));
  end("a");
  EXPECT_THAT(running, ElementsAre("b", "c"));
  end("of a caller");
  EXPECT_THAT(running, ElementsAre("b", "c"));
  end("b");
  end("c");
  EXPECT_THAT(running, ElementsAre("d"));
}

TEST_F(RecoveryTest, AnEndWhileTheNextIsRefusedIsNotMissed) {
  room = 1;
  recovery.add({work("a"), work("b")});
  ASSERT_THAT(running, ElementsAre("a"));
  while_asked = [this] { end("a"); };  // the last one that runs: nobody else would come back
  end("of a caller");
  EXPECT_THAT(running, ElementsAre("b"));
}

TEST_F(RecoveryTest, RunsNothingBeforeItIsCounted) {
  slow_disk = true;
  recovery.add({work("a"), work("b")});
  EXPECT_THAT(running, IsEmpty());
  write_counts();
  EXPECT_THAT(running, ElementsAre("a"));
  write_counts();
  EXPECT_THAT(running, ElementsAre("a", "b"));
}

TEST_F(RecoveryTest, AnEndWhileTheNextIsCountedIsNotMissed) {
  room = 1;
  recovery.add({work("a")});
  slow_disk = true;
  recovery.add({work("b")});
  end("a");
  write_counts();
  EXPECT_THAT(running, ElementsAre("b"));
}

TEST_F(RecoveryTest, CountsWhatWaitsOnce) {
  room = 1;
  recovery.add({work("a"), work("b"), work("c")});
  for (int i = 0; i < 3; ++i) end("of a caller");
  EXPECT_THAT(counts, ElementsAre("a", "b"));  // b was refused; c was not looked at
}

TEST_F(RecoveryTest, GivesUpWhatEndedFiveProcesses) {
  recovery.add({work("crashes", 5), work("waited"), work("tries", 4)});
  EXPECT_THAT(given_up, ElementsAre("crashes"));
  EXPECT_THAT(running, ElementsAre("waited", "tries"));
}

TEST_F(RecoveryTest, RunsWhatWasRunningWhenAProcessEndedLastAndOneByOne) {
  room = 10;
  recovery.add({work("one of them crashes", 1), work("neighbour", 1), work("waited")});
  EXPECT_THAT(running, ElementsAre("waited", "one of them crashes"));
  EXPECT_THAT(counts, ElementsAre("waited", "one of them crashes"));
  end("waited");
  EXPECT_THAT(running, ElementsAre("one of them crashes"));
  end("one of them crashes");
  EXPECT_THAT(running, ElementsAre("neighbour"));
}

TEST_F(RecoveryTest, WhatWasRefusedKeepsNobodyBack) {
  room = 1;
  recovery.add({work("a"), work("b", 1)});
  ASSERT_THAT(running, ElementsAre("a"));
  end("a");
  EXPECT_THAT(running, ElementsAre("b"));
}

}  // namespace
}  // namespace cotejo::engine
