#include "recording.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <speech/echo.hpp>

namespace voice {
namespace {

using speech::Segment;

constexpr int kPart = 400;  // frames: as long as what the network was trained on

// Speech of one speaker, as far as pauses tell.
struct Part {
  std::vector<int> frames;
  Embedding embedding;
  int speaker = 0;
  double seconds() const { return static_cast<double>(frames.size()) / speech::kFramesPerSecond; }
};

// A turn is cut where it is long; short turns stay alone, as the next may be somebody else's.
std::vector<Part> parts_of(const std::vector<Segment>& spoken, int frames, double longest) {
  std::vector<Part> parts;
  double taken = 0;
  for (const auto& segment : spoken) {
    if (taken >= longest) break;
    taken += segment.seconds();
    const int from = static_cast<int>(std::lround(segment.from * speech::kFramesPerSecond));
    const int to = std::min(frames, static_cast<int>(std::lround(segment.to * speech::kFramesPerSecond)));
    const int pieces = std::max(1, (to - from + kPart / 2) / kPart);
    for (int p = 0; p < pieces; ++p) {
      Part part;
      part.frames.resize(static_cast<std::size_t>((to - from) * (p + 1) / pieces - (to - from) * p / pieces));
      std::iota(part.frames.begin(), part.frames.end(), from + (to - from) * p / pieces);
      if (static_cast<int>(part.frames.size()) >= kShortest) parts.push_back(std::move(part));
    }
  }
  return parts;
}

Embedding mean_of(const std::vector<Part>& parts, int speaker) {
  std::vector<Embedding> embeddings;
  std::vector<double> weights;
  for (const auto& part : parts)
    if (part.speaker == speaker) embeddings.push_back(part.embedding), weights.push_back(part.seconds());
  return mean_direction(embeddings, weights);
}

double seconds_of(const std::vector<Part>& parts, int speaker) {
  double sum = 0;
  for (const auto& part : parts) sum += part.speaker == speaker ? part.seconds() : 0;
  return sum;
}

// Puts the two most alike speakers together until none are alike enough. The more is known of two, the more alike they
// must be: a second of speech resembles its speaker little.
void tell_apart(std::vector<Part>& parts, double min_alike) {
  for (std::size_t i = 0; i < parts.size(); ++i) parts[i].speaker = static_cast<int>(i);
  std::vector<int> speakers(parts.size());
  std::iota(speakers.begin(), speakers.end(), 0);
  std::vector<Embedding> means;
  std::vector<double> seconds;
  for (const auto& part : parts) means.push_back(part.embedding), seconds.push_back(part.seconds());
  while (speakers.size() > 1) {
    double most = -2;
    int keep = 0, gone = 0;
    for (const int a : speakers)
      for (const int b : speakers) {
        if (a >= b) continue;
        const auto i = static_cast<std::size_t>(a), k = static_cast<std::size_t>(b);
        constexpr double kLeniency = 0.4;  // of the cosine, for a second of speech
        const double alike = cosine(means[i], means[k]) + kLeniency / std::max(1.0, std::min(seconds[i], seconds[k]));
        if (alike > most) most = alike, keep = a, gone = b;
      }
    if (most < min_alike) return;
    for (auto& part : parts)
      if (part.speaker == gone) part.speaker = keep;
    std::erase(speakers, gone);
    means[static_cast<std::size_t>(keep)] = mean_of(parts, keep);
    seconds[static_cast<std::size_t>(keep)] = seconds_of(parts, keep);
  }
}

std::vector<int> speakers_with(const std::vector<Part>& parts, double min_seconds) {
  std::vector<int> found;
  for (const auto& part : parts)
    if (std::find(found.begin(), found.end(), part.speaker) == found.end() &&
        seconds_of(parts, part.speaker) >= min_seconds)
      found.push_back(part.speaker);
  return found;
}

// Whose speech most of the answers end with; nobody, if that is not clear.
std::optional<int> who_answers(const std::vector<Part>& parts, const std::vector<int>& speakers,
                               const Answers& answers) {
  constexpr double kBefore = 3, kAfter = 1;  // seconds: clocks of records and recordings differ
  constexpr double kClear = 1.5;
  std::vector<double> spoken(speakers.size());
  for (const double end : answers)
    for (const auto& part : parts) {
      const auto at = std::find(speakers.begin(), speakers.end(), part.speaker);
      if (at == speakers.end()) continue;
      for (const int f : part.frames) {
        const double time = static_cast<double>(f) / speech::kFramesPerSecond;
        if (time > end - kBefore && time < end + kAfter) spoken[static_cast<std::size_t>(at - speakers.begin())] += 1;
      }
    }
  const auto most = std::max_element(spoken.begin(), spoken.end());
  if (most == spoken.end() || *most == 0) return std::nullopt;
  for (auto other = spoken.begin(); other != spoken.end(); ++other)
    if (other != most && *other * kClear > *most) return std::nullopt;
  return speakers[static_cast<std::size_t>(most - spoken.begin())];
}

// Of one speaker, over all of his speech: the parts joined, so that none is too short.
void describe(Reading& reading, const std::vector<Part>& parts, int speaker, Embedder& embedder,
              const speech::Stop& stop) {
  std::vector<int> all;
  for (const auto& part : parts)
    if (part.speaker == speaker) all.insert(all.end(), part.frames.begin(), part.frames.end());
  const auto frames = static_cast<int>(all.size());
  const int pieces = std::max(1, (frames + kPart / 2) / kPart);
  std::vector<Embedding> embeddings;
  for (int p = 0; p < pieces && !stop(); ++p)
    embeddings.push_back(embedder.embed({all.begin() + frames * p / pieces, all.begin() + frames * (p + 1) / pieces}));
  reading.embedding = mean_direction(embeddings, std::vector<double>(embeddings.size(), 1));
  double lowest = 1;
  for (const auto& embedding : embeddings) lowest = std::min(lowest, cosine(embedding, *reading.embedding));
  reading.consistency = lowest;
}

// dB of the frames that are spoken over those that are not, in the bands of speech.
std::optional<double> snr_of(const speech::Hearing& heard, const std::vector<bool>& spoken) {
  constexpr int kFewest = 30;
  constexpr double kMost = 60;
  double speech = 0, noise = 0;
  int speaking = 0, quiet = 0;
  for (int f = 0; f < heard.frames(); ++f) {
    double power = 0;
    for (int b = 0; b < speech::kBands; ++b) power += std::exp(heard.bands.at<float>(f, b));
    if (spoken[static_cast<std::size_t>(f)]) {
      speech += power, ++speaking;
    } else {
      noise += power, ++quiet;
    }
  }
  if (speaking == 0 || quiet < kFewest) return std::nullopt;
  speech /= speaking, noise /= quiet;
  if (speech <= noise) return -kMost;
  return std::clamp(10 * std::log10((speech - noise) / std::max(noise, 1e-9)), -kMost, kMost);
}

// Whether something is heard where nobody was found to speak.
bool is_loud(std::span<const float> samples) {
  constexpr double kLoud = 2e-5;  // -47 dB of the loudest tone
  double sum = 0;
  const auto levels = speech::levels(samples);
  for (const float level : levels) sum += std::pow(10, level / 10);
  return !levels.empty() && sum / static_cast<double>(levels.size()) > kLoud;
}

}  // namespace

Reading read_recording(std::span<const float> samples, const speech::Hearing& heard, const std::vector<Segment>& spoken,
                       const Answers& answers, Embedder& embedder, const Options& options, const speech::Stop& stop) {
  Reading reading;
  reading.speech_seconds = speech::total_seconds(spoken);
  if (spoken.empty()) {
    const bool long_enough = static_cast<double>(samples.size()) >= options.min_seconds * speech::kRate;
    if (is_loud(samples)) reading.absence = long_enough ? Absence::too_noisy : Absence::too_little;
    return reading;
  }
  const auto inside = speech::frames_of(spoken, heard.frames());
  reading.snr = snr_of(heard, inside);
  reading.echo = speech::echo_seconds(heard, inside);
  embedder.listen(samples, heard, stop);
  auto parts = parts_of(spoken, heard.frames(), options.longest);
  for (auto& part : parts) {
    if (stop()) return reading;
    part.embedding = embedder.embed(part.frames);
  }
  tell_apart(parts, options.min_alike);
  const auto speakers = speakers_with(parts, options.min_share_seconds);
  reading.speakers = static_cast<int>(speakers.size());
  reading.absence = reading.snr && *reading.snr < options.min_snr ? Absence::too_noisy : Absence::too_little;
  if (speakers.empty() || reading.absence == Absence::too_noisy) return reading;
  const auto meant = speakers.size() == 1 ? std::optional(speakers[0]) : who_answers(parts, speakers, answers);
  if (!meant) {
    reading.absence = Absence::several;
    return reading;
  }
  reading.seconds = seconds_of(parts, *meant);
  if (reading.seconds < options.min_seconds) return reading;
  describe(reading, parts, *meant, embedder, stop);
  return reading;
}

}  // namespace voice
