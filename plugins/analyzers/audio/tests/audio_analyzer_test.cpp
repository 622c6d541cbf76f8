#include "../audio_analyzer.hpp"

#include <gtest/gtest.h>

#include "../../testing/analyze.hpp"
#include "../../video/tests/videos.hpp"
#include "made_sound.hpp"
#include "write_sound.hpp"

namespace audio_analyzer {
namespace {

using cotejo::testing::Result;
using cotejo::testing::text_of;
using testing::File;
using testing::hiss;
using testing::Recipe;
using testing::talk;
using testing::write_sound;

Result analyze(const File& file, std::string_view params = "{}", std::string_view declared = "audio/wav") {
  return cotejo::testing::analyze<AudioAnalyzer>(text_of(file), declared, params);
}

boost::json::array segments(const Result& result) {
  return boost::json::parse(result.trait("speech")->text()).as_array();
}

struct Kind {
  const char* name;
  Recipe recipe;
};
class EveryKind : public ::testing::TestWithParam<Kind> {};

// Half a second of pause, two seconds of talk, half a second of pause.
TEST_P(EveryKind, SpeechIsFoundWhereItIs) {
  const Result result = analyze(write_sound(talk(2), GetParam().recipe));
  ASSERT_EQ(result.status, Status::ok) << result.failure_message;
  EXPECT_NEAR(result.trait("duration")->number(), 3, 0.12);
  EXPECT_EQ(result.trait("sample_rate")->integer(), GetParam().recipe.rate);
  EXPECT_EQ(result.trait("channels")->integer(), GetParam().recipe.channels);
  const auto found = segments(result);
  ASSERT_EQ(found.size(), 1U) << found;
  EXPECT_NEAR(found[0].at("from").to_number<double>(), 0.5, 0.15);
  EXPECT_NEAR(found[0].at("to").to_number<double>(), 2.5, 0.2);
}

// A WAV file as people's own programs write it: 16-bit samples of any channels, and a head that may say anything of
// their length.
File wav_of(const std::vector<std::vector<float>>& channels, std::optional<std::uint32_t> announced = {}) {
  const auto count = static_cast<std::uint32_t>(channels.size());
  const auto bytes = static_cast<std::uint32_t>(channels[0].size() * channels.size() * 2);
  File file;
  const auto text = [&](std::string_view four) { file.insert(file.end(), four.begin(), four.end()); };
  const auto number = [&](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  text("RIFF"), number(announced ? *announced : bytes + 36, 4), text("WAVEfmt "), number(16, 4), number(1, 2);
  number(count, 2), number(16000, 4), number(16000 * 2 * count, 4), number(2 * count, 2), number(16, 2);
  text("data"), number(announced.value_or(bytes), 4);
  for (std::size_t i = 0; i < channels[0].size(); ++i)
    for (const auto& channel : channels)
      number(static_cast<std::uint16_t>(std::lround(std::clamp(channel[i], -1.F, 1.F) * 32767)), 2);
  return file;
}

std::vector<float> times(std::vector<float> sound, float factor) {
  for (auto& s : sound) s *= factor;
  return sound;
}

Recipe kind(std::string codec, std::string container, int rate = 16000, int channels = 1) {
  return {std::move(codec), std::move(container), rate, channels, 48000};
}

INSTANTIATE_TEST_SUITE_P(
    AudioAnalyzer, EveryKind,
    ::testing::Values(Kind{"Wav", kind("pcm_s16le", "wav")}, Kind{"StereoWav", kind("pcm_s16le", "wav", 44100, 2)},
                      Kind{"FloatWav", kind("pcm_f32le", "wav", 48000)},
                      Kind{"DoubleWav", kind("pcm_f64le", "wav", 16000)},
                      Kind{"TelephoneWav", kind("pcm_mulaw", "wav", 8000)},
                      Kind{"Mp3", kind("libmp3lame", "mp3", 44100, 2)}, Kind{"M4a", kind("aac", "mp4", 44100)},
                      Kind{"Aac", kind("aac", "adts", 44100)}, Kind{"OggOpus", kind("libopus", "ogg", 48000)},
                      Kind{"OggVorbis", kind("libvorbis", "ogg", 44100)},
                      Kind{"WebmOpus", kind("libopus", "webm", 48000)}, Kind{"Flac", kind("flac", "flac", 32000)}),
    [](const auto& kind_info) { return kind_info.param.name; });

TEST(AudioAnalyzer, SoundTrackOfAVideoIsHeard) {
  const auto pictures = video_analyzer::testing::make_video({});
  const Result result = analyze(write_sound(talk(1), kind("aac", "mp4", 44100), pictures), "{}", "video/mp4");
  ASSERT_EQ(result.status, Status::ok) << result.failure_message;
  EXPECT_EQ(result.trait("codec")->text(), "aac");
  EXPECT_EQ(segments(result).size(), 1U);
}

TEST(AudioAnalyzer, VideoWithoutASoundTrackIsAbsentWithItsReason) {
  const Result result = analyze(video_analyzer::testing::make_video({}), "{}", "video/mp4");
  ASSERT_EQ(result.status, Status::ok);
  for (const char* trait : {"sound", "duration", "speech", "level"})
    EXPECT_EQ(result.traits.at(trait).absent_reason, "audio.no_sound_track") << trait;
}

TEST(AudioAnalyzer, DigitalSilenceHasNoLevel) {
  const Result result = analyze(write_sound(std::vector<float>(16000, 0.F), {}));
  EXPECT_EQ(result.trait("silence")->number(), 1);
  EXPECT_EQ(result.trait("speech_seconds")->number(), 0);
  EXPECT_EQ(result.traits.at("level").absent_reason, "audio.silent");
}

TEST(AudioAnalyzer, HissIsNobodysSpeech) {
  for (const double db : {-60, -40, -20}) {
    const Result result = analyze(write_sound(hiss(4, db), {}));
    EXPECT_LT(result.trait("speech_seconds")->number(), 0.3) << db;
    EXPECT_NEAR(result.trait("noise")->number(), db, 1.5);
  }
}

TEST(AudioAnalyzer, SpeechIsFoundInNoise) {
  testing::Voice voice;
  for (const double db : {-50, -35, -25}) {
    voice.noise_db = db;
    const Result result = analyze(write_sound(talk(3, voice), {}));
    EXPECT_NEAR(result.trait("speech_seconds")->number(), 3, 0.5) << db;
    EXPECT_NEAR(result.trait("noise")->number(), db, 2) << db;
  }
}

TEST(AudioAnalyzer, RecordingTooShortToMeasureIsToldSo) {
  const Result result = analyze(write_sound(hiss(0.2, -20), {}));
  EXPECT_NE(result.trait("sound"), nullptr);
  EXPECT_EQ(result.traits.at("speech").absent_reason, "audio.too_short");
}

TEST(AudioAnalyzer, TelephoneHasANarrowBand) {
  testing::Voice voice;
  voice.formants[2] = 3500;
  const Result call = analyze(write_sound(talk(3, voice), kind("pcm_mulaw", "wav", 8000)));
  EXPECT_LT(call.trait("bandwidth")->number(), 4300);
  std::vector<float> bright = talk(3, voice);
  const auto breath = hiss(3, -30);
  for (std::size_t i = 0; i < breath.size(); ++i) bright[i + 8000] += breath[i];
  EXPECT_GT(analyze(write_sound(bright, {})).trait("bandwidth")->number(), 7000);
}

TEST(AudioAnalyzer, CutOffSamplesAreCounted) {
  auto loud = talk(2);
  EXPECT_EQ(analyze(write_sound(loud, {})).trait("clipped")->number(), 0);
  for (auto& s : loud) s = std::clamp(s * 8, -1.F, 1.F);
  EXPECT_GT(analyze(write_sound(loud, {})).trait("clipped")->number(), 0.02);
}

TEST(AudioAnalyzer, OneOfTwoChannelsIsEnough) {
  const auto sound = talk(2), nothing = std::vector<float>(sound.size(), 0.F), faint = hiss(3, -60);
  const std::vector<std::vector<std::vector<float>>> pairs{
      {sound, nothing}, {nothing, sound}, {sound, faint}, {sound, times(sound, -1)}, {times(sound, -0.8F), sound}};
  for (const auto& pair : pairs) {
    const Result result = analyze(wav_of(pair));
    ASSERT_EQ(result.status, Status::ok) << result.failure_message;
    EXPECT_EQ(result.trait("channels")->integer(), 2);
    EXPECT_NEAR(result.trait("speech_seconds")->number(), 2, 0.3);
    EXPECT_GT(result.trait("level")->number(), -25);
  }
}

TEST(AudioAnalyzer, MicrophoneWhoseZeroIsOffHearsTheSame) {
  auto sound = talk(2), nothing = std::vector<float>(32000, 0.F);
  const Result straight = analyze(wav_of({sound}));
  for (auto& s : sound) s += 0.2F;
  for (auto& s : nothing) s += 0.5F;
  const Result off = analyze(wav_of({sound}));
  for (const char* trait : {"level", "noise", "snr", "bandwidth"})
    EXPECT_NEAR(off.trait(trait)->number(), straight.trait(trait)->number(), 1) << trait;
  EXPECT_NEAR(off.trait("speech_seconds")->number(), straight.trait("speech_seconds")->number(), 0.1);
  const Result silent = analyze(wav_of({nothing}));
  EXPECT_EQ(silent.trait("silence")->number(), 1);
  EXPECT_EQ(silent.trait("clipped")->number(), 0);
  EXPECT_EQ(silent.traits.at("level").absent_reason, "audio.silent");
}

// Recorders that stream write what they do not know yet as 0 or as the largest number.
TEST(AudioAnalyzer, WavThatDoesNotKnowItsLengthIsReadToItsEnd) {
  for (const std::uint32_t length : {0U, 0xFFFFFFFFU, 0x7FFFFFFFU}) {
    const Result result = analyze(wav_of({talk(2)}, length));
    ASSERT_EQ(result.status, Status::ok) << length << ' ' << result.failure_code;
    EXPECT_NEAR(result.trait("duration")->number(), 3, 0.1) << length;
  }
}

TEST(AudioAnalyzer, WavThatAnnouncesMoreThanItHoldsIsNotWhole) {
  for (const std::uint32_t seconds : {60U, 3600U, 50000U})
    EXPECT_EQ(analyze(wav_of({talk(2)}, 16000 * 2 * seconds)).failure_code, "evidence.truncated") << seconds;
}

TEST(AudioAnalyzer, FewSamplesAreTooShortAndNoneAreUnreadable) {
  for (const std::size_t samples : {1U, 100U, 399U, 401U}) {
    const Result result = analyze(wav_of({std::vector<float>(samples, 0.1F)}));
    ASSERT_EQ(result.status, Status::ok) << samples;
    EXPECT_EQ(result.traits.at("speech").absent_reason, "audio.too_short") << samples;
  }
  EXPECT_EQ(analyze(wav_of({{}})).failure_code, "evidence.unreadable");
}

TEST(AudioAnalyzer, LimitsAreKeptWithTheirOwnCode) {
  const File file = write_sound(talk(2), kind("pcm_s16le", "wav", 44100, 2));
  EXPECT_EQ(analyze(file, R"({"max_seconds": 2.5})").failure_code, "evidence.too_long");
  EXPECT_EQ(analyze(file, R"({"max_seconds": 1})").failure_code, "evidence.too_long");
  EXPECT_EQ(analyze(file, R"({"max_bytes": 100000})").failure_code, "evidence.too_large");
  EXPECT_EQ(analyze(file, R"({"max_rate": 32000})").failure_code, "evidence.too_large");
  EXPECT_EQ(analyze(file, R"({"max_channels": 1})").failure_code, "evidence.too_large");
  EXPECT_EQ(analyze(file, "{}", "image/jpeg").failure_code, "evidence.media_type_mismatch");
}

TEST(AudioAnalyzer, FileThatWasCutOffIsNeverJudgedAsWhole) {
  for (const auto& recipe : {kind("pcm_s16le", "wav"), kind("flac", "flac", 32000), kind("aac", "mp4", 44100)}) {
    File file = write_sound(talk(4), recipe);
    file.resize(file.size() * 6 / 10);
    const Result result = analyze(file);
    EXPECT_TRUE(result.failure_code == "evidence.truncated" || result.failure_code == "evidence.unreadable")
        << recipe.container << ' ' << result.failure_code;
  }
}

TEST(AudioAnalyzer, WhatIsNoSoundIsUnreadable) {
  EXPECT_EQ(analyze(File(5000, 'x')).failure_code, "evidence.unreadable");
  EXPECT_EQ(analyze({}).failure_code, "evidence.unreadable");
  const std::string playlist = "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n";
  EXPECT_EQ(analyze(File(playlist.begin(), playlist.end())).failure_code, "evidence.unreadable");
}

}  // namespace
}  // namespace audio_analyzer
