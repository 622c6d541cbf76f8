#include <gtest/gtest.h>

#include "mrz/reading.hpp"
#include "mrz/writing.hpp"

namespace cotejo::mrz {
namespace {

using namespace std::chrono_literals;

std::vector<std::string> card() {
  return build_ine({.cic = "158204680",
                    .section = "0512",
                    .citizen_id = "086152008",
                    .emission = "01",
                    .birth_date = 1986y / 5 / 28,
                    .sex = mx::Sex::male,
                    .expiry_year = 2032,
                    .surname = "Sabino",
                    .second_surname = "Godoy",
                    .given_names = "Óscar"});
}

TEST(Repair, DigitsReadAsLettersAreRestoredWhereOnlyDigitsMayStand) {
  const auto original = card();
  auto lines = original;
  auto confuse = [](std::string& line, std::size_t from) {
    for (std::size_t i = from; i < line.size(); ++i) {
      if (line[i] == '0') line[i] = 'O';
      if (line[i] == '5') line[i] = 'S';
      if (line[i] == '8') line[i] = 'B';
      if (line[i] == '1') line[i] = 'I';
    }
  };
  confuse(lines[0], 5);
  confuse(lines[1], 0);
  ASSERT_NE(lines, original);
  EXPECT_FALSE(repair(lines).empty());
  EXPECT_EQ(lines, original);
}

TEST(Repair, LettersReadAsDigitsAreRestoredInNamesAndIssuer) {
  const auto original = card();
  auto lines = original;
  lines[0][0] = '1';  // I
  lines[2] = "5A8IN0<60D0Y<<05CAR<<<<<<<<<<<";
  const auto repairs = repair(lines);
  EXPECT_EQ(lines, original);
  EXPECT_EQ(repairs.size(), 9u);
  EXPECT_EQ(repairs.front().from, '1');
  EXPECT_EQ(repairs.front().to, 'I');
}

TEST(Repair, NothingIsChangedWhereBothMayStand) {
  std::vector<std::string> lines{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
                                 "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
  lines[0][6] = 'O';  // inside a document number, O and 0 are both possible
  const auto before = lines;
  EXPECT_TRUE(repair(lines).empty());
  EXPECT_EQ(lines, before);
}

TEST(Repair, DigitsAreNeverChosenToSatisfyACheckDigit) {
  auto lines = card();
  lines[0][5] = lines[0][5] == '9' ? '8' : '9';
  EXPECT_TRUE(repair(lines).empty());
  EXPECT_FALSE(parse(lines, 2026).reading->valid());
}

TEST(Repair, LinesOfNoFormatAreLeftAlone) {
  std::vector<std::string> lines{"IDMEX15820468O", "X"};
  const auto before = lines;
  EXPECT_TRUE(repair(lines).empty());
  EXPECT_EQ(lines, before);
  std::vector<std::string> none;
  EXPECT_TRUE(repair(none).empty());
}

TEST(CleanLines, DropsBlanksAndReadsGuillemets) {
  EXPECT_EQ(clean_lines(" idmex 12\xC2\xAB\n\n x<\r\n"), (std::vector<std::string>{"IDMEX12<<", "X<"}));
  EXPECT_TRUE(clean_lines(" \n ").empty());
}

}  // namespace
}  // namespace cotejo::mrz
