#include "line_renderer.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "../capitals_network.hpp"

namespace cotejo::training {
namespace {

namespace capitals = text_reading::capitals;

constexpr int kGlyphSize = 44;   // pixels per em of the stored glyphs
constexpr double kLarge = 26.0;  // height of capitals at which a line is printed before the camera shrinks it

constexpr std::u32string_view kOfClasses = U"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÑ,.-/'#&°";
// What the network reads as another class: accents say nothing, small letters count as capitals.
constexpr std::u32string_view kAccented = U"ÁÉÍÓÚÜáéíóúü", kPlain = U"AEIOUUAEIOUU",
                              kSmall = U"abcdefghijklmnopqrstuvwxyz", kTall = U"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

int class_of(char32_t letter) {
  if (const auto at = kAccented.find(letter); at != kAccented.npos) letter = kPlain[at];
  if (const auto at = kSmall.find(letter); at != kSmall.npos) letter = kTall[at];
  if (letter == U'ñ') letter = U'Ñ';
  const auto at = kOfClasses.find(letter);
  return at == kOfClasses.npos ? -1 : static_cast<int>(at);
}

// Words of identity documents, and of nothing else; most of the text is drawn by chance.
const std::u32string_view kWords[] = {
    U"NOMBRE",  U"DOMICILIO", U"CLAVE DE ELECTOR", U"CURP",      U"AÑO DE REGISTRO", U"FECHA DE NACIMIENTO",
    U"SECCIÓN", U"SECCION",   U"VIGENCIA",         U"EMISIÓN",   U"EMISION",         U"SEXO",
    U"GÉNERO",  U"EDAD",      U"ESTADO",           U"MUNICIPIO", U"LOCALIDAD",       U"FOLIO"};

}  // namespace

Typeface load_typeface(const std::string& path) {
  static FT_Library library = [] {
    FT_Library created = nullptr;
    FT_Init_FreeType(&created);
    return created;
  }();
  Typeface out;
  FT_Face face = nullptr;
  if (FT_New_Face(library, path.c_str(), 0, &face) != 0) return out;
  FT_Set_Pixel_Sizes(face, 0, kGlyphSize);
  std::u32string all(kOfClasses);
  all += kAccented, all += kSmall, all += U"ñ ";
  for (char32_t letter : all) {
    if (FT_Get_Char_Index(face, letter) == 0 || FT_Load_Char(face, letter, FT_LOAD_RENDER | FT_LOAD_NO_HINTING) != 0) {
      FT_Done_Face(face);
      return {};
    }
    const FT_GlyphSlot slot = face->glyph;
    Typeface::Glyph glyph;
    if (slot->bitmap.width > 0)
      glyph.coverage = cv::Mat(static_cast<int>(slot->bitmap.rows), static_cast<int>(slot->bitmap.width), CV_8U,
                               slot->bitmap.buffer, static_cast<std::size_t>(slot->bitmap.pitch))
                           .clone();
    glyph.left = slot->bitmap_left, glyph.top = slot->bitmap_top;
    glyph.advance = static_cast<double>(slot->advance.x) / 64;
    glyph.letter = class_of(letter);
    if (letter == U'H') out.capital = glyph.coverage.rows;
    if (letter == U'x') out.small = glyph.coverage.rows;
    out.glyphs.emplace(letter, std::move(glyph));
  }
  FT_Done_Face(face);
  return out;
}

char32_t LineRenderer::any_of(std::u32string_view letters) {
  return letters[static_cast<std::size_t>(integer(0, static_cast<int>(letters.size()) - 1))];
}

LineRenderer::Text LineRenderer::word(int least, int most) {
  Text out;
  const bool random = chance(0.4);
  for (int i = integer(least, most); i > 0; --i)
    out += random || chance(0.1) ? any_of(U"ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")
                                 : (i % 2 == 1 ? any_of(U"AAAEEEIIOOU") : any_of(U"BCCDFGHJLLMMNNÑPQRRRSSTTVXYZ"));
  return out;
}

LineRenderer::Text LineRenderer::digits(int count) {
  Text out;
  for (; count > 0; --count) out += any_of(U"0123456789");
  return out;
}

LineRenderer::Text LineRenderer::text() {
  Text out;
  const auto year = [&] { return (chance(0.6) ? Text(U"20") : Text(U"19")) + digits(2); };
  switch (integer(0, 11)) {
    case 0:
    case 1:  // names
      out = word(2, 10);
      if (chance(0.5)) out += U" " + word(2, 10);
      break;
    case 2:
    case 3:  // an address
      for (int i = integer(1, 3); i > 0; --i) out += word(1, 9) + (chance(0.15) ? U". " : U" ");
      out += chance(0.6) ? digits(integer(1, 5)) : word(1, 4) + (chance(0.5) ? U"." : U"");
      if (chance(0.4)) out += U", " + word(2, 6) + (chance(0.6) ? U"." : U"");
      break;
    case 4:
    case 5: {  // identifiers
      const int kind = integer(0, 1);
      for (int i = kind == 0 ? 4 : 6; i > 0; --i) out += any_of(kTall);
      out += digits(kind == 0 ? 6 : 8);
      for (int i = kind == 0 ? 6 : 1; i > 0; --i) out += any_of(kTall);
      out += digits(kind == 0 ? 2 : 3);
      break;
    }
    case 6:
      out = digits(2) + U"/" + digits(2) + U"/" + year();
      break;
    case 7:
      out = chance(0.3)   ? digits(integer(2, 5))
            : chance(0.4) ? year() + U" " + digits(2)
                          : year() + (chance(0.7) ? U" - " : U"-") + year();
      break;
    case 8:
    case 9:
      for (int i = integer(1, 2); i > 0; --i)
        out += (out.empty() ? U"" : U"  ") +
               Text(kWords[static_cast<std::size_t>(integer(0, static_cast<int>(std::size(kWords)) - 1))]);
      if (chance(0.3)) out += U" " + (chance(0.5) ? digits(integer(2, 6)) : word(1, 1));
      break;
    default:  // anything
      for (int i = integer(3, 16); i > 0; --i)
        out += chance(0.08) ? U' ' : chance(0.1) ? any_of(U",.-/'#&°") : any_of(kOfClasses);
  }
  return out;
}

std::vector<LineRenderer::Placed> LineRenderer::print(cv::Mat& ink, const Typeface& face, const Text& line,
                                                      const Setting& setting, double x0, double base_line) {
  std::vector<Placed> out;
  double pen = x0;
  for (char32_t letter : line) {
    const auto found = face.glyphs.find(letter);
    if (found == face.glyphs.end()) continue;
    const auto& glyph = found->second;
    const double advance = glyph.advance * setting.width + setting.tracking;
    if (!glyph.coverage.empty()) {
      cv::Mat scaled;
      cv::resize(glyph.coverage, scaled,
                 cv::Size(std::max(1, cvRound(glyph.coverage.cols * setting.width)),
                          std::max(1, cvRound(glyph.coverage.rows * setting.scale))),
                 0, 0, cv::INTER_AREA);
      const int x = cvRound(pen + glyph.left * setting.width), y = cvRound(base_line - glyph.top * setting.scale);
      const cv::Rect place = cv::Rect(x, y, scaled.cols, scaled.rows) & cv::Rect({}, ink.size());
      if (!place.empty()) {
        cv::Mat target = ink(place);
        cv::max(target, scaled(cv::Rect(place.x - x, place.y - y, place.width, place.height)), target);
      }
      out.push_back({pen, pen + advance, x + scaled.cols / 2.0, glyph.letter});
    } else {
      out.push_back({pen, pen + advance, pen + advance / 2, capitals::kSpace});
    }
    pen += advance;
  }
  return out;
}

void LineRenderer::blur(cv::Mat& page, double capital) {
  const double sigma = std::pow(uniform(0, 1), 1.4) * 0.18 * capital;
  if (sigma > 0.3) cv::GaussianBlur(page, page, cv::Size(), sigma * uniform(0.85, 1.15), sigma);
  if (!chance(0.35)) return;  // moved while exposed
  const int length = cvRound(uniform(0.05, 0.35) * capital) | 1;
  cv::Mat kernel = cv::Mat::zeros(length, length, CV_32F);
  const double angle = uniform(0, CV_PI), half = (length - 1) / 2.0;
  cv::line(kernel, cv::Point(cvRound(half - half * std::cos(angle)), cvRound(half - half * std::sin(angle))),
           cv::Point(cvRound(half + half * std::cos(angle)), cvRound(half + half * std::sin(angle))), cv::Scalar(1));
  cv::filter2D(page, page, -1, kernel / cv::sum(kernel)[0], cv::Point(-1, -1), 0, cv::BORDER_REPLICATE);
}

LineStrip LineRenderer::next(int width) {
  const Typeface& face = faces_[static_cast<std::size_t>(integer(0, static_cast<int>(faces_.size()) - 1))];
  Text line = text();
  // A label's capitals are sometimes small letters; the line is then as high as those.
  const bool small = chance(0.06);
  if (small)
    for (auto& letter : line) {
      if (const auto at = kTall.find(letter); at != kTall.npos) letter = kSmall[at];
      if (const auto at = kAccented.substr(0, 6).find(letter); at != kAccented.npos) letter = kAccented[at + 6];
      if (letter == U'Ñ') letter = U'ñ';
    }
  const double capital = kLarge, scale = capital / face.capital * (small ? uniform(0.95, 1.2) : 1.0);
  const double measured =
      small ? scale * face.capital * uniform(0.75, 1.0) : capital;  // what a line finder takes it for
  const double squeeze = chance(0.5) ? 1.0 : uniform(0.78, 1.12);
  const Setting setting{scale, scale * squeeze, chance(0.6) ? 0.0 : uniform(-0.02, 0.16) * capital};

  const double magnification =
      capitals::kCapitalHeight * capitals::kStretch / capital;  // of columns, from page to strip
  // The strip shows nearly all of the page, whatever the camera and the line finder do.
  const cv::Size large(cvRound(width / magnification * 1.25), cvRound(capital * 4.4));
  const double base_line = capital * 2.7;
  cv::Mat ink(large, CV_8U, cv::Scalar(0));
  double total = 0;
  for (char32_t letter : line)
    if (const auto found = face.glyphs.find(letter); found != face.glyphs.end())
      total += found->second.advance * setting.width + setting.tracking;
  const double free = large.width - total;
  const double x0 = free > 0 ? uniform(0, free) : uniform(free, 0);
  const auto placed = print(ink, face, line, setting, x0, base_line);
  const double spacing = capital * uniform(1.35, 2.4);
  const auto beside = [&](double base) {
    const auto& other =
        chance(0.7) ? face : faces_[static_cast<std::size_t>(integer(0, static_cast<int>(faces_.size()) - 1))];
    const double size = uniform(0.6, 1.1) * capital / other.capital;
    print(ink, other, text(), {size, size, 0}, x0 + uniform(-20, 20), base);
  };
  if (chance(0.4)) beside(base_line - spacing);
  if (chance(0.4)) beside(base_line + spacing);
  if (chance(0.35)) {  // ink spread or worn print
    const int brush = chance(0.7) ? 2 : 3;
    const cv::Mat kernel = cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(brush, brush));
    chance(0.6) ? cv::dilate(ink, ink, kernel) : cv::erode(ink, ink, kernel);
  }
  cv::Mat paper = ground(large), darkness;
  ink.convertTo(darkness, CV_32F, 1 / 255.0);
  const double light = cv::mean(paper)[0], dark = (chance(0.25) ? uniform(0.55, 0.78) : uniform(0, 0.58)) * light;
  cv::Mat page = paper.mul(1 - darkness) + dark * darkness;

  // The camera: height of capitals in its pixels, then noise and JPEG at that resolution.
  blur(page, capital);
  const double shrink = std::min(1.0, std::exp(uniform(std::log(7.0), std::log(30.0))) / capital);
  const cv::Size less(std::max(8, cvRound(large.width * shrink)), std::max(8, cvRound(large.height * shrink)));
  cv::resize(page, page, less, 0, 0, cv::INTER_AREA);
  photograph(page);
  if (chance(0.8)) {  // a card is warped to its own size before it is read
    const double grown = uniform(1.0, 1.8);
    cv::resize(page, page, cv::Size(), grown, grown, cv::INTER_LINEAR);
  }
  const double rx = static_cast<double>(page.cols) / large.width, ry = static_cast<double>(page.rows) / large.height;

  // Into the strip, as imprecisely as a line finder would.
  const double high = capitals::kCapitalHeight / (measured * ry) * uniform(0.86, 1.14);
  const double sx = high * capitals::kStretch * ry / rx * uniform(0.93, 1.07), sy = high;
  const double turn = uniform(-0.02, 0.02), lean = uniform(-0.08, 0.08);
  const double middle = (base_line - measured / 2) * ry;
  cv::Matx23d warp(sx, lean * sy, 0, turn * sx, sy, 0);
  warp(0, 2) = -uniform(0, std::max(0.0, page.cols * sx - width)) - warp(0, 1) * middle;
  const double centre_x = (width / 2.0 - warp(0, 2)) / sx;
  warp(1, 2) = capitals::kStripHeight / 2.0 + uniform(-1.6, 1.6) - (warp(1, 0) * centre_x + sy * middle);
  LineStrip strip;
  cv::warpAffine(page, strip.grey, warp, cv::Size(width, capitals::kStripHeight), cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);

  const auto in_strip = [&](double x) { return sx * x * rx + warp(0, 1) * middle + warp(0, 2); };
  for (int i = 0; i < capitals::outputs_of(width); ++i) {
    const double x = capitals::kFirst + i * capitals::kStep;
    LineStrip::Label label{capitals::kBetween, false};
    double nearest = width;
    for (const auto& letter : placed) {
      const double advance = in_strip(letter.right) - in_strip(letter.left),
                   off = std::abs(x - in_strip(letter.middle));
      if (off >= nearest) continue;
      nearest = off;
      const bool space = letter.letter == capitals::kSpace;
      // Even of the narrowest letter one output is sure to see it.
      const double sure = std::max(0.25 * advance, space ? 0.0 : 2.05),
                   doubtful = std::max(0.38 * advance, space ? 0.0 : 3.0);
      label =
          off < doubtful ? LineStrip::Label{letter.letter, off > sure} : LineStrip::Label{capitals::kBetween, false};
    }
    strip.labels.push_back(label);
  }
  return strip;
}

}  // namespace cotejo::training
