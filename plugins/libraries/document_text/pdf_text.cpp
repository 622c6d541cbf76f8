#include "pdf_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

namespace cotejo::document_text {
namespace {

constexpr double kUnit = 0.1;           // of a point
constexpr std::size_t kMinMembers = 5;  // x, y, width, height, text
constexpr std::size_t kSpaceAfter = 7;  // index of that member
constexpr double kJoined = 0.08;        // of a word's height: pieces closer than this are one word

std::optional<double> number(const boost::json::value& value) {
  boost::system::error_code error;
  const double found = value.to_number<double>(error);
  if (error) return std::nullopt;
  return found * kUnit;
}

struct Piece {
  Word word;
  bool space_after = true;
};

std::optional<Piece> piece_of(const boost::json::value& value) {
  const auto* members = value.if_array();
  if (!members || members->size() < kMinMembers || !(*members)[4].is_string()) return std::nullopt;
  const auto x = number((*members)[0]), y = number((*members)[1]), width = number((*members)[2]),
             height = number((*members)[3]);
  if (!x || !y || !width || !height) return std::nullopt;
  Piece piece;
  piece.word.box = {*x, *y, *width, *height};
  piece.word.text = std::string((*members)[4].as_string());
  if (members->size() > kSpaceAfter)
    piece.space_after = !(*members)[kSpaceAfter].is_int64() || (*members)[kSpaceAfter].as_int64() != 0;
  return piece;
}

// A writer that changes the font inside a word, or places its letters in groups, leaves pieces of it.
bool continues(const Piece& before, const Piece& piece) {
  if (before.space_after) return false;
  const Box &a = before.word.box, &b = piece.word.box;
  const double gap = b.x - a.right();
  return std::abs(a.middle() - b.middle()) < 0.2 * a.height && gap < kJoined * a.height && gap > -0.3 * a.height;
}

bool read_page(const boost::json::value& value, Page& page) {
  const auto* object = value.if_object();
  if (!object) return false;
  const auto* width = object->if_contains("width");
  const auto* height = object->if_contains("height");
  const auto* scanned = object->if_contains("scanned");
  const auto* words = object->if_contains("words");
  if (!width || !height || !scanned || !scanned->is_bool() || !words || !words->is_array()) return false;
  page.width = number(*width).value_or(0), page.height = number(*height).value_or(0);
  page.scanned = scanned->as_bool();
  if (!(page.width > 0 && page.height > 0)) return false;
  bool space_after = true;
  for (const auto& entry : words->as_array()) {
    auto piece = piece_of(entry);
    if (!piece) return false;
    if (!page.words.empty() && continues({page.words.back(), space_after}, *piece)) {
      page.words.back().box = around(page.words.back().box, piece->word.box);
      page.words.back().text += piece->word.text;
    } else {
      page.words.push_back(std::move(piece->word));
    }
    space_after = piece->space_after;
  }
  return true;
}

}  // namespace

const boost::json::array* written_pages(const boost::json::value& pdf_text) {
  const auto* object = pdf_text.if_object();
  const auto* pages = object ? object->if_contains("pages") : nullptr;
  return pages ? pages->if_array() : nullptr;
}

std::optional<std::vector<Page>> pages_of(const boost::json::value& pdf_text) {
  const auto* written = written_pages(pdf_text);
  if (!written) return std::nullopt;
  std::vector<Page> pages;
  for (const auto& value : *written)
    if (!read_page(value, pages.emplace_back())) return std::nullopt;
  return pages;
}

}  // namespace cotejo::document_text
