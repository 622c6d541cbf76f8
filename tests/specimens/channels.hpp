// What happens to sound between a mouth and a file: room, noise, telephone, loudspeaker, codec.
#pragma once

#include <string>

#include "random.hpp"
#include "voices.hpp"

namespace cotejo::specimens {

enum class Noise { white, street, babble };  // flat; most of it low; many voices at once

struct Channel {
  double echo_seconds = 0;  // until the room is 60 dB quieter
  double echo_share = 0.2;  // of the sound's energy that comes by way of the walls
  double noise_db = 60;     // speech above noise
  Noise noise = Noise::street;
  double low = 40, high = 8000;  // Hz that get through
  std::string codec;             // an encoder's name, with its bit rate: "aac 32000"; empty: none
  double level_db = -6;          // of the loudest sample, below what a file can hold
};

// None of the sound is moved in time, up to some milliseconds.
Samples through(const Samples& sound, const Channel& channel, Random random);

// A clean recording; a telephone or a messenger in an ordinary room; a bad line in a loud place.
Channel clean_channel(Random random);
Channel phone_channel(Random random);
Channel hard_channel(Random random);

// Played by a small loudspeaker into a room, and recorded there.
Samples played_back(const Samples& sound, Random random);

}  // namespace cotejo::specimens
