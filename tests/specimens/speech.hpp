// What applicants say: the contract that they read aloud, and an interview with an operator. Voices are Debian's (see
// voices.hpp).
#pragma once

#include <boost/json/object.hpp>

#include "channels.hpp"
#include "contract.hpp"

namespace cotejo::specimens {

// What is wrong with a reading, and the appraisal item that names it.
struct SpeechVariant {
  const char* name;
  const char* code;  // null: nothing is wrong
};
const std::vector<SpeechVariant>& speech_variants();
const SpeechVariant* find_speech_variant(std::string_view name);  // null when there is none

// The same person has the same voice, whatever is spoken; an operator has another one.
const Voice& voice_of(const Person& person, Random random);
const Voice& other_voice(const Voice& than, Random random);  // of another speaker of the same sex where there is one

// A question of the operator's and what the applicant answers, in the order in which they are spoken.
struct Exchange {
  std::string id, question, answer;
};
std::vector<Exchange> interview_script(const Person& person, const Offer& offer, Random random);
std::string contract_script(const Person& person, const Offer& offer);

// Who speaks from when to when, in seconds.
struct Turn {
  std::string id;
  bool operator_speaks = false;
  double from = 0, to = 0;
  std::string text;
};
struct Spoken {
  Samples sound;
  std::vector<Turn> turns;
};

// `applicant` answers `operator_voice`, with pauses between them, through one channel. Without an operator's voice
// (null) the questions stand on the screen: there is silence while they are read.
Spoken speak_interview(const std::vector<Exchange>& script, const Voice* operator_voice, const Voice& applicant,
                       const Channel& channel, Random random);
Spoken speak_reading(const std::string& text, const Voice& reader, const Channel& channel, Random random);
// {"seconds": …, "turns": [{"id", "speaker": "operator" | "applicant", "from", "to", "text"}…]}
boost::json::object as_json(const Spoken& spoken);

}  // namespace cotejo::specimens
