#include "cli/report_pictures.hpp"

#include <algorithm>
#include <cmath>

#include "cli/jpeg.hpp"

namespace cotejo::cli {
namespace {

using Matrix = std::array<double, 9>;
using Point = std::array<double, 2>;

constexpr std::uint32_t kCropSide = 560;  // pixels: twice what the page shows, for screens with dense pixels
constexpr double kCropMargin = 0.25;      // of the place's height, on each side: a reader wants to see the letters end
constexpr double kWhole = 0.5;            // a place of more than this share of the picture is shown as the picture

Point project(const Matrix& m, double x, double y) {
  const double w = m[6] * x + m[7] * y + m[8];
  return {(m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w};
}

std::optional<Matrix> inverse(const Matrix& m) {
  const double a = m[4] * m[8] - m[5] * m[7], b = m[5] * m[6] - m[3] * m[8], c = m[3] * m[7] - m[4] * m[6];
  const double determinant = m[0] * a + m[1] * b + m[2] * c;
  if (!std::isfinite(determinant) || determinant == 0) return std::nullopt;
  Matrix out{a, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
             b, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
             c, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
  for (auto& value : out) value /= determinant;
  return out;
}

bool is_whole_evidence(const domain::Image& image) {
  const auto a = project(image.to_evidence, 0, 0), b = project(image.to_evidence, image.width, image.height),
             c = project(image.to_evidence, image.width, 0);
  const auto near = [](double x, double y) { return std::abs(x - y) < 1e-3; };
  return near(a[0], 0) && near(a[1], 0) && near(b[0], 1) && near(b[1], 1) && near(c[0], 1) && near(c[1], 0);
}

}  // namespace

std::optional<domain::Region> ReportPictures::View::box(const domain::Region& r) const {
  const auto to_pixels = inverse(image->to_evidence);
  if (!to_pixels) return std::nullopt;
  double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
  for (const auto& corner :
       {Point{r.x, r.y}, Point{r.x + r.width, r.y}, Point{r.x, r.y + r.height}, Point{r.x + r.width, r.y + r.height}}) {
    const auto p = project(*to_pixels, corner[0], corner[1]);
    if (!std::isfinite(p[0]) || !std::isfinite(p[1])) return std::nullopt;
    left = std::min(left, p[0] / image->width), right = std::max(right, p[0] / image->width);
    top = std::min(top, p[1] / image->height), bottom = std::max(bottom, p[1] / image->height);
  }
  domain::Region out = r;
  const double area = (right - left) * (bottom - top);
  left = std::clamp(left, 0.0, 1.0), right = std::clamp(right, 0.0, 1.0);
  top = std::clamp(top, 0.0, 1.0), bottom = std::clamp(bottom, 0.0, 1.0);
  out.x = left, out.y = top, out.width = right - left, out.height = bottom - top;
  if (out.width <= 0 || out.height <= 0 || out.width * out.height < area / 2) return std::nullopt;
  return out;
}

std::array<Point, 4> ReportPictures::View::outline() const {
  return domain::outline(*image);
}

void ReportPictures::take(const std::string& evidence, const std::string& name, const domain::Value& value) {
  if (const auto* image = std::get_if<std::shared_ptr<const domain::Image>>(&value.data)) {
    by_evidence_[evidence].views.push_back({name, *image, !is_whole_evidence(**image)});
  } else if (const auto* video = std::get_if<std::shared_ptr<const domain::Frames>>(&value.data)) {
    auto& frames = by_evidence_[evidence].frames;
    for (const auto& frame : (*video)->frames) frames.push_back({*video, &frame});
  }
}

const ReportPictures::OfEvidence* ReportPictures::find(const std::string& evidence) const {
  const auto it = by_evidence_.find(evidence);
  return it == by_evidence_.end() ? nullptr : &it->second;
}

const ReportPictures::View* ReportPictures::straightened(const std::string& evidence) const {
  const auto* pictures = find(evidence);
  if (!pictures) return nullptr;
  const auto last =
      std::find_if(pictures->views.rbegin(), pictures->views.rend(), [](const View& v) { return v.derived; });
  return last == pictures->views.rend() ? nullptr : &*last;
}

const std::vector<std::shared_ptr<const domain::Image>>& ReportPictures::frames(const std::string& evidence) const {
  static const std::vector<std::shared_ptr<const domain::Image>> kNone;
  const auto* pictures = find(evidence);
  return pictures ? pictures->frames : kNone;
}

std::string ReportPictures::crop(const std::string& evidence, const domain::Region& region) const {
  const auto* pictures = find(evidence);
  if (!pictures) return {};
  const auto cut = [](const domain::Image& image, const domain::Region& box) {
    if (box.width * box.height > kWhole) return std::string();
    const double margin = kCropMargin * box.height * image.height;
    const auto side = [](double low, double high, std::uint32_t end) {
      const auto first = static_cast<std::uint32_t>(std::clamp(low, 0.0, double(end)));
      return std::pair{first, static_cast<std::uint32_t>(std::clamp(high, 0.0, double(end))) - first};
    };
    const auto [x, width] = side(box.x * image.width - margin, (box.x + box.width) * image.width + margin, image.width);
    const auto [y, height] =
        side(box.y * image.height - margin, (box.y + box.height) * image.height + margin, image.height);
    return jpeg(image, {x, y, width, height}, kCropSide);
  };
  for (auto view = pictures->views.rbegin(); view != pictures->views.rend(); ++view)
    if (const auto box = view->box(region)) return cut(*view->image, *box);
  const auto& frames = pictures->frames;
  if (region.page > 0) return region.page < frames.size() ? cut(*frames[region.page], region) : std::string();
  const auto nearest = std::min_element(frames.begin(), frames.end(), [&](const auto& a, const auto& b) {
    return std::abs(a->time_ns - region.time_ns) < std::abs(b->time_ns - region.time_ns);
  });
  return nearest == frames.end() ? std::string() : cut(**nearest, region);
}

}  // namespace cotejo::cli
