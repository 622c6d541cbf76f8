#include <algorithm>
#include <boost/json/value.hpp>
#include <stdexcept>
#include <write_sound.hpp>

#include "specimen.hpp"
#include "specimen_files.hpp"

namespace cotejo::specimens {
namespace {

Channel channel_of(Level level, Random random) {
  return level == Level::kClean   ? clean_channel(random)
         : level == Level::kPhone ? phone_channel(random)
                                  : hard_channel(random);
}

// The applicant's answers, cut out of the interview: what somebody has who got hold of it.
Spoken cut_from(const Spoken& interview) {
  constexpr double kAround = 0.15;  // seconds
  Spoken cut;
  for (const auto& turn : interview.turns) {
    if (turn.operator_speaks) continue;
    const double limit = static_cast<double>(interview.sound.size()) / kSoundRate;
    const double from = std::max(0.0, turn.from - kAround), to = std::min(limit, turn.to + kAround);
    cut.sound.insert(cut.sound.end(), interview.sound.begin() + static_cast<std::ptrdiff_t>(from * kSoundRate),
                     interview.sound.begin() + static_cast<std::ptrdiff_t>(to * kSoundRate));
  }
  return cut;
}

Spoken make_reading(const Specimen& specimen, const std::string& variant, const Voice& reader, const Spoken& interview,
                    Random random) {
  if (variant == "same_recording") return cut_from(interview);
  Channel channel = channel_of(specimen.order.level, random.fork("channel"));
  std::string text = contract_script(specimen.person, offer_of(specimen));
  if (variant == "too_short") text = "Sí, acepto.";
  if (variant == "telephone") channel.low = 300, channel.high = 3400, channel.codec = "pcm_mulaw";
  if (variant == "too_noisy") channel.noise_db = -6, channel.noise = Noise::street;
  Spoken reading = speak_reading(text, reader, channel, random.fork("reading"));
  if (variant == "played_back") reading.sound = played_back(reading.sound, random.fork("playback"));
  if (variant == "silent") {
    constexpr float kHiss = 1e-4F;
    Random hiss = random.fork("hiss");
    for (auto& s : reading.sound) s = kHiss * static_cast<float>(hiss.normal(0, 1));
    reading.turns.clear();
  }
  return reading;
}

std::vector<unsigned char> encoded(const Samples& sound, const std::string& file) {
  using audio_analyzer::testing::Recipe;
  static const std::map<std::string, Recipe> kRecipes{{"wav", {}},
                                                      {"m4a", {.codec = "aac", .container = "ipod"}},
                                                      {"ogg", {.codec = "libopus", .container = "ogg", .rate = 48000}},
                                                      {"mp3", {.codec = "libmp3lame", .container = "mp3"}},
                                                      {"flac", {.codec = "flac", .container = "flac"}}};
  return audio_analyzer::testing::write_sound(sound, kRecipes.at(file));
}

}  // namespace

Offer offer_of(const Specimen& specimen) {
  return make_offer(specimen.person, specimen.order.year, specimen.random.fork("contract").fork("offer"));
}

Speech make_speech(const Specimen& specimen, const SpeechOrder& order, const std::vector<Exchange>& script) {
  if (find_speech_variant(order.variant) == nullptr) throw std::invalid_argument("no speech " + order.variant);
  const Random random = specimen.random.fork("speech");
  const Voice& own = voice_of(specimen.person, random.fork("voice"));
  const Voice& asking = other_voice(own, random.fork("operator"));
  const Voice& reader = order.variant == "other_speaker" ? other_voice(own, random.fork("reader")) : own;
  Speech speech;
  speech.interview =
      speak_interview(script, order.asked ? &asking : nullptr, own,
                      channel_of(specimen.order.level, random.fork("interview channel")), random.fork("interview"));
  speech.reading = make_reading(specimen, order.variant, reader, speech.interview, random.fork("reading"));
  speech.applicant_voice = own.name;
  speech.reading_voice = reader.name;
  if (order.asked) speech.operator_voice = asking.name;
  return speech;
}

std::vector<unsigned char> with_sound(std::span<const unsigned char> video, const Samples& sound) {
  return audio_analyzer::testing::write_sound(sound, {.codec = "aac", .container = "mp4", .bit_rate = 48000}, video);
}

void write_speech(const Specimen& specimen, const SpeechOrder& order, const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const Offer offer = offer_of(specimen);
  const Speech speech = make_speech(
      specimen, order, interview_script(specimen.person, offer, specimen.random.fork("speech").fork("script")));
  save(folder / ("contract_reading." + order.file), encoded(speech.reading.sound, order.file));
  save(folder / "interview.wav", encoded(speech.interview.sound, "wav"));
  save(folder / "interview_speech.json", as_json(speech.interview));
  save(folder / "offer.json", read_or(folder / "offer.json", as_json(offer)));
  save(folder / "applicant.json", read_or(folder / "applicant.json", applicant(specimen)));
  boost::json::object known = read_or(folder / "truth.json", {{"traits", boost::json::object{}}, {"level", "speech"}});
  const char* code = find_speech_variant(order.variant)->code;
  known["speech"] = {{"variant", order.variant},
                     {"code", code ? boost::json::value(code) : boost::json::value(nullptr)},
                     {"same_speaker", speech.applicant_voice == speech.reading_voice},
                     {"voices",
                      {{"applicant", speech.applicant_voice},
                       {"operator", speech.operator_voice},
                       {"reading", speech.reading_voice}}}};
  save(folder / "truth.json", known);
}

}  // namespace cotejo::specimens
