#include "challenge.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <judgement/json_members.hpp>
#include <set>

namespace selfie_video {
namespace {

constexpr std::string_view kSteps[] = {"turn_left", "turn_right", "look_up", "look_down", "blink"};
constexpr std::size_t kMaxSteps = 10;
constexpr std::size_t kMinId = 16, kMaxId = 128;  // characters; 16 hold 64 random bits and more

bool known(std::string_view step) {
  return std::find(std::begin(kSteps), std::end(kSteps), step) != std::end(kSteps);
}

bool usable_id(std::string_view id) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return id.size() >= kMinId && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), allowed);
}

bool of_the_head(std::string_view action) {
  return action != "blink";
}

std::vector<std::string> head_steps(std::vector<std::string> steps) {
  std::erase_if(steps, [](const std::string& step) { return !of_the_head(step); });
  return steps;
}

// All steps are there in order, and at most `extra` movements of the head that belong to none.
bool shown(const std::vector<std::string>& steps, const std::vector<std::string>& actions, std::int64_t extra) {
  std::size_t next = 0;
  std::int64_t others = 0;
  for (const std::string& action : actions) {
    if (next < steps.size() && action == steps[next]) {
      ++next;
    } else if (of_the_head(action)) {
      ++others;
    }
  }
  return next == steps.size() && others <= extra;
}

}  // namespace

std::optional<Challenge> read_challenge(const boost::json::value& document) {
  const auto* object = document.if_object();
  if (object == nullptr) return std::nullopt;
  Challenge challenge;
  challenge.id = cotejo::judgement::text_of(*object, "id");
  const auto issued = cotejo::instants::parse_instant(cotejo::judgement::text_of(*object, "issued_at"));
  const auto* steps = object->if_contains("steps");
  const auto* list = steps != nullptr ? steps->if_array() : nullptr;
  if (!usable_id(challenge.id) || !issued || list == nullptr || list->empty() || list->size() > kMaxSteps)
    return std::nullopt;
  challenge.issued_at = issued->utc;
  for (const auto& step : *list) {
    if (!step.is_string() || !known(step.get_string())) return std::nullopt;
    challenge.steps.emplace_back(step.get_string());
  }
  return challenge;
}

bool worth_asking(const Challenge& challenge) {
  const std::set<std::string> different(challenge.steps.begin(), challenge.steps.end());
  return different.size() > 1 &&
         std::adjacent_find(challenge.steps.begin(), challenge.steps.end()) == challenge.steps.end();
}

std::optional<std::vector<SeenAction>> read_actions(const boost::json::value& list) {
  return cotejo::judgement::list_of<SeenAction>(list, [](const boost::json::object& entry) {
    return SeenAction{cotejo::judgement::text_of(entry, "action"),
                      cotejo::judgement::number_of(entry, "score").value_or(0)};
  });
}

Followed follows(const std::vector<std::string>& steps, const std::vector<SeenAction>& actions, double min_score,
                 std::int64_t extra) {
  std::vector<std::string> clear, all;
  for (const SeenAction& action : actions) {
    all.push_back(action.action);
    if (action.score >= min_score) clear.push_back(action.action);
  }
  if (shown(steps, clear, extra)) return Followed::yes;
  const std::vector<std::string> head = head_steps(steps);
  const bool only_a_blink_is_missing = !head.empty() && (shown(head, clear, extra) || shown(head, all, extra));
  return only_a_blink_is_missing || shown(steps, all, extra) ? Followed::unclear : Followed::no;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace selfie_video
