#include "strip_renderer.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "strip_network.hpp"

namespace cotejo::training {
namespace {

constexpr int kGlyphSize = 40;   // pixels per em of the stored glyphs
constexpr double kLarge = 24.0;  // pitch at which a line is printed before the camera shrinks it

}  // namespace

Font load_font(const std::string& path) {
  static FT_Library library = [] {
    FT_Library created = nullptr;
    FT_Init_FreeType(&created);
    return created;
  }();
  Font font;
  FT_Face face = nullptr;
  if (FT_New_Face(library, path.c_str(), 0, &face) != 0) return font;
  FT_Set_Pixel_Sizes(face, 0, kGlyphSize);
  for (int c = 0; c < text::kCharacters; ++c) {
    if (FT_Load_Char(face, static_cast<FT_ULong>(text::character(c)), FT_LOAD_RENDER | FT_LOAD_NO_HINTING) != 0)
      return {};
    const FT_GlyphSlot slot = face->glyph;
    if (slot->bitmap.width == 0) return {};
    auto& glyph = font.glyphs[static_cast<std::size_t>(c)];
    glyph.coverage = cv::Mat(static_cast<int>(slot->bitmap.rows), static_cast<int>(slot->bitmap.width), CV_8U,
                             slot->bitmap.buffer, static_cast<std::size_t>(slot->bitmap.pitch))
                         .clone();
    glyph.left = slot->bitmap_left;
    glyph.top = slot->bitmap_top;
    font.pitch = std::max(font.pitch, static_cast<int>(slot->advance.x / 64));
    if (text::character(c) == 'H') font.capital = glyph.coverage.rows;
  }
  FT_Done_Face(face);
  return font;
}

StripRenderer::StripRenderer(std::vector<Font> ocr_b, std::vector<Font> others, std::vector<Font> typewriter,
                             unsigned seed)
    : Wear(seed), ocr_b_(std::move(ocr_b)), others_(std::move(others)), typewriter_(std::move(typewriter)) {}

std::string StripRenderer::text(int length) {
  static const std::string kVowels = "AEIOU", kConsonants = "BCDFGHJKLMNPQRSTVWXYZ";
  const auto letter = [&] { return static_cast<char>('A' + integer(0, 25)); };
  const auto digit = [&] { return static_cast<char>('0' + integer(0, 9)); };
  std::string line;
  const int kind = integer(0, 9);
  while (static_cast<int>(line.size()) < length) {
    if (kind < 3) {
      line += text::character(integer(0, 35));
    } else if (kind < 5) {
      for (int i = integer(2, 9); i > 0; --i)
        line += chance(0.2) ? letter()
                            : (i % 2 ? kVowels[static_cast<std::size_t>(integer(0, 4))]
                                     : kConsonants[static_cast<std::size_t>(integer(0, 20))]);
      line += chance(0.5) ? "<" : "<<";
    } else if (kind < 7) {
      for (int i = integer(4, 10); i > 0; --i) line += digit();
      line += chance(0.5) ? std::string(1, letter()) : std::string(static_cast<std::size_t>(integer(1, 2)), '<');
    } else if (kind < 8) {
      line += std::string(static_cast<std::size_t>(integer(2, 9)), '<');
      line += chance(0.5) ? letter() : digit();
    } else {
      line += chance(0.15) ? '<' : text::character(integer(0, 35));
    }
  }
  return line.substr(0, static_cast<std::size_t>(length));
}

void StripRenderer::print(cv::Mat& ink, const Font& font, const std::string& line, const Setting& setting, double x0,
                          double base_line) {
  const double pitch = kLarge, scale = setting.height;
  // The glyph's width follows the pitch, so that a narrow font fills its cells as it does in its own text; `width` is
  // what a printer with another idea of the font makes of it.
  const double width_scale = pitch / font.pitch * setting.width, inset = pitch * (1 - setting.width) / 2;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const int c = text::class_of(line[i]);
    if (c < 0) continue;
    const auto& glyph = font.glyphs[static_cast<std::size_t>(c)];
    cv::Mat scaled;
    cv::resize(glyph.coverage, scaled,
               cv::Size(std::max(1, cvRound(glyph.coverage.cols * width_scale)),
                        std::max(1, cvRound(glyph.coverage.rows * scale))),
               0, 0, cv::INTER_AREA);
    const auto off = [&] { return setting.jitter * pitch * uniform(-1, 1); };
    const int x = cvRound(x0 + static_cast<double>(i) * pitch + inset + glyph.left * width_scale + off()),
              y = cvRound(base_line - glyph.top * scale + off());
    const cv::Rect place = cv::Rect(x, y, scaled.cols, scaled.rows) & cv::Rect({}, ink.size());
    if (place.empty()) continue;
    cv::Mat target = ink(place);
    cv::max(target, scaled(cv::Rect(place.x - x, place.y - y, place.width, place.height)), target);
  }
}

Strip StripRenderer::next(int width) {
  // Machine-readable zones are OCR-B nearly always; the other fonts stand for prints that are not. The serifs of
  // typewriters' make E and B, L and I, M and N alike, which needs more of them.
  const auto& fonts = chance(0.58) || others_.empty()       ? ocr_b_
                      : chance(0.4) && !typewriter_.empty() ? typewriter_
                                                            : others_;
  const Font& font = fonts[static_cast<std::size_t>(integer(0, static_cast<int>(fonts.size()) - 1))];
  const int cells = integer(0, 4) == 0 ? integer(2, 8) : static_cast<int>(width / text::kPitch) + 4;
  const std::string line = text(cells);
  const double squeeze = uniform(0.82, 1.22);  // glyph height against the font's own proportions
  const double capital = kLarge * font.capital / font.pitch * squeeze;
  const Setting setting{capital / font.capital, chance(0.5) ? 1.0 : uniform(0.82, 1.14),
                        chance(0.3) ? uniform(0, 0.06) : 0.0};
  const double margin = (cells <= 8 ? width / text::kPitch + 2 : 3) * kLarge;
  const cv::Size large(cvRound(cells * kLarge + 2 * margin), cvRound(capital * 5));
  const double base_line = capital * 3;
  cv::Mat ink(large, CV_8U, cv::Scalar(0));
  print(ink, font, line, setting, margin, base_line);
  const double spacing = capital * uniform(1.45, 2.8);
  if (chance(0.45)) print(ink, font, text(cells + 2), setting, margin - integer(0, 1) * kLarge, base_line - spacing);
  if (chance(0.45)) print(ink, font, text(cells + 2), setting, margin - integer(0, 1) * kLarge, base_line + spacing);
  if (chance(0.5)) {  // ink spread or worn print
    const cv::Mat brush = cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(integer(2, 5), integer(2, 5)));
    chance(0.6) ? cv::dilate(ink, ink, brush)
                : cv::erode(ink, ink, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(2, 2)));
  }
  cv::Mat paper = ground(large), darkness;
  ink.convertTo(darkness, CV_32F, 1 / 255.0);
  if (chance(0.2)) {  // print with holes
    cv::Mat holes(large / 3, CV_32F);
    cv::randn(holes, 1, uniform(0.1, 0.5));
    cv::resize(holes, holes, large);
    cv::min(cv::max(holes, 0), 1, holes);
    darkness = darkness.mul(holes);
  }
  cv::Scalar average = cv::mean(paper);
  const double dark = uniform(0, 0.62) * average[0];
  cv::Mat page = paper.mul(1 - darkness) + dark * darkness;

  // The camera: pitch in camera pixels, then blur in parts of that pitch, noise and JPEG at that resolution.
  const double pitch = std::exp(uniform(std::log(5.2), std::log(24.0)));
  const double shrink = pitch / kLarge;
  const double sharpness = std::pow(uniform(0, 1), 1.5);
  const double sigma = sharpness * 0.18 * kLarge;
  if (sigma > 0.3) {
    if (chance(0.25)) {  // moved while exposed
      const int length = cvRound(sigma * 2.4) | 1;
      cv::Mat kernel = cv::Mat::zeros(length, length, CV_32F);
      const double angle = uniform(0, CV_PI);
      const double half = (length - 1) / 2.0;
      cv::line(kernel, cv::Point(cvRound(half - half * std::cos(angle)), cvRound(half - half * std::sin(angle))),
               cv::Point(cvRound(half + half * std::cos(angle)), cvRound(half + half * std::sin(angle))),
               cv::Scalar(1));
      cv::filter2D(page, page, -1, kernel / cv::sum(kernel)[0], cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
    } else {
      cv::GaussianBlur(page, page, cv::Size(), sigma * uniform(0.8, 1.2), sigma);
    }
  }
  const cv::Size small(std::max(8, cvRound(large.width * shrink)), std::max(8, cvRound(large.height * shrink)));
  cv::resize(page, page, small, 0, 0, chance(0.7) ? cv::INTER_AREA : cv::INTER_LINEAR);
  photograph(page);

  // Into the strip, as imprecisely as a locator would.
  const double sx = text::kPitch / (kLarge * small.width / large.width) * uniform(0.86, 1.15);
  const double sy = text::kCapitalHeight / (capital * small.height / large.height) * uniform(0.85, 1.17);
  const double turn = uniform(-0.04, 0.04), lean = uniform(-0.10, 0.10);
  const bool short_line = cells <= 8;
  const double start =
      short_line ? uniform(-2, width / text::kPitch - cells + 2) * text::kPitch : -uniform(0.5, 3.0) * text::kPitch;
  const double line_left = margin * small.width / large.width,
               middle = (base_line - capital / 2) * small.height / large.height;
  cv::Matx23d warp(sx, lean * sy, 0, turn * sx, sy, 0);
  warp(0, 2) = start - (warp(0, 0) * line_left + warp(0, 1) * middle);
  const double centre_x = (width / 2.0 - warp(0, 2)) / sx;
  warp(1, 2) = text::kStripHeight / 2.0 + uniform(-2.6, 2.6) - (warp(1, 0) * centre_x + warp(1, 1) * middle);
  Strip strip;
  cv::warpAffine(page, strip.grey, warp, cv::Size(width, text::kStripHeight),
                 chance(0.8) ? cv::INTER_LINEAR : cv::INTER_CUBIC, cv::BORDER_REPLICATE);

  // Upside down nothing is to be read: that is how the reading direction shows. Characters that look alike both ways
  // prove nothing.
  const bool upside_down = chance(0.12);
  if (upside_down) cv::rotate(strip.grey, strip.grey, cv::ROTATE_180);
  const int outputs = (((width - 2) / 2 - 2) / 2) - 6;
  const double cell = kLarge * small.width / large.width;
  for (int i = 0; i < outputs; ++i) {
    double x = text::kFirst + i * text::kStep;
    if (upside_down) x = width - 1 - x;
    // Invert the warp along the line's middle.
    const double page_x = (x - warp(0, 2) - warp(0, 1) * middle) / sx;
    const double place = (page_x - line_left) / cell;  // in characters
    const int index = static_cast<int>(std::floor(place));
    const double off = std::abs(place - index - 0.5);
    const bool inside = index >= 0 && index < cells;
    int label = text::kBetween;
    if (inside && off <= 0.20)
      label = text::class_of(line[static_cast<std::size_t>(index)]);
    else if (inside && off < 0.34)
      label = -1;
    if (upside_down && label != text::kBetween) {
      const bool symmetric =
          label >= 0 && std::string("01OQXSZHINMW6985B25UD").find(text::character(label)) != std::string::npos;
      label = label < 0 || symmetric ? -1 : text::kBetween;
    }
    strip.labels.push_back(label);
  }
  return strip;
}

}  // namespace cotejo::training
