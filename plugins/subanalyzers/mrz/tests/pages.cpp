#include "pages.hpp"

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "strip_network.hpp"

namespace cotejo::mrz::testing {
namespace {

double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<>(low, high)(random);
}
int integer(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<>(low, high)(random);
}

// ICAO Doc 9303: weights 7, 3, 1.
char digit(const std::string& text) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = text[i] == '<' ? 0 : text::class_of(text[i]);
    sum += value * kWeights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

std::string digits(std::mt19937& random, int count) {
  std::string out;
  while (static_cast<int>(out.size()) < count) out += static_cast<char>('0' + integer(random, 0, 9));
  return out;
}

std::string alphanumeric(std::mt19937& random, int count) {
  std::string out;
  while (static_cast<int>(out.size()) < count) out += text::character(integer(random, 0, 35));
  return out;
}

std::string date(std::mt19937& random, int from, int to) {
  char text[8];
  std::snprintf(text, sizeof text, "%02d%02d%02d", integer(random, from, to) % 100, integer(random, 1, 12),
                integer(random, 1, 28));
  return text;
}

std::string padded(std::string text, std::size_t size) {
  text.resize(size, '<');
  return text;
}

std::string names(std::mt19937& random, std::size_t size) {
  static const std::vector<std::string> kSurnames{"ZARATE",    "OJEDA",   "QUIROGA",      "BUENFIL",
                                                  "WOLKOWICZ", "IBARRA",  "DE<LA<FUENTE", "NJOROGE",
                                                  "YAX",       "HUITRON", "LUNDQVIST",    "XICOTENCATL"};
  static const std::vector<std::string> kGiven{"LUCIA", "TADEO", "ROSA<ELENA", "JOAQUIN",
                                               "OLGA",  "KATYA", "FELIX",      "MARIA<GUADALUPE",
                                               "BRUNO", "WENDY", "GIL",        "ZOE<VIRIDIANA"};
  const auto pick = [&](const auto& list) {
    return list[static_cast<std::size_t>(integer(random, 0, static_cast<int>(list.size()) - 1))];
  };
  std::string text = pick(kSurnames);
  if (integer(random, 0, 1)) text += "<" + pick(kSurnames);
  return padded(text + "<<" + pick(kGiven), size);
}

// A page's ground: tinted, shaded, with fine lines, other text and a picture.
cv::Mat draw_page(const std::vector<std::string>& zone, const training::Font& font, std::mt19937& random) {
  const int count = static_cast<int>(zone[0].size());
  const double pitch = 26, capital = pitch * font.capital / font.pitch * uniform(random, 0.9, 1.1);
  const double spacing = capital * (zone.size() == 3 ? uniform(random, 1.6, 2.5) : uniform(random, 1.9, 2.8));
  const double margin = uniform(random, 1.0, 4.0) * pitch;
  const int width = cvRound(count * pitch + 2 * margin);
  const int height = cvRound(width / (zone.size() == 3 ? 1.586 : uniform(random, 1.38, 1.45)));
  cv::Mat page(height, width, CV_8UC3,
               cv::Scalar(uniform(random, 190, 245), uniform(random, 190, 245), uniform(random, 190, 245)));
  for (int i = 0, lines = integer(random, 0, 60); i < lines; ++i) {
    std::vector<cv::Point> curve;
    const double y = uniform(random, 0, height), amplitude = uniform(random, 2, 30), length = uniform(random, 60, 400);
    for (int x = 0; x <= width; x += 10) curve.emplace_back(x, cvRound(y + amplitude * std::sin(x * 6.28 / length)));
    cv::polylines(page, curve, false, cv::Scalar::all(uniform(random, 150, 215)), 1, cv::LINE_AA);
  }
  const int zone_top = cvRound(height - margin * 0.4 - spacing * static_cast<double>(zone.size()) - 6);
  const cv::Rect picture(cvRound(margin), height / 6, width / 4,
                         std::max(10, std::min(zone_top - height / 6 - 20, height / 2)));
  cv::rectangle(page, picture, cv::Scalar(120, 130, 150), -1);
  cv::ellipse(page, (picture.tl() + picture.br()) / 2, picture.size() / 3, 0, 0, 360, cv::Scalar(90, 110, 170), -1);
  for (int y = height / 6, i = 0; y < zone_top - 30; y += integer(random, 34, 60), ++i) {
    std::string text;
    for (int n = integer(random, 4, 22); n > 0; --n)
      text += static_cast<char>(integer(random, 0, 6) ? 'A' + integer(random, 0, 25) : ' ');
    cv::putText(page, text, {picture.br().x + 30, y}, i % 2 ? cv::FONT_HERSHEY_SIMPLEX : cv::FONT_HERSHEY_DUPLEX,
                uniform(random, 0.5, 0.95), cv::Scalar::all(40), i % 3 ? 1 : 2, cv::LINE_AA);
  }
  cv::Mat ink(page.size(), CV_8U, cv::Scalar(0));
  const double ink_level = uniform(random, 0, 90);
  for (std::size_t l = 0; l < zone.size(); ++l) {
    const double base = zone_top + spacing * (static_cast<double>(l) + 0.8);
    for (std::size_t i = 0; i < zone[l].size(); ++i) {
      const auto& glyph = font.glyphs[static_cast<std::size_t>(text::class_of(zone[l][i]))];
      const double scale_x = pitch / font.pitch, scale_y = capital / font.capital;
      cv::Mat scaled;
      cv::resize(
          glyph.coverage, scaled,
          {std::max(1, cvRound(glyph.coverage.cols * scale_x)), std::max(1, cvRound(glyph.coverage.rows * scale_y))}, 0,
          0, cv::INTER_AREA);
      const cv::Point at(cvRound(margin + static_cast<double>(i) * pitch + glyph.left * scale_x),
                         cvRound(base - glyph.top * scale_y));
      const cv::Rect place = cv::Rect(at, scaled.size()) & cv::Rect({}, ink.size());
      if (place.empty()) continue;
      cv::Mat target = ink(place);
      cv::max(target, scaled(cv::Rect(place.tl() - at, place.size())), target);
    }
  }
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double cover = ink.at<uchar>(y, x) / 255.0;
      auto& p = page.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) p[c] = cv::saturate_cast<uchar>(p[c] * (1 - cover) + ink_level * cover);
    }
  return page;
}

cv::Mat desk(cv::Size size, std::mt19937& random) {
  cv::Mat table(size, CV_8UC3,
                cv::Scalar(uniform(random, 30, 220), uniform(random, 30, 220), uniform(random, 30, 220)));
  for (int i = integer(random, 0, 40); i > 0; --i) {
    const cv::Point a(integer(random, 0, size.width), integer(random, 0, size.height)),
        b(integer(random, 0, size.width), integer(random, 0, size.height));
    cv::line(table, a, b, cv::Scalar(uniform(random, 20, 235), uniform(random, 20, 235), uniform(random, 20, 235)),
             integer(random, 1, 14), cv::LINE_AA);
  }
  return table;
}

}  // namespace

std::vector<std::string> random_zone(Kind kind, std::mt19937& random) {
  static const std::vector<std::string> kStates{"UTO", "MEX", "ESP", "D<<", "FRA", "ZWE", "BRA"};
  const std::string state = kStates[static_cast<std::size_t>(integer(random, 0, static_cast<int>(kStates.size()) - 1))];
  const std::string birth = date(random, 30, 105), expiry = date(random, 126, 136);
  const std::string sex(1, "MFX<"[integer(random, 0, 9) < 8 ? integer(random, 0, 1) : integer(random, 2, 3)]);
  const std::string number = padded(alphanumeric(random, integer(random, 7, 9)), 9);
  if (kind == Kind::ine) {
    const std::string cic = digits(random, 9);
    const std::string first = "IDMEX" + cic + digit(cic) + "<<" + digits(random, 13);
    const std::string end = date(random, 126, 136).substr(0, 2) + "1231";
    std::string second = birth + digit(birth) + "HM"[integer(random, 0, 1)] + end + digit(end) + "MEX<" + "0" +
                         digits(random, 1) + "<<" + digits(random, 5) + "<";
    second += digit(first.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
    return {first, second, names(random, 30)};
  }
  if (kind == Kind::td1) {
    const std::string first =
        "I<" + state + number + digit(number) + padded(integer(random, 0, 1) ? alphanumeric(random, 11) : "", 15);
    std::string second = birth + digit(birth) + sex + expiry + digit(expiry) + state + padded("", 11);
    second += digit(first.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
    return {first, second, names(random, 30)};
  }
  const bool wide = kind == Kind::td3 || kind == Kind::mrv_a, visa = kind == Kind::mrv_a || kind == Kind::mrv_b;
  const std::size_t size = wide ? 44 : 36;
  const std::string first =
      std::string(visa ? "V<" : (kind == Kind::td3 ? "P<" : "I<")) + state + names(random, size - 5);
  std::string second = number + digit(number) + state + birth + digit(birth) + sex + expiry + digit(expiry);
  if (visa) return {first, padded(second + alphanumeric(random, 5), size)};
  if (kind == Kind::td3) {
    const std::string optional = padded(integer(random, 0, 1) ? digits(random, 11) : "", 14);
    second += optional + digit(optional);
  } else {
    second += padded(integer(random, 0, 1) ? digits(random, 5) : "", 7);
  }
  second += digit(second.substr(0, 10) + second.substr(13, 7) + second.substr(21));
  return {first, second};
}

cv::Mat photograph(const std::vector<std::string>& zone, const training::Font& font, const PageOptions& options,
                   std::mt19937& random) {
  const cv::Mat page = draw_page(zone, font, random);
  cv::Mat photo;
  if (options.desk) {
    const cv::Size size(options.long_side, options.long_side * 3 / 4);
    const double angle =
        options.turn ? CV_PI / 2 * integer(random, 0, 3) + uniform(random, -0.3, 0.3) : uniform(random, -0.03, 0.03);
    const double c = std::abs(std::cos(angle)), s = std::abs(std::sin(angle));
    const double scale = options.share * std::min(size.width / (page.cols * c + page.rows * s),
                                                  size.height / (page.cols * s + page.rows * c));
    std::vector<cv::Point2f> from{{0, 0},
                                  {static_cast<float>(page.cols), 0},
                                  {static_cast<float>(page.cols), static_cast<float>(page.rows)},
                                  {0, static_cast<float>(page.rows)}},
        to;
    for (const auto& p : from) {
      const double x = (p.x - page.cols / 2.0) * scale, y = (p.y - page.rows / 2.0) * scale,
                   shake = options.perspective * 0.09 * page.cols * scale;
      to.emplace_back(static_cast<float>(size.width / 2.0 + x * std::cos(angle) - y * std::sin(angle) +
                                         uniform(random, -shake, shake) * 0.5),
                      static_cast<float>(size.height / 2.0 + x * std::sin(angle) + y * std::cos(angle) +
                                         uniform(random, -shake, shake) * 0.5));
    }
    photo = desk(size, random);
    const cv::Mat warp = cv::getPerspectiveTransform(from, to);
    cv::Mat soft;
    if (scale < 0.7) cv::GaussianBlur(page, soft, {}, 0.35 / scale);
    cv::warpPerspective(soft.empty() ? page : soft, photo, warp, size, cv::INTER_LINEAR, cv::BORDER_TRANSPARENT);
  } else {
    const double scale = static_cast<double>(options.long_side) / page.cols;
    cv::resize(page, photo, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    if (options.turn)
      if (const int turn = integer(random, 0, 3); turn) cv::rotate(photo, photo, turn - 1);
  }
  // Light falls off across the picture.
  cv::Mat corners(2, 2, CV_32F), shade;
  for (int i = 0; i < 4; ++i) corners.ptr<float>()[i] = static_cast<float>(uniform(random, 0.55, 1.05));
  cv::resize(corners, shade, photo.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat lit;
  photo.convertTo(lit, CV_32FC3);
  cv::Mat shades;
  cv::merge(std::vector<cv::Mat>{shade, shade, shade}, shades);
  lit = lit.mul(shades);
  const double pitch =
      (options.desk ? options.share : 1.0) * options.long_side / static_cast<double>(zone[0].size() + 4);
  const double sigma = options.blur * 0.16 * pitch;
  if (sigma > 0.25) cv::GaussianBlur(lit, lit, {}, sigma);
  cv::Mat noise(lit.size(), CV_32FC3);
  cv::theRNG().state = random();
  cv::randn(noise, 0, options.noise * 22);
  lit += noise;
  lit.convertTo(photo, CV_8U);
  std::vector<uchar> jpeg;
  cv::imencode(".jpg", photo, jpeg, {cv::IMWRITE_JPEG_QUALITY, cvRound(92 - 50 * options.noise)});
  return cv::imdecode(jpeg, cv::IMREAD_COLOR);
}

}  // namespace cotejo::mrz::testing
