#include "labels.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <text_reading/folding.hpp>

namespace cotejo::ine_front {
namespace {

using text_reading::PageLine;

struct Wording {
  Label label;
  std::string_view words;  // as text_reading::bare() leaves them
};
// Labels of the models D to H and of 2026; domain facts, not this program's choice.
constexpr Wording kWordings[] = {{Label::name, "NOMBRE"},
                                 {Label::sex, "SEXO"},
                                 {Label::sex, "GENERO"},
                                 {Label::address, "DOMICILIO"},
                                 {Label::clave_elector, "CLAVEDEELECTOR"},
                                 {Label::curp, "CURP"},
                                 {Label::registration, "ANODEREGISTRO"},
                                 {Label::birth_date, "FECHADENACIMIENTO"},
                                 {Label::section, "SECCION"},
                                 {Label::validity, "VIGENCIA"},
                                 {Label::emission, "EMISION"},
                                 {Label::age, "EDAD"},
                                 {Label::state, "ESTADO"},
                                 {Label::municipality, "MUNICIPIO"},
                                 {Label::locality, "LOCALIDAD"},
                                 {Label::folio, "FOLIO"},
                                 {Label::heading, "INSTITUTONACIONALELECTORAL"},
                                 {Label::heading, "INSTITUTOFEDERALELECTORAL"},
                                 {Label::heading, "CREDENCIALPARAVOTAR"},
                                 {Label::heading, "REGISTROFEDERALDEELECTORES"},
                                 {Label::heading, "ESTADOSUNIDOSMEXICANOS"}};

// Wrong letters that a label may have before it is not even considered.
int allowed_errors(std::string_view words) {
  return words.size() <= 5 ? 1 : words.size() <= 7 ? 2 : static_cast<int>(words.size()) * 2 / 5;
}
// How improbable the label may be against the text that was read, by the network and for each wrong letter. ESTRADA,
// clearly read, is 1e-6 and less for ESTADO; a blurred label is 1e-3 and more.
constexpr double kLeastShare = 2e-4;
constexpr double kHeightTolerance = 0.22;  // of a label's letters against the other labels'
constexpr double kClearLetter = 0.95;      // each letter of what was read; such text is no misread label
constexpr std::size_t kTellingly = 6;      // letters of a label that a line by itself with one wrong letter is
constexpr double kClearlyRead = 0.5;       // the network's own probability; a line read like that is what it is
constexpr double kLeastShapeShare = 0.12;  // for each letter, of the probability of the best reading
constexpr double kShapeLead = 1.6;         // of the most probable label over the next one, for each letter

struct BareLine {
  std::string text;
  std::vector<std::size_t> letter;  // index of the decoded letter, by character
  std::vector<bool> starts, ends;   // a word, by character
};

BareLine bare_line(const PageLine& line) {
  BareLine out;
  bool after_space = true;
  const auto& letters = line.decoded.letters;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::string plain = text_reading::bare(letters[i].text);
    if (plain.empty()) {
      after_space = true;
      if (!out.ends.empty()) out.ends.back() = true;
      continue;
    }
    for (char c : plain) {
      out.text += c;
      out.letter.push_back(i);
      out.starts.push_back(after_space);
      out.ends.push_back(false);
      after_space = false;
    }
  }
  if (!out.ends.empty()) out.ends.back() = true;
  return out;
}

struct Hit {
  std::size_t first, last;  // characters, inclusive
  int errors;
};

// The stretch that is nearest to `words` and that begins and ends with a word of the line, give or take one letter.
std::optional<Hit> nearest(const BareLine& line, std::string_view words) {
  const std::size_t n = line.text.size(), m = words.size();
  std::vector<int> cost(m + 1), next(m + 1);
  std::vector<std::size_t> start(m + 1, 0), next_start(m + 1);
  for (std::size_t i = 0; i <= m; ++i) cost[i] = static_cast<int>(i);
  std::optional<Hit> best;
  const int limit = allowed_errors(words);
  for (std::size_t j = 0; j < n; ++j) {
    next[0] = 0, next_start[0] = j + 1;
    for (std::size_t i = 1; i <= m; ++i) {
      next[i] = cost[i - 1] + (words[i - 1] == line.text[j] ? 0 : 1), next_start[i] = i == 1 ? j : start[i - 1];
      if (cost[i] + 1 < next[i]) next[i] = cost[i] + 1, next_start[i] = start[i];
      if (next[i - 1] + 1 < next[i]) next[i] = next[i - 1] + 1, next_start[i] = next_start[i - 1];
    }
    std::swap(cost, next), std::swap(start, next_start);
    const std::size_t first = std::min(start[m], j);
    const bool starts = line.starts[first] || (first > 0 && line.starts[first - 1]);
    const bool ends = line.ends[j] || (j + 1 < n && line.ends[j + 1]);
    if (starts && ends && cost[m] <= limit && (!best || cost[m] < best->errors))
      best = Hit{line.starts[first] ? first : first - 1, j, cost[m]};  // with a first letter that was misread
  }
  return best;
}

// True too when no label was read clearly enough to know the size.
bool has_usual_height(const PageLine& line, double usual) {
  const double height = line.place.letter_height / std::max(1.0, usual);
  return usual <= 0 || (height > 1 - kHeightTolerance && height < 1 + kHeightTolerance);
}

// Labels of a card are of one size. A hit with wrong letters must have it and be hard to read, since values may have it
// too; or the network must find the label hardly less probable than what it read.
bool is_credible(const PageLine& line, const LabelHit& hit, std::string_view words, double usual_height,
                 const text_reading::Alphabet& alphabet) {
  if (hit.score >= 1) return true;
  const double letters = static_cast<double>(words.size());
  const double errors = std::max(1.0, std::round((1 - hit.score) * letters));
  const auto best = text_reading::decode(line.posteriors, alphabet, hit.span);
  const bool clear = best.probability > std::pow(kClearLetter, static_cast<double>(best.letters.size()));
  const bool slip = errors < 2 && words.size() >= kTellingly && line.decoded.letters.size() <= words.size() + 1;
  if ((!clear || slip) && usual_height > 0 && has_usual_height(line, usual_height)) return true;
  return text_reading::probability_of(words, line.posteriors, alphabet, hit.span) >
         best.probability * std::pow(kLeastShare, errors);
}

// A line too blurred to read may still be the only label that it can be.
std::optional<LabelHit> by_shape(const PageLine& line, std::size_t index, const text_reading::Alphabet& alphabet) {
  const auto best = text_reading::decode(line.posteriors, alphabet, line.whole());
  const double letters = static_cast<double>(best.letters.size());
  if (letters < 3 || best.probability > kClearlyRead) return std::nullopt;
  const Wording* chosen = nullptr;
  double top = 0, second = 0;
  for (const auto& wording : kWordings) {
    const double difference = letters - static_cast<double>(wording.words.size());
    if (std::abs(difference) > 2 + 0.25 * letters) continue;
    const double share =
        text_reading::probability_of(wording.words, line.posteriors, alphabet, line.whole()) / best.probability;
    const double each = std::pow(share, 1.0 / static_cast<double>(wording.words.size()));
    if (each > top)
      second = top, top = each, chosen = &wording;
    else
      second = std::max(second, each);
  }
  if (chosen == nullptr || top < kLeastShapeShare || top < kShapeLead * second) return std::nullopt;
  return LabelHit{chosen->label, index, line.whole(), line.place.box, 0.5 * top};
}

}  // namespace

bool is_whole_label(std::string_view text) {
  return std::any_of(std::begin(kWordings), std::end(kWordings), [&](const auto& w) { return w.words == text; });
}
bool begins_longer_label(std::string_view text) {
  return !text.empty() && std::any_of(std::begin(kWordings), std::end(kWordings), [&](const auto& w) {
    return w.words.size() > text.size() && w.words.starts_with(text);
  });
}

std::vector<LabelHit> find_labels(const std::vector<PageLine>& lines, const text_reading::Alphabet& alphabet) {
  struct Candidate {
    LabelHit hit;
    const Wording* wording;
  };
  std::vector<Candidate> candidates;
  std::vector<int> heights;  // of labels that were read letter by letter
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const BareLine line = bare_line(lines[i]);
    if (line.text.size() < 3) continue;
    for (const auto& wording : kWordings) {
      const auto hit = nearest(line, wording.words);
      if (!hit) continue;
      const auto& letters = lines[i].decoded.letters;
      LabelHit found{wording.label,
                     i,
                     {letters[line.letter[hit->first]].span.first, letters[line.letter[hit->last]].span.last},
                     {},
                     1.0 - static_cast<double>(hit->errors) / static_cast<double>(wording.words.size())};
      found.box = lines[i].box_of(found.span);
      if (hit->errors == 0 && wording.label != Label::heading) heights.push_back(lines[i].place.letter_height);
      candidates.push_back({found, &wording});
    }
  }
  double usual = 0;
  if (!heights.empty()) {
    std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
    usual = heights[heights.size() / 2];
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return a.hit.score != b.hit.score ? a.hit.score > b.hit.score
                                      : a.hit.span.last - a.hit.span.first > b.hit.span.last - b.hit.span.first;
  });
  std::vector<LabelHit> out;
  const auto taken = [&](std::size_t line, text_reading::Span span) {
    return std::any_of(out.begin(), out.end(), [&](const auto& hit) {
      return hit.line == line && hit.span.first < span.last && span.first < hit.span.last;
    });
  };
  // A card has each label once: the one that was read best.
  const auto known = [&](Label label) {
    return label != Label::heading &&
           std::any_of(out.begin(), out.end(), [&](const auto& hit) { return hit.label == label; });
  };
  for (const auto& [hit, wording] : candidates)
    if (!known(hit.label) && !taken(hit.line, hit.span) &&
        is_credible(lines[hit.line], hit, wording->words, usual, alphabet))
      out.push_back(hit);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (taken(i, lines[i].whole()) || !has_usual_height(lines[i], usual)) continue;
    if (const auto hit = by_shape(lines[i], i, alphabet); hit && !known(hit->label)) out.push_back(*hit);
  }
  return out;
}

const LabelHit* CardText::find(Label label) const {
  const auto found = std::find_if(labels.begin(), labels.end(), [&](const auto& hit) { return hit.label == label; });
  return found == labels.end() ? nullptr : &*found;
}

std::vector<const LabelHit*> CardText::labels_of(std::size_t line) const {
  std::vector<const LabelHit*> out;
  for (const auto& hit : labels)
    if (hit.line == line) out.push_back(&hit);
  std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->span.first < b->span.first; });
  return out;
}

}  // namespace cotejo::ine_front
