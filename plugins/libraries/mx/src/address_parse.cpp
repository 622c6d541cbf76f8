// Taking an address apart: postal code and state first, since they can be told wherever they stand; then the pieces
// between line ends, commas and labels, each by what it begins with.
#include <algorithm>
#include <optional>

#include "address_street.hpp"
#include "address_words.hpp"
#include "letters.hpp"
#include "mx/name.hpp"
#include "mx/numbers.hpp"

namespace cotejo::mx {
namespace {

constexpr std::size_t kPostalDigits = 5;
constexpr std::size_t kMaxStateWords = 6;  // VERACRUZ DE IGNACIO DE LA LLAVE

// Tokens [first, last) between two separators.
struct Piece {
  enum class Kind { plain, colonia, municipality, city, state, reference } kind = Kind::plain;
  std::size_t first = 0, last = 0;
  std::size_t line = 0;
  bool after_comma = false;  // begins within a line
  bool used = false;
  bool empty() const { return first >= last; }
};

class Parser {
 public:
  explicit Parser(std::span<const AddressWord> words) : tokens_(address_tokens(words)) {}

  Address run() {
    take_postal_code();
    cut();
    take_labelled();
    take_state();
    take_municipality();
    take_street();
    take_colonia();
    return std::move(out_);
  }

 private:
  Tokens all() const { return tokens_; }
  Tokens of(const Piece& piece) const { return all().subspan(piece.first, piece.last - piece.first); }

  void put(AddressPart part, std::string value, std::size_t first, std::size_t last) {
    if (value.empty() || first >= last) return;
    out_.at(part) = {std::move(value), tokens_[first].word, tokens_[last - 1].word + 1};
  }

  // The labelled one, or else the last of five digits that some state has and that is not a house number.
  void take_postal_code() {
    std::optional<std::size_t> found;
    std::size_t label_words = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].text.size() != kPostalDigits || !is_number(tokens_[i].text)) continue;
      std::size_t label = 0;
      for (std::size_t back = std::min<std::size_t>(2, i); back >= 1; --back) {
        const KnownWords before = label_at(all().subspan(i - back, back));
        if (before.count == back && before.label == Label::postal) label = back;
        if (before.count == back && before.label == Label::exterior) label = npos;
        if (label) break;
      }
      if (label == npos || (!label && (label_words || !state_of_postal_code(tokens_[i].text)))) continue;
      const bool street_line = tokens_[i].line == 0 && tokens_.back().line > 0 && !colonia_kind(all()).count;
      const bool between = i > 0 && tokens_[i - 1].ends && i + 1 < tokens_.size() && tokens_[i + 1].line == 0;
      if (!label && i > 0 && street_line && !between) continue;
      found = i, label_words = label;
      if (label) break;
    }
    if (!found) return;
    put(AddressPart::postal_code, tokens_[*found].text, *found, *found + 1);
    const std::size_t from = *found - label_words;
    begins_with_code_ = from == 0 && *found + 1 < tokens_.size() && tokens_[*found + 1].line == tokens_[*found].line;
    code_line_ = tokens_[*found].line;
    // What stood around it does not belong together: `COL CENTRO 06000 CUAUHTEMOC`.
    if (from > 0 && *found + 1 < tokens_.size() && tokens_[from - 1].line == tokens_[*found + 1].line)
      tokens_[from - 1].ends = true;
    tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(from),
                  tokens_.begin() + static_cast<std::ptrdiff_t>(*found + 1));
  }

  Piece::Kind kind_at(std::size_t i) const {
    const KnownWords label = label_at(all().subspan(i));
    switch (label.label) {
      case Label::municipality:
        return Piece::Kind::municipality;
      case Label::city:
        return Piece::Kind::city;
      case Label::state:
        return Piece::Kind::state;
      case Label::reference:
        return Piece::Kind::reference;
      default:
        break;
    }
    const KnownWords colonia = colonia_kind(all().subspan(i));
    if (colonia.count == 0 || (i == 0 && is_street_called_so(colonia))) return Piece::Kind::plain;
    const bool alone = i + colonia.count >= tokens_.size() || tokens_[i + colonia.count - 1].ends;
    return !alone || tokens_[i].label ? Piece::Kind::colonia : Piece::Kind::plain;
  }

  // `HACIENDA DEL JAZMIN MZ 118 LT 35`, with a line below: a street.
  bool is_street_called_so(const KnownWords& kind) const {
    if ((kind.canonical != "HACIENDA" && kind.canonical != "RANCHO") || tokens_.back().line == tokens_.front().line)
      return false;
    for (std::size_t i = kind.count; i < tokens_.size() && tokens_[i].line == tokens_.front().line; ++i)
      if (has_digit(tokens_[i].text)) return true;
    return false;
  }

  // Within a line, only what cannot be a part of a name begins a new piece.
  bool cuts_within(std::size_t i) const {
    const Piece::Kind kind = kind_at(i);
    if (kind == Piece::Kind::plain) return false;
    if (kind != Piece::Kind::colonia) return kind != Piece::Kind::municipality || tokens_[i].text != "DEL";
    if (tokens_[i - 1].label || colonia_kind(all().subspan(i - 1, 1)).count)
      return false;  // `COLONIA: FRACC LAS ROSAS`
    const auto& word = tokens_[i].text;
    return word == "COL" || word == "COLONIA" || word.starts_with("FRACC") || tokens_[i].label ||
           has_digit(tokens_[i - 1].text) || label_at(all().subspan(i - 1)).label == Label::no_number;
  }

  // `OAXACA DE` at the end of a line.
  bool goes_on(std::size_t i) const {
    static constexpr std::string_view kParticles[] = {"DE", "DEL", "LA", "LAS", "LOS"};
    return !tokens_[i].ends && i > 0 &&
           std::find(std::begin(kParticles), std::end(kParticles), tokens_[i].text) != std::end(kParticles);
  }

  // `Del Valle, 03103 Benito` over `Juárez, Ciudad de México`: one text, broken where its line was full.
  bool is_wrapped(std::size_t i) const {
    const std::size_t line = tokens_[i - 1].line;
    const auto commas = std::count_if(tokens_.begin(), tokens_.end(),
                                      [&](const AddressToken& token) { return token.line == line && token.ends; });
    return code_line_ == line && !tokens_[i - 1].ends && commas >= 2 && i + 1 < tokens_.size() && tokens_[i].ends;
  }

  void cut() {
    std::size_t label_end = 0;  // `DELEGACION O MUNICIPIO` is one label
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const bool first = i == 0;
      const bool line = !first && tokens_[i].line != tokens_[i - 1].line && !goes_on(i - 1) && !is_wrapped(i);
      const bool comma = !first && !line && tokens_[i - 1].ends;
      const bool within = !first && !line && !comma && i >= label_end && cuts_within(i);
      if (first || line || comma || within) {
        label_end = i + label_at(all().subspan(i)).count;
        if (!pieces_.empty()) pieces_.back().last = i;
        pieces_.push_back({kind_at(i), i, tokens_.size(), tokens_[i].line, comma || within, false});
      }
    }
    strip_labels();
  }

  void strip_labels() {
    for (Piece& piece : pieces_) {
      if (piece.kind == Piece::Kind::plain || piece.kind == Piece::Kind::colonia) continue;
      piece.first += label_at(of(piece)).count;
      if (piece.kind == Piece::Kind::reference || piece.kind == Piece::Kind::city) piece.used = true;
    }
  }

  void take_labelled() {
    for (Piece& piece : pieces_) {
      if (piece.empty() || piece.used) continue;
      if (piece.kind == Piece::Kind::state) {
        const State* state = state_of_name(joined(of(piece)));
        unknown_state_ |= !state;
        if (!state) continue;
        put(AddressPart::state, std::string(state->name), piece.first, piece.last);
        piece.used = true;
      }
    }
  }

  // Short codes are states only at the end of an address that says more.
  const State* state_in(const Piece& piece, std::size_t from) const {
    const std::string text = joined(all().subspan(from, piece.last - from));
    const bool two_letter_code = text.size() == 2 && text != "NL" && text != "BC" && text != "QR" && text != "DF";
    return two_letter_code ? nullptr : state_of_name(text);
  }

  // `UNIDAD HABITACIONAL MORELOS` is called so: its kinds and one word are of its name.
  std::size_t least_of_name(const Piece& piece) const {
    if (piece.kind != Piece::Kind::colonia) return 0;
    Tokens rest = of(piece);
    std::size_t kinds = 0;
    for (KnownWords kind = colonia_kind(rest); kind.count; kind = colonia_kind(rest)) {
      kinds += kind.count;
      rest = rest.subspan(kind.count);
    }
    return kinds + 1;
  }

  // The state that a piece ends with, the longest name of it.
  bool take_state_of(Piece& piece) {
    const std::size_t own = least_of_name(piece);
    const std::size_t words = piece.last - piece.first - std::min(own, piece.last - piece.first);
    for (std::size_t count = std::min(words, kMaxStateWords); count >= 1; --count) {
      const State* state = state_in(piece, piece.last - count);
      if (!state) continue;
      put(AddressPart::state, std::string(state->name), piece.last - count, piece.last);
      piece.last -= count;
      return true;
    }
    return false;
  }

  // `NUEVO LEON, MEXICO`, but not `ECATEPEC DE MORELOS, MEXICO`.
  bool is_country(std::size_t at) const {
    if (at == 0 || joined(of(pieces_[at])) != "MEXICO") return false;
    const State* of_code = state_of_postal_code(out_[AddressPart::postal_code]);
    const Piece& before = pieces_[at - 1];
    for (std::size_t count = 1; count <= std::min(before.last - before.first, kMaxStateWords); ++count) {
      const State* state = state_in(before, before.last - count);
      const bool whole = before.first + count == before.last;
      if (state && (of_code ? state == of_code : whole)) return true;
    }
    return false;
  }

  void take_state() {
    if (!out_[AddressPart::state].empty() || unknown_state_) return;
    for (std::size_t i = pieces_.size(); i-- > 0;) {
      Piece& piece = pieces_[i];
      const bool street = i == 0 && pieces_.size() > 1 && piece.kind == Piece::Kind::plain && !begins_with_code_;
      if (piece.used || piece.empty() || street) continue;
      if (is_country(i)) {
        piece.used = true;
        continue;
      }
      if (!take_state_of(piece)) continue;
      state_piece_ = i;
      if (piece.empty()) piece.used = true;
      drop_repeated_state(i);
      return;
    }
  }

  // `CIUDAD DE MEXICO, CDMX`
  void drop_repeated_state(std::size_t i) {
    if (!pieces_[i].used || i == 0) return;
    Piece& before = pieces_[i - 1];
    const State* state = before.used || before.kind != Piece::Kind::plain ? nullptr : state_of_name(joined(of(before)));
    const bool twice = state && state->name == out_[AddressPart::state] && i >= 2 &&
                       (state->curp_code == "DF" || pieces_[i - 2].kind == Piece::Kind::municipality);
    if (twice) before.used = true;
  }

  void take_municipality() {
    for (Piece& piece : pieces_)
      if (piece.kind == Piece::Kind::municipality && !piece.empty() && !piece.used) return take_municipality_of(piece);
    if (!state_piece_) return;
    const std::size_t street = begins_with_code_ ? 0 : 1;  // pieces that may be one
    for (std::size_t i = *state_piece_ + 1; i-- > street;) {
      Piece& piece = pieces_[i];
      if (piece.used || piece.empty()) continue;
      if (piece.kind == Piece::Kind::colonia) return take_known_end(piece);
      if (piece.kind != Piece::Kind::plain) continue;
      return take_municipality_of(piece);
    }
    if (!pieces_.empty() && *state_piece_ == 0) take_known_end(pieces_.front());
  }

  void take_municipality_of(Piece& piece) {
    put(AddressPart::municipality, joined(of(piece)), piece.first, piece.last);
    piece.used = true;
  }

  // `COL CENTRO CUAUHTEMOC CDMX`: nothing stands between the names; the postal code's table may know the second.
  void take_known_end(Piece& piece) {
    if (piece.used || piece.empty()) return;
    const auto known = municipality_of_postal_code(out_[AddressPart::postal_code]);
    if (known.empty()) return;
    const std::size_t words = piece.last - piece.first;
    for (std::size_t count = words; --count >= 1;) {
      const std::string end = joined(all().subspan(piece.last - count, count));
      if (compare(AddressPart::municipality, end, known) != Likeness::same) continue;
      put(AddressPart::municipality, end, piece.last - count, piece.last);
      piece.last -= count;
      return;
    }
  }

  static bool begins_with_number(Tokens tokens) {
    const KnownWords label = label_at(tokens);
    return (label.label >= Label::exterior && label.label <= Label::no_number) ||
           (has_digit(tokens.front().text) && tokens.size() <= 2);
  }

  // The first piece, and those after it that are numbers; what follows a postal code is a place.
  void take_street() {
    if (begins_with_code_) return;
    std::vector<AddressToken> street;
    for (Piece& piece : pieces_) {
      if (piece.used || piece.empty()) {
        if (street.empty()) continue;
        break;
      }
      if (piece.kind != Piece::Kind::plain) {
        if (street.empty() && &piece == &pieces_.front()) return;  // `LOC LA PRESA`: no street
        break;
      }
      if (!street.empty() && !begins_with_number(of(piece))) break;
      for (const AddressToken& token : of(piece)) street.push_back(token);
      piece.used = true;
    }
    // `CALLE: JUAREZ`
    if (!street.empty() && street.front().label && label_is_street(street.front().text) && street.size() > 1 &&
        street_kind(Tokens(street).subspan(1)).count)
      street.erase(street.begin());
    if (!street.empty()) read_street(street, out_);
  }

  static bool label_is_street(std::string_view word) { return word == "CALLE" || word == "VIALIDAD"; }

  void take_colonia() {
    auto found = std::find_if(pieces_.begin(), pieces_.end(),
                              [](const Piece& p) { return p.kind == Piece::Kind::colonia && !p.used && !p.empty(); });
    if (found == pieces_.end())
      found = std::find_if(pieces_.begin(), pieces_.end(),
                           [](const Piece& p) { return p.kind == Piece::Kind::plain && !p.used && !p.empty(); });
    if (found == pieces_.end()) return;
    std::string value = named(of(*found), colonia_kind);
    std::size_t last = found->last;
    // A long name that goes on in the next line.
    const auto next = found + 1;
    if (next != pieces_.end() && !next->used && !next->empty() && next->kind == Piece::Kind::plain &&
        !next->after_comma && !tokens_[found->last - 1].ends) {
      value += " " + joined(of(*next));
      last = next->last;
    }
    put(AddressPart::colonia, value, found->first, last);
  }

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::vector<AddressToken> tokens_;
  std::vector<Piece> pieces_;
  std::optional<std::size_t> state_piece_, code_line_;
  bool begins_with_code_ = false;
  bool unknown_state_ = false;  // a label says that it is one: no other word is
  Address out_;
};

std::vector<AddressWord> words_of(std::string_view text) {
  constexpr std::size_t kMaxText = 2000;  // bytes
  std::vector<AddressWord> out;
  text = text.substr(0, kMaxText);
  for (std::size_t line = 0, at = 0; at <= text.size(); ++line) {
    const auto end = std::min(text.find('\n', at), text.size());
    for (std::size_t from = at; from < end;) {
      const auto blank = std::min(text.find_first_of(" \t\r", from), end);
      if (blank > from) out.push_back({text.substr(from, blank - from), line});
      from = blank + 1;
    }
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string_view name(AddressPart part) {
  constexpr std::string_view kNames[] = {
      "street", "exterior_number", "interior_number", "colonia", "postal_code", "municipality", "state"};
  return kNames[static_cast<std::size_t>(part)];
}

bool Address::empty() const {
  return std::all_of(parts.begin(), parts.end(), [](const Written& part) { return part.value.empty(); });
}

Address parse_address(std::span<const AddressWord> words) {
  return Parser(words).run();
}

Address parse_address(std::string_view text) {
  return parse_address(words_of(text));
}

Address parse_street(std::string_view text) {
  const auto words = words_of(text);
  const auto tokens = address_tokens(words);
  Address out;
  if (!tokens.empty()) read_street(tokens, out);
  return out;
}

std::string normal_part(AddressPart part, std::string_view text) {
  const auto words = words_of(text);
  const auto tokens = address_tokens(words);
  if (tokens.empty()) return {};
  switch (part) {
    case AddressPart::street:
      return named(tokens, street_kind);
    case AddressPart::colonia:
      return named(tokens, colonia_kind);
    case AddressPart::exterior_number:
    case AddressPart::interior_number: {
      // As if it stood behind a street.
      Address out;
      std::vector<AddressToken> street{{"X", 0, 0, false, false}};
      const bool labelled = label_at(tokens).count > 0;
      if (!labelled) street.push_back({part == AddressPart::exterior_number ? "NO" : "INT", 0, 0, false, false});
      street.insert(street.end(), tokens.begin(), tokens.end());
      read_street(street, out);
      return out[part].empty() ? joined(tokens) : out[part];
    }
    case AddressPart::state: {
      const State* state = state_of_name(joined(tokens));
      return state ? std::string(state->name) : joined(tokens);
    }
    case AddressPart::postal_code:
      return tokens.back().text;
    default:
      return joined(tokens);
  }
}

}  // namespace cotejo::mx
