#include "camera.hpp"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "zones.hpp"

namespace cotejo::mrz::testing {
namespace {

cv::Mat surroundings(cv::Size size, bool white, std::mt19937& random) {
  if (white) return {size, CV_8UC3, cv::Scalar::all(uniform(random, 240, 255))};
  const auto colour = [&] {
    return cv::Scalar(uniform(random, 20, 225), uniform(random, 20, 225), uniform(random, 20, 225));
  };
  cv::Mat table(size, CV_8UC3, colour());
  for (int i = integer(random, 0, 30); i > 0; --i) {
    const cv::Point a(integer(random, 0, size.width), integer(random, 0, size.height)),
        b(integer(random, 0, size.width), integer(random, 0, size.height));
    cv::line(table, a, b, colour(), integer(random, 1, 14), cv::LINE_AA);
  }
  return table;
}

// A page that does not lie flat: points move down by a parabola that is highest in the middle.
cv::Mat bent(const Page& page, double depth) {
  cv::Mat x(page.picture.size(), CV_32F), y(page.picture.size(), CV_32F), out;
  const float amount = static_cast<float>(depth);
  for (int row = 0; row < x.rows; ++row)
    for (int column = 0; column < x.cols; ++column) {
      const float t = 2.0F * static_cast<float>(column) / static_cast<float>(x.cols) - 1;
      x.at<float>(row, column) = static_cast<float>(column);
      y.at<float>(row, column) = static_cast<float>(row) - amount * (1 - t * t);
    }
  cv::remap(page.picture, out, x, y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return out;
}

struct View {
  cv::Matx33d warp;
  cv::Size size;
};

View view_of(const Page& page, const Camera& camera, double scale, std::mt19937& random) {
  const double w = page.picture.cols, h = page.picture.rows, angle = camera.tilt * CV_PI / 180;
  const double c = std::cos(angle), s = std::sin(angle);
  std::vector<cv::Point2f> from{{0, 0}, {float(w), 0}, {float(w), float(h)}, {0, float(h)}}, to;
  for (const auto& p : from) {
    const double x = (p.x - w / 2) * scale, y = (p.y - h / 2) * scale, shake = camera.perspective * 0.05 * w * scale;
    to.emplace_back(static_cast<float>(x * c - y * s + uniform(random, -shake, shake)),
                    static_cast<float>(x * s + y * c + uniform(random, -shake, shake)));
  }
  const cv::Rect2f box = cv::boundingRect(to);
  const double side = camera.desk * w * scale;
  for (auto& p : to)
    p += cv::Point2f(static_cast<float>(side * uniform(random, 0.6, 1.0)) - box.x,
                     static_cast<float>(side * 0.8) - box.y);
  return {cv::Matx33d(cv::getPerspectiveTransform(from, to)),
          cv::Size(cvRound(box.width + 2 * side), cvRound(box.height + 2 * side))};
}

void light(cv::Mat& picture, const Camera& camera, std::mt19937& random) {
  cv::Mat corners(2, 3, CV_32F), shade;
  for (int i = 0; i < 6; ++i) corners.ptr<float>()[i] = static_cast<float>(1 - camera.shade * uniform(random, 0, 0.6));
  cv::resize(corners, shade, picture.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat shades;
  cv::merge(std::vector<cv::Mat>{shade, shade, shade}, shades);
  picture = picture.mul(shades);
}

void glare(cv::Mat& picture, cv::Point2f middle, double size, std::mt19937& random) {
  cv::Mat spot(picture.size(), CV_32F, cv::Scalar(0));
  cv::ellipse(spot, middle, cv::Size(cvRound(size * uniform(random, 0.6, 2)), cvRound(size * uniform(random, 0.4, 1))),
              uniform(random, 0, 180), 0, 360, cv::Scalar(uniform(random, 50, 130)), -1);
  cv::GaussianBlur(spot, spot, {}, size / 3);
  cv::Mat spots;
  cv::merge(std::vector<cv::Mat>{spot, spot, spot}, spots);
  picture += spots;
}

// Rows of dots at 45 degrees that grow with the darkness, seen a little blurred.
void to_dots(cv::Mat& picture, double step) {
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const double wave = (std::cos((x + y) * CV_PI / step) * std::cos((x - y) * CV_PI / step)) * 60;
      for (int c = 0; c < 3; ++c) {
        float& value = picture.at<cv::Vec3f>(y, x)[c];
        value += static_cast<float>(wave * std::min(1.0F, 2 * (255 - value) / 255));
      }
    }
}

cv::Mat as_file(const cv::Mat& picture, int quality) {
  std::vector<uchar> jpeg;
  cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, quality});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

}  // namespace

cv::Mat take_picture(const Page& page, const Camera& camera, std::mt19937& random, std::vector<cv::Point2f>* zone) {
  const double native = cv::norm(page.zone[1] - page.zone[0]);
  const double pitch = camera.zone_width / (native / kPagePitch);  // in the picture
  const double scale = (camera.shrunk_late ? 2.5 : 1.0) * camera.zone_width / native;
  Page flat = page;
  if (camera.curve != 0) flat.picture = bent(page, camera.curve * kPagePitch);
  if (scale < 0.8) cv::GaussianBlur(flat.picture, flat.picture, {}, 0.4 / scale);
  const View view = view_of(flat, camera, scale, random);
  cv::Mat picture = surroundings(view.size, camera.white_desk || camera.desk == 0, random);
  cv::warpPerspective(flat.picture, picture, view.warp, view.size, cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
  std::vector<cv::Point2f> corners;
  cv::perspectiveTransform(page.zone, corners, view.warp);

  cv::Mat lit;
  picture.convertTo(lit, CV_32FC3);
  if (camera.shade > 0) light(lit, camera, random);
  const double zoom = camera.shrunk_late ? 2.5 : 1.0;
  if (camera.glare)
    glare(lit,
          (corners[0] + corners[2]) / 2 +
              cv::Point2f(static_cast<float>(uniform(random, -0.3, 0.3) * camera.zone_width * zoom), 0),
          pitch * zoom * uniform(random, 3, 8), random);
  if (camera.halftone) to_dots(lit, std::max(2.2, pitch * zoom * uniform(random, 0.12, 0.2)));
  const double sigma = camera.blur * 0.17 * pitch * zoom;
  if (sigma > 0.25) cv::GaussianBlur(lit, lit, {}, sigma);
  if (camera.shrunk_late) {
    cv::resize(lit, lit, {}, 1 / zoom, 1 / zoom, cv::INTER_AREA);
    for (auto& p : corners) p *= 1 / static_cast<float>(zoom);
  }
  cv::Mat noise(lit.size(), CV_32FC3);
  cv::theRNG().state = random();
  cv::randn(noise, 0, camera.noise * 20 + 0.01);
  lit += noise;
  lit.convertTo(picture, CV_8U);
  if (camera.grey || camera.binary) {
    cv::Mat one;
    cv::cvtColor(picture, one, cv::COLOR_BGR2GRAY);
    if (camera.binary)
      cv::adaptiveThreshold(one, one, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, cvRound(pitch * 2) | 1, 14);
    cv::cvtColor(one, picture, cv::COLOR_GRAY2BGR);
  }
  if (camera.quarter_turns % 4) {
    const cv::Size size = picture.size();
    cv::rotate(picture, picture, camera.quarter_turns % 4 - 1);
    for (auto& p : corners)
      for (int i = 0, w = size.width, h = size.height; i < camera.quarter_turns % 4; ++i, std::swap(w, h))
        p = {static_cast<float>(h - 1) - p.y, p.x};
  }
  if (zone) *zone = corners;
  return camera.binary ? picture : as_file(picture, camera.jpeg);
}

}  // namespace cotejo::mrz::testing
