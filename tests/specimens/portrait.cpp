#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "photos.hpp"

namespace cotejo::specimens {
namespace {

constexpr double kEyeLine = 0.46;  // height of the face's centre in a picture, from the top

// Softens what lies beyond the photo, where the picture only repeats the photo's edge.
void soften_beyond(cv::Mat& picture, const cv::Mat& covered) {
  cv::Mat soft, edge;
  cv::GaussianBlur(picture, soft, {}, 0.03 * picture.cols);
  cv::GaussianBlur(covered, edge, {}, 0.01 * picture.cols);
  for (int y = 0; y < picture.rows; ++y) {
    for (int x = 0; x < picture.cols; ++x) {
      const int a = edge.at<uchar>(y, x);
      if (a == 255) continue;
      for (int c = 0; c < 3; ++c) {
        auto& value = picture.at<cv::Vec3b>(y, x)[c];
        value = cv::saturate_cast<uchar>((value * a + soft.at<cv::Vec3b>(y, x)[c] * (255 - a)) / 255.0);
      }
    }
  }
}

// Other people's faces out of focus: a selfie shows one person.
cv::Mat alone(const Shot& shot) {
  if (shot.others.empty()) return shot.image;
  cv::Mat picture = shot.image.clone();
  const auto grown = [](const cv::Rect& box, double by) {
    const int w = static_cast<int>(box.width * by), h = static_cast<int>(box.height * by);
    return cv::Rect(box.x + (box.width - w) / 2, box.y + (box.height - h) / 2, w, h);
  };
  for (const auto& other : shot.others) {
    const cv::Rect area = grown(other, 2) & cv::Rect({0, 0}, picture.size());
    if (area.empty()) continue;
    cv::Mat soft, mask(area.size(), CV_8UC1, cv::Scalar(0));
    cv::GaussianBlur(picture(area), soft, {}, 0.3 * other.width);
    cv::ellipse(mask, {area.width / 2, area.height / 2}, {area.width * 2 / 5, area.height * 2 / 5}, 0, 0, 360, 255, -1);
    cv::GaussianBlur(mask, mask, {}, 0.08 * other.width);
    cv::Rect own = grown(shot.face, 1.3) & area;
    if (!own.empty()) mask(own - area.tl()).setTo(0);
    for (int y = 0; y < area.height; ++y) {
      for (int x = 0; x < area.width; ++x) {
        const int a = mask.at<uchar>(y, x);
        for (int c = 0; c < 3; ++c) {
          auto& value = picture.at<cv::Vec3b>(area.y + y, area.x + x)[c];
          value = cv::saturate_cast<uchar>((value * (255 - a) + soft.at<cv::Vec3b>(y, x)[c] * a) / 255.0);
        }
      }
    }
  }
  return picture;
}

}  // namespace

Shot draw_face(Random random) {
  cv::Mat canvas(480, 400, CV_8UC3, cv::Scalar(205, 210, 212));
  const double tone = random.uniform(0.55, 1);
  const cv::Scalar skin(150 * tone, 180 * tone, 225 * tone);
  const int dark = random.integer(10, 70);
  const cv::Scalar hair(dark, dark, dark + random.integer(0, 40)),
      cloth(random.integer(20, 160), random.integer(20, 130), random.integer(20, 150));
  const cv::Rect face(120, 130, 160, 170);
  cv::ellipse(canvas, {200, 190}, {112, 135}, 0, 0, 360, hair, -1, cv::LINE_AA);
  cv::ellipse(canvas, {200, 480}, {170, 110}, 0, 0, 360, cloth, -1, cv::LINE_AA);
  cv::ellipse(canvas, {200, 350}, {48, 70}, 0, 0, 360, skin * 0.88, -1, cv::LINE_AA);
  cv::ellipse(canvas, {200, 222}, {86, 112}, 0, 0, 360, skin, -1, cv::LINE_AA);
  for (int side : {-1, 1}) {
    cv::ellipse(canvas, {200 + side * 36, 200}, {16, 8}, 0, 0, 360, cv::Scalar::all(245), -1, cv::LINE_AA);
    cv::circle(canvas, {200 + side * 36, 200}, 7, {40, 50, 70}, -1, cv::LINE_AA);
    cv::ellipse(canvas, {200 + side * 36, 182}, {22, 6}, side * 8, 180, 360, hair, 4, cv::LINE_AA);
  }
  cv::ellipse(canvas, {200, 238}, {11, 7}, 0, 0, 180, skin * 0.7, 3, cv::LINE_AA);
  cv::ellipse(canvas, {200, 272}, {30, random.integer(6, 14)}, 0, 0, 180, cv::Scalar(90, 90, 170), 5, cv::LINE_AA);
  cv::GaussianBlur(canvas, canvas, {5, 5}, 0);
  return {canvas, face, {}};
}

cv::Mat frame_face(const Shot& shot, cv::Size size, double face) {
  const double cx = shot.face.x + shot.face.width / 2.0, cy = shot.face.y + shot.face.height / 2.0;
  // Pixels of the picture per pixel of the photo: enough for the wanted face, and for the photo to reach from side to
  // side.
  const double scale = std::max(face * size.width / shot.face.width, static_cast<double>(size.width) / shot.image.cols);
  const double left = std::clamp(0.5 * size.width - scale * cx, size.width - scale * shot.image.cols, 0.0);
  const double top = std::min(kEyeLine * size.height - scale * cy, 0.0);
  const cv::Mat map = (cv::Mat_<double>(2, 3) << scale, 0, left, 0, scale, top);
  cv::Mat picture, covered;
  cv::Mat photo = alone(shot);
  double reduced = 1;
  if (scale < 0.6) {  // warping alone would alias
    reduced = scale;
    cv::resize(photo, photo, {}, scale, scale, cv::INTER_AREA);
  }
  cv::Mat direct = map.clone();
  direct.colRange(0, 2) /= reduced;
  cv::warpAffine(photo, picture, direct, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  cv::warpAffine(cv::Mat(shot.image.size(), CV_8UC1, cv::Scalar(255)), covered, map, size, cv::INTER_NEAREST,
                 cv::BORDER_CONSTANT, 0);
  soften_beyond(picture, covered);
  return picture;
}

}  // namespace cotejo::specimens
