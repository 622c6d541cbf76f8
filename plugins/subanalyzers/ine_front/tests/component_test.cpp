#include "../component.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "printed_card.hpp"
#include "text_models.hpp"

namespace {

using cotejo::testing::Fake;

std::map<std::string, std::string> models() {
  return {{"tesseract-spa", cotejo::test::text_model_bytes("spa")}};
}

cv::Mat clean_card(cotejo::test::Person& person) {
  std::mt19937 random(21);
  person = cotejo::test::invent_person(random);
  const auto print = cotejo::test::invent_print(random, cotejo::test::Level::kClean);
  return cotejo::test::print_front(person, print, random);
}

TEST(IneFront, EmitsEveryTraitOrSaysWhyNot) {
  cotejo::test::Person person;
  const cv::Mat card = clean_card(person);
  Fake<cotejo::ine_front::IneFront> fake("{}", models());
  fake.given("card", cotejo::as_image(card, cotejo::Image::whole(1011, 638)));
  const auto result = fake.run();
  EXPECT_EQ(result.status, cotejo::Status::ok);
  EXPECT_TRUE(result.breaches.empty());
  EXPECT_EQ(result.traits.size(), 14U);
  ASSERT_NE(result.trait("curp"), nullptr);
  EXPECT_EQ(result.trait("curp")->text(), person.fields["curp"]);
  ASSERT_NE(result.trait("birth_date"), nullptr);
  EXPECT_EQ(result.trait("birth_date")->text(), person.fields["birth_date"]);
  ASSERT_NE(result.trait("valid_until"), nullptr);
  EXPECT_EQ(std::to_string(result.trait("valid_until")->integer()), person.fields["valid_until"]);
}

TEST(IneFront, RegionsAreFractionsOfTheEvidence) {
  cotejo::test::Person person;
  const cv::Mat card = clean_card(person);
  Fake<cotejo::ine_front::IneFront> fake("{}", models());
  fake.given("card", cotejo::as_image(card, cotejo::Image::whole(1011, 638)));
  const auto result = fake.run();
  const auto* curp = result.trait("curp");
  ASSERT_NE(curp, nullptr);
  ASSERT_TRUE(curp->region.has_value());
  EXPECT_GT(curp->region->width, 0.15);
  EXPECT_LT(curp->region->height, 0.1);
  EXPECT_LE(curp->region->x + curp->region->width, 1.0);
}

TEST(IneFront, StopsWhenCancelled) {
  cotejo::test::Person person;
  const cv::Mat card = clean_card(person);
  Fake<cotejo::ine_front::IneFront> fake("{}", models());
  fake.given("card", cotejo::as_image(card, cotejo::Image::whole(1011, 638))).cancel_after(0);
  EXPECT_EQ(fake.run().status, cotejo::Status::cancelled);
}

TEST(IneFront, IsRefusedWithASentenceWhenItsModelIsNoModel) {
  auto broken = models();
  broken["tesseract-spa"] = "not a model";
  try {
    Fake<cotejo::ine_front::IneFront> fake("{}", broken);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("text model"), std::string::npos) << error.what();
  }
}

}  // namespace
