#include "tampering.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>
#include <stdexcept>

#include "fonts.hpp"

namespace cotejo::specimens {
namespace {

cv::Rect pixels_of(const cv::Rect2d& box, cv::Size size) {
  return cv::Rect(cv::Point(static_cast<int>(std::floor(box.x * size.width)),
                            static_cast<int>(std::floor(box.y * size.height))),
                  cv::Point(static_cast<int>(std::ceil((box.x + box.width) * size.width)),
                            static_cast<int>(std::ceil((box.y + box.height) * size.height)))) &
         cv::Rect({0, 0}, size);
}

cv::Rect2d relative(const cv::Rect& box, cv::Size size) {
  return {static_cast<double>(box.x) / size.width, static_cast<double>(box.y) / size.height,
          static_cast<double>(box.width) / size.width, static_cast<double>(box.height) / size.height};
}

cv::Rect grown(const cv::Rect& box, int by, cv::Size size) {
  return cv::Rect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by) & cv::Rect({0, 0}, size);
}

std::vector<unsigned char> saved(const cv::Mat& picture, int quality) {
  std::vector<unsigned char> file;
  cv::imencode(".jpg", picture, file, {cv::IMWRITE_JPEG_QUALITY, quality});
  return file;
}

// What editors offer: mostly good quality, sometimes that of a messenger.
int editors_quality(Random& random) {
  return random.chance(0.8) ? random.integer(84, 97) : random.integer(70, 84);
}

// Lays `patch` over `at`, with soft edges of `feather` pixels.
void lay_over(cv::Mat& picture, const cv::Mat& patch, cv::Point at, double feather) {
  cv::Mat mask(patch.size(), CV_32F, cv::Scalar(0));
  const int inset = static_cast<int>(std::ceil(feather));
  const cv::Rect inner(inset, inset, patch.cols - 2 * inset, patch.rows - 2 * inset);
  if (inner.width <= 0 || inner.height <= 0) {
    mask.setTo(1);
  } else {
    mask(inner).setTo(1);
    if (feather > 0) cv::GaussianBlur(mask, mask, {}, feather / 2);
  }
  const cv::Rect target = cv::Rect(at, patch.size()) & cv::Rect({0, 0}, picture.size());
  for (int y = target.y; y < target.br().y; ++y)
    for (int x = target.x; x < target.br().x; ++x) {
      const float a = mask.at<float>(y - at.y, x - at.x);
      auto& to = picture.at<cv::Vec3b>(y, x);
      const auto& from = patch.at<cv::Vec3b>(y - at.y, x - at.x);
      for (int c = 0; c < 3; ++c) to[c] = cv::saturate_cast<uchar>(to[c] * (1 - a) + from[c] * a);
    }
}

// The paper without its ink: what is dark is filled from around it.
cv::Mat without_ink(const cv::Mat& area, Random& random) {
  cv::Mat grey, ink, out;
  cv::cvtColor(area, grey, cv::COLOR_BGR2GRAY);
  cv::Mat level;
  cv::morphologyEx(grey, level, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {15, 15}));
  ink = (level - grey) > 18;
  cv::dilate(ink, ink, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
  if (random.chance(0.7)) {
    cv::inpaint(area, ink, out, 4, cv::INPAINT_TELEA);
  } else {
    out = cv::Mat(area.size(), CV_8UC3, cv::mean(area, ~ink));
  }
  return out;
}

const cv::Rect2d& pick_value(const std::vector<cv::Rect2d>& values, Random& random, const std::string& kind) {
  if (values.empty()) throw std::invalid_argument("nothing is printed that " + kind + " could change");
  return values[static_cast<std::size_t>(random.next() % values.size())];
}

// A value is wiped out and another one typed in its place.
cv::Rect paste_text(cv::Mat& picture, const Original& original, Random& random) {
  const cv::Rect box = pixels_of(pick_value(original.values, random, "pasted_text"), picture.size());
  const cv::Rect area = grown(box, std::max(2, box.height / 5), picture.size());
  cv::Mat paper = without_ink(picture(area), random);
  cv::Mat grey;
  cv::cvtColor(picture(box), grey, cv::COLOR_BGR2GRAY);
  double darkest = 0;
  cv::minMaxLoc(grey, &darkest);
  const Fonts fonts(random.fork("fonts"));
  const Typeface& face = random.chance(0.5) ? fonts.value : fonts.label;
  static const std::string kLetters = "ABCDEFGHIJKLMNOPRSTUVXYZ", kDigits = "0123456789";
  const std::string& alphabet = random.chance(0.5) ? kLetters : kDigits;
  const bool upright = box.height > 1.5 * box.width;  // the picture was taken on its side
  const int length = upright ? box.height : box.width, height = upright ? box.width : box.height;
  const double em = std::max(8.0, height * random.uniform(0.95, 1.35));
  std::string words;
  while (face.width(words, em) < length * 0.85 && words.size() < 40)
    words += alphabet[static_cast<std::size_t>(random.next() % alphabet.size())];
  cv::Mat layer(area.size(), CV_8UC1, cv::Scalar(255)), layer3, turned;
  cv::Mat flat(upright ? cv::Size(area.height, area.width) : area.size(), CV_8UC3, cv::Scalar::all(255));
  face.draw(flat, words, cv::Point2d(3, flat.rows * random.uniform(0.74, 0.82)), em, {{0, 0, 0}, 1}, 1);
  if (upright) {
    cv::rotate(flat, turned, cv::ROTATE_90_CLOCKWISE);
  } else {
    turned = flat;
  }
  cv::cvtColor(turned, layer, cv::COLOR_BGR2GRAY);
  const double softness = random.chance(0.3) ? 0 : random.uniform(0.3, 1.4);
  if (softness > 0) cv::GaussianBlur(layer, layer, {}, softness);
  const double ink = std::clamp(darkest + random.uniform(-15, 25), 0.0, 120.0);
  for (int y = 0; y < area.height; ++y)
    for (int x = 0; x < area.width; ++x) {
      const double a = 1 - layer.at<uchar>(y, x) / 255.0;
      auto& value = paper.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) value[c] = cv::saturate_cast<uchar>(value[c] * (1 - a) + ink * a);
    }
  if (random.chance(0.35)) {  // a careful forger adds noise
    cv::Mat noise(paper.size(), CV_16SC3), sum;
    cv::RNG(random.next()).fill(noise, cv::RNG::NORMAL, 0, random.uniform(0.8, 3));
    paper.convertTo(sum, CV_16SC3);
    sum += noise;
    sum.convertTo(paper, CV_8UC3);
  }
  lay_over(picture, paper, area.tl(), random.chance(0.6) ? random.uniform(0.5, 2) : 0);
  return area;
}

// A value is covered by a printed piece of `from`, made to fit.
cv::Rect paste_piece(cv::Mat& picture, const Original& original, const cv::Mat& from, const Original& source,
                     Random& random, bool same) {
  const cv::Rect box = pixels_of(pick_value(original.values, random, "pasting"), picture.size());
  cv::Rect piece;
  for (int attempt = 0; attempt < 20; ++attempt) {
    piece = pixels_of(pick_value(source.values, random, "pasting"), from.size());
    if (!same || (piece & box).empty()) break;
  }
  if (same && !(piece & box).empty()) throw std::invalid_argument("there is only one value to paste");
  piece = grown(piece, 2, from.size());
  cv::Mat patch = from(piece).clone();
  if ((piece.height > piece.width) != (box.height > box.width)) cv::rotate(patch, patch, cv::ROTATE_90_CLOCKWISE);
  const double wide = std::max(box.width, box.height), high = std::min(box.width, box.height);
  const double patch_high = std::min(patch.cols, patch.rows), patch_wide = std::max(patch.cols, patch.rows);
  const double ratio = high / patch_high;
  // Within the same picture sizes fit as they are, mostly.
  const double scale = same && ratio > 0.75 && ratio < 1.35 ? 1 : ratio * random.uniform(0.95, 1.1);
  if (scale != 1) cv::resize(patch, patch, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  const int keep = static_cast<int>(std::min(wide + 6, patch_wide * scale));
  patch = patch.cols >= patch.rows ? patch.colRange(0, std::min(keep, patch.cols)).clone()
                                   : patch.rowRange(0, std::min(keep, patch.rows)).clone();
  if (!same && random.chance(0.6)) {  // brightness adapted
    const cv::Scalar here = cv::mean(picture(grown(box, 4, picture.size()))), there = cv::mean(patch);
    patch += cv::Scalar(here[0] - there[0], here[1] - there[1], here[2] - there[2]);
  }
  const cv::Rect area = cv::Rect(box.tl() - cv::Point(2, 2), patch.size()) & cv::Rect({0, 0}, picture.size());
  lay_over(picture, patch, area.tl(), random.chance(0.6) ? random.uniform(0.5, 2) : 0);
  return area;
}

cv::Rect swap_portrait(cv::Mat& picture, const Original& original, const cv::Mat& face, Random& random) {
  if (!original.portrait) throw std::invalid_argument("there is no portrait to swap");
  std::vector<cv::Point2f> to;
  for (const auto& corner : original.portrait_corners)
    to.emplace_back(corner.x * static_cast<float>(picture.cols), corner.y * static_cast<float>(picture.rows));
  const cv::Rect area = cv::boundingRect(to) & cv::Rect({0, 0}, picture.size());
  cv::Mat print = face;
  const double scale = cv::norm(to[1] - to[0]) / face.cols;
  if (scale < 0.8) cv::resize(face, print, {}, scale, scale, cv::INTER_AREA);
  // The new face comes as a JPEG of its own.
  print = cv::imdecode(saved(print, random.integer(70, 95)), cv::IMREAD_COLOR);
  if (random.chance(0.5)) cv::GaussianBlur(print, print, {}, random.uniform(0.4, 1.1));
  const float w = static_cast<float>(print.cols), h = static_cast<float>(print.rows);
  const std::vector<cv::Point2f> corners{{0, 0}, {w, 0}, {w, h}, {0, h}};
  const cv::Mat map = cv::getPerspectiveTransform(corners, to);
  cv::Mat warped, mask, alpha;
  cv::warpPerspective(print, warped, map, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::warpPerspective(cv::Mat(print.size(), CV_8UC1, cv::Scalar(255)), mask, map, picture.size());
  if (random.chance(0.6)) {
    const cv::Scalar here = cv::mean(picture, mask), there = cv::mean(warped, mask);
    warped += cv::Scalar(here[0] - there[0], here[1] - there[1], here[2] - there[2]) * random.uniform(0.5, 1);
  }
  if (random.chance(0.6)) cv::GaussianBlur(mask, mask, {}, random.uniform(0.6, 2.5));
  for (int y = area.y; y < area.br().y; ++y)
    for (int x = area.x; x < area.br().x; ++x) {
      const int a = mask.at<uchar>(y, x);
      auto& value = picture.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        value[c] = cv::saturate_cast<uchar>((value[c] * (255 - a) + warped.at<cv::Vec3b>(y, x)[c] * a) / 255.0);
    }
  return area;
}

// A printed piece is cloned elsewhere in the picture, as it is or a little turned and scaled.
cv::Rect clone(cv::Mat& picture, const Original& original, Random& random) {
  const cv::Rect value = pixels_of(pick_value(original.values, random, "copy_move"), picture.size());
  const cv::Rect from = grown(value, random.integer(2, 10), picture.size());
  cv::Mat patch = picture(from).clone();
  if (random.chance(0.5)) {
    const double angle = random.uniform(-4, 4), scale = random.uniform(0.9, 1.12);
    const cv::Point2f middle(static_cast<float>(from.width) / 2, static_cast<float>(from.height) / 2);
    cv::Mat map = cv::getRotationMatrix2D(middle, angle, scale);
    cv::warpAffine(patch, patch, map, patch.size(), cv::INTER_CUBIC, cv::BORDER_REFLECT);
  }
  cv::Rect2d page = relative(value, picture.size());
  for (const auto& box : original.values) page |= box;
  const cv::Rect within = pixels_of(page, picture.size());
  cv::Rect to = from;
  for (int attempt = 0; attempt < 60; ++attempt) {
    to.x = random.integer(within.x, std::max(within.x, within.br().x - from.width));
    to.y = random.integer(within.y, std::max(within.y, within.br().y - from.height));
    if ((to & cv::Rect({0, 0}, picture.size())) == to && (to & from).empty()) break;
  }
  if (!(to & from).empty() || (to & cv::Rect({0, 0}, picture.size())) != to)
    throw std::invalid_argument("there is no room for a copy");
  lay_over(picture, patch, to.tl(), random.chance(0.6) ? random.uniform(0.5, 2) : 0);
  return to;
}

// A piece of the picture was worked on apart, and saved in between at another quality.
cv::Rect save_apart(cv::Mat& picture, const Original& original, bool shifted, Random& random) {
  cv::Rect area;
  if (original.portrait && random.chance(0.4)) {
    area = pixels_of(*original.portrait, picture.size());
  } else {
    const cv::Rect value = pixels_of(pick_value(original.values, random, "double_jpeg"), picture.size());
    area = grown(value, random.integer(12, 40), picture.size());
  }
  area.x -= area.x % 8, area.y -= area.y % 8;
  area.width = std::max(32, area.width / 8 * 8), area.height = std::max(32, area.height / 8 * 8);
  area &= cv::Rect({0, 0}, picture.size());
  cv::Rect cut = area;
  if (shifted) {
    cut.x += random.integer(1, 7), cut.y += random.integer(1, 7);
    cut &= cv::Rect({0, 0}, picture.size());
  }
  const cv::Mat patch = cv::imdecode(saved(picture(cut), random.integer(50, 80)), cv::IMREAD_COLOR);
  patch.copyTo(picture(cut));
  return cut;
}

}  // namespace

const std::vector<std::string>& alterations() {
  static const std::vector<std::string> kinds{"genuine",          "resaved",           "pasted_text",
                                              "pasted_from_same", "pasted_from_other", "portrait_swap",
                                              "copy_move",        "double_jpeg",       "double_jpeg_shifted"};
  return kinds;
}

Altered alter(const Original& original, const std::string& kind, const Original& other, const cv::Mat& face,
              Random random) {
  Altered out{original.file, kind, std::nullopt};
  if (kind == "genuine") return out;
  cv::Mat picture = cv::imdecode(original.file, cv::IMREAD_COLOR);
  if (kind == "resaved") {
    if (random.chance(0.5)) {  // a messenger makes it smaller
      const double longest = random.uniform(1280, 1600), scale = longest / std::max(picture.cols, picture.rows);
      if (scale < 1) cv::resize(picture, picture, {}, scale, scale, cv::INTER_AREA);
      out.file = saved(picture, random.integer(70, 85));
    } else {
      out.file = saved(picture, random.integer(80, 96));
    }
    return out;
  }
  cv::Rect area;
  if (kind == "pasted_text") {
    area = paste_text(picture, original, random);
  } else if (kind == "pasted_from_same") {
    area = paste_piece(picture, original, picture, original, random, true);
  } else if (kind == "pasted_from_other") {
    area = paste_piece(picture, original, cv::imdecode(other.file, cv::IMREAD_COLOR), other, random, false);
  } else if (kind == "portrait_swap") {
    area = swap_portrait(picture, original, face, random);
  } else if (kind == "copy_move") {
    area = clone(picture, original, random);
  } else if (kind == "double_jpeg" || kind == "double_jpeg_shifted") {
    area = save_apart(picture, original, kind == "double_jpeg_shifted", random);
  } else {
    throw std::invalid_argument("unknown alteration " + kind);
  }
  out.region = relative(area, picture.size());
  out.file = saved(picture, editors_quality(random));
  return out;
}

}  // namespace cotejo::specimens
