#include "rectify.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "text_lines.hpp"

namespace cotejo::rectify {
namespace {

// A corner this far outside of the photo, as a part of the card's longer side, is missed; less is a tight crop.
constexpr double kMissed = 0.025;
// Support of the sides that are not the photo's border, above which they are the card's without doubt.
constexpr double kSureSides = 0.85;
// Proportions this far (log) off ID-1 with a side on the photo's border mean that the card goes on beyond it.
constexpr double kCutShape = 0.04;

constexpr double kBeyondDoubt = 0.68;

// The photo, halved until the card is less than twice as large as it will be: without this, fine print would alias.
cv::Mat halved(const cv::Mat& photo, const Quad& quad, double& scale) {
  cv::Mat source = photo;
  scale = 1;
  const cv::Point2f side = quad[1] - quad[0];
  for (double width = std::hypot(side.x, side.y); width > 1.8 * kCardWidth; width /= 2, scale /= 2)
    source = text::halved(source);
  return source;
}

cv::Mat warp(const cv::Mat& photo, const Quad& quad) {
  double scale = 1;
  const cv::Mat source = halved(photo, quad, scale);
  cv::Mat card;
  cv::warpPerspective(source, card, to_picture(scaled(quad, scale)), {kCardWidth, kCardHeight},
                      cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar::all(128));
  return card;
}

bool misses_a_corner(const Quad& quad, cv::Size size) {
  const cv::Point2f side = quad[1] - quad[0];
  const double allowed = kMissed * std::hypot(side.x, side.y);
  return std::any_of(quad.begin(), quad.end(), [&](const cv::Point2f& p) {
    return p.x < -allowed || p.y < -allowed || p.x > size.width - 1 + allowed || p.y > size.height - 1 + allowed;
  });
}

Rectified look(const cv::Mat& photo, const cv::Mat& grey, const Outline& outline) {
  Rectified out;
  out.outline = outline;
  const double reach = 2.5 * std::max(1.0, std::max(photo.cols, photo.rows) / 640.0);
  out.quad = landscape(outline.frame_sides == 4 ? outline.quad : refine(grey, outline.quad, reach));
  out.card = warp(photo, out.quad);
  out.content = look_at(out.card);
  if (out.content.upside_down) {
    out.quad = turned(out.quad);
    cv::rotate(out.card, out.card, cv::ROTATE_180);
  }
  // A side on the photo's own border is the card's only when the proportions agree; told only where the other sides are
  // beyond doubt.
  const int frames = outline.frame_sides;
  const double others = frames < 4 ? (4 * outline.support - frames * kFrameSupport) / (4 - frames) : 0;
  const bool ends_early =
      frames > 0 && frames < 3 && others > kSureSides && std::abs(std::log(aspect(out.quad) / kAspect)) > kCutShape;
  out.cut_off = ends_early || misses_a_corner(out.quad, photo.size());
  return out;
}

// Outline and content together: print that is read, or a portrait, makes up for a weak edge.
double worth(const Rectified& r) {
  return r.outline.score + 0.25 * r.content.side_score + 0.02 * std::min(10, r.content.rows);
}

}  // namespace

std::optional<Rectified> rectify(const cv::Mat& photo, const Limits& limits, const std::function<bool()>& stop) {
  const auto outlines = find_outlines(photo);
  cv::Mat grey;
  cv::cvtColor(photo, grey, cv::COLOR_BGR2GRAY);
  std::optional<Rectified> best;
  for (const Outline& outline : outlines) {
    if (stop && stop()) break;
    // The photo itself, as a scan of a card, has no edges to be judged by: what is on it decides.
    const bool scan = outline.frame_sides == 4;
    if (!scan && outline.score < limits.least_score) continue;
    if (scan && best) break;
    Rectified next = look(photo, grey, outline);
    // Blur and glare take text away; an outline beyond doubt needs less of it.
    const int rows = outline.score > kBeyondDoubt ? 1 : limits.least_rows;
    if (next.content.rows < rows || next.content.print < 0.04) continue;
    if (scan && next.content.rows < limits.least_rows + 2) continue;
    if (!best || worth(next) > worth(*best)) best = std::move(next);
    // A clear outline around a clear side needs no comparison.
    if (best->outline.score > 0.62 && best->content.side_score > 0.7) break;
  }
  return best;
}

}  // namespace cotejo::rectify
