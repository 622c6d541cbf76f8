#include "card_signatures.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <text_reading/line_finder.hpp>

#include "ink.hpp"

namespace cotejo::signature {
namespace {

// Shares of the card's width and height, from what all generations have in common.
constexpr double kZoneTop = 0.70;                              // of a back: the machine-readable zone is below
constexpr double kPortraitRight = 0.36, kPortraitFoot = 0.74;  // of a front: the portrait's column, and where it ends
constexpr double kWidest = 0.45, kNarrowest = 0.05, kHighest = 0.32, kLowest = 0.035;
constexpr double kGap = 0.009, kPatch = 0.036;    // of the width: between the lines of a finger print; of a patch
constexpr double kThinnest = 1.2, kThickest = 9;  // pixels of a pen at 1011 pixels a card
constexpr std::size_t kLetters = 5;               // beside one another, of one height, and no higher than that: print
constexpr double kHighestLetter = 0.05;           // of the height
// Of the width: gaps inside a signature. Two words of one may stand further apart than its flourish from an official's,
// so that every grouping is one that may be the holder's.
constexpr double kReaches[] = {0.008, 0.02, 0.05};
constexpr double kSameBox = 0.9;         // of both boxes
constexpr double kLeastOfLongest = 0.3;  // of the longest one's strokes; less is a piece of one
constexpr std::size_t kMost = 8;

// Codes, portraits and finger prints are patches as soon as gaps as wide as their lines are closed; handwriting is not.
void drop_patches(cv::Mat& mask) {
  const auto round = [&](double share) {
    const int side = std::max(3, cvRound(share * mask.cols)) | 1;
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
  };
  cv::Mat closed, patches;
  cv::morphologyEx(mask, closed, cv::MORPH_CLOSE, round(kGap));
  cv::morphologyEx(closed, patches, cv::MORPH_OPEN, round(kPatch));
  cv::dilate(patches, patches, round(kPatch));
  mask.setTo(0, patches);
}

void drop_print(cv::Mat& mask, const cv::Mat& grey, const cv::Rect& area) {
  for (const auto& line : text_reading::find_lines(grey(area))) {
    if (line.pieces.size() < kLetters || line.letter_height > kHighestLetter * grey.rows) continue;
    // Print has letters of one height.
    std::size_t regular = 0;
    for (const cv::Rect& piece : line.pieces)
      regular += std::abs(piece.height - line.letter_height) <= std::max(2, line.letter_height / 4) ? 1 : 0;
    if (regular * 5 < line.pieces.size() * 4) continue;
    const cv::Rect grown(line.box.x - 2, line.box.y - 2, line.box.width + 4, line.box.height + 4);
    mask(grown & cv::Rect({0, 0}, mask.size())).setTo(0);
  }
}

bool may_be_handwriting(const cv::Mat& mask, const cv::Rect& box, const cv::Size& card, double length) {
  if (box.width > kWidest * card.width || box.width < kNarrowest * card.width) return false;
  if (box.height > kHighest * card.height || box.height < kLowest * card.height) return false;
  const double pen = cv::countNonZero(mask) / std::max(1.0, length) * 1011 / card.width;
  return pen >= kThinnest && pen <= kThickest && length >= 1.6 * box.height && length >= 0.8 * box.width;
}

// Strokes of the mask that lie within a share of the card's width of each other.
std::vector<CardSignature> grouped(const cv::Mat& mask, const cv::Size& card, double reach) {
  const int wide = std::max(3, cvRound(reach * card.width));
  cv::Mat joined, labels, stats, centres;
  cv::dilate(mask, joined,
             cv::getStructuringElement(cv::MORPH_RECT, {wide, std::max(3, std::min(wide, card.height / 55))}));
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres, 8, CV_32S);
  std::vector<CardSignature> found;
  for (int i = 1; i < count; ++i) {
    const cv::Rect around(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                          stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (around.width < kNarrowest * card.width) continue;
    cv::Mat own;
    mask(around).copyTo(own, labels(around) == i);
    const cv::Rect box = cv::boundingRect(own);
    if (box.empty()) continue;
    CardSignature one{cv::Rect(around.tl() + box.tl(), box.size()), own(box).clone(), stroke_length(own(box))};
    if (may_be_handwriting(one.mask, one.box, card, one.length)) found.push_back(std::move(one));
  }
  return found;
}

bool is_among(const std::vector<CardSignature>& found, const cv::Rect& box) {
  return std::any_of(found.begin(), found.end(),
                     [&](const auto& one) { return (one.box & box).area() >= kSameBox * (one.box | box).area(); });
}

}  // namespace

std::vector<CardSignature> find_signatures(const cv::Mat& card, bool back) {
  cv::Mat grey = card;
  if (card.channels() == 3) cv::cvtColor(card, grey, cv::COLOR_BGR2GRAY);
  const int foot = static_cast<int>(grey.rows * kPortraitFoot);
  const cv::Rect area = back ? cv::Rect(0, 0, grey.cols, static_cast<int>(grey.rows * kZoneTop))
                             : cv::Rect(0, foot, static_cast<int>(grey.cols * kPortraitRight), grey.rows - foot);
  cv::Mat mask = dark_strokes(grey(area));
  drop_patches(mask);
  drop_print(mask, grey, area);
  std::vector<CardSignature> found;
  for (const double reach : kReaches)
    for (CardSignature& one : grouped(mask, grey.size(), reach)) {
      one.box += area.tl();
      if (!is_among(found, one.box)) found.push_back(std::move(one));
    }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.length > b.length; });
  if (found.size() > kMost) found.resize(kMost);
  std::erase_if(found, [longest = found.empty() ? 0 : found.front().length](const auto& one) {
    return one.length < kLeastOfLongest * longest;
  });
  return found;
}

}  // namespace cotejo::signature
