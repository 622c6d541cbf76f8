#include "contract_template.hpp"

#include <array>
#include <stdexcept>
#include <utility>

namespace cotejo::contract_document {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 5> kFormats{{{"upper", Format::upper},
                                                                       {"money", Format::money},
                                                                       {"words", Format::words},
                                                                       {"percent", Format::percent},
                                                                       {"date", Format::date}}};

constexpr std::pair<std::string_view, std::string_view> kShipped[] = {
#include "templates.inc"
};

[[noreturn]] void refuse(std::size_t line, const std::string& what) {
  throw std::invalid_argument("template, line " + std::to_string(line) + ": " + what);
}

Piece slot_of(std::string_view inside, std::size_t line) {
  Piece piece;
  const auto colon = inside.find(':');
  piece.field = std::string(inside.substr(0, colon));
  if (piece.field.empty() ||
      piece.field.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos)
    refuse(line, "a slot's name has lower case letters, digits and _");
  if (colon == std::string_view::npos) return piece;
  for (const auto& [name, format] : kFormats)
    if (inside.substr(colon + 1) == name) {
      piece.format = format;
      return piece;
    }
  refuse(line, "a slot's format is upper, money, words, percent or date");
}

std::vector<Piece> pieces_of(std::string_view text, std::size_t line) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const auto open = text.find("{{");
    if (open > 0) pieces.push_back({std::string(text.substr(0, open)), {}, Format::text});
    if (open == std::string_view::npos) break;
    const auto close = text.find("}}", open);
    if (close == std::string_view::npos) refuse(line, "{{ without }}");
    pieces.push_back(slot_of(text.substr(open + 2, close - open - 2), line));
    text.remove_prefix(close + 2);
  }
  return pieces;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

Paragraph signature_line(std::string_view rest, std::size_t line) {
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos || trimmed(rest.substr(0, colon)).empty())
    refuse(line, "@sign needs a role and the words below the line: `@sign borrower: EL ACREDITADO`");
  return {pieces_of(trimmed(rest.substr(colon + 1)), line), std::string(trimmed(rest.substr(0, colon)))};
}

}  // namespace

Template parse_template(std::string_view text) {
  Template out;
  bool open = false;  // the next line of text belongs to the last paragraph
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const auto line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const auto is = [&](std::string_view word) { return line.starts_with(word); };
    if (is("#")) continue;
    if (line.empty() || line.front() == '@') open = false;
    if (line.empty()) continue;
    if (is("@header ") || is("@footer ")) {
      out.furniture.push_back(pieces_of(trimmed(line.substr(8)), number));
    } else if (is("@sign ")) {
      out.body.push_back(signature_line(line.substr(6), number));
    } else if (line.front() == '@') {
      refuse(number, "expected @header, @footer or @sign");
    } else {
      if (!open) out.body.emplace_back();
      auto pieces = pieces_of(line, number);
      if (open) out.body.back().pieces.push_back({" ", {}, Format::text});
      for (auto& piece : pieces) out.body.back().pieces.push_back(std::move(piece));
      open = true;
    }
  }
  if (out.body.empty()) throw std::invalid_argument("the template has no text");
  return out;
}

std::string_view shipped_template(std::string_view name) {
  for (const auto& [known, text] : kShipped)
    if (known == name) return text;
  throw std::invalid_argument("no template '" + std::string(name) + "' is shipped");
}

}  // namespace cotejo::contract_document
