#include "seen_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "drawing_copies.hpp"

namespace pdf_analyzer {
namespace {

constexpr double kDots = 144;        // an inch: two pixels a point
constexpr double kMostPixels = 6e6;  // of a page: larger ones are drawn smaller
constexpr int kContrast = 24;        // of 255, with the page below: print that is paler is not read by people
constexpr double kLeastHeight = 3;   // points of a word: fine print has 4 and more
constexpr int kStroke = 64;          // of 255, from what is most of a word's place: a pen or a line, not a pale mark
constexpr double kThrough = 0.6;     // of a word's width that a stroke runs through
constexpr double kMiddleFrom = 0.3,
                 kMiddleTo = 0.7;       // of a word's height: fonts that hang low have their underlines at 0.77
constexpr double kMissingLetter = 1.1;  // mean widths of a word's letters without any ink: a letter is hidden

struct Ink {
  const Sheet &whole, &bare;
  bool at(int x, int y) const {
    const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(whole.width) + static_cast<std::size_t>(x);
    return std::abs(int{whole.pixels[i]} - int{bare.pixels[i]}) >= kContrast;
  }
};

std::size_t letters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

struct Pixels {
  int left = 0, right = 0, top = 0, bottom = 0;
};

// Of the part of the word's box from `from` to `to` of its height. `scale`: pixels a point.
Pixels pixels_of(const Word& word, const Sheet& sheet, double scale, double from = 0, double to = 1) {
  const auto clamp = [](double at, int most) { return std::clamp(static_cast<int>(at), 0, most); };
  return {clamp(std::floor(word.x * scale), sheet.width), clamp(std::ceil((word.x + word.width) * scale), sheet.width),
          clamp(std::floor((word.y + from * word.height) * scale), sheet.height),
          clamp(std::ceil((word.y + to * word.height) * scale), sheet.height)};
}

bool has_ink(const Word& word, const Ink& ink, double scale) {
  const Pixels box = pixels_of(word, ink.whole, scale);
  for (int y = box.top; y < box.bottom; ++y)
    for (int x = box.left; x < box.right; ++x)
      if (ink.at(x, y)) return true;
  return false;
}

// Whether each letter of the word left some ink.
bool is_seen(const Word& word, const Ink& ink, double scale) {
  if (word.height < kLeastHeight) return false;
  const Pixels box = pixels_of(word, ink.whole, scale);
  int empty = 0, widest = 0;
  bool any = false;
  for (int x = box.left; x < box.right; ++x) {
    bool inked = false;
    for (int y = box.top; y < box.bottom && !inked; ++y) inked = ink.at(x, y);
    any = any || inked;
    empty = inked ? 0 : empty + 1;
    widest = std::max(widest, empty);
  }
  const auto letters = letters_in(word.text);
  if (!any || letters < 2) return any;
  return widest <= 1 + kMissingLetter * word.width * scale / static_cast<double>(letters);
}

// Whether something runs through the word that the page shows without its letters. What lies evenly behind all of it, a
// shaded row or a band, is no stroke.
bool is_crossed(const Word& word, const Sheet& bare, double scale) {
  const Pixels box = pixels_of(word, bare, scale, kMiddleFrom, kMiddleTo);
  const auto at = [&](int x, int y) {
    return bare
        .pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(bare.width) + static_cast<std::size_t>(x)];
  };
  const Pixels around = pixels_of(word, bare, scale);
  std::array<std::uint32_t, 256> shades{};
  for (int y = around.top; y < around.bottom; ++y)
    for (int x = around.left; x < around.right; ++x) ++shades[at(x, y)];
  const int most = static_cast<int>(std::max_element(shades.begin(), shades.end()) - shades.begin());
  int met = 0;
  for (int x = box.left; x < box.right; ++x) {
    bool stroke = false;
    for (int y = box.top; y < box.bottom && !stroke; ++y) stroke = std::abs(int{at(x, y)} - most) >= kStroke;
    met += stroke ? 1 : 0;
  }
  return met > 0 && met >= kThrough * (box.right - box.left);
}

void take_out_unseen(PageText& page, std::size_t index, const std::optional<Ink>& ink,
                     std::vector<UnseenWord>& unseen) {
  std::vector<Word> seen;
  for (auto& word : page.words) {
    const double scale = ink ? ink->whole.width / page.width : 0;
    if (ink && is_seen(word, *ink, scale)) {
      word.crossed = is_crossed(word, ink->bare, scale);
      seen.push_back(std::move(word));
    } else {
      const bool small = ink && word.height < kLeastHeight && has_ink(word, *ink, scale);
      unseen.push_back({index, std::move(word), small});
    }
  }
  page.words = std::move(seen);
}

struct Pair {
  DrawingCopies bytes;  // Poppler reads from these
  std::unique_ptr<Pages> whole, bare;
};

std::optional<Pair> open_both(std::string_view file, std::size_t pages) {
  auto copies = drawing_copies(file);
  if (!copies) return std::nullopt;
  Pair pair{std::move(*copies), nullptr, nullptr};
  const auto open = [&](const std::string& bytes) {
    return Pages::open({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, pages);
  };
  pair.whole = open(pair.bytes.whole);
  pair.bare = open(pair.bytes.without_letters);
  if (!pair.whole || !pair.bare) return std::nullopt;
  return pair;
}

}  // namespace

std::variant<std::vector<UnseenWord>, PdfError> take_out_unseen(DocumentText& read, std::string_view file,
                                                                const std::vector<bool>& unread, const Stop& stop) {
  std::vector<UnseenWord> unseen;
  std::optional<Pair> pair;
  bool opened = false;
  for (std::size_t i = 0; i < read.pages.size(); ++i) {
    if (stop()) return PdfError::cancelled;
    PageText& page = read.pages[i];
    if (unread[i] || page.words.empty()) continue;
    if (!std::exchange(opened, true)) try {
        pair = open_both(file, read.pages.size());
      } catch (const std::bad_alloc&) {
        return PdfError::out_of_memory;
      }
    const auto whole = pair ? pair->whole->sheet(i, kDots, kMostPixels) : std::nullopt;
    const auto bare = whole ? pair->bare->sheet(i, kDots, kMostPixels) : std::nullopt;
    const bool drawn = bare && whole->width == bare->width && whole->height == bare->height;
    take_out_unseen(page, i, drawn ? std::optional<Ink>({*whole, *bare}) : std::nullopt, unseen);
  }
  return unseen;
}

}  // namespace pdf_analyzer
