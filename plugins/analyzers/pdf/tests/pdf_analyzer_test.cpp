#include "../pdf_analyzer.hpp"

#include <gtest/gtest.h>

#include "../../testing/analyze.hpp"
#include "../box_font.hpp"
#include "documents.hpp"

namespace pdf_analyzer {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;
using testing::content_of;
using testing::deflated;
using testing::letter;
using testing::make;
using testing::Recipe;

Result analyze(const std::string& file, std::string_view params = "{}", std::string_view declared = "application/pdf") {
  return cotejo::testing::analyze<PdfAnalyzer>(file, declared, params);
}

void expect_refused(const std::string& file, std::string_view code, std::string_view params = "{}") {
  const Result result = analyze(file, params);
  EXPECT_EQ(result.status, cotejo::Status::invalid_input);
  EXPECT_EQ(result.failure_code, code);
  EXPECT_TRUE(result.traits.empty());
}

const boost::json::array words_of(const Result& result, std::size_t page = 0) {
  return boost::json::parse(result.trait("text")->text()).at("pages").as_array().at(page).at("words").as_array();
}

std::string text_of(const Result& result) {
  std::string text;
  for (const auto& word : words_of(result)) text += std::string(word.as_array()[4].as_string()) + " ";
  return text;
}

TEST(PdfAnalyzer, WordsComeWithTheirPlacesAndFonts) {
  const Result result = analyze(make(letter()));
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_EQ(text_of(result),
            "Estado de cuenta del periodo 01/09/2026 al 30/09/2026 Saldo inicial 1,234.50 Abonos 200.00 Cargos 34.50 "
            "Saldo final 1,400.00 ");
  const auto first = words_of(result)[0].as_array();
  EXPECT_NEAR(first[0].as_int64(), 720, 5);  // x: 72 points
  EXPECT_NEAR(first[1].as_int64() + first[3].as_int64(), 7920 - 7200,
              40);  // foot of a letter whose line is at 720 of 792
  EXPECT_EQ(first[6].as_int64(), 100);
  const auto json = boost::json::parse(result.trait("text")->text());
  EXPECT_EQ(json.at("fonts").as_array().at(0).as_string(), "Helvetica");
  EXPECT_EQ(json.at("pages").as_array().at(0).at("width").as_int64(), 6120);
  EXPECT_EQ(result.trait("pages")->integer(), 1);
  EXPECT_EQ(result.trait("text_pages")->integer(), 1);
  EXPECT_EQ(result.traits.at("page_images").absent_reason, "pdf.pages_not_drawn");
}

TEST(PdfAnalyzer, TellsAFewWordsOverAPictureOfThePage) {
  // One page makes objects 1 to 4; the picture is the fifth.
  const auto page = [](const std::string& after, const std::string& size) {
    Recipe recipe;
    recipe.streams = {{"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x"}};
    recipe.resources = "/XObject<</Im1 5 0 R>>";
    recipe.pages = {"q " + size + " 0 0 cm /Im1 Do Q " + after};
    return analyze(make(recipe)).trait("text_over_images")->integer();
  };
  const std::string whole = "612 0 0 792", logo = "60 0 0 40";
  EXPECT_EQ(page("", whole), 0);
  EXPECT_EQ(page(content_of({"9,999.00"}), whole), 1);
  EXPECT_EQ(page(content_of({"9,999.00"}, "3 Tr"), whole), 0);  // under a scan, to be searched
  EXPECT_EQ(page(content_of({"9,999.00"}), logo), 0);
  EXPECT_EQ(page(content_of(std::vector<std::string>(60, "a page of text over its own ground")), whole), 0);
}

TEST(PdfAnalyzer, AScanIsDrawnWithItsOwnPixels) {
  // Lines one pixel wide, at 150 dots per inch: drawn at any other size they would be of two widths, or missing.
  constexpr int kWide = 1275, kHigh = 1650;
  std::string pixels;
  for (int i = 0; i < kWide * kHigh; ++i) pixels += i % kWide % 2 == 0 ? '\xff' : '\x00';
  const auto scan = [&](const std::string& size) {
    Recipe recipe;
    recipe.streams = {
        {"/Type/XObject/Subtype/Image/Width 1275/Height 1650/ColorSpace/DeviceGray/BitsPerComponent 8"
         "/Filter/FlateDecode",
         deflated(pixels)}};
    recipe.resources = "/XObject<</Im1 5 0 R>>";
    recipe.pages = {"q " + size + " 0 0 cm /Im1 Do Q"};
    return recipe;
  };
  const auto drawn = [](const Recipe& recipe, std::string_view params = "{}") {
    const Result result = analyze(make(recipe), params);
    return std::get<std::vector<std::shared_ptr<cotejo::testing::OwnedImage>>>(result.trait("page_images")->value)
        .at(0);
  };
  const auto own = drawn(scan("612 0 0 792"));
  ASSERT_EQ(own->image.width, 1275U);
  ASSERT_EQ(own->image.height, 1650U);
  for (std::size_t x = 2; x < 1270; ++x) ASSERT_NE(own->image.pixels[x] > 128, own->image.pixels[x - 1] > 128) << x;
  EXPECT_EQ(drawn(scan("61 0 0 79"))->image.width, 1700U);                           // a logo says nothing
  EXPECT_EQ(drawn(scan("612 0 0 792"), R"({"resolution":75})")->image.width, 637U);  // half of them
}

TEST(PdfAnalyzer, PagesWithoutTextAreDrawn) {
  Recipe recipe = letter();
  recipe.pages.push_back("0 0 0 rg 306 396 306 396 re f");  // the upper right quarter is black
  const Result result = analyze(make(recipe), R"({"resolution": 72})");
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_EQ(result.trait("text_pages")->integer(), 1);
  ASSERT_NE(result.trait("page_images"), nullptr);
  const auto& frames =
      std::get<std::vector<std::shared_ptr<cotejo::testing::OwnedImage>>>(result.trait("page_images")->value);
  ASSERT_EQ(frames.size(), 2U);
  const auto& page = *frames[1];
  EXPECT_EQ(page.image.width, 612U);
  EXPECT_EQ(page.image.height, 792U);
  const auto at = [&](std::uint32_t x, std::uint32_t y) { return page.pixels[y * page.image.stride + x]; };
  EXPECT_LT(at(500, 100), 10);
  EXPECT_GT(at(100, 100), 245);
  EXPECT_GT(at(500, 700), 245);
}

TEST(PdfAnalyzer, TextThatNobodySeesIsNotBelieved) {
  Recipe recipe = letter();
  recipe.pages[0] = content_of({"uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece"}, "3 Tr");
  const Result result = analyze(make(recipe), R"({"resolution": 50})");
  ASSERT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(words_of(result).empty());
  EXPECT_EQ(result.trait("text_pages")->integer(), 0);
  EXPECT_NE(result.trait("page_images"), nullptr);
}

// One page of text, and what else is drawn on it. Its objects are 1 to 4; streams come after them.
Recipe letter_with(const std::string& commands) {
  Recipe recipe = letter();
  recipe.pages[0] += " " + commands;
  recipe.streams = {{"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "x"},
                    {"/Type/XObject/Subtype/Form/BBox[0 0 200 40]", "1 g 0 0 200 40 re f"},
                    {"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 1 0 R>>>>",
                     "BT /F1 10 Tf 72 600 Td (9,999,999.00) Tj ET"}};
  recipe.resources = "/XObject<</Im1 5 0 R/Written 7 0 R>>/ExtGState<</Clear<</ca 0>>/Half<</ca 0.5>>>>";
  return recipe;
}

boost::json::value unseen_of(const Result& result) {
  return boost::json::parse(result.trait("unseen")->text());
}

struct Drawn {
  std::string how, commands, page = {};
};

TEST(PdfAnalyzer, WordsThatNobodySeesAreTakenOutHoweverTheyAreHidden) {
  const std::string amount = "BT /F1 10 Tf 72 600 Td (9,999,999.00) Tj ET ";
  const Drawn tricks[] = {
      {"white", "1 g " + amount},
      {"paler than people see", "0.95 g " + amount},
      {"painted over", amount + "1 g 60 590 200 30 re f"},
      {"its first figure painted over", amount + "1 g 71 595 6.4 15 re f"},
      {"under a picture", amount + "q 200 0 0 40 60 590 cm /Im1 Do Q"},
      {"cut off", "q 300 300 10 10 re W n " + amount + "Q"},
      {"transparent", "q /Clear gs " + amount + "Q"},
      {"too small for people", "BT /F1 1 Tf 72 600 Td (9,999,999.00) Tj ET"},
      {"under an annotation", amount, "/Annots[<</Type/Annot/Subtype/Stamp/Rect[60 590 260 630]/F 4/AP<</N 6 0 R>>>>]"},
      {"white in a form", "1 g /Written Do"},
  };
  for (const auto& trick : tricks) {
    Recipe recipe = letter_with(trick.commands);
    recipe.page = trick.page;
    const Result result = analyze(make(recipe));
    ASSERT_EQ(result.status, cotejo::Status::ok) << trick.how;
    EXPECT_EQ(text_of(result).find("9,999"), std::string::npos) << trick.how;
    EXPECT_NE(text_of(result).find("1,400.00"), std::string::npos) << trick.how;
    const auto unseen = boost::json::parse(result.trait("unseen")->text());
    EXPECT_EQ(unseen.at("count"), 1) << trick.how;
    EXPECT_EQ(unseen.at("figures"), 1) << trick.how;
    EXPECT_EQ(unseen.at("words").at(0).at("text"), "9,999,999.00") << trick.how;
  }
}

TEST(PdfAnalyzer, WordsTooSmallToBeReadThatAreOnThePaperAreTold) {
  const auto inked = [](const std::string& shade) {
    const auto told = unseen_of(analyze(make(letter_with(shade + " g BT /F1 2.5 Tf 72 600 Td (9,999,999.00) Tj ET"))));
    EXPECT_EQ(told.at("count"), 1);
    return told.at("words").at(0).as_object().contains("inked");
  };
  EXPECT_TRUE(inked("0"));
  EXPECT_FALSE(inked("1")) << "white marks of signing services";
}

TEST(PdfAnalyzer, ManyWordsWithoutInkHideNoneThatIsOnThePaper) {
  std::string white = "1 g ";
  for (int i = 0; i < 45; ++i) white += "BT /F1 8 Tf 72 " + std::to_string(650 - 10 * i) + " Td (blanco) Tj ET ";
  const auto told = unseen_of(analyze(make(letter_with(white + "0 g BT /F1 2.5 Tf 72 100 Td (minimo) Tj ET"))));
  EXPECT_EQ(told.at("words").at(0).at("text"), "minimo");
}

// Which words of the first page are crossed.
std::vector<std::string> crossed_in(const std::string& commands) {
  const Result result = analyze(make(letter_with(commands + " 0 g BT /F1 10 Tf 72 600 Td (queda sin efecto) Tj ET")));
  const auto page = boost::json::parse(result.trait("text")->text()).at("pages").at(0).as_object();
  std::vector<std::string> words;
  if (const auto* crossed = page.if_contains("crossed"))
    for (const auto& index : crossed->as_array())
      words.emplace_back(page.at("words").at(static_cast<std::size_t>(index.as_int64())).at(4).as_string());
  return words;
}

TEST(PdfAnalyzer, WordsWithAStrokeThroughThemAreTold) {
  const std::vector<std::string> all{"queda", "sin", "efecto"};
  EXPECT_EQ(crossed_in("0 G 0.5 w 70 603 m 200 603 l S"), all);
  EXPECT_EQ(crossed_in("0 0 1 RG 2 w 70 602 m 200 605 l S"), all) << "a pen, aslant";
  EXPECT_EQ(crossed_in("0 g 70 602.5 130 1 re f"), all) << "a bar";
  EXPECT_EQ(crossed_in("0 G 0.5 w 102 603 m 118 603 l S"), std::vector<std::string>{"sin"});
}

TEST(PdfAnalyzer, LinesUnderAndAroundWordsAndShadesBehindThemCrossNothing) {
  EXPECT_TRUE(crossed_in("").empty());
  EXPECT_TRUE(crossed_in("0 G 0.5 w 70 598.5 m 200 598.5 l S").empty()) << "underlined";
  EXPECT_TRUE(crossed_in("0 G 0.5 w 70 596 140 14 re S").empty()) << "in a box";
  EXPECT_TRUE(crossed_in("0 G 1 w 110 500 m 110 700 l S").empty()) << "a column's line";
  EXPECT_TRUE(crossed_in("0.8 g 70 596 140 14 re f").empty()) << "a shaded row";
  EXPECT_TRUE(crossed_in("0.85 G 3 w 70 603 m 200 603 l S").empty()) << "a pale mark";
}

TEST(PdfAnalyzer, WordsThatPeopleSeeStay) {
  const std::string amount = "BT /F1 10 Tf 72 600 Td (9,999,999.00) Tj ET ";
  const Drawn ways[] = {
      {"white on dark", "0 g 60 590 200 30 re f 1 g " + amount},
      {"red", "1 0 0 rg " + amount},
      {"grey", "0.75 g " + amount},
      {"half transparent", "q /Half gs " + amount + "Q"},
      {"in a form", "/Written Do"},
      {"over a picture", "q 200 0 0 40 60 590 cm /Im1 Do Q " + amount},
      {"beside a box", amount + "1 g 140 590 200 30 re f"},
      {"spaced out", "BT 1.5 Tc /F1 10 Tf 72 600 Td (9,999,999.00) Tj ET"},
      {"small", "BT /F1 4 Tf 72 600 Td (9,999,999.00) Tj ET"},
  };
  for (const auto& way : ways) {
    const Result result = analyze(make(letter_with(way.commands)));
    EXPECT_NE(text_of(result).find("9,999,999.00"), std::string::npos) << way.how;
    EXPECT_EQ(boost::json::parse(result.trait("unseen")->text()).at("count"), 0) << way.how;
  }
}

TEST(PdfAnalyzer, WordsAreThoseOfTheLettersNotTextInTheirPlace) {
  const std::string shown = "BT /F1 10 Tf 72 600 Td ", resources = "/Properties<</Said<</ActualText(5.64%)>>>>";
  const Drawn tricks[] = {
      {"another amount", shown + "/Span <</ActualText (5.64%)>> BDC (56.40%) Tj EMC ET"},
      {"another amount in UTF-16", shown + "/Span<</ActualText<FEFF0035002E0036>>>BDC(56.40%)Tj EMC ET"},
      {"a name written otherwise", shown + "/Span <</Actual#54ext (5.64%)>> BDC (56.40%) Tj EMC ET"},
      {"by the name of a property list", shown + "/Span /Said BDC (56.40%) Tj EMC ET"},
      {"nothing", "/Span <</ActualText ()>> BDC " + shown + "(56.40%) Tj ET EMC"},
      {"a ligature for a line", shown + "/Span <</ActualText (fi)>> BDC (56.40%) Tj EMC ET"},
      {"a ligature for a figure", shown + "(56.40%) Tj /Span <</ActualText (fi)>> BDC (1) Tj EMC ET"},
      {"in a form", "/Stands Do"},
  };
  for (const auto& trick : tricks) {
    Recipe recipe = letter_with(trick.commands);
    recipe.resources.insert(recipe.resources.find("/Written"), "/Stands 8 0 R");
    recipe.resources += resources;
    recipe.streams.emplace_back("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 1 0 R>>>>",
                                shown + "/Span <</ActualText (5.64%)>> BDC (56.40%) Tj EMC ET");
    const Result result = analyze(make(recipe));
    ASSERT_EQ(result.status, cotejo::Status::ok) << trick.how;
    EXPECT_NE(text_of(result).find("56.40%"), std::string::npos) << trick.how << ": " << text_of(result);
    EXPECT_EQ(text_of(result).find("5.64"), std::string::npos) << trick.how;
    EXPECT_EQ(text_of(result).find("fi "), std::string::npos) << trick.how;
    EXPECT_NE(text_of(result).find("1,400.00"), std::string::npos) << trick.how;
    EXPECT_EQ(boost::json::parse(result.trait("unseen")->text()).at("count"), 0) << trick.how;
  }
}

TEST(PdfAnalyzer, ALigatureIsItsLettersWhetherTheFontSaysSoOrTheFile) {
  const auto with_table = [](const std::string& of_the_ligature,
                             const std::string& in_place = "fi") {  // whose code is that of `~`
    Recipe recipe = letter_with("/Written Do");
    recipe.streams.emplace_back(
        "", "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7d> <0020> endbfrange " +
                of_the_ligature + " endcmap");
    recipe.streams[2] = {
        "/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
        "/Resources<</Font<</F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 8 0 R>>>>>>",
        "BT /F2 10 Tf 72 600 Td (o) Tj /Span <</ActualText (" + in_place + ")>> BDC (~) Tj EMC (cina) Tj ET"};
    return text_of(analyze(make(recipe)));
  };
  EXPECT_EQ(with_table("", "5"), "");  // a letter that nobody but the file knows: the page is scanned
  EXPECT_NE(with_table("").find("oficina"), std::string::npos);
  EXPECT_NE(with_table("1 beginbfchar <7e> <00660069> endbfchar").find("oficina"), std::string::npos);
  EXPECT_NE(with_table("1 beginbfchar <7e> <fb01> endbfchar").find("oficina"), std::string::npos);
}

// A page of text and a form with `(5)` in two fonts, whose tables of letters are given.
std::string in_two_fonts(const std::string& font, const std::string& first, const std::string& second) {
  const auto table = [](const std::string& letter) {
    return "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <35> <" + letter + "> <0001> <" +
           letter + "> endbfchar endcmap";
  };
  Recipe recipe = letter_with("/Two Do");
  recipe.resources = "/XObject<</Two 9 0 R>>";
  recipe.streams = {{"", box_font()}, {"", table(first)}, {"", table(second)}, {"/Unused true", ""}};
  recipe.streams.emplace_back("/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</A<<" + font +
                                  "/ToUnicode 6 0 R>>/B<<" + font + "/ToUnicode 7 0 R>>>>>>",
                              "BT /A 10 Tf 72 600 Td (5) Tj /B 10 Tf (5) Tj ET");
  return make(recipe);
}

TEST(PdfAnalyzer, APageOfFontsWhoseTablesDisagreeIsReadFromItsPicture) {
  const std::string named = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding";
  const std::string held = "/FontDescriptor<</Type/FontDescriptor/FontName/Boxes/FontFile2 5 0 R/Flags ";
  const std::string fonts[] = {
      named + "/WinAnsiEncoding",
      named + "<</Differences[53/five.tnum]>>",
      named + "<</Differences[53/uni0035]>>",
      "/Type/Font/Subtype/TrueType/BaseFont/Boxes/FirstChar 53/LastChar 53/Widths[600]" + held + "4>>",
      "/Type/Font/Subtype/Type0/BaseFont/Boxes/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
      "/CIDToGIDMap/Identity/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600" +
          held + "4>>>>]",
  };
  for (const auto& font : fonts) {
    const Result result = analyze(in_two_fonts(font, "0035", "002e"));
    ASSERT_EQ(result.status, cotejo::Status::ok) << font;
    EXPECT_EQ(result.trait("text_pages")->integer(), 0) << font;
    EXPECT_NE(result.trait("page_images"), nullptr) << font;
    EXPECT_EQ(analyze(in_two_fonts(font, "0035", "0035")).trait("text_pages")->integer(), 1) << font;
  }
}

TEST(PdfAnalyzer, LettersThatLookAlikeAndNamesThatSayNothingAreNoDisagreement) {
  const std::string named = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[53/";
  EXPECT_EQ(analyze(in_two_fonts(named + "g17]>>", "0035", "0036")).trait("text_pages")->integer(), 1);
  EXPECT_EQ(analyze(in_two_fonts(named + "l]>>", "0049", "0031")).trait("text_pages")->integer(), 1);
}

TEST(PdfAnalyzer, APageThatSomebodyTurnedIsReadUpright) {
  const Result upright = analyze(make(letter()));
  for (const char* turned : {"/Rotate 90", "/Rotate 180", "/Rotate 270"}) {
    Recipe recipe = letter();
    recipe.page = turned;
    const Result result = analyze(make(recipe), R"({"images": "always", "resolution": 72})");
    ASSERT_EQ(result.status, cotejo::Status::ok) << turned;
    EXPECT_EQ(result.trait("text")->text(), upright.trait("text")->text()) << turned;
    EXPECT_EQ(boost::json::parse(result.trait("unseen")->text()).at("count"), 0) << turned;
    const auto& frames =
        std::get<std::vector<std::shared_ptr<cotejo::testing::OwnedImage>>>(result.trait("page_images")->value);
    EXPECT_EQ(frames.at(0)->image.width, 612U) << turned;
  }
}

TEST(PdfAnalyzer, TurnedWordsAndRemarksStandBesideTheText) {
  Recipe recipe = letter_with("BT /F1 10 Tf 0 1 -1 0 40 200 Tm (queda cancelado) Tj ET");
  recipe.page = "/Annots[<</Type/Annot/Subtype/FreeText/Rect[300 300 400 320]/Contents(bajo protesta)>>]";
  const auto page = boost::json::parse(analyze(make(recipe)).trait("text")->text()).at("pages").at(0).as_object();
  ASSERT_EQ(page.at("beside").as_array().size(), 2U);
  EXPECT_EQ(page.at("beside").at(0).at(0), "queda cancelado");
  EXPECT_EQ(page.at("beside").at(1).at(0), "bajo protesta");
  EXPECT_FALSE(boost::json::parse(analyze(make(letter())).trait("text")->text())
                   .at("pages")
                   .at(0)
                   .as_object()
                   .contains("beside"));
}

TEST(PdfAnalyzer, LargePagesAreDrawnSmaller) {
  const Result result = analyze(make(letter()), R"({"images": "always", "max_page_pixels": 100000})");
  const auto& frames =
      std::get<std::vector<std::shared_ptr<cotejo::testing::OwnedImage>>>(result.trait("page_images")->value);
  EXPECT_NEAR(static_cast<double>(frames.at(0)->image.width) * frames.at(0)->image.height, 1e5, 2e3);
}

TEST(PdfAnalyzer, TellsWhatTheFileIsMadeOf) {
  Recipe recipe = letter();
  recipe.info = "<</Producer(Some Writer 2.1)/CreationDate(D:20260930120000-06'00')/ModDate(D:20261301)>>";
  recipe.catalogue = "/OpenAction<</S/JavaScript/JS(app.alert)>>/AF[<</Type/Filespec/EF<</F 1 0 R>>>>]";
  const Result result = analyze(make(recipe));
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_EQ(result.trait("producer")->text(), "Some Writer 2.1");
  EXPECT_EQ(result.trait("created")->text(), "2026-09-30");
  EXPECT_EQ(result.traits.at("modified").absent_reason, "pdf.not_stated");
  EXPECT_EQ(result.traits.at("creator").absent_reason, "pdf.not_stated");
  EXPECT_TRUE(result.trait("javascript")->boolean());
  EXPECT_EQ(result.trait("embedded_files")->integer(), 1);
  EXPECT_EQ(result.trait("revisions")->integer(), 1);
  EXPECT_FALSE(result.trait("encrypted")->boolean());
  EXPECT_FALSE(analyze(make(letter())).trait("javascript")->boolean());
}

TEST(PdfAnalyzer, ASignatureSaysWhetherItCoversTheWholeFile) {
  const auto with_range_to = [](std::size_t end) {
    Recipe recipe = letter();
    recipe.catalogue = "/Perms<</X<</Type/Sig/SubFilter/adbe.pkcs7.detached/Contents<00>/ByteRange[0 10 20 " +
                       std::to_string(end - 20) + "]>>>>";
    return make(recipe);
  };
  const std::size_t size = with_range_to(1000).size();
  const auto whole = boost::json::parse(analyze(with_range_to(size)).trait("signatures")->text());
  ASSERT_EQ(whole.as_array().size(), 1U);
  EXPECT_EQ(whole.at(0).at("sub_filter").as_string(), "adbe.pkcs7.detached");
  EXPECT_TRUE(whole.at(0).at("covers_file").as_bool());
  EXPECT_FALSE(boost::json::parse(analyze(with_range_to(size - 50)).trait("signatures")->text())
                   .at(0)
                   .at("covers_file")
                   .as_bool());
}

// Appends a state of the file in which an object is another one.
std::string with_object(std::string file, int number, const std::string& body) {
  const auto previous = file.substr(file.rfind("startxref") + 10, file.rfind("%%EOF") - file.rfind("startxref") - 11);
  char offset[32];
  std::snprintf(offset, sizeof offset, "%010zu", file.size());
  const auto size = file.find("/Size ");
  const std::string root = file.substr(size, file.find(">>", size) - size);
  file += std::to_string(number) + " 0 obj\n" + body + "\nendobj\n";
  const auto at = file.size();
  return file + "xref\n" + std::to_string(number) + " 1\n" + offset + " 00000 n \ntrailer\n<<" + root + "/Prev " +
         previous + ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
}

TEST(PdfAnalyzer, WhatWasAppendedIsToldPageByPage) {
  Recipe recipe = letter();
  recipe.pages.push_back(content_of({"Pagina dos", "que nadie toca"}));
  const std::string file = make(recipe);
  EXPECT_EQ(analyze(file).trait("appended")->text(), "[]");
  // Objects: the font, then content and page of each page.
  const std::string other = content_of({"Otra cosa"});
  const auto result =
      analyze(with_object(file, 4, "<</Length " + std::to_string(other.size()) + ">>stream\n" + other + "\nendstream"));
  EXPECT_EQ(result.trait("revisions")->integer(), 2);
  const auto appended = boost::json::parse(result.trait("appended")->text());
  ASSERT_EQ(appended.as_array().size(), 1U);
  EXPECT_EQ(appended.at(0).at("pages"), boost::json::parse("[1]"));
  EXPECT_EQ(appended.at(0).at("annotations"), boost::json::parse("[]"));
  EXPECT_EQ(appended.at(0).at("start").as_int64(), static_cast<std::int64_t>(file.size() - 1));
  EXPECT_EQ(appended.at(0).at("readable"), true);
}

TEST(PdfAnalyzer, FieldsToSignAreToldWithWhatIsSigned) {
  Recipe recipe = letter();
  recipe.catalogue = "/AcroForm<</Fields[<</FT/Sig/T(Cliente)>><</FT/Sig/T(Empresa)/V<</Type/Sig>>>>]>>";
  EXPECT_EQ(boost::json::parse(analyze(make(recipe)).trait("signature_fields")->text()),
            boost::json::parse(R"([{"name": "Cliente", "signed": false}, {"name": "Empresa", "signed": true}])"));
}

TEST(PdfAnalyzer, AFileProtectedAgainstChangesIsReadAndALockedOneIsNot) {
  const Result result = analyze(testing::locked(make(letter()), ""));
  ASSERT_EQ(result.status, cotejo::Status::ok) << result.failure_message;
  EXPECT_TRUE(result.trait("encrypted")->boolean());
  EXPECT_NE(text_of(result).find("1,400.00"), std::string::npos);
  expect_refused(testing::locked(make(letter()), "secret"), "evidence.encrypted");
}

TEST(PdfAnalyzer, WhatIsTooMuchWorkIsRefused) {
  Recipe many = letter();
  many.pages.resize(5, many.pages[0]);
  expect_refused(make(many), "evidence.too_many_pages", R"({"max_pages": 4})");
  expect_refused(make(many), "evidence.too_complex", R"({"max_objects": 10})");
  Recipe bomb = letter();
  bomb.streams.push_back({"/Filter/FlateDecode", testing::deflated(std::string(3'000'000, ' '))});
  expect_refused(make(bomb), "evidence.too_complex", R"({"max_decompressed_bytes": 2000000})");
  EXPECT_EQ(analyze(make(bomb)).status, cotejo::Status::ok);
  Recipe picture = letter();
  picture.streams.push_back({"/Type/XObject/Subtype/Image/Width 90000/Height 90000/BitsPerComponent 1", "x"});
  expect_refused(make(picture), "evidence.too_many_pixels");
}

TEST(PdfAnalyzer, WhatIsNoPdfIsRefused) {
  expect_refused("hello", "evidence.unreadable");
  expect_refused("%PDF-1.7\nhello\nstartxref\n0\n%%EOF\n", "evidence.unreadable");
  const std::string whole = make(letter());
  expect_refused(whole.substr(0, whole.size() / 2), "evidence.truncated");
  const Result declared = analyze(whole, "{}", "image/jpeg");
  EXPECT_EQ(declared.failure_code, "evidence.media_type_mismatch");
}

TEST(PdfAnalyzer, StopsWhenItIsTold) {
  Fake<PdfAnalyzer> fake;
  const std::string file = make(letter());
  fake.given_evidence("evidence", file, "application/pdf").cancel_after(0);
  EXPECT_EQ(fake.run().status, cotejo::Status::cancelled);
}

TEST(PdfAnalyzer, AHostWithoutMemoryIsNotTheEvidencesFault) {
  Fake<PdfAnalyzer> fake{R"({"images": "always"})"};
  const std::string file = make(letter());
  fake.given_evidence("evidence", file, "application/pdf").memory_limit(1000);
  EXPECT_EQ(fake.run().status, cotejo::Status::unavailable);
}

}  // namespace
}  // namespace pdf_analyzer
