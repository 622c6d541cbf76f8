#include "comparison.hpp"

#include <algorithm>
#include <map>
#include <mx/amount_in_words.hpp>
#include <text_reading/folding.hpp>

#include "alignment.hpp"
#include "page_order.hpp"
#include "reading.hpp"
#include "signature_places.hpp"

namespace cotejo::contract_document {
namespace {

constexpr std::size_t kPageSized = 60;  // missing words from which a page, not a line, is missing
constexpr std::size_t kJoin = 2;        // equal words between two differences that are told as one
// Scores of differences that were read from pictures; README.md tells what they were held against.
constexpr double kMisread = 0.4;  // a word of letters that is much like the expected one
constexpr double kAlike = 0.55;   // share of equal letters from which it is
constexpr double kScan = 0.75;    // most that a difference in the template's words may be believed: for a person to see
constexpr double kScanAgrees = 0.95;  // that a value which was read as the offer's is that
constexpr double kStain = 0.5;        // probability below which a word that was read is no word
constexpr double kSpot = 0.6;         // one or two words that are missing or added: a stain, or a stroke of a pen
constexpr std::size_t kFew = 2;

double likeness(const std::string& a, const std::string& b) {
  constexpr std::size_t kLongest = 200;
  const auto longest = std::max(a.size(), b.size());
  if (longest == 0 || longest > kLongest) return 0;
  return 1 - static_cast<double>(text_reading::edit_distance(a, b, static_cast<int>(longest))) /
                 static_cast<double>(longest);
}

class Comparer {
 public:
  Comparer(const Filled& filled, const std::vector<PageText>& pages) : filled_(filled) {
    const PageOrder order = order_of(filled, pages);
    out.order = order.order, out.foreign = order.foreign, out.in_order = order.in_order;
    for (std::size_t page : order.order)
      found_.insert(found_.end(), pages[page].words.begin(), pages[page].words.end());
    steps_ = same_amounts(as_the_paper_has_it(align(filled.words, found_), filled, found_));
    where_.assign(filled.words.size(), kNone);
  }

  void run() {
    match();
    tell_differences();
    tell_terms();
  }

  // The found word that each expected one is, or kNone.
  const std::vector<std::size_t>& where() const { return where_; }
  const std::vector<FoundWord>& found() const { return found_; }

  Comparison out;

 private:
  // `CINCUENTA MIL PESOS 00/100 MONEDA NACIONAL` is what was offered, however the template spells it.
  std::vector<Step> same_amounts(std::vector<Step> steps) const {
    for (const FilledSlot& slot : filled_.slots) {
      const auto offered = slot.first == kNone ? std::nullopt : mx::parse_amount_in_words(slot.text);
      if (!offered) continue;
      const auto of_slot = [&](const Step& step) { return step.first >= slot.first && step.last <= slot.last; };
      const auto first = std::find_if(steps.begin(), steps.end(), of_slot);
      const auto last = std::find_if_not(first, steps.end(), of_slot);
      if (first == last || std::all_of(first, last, [](const Step& step) { return step.equal; })) continue;
      std::string written;
      for (std::size_t j = first->found_first; j < (last - 1)->found_last; ++j) written += found_[j].text + ' ';
      if (mx::parse_amount_in_words(written) == offered)
        std::for_each(first, last, [](Step& step) { step.equal = true; });
    }
    return steps;
  }

  void match() {
    std::size_t there = 0;
    for (const Step& step : steps_) {
      if (!step.equal) continue;
      if (step.found_first < step.found_last)
        for (std::size_t i = step.first; i < step.last; ++i) where_[i] = step.found_first;
      there += step.last - step.first;
    }
    out.share = filled_.words.empty() ? 0 : static_cast<double>(there) / static_cast<double>(filled_.words.size());
  }

  void tell_differences() {
    for (std::size_t i = 0; i < steps_.size();) {
      if (steps_[i].equal) {
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      for (std::size_t at = end; at < steps_.size() && at <= end + kJoin; ++at)
        if (!steps_[at].equal) end = at + 1;
      tell({false, steps_[i].first, steps_[end - 1].last, steps_[i].found_first, steps_[end - 1].found_last});
      i = end;
    }
  }

  void tell(const Step& step) {
    const std::size_t gone = step.last - step.first, new_words = step.found_last - step.found_first;
    if (is_stain(step)) return;
    if (gone >= kPageSized && new_words * 4 < gone) return tell_missing(step);
    Difference difference;
    difference.kind = new_words == 0 ? DifferenceKind::missing
                      : gone == 0    ? DifferenceKind::added
                                     : DifferenceKind::changed;
    difference.words = std::max(gone, new_words);
    difference.expected = quoted(expected_text(step.first, step.last));
    difference.found = quoted(found_text(step.found_first, step.found_last));
    difference.clause = clause_of(step.first);
    difference.field = field_of(step);
    difference.place = place_of(step);
    difference.probability = certainty(step);
    out.differences.push_back(std::move(difference));
  }

  void tell_missing(const Step& step) {
    const std::size_t after = step.found_first == 0 ? kNone : found_[step.found_first - 1].page;
    out.missing.push_back({clause_of(step.first), step.last - step.first, after});
  }

  std::string field_of(const Step& step) const {
    for (std::size_t i = step.first; i < step.last; ++i)
      if (const auto slot = filled_.words[i].slot; slot != kNone) return filled_.slots[slot].field;
    // Words pushed in between those of a value.
    if (step.first == step.last && step.first > 0 && step.first < filled_.words.size()) {
      const auto before = filled_.words[step.first - 1].slot;
      if (before != kNone && before == filled_.words[step.first].slot) return filled_.slots[before].field;
    }
    return {};
  }
  std::string clause_of(std::size_t word) const {
    if (filled_.words.empty()) return {};
    return filled_.headings[filled_.words[std::min(word, filled_.words.size() - 1)].paragraph];
  }
  std::string expected_text(std::size_t first, std::size_t last) const {
    std::string text;
    for (std::size_t i = first; i < last && text.size() <= kLongestQuote; ++i)
      text += (text.empty() ? "" : " ") + filled_.words[i].text;
    return text;
  }
  std::string found_text(std::size_t first, std::size_t last) const {
    std::string text;
    for (std::size_t i = first; i < last && text.size() <= kLongestQuote; ++i)
      text += (text.empty() ? "" : " ") + found_[i].text;
    return text;
  }

  // Of the words on the page where they begin; of what is missing, the word before it.
  std::optional<Place> place_of(const Step& step) const {
    if (found_.empty()) return std::nullopt;
    std::size_t first = step.found_first, last = step.found_last;
    if (first == last) {
      first = first == 0 ? 0 : first - 1;
      last = first + 1;
    }
    Place place{found_[first].page, found_[first].box};
    for (std::size_t i = first; i < last && found_[i].page == place.page; ++i)
      place.box = document_text::around(place.box, found_[i].box);
    return place;
  }

  // A word that was read from a picture may be another: how sure is it that the paper differs?
  double certainty(const Step& step) const { return scanned() ? std::min(kScan, certainty_of_reading(step)) : 1; }

  bool scanned() const {
    return std::any_of(found_.begin(), found_.end(), [](const FoundWord& word) { return word.scanned; });
  }

  // Stains and halves of letters that were read as words, and hardly.
  bool is_stain(const Step& step) const {
    constexpr double kHardly = 0.45;
    constexpr std::size_t kLongest = 3;  // letters
    if (step.first != step.last) return false;
    return std::all_of(found_.begin() + static_cast<std::ptrdiff_t>(step.found_first),
                       found_.begin() + static_cast<std::ptrdiff_t>(step.found_last), [](const FoundWord& word) {
                         constexpr std::string_view weighty[] = {"NO", "NI", "SI", "SIN", "O"};
                         return word.scanned && word.probability < kHardly && word.folded.size() <= kLongest &&
                                std::find(std::begin(weighty), std::end(weighty), word.folded) == std::end(weighty);
                       });
  }

  double certainty_of_reading(const Step& step) const {
    const std::size_t gone = step.last - step.first, new_words = step.found_last - step.found_first;
    // Stains and halves of letters are read as words, and not surely: what is left without them counts.
    double surest = 0;
    std::string expected, found;
    bool digits = false;
    for (std::size_t i = step.first; i < step.last; ++i) {
      expected += filled_.words[i].folded;
      digits |= has_digit(filled_.words[i].folded);
    }
    for (std::size_t j = step.found_first; j < step.found_last; ++j) {
      if (found_[j].probability < kStain) continue;
      surest = std::max(surest, found_[j].probability);
      found += found_[j].folded;
      digits |= has_digit(found_[j].folded);
    }
    if (new_words == 0) return gone <= kFew ? kSpot : 0.9;
    if (gone == 0) return new_words <= kFew ? kSpot * surest : surest;
    // Figures differ by a digit: their letters are what counts, as sure as they were read. A word of letters with
    // others around it is still that word.
    if (expected == found) return kMisread;
    if (!digits && (likeness(expected, found) >= kAlike || found.find(expected) != std::string::npos)) return kMisread;
    return surest;
  }

  void tell_terms() {
    std::map<std::string, std::size_t> known;
    for (const FilledSlot& slot : filled_.slots) {
      if (slot.first == kNone) continue;
      const auto [at, fresh] = known.emplace(slot.field, out.terms.size());
      if (fresh) out.terms.push_back({slot.field, slot.text, {}, 0, true, std::nullopt, 1});
      judge(slot, out.terms[at->second]);
    }
    for (Term& term : out.terms) term.repeated = repeated(term.field);
  }

  std::size_t repeated(const std::string& field) const {
    std::size_t most = 0;
    for (const auto& [slot, values] : read_) {
      if (slot.first != field || values.contains({})) continue;
      for (const auto& [value, places] : values) most = std::max(most, places);
    }
    return most;
  }

  void judge(const FilledSlot& slot, Term& term) {
    if (in_missing_part(slot)) return;
    ++term.places;
    std::size_t first = kNone, last = 0;
    bool agrees = true;
    double probability = 1;
    for (const Step& step : steps_) {
      if (step.last <= slot.first || step.first >= slot.last) {
        // Words pushed in between the slot's own belong to it.
        if (step.first != step.last || step.first <= slot.first || step.first >= slot.last) continue;
      }
      agrees &= step.equal;
      for (std::size_t j = step.found_first; j < step.found_last; ++j) {
        first = std::min(first, j), last = std::max(last, j + 1);
        probability = std::min(probability, found_[j].probability);
      }
    }
    std::string other;
    for (std::size_t j = agrees ? last : first; j < last; ++j) other += found_[j].folded + ' ';
    if (agrees || first != kNone) ++read_[{slot.field, slot.text}][other];
    // What a picture gave is the offer's value, or may have been misread.
    if (scanned()) probability = agrees ? kScanAgrees : std::min(probability, kScan);
    if (term.place && (agrees || !term.agrees)) return;  // the first place, unless a later one differs
    term.agrees = agrees;
    term.probability = probability;
    term.found = first == kNone ? std::string{} : quoted(found_text(first, last));
    if (agrees) term.found = term.expected;
    if (first != kNone) term.place = place_of({false, 0, 0, first, last});
  }

  bool in_missing_part(const FilledSlot& slot) const {
    for (std::size_t i = 0; i < steps_.size();) {
      std::size_t end = i;
      while (end < steps_.size() && !steps_[end].equal && steps_[end].found_first == steps_[end].found_last) ++end;
      if (end > i && steps_[end - 1].last - steps_[i].first >= kPageSized && slot.first >= steps_[i].first &&
          slot.last <= steps_[end - 1].last)
        return true;
      i = std::max(end, i + 1);
    }
    return false;
  }

  const Filled& filled_;
  std::vector<FoundWord> found_;
  std::vector<Step> steps_;
  std::vector<std::size_t> where_;
  // By field and how the template writes it: what stands there, in how many places; nothing: the offer's value.
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::size_t>> read_;
};

// What was written where one signs is for the signature's check to judge: a name in type, strokes misread as letters.
bool is_where_one_signs(const Difference& difference, const std::vector<SignaturePlace>& places) {
  if (difference.kind != DifferenceKind::added || !difference.place) return false;
  const auto& box = difference.place->box;
  const double x = box.x + box.width / 2, y = box.middle();
  return std::any_of(places.begin(), places.end(), [&](const SignaturePlace& each) {
    return each.place && each.place->page == difference.place->page && x >= each.place->box.x &&
           x <= each.place->box.right() && y >= each.place->box.y && y <= each.place->box.bottom();
  });
}

// Lenders, signing services and whoever takes a promise back print around the text: a person looks.
void tell_margins(const std::vector<PageText>& pages, std::vector<Difference>& differences) {
  for (std::size_t page = 0; page < pages.size(); ++page)
    for (const MarginLine& line : pages[page].margin) {
      Difference difference;
      difference.kind = DifferenceKind::beside;
      difference.found = quoted(line.text);
      difference.place = Place{page, line.box};
      difference.probability = kScan;
      difference.words = line.words;
      differences.push_back(std::move(difference));
    }
}

}  // namespace

std::string quoted(std::string text) {
  if (text.size() <= kLongestQuote) return text;
  std::size_t end = kLongestQuote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

Comparison compare(const Filled& filled, const std::vector<PageText>& pages,
                   const std::vector<document_text::Page>& sheets) {
  Comparer comparer(filled, pages);
  comparer.run();
  comparer.out.signatures = signature_places(filled, comparer.where(), comparer.found(), sheets);
  std::erase_if(comparer.out.differences,
                [&](const Difference& each) { return is_where_one_signs(each, comparer.out.signatures); });
  tell_margins(pages, comparer.out.differences);
  return std::move(comparer.out);
}

}  // namespace cotejo::contract_document
