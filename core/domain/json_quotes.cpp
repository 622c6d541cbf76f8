#include "domain/json_quotes.hpp"

#include <cstdint>
#include <cstring>

#include "domain/utf8.hpp"

namespace cotejo::domain {
namespace {

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    default:
      break;
  }
  constexpr char digits[] = "0123456789abcdef";
  out += "\\u00";
  out += digits[c >> 4];
  out += digits[c & 15];
}

bool is_plain(unsigned char c) {
  return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

// Whether eight characters need no change, by the zero-byte trick.
bool plain_word(std::uint64_t word) {
  constexpr std::uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  const auto zero_in = [](std::uint64_t w) { return (w - ones) & ~w & tops; };
  const std::uint64_t control = (word - ones * 0x20) & ~word & tops;
  return (control | (word & tops) | zero_in(word ^ ones * '"') | zero_in(word ^ ones * '\\')) == 0;
}

template <class Word>
Word word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Sixteen at once: as signed numbers, control characters and those beyond ASCII are both below a space.
bool plain_sixteen(const char* text) {
  using Sixteen [[gnu::vector_size(16)]] = signed char;
  const auto characters = word_at<Sixteen>(text);
  const auto changed = (characters < ' ') | (characters == '"') | (characters == '\\');
  std::uint64_t halves[2];
  std::memcpy(halves, &changed, sizeof halves);
  return (halves[0] | halves[1]) == 0;
}

}  // namespace

// The last characters of a text are looked at together with some before them, which may have been looked at already.
std::size_t plain_json_start(std::string_view text) {
  const std::size_t size = text.size();
  const char* const begin = text.data();
  const char* const end = begin + size;
  if (size >= 16) {
    std::size_t i = 0;
    for (; i + 16 <= size; i += 16)
      if (!plain_sixteen(begin + i)) return i;
    return i == size || plain_sixteen(end - 16) ? size : i;
  }
  if (size >= 8)
    return plain_word(word_at<std::uint64_t>(begin)) && plain_word(word_at<std::uint64_t>(end - 8)) ? size : 0;
  if (size >= 4) {
    const auto head = word_at<std::uint32_t>(begin), tail = word_at<std::uint32_t>(end - 4);
    return plain_word(head | std::uint64_t{tail} << 32) ? size : 0;
  }
  std::size_t i = 0;
  while (i < size && is_plain(static_cast<unsigned char>(text[i]))) ++i;
  return i;
}

std::string escaped_json(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  std::size_t plain = 0;  // start of what needs no change
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (is_plain(c)) {
      ++i;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = utf8_sequence(text.substr(i))) {
        i += length;
        continue;
      }
    }
    out.append(text.substr(plain, i - plain));
    if (c >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else {
      append_control(out, c);
    }
    plain = ++i;
  }
  out.append(text.substr(plain));
  return out;
}

}  // namespace cotejo::domain
