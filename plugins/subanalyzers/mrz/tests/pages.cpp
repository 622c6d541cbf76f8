#include "pages.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "strip_network.hpp"
#include "zones.hpp"

namespace cotejo::mrz::testing {
namespace {

cv::Scalar colour(std::mt19937& random, double low, double high) {
  const double base = uniform(random, low, high);
  const auto channel = [&] { return std::clamp(base + uniform(random, -30, 30), 0.0, 255.0); };
  return {channel(), channel(), channel()};
}

// Bundles of fine coloured curves, as security printers draw them.
void guilloche(cv::Mat& page, const cv::Rect& area, double contrast, std::mt19937& random) {
  if (contrast <= 0) return;
  cv::Mat part = page(area);
  for (int bundle = integer(random, 2, 4); bundle > 0; --bundle) {
    const cv::Scalar ink = colour(random, 235 - 160 * contrast, 235 - 90 * contrast);
    const double amplitude = uniform(random, 4, 60), length = uniform(random, 60, 500), gap = uniform(random, 6, 26),
                 slope = uniform(random, -1.2, 1.2), phase = uniform(random, 0, 0.4);
    int number = 0;
    for (double y = -part.cols; y < part.rows + part.cols; y += gap, ++number) {
      std::vector<cv::Point> curve;
      for (int x = 0; x <= part.cols; x += 8)
        curve.emplace_back(x, cvRound(y + slope * x + amplitude * std::sin(x * 2 * CV_PI / length + phase * number)));
      cv::polylines(part, curve, false, ink, integer(random, 1, 2), cv::LINE_AA);
    }
  }
}

void portrait(cv::Mat& page, const cv::Rect& area, std::mt19937& random) {
  const cv::Rect inside = area & cv::Rect({}, page.size());
  if (inside.empty()) return;
  cv::Mat part = page(inside);
  part.setTo(colour(random, 150, 225));
  const cv::Point middle(part.cols / 2, part.rows * 2 / 5);
  cv::ellipse(part, {middle.x, part.rows}, {part.cols * 2 / 5, part.rows * 2 / 5}, 0, 180, 360, colour(random, 20, 120),
              -1);
  cv::ellipse(part, middle, {part.cols / 4, part.rows / 4}, 0, 0, 360, colour(random, 90, 190), -1);
  cv::ellipse(part, middle - cv::Point(0, part.rows / 9), {part.cols / 4, part.rows / 6}, 0, 180, 360,
              colour(random, 20, 100), -1);
  cv::Mat noise(part.size(), CV_8UC3);
  cv::randu(noise, 0, 24);
  part -= noise;
}

std::string words(std::mt19937& random, int letters) {
  std::string text;
  const bool upper = chance(random, 0.5);
  while (letters-- > 0)
    text += chance(random, 0.14) ? ' ' : static_cast<char>((upper ? 'A' : 'a') + integer(random, 0, 25));
  return text;
}

void other_text(cv::Mat& page, const cv::Rect& area, std::mt19937& random) {
  int y = area.y + 20;
  while (y < area.br().y) {
    const bool label = chance(random, 0.5);
    const double size = label ? uniform(random, 0.4, 0.6) : uniform(random, 0.7, 1.2);
    const int face = chance(random, 0.5) ? cv::FONT_HERSHEY_SIMPLEX : cv::FONT_HERSHEY_COMPLEX;
    cv::putText(page, words(random, integer(random, 4, 26)), {area.x, y}, face, size, colour(random, 10, 110),
                label ? 1 : 2, cv::LINE_AA);
    y += cvRound(label ? 30 : 42 * uniform(random, 1, 1.5));
  }
}

void stamp(cv::Mat& page, std::mt19937& random) {
  const cv::Point middle(integer(random, page.cols / 4, page.cols), integer(random, 0, page.rows * 2 / 3));
  const cv::Scalar ink = colour(random, 80, 170);
  const int radius = page.cols / integer(random, 8, 14);
  cv::circle(page, middle, radius, ink, 4, cv::LINE_AA);
  cv::circle(page, middle, radius * 3 / 4, ink, 2, cv::LINE_AA);
  cv::putText(page, words(random, 9), middle - cv::Point(radius / 2, 0), cv::FONT_HERSHEY_SIMPLEX, 0.8, ink, 2,
              cv::LINE_AA);
}

cv::Mat zone_ink(const std::vector<std::string>& zone, const Print& print, double capital, double spacing,
                 cv::Point2d top_left, cv::Size size, std::mt19937& random) {
  cv::Mat ink(size, CV_8U, cv::Scalar(0));
  const double pitch = kPagePitch, own = print.font.pitch, scale_x = pitch / own * print.width,
               scale_y = capital / print.font.capital;
  for (std::size_t l = 0; l < zone.size(); ++l) {
    const double base = top_left.y + capital + spacing * static_cast<double>(l);
    for (std::size_t i = 0; i < zone[l].size(); ++i) {
      const auto& glyph = print.font.glyphs[static_cast<std::size_t>(text::class_of(zone[l][i]))];
      cv::Mat scaled;
      cv::resize(
          glyph.coverage, scaled,
          {std::max(1, cvRound(glyph.coverage.cols * scale_x)), std::max(1, cvRound(glyph.coverage.rows * scale_y))}, 0,
          0, cv::INTER_LINEAR);
      const double x = top_left.x + static_cast<double>(i) * pitch + pitch * (1 - print.width) / 2 +
                       glyph.left * scale_x + print.jitter * pitch * uniform(random, -1, 1);
      const cv::Point at(cvRound(x),
                         cvRound(base - glyph.top * scale_y + print.jitter * pitch * uniform(random, -1, 1)));
      const cv::Rect place = cv::Rect(at, scaled.size()) & cv::Rect({}, size);
      if (place.empty()) continue;
      cv::Mat target = ink(place);
      cv::max(target, scaled(cv::Rect(place.tl() - at, place.size())), target);
    }
  }
  const int brush = std::abs(print.weight) + 1;
  if (print.weight)
    (print.weight > 0 ? cv::dilate : cv::erode)(ink, ink, cv::getStructuringElement(cv::MORPH_ELLIPSE, {brush, brush}),
                                                {-1, -1}, 1, cv::BORDER_CONSTANT, cv::morphologyDefaultBorderValue());
  return ink;
}

void overprint(cv::Mat& page, std::mt19937& random) {
  cv::Mat layer = page.clone();
  const cv::Scalar ink = colour(random, 60, 200);
  const cv::Point at(integer(random, 0, page.cols / 5), page.rows - integer(random, 0, page.rows / 3));
  cv::putText(layer, chance(random, 0.5) ? "SPECIMEN" : "MUSTER", at, cv::FONT_HERSHEY_DUPLEX, page.cols / 180.0, ink,
              integer(random, 6, 20), cv::LINE_AA);
  if (chance(random, 0.5)) {
    const int step = integer(random, 14, 24), left = integer(random, page.cols / 8, page.cols / 2);
    for (int i = 0; i < 60; ++i)
      if ((i / 8) % 2 == 0 || i % 3)
        cv::circle(layer, {left + i % 9 * step, page.rows / 3 + i / 9 * step * 2}, 5, cv::Scalar::all(40), -1,
                   cv::LINE_AA);
  }
  const double share = uniform(random, 0.25, 0.6);
  cv::addWeighted(layer, share, page, 1 - share, 0, page);
}

void put_ink(cv::Mat& page, const cv::Mat& ink, double level) {
  for (int y = 0; y < page.rows; ++y)
    for (int x = 0; x < page.cols; ++x) {
      const double cover = ink.at<uchar>(y, x) / 255.0;
      auto& p = page.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        p[c] = cv::saturate_cast<uchar>(p[c] * (1 - cover) + std::min<double>(level, p[c]) * cover);
    }
}

}  // namespace

Page draw_page(const std::vector<std::string>& zone, const Print& print, std::mt19937& random) {
  cv::theRNG().state = random();
  const double lines = static_cast<double>(zone.size()), pitch = kPagePitch;
  const double capital = pitch * print.font.capital / print.font.pitch * print.height;
  const double spacing =
      capital *
      (print.spacing > 0 ? print.spacing : (lines > 2 ? uniform(random, 1.6, 2.3) : uniform(random, 1.7, 2.6)));
  const double margin = pitch * (print.alone ? uniform(random, 0.3, 1.5) : uniform(random, 1.0, 4.0));
  const double text_width = pitch * static_cast<double>(zone[0].size()), text_height = capital + spacing * (lines - 1);
  const int width = cvRound(text_width + 2 * margin);
  const bool card = lines > 2 || zone[0].size() == 36;
  const double foot = print.alone ? margin : pitch * uniform(random, 0.8, 2.6);
  const int height = print.alone ? cvRound(text_height + 2 * margin)
                                 : cvRound(width / (card ? uniform(random, 1.4, 1.586) : uniform(random, 1.38, 1.45)));
  Page page;
  page.picture = cv::Mat(height, width, CV_8UC3, colour(random, 200, 245));
  const cv::Point2d top_left(margin, height - foot - text_height);
  const cv::Rect whole({}, page.picture.size());
  guilloche(page.picture, whole, print.guilloche, random);
  if (!print.alone) {
    const int top = height / 9, bottom = cvRound(top_left.y - 1.5 * capital);
    if (bottom > top + 40) {
      const bool right = chance(random, 0.25);
      const cv::Rect picture(right ? cvRound(width * 0.68) : cvRound(margin), top, width / 4, bottom - top);
      const bool drawn = chance(random, 0.8);
      if (drawn) portrait(page.picture, picture, random);
      const int left = drawn && !right ? picture.br().x + 24 : cvRound(margin);
      other_text(page.picture, {left, top, width - left, bottom - top}, random);
      if (chance(random, 0.5) && left + 300 < width)
        other_text(page.picture, {left + (width - left) / 2, top, 200, bottom - top}, random);
      if (chance(random, 0.25)) stamp(page.picture, random);
    }
    // Most pages leave the zone's ground plain.
    if (chance(random, 0.4)) {
      const int zone_top = std::max(0, cvRound(top_left.y - capital));
      page.picture(cv::Rect(0, zone_top, width, height - zone_top)).setTo(colour(random, 215, 248));
      guilloche(page.picture, {0, zone_top, width, height - zone_top}, print.guilloche * 0.5, random);
    }
  }
  put_ink(page.picture, zone_ink(zone, print, capital, spacing, top_left, page.picture.size(), random), print.ink);
  if (print.overprint) overprint(page.picture, random);
  const auto corner = [&](double x, double y) {
    return cv::Point2f(static_cast<float>(top_left.x + x * text_width),
                       static_cast<float>(top_left.y + y * text_height));
  };
  page.zone = {corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)};
  if (print.open_book && !print.alone) {
    cv::Mat both(height * 2, width, CV_8UC3, colour(random, 200, 240));
    guilloche(both, {0, 0, width, height}, print.guilloche, random);
    other_text(both, {cvRound(margin), 30, width / 2, height - 60}, random);
    page.picture.copyTo(both(cv::Rect(0, height, width, height)));
    for (int i = 0; i < 30; ++i)
      both(cv::Rect(0, height - 15 + i, width, 1)) -= cv::Scalar::all(4.0 * (15 - std::abs(15 - i)));
    for (auto& p : page.zone) p.y += static_cast<float>(height);
    page.picture = both;
  }
  return page;
}

}  // namespace cotejo::mrz::testing
