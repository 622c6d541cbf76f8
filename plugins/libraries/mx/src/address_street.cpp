#include "address_street.hpp"

#include <algorithm>
#include <optional>

#include "letters.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kMaxNumberLetters = 12;

bool is_letter(std::string_view text) {
  return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z';
}

// `12`, `12B`, `12-4`, `B`, `PB`: what a label of a number may be followed by.
bool is_number_value(std::string_view text) {
  return text.size() <= kMaxNumberLetters && (has_digit(text) || is_letter(text) || text == "PB");
}

std::string without_hyphens(std::string text) {
  std::erase(text, '-');
  return text;
}

class StreetReader {
 public:
  StreetReader(Tokens tokens, Address& out) : tokens_(tokens), out_(out) {}

  void run() {
    read_labelled();
    if (!has_exterior_) read_bare_number();
    read_name();
  }

 private:
  struct Number {
    std::string text;
    std::size_t first = 0, last = 0;  // tokens
    explicit operator bool() const { return last > first; }
  };

  std::size_t word_of(std::size_t token) const { return tokens_[token].word; }

  void put(AddressPart part, std::string value, std::size_t first, std::size_t last) {
    auto& written = out_.at(part);
    if (written.value.empty()) written.first = word_of(first);
    written.value += (written.value.empty() ? "" : " ") + std::move(value);
    written.last = std::max(written.last, word_of(last - 1) + 1);
  }

  void end_name_at(std::size_t token) { name_end_ = std::min(name_end_, token); }

  // One labelled number at `i`; how many tokens it takes.
  std::size_t labelled_at(std::size_t i) {
    const KnownWords label = label_at(tokens_.subspan(i));
    const std::size_t value = i + label.count;
    if (label.label == Label::no_number) {
      // `CALLE SN JUAN`: a saint.
      const bool alone = value >= tokens_.size() || tokens_[value - 1].ends || label_at(tokens_.subspan(value)).count;
      if (i == 0 || (tokens_[i].text == "SN" && !alone)) return 0;
      put(AddressPart::exterior_number, "S/N", i, value);
      has_exterior_ = true;
      end_name_at(i);
      return label.count;
    }
    if (label.label < Label::exterior || label.label > Label::km || value >= tokens_.size()) return 0;
    // `No. exterior: MZ 76 LT 52`
    if (label.label == Label::exterior && label_at(tokens_.subspan(value)).label >= Label::block &&
        label_at(tokens_.subspan(value)).label <= Label::no_number) {
      end_name_at(i);
      return label.count;
    }
    if (!is_number_value(tokens_[value].text)) return 0;
    std::string text = without_hyphens(tokens_[value].text);
    std::size_t last = value + 1;
    if (last < tokens_.size() && !tokens_[value].ends && is_number(text) && is_letter(tokens_[last].text) &&
        label_at(tokens_.subspan(last)).count == 0)
      text += tokens_[last++].text;
    if (second_number_at(label, text, last)) text += ' ' + tokens_[last++].text;
    take(label, text, i, last);
    end_name_at(i);
    return last - i;
  }

  // `EDIF B 302`, `B 302`: a building and what is in it, with one label or none.
  bool second_number_at(const KnownWords& label, const std::string& text, std::size_t at) const {
    if (at >= tokens_.size() || tokens_[at - 1].ends || !is_number(tokens_[at].text)) return false;
    return label.label == Label::building || (label.label == Label::interior && is_letter(text));
  }

  void take(const KnownWords& label, const std::string& text, std::size_t first, std::size_t last) {
    switch (label.label) {
      case Label::exterior:
        if (has_exterior_) return;
        has_exterior_ = true;
        put(AddressPart::exterior_number, text, first, last);
        return;
      case Label::block:
        has_exterior_ = true;
        put(AddressPart::exterior_number, "MZ " + text, first, last);
        return;
      case Label::lot:
        has_exterior_ = true;
        put(AddressPart::exterior_number, "LT " + text, first, last);
        return;
      case Label::km:
        has_exterior_ = true;
        put(AddressPart::exterior_number, "KM " + text, first, last);
        return;
      case Label::building:
        put(AddressPart::interior_number, std::string(canonical_building(tokens_[first].text)) + " " + text, first,
            last);
        return;
      default:
        put(AddressPart::interior_number, text, first, last);
    }
  }

  static std::string_view canonical_building(std::string_view word) {
    return word == "TORRE" || word == "PISO" ? word : "EDIF";
  }

  void read_labelled() {
    for (std::size_t i = 0; i < tokens_.size();) {
      const std::size_t taken = labelled_at(i);
      if (!taken && i > 0 && name_end_ == tokens_.size() && !has_exterior_) read_number_before_label(i);
      i += std::max<std::size_t>(taken, 1);
    }
  }

  // `JUAREZ 120 INT 4`: the number without a label stands right before one.
  void read_number_before_label(std::size_t i) {
    const auto& text = tokens_[i].text;
    if (i == street_kind(tokens_).count) return;  // `CALLE 12 MZ 98`: its name
    if (!text.empty() && is_digit(static_cast<unsigned char>(text[0])) && i + 1 < tokens_.size()) {
      const KnownWords next = label_at(tokens_.subspan(i + 1));
      const bool letter = is_letter(tokens_[i + 1].text) && i + 2 < tokens_.size();
      if (interior_label(next)) return take_bare(i, i + 1);
      if (letter && interior_label(label_at(tokens_.subspan(i + 2)))) return take_bare(i, i + 2);
    }
  }

  static bool interior_label(const KnownWords& label) {
    return label.count && label.label >= Label::interior && label.label <= Label::lot;
  }

  void take_bare(std::size_t first, std::size_t last) {
    std::string text = tokens_[first].text;
    const auto hyphen = text.find('-');
    std::string inner;
    if (hyphen != std::string::npos && is_number(std::string_view(text).substr(hyphen + 1))) {  // `120-3`
      inner = text.substr(hyphen + 1);
      text.resize(hyphen);
    }
    text = without_hyphens(text);
    if (last == first + 2) text += tokens_[first + 1].text;
    put(AddressPart::exterior_number, text, first, last);
    if (!inner.empty()) put(AddressPart::interior_number, inner, first, last);
    has_exterior_ = true;
    end_name_at(first);
  }

  // `RIO NAZAS 88 PB`: a floor behind a number is one without a label.
  void read_bare_floor() {
    constexpr std::string_view kFloors[] = {"PB", "PH"};  // planta baja, penthouse
    const std::size_t at = name_end_ - 1;
    if (name_end_ < 3 || std::find(std::begin(kFloors), std::end(kFloors), tokens_[at].text) == std::end(kFloors))
      return;
    const std::string_view before = tokens_[at - 1].text;
    if (before.empty() || !is_digit(static_cast<unsigned char>(before[0]))) return;
    put(AddressPart::interior_number, tokens_[at].text, at, at + 1);
    end_name_at(at);
  }

  // The last word of the name, when it begins with a digit and is not all of it; a letter may follow it.
  void read_bare_number() {
    if (name_end_ > 0 && out_[AddressPart::interior_number].empty()) read_bare_floor();
    if (name_end_ < 2) return;
    std::size_t at = name_end_ - 1, last = name_end_;
    if (is_letter(tokens_[at].text) && at >= 2 && is_number(tokens_[at - 1].text)) --at;
    const auto& text = tokens_[at].text;
    if (text.empty() || !is_digit(static_cast<unsigned char>(text[0])) || text.size() > kMaxNumberLetters) return;
    const std::size_t kind = street_kind(tokens_).count;
    if (at == 0 || at == kind) return;  // `CALLE 21`
    take_bare(at, last);
  }

  void read_name() {
    const std::string name = named(tokens_.first(name_end_), street_kind);
    if (!name.empty()) out_.at(AddressPart::street) = {name, word_of(0), word_of(name_end_ - 1) + 1};
  }

  Tokens tokens_;
  Address& out_;
  std::size_t name_end_ = tokens_.size();
  bool has_exterior_ = false;
};

}  // namespace

void read_street(Tokens tokens, Address& out) {
  StreetReader(tokens, out).run();
}

}  // namespace cotejo::mx
