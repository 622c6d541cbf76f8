// A challenge that the applicant was given, and whether a video follows it. challenge.schema.json is its form.
#pragma once
#include <boost/json/value.hpp>
#include <instants/instant.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace selfie_video {

struct Challenge {
  std::string id;
  cotejo::instants::Milliseconds issued_at;
  std::vector<std::string> steps;  // turn_left, turn_right, look_up, look_down, blink
};

// Nothing for anything but an id, an instant and one to ten steps that exist. Further members are the caller's own.
std::optional<Challenge> read_challenge(const boost::json::value& document);

// Two different steps at least, none twice in a row: else one gesture, or an old video of it, does for all.
bool worth_asking(const Challenge& challenge);

struct SeenAction {
  std::string action;
  double score = 0;
};

// What `face.actions` lists; nothing when it is no such list.
std::optional<std::vector<SeenAction>> read_actions(const boost::json::value& list);

enum class Followed { yes, no, unclear };

// The steps, in order, among the actions of at least `min_score`, with at most `extra` other movements of the head;
// eyes blink by themselves. Unclear: so they are, or would be with no more than `extra`, once fainter actions count; or
// only a blink is missing, which may have fallen between two frames.
Followed follows(const std::vector<std::string>& steps, const std::vector<SeenAction>& actions, double min_score,
                 std::int64_t extra);

std::string joined(const std::vector<std::string>& words);  // `turn_left, blink`

}  // namespace selfie_video
