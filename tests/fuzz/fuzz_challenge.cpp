// Challenges and lists of actions from hostile JSON: {"challenge": …, "actions": […]}. Nothing crashes; what is
// accepted keeps the schema's limits; doing the steps is following them, and who allows more never sees less followed.
#include <boost/json/parse.hpp>
#include <challenge.hpp>
#include <cstdint>
#include <cstdlib>

namespace {

namespace json = boost::json;
namespace selfie = selfie_video;

void expect(bool holds) {
  if (!holds) std::abort();
}

void follow(const selfie::Challenge& challenge, const std::vector<selfie::SeenAction>& actions) {
  for (std::int64_t extra = 0; extra < 3; ++extra) {
    if (selfie::follows(challenge.steps, actions, 0.5, extra) == selfie::Followed::yes)
      expect(selfie::follows(challenge.steps, actions, 0.5, extra + 1) == selfie::Followed::yes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxBytes = 16'000;
  json::error_code error;
  const json::value input =
      json::parse({reinterpret_cast<const char*>(data), size < kMaxBytes ? size : kMaxBytes}, error);
  if (error || !input.is_object()) return 0;
  const json::value* given = input.as_object().if_contains("challenge");
  const json::value* list = input.as_object().if_contains("actions");
  const auto challenge = given ? selfie::read_challenge(*given) : std::nullopt;
  const auto actions = list ? selfie::read_actions(*list) : std::nullopt;
  if (!challenge) return 0;
  expect(challenge->id.size() >= 16 && challenge->id.size() <= 128);
  expect(!challenge->steps.empty() && challenge->steps.size() <= 10);
  std::vector<selfie::SeenAction> done;
  for (const auto& step : challenge->steps) done.push_back({step, 1});
  expect(selfie::follows(challenge->steps, done, 0.5, 0) == selfie::Followed::yes);
  if (actions) follow(*challenge, *actions);
  return 0;
}
