// Cards of arrangements that printed_card does not draw: each test sets its own lines.
#include "../card_page.hpp"

#include <gtest/gtest.h>

#include <opencv2/freetype.hpp>
#include <opencv2/imgproc.hpp>

#include "../front_reader.hpp"
#include "text_models.hpp"

namespace {

using namespace cotejo::ine_front;

struct Set {
  int x, y, size;
  const char* text;
};

cv::Mat card_of(const std::vector<Set>& lines, const char* ground = "") {
  const auto face = cv::freetype::createFreeType2();
  face->loadFontData("/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf", 0);
  cv::Mat card(638, 1011, CV_8UC3, cv::Scalar(225, 230, 225));
  if (*ground != '\0') face->putText(card, ground, {320, 190}, 130, cv::Scalar(205, 120, 135), -1, cv::LINE_AA, false);
  face->loadFontData("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 0);
  for (const auto& line : lines)
    face->putText(card, line.text, {line.x, line.y}, line.size, cv::Scalar::all(30), -1, cv::LINE_AA, false);
  return card;
}

cotejo::text_reading::LineModel model() {
  const std::string spanish = cotejo::test::text_model_bytes("spa");
  return cotejo::text_reading::read_model(std::as_bytes(std::span(spanish)));
}

constexpr int kPitch = 40;  // of a table's rows: wider than a block's
std::vector<Set> rows(std::vector<const char*> texts) {
  std::vector<Set> out;
  for (std::size_t i = 0; i < texts.size(); ++i) out.push_back({420, 110 + kPitch * static_cast<int>(i), 24, texts[i]});
  return out;
}

TEST(CardPage, TakesNoClearTextForALabelThatItResembles) {
  const auto page = read_page(card_of({{300, 100, 24, "NOMBRE"},
                                       {300, 200, 24, "DOMICILIO"},
                                       {300, 240, 24, "AV EMILIANO ZAPATA 39"},
                                       {300, 300, 24, "ESTRADA"}}),
                              FrontModels(model()));
  EXPECT_NE(page.text.find(Label::name), nullptr);
  EXPECT_NE(page.text.find(Label::address), nullptr);
  EXPECT_EQ(page.text.find(Label::emission), nullptr);
  EXPECT_EQ(page.text.find(Label::state), nullptr);
}

TEST(CardPage, FindsALabelWhoseWordsStandFarApart) {
  const auto page = read_page(card_of({{300, 100, 20, "CLAVE"}, {392, 100, 20, "DE"}, {448, 100, 20, "ELECTOR"}}),
                              FrontModels(model()));
  ASSERT_NE(page.text.find(Label::clave_elector), nullptr);
  EXPECT_GT(page.text.find(Label::clave_elector)->box.width, 200);
}

TEST(CardPage, NamesInATablesRowsAreToldByTheIdentifiersAlone) {
  const FrontReader reader(model());
  const auto card = reader.read(card_of(rows({"MENDOZA", "ROJAS", "PAOLA", "AV HIDALGO 39", "COL CENTRO 68000",
                                              "OAXACA DE JUAREZ, OAX.", "MNRJPL85080130M902", "MERP850801MVZNJL36"})),
                                2026);
  EXPECT_EQ(card[Key::surname].value, "MENDOZA");
  EXPECT_EQ(card[Key::second_surname].value, "ROJAS");
  EXPECT_EQ(card[Key::given_names].value, "PAOLA");
  EXPECT_EQ(card[Key::address].value, "AV HIDALGO 39\nCOL CENTRO 68000\nOAXACA DE JUAREZ, OAX.");
}

TEST(CardPage, AnIdentifierThatReachesAcrossAColumnIsNotCutThere) {
  const FrontReader reader(model());
  const auto card = reader.read(card_of({{330, 100, 16, "NOMBRE"},
                                         {330, 124, 24, "MENDOZA"},
                                         {330, 152, 24, "ROJAS"},
                                         {330, 180, 24, "PAOLA"},
                                         {500, 100, 16, "DOMICILIO"},
                                         {500, 124, 24, "AV HIDALGO 39"},
                                         {500, 152, 24, "COL CENTRO 68000"},
                                         {500, 180, 24, "OAXACA DE JUAREZ, OAX."},
                                         {330, 250, 16, "CLAVE DE ELECTOR"},
                                         {330, 274, 24, "MNRJPL85080130M900"},
                                         {160, 330, 16, "CURP"},
                                         {160, 354, 24, "MERP850801MVZNJL36"}}),
                                2026);
  EXPECT_EQ(card[Key::clave_elector].value, "MNRJPL85080130M900");
  EXPECT_EQ(card[Key::curp].value, "MERP850801MVZNJL36");
}

// Both years stand under labels, of which the second was not read.
TEST(CardPage, AnEarlierYearBesideTheEndOfValidityIsNotTheEnd) {
  const FrontReader reader(model());
  std::vector<Set> lines{{300, 100, 16, "NOMBRE"},
                         {300, 124, 24, "MENDOZA"},
                         {300, 152, 24, "ROJAS"},
                         {300, 180, 24, "PAOLA"},
                         {300, 250, 16, "CLAVE DE ELECTOR"},
                         {300, 274, 24, "MNRJPL85080130M900"},
                         {300, 330, 16, "VIGENCIA"},
                         {300, 354, 24, "2030"},
                         {390, 354, 24, "2020"}};
  EXPECT_NE(reader.read(card_of(lines), 2026)[Key::valid_until].value, "2020");
  lines[7].text = "2020", lines[8].text = "2030";
  EXPECT_EQ(reader.read(card_of(lines), 2026)[Key::valid_until].value, "2030");
}

// Glare took the given names; with no identifier to say that there is one surname, nobody knows which line is missing.
TEST(CardPage, NamesOfWhichALineMayBeMissingAreNotMovedUp) {
  const FrontReader reader(model());
  std::vector<Set> lines{{300, 100, 16, "NOMBRE"}, {300, 124, 24, "GONZALEZ"}, {300, 152, 24, "DOMINGUEZ"}};
  const auto card = reader.read(card_of(lines), 2026);
  EXPECT_FALSE(card[Key::given_names].found()) << card[Key::given_names].value;
  EXPECT_EQ(card[Key::given_names].absence, Absence::unreadable);
  lines.push_back({300, 250, 16, "CLAVE DE ELECTOR"});
  lines.push_back({300, 274, 24, "GNXXDM85080130M900"});
  EXPECT_EQ(reader.read(card_of(lines), 2026)[Key::given_names].value, "DOMINGUEZ");
}

TEST(CardPage, AParticleWhoseSpaceIsLostIsToldByTheClave) {
  const FrontReader reader(model());
  std::vector<Set> lines{{300, 100, 16, "NOMBRE"},
                         {300, 124, 24, "DELAO"},
                         {300, 152, 24, "ROJAS"},
                         {300, 180, 24, "ITZEL"},
                         {300, 250, 16, "CLAVE DE ELECTOR"}};
  lines.push_back({300, 274, 24, "OXRJIT46082104M000"});
  const auto card = reader.read(card_of(lines), 2026);
  EXPECT_EQ(card[Key::surname].value, "DE LA O");
  EXPECT_LT(card[Key::surname].probability, 0.9);
  lines.back().text = "DLRJIT46082104M000";
  EXPECT_EQ(reader.read(card_of(lines), 2026)[Key::surname].value, "DELAO");
}

TEST(CardPage, IsNotSureOfAClaveWithNamesakes) {
  const FrontReader reader(model());
  std::vector<Set> lines{{300, 100, 16, "NOMBRE"},
                         {300, 124, 24, "MENDOZA"},
                         {300, 152, 24, "ROJAS"},
                         {300, 180, 24, "PAOLA"},
                         {300, 250, 16, "CLAVE DE ELECTOR"}};
  lines.push_back({300, 274, 24, "MNRJPL85080130M900"});
  const auto usual = reader.read(card_of(lines), 2026)[Key::clave_elector];
  EXPECT_EQ(usual.value, "MNRJPL85080130M900");
  EXPECT_GE(usual.probability, 0.9);
  lines.back().text = "MNRJPL85080130M970";
  const auto rare = reader.read(card_of(lines), 2026)[Key::clave_elector];
  EXPECT_EQ(rare.value, "MNRJPL85080130M970");
  EXPECT_LT(rare.probability, 0.9);
}

TEST(CardPage, IsReadUpsideDownToo) {
  const FrontReader reader(model());
  std::vector<Set> lines{{300, 20, 30, "INSTITUTO NACIONAL ELECTORAL"},
                         {300, 100, 16, "NOMBRE"},
                         {300, 190, 16, "CURP"},
                         {300, 260, 16, "CLAVE DE ELECTOR"},
                         {300, 330, 16, "VIGENCIA"}};
  lines.insert(lines.end(), {{300, 124, 24, "MENDOZA"},
                             {300, 152, 24, "PAOLA"},
                             {300, 214, 24, "MEXP850801MVZNXL39"},
                             {300, 284, 24, "MNXXPL85080130M902"},
                             {300, 354, 24, "2019 - 2029"}});
  const cv::Mat upright = card_of(lines);
  cv::Mat turned;
  cv::rotate(upright, turned, cv::ROTATE_180);
  const auto expected = reader.read(upright, 2026), found = reader.read(turned, 2026);
  ASSERT_TRUE(expected[Key::clave_elector].found());
  EXPECT_EQ(found[Key::clave_elector].value, expected[Key::clave_elector].value);
  const cv::Rect a = expected[Key::clave_elector].box, b = found[Key::clave_elector].box;
  EXPECT_NEAR(a.x + b.br().x, 1011, 3);
  EXPECT_NEAR(a.y + b.br().y, 638, 3);
}

TEST(CardPage, AColouredWordOfTheGroundHidesNoIdentifier) {
  const FrontReader reader(model());
  const std::vector<Set> lines{{300, 60, 18, "NOMBRE"},
                               {300, 84, 24, "MENDOZA"},
                               {300, 110, 24, "ROJAS"},
                               {300, 136, 24, "PAOLA"},
                               {300, 190, 18, "CLAVE DE ELECTOR"},
                               {500, 186, 24, "MNRJPL85080130M902"},
                               {300, 226, 18, "CURP"},
                               {360, 222, 24, "MERP850801MVZNJL36"},
                               {300, 262, 18, "SECCION"},
                               {400, 258, 24, "4711"},
                               {300, 340, 18, "VIGENCIA"},
                               {400, 336, 24, "2019 - 2029"}};
  const auto card = reader.read(card_of(lines, "MEXICO"), 2026);
  EXPECT_EQ(card[Key::curp].value, "MERP850801MVZNJL36");
  EXPECT_EQ(card[Key::clave_elector].value, "MNRJPL85080130M902");
}

TEST(CardPage, AnIdentifierWithoutItsLabelIsNoLineOfTheAddress) {
  const FrontReader reader(model());
  auto lines = rows({"AV HIDALGO 39", "CENTRO 68000 OAXACA, OAX.", "MNRJPL85080130M902"});
  lines.push_back({290, 110, 20, "DOMICILIO"});
  EXPECT_EQ(reader.read(card_of(lines), 2026)[Key::address].value, "AV HIDALGO 39\nCENTRO 68000 OAXACA, OAX.");
}

}  // namespace
