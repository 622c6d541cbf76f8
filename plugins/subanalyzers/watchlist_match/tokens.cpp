#include "tokens.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <mx/name.hpp>
#include <utility>

namespace watchlist_match {
namespace {

struct StandsFor {
  std::string_view written, name;
};
// Abbreviations of registries and forms, and the nicknames that are nearly always of one name.
constexpr StandsFor kStandsFor[] = {
#include "data/short_names.inc"
};

constexpr std::array<std::string_view, 22> kParticles{"A",   "AL",  "BIN", "D",   "DA", "DAS", "DE", "DEL",
                                                      "DER", "DI",  "DOS", "E",   "EL", "IBN", "LA", "LAS",
                                                      "LE",  "LOS", "VAN", "VON", "Y",  "ZU"};

bool is_particle(std::string_view word) {
  return std::find(kParticles.begin(), kParticles.end(), word) != kParticles.end();
}

std::string_view in_full(std::string_view word) {
  const auto at = std::lower_bound(std::begin(kStandsFor), std::end(kStandsFor), word,
                                   [](const StandsFor& each, std::string_view key) { return each.written < key; });
  return at != std::end(kStandsFor) && at->written == word ? at->name : word;
}

// ICU's transliterators are shared behind a lock: making one takes milliseconds, using it microseconds.
std::string transliterated(std::string_view utf8) {
  static std::mutex mutex;
  static const std::unique_ptr<icu::Transliterator> to_latin = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(
        icu::Transliterator::createInstance("Russian-Latin/BGN; Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  if (!to_latin) return std::string(utf8);
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  {
    const std::lock_guard lock(mutex);
    to_latin->transliterate(text);
  }
  std::string out;
  text.toUTF8String(out);
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string without_tildes(std::string text) {
  constexpr std::string_view kEnye = "\u00D1";
  for (auto at = text.find(kEnye); at != std::string::npos; at = text.find(kEnye, at + 1))
    text.replace(at, kEnye.size(), "N");
  return text;
}

std::string letters_of(std::string_view word) {
  std::string letters;
  for (const char c : word)
    if (c >= 'A' && c <= 'Z') letters.push_back(c);
  return letters;
}

bool is_soft(char next) {
  return next == 'E' || next == 'I';
}

}  // namespace

std::string sound_of(std::string_view word) {
  std::string sound;
  const auto at = [&](std::size_t i) { return i < word.size() ? word[i] : '\0'; };
  const auto add = [&](char c) {
    if (sound.empty() || sound.back() != c) sound.push_back(c);  // doubled letters sound as one
  };
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i], next = at(i + 1);
    switch (c) {
      case 'H':
        break;
      case 'P':
        add(next == 'H' ? 'F' : 'P');
        break;
      case 'B':
      case 'V':
      case 'W':
        add('B');
        break;
      case 'Z':
      case 'S':
        add('S');
        break;
      case 'C':
        if (next == 'H') {
          add('X');
        } else {
          add(is_soft(next) ? 'S' : 'K');
        }
        break;
      case 'Q':
        add('K');
        if (next == 'U') ++i;
        break;
      case 'G':
        add(is_soft(next) ? 'J' : 'G');
        break;
      case 'X':
        add('J');
        break;
      case 'L':
        if (next == 'L') {
          add('Y');
          ++i;
        } else {
          add('L');
        }
        break;
      case 'Y':
        add(next == '\0' ? 'I' : 'Y');
        break;
      default:
        add(c);
    }
  }
  return sound;
}

std::vector<Token> tokens_of(std::string_view utf8) {
  std::vector<Token> tokens;
  if (utf8.size() > kMaxNameBytes) return tokens;
  std::string text = without_tildes(cotejo::mx::comparable(utf8));
  if (!is_ascii(text)) text = cotejo::mx::comparable(transliterated(text));
  for (const std::string& word : cotejo::mx::words(text)) {
    const std::string letters = letters_of(word);
    if (letters.empty() || is_particle(letters)) continue;
    const std::string_view name = in_full(letters);
    tokens.push_back({std::string(name), sound_of(name)});
    if (tokens.size() == kMaxTokens) break;
  }
  return tokens;
}

}  // namespace watchlist_match
