// What a plugin without the SDK's typed layer may hand over: the ABI's structs hold pointers and sizes of its choice.
#include "plugins/component.hpp"

#include <cotejo/abi.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <limits>
#include <semaphore>

#include "plugins/host_call.hpp"
#include "plugins/isolation/worker/worker_call.hpp"

namespace cotejo::plugins {
namespace {

using domain::ValueType;
using Act = void (*)(const cotejo_call&);

constexpr std::uint64_t kHuge = std::numeric_limits<std::uint64_t>::max() / 2;

cotejo_bytes bytes(std::string_view text) {
  return {text.data(), text.size()};
}

void emit(const cotejo_call& call, const char* key, std::uint32_t type, const void* artifact, cotejo_bytes text = {}) {
  const cotejo_value value{sizeof value, type, 0, 0, text, artifact};
  const cotejo_output output{sizeof output, bytes(key), &value, 1, {}, nullptr};
  call.emit(&call, &output);
}

cotejo_image image_of(const std::uint8_t* pixels) {
  return {sizeof(cotejo_image), COTEJO_GRAY8, 1, 1, 1, pixels, 0, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
}

void find(const cotejo_call& call, const std::uint32_t* ports, std::uint64_t count, cotejo_bytes params = {}) {
  const cotejo_item item{sizeof item, COTEJO_INFO, 1, bytes("code.one"), params, ports, count, nullptr};
  call.item(&call, &item);
}

struct Breach {
  const char* name;
  Act act;
  bool ends_worker = false;  // which reads what it is told that there is, or has nobody to catch what it throws
};

void PrintTo(const Breach& breach, std::ostream* out) {
  *out << breach.name;
}

const std::uint8_t kPixel = 1;

const Breach kBreaches[] = {
    {"NoOutput", [](const cotejo_call& call) { call.emit(&call, nullptr); }},
    {"KeyWithoutBytes",
     [](const cotejo_call& call) {
       const cotejo_output output{sizeof output, {nullptr, 5}, nullptr, 1, {}, nullptr};
       call.emit(&call, &output);
     }},
    {"TextOfAbsurdSize",
     [](const cotejo_call& call) {
       emit(call, "text", COTEJO_TEXT, nullptr, {"x", kHuge});
     },
     true},
    {"NoImage", [](const cotejo_call& call) { emit(call, "image", COTEJO_IMAGE, nullptr); }},
    {"ImageWithoutPixels",
     [](const cotejo_call& call) {
       const auto image = image_of(nullptr);
       emit(call, "image", COTEJO_IMAGE, &image);
     }},
    {"ImageOfAbsurdStride",
     [](const cotejo_call& call) {
       auto image = image_of(&kPixel);
       image.height = 3;
       image.stride = kHuge;
       emit(call, "image", COTEJO_IMAGE, &image);
     }},
    {"ImageOfAbsurdSides",
     [](const cotejo_call& call) {
       auto image = image_of(&kPixel);
       image.width = image.height = 0xffffffff;
       image.stride = 0xffffffff;
       emit(call, "image", COTEJO_IMAGE, &image);
     }},
    {"ImageOfNoFormat",
     [](const cotejo_call& call) {
       auto image = image_of(&kPixel);
       image.format = 77;
       emit(call, "image", COTEJO_IMAGE, &image);
     }},
    {"FramesWithoutAny",
     [](const cotejo_call& call) {
       const cotejo_frames frames{sizeof frames, 8, nullptr, 0};
       emit(call, "frames", COTEJO_FRAMES, &frames);
     }},
    {"FramesOfAbsurdNumber",
     [](const cotejo_call& call) {
       const cotejo_frames frames{sizeof frames, 0xffffffff, nullptr, 0};
       emit(call, "frames", COTEJO_FRAMES, &frames);
     }},
    {"BytesWithoutAny",
     [](const cotejo_call& call) {
       emit(call, "text", COTEJO_BYTES, nullptr, {nullptr, 5});
     }},
    {"NoItem", [](const cotejo_call& call) { call.item(&call, nullptr); }},
    {"ItemWithPortsOfNoAddress", [](const cotejo_call& call) { find(call, nullptr, 3); }},
    {"ItemWithAbsurdPorts",
     [](const cotejo_call& call) {
       const std::uint32_t port = 0;
       find(call, &port, kHuge);
     }},
    {"ItemWithAPortThatItLacks",
     [](const cotejo_call& call) {
       const std::uint32_t port = 9;
       find(call, &port, 1);
     }},
    {"ItemWithParamsOfAbsurdSize",
     [](const cotejo_call& call) {
       find(call, nullptr, 0, {"{", kHuge});
     },
     true},
    {"ItemsWithoutEnd",
     [](const cotejo_call& call) {
       const std::string params = R"({"found":")" + std::string(500'000, 'x') + "\"}";
       for (int i = 0; i < 100; ++i) find(call, nullptr, 0, bytes(params));
     }},
    {"VerdictOfNoCheck", [](const cotejo_call& call) { call.conclude(&call, COTEJO_PASS, 1); }},
    {"RequestOfNoConnector", [](const cotejo_call& call) { call.request(&call, nullptr); }},
    {"Exception", [](const cotejo_call&) { throw 7; }, true},
};

Declaration declaration() {
  Declaration out;
  out.id = "raw";
  out.version = "1.0.0";
  out.kind = Kind::sub_analyzer;
  out.consumes = {{"in", "a.b", ValueType::text, false, false, ""}};
  out.produces = {{"text", ValueType::text, ""}, {"image", ValueType::image, ""}, {"frames", ValueType::frames, ""}};
  out.codes = {"code.one"};
  return out;
}

using Run = cotejo_status (*)(void* act, const cotejo_call* call);

cotejo_status run_here(void* act, const cotejo_call* call) {
  reinterpret_cast<Act>(act)(*call);
  return COTEJO_OK;
}

// As a worker's side tells the host's, without the process between them.
cotejo_status run_in_worker(void* act, const cotejo_call* call) {
  const isolation::Mapping nothing;
  const isolation::ReceivedCall received;
  const isolation::Control control{};
  isolation::WorkerMemory memory(nothing, nothing);
  isolation::WorkerCall there(received, memory, control);
  reinterpret_cast<Act>(act)(there);
  const auto outcome = there.outcome(COTEJO_OK);
  auto& here = static_cast<HostCall&>(const_cast<cotejo_call&>(*call));
  cotejo_status status = COTEJO_INTERNAL;
  if (!outcome) {
    here.end({"contract", false, "it emitted more than the host takes"});
    return status;
  }
  isolation::Reader reader(*outcome);
  reader.number<std::uint64_t>();  // memory that it used
  EXPECT_TRUE(isolation::replay(reader, memory, here, status));
  return status;
}

CallResult run(Act act, Run how = run_here) {
  Component component(
      declaration(),
      [&]() -> domain::Result<std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>> {
        return std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>(
            new cotejo_component{sizeof(cotejo_component), reinterpret_cast<void*>(act), how, nullptr},
            [](cotejo_component* c) { delete c; });
      },
      1);
  CallContext context;
  context.inputs.resize(1);
  context.deadline = std::chrono::steady_clock::now() + std::chrono::hours{1};
  context.memory_limit = 1u << 30;
  return component.run(context);
}

void expect_breach(const CallResult& result) {
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, "analysis.contract");
  EXPECT_FALSE(result.error->retriable);
  EXPECT_TRUE(result.items.empty());
  for (const auto& output : result.outputs) EXPECT_FALSE(output.emitted);
}

class RawPlugin : public testing::TestWithParam<Breach> {};

TEST_P(RawPlugin, LosesItsCallAndNothingOfItIsUsed) {
  expect_breach(run(GetParam().act));
}

TEST_P(RawPlugin, LosesNoMoreInAWorker) {
  if (!GetParam().ends_worker) expect_breach(run(GetParam().act, run_in_worker));
}

INSTANTIATE_TEST_SUITE_P(Breaches, RawPlugin, testing::ValuesIn(kBreaches),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(RawPlugin, IsTakenAtItsWordOtherwise) {
  const auto result = run([](const cotejo_call& call) {
    emit(call, "text", COTEJO_TEXT, nullptr, bytes("here"));
    const auto image = image_of(&kPixel);
    emit(call, "image", COTEJO_IMAGE, &image);
    const std::uint32_t port = 0;
    find(call, &port, 1, bytes("{}"));
    call.fail(&call, nullptr);
  });
  EXPECT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(std::get<std::string>(result.outputs[0].value->data), "here");
  EXPECT_EQ(result.items.size(), 1u);
}

TEST(RawPlugin, MayFailWithoutSayingWhyWhereverItRuns) {
  const Act act = [](const cotejo_call& call) { call.fail(&call, nullptr); };
  EXPECT_FALSE(run(act).error);
  EXPECT_FALSE(run(act, run_in_worker).error);
}

// Instances whose making takes until the test says so, as that of a worker process.
class SlowMaking : public testing::Test {
 protected:
  using Instance = std::unique_ptr<cotejo_component, void (*)(cotejo_component*)>;
  static constexpr auto kPatience = std::chrono::seconds{5};  // a test that would hang fails

  domain::Result<Instance> make() {
    if (slow_) {
      making_.release();
      made_.acquire();
    }
    return Instance(new cotejo_component{sizeof(cotejo_component), this,
                                         [](void* self, const cotejo_call*) -> cotejo_status {
                                           auto& test = *static_cast<SlowMaking*>(self);
                                           if (!test.busy_.exchange(false)) return COTEJO_OK;
                                           test.entered_.release();
                                           test.leave_.acquire();
                                           return COTEJO_OK;
                                         },
                                         nullptr},
                    [](cotejo_component* c) { delete c; });
  }
  std::future<std::string> call() {
    return std::async(std::launch::async, [this] {
      CallContext context;
      context.inputs.resize(1);
      context.deadline = std::chrono::steady_clock::now() + std::chrono::hours{1};
      const auto result = component_.run(context);
      return result.error ? result.error->code : std::string();
    });
  }
  static bool ended(const std::future<std::string>& call) {
    return call.wait_for(kPatience) == std::future_status::ready;
  }

  std::atomic<bool> slow_{false}, busy_{false};
  std::counting_semaphore<> making_{0}, made_{0}, entered_{0}, leave_{0};
  Component component_{declaration(), [this] { return make(); }, 2};
};

TEST_F(SlowMaking, KeepsNobodyFromAnInstanceThatIsThereAndNoneFromComingBack) {
  ASSERT_TRUE(component_.warm(1));
  slow_ = busy_ = true;
  auto first = call();
  entered_.acquire();
  auto waits = call();
  making_.acquire();
  auto refused = call();
  EXPECT_TRUE(ended(refused));
  leave_.release();
  EXPECT_TRUE(ended(first));
  auto second = call();
  EXPECT_TRUE(ended(second));
  made_.release(2);
  EXPECT_EQ(refused.get(), "analysis.overloaded") << "one was taken, one was being made, and there are two at most";
  EXPECT_EQ(first.get(), "");
  EXPECT_EQ(second.get(), "");
  EXPECT_EQ(waits.get(), "");
}

TEST_F(SlowMaking, OfWarmingKeepsNobodyWaiting) {
  ASSERT_TRUE(component_.warm(1));
  slow_ = true;
  auto warmed = std::async(std::launch::async, [this] { return component_.warm(2).has_value(); });
  making_.acquire();
  auto called = call();
  EXPECT_TRUE(ended(called));
  made_.release(2);
  EXPECT_TRUE(warmed.get());
  EXPECT_EQ(called.get(), "");
}

TEST_F(SlowMaking, OfOneThreadServesAnotherThatWarmsToo) {
  slow_ = true;
  const auto warm = [this] { return component_.warm(1).has_value(); };
  auto first = std::async(std::launch::async, warm);
  making_.acquire();
  auto second = std::async(std::launch::async, warm);
  made_.release();  // for one: a second one that is made as well would never end
  ASSERT_EQ(second.wait_for(kPatience), std::future_status::ready);
  EXPECT_TRUE(second.get());
  EXPECT_TRUE(first.get());
  EXPECT_FALSE(making_.try_acquire()) << "two were made";
}

TEST_F(SlowMaking, ThatFailsGivesItsPlaceBack) {
  Component component(
      declaration(),
      [this, failures = 3]() mutable -> domain::Result<Instance> {
        if (failures-- > 0) return domain::make_error(domain::Scope::platform, "component.create", "not now");
        return make();
      },
      1);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(component.warm(1));
  EXPECT_TRUE(component.warm(1));
}

}  // namespace
}  // namespace cotejo::plugins
