#include "gradient.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <every_cpu.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace cotejo::rectify {
namespace {

constexpr int kReach = 2;  // pixels to either side of a point

// The change along the normal `off` pixels from a point: both components are fetched at once.
[[gnu::always_inline]] inline float change(const std::int32_t* xy, int columns, float x, float y, float nx, float ny,
                                           float off) {
  const int column = static_cast<int>(x + nx * off + 0.5F), row = static_cast<int>(y + ny * off + 0.5F);
  const auto both = static_cast<std::uint32_t>(xy[row * columns + column]);
  return nx * static_cast<float>(static_cast<std::int32_t>(both << 16) >> 16) +
         ny * static_cast<float>(static_cast<std::int32_t>(both) >> 16);
}

// Of points that lie kReach inside of the picture.
COTEJO_EVERY_CPU
void look_along(const std::int32_t* xy, int columns, cv::Point2f first, cv::Point2f step, int count, cv::Point2f normal,
                float typical, float* __restrict lighter, float* __restrict darker) {
  const float nx = normal.x, ny = normal.y;
  for (int i = 0; i < count; ++i) {
    const float x = first.x + step.x * static_cast<float>(i), y = first.y + step.y * static_cast<float>(i);
    const float a = change(xy, columns, x, y, nx, ny, -2), b = change(xy, columns, x, y, nx, ny, -1),
                c = change(xy, columns, x, y, nx, ny, 0), d = change(xy, columns, x, y, nx, ny, 1),
                e = change(xy, columns, x, y, nx, ny, 2);
    float most = a > b ? a : b, least = a < b ? a : b;
    most = c > most ? c : most, least = c < least ? c : least;
    most = d > most ? d : most, least = d < least ? d : least;
    most = e > most ? e : most, least = e < least ? e : least;
    most = most > 0 ? most : 0, least = least < 0 ? least : 0;
    lighter[i] = most / (most + typical);
    darker[i] = least / (least - typical);
  }
}

struct Changes {
  const short *x, *y;  // of one colour, along a row
};

// The changes of the colour that changes most, x and y by turns, and how much that is.
COTEJO_EVERY_CPU
void strongest(Changes blue, Changes green, Changes red, int count, short* __restrict xy, short* __restrict size) {
  const short *bx = blue.x, *by = blue.y, *gx = green.x, *gy = green.y, *rx = red.x, *ry = red.y;
  for (int i = 0; i < count; ++i) {
    const auto size_of = [](short x, short y) { return static_cast<short>((x < 0 ? -x : x) + (y < 0 ? -y : y)); };
    const short b = size_of(bx[i], by[i]), g = size_of(gx[i], gy[i]), r = size_of(rx[i], ry[i]);
    const short bg = g >= b ? g : b, x = g >= b ? gx[i] : bx[i], y = g >= b ? gy[i] : by[i];
    xy[2 * i] = r > bg ? rx[i] : x;
    xy[2 * i + 1] = r > bg ? ry[i] : y;
    size[i] = r > bg ? r : bg;
  }
}

bool lies_inside(cv::Point2f point, cv::Size size) {
  constexpr float kMargin = kReach + 1.5F;
  return point.x > kMargin && point.y > kMargin && point.x < static_cast<float>(size.width) - kMargin - 1 &&
         point.y < static_cast<float>(size.height) - kMargin - 1;
}

}  // namespace

Gradient gradient_of(const cv::Mat& bgr) {
  cv::Mat planes[3], dx[3], dy[3];
  cv::split(bgr, planes);
  for (int k = 0; k < 3; ++k) {
    cv::Sobel(planes[k], dx[k], CV_16S, 1, 0);
    cv::Sobel(planes[k], dy[k], CV_16S, 0, 1);
  }
  Gradient g{cv::Mat(bgr.size(), CV_16SC2)};
  std::vector<short> sizes(static_cast<std::size_t>(bgr.cols));
  std::array<int, 2048> histogram{};  // twice the largest change of eight bits is 2040
  for (int r = 0; r < bgr.rows; ++r) {
    strongest({dx[0].ptr<short>(r), dy[0].ptr<short>(r)}, {dx[1].ptr<short>(r), dy[1].ptr<short>(r)},
              {dx[2].ptr<short>(r), dy[2].ptr<short>(r)}, bgr.cols, g.xy.ptr<short>(r), sizes.data());
    for (const short size : sizes) ++histogram[static_cast<std::size_t>(size)];
  }
  // An edge is what stands out from the photo's usual texture and noise: half as strong as one that counts fully.
  int left = bgr.rows * bgr.cols / 2, level = 0;
  for (; level < 2047 && left > 0; ++level) left -= histogram[static_cast<std::size_t>(level)];
  g.typical = static_cast<float>(std::clamp(2 * level + 10, 18, 150));
  return g;
}

Gradient::Across Gradient::across(cv::Point2f point, cv::Point2f normal) const {
  Across out;
  float most = 0, least = 0;
  for (int k = -kReach; k <= kReach; ++k) {
    const int px = cvRound(point.x + normal.x * static_cast<float>(k)),
              py = cvRound(point.y + normal.y * static_cast<float>(k));
    if (px < 1 || py < 1 || px >= xy.cols - 1 || py >= xy.rows - 1) continue;
    out.inside = true;
    const auto& both = xy.at<cv::Vec2s>(py, px);
    const float g = normal.x * static_cast<float>(both[0]) + normal.y * static_cast<float>(both[1]);
    if (g > most) most = g, out.lighter_at = k;
    least = std::min(least, g);
  }
  out.lighter = most / (most + typical);
  out.darker = -least / (typical - least);
  return out;
}

void Gradient::along(cv::Point2f first, cv::Point2f step, int count, cv::Point2f normal, float* lighter,
                     float* darker) const {
  if (lies_inside(first, size()) && lies_inside(first + step * static_cast<float>(count - 1), size())) {
    look_along(xy.ptr<std::int32_t>(), xy.cols, first, step, count, normal, typical, lighter, darker);
    return;
  }
  for (int i = 0; i < count; ++i) {
    const Across edge = across(first + step * static_cast<float>(i), normal);
    lighter[i] = edge.lighter, darker[i] = edge.darker;
  }
}

}  // namespace cotejo::rectify
