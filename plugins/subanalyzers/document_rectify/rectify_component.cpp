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
  cv::Mat out = allocate_mat(call, kCardHeight, kCardWidth, CV_8UC3);
  result.card.copyTo(out);
  const double certain = std::clamp(0.6 + 0.5 * result.outline.score, 0.0, 0.99);
  call.emit(card, as_image(out, to_evidence(result.quad, photo)), certain);
  call.emit(found, true, certain, where);
  const std::string name = result.content.side == Side::back ? "back" : "front";
  call.emit(side, name, result.content.side_score, where);
  if (result.cut_off) call.item(corner_cut_off, Severity::major, certain, {image}, {}, where);
  if (params_.expect_side != "any" && params_.expect_side != name &&
      result.content.side_score >= params_.min_side_score)
    call.item(wrong_side, Severity::major, result.content.side_score, {image},
              {{"expected", params_.expect_side}, {"found", name}}, where);
}

}  // namespace cotejo::rectify
