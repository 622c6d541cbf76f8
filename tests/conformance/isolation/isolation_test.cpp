#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <mutex>
#include <thread>

#include "domain/utf8.hpp"
#include "plugins/component.hpp"
#include "plugins/loader.hpp"

namespace cotejo::plugins {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kCallMemory = 64u << 20;

struct Called {
  CallResult result;
  std::chrono::milliseconds took{};
  std::string code() const { return result.error ? result.error->code : ""; }
};

class Isolation : public testing::Test {
 protected:
  domain::Result<std::shared_ptr<Component>> try_to_make(const char* id, bool isolated = true) {
    LoadOptions options;
    options.directories = {PLUGINS};
    options.isolation.worker = WORKER;
    options.isolation.components = {{id, isolated}};
    options.isolation.memory = 64u << 20;
    options.isolation.call_memory = kCallMemory;
    options.isolation.grace = 100ms;
    options.isolation.calls_per_worker = calls_per_worker_;
    options.log = [this](int, std::string_view line) {
      const std::lock_guard lock(mutex_);
      lines_.emplace_back(line);
    };
    options.isolation.ended = [this](std::string_view, std::string_view cause) {
      const std::lock_guard lock(mutex_);
      causes_.emplace_back(cause);
    };
    registries_.push_back(load_plugins(std::move(options)));
    return registries_.back()->create(id, {});
  }
  std::shared_ptr<Component> make(const char* id, bool isolated = true) {
    auto made = try_to_make(id, isolated);
    EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
    return made ? *made : nullptr;
  }

  static Called call(Component& component, const std::string& act, std::chrono::milliseconds budget = 20s,
                     const std::atomic<bool>* cancelled = nullptr) {
    const domain::Value value{domain::ValueType::text, act};
    CallContext context;
    context.today = "2026-11-21";
    context.inputs = {{InputValue{&value, 0.9, "application:act", "application", {}, nullptr}}};
    context.deadline = Clock::now() + budget;
    context.cancelled = cancelled;
    context.memory_limit = kCallMemory;
    const auto start = Clock::now();
    Called called{component.run(context), {}};
    called.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    return called;
  }

  static std::int64_t process_of(const Called& called) {
    return called.result.error ? -1 : std::get<std::int64_t>(called.result.outputs[0].value->data);
  }

  std::vector<std::string> causes() {
    const std::lock_guard lock(mutex_);
    return causes_;
  }

  std::vector<std::string> lines() {  // of the log
    const std::lock_guard lock(mutex_);
    return lines_;
  }

  std::uint32_t calls_per_worker_ = 0;

 private:
  std::mutex mutex_;
  std::vector<std::string> causes_, lines_;
  std::vector<std::unique_ptr<Registry>> registries_;
};

TEST_F(Isolation, ACallRunsElsewhereAndGivesWhatItGivesHere) {
  const auto here = make("hostile.acts", false);
  const auto elsewhere = make("hostile.acts");
  const auto a = call(*here, "nothing"), b = call(*elsewhere, "nothing");
  ASSERT_EQ(a.code(), "");
  ASSERT_EQ(b.code(), "");
  EXPECT_EQ(process_of(a), ::getpid());
  EXPECT_NE(process_of(b), ::getpid());
  const auto& echoed = b.result.outputs[1];
  EXPECT_EQ(std::get<std::string>(echoed.value->data), "nothing");
  EXPECT_EQ(echoed.probability, a.result.outputs[1].probability);
  ASSERT_TRUE(echoed.region);
  EXPECT_EQ(echoed.region->height, 0.4);
  ASSERT_EQ(b.result.items.size(), 1u);
  EXPECT_EQ(b.result.items[0].code, "hostile.wrong");
  EXPECT_EQ(b.result.items[0].params, a.result.items[0].params);
  using Ground = EmittedItem::Ground;
  EXPECT_TRUE(std::ranges::equal(b.result.items[0].ports, a.result.items[0].ports, {}, &Ground::port, &Ground::port));
}

TEST_F(Isolation, ErrorsOfThePluginAreThoseThatItHasHere) {
  const auto here = make("hostile.acts", false);
  const auto elsewhere = make("hostile.acts");
  for (const char* act : {"throw", "reject", "undeclared"}) {
    const auto a = call(*here, act), b = call(*elsewhere, act);
    EXPECT_NE(b.code(), "") << act;
    EXPECT_EQ(b.code(), a.code()) << act;
    EXPECT_EQ(b.result.error->message, a.result.error->message) << act;
  }
  EXPECT_TRUE(causes().empty());
}

// What begins as the plugin says it, is longer than it may be, and is cut between two characters.
void expect_cut(std::string_view sentence) {
  EXPECT_NE(sentence.find("x\xC3\xB1\xC3\xB1"), sentence.npos) << sentence;
  EXPECT_TRUE(domain::valid_utf8(sentence));
  EXPECT_GT(sentence.size(), 400u);
  EXPECT_LT(sentence.size(), 1100u);
}

TEST_F(Isolation, WhatAPluginSaysAtLengthIsCutBetweenCharacters) {
  for (const bool isolated : {false, true}) {
    const auto component = make("hostile.acts", isolated);
    const auto called = call(*component, "reject_at_length");
    ASSERT_EQ(called.code(), "hostile.wrong");
    expect_cut(called.result.error->message);
  }
  const auto component = make("hostile.acts");
  EXPECT_EQ(call(*component, "log_at_length").code(), "");
  ASSERT_EQ(lines().size(), 1u);
  expect_cut(lines().front());
  const auto unready = try_to_make("hostile.unready");
  ASSERT_FALSE(unready);
  expect_cut(unready.error().message);
}

TEST_F(Isolation, AWorkerReadsNoFileStartsNoThreadAndSeesNoSecret) {
  ::setenv("COTEJO_TEST_SECRET", "of the host", 1);
  const auto b = call(*make("hostile.acts"), "nothing");
  ASSERT_EQ(b.code(), "");
  EXPECT_FALSE(std::get<bool>(b.result.outputs[2].value->data));
  EXPECT_FALSE(std::get<bool>(b.result.outputs[3].value->data));
  EXPECT_EQ(std::get<std::string>(b.result.outputs[4].value->data), "");
}

// ---- faults

struct Fault {
  const char* act;
  const char* code;
  const char* cause;
};

class Faults : public Isolation, public testing::WithParamInterface<Fault> {};

TEST_P(Faults, EndTheCallWithTheirOwnErrorAndTheNextCallWorks) {
  const auto& fault = GetParam();
  const auto component = make("hostile.acts");
  const auto before = call(*component, "nothing");
  const auto called = call(*component, fault.act, fault.cause == std::string_view("overdue") ? 300ms : 20s);
  EXPECT_EQ(called.code(), fault.code) << (called.result.error ? called.result.error->message : "no error");
  for (const auto& output : called.result.outputs) EXPECT_FALSE(output.emitted);
  EXPECT_EQ(causes(), std::vector<std::string>{fault.cause});
  const auto after = call(*component, "nothing");
  EXPECT_EQ(after.code(), "");
  EXPECT_NE(process_of(after), process_of(before));
}

INSTANTIATE_TEST_SUITE_P(
    All, Faults,
    testing::Values(Fault{"crash", "analysis.crashed", "crashed"}, Fault{"abort", "analysis.crashed", "crashed"},
                    Fault{"overflow", "analysis.crashed", "crashed"}, Fault{"exit", "analysis.crashed", "crashed"},
                    Fault{"loop", "analysis.deadline", "overdue"}, Fault{"take_memory", "analysis.memory", "memory"},
                    Fault{"take_memory_as_c_does", "analysis.memory", "memory"},
                    Fault{"send_garbage", "analysis.contract", "garbage"},
                    Fault{"claim_outcome", "analysis.contract", "garbage"},
                    Fault{"open_socket", "analysis.forbidden", "forbidden"},
                    Fault{"write_file", "analysis.forbidden", "forbidden"},
                    Fault{"start_process", "analysis.forbidden", "forbidden"},
                    Fault{"start_program", "analysis.forbidden", "forbidden"},
                    Fault{"run_new_code", "analysis.forbidden", "forbidden"},
                    Fault{"signal_another", "analysis.forbidden", "forbidden"}),
    [](const auto& given) { return std::string(given.param.act); });

TEST_F(Isolation, ALateCallThatListensEndsByItselfAndKeepsItsWorker) {
  const auto component = make("hostile.acts");
  const auto before = call(*component, "nothing");
  EXPECT_EQ(call(*component, "wait", 100ms).code(), "analysis.deadline");
  EXPECT_EQ(process_of(call(*component, "nothing")), process_of(before));
  EXPECT_TRUE(causes().empty());
}

TEST_F(Isolation, ACancellationReachesABusyWorkerAndEndsOneThatDoesNotListen) {
  const auto component = make("hostile.acts");
  for (const char* act : {"wait", "loop"}) {
    std::atomic<bool> cancelled = false;
    Called called;
    std::thread worker([&] { called = call(*component, act, 60s, &cancelled); });
    cancelled = true;
    worker.join();
    EXPECT_EQ(called.code(), "analysis.cancelled") << act;
    EXPECT_LT(called.took, 10s) << act;
  }
  EXPECT_EQ(causes(), std::vector<std::string>{"overdue"});
}

TEST_F(Isolation, SeveralFailuresInARowMakeTheNextWorkerWait) {
  const auto component = make("hostile.acts");
  std::string code;
  for (int i = 0; i < 20 && code != "analysis.unavailable"; ++i) code = call(*component, "crash").code();
  EXPECT_EQ(code, "analysis.unavailable");
  const auto waiting = call(*component, "nothing");
  ASSERT_TRUE(waiting.result.error);
  EXPECT_TRUE(waiting.result.error->retriable);
}

TEST_F(Isolation, AWorkerIsReplacedAfterItsShareOfCalls) {
  calls_per_worker_ = 2;
  const auto component = make("hostile.acts");
  const auto first = process_of(call(*component, "nothing"));
  EXPECT_EQ(process_of(call(*component, "nothing")), first);
  EXPECT_NE(process_of(call(*component, "nothing")), first);
  EXPECT_TRUE(causes().empty());
}

TEST_F(Isolation, ACallDoesNotSufferFromAWorkerThatEndedBeforeIt) {
  const auto component = make("hostile.acts");
  const auto first = process_of(call(*component, "nothing"));
  ASSERT_GT(first, 1) << "no worker; kill(-1) would end every process of this user";
  ASSERT_EQ(::kill(static_cast<pid_t>(first), SIGKILL), 0);
  // Until the kernel has closed its socket; it stays to be waited for.
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(first), &info, WEXITED | WNOWAIT), 0);
  const auto next = call(*component, "nothing");
  EXPECT_EQ(next.code(), "");
  EXPECT_NE(process_of(next), first);
  EXPECT_EQ(causes(), std::vector<std::string>{"memory"});
}

TEST_F(Isolation, CallsOfSeveralThreadsHaveAWorkerEach) {
  const auto component = make("hostile.acts");
  ASSERT_TRUE(component->warm(2));
  std::atomic<bool> cancelled = false;
  std::thread busy([&] { call(*component, "wait", 60s, &cancelled); });
  EXPECT_EQ(call(*component, "nothing").code(), "");
  cancelled = true;
  busy.join();
}

// ---- what is left behind

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST_F(Isolation, RestartsLeaveNeitherProcessesNorDescriptors) {
  constexpr int kRestarts = 100;
  {
    const auto component = make("hostile.acts");
    call(*component, "crash");
    call(*component, "nothing");
    const auto before = open_descriptors();
    for (int i = 0; i < kRestarts; ++i) {
      ASSERT_EQ(call(*component, "crash").code(), "analysis.crashed");
      ASSERT_EQ(call(*component, "nothing").code(), "");
    }
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(causes().size(), kRestarts + 1u);
  }
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);  // no child, living or dead
}

// ---- pictures

TEST_F(Isolation, PicturesComeThroughSharedMemoryAndOutliveTheirWorker) {
  auto input = std::make_shared<domain::Image>();
  const auto pixels = std::make_shared<std::array<std::uint8_t, 12>>();
  (*pixels)[5] = 42;
  input->width = input->height = 2;
  input->stride = 6;
  input->pixels = std::shared_ptr<const std::uint8_t>(pixels, pixels->data());
  input->to_evidence = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  const domain::Value value{domain::ValueType::image, std::shared_ptr<const domain::Image>(input)};
  CallContext context;
  context.inputs = {{InputValue{&value, 1, "photo:pixels", "photo", {}, nullptr}}};
  context.deadline = Clock::now() + 20s;
  context.memory_limit = kCallMemory;
  CallResult result;
  {
    const auto component = make("hostile.pictures");
    result = component->run(context);
  }
  ASSERT_FALSE(result.error) << result.error->message;
  const auto image = [&](std::size_t i) {
    return std::get<std::shared_ptr<const domain::Image>>(result.outputs[i].value->data);
  };
  const auto allocated = image(0), own = image(1), passed_on = image(2);
  EXPECT_EQ(allocated->pixels.get()[0], 1);
  EXPECT_EQ(allocated->pixels.get()[allocated->stride * allocated->height - 1], 2);
  EXPECT_EQ(own->pixels.get()[2], 9);
  EXPECT_EQ(passed_on->pixels.get(), pixels->data());  // not even copied
  const auto frames = std::get<std::shared_ptr<const domain::Frames>>(result.outputs[3].value->data);
  ASSERT_EQ(frames->frames.size(), 2u);
  EXPECT_EQ(frames->frames[0].pixels.get(), allocated->pixels.get());
  EXPECT_EQ(frames->duration_ns, std::chrono::nanoseconds(2s).count());
}

// The memory of a call is the worker's to write until the last picture in it is let go: the next call has other memory.
TEST_F(Isolation, PicturesThatAreKeptDoNotUseUpTheWorkersMemory) {
  domain::Image input;
  const auto pixels = std::make_shared<std::array<std::uint8_t, 3>>();
  input.width = input.height = 1;
  input.stride = 3;
  input.pixels = std::shared_ptr<const std::uint8_t>(pixels, pixels->data());
  const domain::Value value{domain::ValueType::image, std::make_shared<const domain::Image>(input)};
  CallContext context;
  context.inputs = {{InputValue{&value, 1, "photo:pixels", "photo", {}, nullptr}}};
  context.deadline = Clock::now() + 20s;
  context.memory_limit = kCallMemory;
  const auto component = make("hostile.pictures");
  std::vector<CallResult> kept;
  for (int i = 0; i < 10; ++i) {
    kept.push_back(component->run(context));
    ASSERT_FALSE(kept.back().error) << kept.back().error->message;
  }
  EXPECT_TRUE(causes().empty());
}

}  // namespace
}  // namespace cotejo::plugins
