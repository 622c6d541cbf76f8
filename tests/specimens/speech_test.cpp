#include "speech.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <sound_decoder.hpp>

#include "specimen.hpp"

namespace cotejo::specimens {
namespace {

class Speaking : public ::testing::Test {
 protected:
  void SetUp() override {
    if (voices().size() < 2) GTEST_SKIP() << "no speech synthesiser is installed";
  }
  static double power(const Samples& sound, double from, double to) {
    double sum = 0;
    const auto first = static_cast<std::size_t>(from * kSoundRate), last = static_cast<std::size_t>(to * kSoundRate);
    for (std::size_t i = first; i < last; ++i) sum += static_cast<double>(sound[i]) * sound[i];
    return sum / static_cast<double>(last - first);
  }
  Specimen specimen_ = make_applicant({}, Random(5));
};

TEST_F(Speaking, TheSameSeedSaysTheSame) {
  const auto script = interview_script(specimen_.person, offer_of(specimen_), Random(1));
  const Speech first = make_speech(specimen_, {}, script), again = make_speech(specimen_, {}, script);
  EXPECT_EQ(first.interview.sound, again.interview.sound);
  EXPECT_EQ(first.reading.sound, again.reading.sound);
}

TEST_F(Speaking, SoundIsWhereTheTurnsSay) {
  const auto script = interview_script(specimen_.person, offer_of(specimen_), Random(1));
  const Spoken spoken = make_speech(specimen_, {}, script).interview;
  ASSERT_EQ(spoken.turns.size(), 2 * script.size());
  for (std::size_t i = 0; i < spoken.turns.size(); ++i) {
    const Turn& turn = spoken.turns[i];
    EXPECT_EQ(turn.operator_speaks, i % 2 == 0);
    EXPECT_GT(turn.to, turn.from + 0.5);
    const double before = i == 0 ? 0 : spoken.turns[i - 1].to + 0.2;
    EXPECT_GT(power(spoken.sound, turn.from, turn.to), 20 * power(spoken.sound, before, turn.from - 0.05)) << i;
  }
}

TEST_F(Speaking, AnotherSpeakerIsOfTheSameSexWhereThereIsOne) {
  const Speech speech = make_speech(specimen_, {.variant = "other_speaker"}, {});
  EXPECT_NE(voice(speech.applicant_voice).speaker, voice(speech.reading_voice).speaker);
  EXPECT_EQ(voice(speech.applicant_voice).sex, voice(speech.reading_voice).sex);
}

TEST_F(Speaking, AReadingCutFromTheInterviewIsTheSameSound) {
  const auto script = interview_script(specimen_.person, offer_of(specimen_), Random(1));
  const Speech speech = make_speech(specimen_, {.variant = "same_recording"}, script);
  const Samples piece(speech.reading.sound.begin() + 1000, speech.reading.sound.begin() + 3000);
  const auto& whole = speech.interview.sound;
  EXPECT_NE(std::search(whole.begin(), whole.end(), piece.begin(), piece.end()), whole.end());
}

TEST_F(Speaking, AnUnknownVariantIsRefused) {
  EXPECT_THROW(make_speech(specimen_, {.variant = "sung"}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace cotejo::specimens
