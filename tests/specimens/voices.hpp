// Debian's speech synthesisers as fictional speakers. Each program is run when something is spoken; nothing is kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cotejo::specimens {

inline constexpr int kSoundRate = 16000;  // Hz
using Samples = std::vector<float>;       // one channel at kSoundRate, -1..1

// Somebody who can speak. Two voices of one speaker are the same person recorded for two synthesisers.
struct Voice {
  std::string name;     // "espeak es+m3", "flite slt", "festival lp_diphone"
  std::string speaker;  // "m3", "slt"
  char sex = 'H';       // H or M
  bool natural = true;  // sounds like a person, and not like a robot or a whisper
};

// Those whose program and data are installed, in a fixed order: each variant of espeak-ng in Spanish, then flite's and
// festival's.
const std::vector<Voice>& voices();
// Throws std::invalid_argument when it is not there.
const Voice& voice(std::string_view name);

// How something is said.
struct Delivery {
  double pace = 1;              // 1.2: a fifth faster, at the same pitch
  double pitch = 1;             // factor; festival's and flite's voices keep theirs
  std::string language = "es";  // of espeak-ng's voices
};

// Throws std::runtime_error when the program fails. Deterministic.
Samples speak(const Voice& voice, const std::string& text, const Delivery& delivery = {});

}  // namespace cotejo::specimens
