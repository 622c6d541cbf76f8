#include "filling.hpp"

#include <cmath>
#include <cstdio>
#include <mx/amount_in_words.hpp>
#include <mx/person.hpp>
#include <text_reading/folding.hpp>

namespace cotejo::contract_document {
namespace {

constexpr double kMaxPesos = mx::kMaxSpelledCents / 100.0;  // beyond, amounts are not spelled out
constexpr std::size_t kMaxValue = 512;                      // bytes of a text
constexpr std::size_t kHeadingWords = 4;

constexpr const char* kMonths[] = {"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                   "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

std::string grouped(std::int64_t whole) {
  std::string text = std::to_string(whole);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string percentage(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f%%", value);
  return text;
}

std::optional<std::string> long_date(std::string_view iso) {
  const auto date = mx::parse_iso_date(iso);
  if (!date) return std::nullopt;
  return std::to_string(unsigned(date->day())) + " de " + kMonths[unsigned(date->month()) - 1] + " de " +
         std::to_string(int(date->year()));
}

class Filler {
 public:
  Filler(const boost::json::object& offer, std::string& missing) : offer_(offer), missing_(missing) {}

  bool paragraph(const Paragraph& paragraph) {
    const std::size_t first = out.words.size();
    for (const Piece& piece : paragraph.pieces)
      if (!add(piece)) return false;
    flush();
    std::string heading;
    for (std::size_t i = first; i < std::min(out.words.size(), first + kHeadingWords); ++i)
      heading += (heading.empty() ? "" : " ") + out.words[i].text;
    out.headings.push_back(heading);
    if (!paragraph.signer.empty()) out.lines.push_back({paragraph.signer, heading, first, out.words.size()});
    return true;
  }

  bool furniture(const std::vector<Piece>& pieces) {
    std::vector<std::string> words;
    for (const Piece& piece : pieces) {
      std::string text = piece.text;
      if (piece.field == "page" || piece.field == "pages") {
        words.emplace_back(kAnyNumber);
        continue;
      }
      if (!piece.field.empty()) {
        const auto value = written(offer_, piece.field, piece.format);
        if (!value) return missing_ = piece.field, false;
        text = *value;
      }
      for (const std::string& word : split(text))
        if (auto folded = comparable(word); !folded.empty()) words.push_back(std::move(folded));
    }
    out.furniture.push_back(std::move(words));
    return true;
  }

  Filled out;

 private:
  static std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (char c : text) {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::move(word));
        word.clear();
      }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
  }

  // A word may be made of a literal's end and a slot: `(` and `DIEZ`. It belongs to the slot that it has letters of.
  bool add(const Piece& piece) {
    std::string text = piece.text;
    std::size_t slot = kNone;
    if (!piece.field.empty()) {
      const auto value = written(offer_, piece.field, piece.format);
      if (!value) return missing_ = piece.field, false;
      text = *value;
      slot = out.slots.size();
      out.slots.push_back({piece.field, text, kNone, 0});
    }
    for (char c : text) {
      if (c == ' ') {
        flush();
        continue;
      }
      pending_ += c;
      if (slot != kNone) pending_slot_ = slot;
    }
    return true;
  }

  void flush() {
    ExpectedWord word{pending_, comparable(pending_), pending_slot_, out.headings.size()};
    pending_.clear(), pending_slot_ = kNone;
    if (word.folded.empty()) return;
    if (word.slot != kNone) {
      auto& slot = out.slots[word.slot];
      if (slot.first == kNone) slot.first = out.words.size();
      slot.last = out.words.size() + 1;
    }
    out.words.push_back(std::move(word));
  }

  const boost::json::object& offer_;
  std::string& missing_;
  std::string pending_;
  std::size_t pending_slot_ = kNone;
};

}  // namespace

std::optional<std::string> written(const boost::json::object& offer, const std::string& field, Format format) {
  const auto* value = offer.if_contains(field);
  if (!value) return std::nullopt;
  const bool numeric = format == Format::money || format == Format::words || format == Format::percent;
  if (numeric || value->is_number()) {
    if (!value->is_number()) return std::nullopt;
    const double number = value->to_number<double>();
    if (!(number >= 0 && number <= kMaxPesos)) return std::nullopt;
    const auto cents = std::llround(number * 100);
    if (format == Format::money) return "$" + grouped(cents / 100) + "." + two_digits(cents % 100);
    if (format == Format::words) return mx::amount_in_words(cents);
    if (format == Format::percent) return percentage(number);
    if (cents % 100 == 0) return std::to_string(cents / 100);
    return std::to_string(cents / 100) + "." + two_digits(cents % 100);
  }
  if (!value->is_string() || value->as_string().empty() || value->as_string().size() > kMaxValue) return std::nullopt;
  const std::string text(value->as_string());
  if (format == Format::date) return long_date(text);
  return format == Format::upper ? text_reading::upper_case(text) : text;
}

std::optional<Filled> fill(const Template& form, const boost::json::object& offer, std::string& missing) {
  Filler filler(offer, missing);
  for (const Paragraph& paragraph : form.body)
    if (!filler.paragraph(paragraph)) return std::nullopt;
  for (const auto& pieces : form.furniture)
    if (!filler.furniture(pieces)) return std::nullopt;
  return std::move(filler.out);
}

}  // namespace cotejo::contract_document
