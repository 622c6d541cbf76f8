#include "seen_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "drawing_copies.hpp"

namespace pdf_analyzer {
namespace {

constexpr double kDots = 144;           // an inch: two pixels a point
constexpr double kMostPixels = 6e6;     // of a page: larger ones are drawn smaller
constexpr int kContrast = 24;           // of 255, with the page below: print that is paler is not read by people
constexpr double kLeastHeight = 3;      // points of a word: fine print has 4 and more
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

// Whether each letter of the word left some ink. `scale`: pixels a point.
bool is_seen(const Word& word, const Ink& ink, double scale) {
  if (word.height < kLeastHeight) return false;
  const auto clamp = [](double at, int most) { return std::clamp(static_cast<int>(at), 0, most); };
  const int left = clamp(std::floor(word.x * scale), ink.whole.width),
            right = clamp(std::ceil((word.x + word.width) * scale), ink.whole.width),
            top = clamp(std::floor(word.y * scale), ink.whole.height),
            bottom = clamp(std::ceil((word.y + word.height) * scale), ink.whole.height);
  int empty = 0, widest = 0;
  bool any = false;
  for (int x = left; x < right; ++x) {
    bool inked = false;
    for (int y = top; y < bottom && !inked; ++y) inked = ink.at(x, y);
    any = any || inked;
    empty = inked ? 0 : empty + 1;
    widest = std::max(widest, empty);
  }
  const auto letters = letters_in(word.text);
  if (!any || letters < 2) return any;
  return widest <= 1 + kMissingLetter * word.width * scale / static_cast<double>(letters);
}

void take_out_unseen(PageText& page, std::size_t index, const std::optional<Ink>& ink,
                     std::vector<UnseenWord>& unseen) {
  std::vector<Word> seen;
  for (auto& word : page.words) {
    if (ink && is_seen(word, *ink, ink->whole.width / page.width))
      seen.push_back(std::move(word));
    else
      unseen.push_back({index, std::move(word)});
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
