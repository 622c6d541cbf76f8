#include "../tokens.hpp"

#include <gmock/gmock.h>

namespace watchlist_match {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> texts(std::string_view name) {
  std::vector<std::string> out;
  for (const auto& token : tokens_of(name)) out.push_back(token.text);
  return out;
}

TEST(Tokens, AreCapitalsWithoutAccentsAndParticles) {
  EXPECT_THAT(texts("Rosa de la Peña-Núñez"), ElementsAre("ROSA", "PENA", "NUNEZ"));
}

TEST(Tokens, AreInFullWhereTheyWereShortened) {
  EXPECT_THAT(texts("Ma. Gpe. Hdez."), ElementsAre("MARIA", "GUADALUPE", "HERNANDEZ"));
  EXPECT_THAT(texts("Paco Pérez"), ElementsAre("FRANCISCO", "PEREZ"));
}

TEST(Tokens, AreLatinWhateverTheScript) {
  EXPECT_THAT(texts("Юрий Иванов"), ElementsAre("YURII", "IVANOV"));
  EXPECT_THAT(texts("Γιώργος Παππάς"), ElementsAre("GIORGOS", "PAPPAS"));
}

TEST(Tokens, SoundAlikeWhereSpanishSpellsOneSoundInSeveralWays) {
  EXPECT_EQ(sound_of("GONZALEZ"), sound_of("GONSALES"));
  EXPECT_EQ(sound_of("XAVIER"), sound_of("JABIER"));
  EXPECT_EQ(sound_of("HERNANDEZ"), sound_of("ERNANDES"));
  EXPECT_EQ(sound_of("QUIROGA"), sound_of("KIROGA"));
  EXPECT_NE(sound_of("GARCIA"), sound_of("GARZA"));
}

TEST(Tokens, OfWhatIsNoNameAreNone) {
  EXPECT_THAT(texts(""), IsEmpty());
  EXPECT_THAT(texts("12345 !!"), IsEmpty());
  EXPECT_THAT(texts(std::string(kMaxNameBytes + 1, 'A')), IsEmpty());
  EXPECT_THAT(texts("\xff\xfe\x80"), IsEmpty());
}

}  // namespace
}  // namespace watchlist_match
