// cotejo-voice-accuracy: how well speakers are told apart by `voice`, on Debian's voices that its network never heard
// or on people from a folder, across sentences and channels; how many are taken to speak; where speech is found; what
// copies and loudspeakers are taken for. Not a test: its tables are read by people.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/core/utility.hpp>
#include <rules.hpp>
#include <sound_quality.hpp>
#include <speech/copies.hpp>
#include <training/held_out.hpp>

#include "recording.hpp"
#include "statistics.hpp"
#include "voice_pairs.hpp"
#include "voice_recordings.hpp"

namespace cotejo::accuracy {
namespace {

using namespace specimens;

const speech::Stop kNever = [] { return false; };

// Values of min_alike that are compared; the product's is among them.
constexpr double kAlike[] = {0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6};

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class F>
auto timed(double& sum, F&& function) {
  const double begin = cpu_seconds();
  auto result = function();
  sum += cpu_seconds() - begin;
  return result;
}

struct Heard {
  speech::Hearing hearing;
  std::vector<speech::Segment> segments;
  std::vector<bool> spoken() const { return speech::frames_of(segments, hearing.frames()); }
};

// Shares of frames of one channel's recordings. Turns have pauses inside.
struct Frames {
  double inside = 0, missed = 0, outside = 0, wrong = 0;
  void add(const Heard& heard, const std::vector<Turn>& turns) {
    constexpr double kEdge = 0.3;  // seconds around a turn: rooms and words fade
    const auto found = heard.spoken();
    for (int f = 0; f < heard.hearing.frames(); ++f) {
      const double time = (f + 1.25) / speech::kFramesPerSecond;
      bool in = false, near = false;
      for (const auto& turn : turns) {
        in |= time >= turn.from && time <= turn.to;
        near |= time >= turn.from - kEdge && time <= turn.to + kEdge;
      }
      const bool said = found[static_cast<std::size_t>(f)];
      if (in) ++inside, missed += said ? 0 : 1;
      if (!near) ++outside, wrong += said ? 1 : 0;
    }
  }
};

// Of recordings with a known number of speakers, at one value of min_alike.
struct Counting {
  int alone = 0, alone_split = 0, asked = 0, asked_merged = 0, asked_nobody = 0, asked_own = 0, asked_other = 0;
};

struct Replays {
  int copies = 0, found = 0, takes = 0, wrong = 0, honest = 0, suspected = 0, played = 0, caught = 0;
  std::map<std::string, std::vector<double>> echoes;
};

class Measurement {
 public:
  Measurement(std::uint64_t seed, int each, bool pairs_only, voice::Embedder& embedder)
      : seed_(seed), each_(each), pairs_only_(pairs_only), embedder_(embedder) {}

  // All that is asked of one of Debian's voices.
  void add(const Voice& who) {
    const Random own = Random(seed_).fork(who.name);
    std::vector<voice::Embedding> clean;
    for (int turn = 0; turn < each_; ++turn)
      for (const auto& channel : channel_names()) {
        const Random random = own.fork(channel + std::to_string(turn));
        const auto interview = recorded(who, channel, true, random.fork("interview"));
        const auto reading = recorded(who, channel, false, random.fork("contract"));
        const auto heard_interview = take(interview), heard_reading = take(reading);
        if (channel == "clean" && voices_.back().embedding) clean.push_back(*voices_.back().embedding);
        if (pairs_only_) continue;
        replay(interview, heard_interview, reading, heard_reading, random);
      }
    if (!pairs_only_) ask(who, clean, own.fork("asked"));
  }

  void add(const People& people, const std::string& who) {
    for (const auto& recording : people.recorded(who, each_, Random(seed_).fork(who))) take(recording);
  }

  const std::vector<KnownVoice>& voices() const { return voices_; }

  void tell() const {
    tell_pairs(voices_);
    if (pairs_only_) return;
    std::printf("\nspeech found, in frames (turns have pauses inside)\n");
    for (const auto& [name, c] : frames_)
      if (c.inside > 0)
        std::printf("  %-10s missed %5.1f %%  taken for speech outside of turns %5.1f %%\n", name.c_str(),
                    100 * c.missed / c.inside, 100 * c.wrong / std::max(1.0, c.outside));
    tell_counting();
    tell_replays();
    std::printf(
        "\ntime of one core for a second of sound: hearing %.2f ms, finding speech %.2f ms, the voice %.2f ms\n",
        1000 * hearing_time_ / sound_time_, 1000 * finding_time_ / sound_time_, 1000 * reading_time_ / sound_time_);
  }

 private:
  Heard hear(const Samples& sound) {
    Heard heard;
    sound_time_ += static_cast<double>(sound.size()) / kSoundRate;
    heard.hearing = timed(hearing_time_, [&] { return speech::hear(sound, kNever); });
    heard.segments = timed(finding_time_, [&] { return speech::find_speech(heard.hearing, kNever); });
    return heard;
  }

  voice::Reading read(const Samples& sound, const Heard& heard, const voice::Answers& answers,
                      const voice::Options& options) {
    return timed(reading_time_, [&] {
      return voice::read_recording(sound, heard.hearing, heard.segments, answers, embedder_, options, kNever);
    });
  }

  // One speaker's recording.
  Heard take(const Recording& recording) {
    const Samples& sound = recording.spoken.sound;
    Heard heard = hear(sound);
    const auto reading = read(sound, heard, {}, {});
    voices_.push_back({recording.speaker, recording.channel, recording.sex, reading.embedding, reading.absence});
    if (pairs_only_) return heard;
    frames_[recording.channel].add(heard, recording.spoken.turns);
    for (const double alike : kAlike) {
      Counting& count = counting_[alike];
      ++count.alone;
      count.alone_split += read(sound, heard, {}, {.min_alike = alike}).speakers > 1;
    }
    if (reading.echo) replays_.echoes[recording.channel].push_back(*reading.echo);
    ++replays_.honest;
    replays_.suspected += is_suspected(sound, reading, recording.channel == "telephone");
    return heard;
  }

  bool is_suspected(const Samples& sound, const voice::Reading& reading, bool telephone) const {
    const auto quality = audio_analyzer::judge_quality(sound, kNever);
    return !telephone && reading.echo && *reading.echo >= product_.max_echo && quality && quality->bandwidth &&
           *quality->bandwidth < product_.min_bandwidth;
  }

  // An operator asks: how many are taken to speak, and whose voice is taken for the applicant's.
  void ask(const Voice& who, const std::vector<voice::Embedding>& clean, Random random) {
    const auto recording = asked(who, random);
    const auto heard = hear(recording.spoken.sound);
    voice::Answers answers;
    for (const auto& turn : recording.spoken.turns)
      if (!turn.operator_speaks) answers.push_back(turn.to);
    for (const double alike : kAlike) {
      const auto reading = read(recording.spoken.sound, heard, answers, {.min_alike = alike});
      Counting& count = counting_[alike];
      ++count.asked, count.asked_merged += reading.speakers == 1, count.asked_nobody += !reading.embedding;
      if (!reading.embedding || clean.empty()) continue;
      double own = -1;
      for (const auto& embedding : clean) own = std::max(own, voice::cosine(embedding, *reading.embedding));
      count.asked_own += own >= product_.min_similarity, count.asked_other += own < product_.other_similarity;
    }
  }

  void replay(const Recording& interview, const Heard& first, const Recording& reading, const Heard& second,
              Random random) {
    Replays& r = replays_;
    ++r.takes;
    r.wrong +=
        speech::copied_seconds(second.hearing, second.spoken(), first.hearing, kNever) > product_.max_copied_seconds;
    const auto& sound = interview.spoken.sound;
    const auto half = static_cast<std::ptrdiff_t>(sound.size() / 2);
    const Samples cut =
        through({sound.begin() + 137, sound.begin() + half}, phone_channel(random.fork("copy")), random);
    const auto heard = hear(cut);
    ++r.copies;
    r.found +=
        speech::copied_seconds(heard.hearing, heard.spoken(), first.hearing, kNever) > product_.max_copied_seconds;
    const Samples loud = played_back(reading.spoken.sound, random.fork("playback"));
    const auto played = read(loud, hear(loud), {}, {});
    ++r.played, r.caught += is_suspected(loud, played, false);
    if (played.echo) r.echoes["played back"].push_back(*played.echo);
  }

  void tell_counting() const {
    std::printf(
        "\nmin_alike: recordings of one speaker taken for several; interviews with an operator: taken for one speaker, "
        "without a voice, the applicant's at min_similarity, called another's (of %d and %d)\n",
        counting_.begin()->second.alone, counting_.begin()->second.asked);
    for (const auto& [alike, c] : counting_)
      std::printf("  %.2f  %5.1f %%   %5.1f %%  %5.1f %%  %5.1f %%  %5.1f %%\n", alike,
                  100.0 * c.alone_split / std::max(1, c.alone), 100.0 * c.asked_merged / std::max(1, c.asked),
                  100.0 * c.asked_nobody / std::max(1, c.asked), 100.0 * c.asked_own / std::max(1, c.asked),
                  100.0 * c.asked_other / std::max(1, c.asked));
  }

  void tell_replays() const {
    const Replays& r = replays_;
    std::printf("\ncopies through another channel: %d, missed %.1f %%; two takes called copies: %.1f %% of %d\n",
                r.copies, 100.0 * (r.copies - r.found) / std::max(1, r.copies), 100.0 * r.wrong / std::max(1, r.takes),
                r.takes);
    std::printf("played back: %d, suspected %.1f %%; honest recordings suspected: %.1f %% of %d\n", r.played,
                100.0 * r.caught / std::max(1, r.played), 100.0 * r.suspected / std::max(1, r.honest), r.honest);
    for (auto [name, values] : r.echoes) {
      std::sort(values.begin(), values.end());
      const auto at = [&](double share) {
        return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
      };
      std::printf("  echo %-12s tenth %.2f  half %.2f  nine tenths %.2f s\n", name.c_str(), at(0.1), at(0.5), at(0.9));
    }
  }

  const std::uint64_t seed_;
  const int each_;
  const bool pairs_only_;
  const voice_match::Params product_;
  voice::Embedder& embedder_;
  std::vector<KnownVoice> voices_;
  std::map<std::string, Frames> frames_;
  std::map<double, Counting> counting_;
  Replays replays_;
  double hearing_time_ = 0, finding_time_ = 0, reading_time_ = 0, sound_time_ = 0;  // seconds
};

std::vector<std::uint16_t> weights_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::uint16_t> weights(bytes.size() / 2);
  std::memcpy(weights.data(), bytes.data(), weights.size() * 2);
  return weights;
}

// At most so many, spread over all.
template <class T>
std::vector<T> some_of(const std::vector<T>& all, int most) {
  if (most <= 0 || all.size() <= static_cast<std::size_t>(most)) return all;
  std::vector<T> some;
  for (int i = 0; i < most; ++i)
    some.push_back(all[static_cast<std::size_t>(i) * all.size() / static_cast<std::size_t>(most)]);
  return some;
}

std::vector<const Voice*> speakers(bool trained) {
  std::vector<const Voice*> who;
  for (const auto& voice : specimens::voices())
    if (voice.natural && voice::training::is_held_out(voice.speaker) != trained &&
        voice.name != "festival cmu_us_slt_arctic_hts")  // the speaker of "flite slt"
      who.push_back(&voice);
  return who;
}

template <class T, class Add>
void go_through(const std::vector<T>& who, Add add) {
  for (std::size_t i = 0; i < who.size(); ++i) {
    try {
      add(who[i]);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "\n%s: the rest of a speaker's recordings is left out\n", error.what());
    }
    std::fprintf(stderr, "\r%zu of %zu speakers, %.0f s of CPU  ", i + 1, who.size(), cpu_seconds());
  }
  std::fprintf(stderr, "\n");
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  using namespace cotejo::accuracy;
  CLI::App app{"How well speakers are told apart, across sentences and channels"};
  std::string weights_file, folder;
  std::uint64_t seed = 9'000'000;
  bool trained = false, pairs_only = false;
  int most = 0, each = 1;
  app.add_option("--weights", weights_file, "a network other than the one that is linked in");
  app.add_option("--seed", seed, "of sentences and channels")->capture_default_str();
  app.add_flag("--trained", trained, "the speakers that the network has heard, in the place of the others");
  app.add_option("--speakers", most, "so many, spread over all; 0 for all")->capture_default_str();
  app.add_option("--each", each, "interviews and readings of each speaker in each channel; 4 takes a long time")
      ->capture_default_str();
  app.add_option("--people", folder,
                 "people in the place of synthesisers: a folder each, with sound files; pairs only");
  app.add_flag("--pairs-only", pairs_only, "only how well speakers are told apart");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  const auto own = weights_file.empty() ? std::vector<std::uint16_t>{} : weights_of(weights_file);
  voice::OwnEmbedder embedder(own.empty() ? voice::trained_weights() : std::span<const std::uint16_t>(own));
  Measurement measurement(seed, each, pairs_only || !folder.empty(), embedder);
  if (folder.empty()) {
    go_through(some_of(speakers(trained), most), [&](const auto* who) { measurement.add(*who); });
  } else {
    const People people(folder);
    go_through(some_of(people.names(), most), [&](const std::string& who) { measurement.add(people, who); });
  }
  measurement.tell();
  return 0;
}
