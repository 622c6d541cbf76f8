#include "decoder.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "mrz/reading.hpp"

namespace cotejo::mrz {
namespace {

// Share of a cell's probability that is always kept for "none of the allowed ones".
constexpr double kDoubt = 0.02;
// An alternative below this is not an undecided cell's, but noise.
constexpr double kUndecided = 0.03;
// A correction stands when it explains a failed check digit this much better than all others together.
constexpr double kClear = 0.8;
// A field whose check digit fails, and what a correction by a check digit may reach at most.
constexpr double kFailedCheck = 0.6, kCorrected = 0.95;
// One wrong reading in ten passes a check digit.
constexpr double kPassedByChance = 0.1;

struct Twin {
  char outside, inside;
  double share;  // of the outside character's probability that goes over
};
constexpr Twin kTowardsDigits[] = {{'O', '0', 1},   {'Q', '0', 0.8}, {'D', '0', 0.8}, {'U', '0', 0.3}, {'I', '1', 1},
                                   {'L', '1', 0.6}, {'T', '1', 0.2}, {'Z', '2', 1},   {'S', '5', 1},   {'G', '6', 1},
                                   {'B', '8', 1},   {'A', '4', 0.6}, {'T', '7', 0.4}, {'E', '6', 0.1}, {'J', '3', 0.3}};
constexpr Twin kTowardsLetters[] = {{'0', 'O', 1}, {'1', 'I', 1},   {'2', 'Z', 1},   {'5', 'S', 1},  {'6', 'G', 1},
                                    {'8', 'B', 1}, {'4', 'A', 0.6}, {'7', 'T', 0.4}, {'3', 'J', 0.2}};

// Probabilities under one position's alphabet; `inside` is what the network gave to it before twins went over.
Cell restricted(const Cell& cell, Alphabet alphabet, Issuer issuer, double& inside) {
  Cell out{};
  const auto may = [&](char c) { return allowed(alphabet, issuer, c); };
  inside = 0;
  for (int c = 0; c < text::kCharacters; ++c)
    if (may(text::character(c))) inside += out[static_cast<std::size_t>(c)] = cell[static_cast<std::size_t>(c)];
  const auto move = [&](const auto& twins) {
    for (const Twin& twin : twins)
      if (!may(twin.outside) && may(twin.inside)) {
        const double share =
            twin.share * static_cast<double>(cell[static_cast<std::size_t>(text::class_of(twin.outside))]);
        out[static_cast<std::size_t>(text::class_of(twin.inside))] += static_cast<float>(share);
      }
  };
  move(kTowardsDigits);
  move(kTowardsLetters);
  double sum = kDoubt;
  for (float p : out) sum += static_cast<double>(p);
  for (float& p : out) p = static_cast<float>(static_cast<double>(p) * (1 + kDoubt) / sum);
  return out;
}

class Decoder {
 public:
  Decoder(const std::vector<std::vector<Cell>>& raw, Format format, Issuer issuer) : raw_(raw) {
    result_.format = format;
    result_.issuer = issuer;
  }

  Decoded run() {
    read_positions();
    const auto rules = check_rules(result_.format);
    proven_.resize(raw_.size());
    for (std::size_t l = 0; l < raw_.size(); ++l) proven_[l].resize(raw_[l].size(), false);
    for (const CheckRule& rule : rules) apply(rule);
    return std::move(result_);
  }

 private:
  void read_positions() {
    double sum = 0, count = 0;
    for (std::size_t l = 0; l < raw_.size(); ++l) {
      std::string line;
      std::vector<double> probability;
      std::vector<Cell> cells;
      for (std::size_t i = 0; i < raw_[l].size(); ++i) {
        double inside = 0;
        cells.push_back(
            restricted(raw_[l][i], alphabet_at(result_.format, result_.issuer, l, i), result_.issuer, inside));
        const auto best = std::max_element(cells.back().begin(), cells.back().end());
        line += text::character(static_cast<int>(best - cells.back().begin()));
        probability.push_back(std::min(1.0, static_cast<double>(*best)));
        sum += inside, ++count;
      }
      result_.lines.push_back(std::move(line));
      result_.probability.push_back(std::move(probability));
      cells_.push_back(std::move(cells));
    }
    result_.inside = sum / std::max(1.0, count);
  }

  struct Place {
    std::size_t line, column;
  };

  std::vector<Place> places(const CheckRule& rule) const {
    std::vector<Place> all;
    for (const Span& span : rule.covers)
      for (std::size_t i = 0; i < span.length; ++i) all.push_back({span.line, span.begin + i});
    all.push_back({rule.digit.line, rule.digit.begin});
    return all;
  }

  char& at(Place p) { return result_.lines[p.line][p.column]; }

  // An empty field may carry a filler where its digit should be.
  bool passes(const std::vector<Place>& places) {
    std::string covered;
    for (std::size_t i = 0; i + 1 < places.size(); ++i) covered += at(places[i]);
    const char found = at(places.back());
    if (found == '<') return covered.find_first_not_of('<') == std::string::npos;
    return check_digit(covered) == found;
  }

  void apply(const CheckRule& rule) {
    const auto covered = places(rule);
    ++result_.checks;
    const char digit = at(covered.back());
    // TD1: a document number that goes on in the optional data has its check digit there.
    if (rule.field == Field::document_number && digit == '<' && result_.format == Format::td1) {
      --result_.checks;
      return;
    }
    if (passes(covered) || correct(covered)) {
      ++result_.checks_right;
      for (Place p : covered) {
        double& probability = result_.probability[p.line][p.column];
        if (!proven_[p.line][p.column]) probability = 1 - (1 - probability) * 2 * kPassedByChance;
        proven_[p.line][p.column] = true;
      }
      return;
    }
    // Something here is wrong, on the document or in the reading: what no other digit has proven is in doubt.
    bool any = false;
    for (Place p : covered) any = any || !proven_[p.line][p.column];
    bool charged = false;
    for (Place p : covered)
      if (!charged && (!any || !proven_[p.line][p.column])) {
        double& probability = result_.probability[p.line][p.column];
        probability = std::min(probability, kFailedCheck);
        charged = rule.field != Field::composite ? true : false;
      }
  }

  // One undecided character whose second choice makes the digit right, if exactly one explanation stands out.
  bool correct(const std::vector<Place>& covered) {
    double total = 0, best = 0;
    Place best_place{};
    char best_character = 0;
    for (const Place p : covered) {
      if (proven_[p.line][p.column]) continue;
      const Cell& cell = cells_[p.line][p.column];
      const char now = at(p);
      const double present = static_cast<double>(cell[static_cast<std::size_t>(text::class_of(now))]);
      for (int c = 0; c < text::kCharacters; ++c) {
        const double alternative = static_cast<double>(cell[static_cast<std::size_t>(c)]);
        if (text::character(c) == now || alternative < kUndecided * 0.1) continue;
        at(p) = text::character(c);
        const bool good = passes(covered);
        at(p) = now;
        if (!good) continue;
        const double weight = alternative / std::max(1e-6, present);
        total += weight;
        if (weight > best) best = weight, best_place = p, best_character = text::character(c);
      }
    }
    const double alternative =
        best_character
            ? static_cast<double>(
                  cells_[best_place.line][best_place.column][static_cast<std::size_t>(text::class_of(best_character))])
            : 0;
    if (alternative < kUndecided || best < kClear * total) return false;
    at(best_place) = best_character;
    result_.probability[best_place.line][best_place.column] = std::min(kCorrected, best / (total + kUndecided));
    proven_[best_place.line][best_place.column] = true;
    ++result_.corrections;
    return true;
  }

  const std::vector<std::vector<Cell>>& raw_;
  std::vector<std::vector<Cell>> cells_;
  std::vector<std::vector<bool>> proven_;
  Decoded result_;
};

// How much of a cell says `c` or its twin.
double says(const Cell& cell, char c) {
  return static_cast<double>(cell[static_cast<std::size_t>(text::class_of(c))]);
}

bool begins_with(const std::vector<Cell>& line, std::string_view prefix) {
  double product = 1;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    double p = says(line[i], prefix[i]);
    if (prefix[i] == 'I') p += says(line[i], '1');
    if (prefix[i] == 'D') p += says(line[i], '0') + says(line[i], 'O');
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
  const bool visa = says(cells[0][0], 'V') > std::max({says(cells[0][0], 'P'), says(cells[0][0], 'I'),
                                                       says(cells[0][0], 'A'), says(cells[0][0], 'C')});
  if (cells[0].size() == 44) return Decoder(cells, visa ? Format::mrv_a : Format::td3, Issuer::icao).run();
  return Decoder(cells, visa ? Format::mrv_b : Format::td2, Issuer::icao).run();
}

}  // namespace cotejo::mrz
