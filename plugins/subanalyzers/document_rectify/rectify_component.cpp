#include "rectify_component.hpp"

#include <algorithm>

namespace cotejo::rectify {
namespace {

// From pixels of the card over pixels of the photo to the evidence.
std::array<double, 9> to_evidence(const Quad& quad, const Image& photo) {
  const cv::Matx33d whole(photo.to_evidence.data());
  cv::Matx33d m = whole * to_picture(quad);
  m *= 1 / m(2, 2);
  std::array<double, 9> out;
  std::copy(m.val, m.val + 9, out.begin());
  return out;
}

Region region_of(const Quad& quad, const Image& photo) {
  float left = quad[0].x, right = left, top = quad[0].y, bottom = top;
  for (const auto& p : quad)
    left = std::min(left, p.x), right = std::max(right, p.x), top = std::min(top, p.y), bottom = std::max(bottom, p.y);
  return photo.region(static_cast<double>(left), static_cast<double>(top), static_cast<double>(right - left),
                      static_cast<double>(bottom - top));
}

struct Known {
  double score, probability;
};
// Counted on 624 results of specimens and of a second generator with other layouts, desks and distortions: how often a
// card was there at all, and how often its corners were within 3 % of its width, at each score. Between them, straight.
constexpr Known kFoundAt[] = {{0.0, 0.80}, {0.45, 0.94}, {0.55, 0.98}, {0.75, 0.99}};
constexpr Known kWellCutAt[] = {{0.3, 0.05},  {0.45, 0.4},  {0.6, 0.5},   {0.68, 0.58}, {0.73, 0.74},
                                {0.78, 0.84}, {0.83, 0.91}, {0.87, 0.98}, {0.92, 0.99}};

constexpr double kAnother = 0.9;  // a score

template <std::size_t N>
double certain(const Known (&known)[N], double score) {
  if (score <= known[0].score) return known[0].probability;
  for (std::size_t i = 1; i < N; ++i)
    if (score < known[i].score) {
      const double part = (score - known[i - 1].score) / (known[i].score - known[i - 1].score);
      return known[i - 1].probability + part * (known[i].probability - known[i - 1].probability);
    }
  return known[N - 1].probability;
}

}  // namespace

Status DocumentRectify::run(Call& call) {
  const auto photo = call.get(image);
  cv::Mat pixels = as_mat(*photo);
  if (pixels.channels() == 1) {
    cv::Mat colour;
    cv::merge(std::vector<cv::Mat>{pixels, pixels, pixels}, colour);
    pixels = colour;
  }
  const Limits limits{params_.min_score, static_cast<int>(params_.min_text_rows)};
  const auto result = rectify(pixels, limits, [&] { return call.cancelled(); });
  if (call.cancelled()) return Status::cancelled;
  if (result) {
    report(call, *photo, *result);
    return Status::ok;
  }
  call.emit(found, false, 0.9);
  call.absent(card, not_found);
  call.absent(side, not_found);
  call.item(not_found, Severity::major, 0.9, {image});
  return Status::ok;
}

void DocumentRectify::report(Call& call, const Image& photo, const Rectified& result) {
  const Region where = region_of(result.quad, photo);
  if (result.several) {  // whichever is read may be somebody else's
    call.emit(found, true, certain(kFoundAt, result.score), where);
    call.absent(card, several_cards);
    call.absent(side, several_cards);
    call.item(several_cards, Severity::major, kAnother, {image});
    return;
  }
  cv::Mat out = allocate_mat(call, kCardHeight, kCardWidth, CV_8UC3);
  result.card.copyTo(out);
  call.emit(card, as_image(out, to_evidence(result.quad, photo)), certain(kWellCutAt, result.score));
  const double certainly_found = certain(kFoundAt, result.score);
  call.emit(found, true, certainly_found, where);
  const std::string name = result.content.side == Side::back ? "back" : "front";
  // A side that was told from a card cut out badly is doubtful too: print may be half of the desk's.
  const double side_score = result.content.side_score * (0.4 + 0.6 * certain(kWellCutAt, result.score));
  call.emit(side, name, side_score, where);
  if (result.cut_off) call.item(corner_cut_off, Severity::major, certainly_found, {image}, {}, where);
  if (params_.expect_side != "any" && params_.expect_side != name && side_score >= params_.min_side_score)
    call.item(wrong_side, Severity::major, side_score, {image}, {{"expected", params_.expect_side}, {"found", name}},
              where);
}

}  // namespace cotejo::rectify
