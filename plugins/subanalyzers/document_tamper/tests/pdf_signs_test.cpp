#include "pdf_signs.hpp"

#include <gtest/gtest.h>

namespace cotejo::tamper {
namespace {

const Stop not_stopped = [] { return false; };

// A table of amounts in one font; words as the pdf analyzer writes them.
boost::json::array words(int rows) {
  boost::json::array out;
  for (int i = 0; i < rows; ++i) {
    const int y = 1000 + 150 * i;
    out.push_back(boost::json::array{500, y, 400, 100, "PAGO", 0, 90, 1});
    out.push_back(boost::json::array{1000, y, 500, 100, "COMERCIO", 0, 90, 1});
    out.push_back(boost::json::array{4600, y, 400, 100, "1,2" + std::to_string(10 + i) + ".50", 0, 90, 1});
  }
  return out;
}

PdfSigns signs_of(const boost::json::array& all, PdfInput input = {}) {
  boost::json::object page{{"width", 6120}, {"height", 7920}, {"scanned", false}, {"words", all}};
  input.text = boost::json::object{{"pages", {page}}, {"fonts", {"ABCDEF+Arial", "Helvetica", "Arial-Bold"}}};
  return find_signs(input, not_stopped).value();
}

double of(const PdfSigns& signs, PdfSign sign) {
  return signs.value[static_cast<std::size_t>(sign)];
}

TEST(PdfSigns, AreNoneInAnEvenTable) {
  for (const double value : signs_of(words(25)).value) EXPECT_EQ(value, 0);
}

TEST(PdfSigns, OneAmountInAnotherFontStandsOut) {
  auto all = words(25);
  all[11 * 3 + 2].as_array()[5] = 1;
  const auto signs = signs_of(all);
  EXPECT_GT(of(signs, PdfSign::mixed_fonts), 0.5);
  const auto& where = signs.where[static_cast<std::size_t>(PdfSign::mixed_fonts)];
  ASSERT_TRUE(where);
  EXPECT_NEAR(where->y, (1000 + 150 * 11) / 7920.0, 1e-6);
}

TEST(PdfSigns, TheBoldSumBelowAColumnDoesNot) {
  auto sum = words(25), amount = words(25);
  sum[24 * 3 + 2].as_array()[5] = amount[11 * 3 + 2].as_array()[5] = 2;
  EXPECT_EQ(of(signs_of(sum), PdfSign::mixed_fonts), 0);
  EXPECT_GT(of(signs_of(amount), PdfSign::mixed_fonts), 0.5) << "a bold amount inside it";
}

TEST(PdfSigns, ANumberInPiecesOfTwoSizesStandsOut) {
  auto all = words(6);
  all.push_back(boost::json::array{3000, 900, 200, 100, "12", 0, 90, 0});
  all.push_back(boost::json::array{3200, 900, 200, 120, "9.00", 0, 110, 1});
  EXPECT_GT(of(signs_of(all), PdfSign::mixed_fonts), 0.5);
}

TEST(PdfSigns, WordsOnOtherWordsStandOutUnlessTheyAreTheSame) {
  auto bold = words(6), covered = words(6);
  bold.push_back(boost::json::array{4602, 1000, 400, 100, "1,210.50", 0, 90, 1});
  covered.push_back(boost::json::array{4602, 1000, 400, 100, "9,210.50", 0, 90, 1});
  EXPECT_EQ(of(signs_of(bold), PdfSign::covered_text), 0);
  EXPECT_GT(of(signs_of(covered), PdfSign::covered_text), 0.5);
}

TEST(PdfSigns, WordsThatNobodySeesStandOutAndMostUnderOthers) {
  const auto with = [](const std::string& text, double y) {
    PdfInput input;
    const double box[] = {4602 / 6120.0, y / 7920, 400 / 6120.0, 100 / 7920.0};
    input.unseen = boost::json::object{
        {"count", 1},
        {"words", {boost::json::object{{"text", text}, {"page", 0}, {"box", {box[0], box[1], box[2], box[3]}}}}}};
    return signs_of(words(6), input);
  };
  EXPECT_GT(of(with("9,210.50", 7000), PdfSign::hidden_text), 0.85);
  EXPECT_EQ(of(with("9,210.50", 7000), PdfSign::covered_text), 0);
  EXPECT_GT(of(with("9,210.50", 1000), PdfSign::covered_text), 0.9);
  EXPECT_EQ(of(with("1,210.50", 1000), PdfSign::covered_text), 0) << "the same letters again";
  const double mark = of(with("INICIO", 7000), PdfSign::hidden_text);
  EXPECT_GT(mark, 0);
  EXPECT_LT(mark, 0.85);
}

TEST(PdfSigns, AStopIsHeededAmongManyWords) {
  PdfInput input;
  input.text = boost::json::object{{"pages", {{{"width", 6120}, {"height", 7920}, {"words", words(10'000)}}}}};
  int asked = 0;
  EXPECT_FALSE(find_signs(input, [&] { return ++asked == 2; }));
  EXPECT_EQ(asked, 2);
}

TEST(PdfSigns, AnUpdateIsASignUnlessASignatureExplainsIt) {
  PdfInput input;
  input.revisions = 2;
  EXPECT_GT(of(find_signs(input, not_stopped).value(), PdfSign::updated), 0.5);
  input.signatures = 1;
  EXPECT_EQ(of(find_signs(input, not_stopped).value(), PdfSign::updated), 0);
  input.page_changed = true;
  EXPECT_GT(of(find_signs(input, not_stopped).value(), PdfSign::updated), 0.5) << "no signature changes a page";
}

TEST(PdfSigns, NameEditorsAndLaterChanges) {
  PdfInput input;
  input.producer = "GPL Ghostscript 9.5";
  EXPECT_EQ(of(find_signs(input, not_stopped).value(), PdfSign::editor), 0);
  input.creator = "Adobe Photoshop 25.0 (Windows)";
  input.created = "2026-10-01", input.modified = "2026-10-20";
  const auto signs = find_signs(input, not_stopped).value();
  EXPECT_EQ(signs.editor, "photoshop");
  // A page that was changed in a browser and printed, and what a script wrote.
  EXPECT_EQ(editor_named("Skia/PDF m129"), "skia/pdf");
  EXPECT_EQ(editor_named("ReportLab PDF Library - www.reportlab.com"), "reportlab");
  for (const char* issuers :
       {"iText 2.1.7 by 1T3XT", "Apache FOP Version 2.3", "JasperReports Library version 6.20", "Crystal Reports",
        "OpenText Output Transformation Engine", "PDFlib+PDI 9.3", "Papyrus DocExec", "Exstream"})
    EXPECT_EQ(editor_named(issuers), "") << issuers;
  EXPECT_GT(of(signs, PdfSign::editor), 0.5);
  EXPECT_GT(of(signs, PdfSign::modified_later), 0);
}

TEST(PdfSigns, TextOfAnotherFormSaysNothing) {
  PdfInput input;
  for (const char* text : {"7", "[]", "{\"pages\": 3}", "{\"pages\": [{\"words\": [[1, 2], 5]}]}"}) {
    input.text = boost::json::parse(text);
    EXPECT_EQ(of(find_signs(input, not_stopped).value(), PdfSign::mixed_fonts), 0) << text;
  }
  for (const char* unseen : {"7", R"({"words": 3})", R"({"words": [7, {"text": "1", "page": 9, "box": [0, 0, 1, 1]}]})",
                             R"({"words": [{"text": "1", "page": 0, "box": [0, "a", 1, 1]}]})"}) {
    input.text = boost::json::parse(R"({"pages": [{"width": 10, "height": 10, "words": []}]})");
    input.unseen = boost::json::parse(unseen);
    EXPECT_EQ(of(find_signs(input, not_stopped).value(), PdfSign::hidden_text), 0) << unseen;
  }
}

}  // namespace
}  // namespace cotejo::tamper
