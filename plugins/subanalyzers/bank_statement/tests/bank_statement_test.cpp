#include "../bank_statement.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>
#include <text_reading/tests/text_models.hpp>

namespace cotejo::bank_statement {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

// Words in the form of `pdf.text`: [x, y, width, height, text], tenths of a point.
std::string page(const std::vector<std::tuple<int, int, std::string>>& words) {
  boost::json::array all;
  for (const auto& [x, y, text] : words)
    all.push_back(boost::json::array{x, y, static_cast<int>(text.size()) * 50, 90, text});
  return boost::json::serialize(
      boost::json::object{{"pages", boost::json::array{boost::json::object{
                                        {"width", 6120}, {"height", 7920}, {"scanned", false}, {"words", all}}}}});
}

std::map<std::string, std::string> models() {
  return {{"tesseract-spa", test::text_model_bytes("spa")}};
}

Result run(const std::string& text) {
  Fake<BankStatement> fake("{}", models());
  fake.given("text", text);
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  return result;
}

TEST(BankStatementComponent, ValuesCarryTheirPlaces) {
  const Result result = run(page({{300, 1000, "Saldo"},
                                  {560, 1000, "inicial"},
                                  {2000, 1000, "1,000.00"},
                                  {300, 1200, "Saldo"},
                                  {560, 1200, "final"},
                                  {2000, 1200, "900.00"}}));
  ASSERT_EQ(result.status, Status::ok);
  ASSERT_NE(result.trait("opening_balance"), nullptr);
  EXPECT_EQ(result.trait("opening_balance")->number(), 1000);
  const auto region = result.trait("opening_balance")->region;
  ASSERT_TRUE(region);
  EXPECT_NEAR(region->x, 2000.0 / 6120, 1e-6);
  EXPECT_NEAR(region->y, 1000.0 / 7920, 1e-6);
  EXPECT_EQ(result.traits.at("movements").absent_reason, "bank.statement.not_found");
}

TEST(BankStatementComponent, EveryTraitSaysWhyItIsAbsent) {
  const Result result = run(page({{300, 1000, "hola"}}));
  Fake<BankStatement> fake("{}", models());
  for (const auto& trait : fake.declaration().at("produces").as_array()) {
    const auto it = result.traits.find(std::string_view(trait.at("name").as_string()));
    ASSERT_NE(it, result.traits.end()) << trait;
    EXPECT_EQ(it->second.absent_reason, "bank.statement.not_recognised");
  }
}

TEST(BankStatementComponent, AScannedPageWithoutItsPictureIsNotTakenForAnotherDocument) {
  std::string text = page({});
  text.replace(text.find("false"), 5, "true");
  EXPECT_EQ(run(text).traits.at("movements").absent_reason, "bank.statement.page_not_read");
}

TEST(BankStatementComponent, AnotherFormOfTextIsAFailure) {
  EXPECT_EQ(run(R"({"pages": [{"width": 1}]})").status, Status::invalid_input);
}

}  // namespace
}  // namespace cotejo::bank_statement
