#include "pdf_pages.hpp"

#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>

namespace pdf_analyzer {
namespace {

constexpr double kPointsPerInch = 72;
constexpr double kMinLegible = 0.7;  // of a page's letters; below, its fonts do not say which letters they draw

// `ABCDEF+Helvetica` -> `Helvetica`; names may have any bytes, of which only plain ones are kept.
std::string font_name(std::string name) {
  if (name.size() > 7 && name[6] == '+') name = name.substr(7);
  std::erase_if(name, [](char c) { return c < 0x20 || c > 0x7e; });
  return name.substr(0, 100);
}

std::string utf8(const poppler::ustring& text) {
  const auto bytes = text.to_utf8();
  return {bytes.begin(), bytes.end()};
}

struct Letters {
  std::size_t all = 0, meaningless = 0;
};

// By the quarter turns of words, clockwise. A page that somebody turned has all of its words in one direction; forms
// and bills have a line or two along an edge, and tables a few turned headings.
int degrees_to_turn(const std::array<Letters, 4>& letters) {
  constexpr double kMostLetters = 0.8;
  std::size_t all = 0;
  for (const auto& one : letters) all += one.all;
  for (std::size_t turns = 1; turns < letters.size(); ++turns)
    if (static_cast<double>(letters[turns].all) > kMostLetters * static_cast<double>(all))
      return 90 * static_cast<int>(letters.size() - turns);
  return 0;
}

// `ﬁ` and others that Unicode has as one letter, as people write them; other letters as they are.
std::string spelled(const std::string& letter) {
  static const std::map<std::string, std::string> ligatures{{"ﬀ", "ff"},  {"ﬁ", "fi"}, {"ﬂ", "fl"}, {"ﬃ", "ffi"},
                                                            {"ﬄ", "ffl"}, {"ﬅ", "st"}, {"ﬆ", "st"}};
  const auto found = ligatures.find(letter);
  return found == ligatures.end() ? letter : found->second;
}

// Control characters, the replacement character and private letters say nothing; control characters are dropped.
std::string legible_part(const std::string& text, Letters& letters) {
  std::string kept;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    const std::string letter = text.substr(i, length);
    i += length;
    ++letters.all;
    const bool control = first < 0x20 || first == 0x7f;
    const bool stand_in = letter == "\xEF\xBF\xBD" || first == 0xEE || (first == 0xEF && letter < "\xEF\xA4\x80");
    if (control || stand_in) ++letters.meaningless;
    if (!control) kept += spelled(letter);
  }
  return kept;
}

poppler::image drawn_grey(const poppler::page& page, double dots) {
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_gray8);
  renderer.set_render_hints(poppler::page_renderer::antialiasing | poppler::page_renderer::text_antialiasing);
  return renderer.render_page(&page, dots, dots);
}

void say_nothing(const std::string&, void*) {}

// Of a picture with `own` dots per inch: as many, or a whole share of them where these would be far more than asked
// for.
double as_fine(double own, double resolution) {
  constexpr double kFinest = 1.6, kCoarsest = 0.6;  // of what is asked for
  constexpr double kWithin = 0.9999;                // a picture that ends on a pixel's edge is drawn one pixel wider
  if (own < kCoarsest * resolution) return resolution;
  return kWithin * own / std::max(1.0, std::ceil(own / (kFinest * resolution)));
}

}  // namespace

struct Pages::Opened {
  std::unique_ptr<poppler::document> document;
};

Pages::Pages(std::unique_ptr<Opened> opened) : opened_(std::move(opened)) {}
Pages::~Pages() = default;

std::unique_ptr<Pages> Pages::open(std::span<const std::uint8_t> file, std::size_t expected) {
  poppler::set_debug_error_function(&say_nothing, nullptr);
  auto opened = std::make_unique<Opened>();
  opened->document.reset(
      poppler::document::load_from_raw_data(reinterpret_cast<const char*>(file.data()), static_cast<int>(file.size())));
  if (!opened->document || opened->document->is_locked()) return nullptr;
  if (opened->document->pages() != static_cast<int>(expected)) return nullptr;
  return std::unique_ptr<Pages>(new Pages(std::move(opened)));
}

std::variant<DocumentText, PdfError> Pages::text(const Stop& stop) const {
  DocumentText found;
  std::map<std::string, std::size_t> fonts;
  for (int i = 0; i < opened_->document->pages(); ++i) {
    if (stop()) return PdfError::cancelled;
    const std::unique_ptr<poppler::page> page(opened_->document->create_page(i));
    if (!page) return PdfError::unreadable;
    PageText& out = found.pages.emplace_back();
    const auto box = page->page_rect();
    const auto orientation = page->orientation();
    const bool turned = orientation == poppler::page::landscape || orientation == poppler::page::seascape;
    out.width = turned ? box.height() : box.width();
    out.height = turned ? box.width() : box.height();
    if (!(out.width > 0 && out.height > 0)) return PdfError::unreadable;
    std::array<Letters, 4> by_turns;
    const Letters& letters = by_turns[0];
    for (const auto& text : page->text_list(poppler::page::text_list_include_font)) {
      Word word;
      word.text =
          legible_part(utf8(text.text()), by_turns[static_cast<std::size_t>(text.rotation()) % by_turns.size()]);
      if (word.text.empty()) continue;
      const auto place = text.bbox();
      word.x = place.x(), word.y = place.y(), word.width = place.width(), word.height = place.height();
      word.space_after = text.has_space_after();
      if (text.has_font_info()) {
        word.size = text.get_font_size();
        word.font = fonts.emplace(font_name(text.get_font_name()), fonts.size()).first->second;
      }
      (text.rotation() == 0 ? out.words : out.turned).push_back(std::move(word));
    }
    out.degrees = degrees_to_turn(by_turns);
    out.legible =
        static_cast<double>(letters.all - letters.meaningless) >= kMinLegible * static_cast<double>(letters.all);
  }
  found.fonts.resize(fonts.size());
  for (const auto& [name, index] : fonts) found.fonts[index] = name;
  return found;
}

std::variant<std::vector<Picture>, PdfError> Pages::draw(double resolution, double max_pixels,
                                                         std::span<const double> picture_dots, const Allocate& allocate,
                                                         const Stop& stop) const {
  std::vector<Picture> pictures;
  for (int i = 0; i < opened_->document->pages(); ++i) {
    if (stop()) return PdfError::cancelled;
    const std::unique_ptr<poppler::page> page(opened_->document->create_page(i));
    if (!page) return PdfError::unreadable;
    const auto box = page->page_rect();
    const double inches = box.width() * box.height() / (kPointsPerInch * kPointsPerInch);
    if (!(inches > 0)) return PdfError::unreadable;
    const double own =
        static_cast<std::size_t>(i) < picture_dots.size() ? picture_dots[static_cast<std::size_t>(i)] : 0;
    const double dots = std::min(as_fine(own, resolution), std::sqrt(max_pixels / inches));
    const poppler::image drawn = drawn_grey(*page, dots);
    if (!drawn.is_valid() || drawn.width() <= 0 || drawn.height() <= 0) return PdfError::unreadable;
    Picture& picture = pictures.emplace_back();
    picture.width = static_cast<std::uint32_t>(drawn.width());
    picture.height = static_cast<std::uint32_t>(drawn.height());
    auto* pixels = static_cast<std::uint8_t*>(allocate(std::uint64_t{picture.width} * picture.height));
    if (!pixels) return PdfError::out_of_memory;
    for (std::uint32_t row = 0; row < picture.height; ++row)
      std::memcpy(pixels + std::size_t{row} * picture.width,
                  drawn.const_data() + static_cast<std::ptrdiff_t>(row) * drawn.bytes_per_row(), picture.width);
    picture.pixels = pixels;
  }
  return pictures;
}

std::optional<Sheet> Pages::sheet(std::size_t index, double resolution, double max_pixels) const {
  const std::unique_ptr<poppler::page> page(opened_->document->create_page(static_cast<int>(index)));
  if (!page) return std::nullopt;
  const auto box = page->page_rect();
  const double inches = box.width() * box.height() / (kPointsPerInch * kPointsPerInch);
  if (!(inches > 0)) return std::nullopt;
  const poppler::image drawn = drawn_grey(*page, std::min(resolution, std::sqrt(max_pixels / inches)));
  if (!drawn.is_valid() || drawn.width() <= 0 || drawn.height() <= 0) return std::nullopt;
  Sheet sheet{drawn.width(), drawn.height(), {}};
  for (int row = 0; row < sheet.height; ++row) {
    const auto* pixels = reinterpret_cast<const std::uint8_t*>(drawn.const_data()) +
                         static_cast<std::ptrdiff_t>(row) * drawn.bytes_per_row();
    sheet.pixels.insert(sheet.pixels.end(), pixels, pixels + sheet.width);
  }
  return sheet;
}

std::shared_ptr<void> warm_up() {
  // One page with one word in a font that is not in the file.
  static constexpr std::string_view kSmall =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 34>>stream\nBT /F 12 Tf 9 9 Td (warm) Tj ET    \nendstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
      "trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
  std::shared_ptr<Pages> pages = Pages::open({reinterpret_cast<const std::uint8_t*>(kSmall.data()), kSmall.size()}, 1);
  if (!pages) return nullptr;
  const Stop never = [] { return false; };
  std::vector<std::uint8_t> pixels;
  (void)pages->text(never);
  (void)pages->draw(
      kPointsPerInch, 1e6, {}, [&](std::uint64_t size) { return pixels.resize(size), pixels.data(); }, never);
  return pages;
}

}  // namespace pdf_analyzer
