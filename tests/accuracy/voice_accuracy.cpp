// cotejo-voice-accuracy: how well speakers are told apart by `voice`, on Debian's voices that its network never heard,
// across sentences and channels; where speech is found; what copies and loudspeakers are taken for. Not a test: its
// table is read by people.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/core/utility.hpp>
#include <rules.hpp>
#include <sound_decoder.hpp>
#include <sound_quality.hpp>
#include <speech.hpp>
#include <speech/copies.hpp>
#include <training/held_out.hpp>

#include "recording.hpp"
#include "statistics.hpp"

namespace cotejo::accuracy {
namespace {

using namespace specimens;

const speech::Stop kNever = [] { return false; };

struct Heard {
  std::string speaker, channel;
  char sex = 'H';
  double seconds = 0;
  Spoken spoken;
  speech::Hearing hearing;
  std::vector<speech::Segment> segments;
  voice::Reading reading;
  std::optional<audio_analyzer::Quality> quality;
};

struct Clock {
  double hearing = 0, finding = 0, reading = 0, sound = 0;  // seconds
};

template <class F>
auto timed(double& sum, F&& function) {
  const auto begin = std::chrono::steady_clock::now();
  auto result = function();
  sum += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

struct Place {
  const char* name;
  Channel (*make)(Random);
};
Channel telephone_channel(Random random) {
  Channel channel = phone_channel(random.fork("phone"));
  channel.low = 300, channel.high = 3400;
  channel.codec = random.chance(0.5) ? "pcm_mulaw" : "libgsm_ms";
  return channel;
}
constexpr Place kPlaces[] = {
    {"clean", clean_channel}, {"phone", phone_channel}, {"telephone", telephone_channel}, {"hard", hard_channel}};

// Two recordings of a speaker in each place: answers of an interview, and a contract, each of another applicant.
class Measuring {
 public:
  Measuring(std::uint64_t seed, voice::Embedder& embedder) : seed_(seed), embedder_(embedder) {}

  void add(const Voice& who) {
    for (const auto& place : kPlaces)
      for (const bool interview : {true, false}) {
        const Random random = Random(seed_).fork(who.name + place.name + (interview ? "interview" : "contract"));
        const Person person = make_person(random.fork("person"), {.sex = who.sex});
        const Offer offer = make_offer(person, 2026, random.fork("offer"));
        const Channel channel = place.make(random.fork("channel"));
        Heard heard;
        heard.speaker = who.speaker, heard.sex = who.sex, heard.channel = place.name;
        heard.spoken = interview ? speak_interview(interview_script(person, offer, random.fork("script")), nullptr, who,
                                                   channel, random)
                                 : speak_reading(contract_script(person, offer), who, channel, random);
        hear(heard);
        heard_.push_back(std::move(heard));
      }
  }

  void hear(Heard& heard) {
    const auto& sound = heard.spoken.sound;
    heard.seconds = static_cast<double>(sound.size()) / kSoundRate;
    clock_.sound += heard.seconds;
    heard.hearing = timed(clock_.hearing, [&] { return speech::hear(sound, kNever); });
    heard.segments = timed(clock_.finding, [&] { return speech::find_speech(heard.hearing, kNever); });
    heard.reading = timed(clock_.reading, [&] {
      return voice::read_recording(sound, heard.hearing, heard.segments, {}, embedder_, {}, kNever);
    });
    heard.quality = audio_analyzer::judge_quality(sound, kNever);
  }

  const std::vector<Heard>& all() const { return heard_; }
  const Clock& clock() const { return clock_; }

 private:
  std::uint64_t seed_;
  voice::Embedder& embedder_;
  std::vector<Heard> heard_;
  Clock clock_;
};

struct Scores {
  std::vector<double> genuine, others;
};

void print(const char* what, const Scores& scores) {
  if (scores.genuine.empty() || scores.others.empty()) return;
  const auto r = roc(scores.genuine, scores.others);
  std::printf("%-26s same %5zu other %6zu  EER %5.1f %%  AUC %.4f\n", what, scores.genuine.size(), scores.others.size(),
              100 * r.eer, r.auc);
}

void tell_pairs(const std::vector<Heard>& all) {
  Scores everything, same_sex, across, within;
  std::map<std::string, Scores> by_channel;
  std::size_t lost = 0;
  std::map<std::string, std::size_t> why;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].reading.embedding) {
      ++lost;
      const char* const names[] = {"no speech", "too little", "too noisy", "several speakers"};
      ++why[all[i].channel + ", " + names[static_cast<int>(all[i].reading.absence)]];
      continue;
    }
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      if (!all[k].reading.embedding) continue;
      const bool same = all[i].speaker == all[k].speaker;
      const double alike = voice::cosine(*all[i].reading.embedding, *all[k].reading.embedding);
      const auto add = [&](Scores& scores) { (same ? scores.genuine : scores.others).push_back(alike); };
      add(everything);
      if (same || all[i].sex == all[k].sex) add(same_sex);
      add(all[i].channel == all[k].channel ? within : across);
      const auto& [a, b] = std::minmax(all[i].channel, all[k].channel);
      add(by_channel[a + " - " + b]);
    }
  }
  print("all pairs", everything);
  print("others of the same sex", same_sex);
  print("the same kind of channel", within);
  print("across channels", across);
  for (const auto& [name, scores] : by_channel) print(name.c_str(), scores);
  std::printf("recordings without an embedding: %zu of %zu\n", lost, all.size());
  for (const auto& [name, count] : why) std::printf("  %s: %zu\n", name.c_str(), count);

  const voice_match::Params product;
  const auto shares = [&](const char* name, const std::vector<double>& scores) {
    std::size_t pass = 0, fail = 0;
    for (const double s : scores) pass += s >= product.min_similarity, fail += s < product.other_similarity;
    const auto n = static_cast<double>(std::max<std::size_t>(1, scores.size()));
    std::printf("  %-16s pass %5.1f %%  undecided %5.1f %%  fail %5.1f %%\n", name, 100 * static_cast<double>(pass) / n,
                100 * (n - static_cast<double>(pass + fail)) / n, 100 * static_cast<double>(fail) / n);
  };
  std::printf("at the product's thresholds (%.2f and %.2f)\n", product.min_similarity, product.other_similarity);
  shares("same speaker", everything.genuine);
  shares("other, same sex", same_sex.others);
  shares("other", everything.others);
  Reliability reliability;
  // As many of each kind: what the calibration assumes.
  const std::size_t every =
      std::max<std::size_t>(1, same_sex.others.size() / std::max<std::size_t>(1, same_sex.genuine.size()));
  for (const double s : same_sex.genuine) reliability.add(voice_match::same_speaker(s), true);
  for (std::size_t i = 0; i < same_sex.others.size(); i += every)
    reliability.add(voice_match::same_speaker(same_sex.others[i]), false);
  for (const auto& bin : reliability.bins())
    if (bin.count)
      std::printf("  said %.2f on average: %zu pairs, %.1f %% one speaker\n", bin.sum / static_cast<double>(bin.count),
                  bin.count, 100 * static_cast<double>(bin.right) / static_cast<double>(bin.count));
}

// Frames of turns that were missed, and frames well outside of turns that were taken for speech.
void tell_speech(const std::vector<Heard>& all) {
  constexpr double kEdge = 0.3;  // seconds around a turn: rooms and words fade
  struct Count {
    double inside = 0, missed = 0, outside = 0, wrong = 0;
  };
  std::map<std::string, Count> counts;
  for (const auto& heard : all) {
    Count& count = counts[heard.channel];
    const auto found = speech::frames_of(heard.segments, heard.hearing.frames());
    for (int f = 0; f < heard.hearing.frames(); ++f) {
      const double time = (f + 1.25) / speech::kFramesPerSecond;
      bool inside = false, near = false;
      for (const auto& turn : heard.spoken.turns) {
        inside |= time >= turn.from && time <= turn.to;
        near |= time >= turn.from - kEdge && time <= turn.to + kEdge;
      }
      const bool said = found[static_cast<std::size_t>(f)];
      if (inside) ++count.inside, count.missed += said ? 0 : 1;
      if (!near) ++count.outside, count.wrong += said ? 1 : 0;
    }
  }
  std::printf("speech found, in frames (turns have pauses inside)\n");
  for (const auto& [name, c] : counts)
    std::printf("  %-10s missed %5.1f %%  taken for speech outside of turns %5.1f %%\n", name.c_str(),
                100 * c.missed / c.inside, 100 * c.wrong / std::max(1.0, c.outside));
}

void tell_copies_and_playback(const std::vector<Heard>& all, std::uint64_t seed, Measuring& measuring) {
  const voice_match::Params product;
  std::size_t copies = 0, found = 0, takes = 0, wrong = 0, honest = 0, suspected = 0, played = 0, caught = 0;
  std::map<std::string, std::vector<double>> echoes;
  const auto suspect = [&](const Heard& heard) {
    return heard.reading.echo && *heard.reading.echo >= product.max_echo && heard.quality && heard.quality->bandwidth &&
           *heard.quality->bandwidth < product.min_bandwidth && heard.channel != "telephone";
  };
  for (std::size_t i = 0; i + 1 < all.size(); i += 2) {  // an interview, then a reading
    const Heard &interview = all[i], &reading = all[i + 1];
    const auto spoken = [](const Heard& heard) { return speech::frames_of(heard.segments, heard.hearing.frames()); };
    ++takes;
    wrong += speech::copied_seconds(reading.hearing, spoken(reading), interview.hearing, kNever) >
             product.max_copied_seconds;
    const Random random = Random(seed).fork(interview.speaker + interview.channel + std::to_string(i));
    Heard cut;
    const auto half = static_cast<std::ptrdiff_t>(interview.spoken.sound.size() / 2);
    cut.spoken.sound = through({interview.spoken.sound.begin() + 137, interview.spoken.sound.begin() + half},
                               phone_channel(random.fork("copy")), random);
    cut.hearing = speech::hear(cut.spoken.sound, kNever);
    cut.segments = speech::find_speech(cut.hearing, kNever);
    ++copies;
    found += speech::copied_seconds(cut.hearing, spoken(cut), interview.hearing, kNever) > product.max_copied_seconds;
    for (const Heard* heard : {&interview, &reading}) {
      ++honest, suspected += suspect(*heard);
      if (heard->reading.echo) echoes[heard->channel].push_back(*heard->reading.echo);
    }
    Heard loud;
    loud.channel = "played back";
    loud.spoken = reading.spoken;
    loud.spoken.sound = played_back(reading.spoken.sound, random.fork("playback"));
    measuring.hear(loud);
    ++played, caught += suspect(loud);
    if (loud.reading.echo) echoes[loud.channel].push_back(*loud.reading.echo);
  }
  std::printf("copies through another channel: %zu, missed %.1f %%; two takes called copies: %.1f %% of %zu\n", copies,
              100.0 * static_cast<double>(copies - found) / static_cast<double>(copies),
              100.0 * static_cast<double>(wrong) / static_cast<double>(takes), takes);
  std::printf("played back: %zu, suspected %.1f %%; honest recordings suspected: %.1f %% of %zu\n", played,
              100.0 * static_cast<double>(caught) / static_cast<double>(played),
              100.0 * static_cast<double>(suspected) / static_cast<double>(honest), honest);
  for (auto& [name, values] : echoes) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
      return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    };
    std::printf("  echo %-12s tenth %.2f  half %.2f  nine tenths %.2f s\n", name.c_str(), at(0.1), at(0.5), at(0.9));
  }
}

// An interview in which an operator asks: whose speech is taken for the applicant's.
void tell_interviews(const std::vector<const Voice*>& who, std::uint64_t seed, voice::Embedder& embedder,
                     const std::vector<Heard>& all) {
  std::size_t count = 0, nobody = 0, one = 0, right = 0, without = 0;
  for (const Voice* applicant : who) {
    const Random random = Random(seed).fork("asked " + applicant->name);
    const Voice& asking = other_voice(*applicant, random.fork("operator"));
    const Person person = make_person(random.fork("person"), {.sex = applicant->sex});
    const Offer offer = make_offer(person, 2026, random.fork("offer"));
    const Spoken spoken = speak_interview(interview_script(person, offer, random.fork("script")), &asking, *applicant,
                                          phone_channel(random.fork("channel")), random);
    const auto hearing = speech::hear(spoken.sound, kNever);
    const auto segments = speech::find_speech(hearing, kNever);
    voice::Answers answers;
    for (const auto& turn : spoken.turns)
      if (!turn.operator_speaks) answers.push_back(turn.to);
    const auto reading = voice::read_recording(spoken.sound, hearing, segments, answers, embedder, {}, kNever);
    const auto alone = voice::read_recording(spoken.sound, hearing, segments, {}, embedder, {}, kNever);
    ++count, nobody += !reading.embedding, one += reading.speakers == 1, without += alone.embedding.has_value();
    if (!reading.embedding) continue;
    double own = -1;
    for (const auto& heard : all)
      if (heard.speaker == applicant->speaker && heard.channel == "clean" && heard.reading.embedding)
        own = std::max(own, voice::cosine(*heard.reading.embedding, *reading.embedding));
    right += own >= voice_match::Params{}.min_similarity;
  }
  std::printf(
      "interviews with an operator: %zu; no voice %zu; taken for one speaker %zu; the applicant's own voice %zu; a "
      "voice without knowing the answers' times %zu\n",
      count, nobody, one, right, without);
}

std::vector<std::uint16_t> weights_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::uint16_t> weights(bytes.size() / 2);
  std::memcpy(weights.data(), bytes.data(), weights.size() * 2);
  return weights;
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  using namespace cotejo::accuracy;
  CLI::App app{"How well speakers are told apart, across sentences and channels"};
  std::string weights_file;
  std::uint64_t seed = 9'000'000;
  bool trained = false, pairs_only = false;
  app.add_option("--weights", weights_file, "a network other than the one that is linked in");
  app.add_option("--seed", seed, "of sentences and channels")->capture_default_str();
  app.add_flag("--trained", trained, "the speakers that the network has heard, in the place of the others");
  int most = 0;
  app.add_option("--speakers", most, "only the first so many; 0 for all")->capture_default_str();
  app.add_flag("--pairs-only", pairs_only, "only how well speakers are told apart");
  CLI11_PARSE(app, argc, argv);
  cv::setNumThreads(1);
  const auto own = weights_file.empty() ? std::vector<std::uint16_t>{} : weights_of(weights_file);
  voice::OwnEmbedder embedder(own.empty() ? voice::trained_weights() : std::span<const std::uint16_t>(own));
  Measuring measuring(seed, embedder);
  std::vector<const Voice*> who;
  for (const auto& voice : voices())
    if (voice.natural && voice::training::is_held_out(voice.speaker) != trained &&
        voice.name != "festival cmu_us_slt_arctic_hts")
      who.push_back(&voice);
  if (most > 0 && who.size() > static_cast<std::size_t>(most)) {  // spread over all
    std::vector<const Voice*> some;
    for (int i = 0; i < most; ++i)
      some.push_back(who[static_cast<std::size_t>(i) * who.size() / static_cast<std::size_t>(most)]);
    who = some;
  }
  for (const Voice* voice : who) {
    try {
      measuring.add(*voice);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s: the rest of its recordings is left out\n", error.what());
    }
  }
  std::printf("%zu speakers, %zu recordings\n", who.size(), measuring.all().size());
  tell_pairs(measuring.all());
  if (pairs_only) return 0;
  tell_speech(measuring.all());
  tell_interviews(who, seed, embedder, measuring.all());
  const Clock clock = measuring.clock();
  tell_copies_and_playback(measuring.all(), seed, measuring);
  std::printf("time of one core for a second of sound: hearing %.2f ms, finding speech %.2f ms, the voice %.2f ms\n",
              1000 * clock.hearing / clock.sound, 1000 * clock.finding / clock.sound,
              1000 * clock.reading / clock.sound);
  return 0;
}
