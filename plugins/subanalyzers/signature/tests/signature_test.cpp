#include "../signature.hpp"

#include <gtest/gtest.h>

#include <cotejo/testing.hpp>

#include "strokes.hpp"

namespace cotejo::signature {
namespace {

using cotejo::testing::Fake;
using cotejo::testing::Result;

// A page with three places: one that is signed, one that is blank, one with a name in type.
class SignatureComponent : public ::testing::Test {
 protected:
  SignatureComponent() : page_(1000, 1000, CV_8UC1, cv::Scalar(252)) {
    for (const int y : {100, 400, 700}) testing::place(252).copyTo(page_(cv::Rect(200, y, 480, 220)));
    cv::Mat first = page_(cv::Rect(200, 100, 480, 220));
    testing::scrawl(first, 1, 40);
  }
  static Image image(const cv::Mat& mat) {
    return as_image(mat, Image::whole(static_cast<std::uint32_t>(mat.cols), static_cast<std::uint32_t>(mat.rows)));
  }
  Result run(const cv::Mat* back = nullptr) {
    Fake<SignatureReader> fake;
    fake.given("places", R"([{"signer": "borrower", "label": "A", "page": 0, "box": [0.2, 0.1, 0.48, 0.22]},
                             {"signer": "borrower", "label": "B", "page": 0, "box": [0.2, 0.4, 0.48, 0.22]},
                             {"signer": "borrower", "label": "C", "page": 0, "box": [0.2, 0.7, 0.48, 0.22],
                              "words": [[0.25, 0.8, 0.2, 0.03]]},
                             {"signer": "borrower", "label": "D"}])");
    fake.given("pictures", std::vector<Image>{image(page_)}, std::chrono::nanoseconds{0});
    if (back) fake.given("back", image(*back));
    Result result = fake.run();
    EXPECT_TRUE(result.breaches.empty()) << result.breaches.front();
    return result;
  }
  static cv::Mat blank_card() { return cv::Mat(638, 1011, CV_8UC1, cv::Scalar(225)); }
  // Darkens what the pen crosses.
  static void sign(cv::Mat& sheet, double hand, const cv::Rect& where) {
    cv::Mat drawn(200, 480, CV_8UC1, cv::Scalar(255)), patch;
    testing::scrawl(drawn, hand, 40);
    cv::resize(drawn, patch, where.size(), 0, 0, cv::INTER_AREA);
    cv::Mat at = sheet(where);
    cv::min(at, patch, at);
  }
  double similarity_to(const cv::Mat& card) {
    const Result result = run(&card);
    const auto* found = result.trait("similarity");
    return found ? found->number() : -1;
  }
  cv::Mat page_;
};

TEST_F(SignatureComponent, TellsInkTypeAndBlankApart) {
  const Result result = run();
  const auto marks = boost::json::parse(result.trait("marks")->text()).as_array();
  ASSERT_EQ(marks.size(), 4U);
  EXPECT_EQ(marks[0].at("kind"), "ink");
  EXPECT_EQ(marks[1].at("kind"), "blank");
  EXPECT_EQ(marks[2].at("kind"), "typed");
  EXPECT_FALSE(marks[3].as_object().contains("kind")) << "nobody knows where D is";
  EXPECT_EQ(result.traits.at("similarity").absent_reason, "signature.no_reference");
}

TEST_F(SignatureComponent, ComparesWithTheCard) {
  cv::Mat card = blank_card();
  sign(card, 1.04, {500, 200, 300, 125});
  const Result result = run(&card);
  ASSERT_NE(result.trait("similarity"), nullptr);
  EXPECT_GT(result.trait("similarity")->number(), 0.3);
}

TEST_F(SignatureComponent, LongerSignatureOfAnOfficialIsNotTakenForTheHolders) {
  cv::Mat card = blank_card();
  sign(card, 1.04, {80, 250, 180, 75});
  const double alone = similarity_to(card);
  sign(card, 0.6, {480, 190, 380, 158});
  EXPECT_NEAR(similarity_to(card), alone, 0.05);
}

TEST_F(SignatureComponent, WordsThatStandApartAreOneSignature) {
  cv::Mat place = page_(cv::Rect(200, 100, 480, 220));
  testing::place(252).copyTo(place);
  cv::Mat card = blank_card();
  for (const int word : {0, 1}) {
    sign(place, 1, {40 + 186 * word, 20, 200, 130});
    sign(card, 1.04, {300 + 130 * word, 200, 140, 91});
  }
  EXPECT_GT(similarity_to(card), 0.3);
}

TEST_F(SignatureComponent, AStampOfTheSameStrokesIsACopy) {
  page_(cv::Rect(200, 100, 480, 160)).copyTo(page_(cv::Rect(200, 400, 480, 160)));
  const auto marks = boost::json::parse(run().trait("marks")->text()).as_array();
  EXPECT_EQ(marks[0].at("copy_of"), "B");
  EXPECT_EQ(marks[1].at("copy_of"), "A");
  EXPECT_GT(marks[1].at("copied").as_double(), 0.99);
}

TEST_F(SignatureComponent, WithoutPlacesOrPicturesItSaysSo) {
  Fake<SignatureReader> fake;
  fake.given_absent("places", "contract.document.not_recognised");
  EXPECT_EQ(fake.run().traits.at("marks").absent_reason, "signature.no_places");
  Fake<SignatureReader> blind;
  blind.given("places", "[]");
  EXPECT_EQ(blind.run().traits.at("marks").absent_reason, "signature.no_pictures");
}

}  // namespace
}  // namespace cotejo::signature
