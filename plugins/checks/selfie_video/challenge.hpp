// A challenge that the applicant was given (challenge.schema.json), and whether a video follows it.
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

// None unless the document has an id, a time and one to ten known steps. Other members are ignored.
std::optional<Challenge> read_challenge(const boost::json::value& document);

// Whether the challenge proves anything: it has at least two different steps and none twice in a row. Otherwise one
// gesture, or an old video of it, would satisfy it.
bool worth_asking(const Challenge& challenge);

struct SeenAction {
  std::string action;
  double score = 0;
};

// The list in the trait `face.actions`; none for a value of another form.
std::optional<std::vector<SeenAction>> read_actions(const boost::json::value& list);

enum class Followed { yes, no, unclear };

// yes: the actions with at least `min_score` contain the steps in order, with at most `extra` other movements of the
// head (other blinks are natural and not counted). unclear: that holds only when weaker actions are counted too, or
// only a blink is missing, which may have fallen between two frames.
Followed follows(const std::vector<std::string>& steps, const std::vector<SeenAction>& actions, double min_score,
                 std::int64_t extra);

std::string joined(const std::vector<std::string>& words);  // `turn_left, blink`

}  // namespace selfie_video
