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

TEST(Decoder, ADocumentWithAWrongDigitIsReadAsItIsWithDoubtInThatFieldOnly) {
  auto lines = passport();
  lines[1][27] = lines[1][27] == '1' ? '7' : '1';  // the digit of the expiry date, and by it the composite one
  const auto decoded = decode(cells(lines));
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_GT(decoded.probability_of(span_of(Format::td3, Field::birth_date)), 0.9);
  EXPECT_GT(decoded.probability_of(span_of(Format::td3, Field::document_number)), 0.9);
  EXPECT_LT(decoded.probability_of(span_of(Format::td3, Field::expiry_date)), 0.86);
  double all = 1;
  for (std::size_t l = 0; l < 2; ++l) all *= decoded.probability_of({l, 0, 44});
  EXPECT_GT(all, 0.5);
}

// As on printed specimens, whose digits are often invented.
TEST(Decoder, ClearLinesAreBelievedEvenWhereAllTheirDigitsAreWrong) {
  auto lines = passport();
  for (std::size_t digit : {9, 19, 27, 42, 43}) lines[1][digit] = lines[1][digit] == '5' ? '8' : '5';
  const auto probability = [&](float certainty) {
    const auto decoded = decode({cells_of(lines[0], certainty), cells_of(lines[1], certainty)});
    EXPECT_EQ(decoded.lines, lines);
    EXPECT_LE(decoded.checks_right, 1);  // one by chance
    return decoded.probability_of({0, 0, 44}) * decoded.probability_of({1, 0, 44});
  };
  EXPECT_GT(probability(0.99999F), 0.6);
  EXPECT_LT(probability(0.99999F), 0.9);
  EXPECT_LT(probability(0.99F), 0.5);  // any of them may have been misread
}

// Whether a 0 or an O stands there, the digit stays wrong: it was not misread for the other.
TEST(Decoder, AnUndecidedCharacterDoesNotExplainADigitThatIsWrongEitherWay) {
  auto lines = passport();
  lines[1][0] = '0';
  const char with_zero = check_digit(lines[1].substr(0, 9));
  lines[1][0] = 'O';
  const char with_letter = check_digit(lines[1].substr(0, 9));
  lines[1][0] = '0';
  const auto number = [&](char digit) {
    lines[1][9] = digit;
    auto unsure = cells(lines);
    undecided(unsure[1][0], '0', 0.93F, 'O');
    return decode(unsure).probability_of(span_of(Format::td3, Field::document_number));
  };
  char neither = '0';
  while (neither == with_zero || neither == with_letter) ++neither;
  EXPECT_GT(number(neither), 0.5);
  EXPECT_LT(number(neither), 0.85);
}

// The number's digit fits the other reading by chance, once in ten.
TEST(Decoder, ACorrectionIsDoubtedWhereAnotherDigitIsWrong) {
  const auto number = [](const std::vector<std::string>& lines) {
    auto unsure = cells(lines);
    undecided(unsure[1][4], '8', 0.6F, 'B');
    const auto decoded = decode(unsure);
    EXPECT_EQ(decoded.lines, lines);
    EXPECT_EQ(decoded.corrections, 1);
    return decoded.probability_of(span_of(Format::td3, Field::document_number));
  };
  auto lines = passport();
  EXPECT_GT(number(lines), 0.9);
  lines[1][19] = lines[1][19] == '1' ? '7' : '1';
  EXPECT_LT(number(lines), 0.86);
}

// A finger over a card's number: blots look like zeros, and one filling in ten passes the digit.
TEST(Decoder, ARightDigitDoesNotProveWhatWasHardlySeen) {
  auto lines = passport();
  lines[1].replace(4, 4, "0000");
  lines[1][9] = check_digit(lines[1].substr(0, 9));
  lines[1][43] = check_digit(lines[1].substr(0, 10) + lines[1].substr(13, 7) + lines[1].substr(21, 22));
  auto hidden = cells(lines);
  for (std::size_t place : {4, 5, 6}) undecided(hidden[1][place], '0', 0.85F, '8');
  const auto decoded = decode(hidden);
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_TRUE(decoded.all_right());
  EXPECT_LT(decoded.probability_of(span_of(Format::td3, Field::document_number)), 0.86);
}

TEST(Decoder, TwoEqualExplanationsChangeNothing) {
  auto wrong = passport();
  ASSERT_EQ(wrong[1].substr(0, 5), "XK70B");
  wrong[1][4] = '8';
  auto unsure = cells(wrong);
  // Both characters count threefold: 8 for B (11) takes 9 away from the sum, N (23) for K (20) adds them again.
  undecided(unsure[1][4], '8', 0.6F, 'B');
  undecided(unsure[1][1], 'K', 0.6F, 'N');
  const auto decoded = decode(unsure);
  EXPECT_EQ(decoded.lines, wrong);
  EXPECT_EQ(decoded.corrections, 0);
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

// Two characters of one field are unclear: only one pair of them satisfies its own digit and the composite one.
TEST(Decoder, CheckDigitsSettleTwoCharactersTogether) {
  const auto lines = passport();
  auto unsure = cells(lines);
  undecided(unsure[1][4], '8', 0.6F, 'B');
  undecided(unsure[1][0], 'Y', 0.6F, 'X');
  const auto decoded = decode(unsure);
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_EQ(decoded.corrections, 2);
  EXPECT_LE(decoded.probability[1][4], 0.95);
}

// Some print ICAO's F for women, where INE has M.
TEST(Decoder, AnFOnAnIneCardIsReadAsItIs) {
  const std::vector<std::string> card{"IDMEX1234567897<<0747123456789", "8501019F3312315MEX<00<<12345<4",
                                      "PEREZ<LOPEZ<<JUANA<CARLA<<<<<<"};
  const auto decoded = decode(cells(card));
  EXPECT_EQ(decoded.lines, card);
  EXPECT_GT(decoded.probability[1][7], 0.9);
  auto unsure = cells(card);
  undecided(unsure[1][7], 'F', 0.6F, 'H');
  EXPECT_EQ(decode(unsure).lines[1][7], 'H');
}

TEST(Decoder, ADocumentThatNeverExpiresMayHaveAFillerForItsCheckDigit) {
  auto lines = passport();
  lines[1].replace(21, 7, "<<<<<<<");
  lines[1][43] = check_digit(lines[1].substr(0, 10) + lines[1].substr(13, 7) + lines[1].substr(21, 22));
  const auto decoded = decode(cells(lines));
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_TRUE(decoded.all_right());
}

// Digits stand for the letters that Latin has not, Q for the short I.
TEST(Decoder, RussiasInternalPassportSpellsNamesWithDigits) {
  std::vector<std::string> lines{"PNRUSKRU9KOVA<<ANASTASI8<SERGEQEVNA<<<<<<<<<",
                                 "450123456<RUS8203146F<<<<<<<4140312770012<<<"};
  lines[1][9] = check_digit(lines[1].substr(0, 9));
  lines[1][19] = check_digit(lines[1].substr(13, 6));
  lines[1][42] = check_digit(lines[1].substr(28, 14));
  lines[1][43] = check_digit(lines[1].substr(0, 10) + lines[1].substr(13, 7) + lines[1].substr(21, 22));
  const auto decoded = decode(cells(lines));
  EXPECT_EQ(decoded.issuer, Issuer::russia);
  EXPECT_EQ(decoded.lines, lines);
  EXPECT_TRUE(decoded.all_right());
  EXPECT_GT(decoded.probability_of(span_of(Format::td3, Field::names)), 0.9);
  const auto reading = parse(lines, 2026).reading;
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->valid());
}

TEST(Decoder, AFillerAmongFillersIsNotALetter) {
  const auto lines = passport();
  auto unsure = cells(lines);
  ASSERT_EQ(lines[0][30], '<');
  undecided(unsure[0][30], 'K', 0.6F, '<');
  EXPECT_EQ(decode(unsure).lines, lines);
}

TEST(Decoder, AQWithoutUIsLikelierAnO) {
  auto lines = passport();
  ASSERT_EQ(lines[0].substr(5, 5), "OJEDA");
  auto unsure = cells(lines);
  undecided(unsure[0][5], 'Q', 0.8F, 'O');
  EXPECT_EQ(decode(unsure).lines, lines);
  for (const char* name : {"QUADE", "QASIM"}) {  // before a U, and read clearly
    lines[0].replace(5, 5, name);
    unsure = cells(lines);
    if (name[1] == 'U') undecided(unsure[0][5], 'Q', 0.6F, 'O');
    EXPECT_EQ(decode(unsure).lines, lines) << name;
  }
}

TEST(Decoder, ACountryThatExistsIsLikelierThanOneThatDoesNot) {
  const auto lines = passport();
  auto unsure = cells(lines);
  undecided(unsure[1][12], 'Q', 0.6F, 'O');  // UTQ, or UTO
  EXPECT_EQ(decode(unsure).lines, lines);
  auto invented = lines;
  invented[1][12] = 'Q';  // clearly
  EXPECT_EQ(decode(cells(invented)).lines, invented);
  invented[0].replace(2, 3, "YTO");  // as a specimen has it
  EXPECT_EQ(decode(cells(invented)).lines, invented);
  const auto decoded = decode({cells_of(invented[0], 0.9999F), cells_of(invented[1], 0.9999F)});
  EXPECT_GT(decoded.probability_of(span_of(Format::td3, Field::issuer)), 0.8);
}

// The specimen of France's former card, as published: two lines of 36 whose digits stand elsewhere.
TEST(Decoder, FrancesFormerCardHasItsOwnOrder) {
  const std::vector<std::string> card{"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"};
  const auto decoded = decode(cells(card));
  EXPECT_EQ(decoded.issuer, Issuer::france);
  EXPECT_EQ(decoded.lines, card);
  EXPECT_EQ(decoded.checks, 3);
  EXPECT_TRUE(decoded.all_right());
  const auto reading = parse(card, 2026).reading;
  ASSERT_TRUE(reading);
  EXPECT_TRUE(reading->valid());
  EXPECT_EQ(reading->surnames, "BERTHIER");
  EXPECT_EQ(reading->given_names, "CORINNE");
  EXPECT_EQ(reading->document_number, "880692310285");
  EXPECT_FALSE(reading->expiry_date);
}

TEST(Decoder, ANumberedDocumentCodeIsKept) {
  std::vector<std::string> card{"C1UTOXK70B1234<<<<<<<<<<<<<<<<", "8203146F3109120UTO<<<<<<<<<<<<",
                                "OJEDA<<LUCIA<<<<<<<<<<<<<<<<<<"};
  card[0][14] = check_digit(card[0].substr(5, 9));
  card[1][6] = check_digit(card[1].substr(0, 6));
  card[1][14] = check_digit(card[1].substr(8, 6));
  card[1][29] =
      check_digit(card[0].substr(5, 25) + card[1].substr(0, 7) + card[1].substr(8, 7) + card[1].substr(18, 11));
  EXPECT_EQ(decode(cells(card)).lines, card);
}

TEST(Decoder, TextThatIsNoZoneLiesOutsideOfTheAlphabets) {
  const std::vector<std::string> noise(2, std::string(44, '8'));
  EXPECT_LT(decode(cells(noise)).inside, 0.5);
}

}  // namespace
}  // namespace cotejo::mrz
