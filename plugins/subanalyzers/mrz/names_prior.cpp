#include "names_prior.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace cotejo::mrz {
namespace {

constexpr std::size_t kFiller = 36, kFirstLetter = 10;

// Where in the field a character stands.
enum Part : std::size_t { surname, after_surname, border, given, after_given, rest, kParts };

struct Step {
  Part from, to;
  bool letter;
  float probability;  // of a letter: shared by all of them
};
// Estimates, from what names look like; what they must be right about is that letters after `rest` are rare, yet happen
// (issuers who put three fillers between names).
constexpr Step kSteps[] = {{surname, surname, true, 0.85F},      {surname, after_surname, false, 0.15F},
                           {after_surname, surname, true, 0.4F}, {after_surname, border, false, 0.6F},
                           {border, given, true, 0.93F},         {border, rest, false, 0.07F},
                           {given, given, true, 0.85F},          {given, after_given, false, 0.15F},
                           {after_given, given, true, 0.35F},    {after_given, rest, false, 0.65F},
                           {rest, rest, false, 0.98F},           {rest, given, true, 0.02F}};

using Parts = std::array<float, kParts>;

// Q stands before U in nearly all names, O is hundreds of times as frequent as any other Q: prints with a small tail
// are read as O (QRTIZ). Cautious, for names as QASIM and IQBAL: a Q that is read clearly stays.
constexpr std::size_t kQ = kFirstLetter + 'Q' - 'A', kU = kFirstLetter + 'U' - 'A';
constexpr float kQWithoutU = 0.01F;

void normalise(Parts& parts) {
  float sum = 1e-30F;
  for (float p : parts) sum += p;
  for (float& p : parts) p /= sum;
}

}  // namespace

void weigh_names(std::span<Cell> cells, bool parted, bool latin) {
  if (cells.empty()) return;
  struct Seen {
    float letter = 0, filler = 0;
  };
  std::vector<Seen> seen;
  for (const Cell& cell : cells) {
    Seen s{1e-6F, 1e-6F + cell[kFiller]};
    for (std::size_t c = latin ? kFirstLetter : 0; c < kFiller; ++c) s.letter += cell[c] / 26;
    seen.push_back(s);
  }
  const auto weight = [&](const Step& step, std::size_t i) {
    return step.probability * (step.letter ? seen[i].letter : seen[i].filler);
  };
  std::vector<Parts> before(cells.size() + 1, Parts{}), after(cells.size() + 1, Parts{});
  before[0][parted ? surname : given] = 1;
  after.back().fill(1);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (const Step& step : kSteps) before[i + 1][step.to] += before[i][step.from] * weight(step, i);
    normalise(before[i + 1]);
  }
  for (std::size_t i = cells.size(); i-- > 0;) {
    for (const Step& step : kSteps) after[i][step.from] += after[i + 1][step.to] * weight(step, i);
    normalise(after[i]);
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    float letter = 0, filler = 0;  // what the rest of the field says about this place
    for (const Step& step : kSteps)
      (step.letter ? letter : filler) += before[i][step.from] * step.probability * after[i + 1][step.to];
    letter /= 26;
    float sum = 0;
    const float before_u = i + 1 < cells.size() ? cells[i + 1][kU] : 0;
    if (latin) cells[i][kQ] *= std::max(kQWithoutU, before_u);
    for (std::size_t c = 0; c < cells[i].size(); ++c) sum += cells[i][c] *= c == kFiller ? filler : letter;
    if (sum > 0)
      for (float& p : cells[i]) p /= sum;
  }
}

}  // namespace cotejo::mrz
