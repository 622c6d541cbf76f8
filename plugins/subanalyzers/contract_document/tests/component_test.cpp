#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <text_reading/tests/text_models.hpp>

#include "../contract_document.hpp"

namespace cotejo::contract_document {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

constexpr const char* kForm =
    R"({"template_text": "Prestamos {{amount:money}} a quien firma abajo este contrato de prueba.\n\n@sign borrower: EL ACREDITADO"})";

// Words in the form of `pdf.text`, one row a line.
std::string pages(const std::vector<std::string>& lines, bool scanned = false) {
  boost::json::array words;
  int y = 1000;
  for (const auto& line : lines) {
    int x = 600;
    std::string word;
    for (char c : line + " ") {
      if (c != ' ') {
        word += c;
        continue;
      }
      words.push_back(boost::json::array{x, y, static_cast<int>(word.size()) * 50, 90, word});
      x += static_cast<int>(word.size()) * 50 + 40;
      word.clear();
    }
    y += 1500;
  }
  return boost::json::serialize(
      boost::json::object{{"pages", boost::json::array{boost::json::object{
                                        {"width", 6120}, {"height", 7920}, {"scanned", scanned}, {"words", words}}}}});
}

Result run(const std::string& text, const char* offer) {
  Fake<ContractDocument> fake(kForm, {{"tesseract-spa", test::text_model_bytes("spa")}});
  fake.given("text", text).given("offer", offer);
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty()) << result.breaches.front();
  return result;
}

const std::vector<std::string> kText{"Prestamos $5,000.00 a quien firma abajo este contrato de prueba.",
                                     "EL ACREDITADO"};

TEST(ContractDocumentComponent, TellsTermsAndWhereToSign) {
  const Result result = run(pages(kText), R"({"amount": 5000})");
  ASSERT_EQ(result.status, Status::ok);
  EXPECT_EQ(result.trait("share")->number(), 1);
  const auto terms = boost::json::parse(result.trait("terms")->text());
  EXPECT_EQ(terms.at("amount").at("agrees"), true);
  const auto places = boost::json::parse(result.trait("signature_places")->text());
  EXPECT_EQ(places.at(0).at("signer"), "borrower");
  EXPECT_EQ(places.at(0).at("page"), 0);
  EXPECT_EQ(result.traits.at("token_state").absent_reason, "contract.document.no_token");
}

TEST(ContractDocumentComponent, SaysWhereAndHowTheAmountDiffers) {
  const Result result = run(pages(kText), R"({"amount": 7000})");
  const auto terms = boost::json::parse(result.trait("terms")->text());
  EXPECT_EQ(terms.at("amount").at("agrees"), false);
  EXPECT_EQ(terms.at("amount").at("found"), "$5,000.00");
  EXPECT_EQ(terms.at("amount").at("page"), 0);
  EXPECT_EQ(result.trait("difference_count")->integer(), 1);
}

TEST(ContractDocumentComponent, WhatStandsBesideTheTextIsForAPersonToRead) {
  auto text = boost::json::parse(pages(kText));
  text.at("pages").at(0).as_object()["beside"] = {{"ESTE CONTRATO QUEDA CANCELADO", 300, 2000, 90, 3000}};
  const Result result = run(boost::json::serialize(text), R"({"amount": 5000})");
  ASSERT_EQ(result.trait("difference_count")->integer(), 1);
  const auto beside = boost::json::parse(result.trait("differences")->text()).at(0);
  EXPECT_EQ(beside.at("kind"), "beside");
  EXPECT_EQ(beside.at("found"), "ESTE CONTRATO QUEDA CANCELADO");
  EXPECT_EQ(beside.at("page"), 0);
  EXPECT_LT(beside.at("probability").as_double(), 0.8) << "signing services print their marks along the margin, too";
}

TEST(ContractDocumentComponent, EveryTraitSaysWhyItIsAbsent) {
  EXPECT_EQ(run(pages({"Una carta de amor", "y nada más"}), R"({"amount": 1})").traits.at("terms").absent_reason,
            "contract.document.not_recognised");
  EXPECT_EQ(run(pages(kText), R"({"price": 1})").traits.at("pages").absent_reason,
            "contract.document.offer_incomplete");
  EXPECT_EQ(run(pages({}, true), R"({"amount": 1})").traits.at("pages").absent_reason,
            "contract.document.page_not_read");
}

TEST(ContractDocumentComponent, ATemplateWithAMistakeIsRefusedWhenTheProductIsLoaded) {
  EXPECT_THROW(Fake<ContractDocument>(R"({"template_text": "{{"})"), std::runtime_error);
  EXPECT_THROW(Fake<ContractDocument>(R"({"template": "none"})"), std::runtime_error);
}

}  // namespace
}  // namespace cotejo::contract_document
