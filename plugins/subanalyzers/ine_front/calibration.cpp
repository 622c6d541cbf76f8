#include "calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace cotejo::ine_front {
namespace {

// Origin of every figure below: 2439 fields read from 198 cards of two unrelated generators (36 + 30 people, each
// clean, phone and hard; 9 and 15 typefaces, 10 arrangements and 7 layouts), cut out with their true corners. Shares of
// right values, rounded down towards what so small a sample can carry:
//   both networks agree, nothing contradicts, pair >= 0.90: 1846 of 1849 where another fact confirms, 191 of 194 where
//   none does; pair 0.50..0.90: 49 of 50 confirmed, 6 of 8 not. They differ, two or more facts confirm and none
//   contradicts: 38 of 41; they differ otherwise: 43 of 77. Agreed, one or more contradict: 22 of 31.
//   Addresses, whose spaces nothing confirms; 402 of cards of three unrelated generators (12 sets of 30 to 40, all
//   levels): agreed 55 of 58 with pair >= 0.75, 75 of 80 from 0.50, 36 of 41 from 0.20; differing, by what the reader
//   that leads gives the text, 112 of 120 from 0.75, 18 of 20 from 0.50, 10 of 16 from 0.20, below 25 of 64.
//   A CURP whose check digit holds and that the printed date or sex bears out, on cards whose names are another
//   person's (180 people of a third seed, 60 a level): both networks agree, 150 of 150, whatever the pair and the
//   look-alikes.
// `pair` is the geometric mean of what the two networks give the value.
struct Step {
  double pair, probability;
};
constexpr std::array kAgreed = {Step{0.97, 0.990}, Step{0.90, 0.980}, Step{0.50, 0.950}, Step{0.20, 0.850},
                                Step{0.0, 0.700}};
constexpr std::array kAgreedAndChecked = {Step{0.97, 0.990}, Step{0.50, 0.980}, Step{0.20, 0.930}, Step{0.0, 0.850}};
constexpr std::array kAgreedAlone = {Step{0.97, 0.980}, Step{0.90, 0.880}, Step{0.50, 0.750}, Step{0.0, 0.600}};
constexpr std::array kAgreedAndContradicted = {Step{0.90, 0.70}, Step{0.50, 0.50}, Step{0.0, 0.30}};
constexpr std::array kDifferAndConfirmed = {Step{0.50, 0.88}, Step{0.05, 0.80}, Step{0.0, 0.65}};
constexpr std::array kDiffer = {Step{0.90, 0.60}, Step{0.50, 0.40}, Step{0.20, 0.20}, Step{0.0, 0.08}};
constexpr std::array kAddressAgreed = {Step{0.50, 0.89}, Step{0.20, 0.85}, Step{0.0, 0.60}};
constexpr std::array kAddressDiffers = {Step{0.75, 0.86}, Step{0.50, 0.82}, Step{0.20, 0.55}, Step{0.0, 0.15}};

constexpr double kClear = 0.90, kClearButContradicted = 0.975;
// A value that breaks its own rules, or that several prints contradict and none confirms, was either misread by both
// networks alike or is printed like that. From kVeryClear on the second is the more probable, if a card in some
// hundreds is misprinted or forged: it is sure enough for a check to judge, and never for an automatic rejection. That
// holds for what has a form of its own; a name that nothing confirms may be another line, read ever so clearly.
constexpr double kVeryClear = 0.97, kVeryClearButOdd = 0.85;
constexpr int kKnownByOthers = 2;        // prints that confirm what breaks its own rules: it is the value that is meant
constexpr double kConfirmation = 0.003;  // for each fact that confirms, up to three
constexpr double kLookAlike = 0.04;      // off when a letter was only read as its look-alike
constexpr double kLookAlikeChecked = 0.01;   // the same, where a check digit speaks for the letter
constexpr double kPoorFit = 0.60;            // below, the pattern explains the stretch badly:
constexpr double kPoorFitMost = 0.85;        // no such reading is sure
constexpr double kUnplacedConfirmed = 0.97;  // most for a value that was told by its content, when the card confirms it
constexpr double kUnplaced = 0.60;           // and when nothing does
// Most for what is not simply what was read: when a check digit holds, when none does, when something contradicts.
constexpr double kChangedAndChecked = 0.80, kChanged = 0.60, kChangedAndContradicted = 0.30;
// A blank that may not be there, or be missing: no such text is sure. Of 391 gaps that the model of another generator
// gave 0.95 to 0.998, six were wrong; of 36,701 surer ones none.
constexpr double kCertainSpace = 0.98, kDoubtfulSpace = 0.85;
// An identifier one letter away from the names, such as a Q that both readers take for an O: on 120 hard specimens all
// nine were misread. Printed like that they would be a finding, so that some belief is left.
constexpr double kSlip = 0.60;
constexpr double kMost = 0.995;

template <std::size_t N>
double step_at(const std::array<Step, N>& steps, double pair) {
  for (const auto& step : steps)
    if (pair >= step.pair) return step.probability;
  return steps.back().probability;
}

// The check digit speaks, and one more fact that does not come from the names.
bool is_checked(Key key, const Features& f) {
  return key == Key::curp && f.agreed && !f.broken && f.confirmed >= 2 && f.contradicted == 0;
}

bool has_a_form(Key key) {
  return key == Key::curp || key == Key::clave_elector || key == Key::birth_date || key == Key::sex;
}

double of_agreement(Key key, const Features& f, double pair) {
  if (key == Key::address) return f.agreed ? step_at(kAddressAgreed, pair) : step_at(kAddressDiffers, f.first);
  if (is_checked(key, f)) return step_at(kAgreedAndChecked, pair);
  const bool odd = f.agreed && pair >= kVeryClear && has_a_form(key);
  if (f.broken && odd && f.confirmed >= kKnownByOthers) return kVeryClearButOdd;
  if (f.broken) return f.agreed ? step_at(kAgreedAndContradicted, pair) : step_at(kDiffer, pair);
  // Fields that disagree although both were read clearly are a finding, not a doubt about the reading: the checks must
  // see them.
  if (f.agreed && f.contradicted > 0)
    return pair >= kClear && (f.confirmed > 0 || f.contradicted < 2) ? kClearButContradicted
           : odd                                                     ? kVeryClearButOdd
                                                                     : step_at(kAgreedAndContradicted, pair);
  if (f.agreed) return f.confirmed > 0 ? step_at(kAgreed, pair) : step_at(kAgreedAlone, pair);
  return f.confirmed >= 2 && f.contradicted == 0 ? step_at(kDifferAndConfirmed, pair) : step_at(kDiffer, pair);
}

}  // namespace

double calibrated(Key key, const Features& f) {
  const double pair = std::sqrt(std::max(0.0, f.first * f.second));
  double p = of_agreement(key, f, pair);
  p += kConfirmation * std::min(3, f.contradicted > 0 ? 0 : f.confirmed);
  p -= (is_checked(key, f) ? kLookAlikeChecked : kLookAlike) * (1 - std::clamp(f.plain, 0.0, 1.0));
  if (f.fit < kPoorFit) p = std::min(p, kPoorFitMost);
  if (f.spaced < kCertainSpace) p = std::min(p, kDoubtfulSpace);
  if (f.changed)
    p = f.contradicted > 0 || f.broken ? std::min(p, kChangedAndContradicted)
                                       : (key == Key::curp ? kChangedAndChecked : kChanged);
  if (f.slip) p = std::min(p, kSlip);
  if (!f.placed) p = std::min(p, f.confirmed >= 1 && f.contradicted == 0 ? kUnplacedConfirmed : kUnplaced);
  return std::clamp(p, 0.0, kMost);
}

}  // namespace cotejo::ine_front
