#include "decoder.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "check_lattice.hpp"
#include "country_codes.hpp"
#include "mrz/reading.hpp"
#include "names_prior.hpp"

namespace cotejo::mrz {
namespace {

// Share of a cell's probability that is kept for "none of the allowed ones", and share that is spread over all allowed
// ones: the network is surer than it is right.
constexpr double kDoubt = 0.02, kSpread = 0.0008;
// An alternative below this is not an undecided cell's, but noise; between O and 0 and the like, which some fonts
// hardly tell apart, noise begins lower.
constexpr double kUndecided = 0.01, kUndecidedTwins = 0.001;
// A correction stands when, of all readings with right digits, this share agrees with it; when the digits' coming right
// is this likely to be no chance; and when few characters change.
constexpr double kClear = 0.8, kNoChance = 0.9;
constexpr int kMostCorrections = 3;
// That a document's digits are right to begin with: specimens' often are not.
constexpr double kConsistent = 0.97;
// That a digit on the document is wrong, and that a further one is, since who prints one prints more; against it stands
// that one of the characters was misread, for which none is trusted further than the last: of 13,000 characters that
// the network was surer of than 0.9999, on 190 pictures that nothing was tuned on, none was wrong.
constexpr double kWrongDigit = 0.03, kFurtherWrongDigit = 0.3, kMostTrusted = 0.9998;
// Less sure than this, a character was hardly seen: of 440 such 79 were wrong, of 15,600 surer ones 4.
constexpr double kHardlySeen = 0.9;
// What a field may reach whose digit fails, and a further one on the same document; and one that was corrected by its
// digit.
constexpr double kFailedCheck = 0.85, kFurtherFailedCheck = 0.95, kCorrected = 0.95;
// One wrong reading in ten passes a check digit.
constexpr double kPassedByChance = 0.1;
// First letters of documents (Doc 9303 parts 4 to 7); others occur, this much less often. And so do fillers for check
// digits where Doc 9303 wants a digit, and ICAO's letters for the sex on an INE card.
constexpr double kOddCode = 0.02, kOddPassport = 0.002, kOddFiller = 0.02, kOddSex = 0.02;

struct Twin {
  char outside, inside;
  double share;  // of the outside character's probability that goes over
};
constexpr Twin kTowardsDigits[] = {{'O', '0', 1},   {'Q', '0', 0.8}, {'D', '0', 0.8}, {'U', '0', 0.3}, {'I', '1', 1},
                                   {'L', '1', 0.6}, {'T', '1', 0.2}, {'Z', '2', 1},   {'S', '5', 1},   {'G', '6', 1},
                                   {'B', '8', 1},   {'A', '4', 0.6}, {'T', '7', 0.4}, {'E', '6', 0.1}, {'J', '3', 0.3}};
constexpr Twin kTowardsLetters[] = {{'0', 'O', 1}, {'1', 'I', 1},   {'2', 'Z', 1},   {'5', 'S', 1},  {'6', 'G', 1},
                                    {'8', 'B', 1}, {'4', 'A', 0.6}, {'7', 'T', 0.4}, {'3', 'J', 0.2}};

bool twins(char a, char b) {
  constexpr std::string_view kPairs[] = {"O0", "Q0", "D0", "I1", "Z2", "S5", "G6", "B8"};
  return std::any_of(std::begin(kPairs), std::end(kPairs), [&](std::string_view pair) {
    return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a);
  });
}

float& of(Cell& cell, char c) {
  return cell[static_cast<std::size_t>(text::class_of(c))];
}
double of(const Cell& cell, char c) {
  return static_cast<double>(cell[static_cast<std::size_t>(text::class_of(c))]);
}

// Probabilities under one position's alphabet; `inside` is what the network gave to it before twins went over, `twins`
// what it has with them.
Cell restricted(const Cell& cell, Alphabet alphabet, Issuer issuer, double& inside, double& twins) {
  Cell out{};
  const auto may = [&](char c) { return allowed(alphabet, issuer, c); };
  inside = 0;
  int allowed_ones = 0;
  for (int c = 0; c < text::kCharacters; ++c)
    if (may(text::character(c)))
      inside += out[static_cast<std::size_t>(c)] = cell[static_cast<std::size_t>(c)], ++allowed_ones;
  twins = inside;
  const auto move = [&](const auto& list) {
    for (const Twin& twin : list)
      if (!may(twin.outside) && may(twin.inside)) {
        const double share = twin.share * of(cell, twin.outside);
        of(out, twin.inside) += static_cast<float>(share);
        twins += share;
      }
  };
  move(kTowardsDigits);
  move(kTowardsLetters);
  const double sum = twins + kDoubt;
  for (int c = 0; c < text::kCharacters; ++c) {
    float& p = out[static_cast<std::size_t>(c)];
    if (may(text::character(c)))
      p = static_cast<float>((1 - kSpread) * static_cast<double>(p) * (1 + kDoubt) / sum + kSpread / allowed_ones);
  }
  return out;
}

void weigh(Cell& cell, char c, double weight) {
  const double was = of(cell, c), now = was * weight;
  const double rest = std::max(1e-12, 1 - was + now);
  of(cell, c) = static_cast<float>(now);
  for (float& p : cell) p = static_cast<float>(static_cast<double>(p) / rest);
}

double first_letter_weight(Format format, char c) {
  if (format == Format::td3) return c == 'P' ? 1 : kOddPassport;
  if (format == Format::mrv_a || format == Format::mrv_b) return c == 'V' ? 1 : kOddPassport * kOddPassport;
  return c == 'I' || c == 'A' || c == 'C' ? 1 : kOddCode;
}

class Decoder {
 public:
  Decoder(const std::vector<std::vector<Cell>>& raw, Format format, Issuer issuer) : raw_(raw) {
    result_.format = format;
    result_.issuer = issuer;
  }

  Decoded run() {
    read_positions();
    weigh_first_letter();
    for (Field field : {Field::names, Field::given_names}) {
      const Span span = span_of(result_.format, field, result_.issuer);
      if (span.length > 0)
        weigh_names(std::span(cells_[span.line]).subspan(span.begin, span.length), result_.issuer != Issuer::france,
                    result_.issuer != Issuer::russia);
    }
    for (Field field : {Field::issuer, Field::nationality}) {
      const Span span = span_of(result_.format, field, result_.issuer);
      if (span.length > 0) weigh_country(std::span(cells_[span.line]).subspan(span.begin, span.length));
    }
    choose();
    apply_checks();
    return std::move(result_);
  }

 private:
  void read_positions() {
    double sum = 0, count = 0;
    for (std::size_t l = 0; l < raw_.size(); ++l) {
      std::vector<Cell> cells;
      for (std::size_t i = 0; i < raw_[l].size(); ++i) {
        double inside = 0, twins = 0;
        const Alphabet alphabet = alphabet_at(result_.format, result_.issuer, l, i);
        cells.push_back(restricted(raw_[l][i], alphabet, result_.issuer, inside, twins));
        if (alphabet == Alphabet::check) {
          const double odd = (1 - kOddFiller) * of(raw_[l][i], '<');
          inside -= odd, twins -= odd;
          weigh(cells.back(), '<', kOddFiller);
        }
        if (alphabet == Alphabet::sex && result_.issuer == Issuer::ine)
          for (char odd : {'F', '<'}) weigh(cells.back(), odd, kOddSex);
        result_.evidence += std::log(kDoubt + 0.5 * (inside + twins));
        sum += inside, ++count;
      }
      cells_.push_back(std::move(cells));
    }
    result_.inside = sum / std::max(1.0, count);
  }

  void weigh_first_letter() {
    Cell& cell = cells_[0][0];
    double sum = 0;
    for (int c = 0; c < text::kCharacters; ++c) {
      float& p = cell[static_cast<std::size_t>(c)];
      sum += static_cast<double>(p *= static_cast<float>(first_letter_weight(result_.format, text::character(c))));
    }
    for (float& p : cell) p = static_cast<float>(static_cast<double>(p) / std::max(1e-12, sum));
    result_.evidence += std::log(std::max(1e-6, sum));
  }

  // The likeliest character of every cell.
  void choose() {
    for (const auto& cells : cells_) {
      std::string line;
      std::vector<double> probability;
      for (const Cell& cell : cells) {
        const auto best = std::max_element(cell.begin(), cell.end());
        line += text::character(static_cast<int>(best - cell.begin()));
        probability.push_back(std::min(1.0, static_cast<double>(*best)));
      }
      result_.lines.push_back(std::move(line));
      result_.probability.push_back(std::move(probability));
    }
    proven_.resize(raw_.size());
    for (std::size_t l = 0; l < raw_.size(); ++l) proven_[l].resize(raw_[l].size(), false);
  }

  static std::vector<Place> places(const CheckRule& rule) {
    std::vector<Place> all;
    for (const Span& span : rule.covers)
      for (std::size_t i = 0; i < span.length; ++i) all.push_back({span.line, span.begin + i});
    all.push_back({rule.digit.line, rule.digit.begin});
    return all;
  }

  char& at(Place p) { return result_.lines[p.line][p.column]; }

  // An empty field may carry a filler where its digit should be.
  bool passes(const CheckRule& rule) {
    const auto all = places(rule);
    std::string covered;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) covered += at(all[i]);
    const char found = at(all.back());
    if (found == '<') return covered.find_first_not_of('<') == std::string::npos;
    return check_digit(covered) == found;
  }

  void apply_checks() {
    std::vector<CheckRule> rules;
    for (const CheckRule& rule : check_rules(result_.format, result_.issuer)) {
      // TD1, TD2: a document number that goes on in the optional data has its check digit there.
      const bool elsewhere = rule.field == Field::document_number &&
                             (result_.format == Format::td1 || result_.format == Format::td2) &&
                             at({rule.digit.line, rule.digit.begin}) == '<';
      if (!elsewhere) rules.push_back(rule);
    }
    result_.checks = static_cast<int>(rules.size());
    const CheckLattice lattice(cells_, rules);
    const double right = lattice.mass(), chance = std::pow(kPassedByChance, result_.checks);
    result_.evidence += std::log(kConsistent * right / chance + 1 - kConsistent);
    if (settle(lattice, rules)) {
      result_.checks_right = result_.checks;
      return;
    }
    bool failed = false;
    for (const CheckRule& rule : rules) {
      const CheckLattice own(cells_, {rule});
      if (rule.field == Field::composite ? passes(rule) : settle(own, {rule})) {
        ++result_.checks_right;
        continue;
      }
      // A field that fails makes the composite digit fail too, which then says nothing more.
      const double explained = rule.field == Field::composite ? 1 : own.mass() / kPassedByChance;
      if (rule.field != Field::composite || !failed)
        failed ? doubt(rule, explained, kFurtherWrongDigit, kFurtherFailedCheck)
               : doubt(rule, explained, kWrongDigit, kFailedCheck);
      failed = true;
    }
    // What one digit alone chose, on a document that has wrong digits, may have come right by chance.
    if (failed)
      for (const Place place : corrected_) {
        double& p = result_.probability[place.line][place.column];
        p = std::min(p, kFailedCheck);
      }
  }

  // Makes all of these rules come right, if they do, or if one correction stands out.
  bool settle(const CheckLattice& lattice, const std::vector<CheckRule>& rules) {
    const double total = lattice.mass();
    std::vector<CheckLattice::Choice> changes;
    if (!std::all_of(rules.begin(), rules.end(), [&](const CheckRule& rule) { return passes(rule); })) {
      for (const auto& choice : lattice.best())
        if (at(choice.place) != choice.character) changes.push_back(choice);
      if (changes.empty() || !stands_out(lattice, changes, total, rules.size())) return false;
      const auto before = result_.lines;
      for (const auto& change : changes) at(change.place) = change.character;
      if (!std::all_of(rules.begin(), rules.end(), [&](const CheckRule& rule) { return passes(rule); })) {
        result_.lines = before;
        return false;
      }
      result_.corrections += static_cast<int>(changes.size());
    }
    for (const CheckRule& rule : rules)
      for (const Place place : places(rule)) prove(lattice, place, total);
    for (const CheckRule& rule : rules) doubt_hidden(rule);
    for (const auto& change : changes) {
      double& p = result_.probability[change.place.line][change.place.column];
      p = std::min(p, kCorrected);
      corrected_.push_back(change.place);
    }
    return true;
  }

  bool stands_out(const CheckLattice& lattice, const std::vector<CheckLattice::Choice>& changes, double total,
                  std::size_t digits) {
    if (changes.size() > kMostCorrections) return false;
    for (const auto& change : changes)
      if (of(cells_[change.place.line][change.place.column], change.character) <
          (twins(at(change.place), change.character) ? kUndecidedTwins : kUndecided))
        return false;
    const double by_right = kConsistent * total / std::pow(kPassedByChance, static_cast<double>(digits));
    return lattice.mass(changes) > kClear * total && by_right / (by_right + 1 - kConsistent) > kNoChance;
  }

  // Several characters of one sum that were hardly seen (a finger, glare): one filling in ten makes the digit right.
  void doubt_hidden(const CheckRule& rule) {
    std::vector<Place> hidden;
    for (const Place place : places(rule)) {
      const Cell& cell = cells_[place.line][place.column];
      double seen = of(cell, at(place));
      for (int c = 0; c < text::kCharacters; ++c)
        if (twins(at(place), text::character(c))) seen += of(cell, text::character(c));
      if (seen < kHardlySeen) hidden.push_back(place);
    }
    if (hidden.size() < 2) return;
    for (const Place place : hidden) {
      double& p = result_.probability[place.line][place.column];
      p = std::min(p, kFailedCheck);
    }
  }

  // A character's share of all readings whose digits come right.
  void prove(const CheckLattice& lattice, Place place, double total) {
    if (proven_[place.line][place.column]) return;
    proven_[place.line][place.column] = true;
    constexpr double kBeyondDoubt = 0.995;
    double& p = result_.probability[place.line][place.column];
    const double seen = of(cells_[place.line][place.column], at(place));
    if (seen > kBeyondDoubt)
      p = 1 - (1 - seen) * kPassedByChance;
    else
      p = std::clamp(lattice.mass({{place, at(place)}}) / total, 0.0, 1.0);
  }

  // Something here is wrong, on the document or in the reading. The doubt is that of the whole field, put on its least
  // certain character. `explained`: how well readings with the right digit explain what was seen; an undecided
  // character neither of whose readings makes the digit right was not misread for it.
  void doubt(const CheckRule& rule, double explained, double wrong_on_document, double most) {
    auto covered = places(rule);
    double misread = 0;
    for (Place p : covered) {
      // What was spread over all characters says nothing about this one.
      const double seen = result_.probability[p.line][p.column] / (1 - kSpread);
      misread += 1 - std::min(kMostTrusted, seen);
    }
    covered.pop_back();  // the digit is no part of the field's value
    auto worst = covered.front();
    double least = 2;
    for (Place p : covered) {
      const double trust = result_.probability[p.line][p.column] + (proven_[p.line][p.column] ? 1 : 0);
      if (trust < least) least = trust, worst = p;
    }
    double& probability = result_.probability[worst.line][worst.column];
    misread = std::min(misread, explained);
    probability = std::min(most, probability * wrong_on_document / (wrong_on_document + misread));
  }

  const std::vector<std::vector<Cell>>& raw_;
  CheckLattice::Cells cells_;
  std::vector<std::vector<bool>> proven_;
  std::vector<Place> corrected_;
  Decoded result_;
};

bool begins_with(const std::vector<Cell>& line, std::string_view prefix) {
  double product = 1;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    double p = of(line[i], prefix[i]);
    if (prefix[i] == 'I') p += of(line[i], '1');
    if (prefix[i] == 'D') p += of(line[i], '0') + of(line[i], 'O');
    product *= std::max(p, 0.02);
  }
  return product > 0.02;
}

}  // namespace

double Decoded::probability_of(const Span& span) const {
  double product = 1;
  for (std::size_t i = 0; i < span.length; ++i) product *= probability[span.line][span.begin + i];
  return product;
}

Decoded decode(const std::vector<std::vector<Cell>>& cells) {
  if (cells.size() == 3)
    return Decoder(cells, Format::td1, begins_with(cells[0], "IDMEX") ? Issuer::ine : Issuer::icao).run();
  const bool wide = cells[0].size() == line_length(Format::td3);
  if (wide && begins_with(cells[0], "PNRUS")) return Decoder(cells, Format::td3, Issuer::russia).run();
  Decoded best = Decoder(cells, wide ? Format::td3 : Format::td2, Issuer::icao).run();
  const auto consider = [&](Format format, Issuer issuer) {
    Decoded other = Decoder(cells, format, issuer).run();
    if (other.evidence > best.evidence) best = std::move(other);
  };
  consider(wide ? Format::mrv_a : Format::mrv_b, Issuer::icao);
  if (!wide && begins_with(cells[0], "IDFRA")) consider(Format::td2, Issuer::france);
  return best;
}

}  // namespace cotejo::mrz
