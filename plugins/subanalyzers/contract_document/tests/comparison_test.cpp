#include "../comparison.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <document_text/tests/sheets.hpp>

namespace cotejo::contract_document {
namespace {

using document_text::testing::sheet;

// Three pages; each line of text is unlike the others, so that its place is beyond doubt.
std::string clause(int number, int words) {
  std::string text = "Clausula" + std::to_string(number);
  for (int i = 0; i < words; ++i)
    text += " palabra" + std::string(1, static_cast<char>('a' + number)) + static_cast<char>('a' + i / 26) +
            static_cast<char>('a' + i % 26);
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines{""};
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    if (lines.back().size() + end - at > 80) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + text.substr(at, end - at);
    at = end + 1;
  }
  return lines;
}

struct Contract {
  Filled filled;
  std::vector<std::vector<std::string>> pages;
};

Contract contract() {
  std::string missing;
  const std::string form = "@footer Página {{page}} de {{pages}}\n\n" + clause(1, 70) +
                           " prestamos {{amount:money}} al cliente\n\n" + clause(2, 100) + "\n\n" + clause(3, 70) +
                           "\n\n@sign lender: EL ACREDITANTE\n@sign borrower: EL ACREDITADO";
  Contract out;
  out.filled = *fill(parse_template(form), boost::json::parse(R"({"amount": 5000})").as_object(), missing);
  out.pages = {lines_of(clause(1, 70) + " prestamos $5,000.00 al cliente"), lines_of(clause(2, 100)),
               lines_of(clause(3, 70))};
  for (const char* line : {"", "", "", "", "       EL ACREDITANTE                              EL ACREDITADO"})
    out.pages[2].emplace_back(line);
  for (std::size_t i = 0; i < 3; ++i) {
    out.pages[i].resize(52);
    out.pages[i].push_back("                     Página " + std::to_string(i + 1) + " de 3");
  }
  return out;
}

Comparison compared(const Contract& given) {
  std::vector<document_text::Page> sheets;
  for (const auto& lines : given.pages) sheets.push_back(sheet(lines));
  const auto texts = read_pages(sheets, std::vector<bool>(sheets.size(), false), given.filled.furniture);
  return compare(given.filled, texts, sheets);
}

TEST(Comparison, AnUntouchedContractAgrees) {
  const Comparison c = compared(contract());
  EXPECT_EQ(c.share, 1);
  EXPECT_TRUE(c.in_order);
  EXPECT_TRUE(c.differences.empty());
  EXPECT_TRUE(c.missing.empty());
  ASSERT_EQ(c.terms.size(), 1U);
  EXPECT_TRUE(c.terms[0].agrees);
  EXPECT_EQ(c.terms[0].places, 1U);
}

TEST(Comparison, AnotherAmountIsTheTermsAndHasItsPlace) {
  Contract given = contract();
  auto& line = *std::find_if(given.pages[0].begin(), given.pages[0].end(),
                             [](const auto& l) { return l.find("$5,000.00") != std::string::npos; });
  line.replace(line.find("$5,000.00"), 9, "$8,000.00");
  const Comparison c = compared(given);
  ASSERT_EQ(c.terms.size(), 1U);
  EXPECT_FALSE(c.terms[0].agrees);
  EXPECT_EQ(c.terms[0].found, "$8,000.00");
  ASSERT_TRUE(c.terms[0].place);
  EXPECT_EQ(c.terms[0].place->page, 0U);
  ASSERT_EQ(c.differences.size(), 1U);
  EXPECT_EQ(c.differences[0].expected, "$5,000.00");
  EXPECT_EQ(c.differences[0].probability, 1);
}

TEST(Comparison, SwappedPagesAreInAnotherOrderAndNoDifferences) {
  Contract given = contract();
  std::swap(given.pages[0], given.pages[1]);
  const Comparison c = compared(given);
  EXPECT_FALSE(c.in_order);
  EXPECT_EQ(c.order, (std::vector<std::size_t>{1, 0, 2}));
  EXPECT_TRUE(c.differences.empty());
}

TEST(Comparison, AMissingPageIsOneMissingPart) {
  Contract given = contract();
  given.pages.erase(given.pages.begin() + 1);
  const Comparison c = compared(given);
  EXPECT_TRUE(c.in_order);
  EXPECT_TRUE(c.differences.empty());
  ASSERT_EQ(c.missing.size(), 1U);
  EXPECT_EQ(c.missing[0].words, 101U);
  EXPECT_EQ(c.missing[0].after, 0U);
}

TEST(Comparison, ATermOfAMissingPageIsNotCalledAnother) {
  Contract given = contract();
  given.pages.erase(given.pages.begin());
  const Comparison c = compared(given);
  ASSERT_EQ(c.terms.size(), 1U);
  EXPECT_TRUE(c.terms[0].agrees);
  EXPECT_EQ(c.terms[0].places, 0U);
}

TEST(Comparison, APageOfAnotherDocumentIsForeign) {
  Contract given = contract();
  given.pages.insert(given.pages.begin() + 1, lines_of(clause(9, 40)));
  const Comparison c = compared(given);
  EXPECT_EQ(c.foreign, (std::vector<std::size_t>{1}));
  EXPECT_TRUE(c.differences.empty());
}

TEST(Comparison, PlacesToSignLieAboveTheirLabelsSideBySide) {
  const Comparison c = compared(contract());
  ASSERT_EQ(c.signatures.size(), 2U);
  ASSERT_TRUE(c.signatures[0].place && c.signatures[1].place);
  const auto& lender = c.signatures[0].place->box;
  const auto& borrower = c.signatures[1].place->box;
  EXPECT_EQ(c.signatures[1].signer, "borrower");
  EXPECT_EQ(c.signatures[1].place->page, 2U);
  EXPECT_LE(lender.right(), borrower.x + 1e-9);
  EXPECT_GT(borrower.height, 30);
}

// Lines of the pages' margins, `line` on each of them.
Comparison with_margin(const std::string& line, std::size_t row, std::size_t pages = 3) {
  Contract given = contract();
  for (std::size_t i = 0; i < pages; ++i) {
    auto& page = given.pages[i];
    if (row == 0)
      page.insert(page.begin(), line);
    else
      page[row] += line;
  }
  return compared(given);
}

TEST(Comparison, WhatEveryPageSaysAroundTheTextIsForAPersonToRead) {
  for (const std::size_t row : {0U, 51U}) {
    const Comparison c = with_margin("El cliente no pagará nada de esto.", row);
    ASSERT_EQ(c.differences.size(), 1U) << "once, not for each page";
    EXPECT_EQ(c.differences[0].kind, DifferenceKind::beside);
    EXPECT_EQ(c.differences[0].found, "El cliente no pagará nada de esto.");
    ASSERT_TRUE(c.differences[0].place);
    EXPECT_EQ(c.differences[0].place->page, 0U);
    EXPECT_LT(c.differences[0].probability, 0.8);
    EXPECT_EQ(c.share, 1);
  }
}

TEST(Comparison, WhatStandsBesideAPagesNumberIsForAPersonToRead) {
  const Comparison c = with_margin(" y no se cobra", 52, 1);
  ASSERT_EQ(c.differences.size(), 1U);
  EXPECT_EQ(c.differences[0].kind, DifferenceKind::beside);
  EXPECT_NE(c.differences[0].found.find("cobra"), std::string::npos);
}

TEST(Comparison, DatesNumbersAndMarksOfSigningServicesAroundTheTextSayNothing) {
  for (const char* line :
       {"Folio 123-A  23/11/2026 10:31", "DocuSign Envelope ID: 5F2B1C3D-90AB-4E1F-8C77-0A1B2C3D4E5F", "0123456789012",
        "Escaneado con CamScanner", "23 de noviembre de 2026", "Documento firmado electrónicamente   Folio: MX-20998"})
    EXPECT_TRUE(with_margin(line, 0).differences.empty()) << line;
}

TEST(Comparison, AHeaderMayBeSetInTwoLines) {
  Contract given = contract();
  given.filled.furniture.push_back({"PRESTAMOS", "DEL", "VALLE", "SOCIEDAD", "ANONIMA"});
  for (auto& page : given.pages) page.insert(page.begin(), {"Préstamos del Valle,", "Sociedad Anónima"});
  const Comparison c = compared(given);
  EXPECT_TRUE(c.differences.empty()) << c.differences[0].found;
}

TEST(Comparison, NoSentenceIsMadeOfWordsThatSayNothing) {
  for (const char* line : {"Documento no firmado", "p4g4r4 n4d4", "Contrato sin fecha", "Se cobra 0%"})
    EXPECT_EQ(with_margin(line, 0).differences.size(), 1U) << line;
}

// The same pages as if a picture had been read.
Comparison read_from_pictures(const Contract& given, double probability) {
  std::vector<document_text::Page> sheets;
  for (const auto& lines : given.pages) {
    sheets.push_back(sheet(lines));
    for (auto& word : sheets.back().words) word.probability = probability;
  }
  const auto texts = read_pages(sheets, {true, true, true}, given.filled.furniture);
  return compare(given.filled, texts, sheets);
}

TEST(Comparison, APicturesMarginsAreReadAsAFilesAre) {
  Contract given = contract();
  for (auto& page : given.pages) page.insert(page.begin(), "El cliente no pagará nada de esto.");
  Comparison c = read_from_pictures(given, 0.97);
  ASSERT_EQ(c.differences.size(), 1U);
  EXPECT_EQ(c.differences[0].kind, DifferenceKind::beside);
  given = contract();
  given.pages[1].back() += " cancelado";
  c = read_from_pictures(given, 0.97);
  ASSERT_EQ(c.differences.size(), 1U);
  EXPECT_EQ(c.differences[0].found, "cancelado");
}

TEST(Comparison, ThatPlacesGiveOneOtherValueIsCounted) {
  std::string missing;
  const std::string form =
      clause(1, 70) + " prestamos {{amount:money}} al cliente\n\n" + clause(2, 70) + " debe {{amount:money}} al banco";
  const auto repeated = [&](const std::string& one, const std::string& other) {
    Contract given;
    given.filled = *fill(parse_template(form), boost::json::parse(R"({"amount": 5000})").as_object(), missing);
    given.pages = {lines_of(clause(1, 70) + " prestamos " + one + " al cliente"),
                   lines_of(clause(2, 70) + " debe " + other + " al banco"),
                   {}};
    return read_from_pictures(given, 0.7).terms.at(0).repeated;
  };
  EXPECT_EQ(repeated("$8,000.00", "$8,000.00"), 2U);
  EXPECT_EQ(repeated("$8,000.00", "$6,000.00"), 1U);
  EXPECT_EQ(repeated("$8,000.00", "$5,000.00"), 0U) << "the offer's value was read, too";
  EXPECT_EQ(repeated("$5,000.00", "$5,000.00"), 0U);
}

TEST(Comparison, WhatAReaderMakesOfAHeaderIsNotBesideIt) {
  Contract given = contract();
  given.filled.furniture.push_back({"PRESTAMOS", "DEL", "VALLE", "FICTICIO", "SOCIEDAD", "ANONIMA"});
  for (auto& page : given.pages) page.insert(page.begin(), "Préstamos del VALLEFICTICIO Sociedad Anónina ii");
  EXPECT_TRUE(read_from_pictures(given, 0.97).differences.empty());
}

TEST(Comparison, AWordInAScanThatIsMuchAlikeIsDoubtful) {
  Contract given = contract();
  std::vector<document_text::Page> sheets;
  for (const auto& lines : given.pages) sheets.push_back(sheet(lines));
  for (auto& page : sheets)
    for (auto& word : page.words) {
      word.probability = 0.95;
      if (word.text == "palabrabaa") word.text = "polebrabza";
      if (word.text == "palabrabab") word.text = "XYZT";
    }
  const auto texts = read_pages(sheets, {true, true, true}, given.filled.furniture);
  const Comparison c = compare(given.filled, texts, sheets);
  ASSERT_EQ(c.differences.size(), 1U);
  EXPECT_LT(c.differences[0].probability, 1);
}

}  // namespace
}  // namespace cotejo::contract_document
