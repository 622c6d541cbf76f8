#include "panel.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::text_reading {
namespace {

constexpr double kAsGood =
    0.95;  // share of its own choice's probability at which a reader has no objection to another text

std::vector<std::vector<Choice>> choices_of(const PanelPattern& pattern, const Match& a, const Match* b) {
  std::vector<std::vector<Choice>> out;
  for (std::size_t k = 0; k < pattern.size(); ++k) {
    const auto& symbols = pattern[k]->first().symbols();
    std::vector<Choice> here;
    double total = 0;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      // Both alphabets have the same symbols in the same order.
      const double share = a.shares[k][i] * (b != nullptr ? b->shares[k][i] : 1);
      here.push_back({symbols[i].text, share});
      total += share;
    }
    for (auto& choice : here) choice.share /= total;
    std::stable_sort(here.begin(), here.end(), [](const auto& x, const auto& y) { return x.share > y.share; });
    out.push_back(std::move(here));
  }
  return out;
}

Pattern side(const PanelPattern& pattern, bool first) {
  Pattern out;
  for (const auto* alphabet : pattern) out.push_back(first ? &alphabet->first() : &alphabet->second());
  return out;
}

}  // namespace

Span carry(const PageLine& from, Span span, const PageLine& to) {
  if (to.posteriors.step_width <= 0) return {};
  const auto step = [&](int s) { return (from.x_of(s) - to.left) / to.posteriors.step_width; };
  Span out{static_cast<int>(std::floor(step(span.first))) - 1, static_cast<int>(std::ceil(step(span.last))) + 1};
  if (span.first <= 0) out.first = 0;
  if (span.last >= from.posteriors.steps) out.last = to.posteriors.steps;
  return {std::max(out.first, 0), std::min(out.last, to.posteriors.steps)};
}

std::optional<Settled> settle(const TwiceRead& line, const PanelPattern& pattern, Span span) {
  const Pattern mine = side(pattern, true), other = side(pattern, false);
  const auto a = match(line.first->posteriors, mine, span);
  if (!a) return std::nullopt;
  Settled out{a->text, a->probability, 0, false, a->fit, a->plain, a->span};
  out.choices = choices_of(pattern, *a, nullptr);
  if (line.second == nullptr) return out;
  const Span carried = carry(*line.first, a->span, *line.second);
  const auto b = match(line.second->posteriors, other, carried);
  if (!b) return out;
  out.choices = choices_of(pattern, *a, &*b);
  // The edges of a letter are neither it nor silence: of a single one they are a large part, and tell little.
  out.fit = pattern.size() == 1 && a->text == b->text ? std::max(a->fit, b->fit) : std::min(a->fit, b->fit);
  out.plain = std::min(a->plain, b->plain);
  if (a->text == b->text) {
    out.second = b->probability;
    out.agreed = true;
    return out;
  }
  // Each judges the other's text and the one that takes each letter from both; what both find least improbable stands.
  out.second = probability_of(a->text, line.second->posteriors, other, carried);
  const auto propose = [&](const std::string& text, double first, double second) {
    if (first * second > out.first * out.second) out.text = text, out.first = first, out.second = second;
  };
  propose(b->text, probability_of(b->text, line.first->posteriors, mine, a->span), b->probability);
  std::string together;
  for (const auto& choices : out.choices) together += choices.front().letter;
  if (together != a->text && together != b->text)
    propose(together, probability_of(together, line.first->posteriors, mine, a->span),
            probability_of(together, line.second->posteriors, other, carried));
  return out;
}

std::optional<Settled> settle(const TwiceRead& line, const PanelAlphabet& alphabet, Span span) {
  const Decoded a = decode(line.first->posteriors, alphabet.first(), span);
  if (a.letters.empty()) return std::nullopt;
  Settled out{a.text(), a.probability, 0, false, a.fit, 1, {a.letters.front().span.first, a.letters.back().span.last},
              a.letters};
  if (line.second == nullptr) return out;
  const Span carried = carry(*line.first, span, *line.second);
  const Decoded b = decode(line.second->posteriors, alphabet.second(), carried);
  if (b.letters.empty()) return out;
  out.fit = std::min(a.fit, b.fit);
  const std::string other = b.text();
  if (other == out.text) {
    out.second = b.probability;
    out.agreed = true;
    return out;
  }
  const double a_by_second = probability_of(out.text, line.second->posteriors, alphabet.second(), carried);
  if (a_by_second >= kAsGood * b.probability) {  // a letter that the second network does not know
    out.second = a_by_second;
    out.agreed = true;
    return out;
  }
  const double b_by_first = probability_of(other, line.first->posteriors, alphabet.first(), span);
  if (b.probability * b_by_first > a.probability * a_by_second) {
    out.text = other, out.first = b_by_first, out.second = b.probability;
    out.letters = places_of(other, line.first->posteriors, alphabet.first(), span);
  } else {
    out.second = a_by_second;
  }
  return out;
}

Settled judge(const TwiceRead& line, const PanelAlphabet& alphabet, Span span, const std::string& text) {
  Settled out{.text = text, .span = span};
  out.first = probability_of(text, line.first->posteriors, alphabet.first(), span);
  if (line.second != nullptr)
    out.second =
        probability_of(text, line.second->posteriors, alphabet.second(), carry(*line.first, span, *line.second));
  out.letters = places_of(text, line.first->posteriors, alphabet.first(), span);
  return out;
}

}  // namespace cotejo::text_reading
