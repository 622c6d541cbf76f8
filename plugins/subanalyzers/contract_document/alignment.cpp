#include "alignment.hpp"

#include <algorithm>
#include <text_reading/folding.hpp>
#include <unordered_map>

namespace cotejo::contract_document {
namespace {

constexpr std::size_t kMostCells = 400'000;  // of a table of words against words
constexpr std::size_t kForgiven = 4;         // letters of which one may be misread
constexpr float kGap = 1, kOther = 1.6F, kSeam = 0.1F, kAlike = 0.2F;

template <class Words>
std::string shingle(const Words& words, std::size_t at) {
  std::string key;
  for (std::size_t i = at; i < at + kShingle; ++i) key += words[i].folded + ' ';
  return key;
}

// Shingles that the text has once, and where.
template <class Words>
std::unordered_map<std::string, std::size_t> unique_shingles(const Words& words) {
  std::unordered_map<std::string, std::size_t> all;
  for (std::size_t i = 0; i + kShingle <= words.size(); ++i) {
    const auto [at, fresh] = all.emplace(shingle(words, i), i);
    if (!fresh) at->second = kNone;
  }
  return all;
}

// The longest part of the anchors whose found indices ascend.
std::vector<Anchor> ascending(const std::vector<Anchor>& anchors) {
  std::vector<std::size_t> tails, before(anchors.size(), kNone);
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    const auto at = std::lower_bound(tails.begin(), tails.end(), anchors[i].found,
                                     [&](std::size_t tail, std::size_t found) { return anchors[tail].found < found; });
    if (at != tails.begin()) before[i] = *(at - 1);
    if (at == tails.end())
      tails.push_back(i);
    else
      *at = i;
  }
  std::vector<Anchor> chain;
  for (std::size_t i = tails.empty() ? kNone : tails.back(); i != kNone; i = before[i]) chain.push_back(anchors[i]);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

bool may_be_misread(const ExpectedWord& expected) {
  return expected.slot == kNone && !has_digit(expected.folded);
}

// One letter for all that a picture may make of it.
std::string one_of_the_alike(const std::string& word) {
  constexpr std::string_view alike[] = {"O0QDCG", "I1LJ|!", "B8", "S5", "Z2", "UV"};
  std::string out = word;
  for (char& c : out)
    for (const auto group : alike)
      if (group.find(c) != std::string_view::npos) c = group.front();
  return out;
}

// Whether letters that were read from a picture may be the expected word.
bool may_be(const ExpectedWord& expected, const std::string& found) {
  if (!may_be_misread(expected)) return false;
  if (one_of_the_alike(expected.folded) == one_of_the_alike(found)) return true;
  const int allowed = static_cast<int>(expected.folded.size() / kForgiven);
  return allowed > 0 && text_reading::edit_distance(expected.folded, found, allowed) <= allowed;
}

// Fills the table of the cheapest ways and walks it back.
class Table {
 public:
  Table(std::span<const ExpectedWord> expected, std::span<const FoundWord> found, std::size_t expected_offset,
        std::size_t found_offset)
      : e_(expected), f_(found), e0_(expected_offset), f0_(found_offset), width_(found.size() + 1) {}

  std::vector<Step> steps() {
    fill();
    std::vector<Step> back;
    std::size_t i = e_.size(), j = f_.size();
    while (i > 0 || j > 0) {
      const Move move = moves_[i * width_ + j];
      back.push_back({move.equal, e0_ + i - move.expected, e0_ + i, f0_ + j - move.found, f0_ + j});
      i -= move.expected, j -= move.found;
    }
    std::reverse(back.begin(), back.end());
    return back;
  }

 private:
  struct Move {
    std::uint8_t expected = 0, found = 0;
    bool equal = false;
  };

  void fill() {
    costs_.assign((e_.size() + 1) * width_, 0);
    moves_.resize(costs_.size());
    for (std::size_t i = 0; i <= e_.size(); ++i)
      for (std::size_t j = 0; j <= f_.size(); ++j)
        if (i + j > 0) cell(i, j);
  }

  void cell(std::size_t i, std::size_t j) {
    float best = 1e9F;
    Move move;
    const auto offer = [&](std::uint8_t expected, std::uint8_t found, float cost, bool equal) {
      const float total = costs_[(i - expected) * width_ + j - found] + cost;
      if (total >= best) return;
      best = total, move = {expected, found, equal};
    };
    if (i > 0 && j > 0) {
      const bool exact = e_[i - 1].folded == f_[j - 1].folded;
      const bool same = exact || same_word(e_[i - 1], f_[j - 1]);
      offer(1, 1, exact ? 0 : same ? kAlike : kOther, same);
    }
    if (i > 0 && j > 1) offer_pieces(i, j, 2, offer);
    if (i > 0 && j > 2) offer_pieces(i, j, 3, offer);
    if (i > 1 && j > 0 && e_[i - 2].folded + e_[i - 1].folded == f_[j - 1].folded) offer(2, 1, kSeam, true);
    if (i > 1 && j > 1 && f_[j - 1].scanned &&  // `y que`, read as `YQ UE`
        e_[i - 2].folded + e_[i - 1].folded == f_[j - 2].folded + f_[j - 1].folded)
      offer(2, 2, kSeam * 2, true);
    if (i > 0) offer(1, 0, kGap, false);
    if (j > 0) offer(0, 1, kGap, false);
    costs_[i * width_ + j] = best, moves_[i * width_ + j] = move;
  }

  // A word that was cut in two; in a picture, in three, with letters that are alike.
  template <class Offer>
  void offer_pieces(std::size_t i, std::size_t j, std::uint8_t pieces, Offer&& offer) const {
    std::string whole;
    bool scanned = true;
    for (std::size_t k = j - pieces; k < j; ++k) whole += f_[k].folded, scanned &= f_[k].scanned;
    if (pieces == 2 && e_[i - 1].folded == whole)
      offer(1, pieces, kSeam, true);
    else if (scanned && may_be(e_[i - 1], whole))
      offer(1, pieces, kSeam * pieces + kAlike, true);
  }

  std::span<const ExpectedWord> e_;
  std::span<const FoundWord> f_;
  std::size_t e0_, f0_, width_;
  std::vector<float> costs_;
  std::vector<Move> moves_;
};

class Aligner {
 public:
  Aligner(std::span<const ExpectedWord> expected, std::span<const FoundWord> found) : e_(expected), f_(found) {}

  std::vector<Step> run() {
    for (const Anchor& anchor : ascending(anchors(e_, f_))) {
      if (anchor.expected < at_e_ || anchor.found < at_f_) continue;  // overlaps the last one, which ran on
      between(anchor.expected, anchor.found);
      run_on();
    }
    between(e_.size(), f_.size());
    return std::move(steps_);
  }

 private:
  void run_on() {
    while (at_e_ < e_.size() && at_f_ < f_.size() && e_[at_e_].folded == f_[at_f_].folded) {
      steps_.push_back({true, at_e_, at_e_ + 1, at_f_, at_f_ + 1});
      ++at_e_, ++at_f_;
    }
  }

  void between(std::size_t e, std::size_t f) {
    const std::size_t missing = e - at_e_, added = f - at_f_;
    if (missing > 0 && added > 0 && missing * added <= kMostCells) {
      auto more = Table(e_.subspan(at_e_, missing), f_.subspan(at_f_, added), at_e_, at_f_).steps();
      steps_.insert(steps_.end(), more.begin(), more.end());
    } else if (missing > 0 || added > 0) {
      steps_.push_back({false, at_e_, e, at_f_, f});
    }
    at_e_ = e, at_f_ = f;
  }

  std::span<const ExpectedWord> e_;
  std::span<const FoundWord> f_;
  std::size_t at_e_ = 0, at_f_ = 0;
  std::vector<Step> steps_;
};

template <class Words>
std::string without_blanks(const Words& words) {
  std::string text;
  for (const auto& word : words) text += text_reading::upper_case(word.text);
  return text;
}

// Whether several words are the expected ones but for the blanks between them.
bool same_letters(std::span<const ExpectedWord> expected, std::span<const FoundWord> found) {
  constexpr std::size_t kLongest = 200;  // bytes
  if (expected.empty() || found.empty()) return false;
  const std::string wanted = without_blanks(expected), there = without_blanks(found);
  if (wanted == there) return true;
  const bool scanned = std::all_of(found.begin(), found.end(), [](const FoundWord& word) { return word.scanned; });
  if (!scanned || wanted.size() > kLongest || there.size() > kLongest) return false;
  if (!std::all_of(expected.begin(), expected.end(), may_be_misread)) return false;
  const int allowed = static_cast<int>(wanted.size() / kForgiven / 2);
  return text_reading::edit_distance(wanted, there, allowed) <= allowed;
}

std::vector<Step> with_seams(const std::vector<Step>& steps, std::span<const ExpectedWord> expected,
                             std::span<const FoundWord> found) {
  constexpr std::size_t kMostJoined = 24;  // words
  return with_differences(steps, [&](const Step& all, std::span<const Step> stretch, std::vector<Step>& out) {
    const bool few = all.last - all.first <= kMostJoined && all.found_last - all.found_first <= kMostJoined;
    if (few && same_letters(expected.subspan(all.first, all.last - all.first),
                            found.subspan(all.found_first, all.found_last - all.found_first)))
      out.push_back(all);
    else
      out.insert(out.end(), stretch.begin(), stretch.end());
  });
}

}  // namespace

bool same_word(const ExpectedWord& expected, const FoundWord& found) {
  if (expected.folded == found.folded) return true;
  return found.scanned && may_be(expected, found.folded);
}

std::vector<Anchor> anchors(std::span<const ExpectedWord> expected, std::span<const FoundWord> found) {
  const auto there = unique_shingles(found);
  std::vector<Anchor> all;
  for (const auto& [key, at] : unique_shingles(expected)) {
    const auto other = there.find(key);
    if (at != kNone && other != there.end() && other->second != kNone) all.push_back({at, other->second});
  }
  std::sort(all.begin(), all.end(), [](const Anchor& a, const Anchor& b) { return a.expected < b.expected; });
  return all;
}

std::vector<Step> align(std::span<const ExpectedWord> expected, std::span<const FoundWord> found) {
  return with_seams(Aligner(expected, found).run(), expected, found);
}

}  // namespace cotejo::contract_document
