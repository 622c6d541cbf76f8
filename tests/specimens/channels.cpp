#include "channels.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sound_decoder.hpp>
#include <write_sound.hpp>

namespace cotejo::specimens {
namespace {

double power(const Samples& sound) {
  double sum = 0;
  for (const float s : sound) sum += static_cast<double>(s) * s;
  return sum / std::max<double>(1, static_cast<double>(sound.size()));
}

// Of what is spoken: pauses do not count.
double speech_power(const Samples& sound) {
  constexpr std::size_t kWindow = kSoundRate / 50;
  std::vector<double> windows;
  for (std::size_t at = 0; at + kWindow <= sound.size(); at += kWindow)
    windows.push_back(power(
        {sound.begin() + static_cast<std::ptrdiff_t>(at), sound.begin() + static_cast<std::ptrdiff_t>(at + kWindow)}));
  if (windows.empty()) return power(sound);
  const double loudest = *std::max_element(windows.begin(), windows.end());
  double sum = 0, count = 0;
  for (const double w : windows)
    if (w > loudest * 1e-3) sum += w, ++count;
  return count > 0 ? sum / count : 0;
}

// A windowed sinc: from `low` to `high` Hz.
Samples band(const Samples& sound, double low, double high) {
  constexpr int kHalf = 100;
  std::vector<float> taps;
  const auto sinc = [](double cut, int n) {
    const double x = 2 * cut / kSoundRate;
    return n == 0 ? x : std::sin(std::numbers::pi * x * n) / (std::numbers::pi * n);
  };
  for (int n = -kHalf; n <= kHalf; ++n) {
    const double window = 0.54 + 0.46 * std::cos(std::numbers::pi * n / kHalf);
    taps.push_back(static_cast<float>(window * (sinc(std::min(high, kSoundRate / 2.0), n) - sinc(low, n))));
  }
  Samples padded(sound.size() + 2 * kHalf, 0.F), out(sound.size(), 0.F);
  std::copy(sound.begin(), sound.end(), padded.begin() + kHalf);
  for (std::size_t t = 0; t < taps.size(); ++t)
    for (std::size_t i = 0; i < out.size(); ++i) out[i] += taps[t] * padded[i + t];
  return out;
}

// Single echoes, denser than the ear tells apart, dying away.
Samples in_room(const Samples& sound, double seconds, double share, Random random) {
  constexpr double kEchoesPerSecond = 1200;
  const int count = static_cast<int>(kEchoesPerSecond * seconds);
  struct Echo {
    std::size_t late;
    float strength;
  };
  std::vector<Echo> echoes;
  double energy = 0;
  for (int i = 0; i < count; ++i) {
    const double late = random.uniform(0.002, seconds), strength = std::pow(10, -3 * late / seconds);
    echoes.push_back(
        {static_cast<std::size_t>(late * kSoundRate), static_cast<float>(random.chance(0.5) ? strength : -strength)});
    energy += strength * strength;
  }
  const auto scale = static_cast<float>(std::sqrt(share / (1 - share) / std::max(energy, 1e-9)));
  Samples out = sound;
  for (const auto& echo : echoes)
    for (std::size_t i = echo.late; i < out.size(); ++i) out[i] += scale * echo.strength * sound[i - echo.late];
  return out;
}

// Louder and quieter, as steps and talk are.
void vary(Samples& noise, Random random) {
  double level = 1, wanted = 1;
  for (std::size_t i = 0; i < noise.size(); ++i) {
    if (i % (kSoundRate / 4) == 0) wanted = std::exp(random.normal(0, 0.35));
    level += (wanted - level) * 3e-4;
    noise[i] *= static_cast<float>(level);
  }
}

Samples noise_of(Noise kind, std::size_t length, Random random) {
  Samples noise(length);
  for (auto& n : noise) n = static_cast<float>(random.normal(0, 1));
  if (kind == Noise::white) return noise;
  if (kind == Noise::street) {  // leaning towards low frequencies
    float last = 0;
    for (auto& n : noise) n = last = 0.95F * last + n;
    vary(noise, random);
    return noise;
  }
  // Babble: noise in the band of speech, at the rhythm of syllables, from several places.
  Samples sum(length, 0.F);
  for (int talker = 0; talker < 6; ++talker) {
    Samples one(length);
    for (auto& n : one) n = static_cast<float>(random.normal(0, 1));
    one = band(one, 150, random.uniform(900, 3500));
    const double rate = random.uniform(2.5, 5), phase = random.uniform(0, 6);
    for (std::size_t i = 0; i < length; ++i)
      one[i] *= static_cast<float>(
          std::max(0.05, std::sin(2 * std::numbers::pi * rate * static_cast<double>(i) / kSoundRate + phase)));
    vary(one, random);
    for (std::size_t i = 0; i < length; ++i) sum[i] += one[i];
  }
  return sum;
}

void add_noise(Samples& sound, double db, Noise kind, Random random) {
  Samples noise = noise_of(kind, sound.size(), random);
  const double wanted = speech_power(sound) * std::pow(10, -db / 10), had = std::max(power(noise), 1e-12);
  const auto scale = static_cast<float>(std::sqrt(std::max(wanted, 1e-10) / had));
  for (std::size_t i = 0; i < sound.size(); ++i) sound[i] += scale * noise[i];
}

void set_level(Samples& sound, double db) {
  float loudest = 1e-6F;
  for (const float s : sound) loudest = std::max(loudest, std::abs(s));
  const auto scale = static_cast<float>(std::pow(10, db / 20)) / loudest;
  for (auto& s : sound) s = std::clamp(s * scale, -1.F, 1.F);
}

// Which container an encoder's packets go into, and at which rate it works.
audio_analyzer::testing::Recipe recipe_of(const std::string& codec) {
  audio_analyzer::testing::Recipe recipe;
  recipe.codec = codec.substr(0, codec.find(' '));
  if (const auto at = codec.find(' '); at != std::string::npos) recipe.bit_rate = std::stol(codec.substr(at + 1));
  recipe.container = recipe.codec == "aac"          ? "mp4"
                     : recipe.codec == "libopus"    ? "ogg"
                     : recipe.codec == "libmp3lame" ? "mp3"
                                                    : "wav";
  if (recipe.codec == "pcm_mulaw" || recipe.codec == "pcm_alaw" || recipe.codec == "libgsm_ms") recipe.rate = 8000;
  return recipe;
}

// Encoded and decoded again; delays of some milliseconds stay in.
Samples coded(const Samples& sound, const std::string& codec) {
  const auto file = audio_analyzer::testing::write_sound(sound, recipe_of(codec));
  auto read = audio_analyzer::decode_sound(file, {}, [] { return false; });
  if (!std::holds_alternative<audio_analyzer::Sound>(read)) throw std::runtime_error("cannot be decoded: " + codec);
  auto samples = std::move(std::get<audio_analyzer::Sound>(read).samples);
  samples.resize(sound.size(), 0.F);
  return samples;
}

}  // namespace

Samples through(const Samples& sound, const Channel& channel, Random random) {
  Samples out = sound;
  if (channel.echo_seconds > 0) out = in_room(out, channel.echo_seconds, channel.echo_share, random.fork("room"));
  add_noise(out, channel.noise_db, channel.noise, random.fork("noise"));
  if (channel.low > 40 || channel.high < 8000) out = band(out, channel.low, channel.high);
  set_level(out, channel.level_db);
  return channel.codec.empty() ? out : coded(out, channel.codec);
}

Channel clean_channel(Random random) {
  Channel channel;
  channel.noise_db = random.uniform(35, 50);
  channel.echo_seconds = random.uniform(0.1, 0.2);
  channel.echo_share = random.uniform(0.02, 0.08);
  channel.level_db = random.uniform(-12, -2);
  return channel;
}

Channel phone_channel(Random random) {
  static const std::vector<std::string> kCodecs{"aac 24000",        "aac 32000", "libopus 16000", "libopus 24000",
                                                "libmp3lame 32000", "pcm_mulaw", "pcm_alaw",      "libgsm_ms"};
  Channel channel;
  channel.noise_db = random.uniform(18, 32);
  channel.noise = static_cast<Noise>(random.integer(0, 2));
  channel.echo_seconds = random.uniform(0.2, 0.45);
  channel.echo_share = random.uniform(0.05, 0.2);
  channel.level_db = random.uniform(-18, -1);
  channel.codec = random.pick(kCodecs);
  const bool narrow = channel.codec.starts_with("pcm") || channel.codec.starts_with("libgsm");
  channel.low = narrow ? 300 : random.uniform(60, 150);
  channel.high = narrow ? 3400 : random.uniform(5500, 8000);
  return channel;
}

Channel hard_channel(Random random) {
  Channel channel = phone_channel(random.fork("phone"));
  channel.noise_db = random.uniform(8, 15);
  channel.echo_seconds = random.uniform(0.35, 0.7);
  channel.echo_share = random.uniform(0.2, 0.4);
  return channel;
}

Samples played_back(const Samples& sound, Random random) {
  Channel loudspeaker;  // what it does to the sound before the room gets it
  loudspeaker.noise_db = 45;
  loudspeaker.low = random.uniform(300, 500);
  loudspeaker.high = random.uniform(3800, 5500);
  loudspeaker.codec = random.chance(0.5) ? "libopus 16000" : "aac 24000";
  Channel room;
  room.echo_seconds = random.uniform(0.5, 0.9);
  room.echo_share = random.uniform(0.35, 0.6);
  room.noise_db = random.uniform(20, 30);
  return through(through(sound, loudspeaker, random.fork("loudspeaker")), room, random.fork("room"));
}

}  // namespace cotejo::specimens
