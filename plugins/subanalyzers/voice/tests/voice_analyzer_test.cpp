#include "../voice_analyzer.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <made_sound.hpp>
#include <networks/tests/onnx_writer.hpp>

namespace voice {
namespace {

using audio_analyzer::testing::hiss;
using audio_analyzer::testing::talk;
using cotejo::testing::Fake;
using cotejo::testing::Result;
using Samples = std::vector<float>;
using Talker = audio_analyzer::testing::Voice;

const Talker kDeep{.pitch = 105, .formants = {550, 1250, 2400}, .noise_db = -50, .seed = 3};
const Talker kHigh{.pitch = 230, .formants = {750, 1800, 3000}, .noise_db = -50, .seed = 4};

Talker again(Talker voice, std::uint32_t seed) {
  voice.seed = seed;
  return voice;
}

Samples joined(std::initializer_list<Samples> parts) {
  Samples all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Result analyze(const Samples& sound, std::string_view params = "{}", const char* questions = nullptr,
               const Samples* other = nullptr) {
  Fake<VoiceAnalyzer> fake{params};
  fake.given("sound", Audio{speech::kRate, sound});
  if (questions) fake.given("questions", questions);
  if (other) fake.given("other", Audio{speech::kRate, *other});
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  return result;
}

Embedding embedding_of(const Result& result) {
  const auto* trait = result.trait("embedding");
  EXPECT_NE(trait, nullptr) << result.traits.at("embedding").absent_reason;
  return trait ? std::get<std::vector<float>>(trait->value) : Embedding(kEmbedding);
}

TEST(VoiceAnalyzer, OneTalkerIsNearerThanAnother) {
  const auto deep = embedding_of(analyze(talk(6, kDeep)));
  const auto deep_again = embedding_of(analyze(talk(8, again(kDeep, 9))));
  const auto high = embedding_of(analyze(talk(6, kHigh)));
  EXPECT_NEAR(cosine(deep, deep), 1, 1e-5);
  EXPECT_GT(cosine(deep, deep_again), cosine(deep, high) + 0.3);
}

TEST(VoiceAnalyzer, LouderIsTheSameVoice) {
  Samples quiet = talk(6, kDeep);
  const auto loud = embedding_of(analyze(quiet));
  for (auto& s : quiet) s *= 0.2F;
  EXPECT_GT(cosine(loud, embedding_of(analyze(quiet))), 0.98);
}

TEST(VoiceAnalyzer, WhatCannotBeToldIsAbsentWithItsReason) {
  EXPECT_EQ(analyze(hiss(4, -80)).traits.at("embedding").absent_reason, "voice.no_speech");
  EXPECT_EQ(analyze(hiss(4, -15)).traits.at("embedding").absent_reason, "voice.too_noisy");
  EXPECT_EQ(analyze(hiss(0.3, -15)).traits.at("embedding").absent_reason, "voice.too_little_speech");
  EXPECT_EQ(analyze(talk(1.5, kDeep)).traits.at("embedding").absent_reason, "voice.too_little_speech");
  EXPECT_EQ(analyze(talk(6, kDeep), R"({"min_snr": 50})").traits.at("embedding").absent_reason, "voice.too_noisy");
  EXPECT_EQ(analyze({}).traits.at("embedding").absent_reason, "voice.no_speech");
}

TEST(VoiceAnalyzer, MicrophoneWhoseZeroIsOffChangesNothing) {
  Samples sound = talk(6, kDeep), quiet = hiss(4, -80);
  const auto straight = embedding_of(analyze(sound));
  for (auto* samples : {&sound, &quiet})
    for (auto& s : *samples) s += 0.15F;
  EXPECT_GT(cosine(straight, embedding_of(analyze(sound))), 0.97);
  EXPECT_EQ(analyze(quiet).traits.at("embedding").absent_reason, "voice.no_speech");
}

TEST(VoiceAnalyzer, ProductAsksForAsMuchSpeechAsItNeeds) {
  EXPECT_NE(analyze(talk(3, kDeep), R"({"min_seconds": 2})").trait("embedding"), nullptr);
  EXPECT_EQ(analyze(talk(6, kDeep), R"({"min_seconds": 20})").traits.at("embedding").absent_reason,
            "voice.too_little_speech");
}

TEST(VoiceAnalyzer, NobodyIsChosenAmongSeveralWithoutKnowingWhoAnswers) {
  const auto both = joined({talk(4, kDeep), talk(4, kHigh), talk(4, again(kDeep, 5)), talk(4, again(kHigh, 6))});
  const Result result = analyze(both);
  EXPECT_EQ(result.trait("speakers")->integer(), 2);
  EXPECT_EQ(result.traits.at("embedding").absent_reason, "voice.several_speakers");
}

TEST(VoiceAnalyzer, ApplicantIsWhoTheAnswersEndWith) {
  // Each talk lasts five seconds with its pauses.
  const auto both = joined({talk(4, kDeep), talk(4, kHigh), talk(4, again(kDeep, 5)), talk(4, again(kHigh, 6))});
  const auto high = embedding_of(analyze(talk(6, kHigh))), deep = embedding_of(analyze(talk(6, kDeep)));
  const auto second = embedding_of(analyze(both, "{}", R"([{"answered": 9.5}, {"answered": 19.5}])"));
  EXPECT_GT(cosine(second, high), cosine(second, deep) + 0.3);
  const auto first = embedding_of(analyze(both, "{}", R"([{"answered": 4.5}, {"answered": 14.5}])"));
  EXPECT_GT(cosine(first, deep), cosine(first, high) + 0.3);
}

TEST(VoiceAnalyzer, AnswersOfAnotherFormAreNone) {
  const auto both = joined({talk(4, kDeep), talk(4, kHigh), talk(4, again(kDeep, 5)), talk(4, again(kHigh, 6))});
  for (const char* questions : {"{}", "[]", "[1, null]", R"([{"answered": "9.5"}])", R"([{"answered": 1e300}])"})
    EXPECT_EQ(analyze(both, "{}", questions).traits.at("embedding").absent_reason, "voice.several_speakers")
        << questions;
}

TEST(VoiceAnalyzer, SameSoundIsFoundAlsoLouderAndLater) {
  const auto interview = talk(10, kDeep);
  Samples piece(interview.begin() + 33'333, interview.begin() + 33'333 + 6 * speech::kRate);
  for (auto& s : piece) s *= 1.7F;
  const auto reading = joined({hiss(1.3, -50), piece});
  EXPECT_GT(analyze(reading, "{}", nullptr, &interview).trait("copied_seconds")->number(), 3.5);
}

// Played so many times as fast, which makes it higher by as much.
Samples at_speed(const Samples& sound, double speed) {
  Samples out(static_cast<std::size_t>(static_cast<double>(sound.size() - 1) / speed));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double at = static_cast<double>(i) * speed;
    const auto before = static_cast<std::size_t>(at);
    const auto part = static_cast<float>(at - static_cast<double>(before));
    out[i] = sound[before] * (1 - part) + sound[before + 1] * part;
  }
  return out;
}

TEST(VoiceAnalyzer, SameSoundIsFoundAlsoFasterAndSlower) {
  const auto interview = talk(10, kDeep);
  const Samples piece(interview.begin() + 33'333, interview.begin() + 33'333 + 6 * speech::kRate);
  for (const double speed : {0.92, 0.97, 1.02, 1.08}) {
    const auto reading = joined({hiss(1.3, -50), at_speed(piece, speed)});
    EXPECT_GT(analyze(reading, "{}", nullptr, &interview).trait("copied_seconds")->number(), 3.0) << speed;
  }
}

TEST(VoiceAnalyzer, SameSoundIsFoundInALongRecording) {
  const auto sound = talk(10, kDeep);
  const auto interview = joined({hiss(340, -50), sound});
  const Samples reading(sound.begin() + 33'333, sound.begin() + 33'333 + 6 * speech::kRate);
  EXPECT_GT(analyze(reading, "{}", nullptr, &interview).trait("copied_seconds")->number(), 3.0);
}

TEST(VoiceAnalyzer, TwoTakesAreNoCopies) {
  const auto interview = talk(10, kDeep);
  EXPECT_LT(analyze(talk(10, again(kDeep, 8)), "{}", nullptr, &interview).trait("copied_seconds")->number(), 0.1);
  EXPECT_EQ(analyze(interview).traits.at("copied_seconds").absent_reason, "voice.no_other_recording");
}

TEST(VoiceAnalyzer, IsCancelledInTheMiddle) {
  const auto sound = talk(10, kDeep);
  Fake<VoiceAnalyzer> fake;
  fake.given("sound", Audio{speech::kRate, sound});
  fake.cancel_after(3);
  EXPECT_EQ(fake.run().status, Status::cancelled);
}

// A network of one product.
std::string tiny_onnx() {
  networks::testing::OnnxWriter file;
  std::vector<float> weights(100 * 8 * 4);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(i % 13) - 6;
  file.input("frames", {1, 100, 8}).weights("w", {800, 4}, weights);
  file.node("Flatten", {"frames"}, "flat", {{"axis", {1}}})
      .node("MatMul", {"flat", "w"}, "voice")
      .output("voice", {1, 4});
  const auto bytes = file.bytes();
  return {bytes.begin(), bytes.end()};
}

TEST(OnnxVoiceAnalyzer, NetworkOfAFileTakesThePlaceOfOurs) {
  Fake<OnnxVoiceAnalyzer> fake{R"({"frames": 100, "bands": 8, "min_alike": -1})", {{"voice-embedding", tiny_onnx()}}};
  const auto sound = talk(6, kDeep);
  fake.given("sound", Audio{speech::kRate, sound});
  const Result result = fake.run();
  ASSERT_EQ(result.status, Status::ok);
  const Embedding embedding = embedding_of(result);
  EXPECT_EQ(embedding.size(), 4U);
  EXPECT_NEAR(cv::norm(embedding), 1, 1e-4);
}

TEST(OnnxVoiceAnalyzer, WhatIsNoSuchNetworkIsRefusedWhenLoaded) {
  const auto prepare = [](const char* params, std::string file) {
    Fake<OnnxVoiceAnalyzer> fake{params, {{"voice-embedding", std::move(file)}}};
    const Samples none;
    fake.given("sound", Audio{speech::kRate, none});
    fake.run();
  };
  EXPECT_ANY_THROW(prepare(R"({"frames": 100, "bands": 8})", "no network"));
  EXPECT_ANY_THROW(prepare(R"({"frames": 100, "bands": 9})", tiny_onnx()));
  EXPECT_ANY_THROW(Fake<OnnxVoiceAnalyzer>{});
}

}  // namespace
}  // namespace voice
