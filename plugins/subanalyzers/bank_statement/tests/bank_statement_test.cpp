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

// Of a statement that was photographed, the places are those on the photo: `document.page` cut the sheet out of it.
TEST(BankStatementComponent, ReadsAPhotographedPage) {
  cv::Mat sheet(900, 1200, CV_8UC1, cv::Scalar(245));
  int y = 150;
  for (const char* line : {"SALDO INICIAL 1,000.00", "SALDO FINAL 900.00"}) {
    cv::putText(sheet, line, {100, y}, cv::FONT_HERSHEY_DUPLEX, 1.5, cv::Scalar(30), 2, cv::LINE_AA);
    y += 200;
  }
  // The sheet is the right half of the photo.
  const std::array<double, 9> right_half{0.5 / 1200, 0, 0.5, 0, 1.0 / 900, 0, 0, 0, 1};
  Fake<BankStatement> fake("{}", models());
  fake.given("photo", as_image(sheet, right_half));
  const Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty());
  ASSERT_NE(result.trait("opening_balance"), nullptr);
  EXPECT_EQ(result.trait("opening_balance")->number(), 1000);
  EXPECT_EQ(result.trait("closing_balance")->number(), 900);
  EXPECT_LT(result.trait("closing_balance")->probability, 0.99) << "letters of a picture are never certain";
  const auto region = result.trait("opening_balance")->region;
  ASSERT_TRUE(region);
  EXPECT_GT(region->x, 0.5);
  EXPECT_LT(region->y, 0.2);
}

TEST(BankStatementComponent, WithoutTextAndPhotoNothingWasRead) {
  Fake<BankStatement> fake("{}", models());
  EXPECT_EQ(fake.run().traits.at("movements").absent_reason, "bank.statement.page_not_read");
}

TEST(BankStatementComponent, AnotherFormOfTextIsAFailure) {
  EXPECT_EQ(run(R"({"pages": [{"width": 1}]})").status, Status::invalid_input);
}

}  // namespace
}  // namespace cotejo::bank_statement
