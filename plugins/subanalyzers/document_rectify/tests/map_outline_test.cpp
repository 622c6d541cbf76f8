#include "map_outline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "side_snapping.hpp"

namespace cotejo::rectify {
namespace {

constexpr int kCells = 80, kRows = 64, kScale = 8;

// The map of a card as the network draws it: filled, with a band along each of its sides.
CardMap map_of(const Quad& in_cells) {
  CardMap map;
  for (cv::Mat* m : {&map.inside, &map.long_sides, &map.short_sides})
    *m = cv::Mat(kRows, kCells, CV_32F, cv::Scalar(0.01));
  std::vector<cv::Point> corners;
  for (const auto& p : in_cells) corners.emplace_back(cvRound(p.x * 16), cvRound(p.y * 16));
  cv::fillConvexPoly(map.inside, corners, 0.97, cv::LINE_8, 4);
  for (std::size_t i = 0; i < 4; ++i)
    cv::line(i % 2 == 0 ? map.long_sides : map.short_sides, corners[i], corners[(i + 1) % 4], 0.8, 2, cv::LINE_8, 4);
  return map;
}

Quad enlarged(const Quad& cells) {
  Quad out = cells;
  for (auto& p : out) p = (p + cv::Point2f(0.5F, 0.5F)) * kScale - cv::Point2f(0.5F, 0.5F);
  return out;
}

double farthest(const Quad& a, const Quad& b) {
  double most = 0;
  for (const auto& p : a) {
    double least = 1e9;
    for (const auto& q : b) least = std::min(least, static_cast<double>(std::hypot(p.x - q.x, p.y - q.y)));
    most = std::max(most, least);
  }
  return most;
}

const Quad kTurned{cv::Point2f{20, 14}, {66, 22}, {60, 51}, {14, 43}};

TEST(CardView, FindsATurnedCardToAPartOfACell) {
  const CardView view(map_of(kTurned), {kCells * kScale, kRows * kScale});
  const auto cards = view.cards();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_LT(farthest(cards[0].quad, enlarged(kTurned)), kScale);
  EXPECT_FALSE(cards[0].cut);
  EXPECT_GT(view.overlap(cards[0].quad), 0.9);
}

TEST(CardView, TellsTheLongSidesByTheMapThoughOnlyHalfOfThemIsSeen) {
  // A card whose right half lies outside of the photo: what is seen of it is higher than wide.
  const Quad half{cv::Point2f{52, 8}, {110, 8}, {110, 44.6F}, {52, 44.6F}};
  const CardView view(map_of(half), {kCells * kScale, kRows * kScale});
  const auto cards = view.cards();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_TRUE(cards[0].cut);
  // The side that is not seen was put where ID-1 has it.
  EXPECT_LT(farthest(cards[0].quad, enlarged(half)), 3 * kScale);
}

TEST(CardView, CallsACardCutThatIsTooShortThoughTheMapDrawsASideAtTheBorder) {
  const auto cut = [](float width) {
    const Quad card{cv::Point2f{80 - width, 8}, {79, 8}, {79, 48}, {80 - width, 48}};
    const auto cards = CardView(map_of(card), {kCells * kScale, kRows * kScale}).cards();
    return cards.size() == 1 && cards[0].cut;
  };
  EXPECT_FALSE(cut(40 * static_cast<float>(kAspect)));
  EXPECT_TRUE(cut(40 * static_cast<float>(kAspect) * 0.85F));
}

TEST(CardView, DoesNotCallACardCutThatMerelyTouchesTheBorder) {
  const Quad close{cv::Point2f{0, 6}, {79, 6}, {79, 56}, {0, 56}};
  const CardView view(map_of(close), {kCells * kScale, kRows * kScale});
  const auto cards = view.cards();
  ASSERT_EQ(cards.size(), 1U);
  EXPECT_FALSE(cards[0].cut);
}

TEST(CardView, SeesNothingInAnEmptyMap) {
  CardMap map;
  for (cv::Mat* m : {&map.inside, &map.long_sides, &map.short_sides})
    *m = cv::Mat(kRows, kCells, CV_32F, cv::Scalar(0.1));
  const CardView view(map, {640, 512});
  EXPECT_TRUE(view.cards().empty());
  EXPECT_LT(view.overlap(enlarged(kTurned)), 0.3);
}

TEST(Snapped, MovesSidesOntoTheEdgesNearThem) {
  cv::Mat photo(480, 640, CV_8UC3, cv::Scalar::all(120));
  const Quad truth{cv::Point2f{120, 110}, {500, 130}, {490, 370}, {110, 350}};
  std::vector<cv::Point> corners;
  for (const auto& p : truth) corners.emplace_back(cvRound(p.x), cvRound(p.y));
  cv::fillConvexPoly(photo, corners, cv::Scalar::all(150), cv::LINE_AA);
  cv::GaussianBlur(photo, photo, {5, 5}, 0);
  cv::Mat grey;
  cv::cvtColor(photo, grey, cv::COLOR_BGR2GRAY);
  const Gradient gradient = gradient_of(photo);
  const OutlineJudge judge(gradient, grey);
  const Quad rough{cv::Point2f{126, 104}, {495, 137}, {497, 364}, {104, 357}};
  EXPECT_LT(farthest(snapped(judge, rough, 10), truth), 5);
  // Where there is no edge, nothing moves.
  const cv::Mat blank(480, 640, CV_8UC3, cv::Scalar::all(120)), blank_grey(480, 640, CV_8U, cv::Scalar(120));
  const Gradient nothing = gradient_of(blank);
  EXPECT_LT(farthest(snapped(OutlineJudge(nothing, blank_grey), rough, 10), rough), 1e-3);
}

TEST(CardMapNetwork, LooksAtCopiesOfAnyProportions) {
  for (const cv::Size photo : {cv::Size(4000, 3000), cv::Size(900, 1600), cv::Size(3000, 90), cv::Size(64, 64)}) {
    const cv::Size size = map_copy_size(photo);
    EXPECT_EQ(size.width % kMapMultiple, 0);
    EXPECT_EQ(size.height % kMapMultiple, 0);
    EXPECT_LE(std::max(size.width, size.height), kMapSize);
    const CardMap map = card_map_network().look(cv::Mat(size, CV_8UC3, cv::Scalar(90, 100, 110)));
    EXPECT_EQ(map.inside.size(), size / kMapCell);
    double most = 0;
    cv::minMaxLoc(map.inside, nullptr, &most);
    EXPECT_LT(most, 0.5);  // a blank desk is no card
  }
}

}  // namespace
}  // namespace cotejo::rectify
