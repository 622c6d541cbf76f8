#include "reading.hpp"

#include <algorithm>
#include <text_reading/folding.hpp>
#include <unordered_set>

namespace cotejo::contract_document {
namespace {

// Scores; README.md tells what genuine and changed contracts have.
constexpr double kMayBe = 0.005;       // least that must speak for the template's words, held against what was read
constexpr double kMayBeValue = 0.05;   // the same for a value in letters
constexpr double kMuchAlike = 0.6;     // share of equal letters of words that are no other words
constexpr double kNoStain = 0.85;      // from this probability on, a word that was read is one
constexpr std::size_t kMostWords = 8;  // of one difference
constexpr std::size_t kMostStains = 2, kLongestStain = 4;

// Words that turn a sentence into another, however short they are.
constexpr std::string_view kWeighty[] = {"NO",   "NI",    "SI",   "SIN",  "O",   "U",     "Y",    "E",
                                         "SOLO", "SALVO", "NADA", "CADA", "MAS", "MENOS", "MES",  "ANO",
                                         "DIA",  "DIAS",  "ANOS", "CIEN", "MIL", "DOS",   "TRES", "UNO"};
// Words whose loss changes nothing: articles, the shortest prepositions, the numbering of a list.
constexpr std::string_view kLight[] = {"EL", "LA", "LOS", "LAS", "LO", "DE", "DEL", "AL", "A",  "EN",
                                       "SE", "SU", "SUS", "QUE", "I",  "II", "III", "IV", "VI", "V"};

template <std::size_t N>
bool is_one_of(const std::string_view (&words)[N], const std::string& word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

double likeness(const std::string& a, const std::string& b) {
  const auto longest = std::max(a.size(), b.size());
  return longest == 0 ? 0
                      : 1 - static_cast<double>(text_reading::edit_distance(a, b, static_cast<int>(longest))) /
                                static_cast<double>(longest);
}

class Reader {
 public:
  Reader(const Filled& filled, std::span<const FoundWord> found) : filled_(filled), found_(found) {
    for (const ExpectedWord& word : filled.words) known_.insert(word.folded);
  }

  bool forgives(const Step& difference) const {
    const Step& d = difference;
    if (d.last - d.first > kMostWords || d.found_last - d.found_first > kMostWords) return false;
    if (!from_picture(d)) return false;
    if (touches_a_value(d)) return value_may_be(d);
    if (is_label_of_a_signature(d)) return true;
    if (d.first == d.last) return is_stain(d);
    if (may_be(d, kMayBe)) return true;
    if (d.found_first == d.found_last) return is_light(d);
    return is_much_alike(d);
  }

 private:
  std::span<const ExpectedWord> expected(const Step& d) const {
    return std::span(filled_.words).subspan(d.first, d.last - d.first);
  }
  std::span<const FoundWord> found(const Step& d) const {
    return found_.subspan(d.found_first, d.found_last - d.found_first);
  }

  // What is missing is of the picture that its neighbours are of.
  bool from_picture(const Step& d) const {
    const auto scanned = [](const FoundWord& word) { return word.scanned; };
    if (d.found_first < d.found_last) return std::ranges::all_of(found(d), scanned);
    return d.found_first > 0 && found_[d.found_first - 1].scanned;
  }

  bool touches_a_value(const Step& d) const {
    if (std::ranges::any_of(expected(d), [](const ExpectedWord& word) { return word.slot != kNone; })) return true;
    // Words pushed in between those of a value.
    return d.first == d.last && d.first > 0 && d.first < filled_.words.size() && filled_.words[d.first].slot != kNone &&
           filled_.words[d.first].slot == filled_.words[d.first - 1].slot;
  }

  // Figures are what they were read as. Letters may be others, as long as the picture may show the value.
  bool value_may_be(const Step& d) const {
    if (d.first == d.last) return false;
    if (std::ranges::any_of(expected(d), [](const ExpectedWord& word) { return has_digit(word.folded); })) return false;
    return may_be(d, kMayBeValue);
  }

  bool is_label_of_a_signature(const Step& d) const {
    return d.first < d.last && std::ranges::any_of(filled_.lines, [&](const SignatureLine& line) {
             return d.first >= line.first && d.last <= line.last;
           });
  }

  // Stains and halves of letters that were read as words.
  bool is_stain(const Step& d) const {
    const auto words = found(d);
    const bool beside_figure = (d.first > 0 && has_digit(filled_.words[d.first - 1].folded)) ||
                               (d.first < filled_.words.size() && has_digit(filled_.words[d.first].folded));
    return words.size() <= kMostStains && std::ranges::all_of(words, [&](const FoundWord& word) {
             if (is_one_of(kWeighty, word.folded)) return false;
             if (has_digit(word.folded))
               return !beside_figure && word.folded.size() == 1 && word.probability < kNoStain;
             return word.folded.size() <= 1 || (word.folded.size() <= kLongestStain && word.probability < kNoStain);
           });
  }

  bool is_light(const Step& d) const {
    return d.last - d.first <= kMostStains &&
           std::ranges::all_of(expected(d), [](const ExpectedWord& word) { return is_one_of(kLight, word.folded); });
  }

  // Letters that are much like the expected ones, and no words that the contract has elsewhere.
  bool is_much_alike(const Step& d) const {
    std::string wanted, read;
    for (const ExpectedWord& word : expected(d)) {
      if (has_digit(word.folded) || is_one_of(kWeighty, word.folded)) return false;
      wanted += word.folded;
    }
    for (const FoundWord& word : found(d)) {
      if (is_one_of(kWeighty, word.folded)) return false;
      if (word.folded.size() > 2 && known_.contains(word.folded)) return false;
      read += word.folded;
    }
    return likeness(wanted, read) >= kMuchAlike;
  }

  // Whether the picture of the found words, or of those around what is missing, may show the expected ones.
  bool may_be(const Step& d, double least) const {
    std::size_t first = d.first, last = d.last, found_first = d.found_first, found_last = d.found_last;
    if (found_first == found_last) {
      if (first == 0 || last >= filled_.words.size() || found_first == 0 || found_last >= found_.size()) return false;
      --first, ++last, --found_first, ++found_last;
    }
    const FoundWord &left = found_[found_first], &right = found_[found_last - 1];
    if (!left.glimpse || left.glimpse != right.glimpse || left.first_step >= right.last_step) return false;
    const auto share = [&](const std::string& text) {
      return left.glimpse->share(text_reading::upper_case(text), left.first_step, right.last_step);
    };
    std::string wanted, read;
    for (std::size_t i = first; i < last; ++i) wanted += (i == first ? "" : " ") + filled_.words[i].text;
    for (std::size_t j = found_first; j < found_last; ++j) read += (j == found_first ? "" : " ") + found_[j].text;
    const double there = share(read);
    for (std::string text = wanted; !text.empty(); text.pop_back()) {
      if (const double speaks = share(text); speaks > 0 && speaks >= least * there) return true;
      if (std::string_view(".,;:").find(text.back()) == std::string_view::npos) return false;  // marks are often lost
    }
    return false;
  }

  const Filled& filled_;
  std::span<const FoundWord> found_;
  std::unordered_set<std::string> known_;  // folded words of the contract
};

}  // namespace

std::vector<Step> as_the_paper_has_it(const std::vector<Step>& steps, const Filled& filled,
                                      std::span<const FoundWord> found) {
  const Reader reader(filled, found);
  return with_differences(steps, [&](const Step& all, std::span<const Step> stretch, std::vector<Step>& out) {
    if (reader.forgives(all)) return out.push_back(all);
    for (const Step& one : stretch)
      out.push_back({reader.forgives(one), one.first, one.last, one.found_first, one.found_last});
  });
}

}  // namespace cotejo::contract_document
