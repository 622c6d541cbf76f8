// Who is woken for what: a brief task may wait behind another brief one, and never behind one that hangs.
#include "engine/worker_pool.hpp"

#include <gtest/gtest.h>

#include <latch>

namespace cotejo::engine {
namespace {

using Length = WorkerPool::Length;

// A worker that does not come back from a task that was taken for brief, until the test ends.
class WorkerPoolWithAHangingTask : public testing::Test {
 protected:
  void SetUp() override {
    pool.post(
        [this] {
          begun.count_down();
          ends.wait();
        },
        Length::brief);
    begun.wait();
  }
  void TearDown() override { ends.count_down(); }

  std::latch begun{1}, ends{1};  // outlive the pool, which waits for its workers
  WorkerPool pool{2};
};

TEST_F(WorkerPoolWithAHangingTask, TheOtherWorkerTakesWhatIsNotBrief) {
  std::latch done(1);
  pool.post([&] { done.count_down(); });
  done.wait();
}

TEST_F(WorkerPoolWithAHangingTask, TheOtherWorkerTakesBriefTasksWithinTwoLooks) {
  std::latch done(3);
  for (int i = 0; i < 3; ++i) pool.post([&] { done.count_down(); }, Length::brief);
  pool.look();
  pool.look();
  done.wait();
}

TEST_F(WorkerPoolWithAHangingTask, TheOtherWorkerTakesBriefTasksWhenManyWait) {
  constexpr int many = 16;
  std::latch done(many);
  for (int i = 0; i < many; ++i) pool.post([&] { done.count_down(); }, Length::brief);
  done.wait();
}

TEST_F(WorkerPoolWithAHangingTask, ASubstituteTakesBriefTasksOnceTheWorkerIsStuck) {
  pool.report_stuck();
  std::latch done(1);
  pool.post([&] { done.count_down(); }, Length::brief);
  done.wait();
  pool.report_back();
}

}  // namespace
}  // namespace cotejo::engine
