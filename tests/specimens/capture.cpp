#include "capture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "sheet.hpp"
#include "surfaces.hpp"

namespace cotejo::specimens {
namespace {

constexpr double kHeld = 0.12;                 // share of the phone pictures with a finger on the card
constexpr double kCornerRadius = 3.18 / 85.6;  // of the card's width; ID-1 corners, ISO/IEC 7810

using Quad = std::array<cv::Point2d, 4>;

// What differs from level to level; ranges are drawn from per picture.
struct Conditions {
  double width_low, width_high;   // of the picture, pixels
  double share_low, share_high;   // card width / picture width
  double perspective;             // displacement of a corner / card width
  double angle;                   // degrees, near upright
  double blur_low, blur_high;     // pixels
  double noise;                   // grey levels
  double light, glare, shadow;    // strengths, 0..1
  double motion;                  // pixels
  int quality_low, quality_high;  // JPEG
};

const Conditions& conditions(Level level, Subject subject) {
  // Of a sheet: the long side's pixels, as cameras have today; print is small, and people fill the picture.
  static const Conditions clean_sheet{2000, 2300, 0.92, 0.97, 0.001, 0.6, 0.3, 0.6, 1.2, 0.05, 0, 0, 0, 88, 94};
  static const Conditions phone_sheet{2800, 3600, 0.8, 0.93, 0.02, 4, 0.5, 1.1, 3.5, 0.5, 0.3, 0.25, 0, 76, 86};
  static const Conditions hard_sheet{1900, 2400, 0.76, 0.9, 0.04, 7, 0.6, 1.1, 6, 0.8, 0.6, 0.5, 2, 50, 62};
  if (subject == Subject::kPaper)
    return level == Level::kClean ? clean_sheet : level == Level::kPhone ? phone_sheet : hard_sheet;
  static const Conditions clean{1110, 1290, 0.84, 0.9, 0.0015, 0.8, 0.3, 0.6, 1.2, 0.05, 0, 0, 0, 90, 95};
  static const Conditions phone{1600, 2400, 0.6, 0.84, 0.035, 7, 0.5, 1.3, 3.5, 0.6, 0.45, 0.25, 0, 76, 86};
  static const Conditions hard{900, 1400, 0.58, 0.8, 0.06, 12, 0.7, 1.4, 7, 1.0, 0.8, 0.5, 3.5, 45, 58};
  return level == Level::kClean ? clean : level == Level::kPhone ? phone : hard;
}

cv::Mat rounded_mask(cv::Size size) {
  cv::Mat mask(size, CV_8UC1, cv::Scalar(0));
  const int r = static_cast<int>(kCornerRadius * size.width);
  cv::rectangle(mask, {r, 0}, {size.width - 1 - r, size.height - 1}, 255, -1);
  cv::rectangle(mask, {0, r}, {size.width - 1, size.height - 1 - r}, 255, -1);
  for (int x : {r, size.width - 1 - r}) {
    for (int y : {r, size.height - 1 - r}) cv::circle(mask, {x, y}, r, 255, -1);
  }
  return mask;
}

double turn(Level level, const Conditions& at, const Faults& faults, Random& random) {
  double angle = std::clamp(random.normal(0, at.angle / 2), -at.angle, at.angle);
  if (faults.upside_down) angle += 180;
  if (level != Level::kClean && !faults.upside_down) {
    if (random.chance(0.12))
      angle += random.chance(0.5) ? 90 : -90;
    else if (random.chance(0.08))
      angle = random.uniform(-180, 180);
  }
  return angle;
}

// `aspect`: height over width of what is laid.
Quad place(cv::Size picture, double aspect, const Conditions& at, double degrees, bool cut_off, Random& random) {
  const double radians = degrees * std::numbers::pi / 180;
  const double c = std::cos(radians), s = std::sin(radians);
  double width =
      (picture.width * std::abs(c) + picture.height * std::abs(s)) * random.uniform(at.share_low, at.share_high);
  // The turned card has to fit, with a margin for the perspective.
  const double spread_x = std::abs(c) + aspect * std::abs(s), spread_y = std::abs(s) + aspect * std::abs(c),
               margin = 1.02 + 2.2 * at.perspective;
  width = std::min({width, picture.width / spread_x / margin, picture.height / spread_y / margin});
  const double free_x = (picture.width - width * spread_x * margin) / 2,
               free_y = (picture.height - width * spread_y * margin) / 2;
  cv::Point2d centre(picture.width / 2.0 + random.uniform(-free_x, free_x),
                     picture.height / 2.0 + random.uniform(-free_y, free_y));
  if (cut_off) {
    const double side = random.chance(0.5) ? 1 : -1;
    centre.x = picture.width / 2.0 + side * (picture.width / 2.0 - width * spread_x * random.uniform(0.3, 0.4));
  }
  Quad quad;
  const cv::Point2d corners[] = {{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}};
  for (std::size_t i = 0; i < 4; ++i) {
    const double u = corners[i].x * width + random.uniform(-1, 1) * at.perspective * width;
    const double v = corners[i].y * width * aspect + random.uniform(-1, 1) * at.perspective * width;
    quad[i] = {centre.x + c * u - s * v, centre.y + s * u + c * v};
  }
  return quad;
}

void lay(cv::Mat& picture, const cv::Mat& card, cv::Mat mask, const Quad& quad, double shadow, Random& random) {
  const double width = cv::norm(quad[1] - quad[0]);
  cv::Mat print = card;
  if (width < 0.75 * card.cols) {  // warping alone would alias
    cv::resize(print, print, {}, width / card.cols, width / card.cols, cv::INTER_AREA);
    cv::resize(mask, mask, print.size(), 0, 0, cv::INTER_AREA);
  }
  const float w = static_cast<float>(print.cols), h = static_cast<float>(print.rows);
  const std::vector<cv::Point2f> from = {{0, 0}, {w, 0}, {w, h}, {0, h}};
  const std::vector<cv::Point2f> to(quad.begin(), quad.end());
  const cv::Mat map = cv::getPerspectiveTransform(from, to);
  cv::Mat warped, alpha, cast;
  cv::warpPerspective(print, warped, map, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::warpPerspective(mask, alpha, map, picture.size(), cv::INTER_LINEAR);
  const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, width * random.uniform(-0.008, 0.008), 0, 1,
                         width * random.uniform(0.002, 0.01));
  cv::warpAffine(alpha, cast, shift, picture.size());
  cv::GaussianBlur(cast, cast, {}, width * 0.006);
  blend(picture, cast, {0, 0}, {{0, 0, 0}, shadow});
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const int a = alpha.at<uchar>(y, x);
      if (a == 0) continue;
      for (int c = 0; c < 3; ++c) {
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<uchar>((value * (255 - a) + warped.at<cv::Vec3b>(y, x)[c] * a) / 255.0);
      }
    }
  }
}

// A finger tip on the margin: over the heading at most, never over what is read.
void hold(cv::Mat& picture, const Quad& quad, Random random) {
  const double width = cv::norm(quad[1] - quad[0]), reach = random.uniform(0.01, 0.03) * width;
  const std::size_t side = random.chance(0.5) ? 2 : 0;  // the lower edge, or the upper one
  const cv::Point2d on = quad[side] + (quad[side + 1] - quad[side]) * random.uniform(0.3, 0.7);
  const cv::Point2d middle = (quad[0] + quad[1] + quad[2] + quad[3]) / 4.0, out = (on - middle) / cv::norm(on - middle);
  add_finger(picture, on - out * reach, 0.15 * width, std::atan2(out.y, out.x));
}

// A copying machine: grey, contrast raised, paper white.
cv::Mat photocopy(const cv::Mat& card, Random& random) {
  cv::Mat grey, out;
  cv::cvtColor(card, grey, cv::COLOR_BGR2GRAY);
  cv::GaussianBlur(grey, grey, {}, 1.2);
  grey.convertTo(grey, -1, random.uniform(1.15, 1.4), random.uniform(-50, -20));
  cv::cvtColor(grey, out, cv::COLOR_GRAY2BGR);
  return out;
}

cv::Mat surroundings(cv::Size size, Level level, const Faults& faults, Random random) {
  if (faults.screen) return cv::Mat(size, CV_8UC3, cv::Scalar::all(random.integer(12, 40)));
  if (faults.black_and_white) return cv::Mat(size, CV_8UC3, cv::Scalar::all(random.integer(225, 245)));
  return level == Level::kClean ? scanner_bed(size, random) : desk(size, random);
}

}  // namespace

Capture capture(const cv::Mat& card, Level level, const Faults& faults, Random random, Subject subject) {
  const Conditions& at = conditions(level, subject);
  const bool paper = subject == Subject::kPaper;
  Capture shot;
  const double degrees = turn(level, at, faults, random);
  const int width = static_cast<int>(random.uniform(at.width_low, at.width_high));
  const bool turned = std::abs(std::sin(degrees * std::numbers::pi / 180)) > 0.7 && random.chance(0.6);
  const bool standing = turned != paper;
  const double shape = level == Level::kClean ? random.uniform(paper ? 0.74 : 0.66, paper ? 0.78 : 0.72)
                       : paper                ? 0.75
                                              : random.pick(std::array{0.75, 0.5625, 0.6667});
  const cv::Size size =
      standing ? cv::Size(static_cast<int>(width * shape), width) : cv::Size(width, static_cast<int>(width * shape));
  const cv::Mat mask = paper ? cv::Mat(card.size(), CV_8UC1, cv::Scalar(255)) : rounded_mask(card.size());
  shot.quad = place(size, static_cast<double>(card.rows) / card.cols, at, degrees, faults.cut_off, random);
  shot.pixels = surroundings(size, level, faults, random.fork("surroundings"));
  Random lay_random = random.fork("lay");
  lay(shot.pixels, faults.black_and_white ? photocopy(card, lay_random) : card, mask, shot.quad,
      faults.black_and_white ? 0.05 : 0.45, lay_random);
  if (level != Level::kClean && random.chance(kHeld)) hold(shot.pixels, shot.quad, random.fork("finger"));
  if (faults.screen) add_screen_pattern(shot.pixels, random.fork("screen"));
  if (at.light > 0) add_light(shot.pixels, at.light, random.fork("light"));
  if (random.chance(at.shadow)) add_shadow(shot.pixels, random.uniform(0.2, 0.45), random.fork("shadow"));
  if (random.chance(at.glare))
    add_glare(shot.pixels, random.uniform(0.15, 0.2 + 0.4 * at.glare),
              cv::boundingRect(std::vector<cv::Point2f>(shot.quad.begin(), shot.quad.end())), random.fork("glare"));
  cv::GaussianBlur(shot.pixels, shot.pixels, {}, random.uniform(at.blur_low, at.blur_high));
  if (at.motion > 0) add_motion_blur(shot.pixels, random.uniform(1, at.motion), random.fork("motion"));
  add_noise(shot.pixels, random.uniform(0.4, 1) * at.noise, random.fork("noise"));
  shot.jpeg_quality = random.integer(at.quality_low, at.quality_high);
  if (level != Level::kClean && random.chance(0.2)) shot.orientation = random.pick(std::array{3, 6, 8});
  return shot;
}

std::vector<unsigned char> jpeg(const Capture& capture) {
  cv::Mat stored;  // never the capture's own pixels: a half turn would be done in place
  if (capture.orientation == 1) stored = capture.pixels;
  if (capture.orientation == 3) cv::rotate(capture.pixels, stored, cv::ROTATE_180);
  if (capture.orientation == 6) cv::rotate(capture.pixels, stored, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (capture.orientation == 8) cv::rotate(capture.pixels, stored, cv::ROTATE_90_CLOCKWISE);
  std::vector<unsigned char> file;
  cv::imencode(".jpg", stored, file, {cv::IMWRITE_JPEG_QUALITY, capture.jpeg_quality});
  if (capture.orientation == 1) return file;
  // An APP1 segment with one TIFF entry, big-endian: tag 0x0112 (orientation), type SHORT, count 1.
  const std::vector<unsigned char> exif = {
      0xFF, 0xE1, 0x00, 0x22, 'E',  'x',  'i',  'f',  0x00, 0x00,
      'M',  'M',  0x00, 0x2A, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01,
      0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, static_cast<unsigned char>(capture.orientation),
      0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
  file.insert(file.begin() + 2, exif.begin(), exif.end());
  return file;
}

}  // namespace cotejo::specimens
