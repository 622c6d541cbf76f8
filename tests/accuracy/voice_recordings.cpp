#include "voice_recordings.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sound_decoder.hpp>
#include <stdexcept>

namespace cotejo::accuracy {
namespace {

using namespace specimens;
namespace fs = std::filesystem;

Channel telephone_channel(Random random) {
  Channel channel = phone_channel(random.fork("phone"));
  channel.low = 300, channel.high = 3400;
  channel.codec = random.chance(0.5) ? "pcm_mulaw" : "libgsm_ms";
  return channel;
}

struct Place {
  const char* name;
  Channel (*make)(Random);
};
constexpr Place kPlaces[] = {
    {"clean", clean_channel}, {"phone", phone_channel}, {"telephone", telephone_channel}, {"hard", hard_channel}};

Channel channel_of(const std::string& name, Random random) {
  for (const auto& place : kPlaces)
    if (name == place.name) return place.make(random);
  throw std::invalid_argument("no channel " + name);
}

Samples sound_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), {}};
  auto read = audio_analyzer::decode_sound(bytes, {}, [] { return false; });
  auto* sound = std::get_if<audio_analyzer::Sound>(&read);
  return sound ? std::move(sound->samples) : Samples{};
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void shuffle(std::vector<fs::path>& files, Random random) {
  for (std::size_t i = files.size(); i > 1; --i)
    std::swap(files[i - 1], files[static_cast<std::size_t>(random.integer(0, static_cast<int>(i) - 1))]);
}

}  // namespace

std::vector<std::string> channel_names() {
  std::vector<std::string> names;
  for (const auto& place : kPlaces) names.emplace_back(place.name);
  return names;
}

Recording recorded(const Voice& who, const std::string& channel, bool interview, Random random) {
  const Person person = make_person(random.fork("person"), {.sex = who.sex});
  const Offer offer = make_offer(person, 2026, random.fork("offer"));
  const Channel line = channel_of(channel, random.fork("channel"));
  Recording out{who.speaker, channel, who.sex, interview, {}};
  out.spoken = interview
                   ? speak_interview(interview_script(person, offer, random.fork("script")), nullptr, who, line, random)
                   : speak_reading(contract_script(person, offer), who, line, random);
  return out;
}

Recording asked(const Voice& who, Random random) {
  const Voice& asking = other_voice(who, random.fork("operator"));
  const Person person = make_person(random.fork("person"), {.sex = who.sex});
  const Offer offer = make_offer(person, 2026, random.fork("offer"));
  Recording out{who.speaker, "phone", who.sex, true, {}};
  out.spoken = speak_interview(interview_script(person, offer, random.fork("script")), &asking, who,
                               phone_channel(random.fork("channel")), random);
  return out;
}

std::vector<std::string> People::names() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_))
    if (entry.is_directory()) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<Recording> People::recorded(const std::string& who, int each, Random random) const {
  constexpr double kSeconds = 20;
  constexpr double kPause = 0.4;
  auto files = files_in(folder_ / who);
  shuffle(files, random.fork("files"));
  std::vector<Recording> all;
  auto next = files.begin();
  for (int turn = 0; turn < each; ++turn)
    for (const auto& channel : channel_names()) {
      Samples said(static_cast<std::size_t>(kPause * kSoundRate));
      while (next != files.end() && static_cast<double>(said.size()) < kSeconds * kSoundRate) {
        const Samples one = sound_of(*next++);
        said.insert(said.end(), one.begin(), one.end());
        said.resize(said.size() + static_cast<std::size_t>(kPause * kSoundRate));
      }
      if (static_cast<double>(said.size()) < kSeconds * kSoundRate) return all;
      const Random own = random.fork(channel + std::to_string(turn));
      Recording out{who, channel, '?', false, {}};
      out.spoken.sound = through(said, channel_of(channel, own.fork("channel")), own);
      all.push_back(std::move(out));
    }
  return all;
}

}  // namespace cotejo::accuracy
