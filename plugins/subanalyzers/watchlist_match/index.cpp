#include "index.hpp"

#include <algorithm>
#include <cmath>
#include <mx/name.hpp>
#include <set>

#include "rarity.hpp"

namespace watchlist_match {
namespace {

// Two words are compared at all from this similarity on: one letter in four may be off.
constexpr double kAlike = 0.75;
// Words that sound the same and are spelled otherwise.
constexpr double kSameSound = 0.95;
// What words without a partner cost, in their weight: a word that only one side has may have been left out (a second
// surname, a second given name); one against another contradicts.
constexpr double kLeftOut = 0.35;
constexpr double kContradicted = 1.5;
// A name of one word is nobody in particular.
constexpr std::size_t kMinWords = 2;

// A word and how it sounds, each whole and without each of its letters: two words share one of these when they are one
// letter apart, or two that are not the same in both.
std::vector<std::string> shortened(const Token& token) {
  std::vector<std::string> all;
  for (const std::string* form : {&token.text, &token.sound}) {
    all.push_back(*form);
    if (form->size() < 3) continue;
    for (std::size_t i = 0; i < form->size(); ++i) all.push_back(form->substr(0, i) + form->substr(i + 1));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

double similarity_of(const std::string& text, const std::string& sound, const std::string& other,
                     const std::string& other_sound) {
  if (text == other) return 1;
  if (sound == other_sound) return kSameSound;
  if (is_common(text) && is_common(other)) return 0;  // FERNANDEZ and HERNANDEZ, JUAN and JUANA: two names, and no slip
  return cotejo::mx::similarity(text, other);
}

struct Pair {
  std::size_t asked, listed;
  double similarity, weight;
};

// The words of both sides in pairs, the surest first.
std::vector<Pair> paired(std::vector<Pair> possible, std::size_t asked, std::size_t listed) {
  std::sort(possible.begin(), possible.end(), [](const Pair& a, const Pair& b) {
    return std::make_tuple(b.similarity, a.asked, a.listed) < std::make_tuple(a.similarity, b.asked, b.listed);
  });
  std::vector<bool> asked_taken(asked), listed_taken(listed);
  std::vector<Pair> pairs;
  for (const Pair& pair : possible) {
    if (asked_taken[pair.asked] || listed_taken[pair.listed]) continue;
    asked_taken[pair.asked] = listed_taken[pair.listed] = true;
    pairs.push_back(pair);
  }
  return pairs;
}

Agreement agreement(std::string_view one, std::string_view other) {
  if (one.empty() || other.empty()) return Agreement::unknown;
  return one == other ? Agreement::equal : Agreement::differs;
}

Agreement agreement(const std::vector<cotejo::mx::Date>& stated, const Entry& entry) {
  const auto any = [&](auto&& like) { return std::any_of(stated.begin(), stated.end(), like); };
  if (stated.empty() || (!entry.birth_date && !entry.birth_year)) return Agreement::unknown;
  if (entry.birth_date)
    return any([&](const auto& day) { return day == *entry.birth_date; }) ? Agreement::equal : Agreement::differs;
  // The year alone can only contradict: one in sixty of all adults shares it.
  return any([&](const auto& day) { return static_cast<int>(day.year()) == *entry.birth_year; }) ? Agreement::unknown
                                                                                                 : Agreement::differs;
}

}  // namespace

Index::Index(const List& list) : list_(list) {
  for (std::uint32_t i = 0; i < list.entries.size(); ++i) {
    const Entry& entry = list.entries[i];
    for (std::size_t n = 0; n < entry.names.size(); ++n) add_name(i, entry.names[n], n > 0);
    if (!entry.curp.empty()) by_curp_[entry.curp].push_back(i);
    if (!entry.rfc.empty()) by_rfc_[entry.rfc].push_back(i);
  }
}

Index::WordId Index::word(const Token& token) {
  const auto [at, fresh] = by_text_.emplace(token.text, static_cast<WordId>(words_.size()));
  if (fresh) {
    words_.push_back({token.text, token.sound, weight_of(token.text), {}});
    for (auto& key : shortened(token)) by_shortened_[std::move(key)].push_back(at->second);
  }
  return at->second;
}

void Index::add_name(std::uint32_t entry, std::string_view name, bool alias) {
  const auto tokens = tokens_of(name);
  if (tokens.size() < kMinWords) return;
  names_.push_back(
      {entry, static_cast<std::uint32_t>(words_of_names_.size()), static_cast<std::uint16_t>(tokens.size()), alias});
  for (const Token& token : tokens) {
    const WordId id = word(token);
    words_of_names_.push_back(id);
    auto& names = words_[id].names;
    const auto this_name = static_cast<std::uint32_t>(names_.size() - 1);
    if (names.empty() || names.back() != this_name) names.push_back(this_name);
  }
}

std::vector<Index::Alike> Index::alike(const Token& token) const {
  std::set<WordId> seen;
  for (const auto& key : shortened(token))
    if (const auto at = by_shortened_.find(key); at != by_shortened_.end())
      seen.insert(at->second.begin(), at->second.end());
  std::vector<Alike> found;
  for (const WordId id : seen) {
    const double similarity = similarity_of(token.text, token.sound, words_[id].text, words_[id].sound);
    if (similarity >= kAlike) found.push_back({id, similarity});
  }
  return found;
}

void Index::by_name(std::string_view name, double min_score, std::unordered_map<std::uint32_t, Hit>& found) const {
  const auto tokens = tokens_of(name);
  if (tokens.size() < kMinWords) return;
  std::vector<double> weights;
  double all = 0;
  for (const Token& token : tokens) all += weights.emplace_back(weight_of(token.text));

  // By name: what of the asked words may have a partner there.
  std::unordered_map<std::uint32_t, double> reach;
  std::vector<std::unordered_map<WordId, double>> similar(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::unordered_map<std::uint32_t, bool> counted;
    for (const Alike& word : alike(tokens[i])) {
      similar[i].emplace(word.word, word.similarity);
      for (const auto at : words_[word.word].names)
        if (counted.emplace(at, true).second) reach[at] += weights[i];
    }
  }
  for (const auto& [at, reached] : reach) {
    // Even when all that it reaches agrees, the rest of what was asked is left out.
    if (reached / (reached + kLeftOut * (all - reached)) < min_score) continue;
    const Name& listed = names_[at];
    std::vector<Pair> possible;
    double all_listed = 0;
    for (std::size_t l = 0; l < listed.count; ++l) {
      const WordId id = words_of_names_[listed.first + l];
      all_listed += words_[id].weight;
      for (std::size_t i = 0; i < tokens.size(); ++i)
        if (const auto same = similar[i].find(id); same != similar[i].end())
          possible.push_back({i, l, same->second, (weights[i] + words_[id].weight) / 2});
    }
    double agreed = 0, weighed = 0, asked_left = all, listed_left = all_listed, namesakes = kPopulation;
    const auto pairs = paired(std::move(possible), tokens.size(), listed.count);
    if (pairs.size() < kMinWords) continue;
    for (const Pair& pair : pairs) {
      agreed += pair.similarity * pair.weight;
      weighed += pair.weight;
      asked_left -= weights[pair.asked];
      listed_left -= words_[words_of_names_[listed.first + pair.listed]].weight;
      namesakes *= share_of(tokens[pair.asked].text);
    }
    const double contradicted = std::max(0.0, std::min(asked_left, listed_left));
    const double left_out = std::max(0.0, std::max(asked_left, listed_left) - contradicted);
    const double score = agreed / (weighed + kContradicted * contradicted + kLeftOut * left_out);
    if (score < min_score) continue;
    Hit& hit = found[listed.entry];
    if (score <= hit.score) continue;
    hit.entry = listed.entry;
    hit.score = score;
    hit.namesakes = namesakes;
    hit.alias = listed.alias;
  }
}

void Index::by_number(const Subject& subject, std::unordered_map<std::uint32_t, Hit>& found) const {
  const auto take = [&](const auto& index, const std::string& number) {
    if (number.empty()) return;
    if (const auto at = index.find(number); at != index.end())
      for (const auto entry : at->second) found[entry].entry = entry;
  };
  for (const auto& curp : subject.curps) take(by_curp_, curp);
  take(by_rfc_, subject.rfc);
}

Hit Index::judged(const Subject& subject, Hit hit) const {
  const Entry& entry = list_.entries[hit.entry];
  for (const auto& curp : subject.curps)
    if (hit.curp != Agreement::equal) hit.curp = agreement(curp, entry.curp);
  hit.rfc = agreement(subject.rfc, entry.rfc);
  hit.birth_date = agreement(subject.birth_dates, entry);
  return hit;
}

std::vector<Hit> Index::find(const Subject& subject, double min_score, std::size_t most) const {
  std::unordered_map<std::uint32_t, Hit> found;
  for (const auto& name : subject.names) by_name(name, min_score, found);
  by_number(subject, found);
  std::vector<Hit> hits;
  for (const auto& [entry, hit] : found) hits.push_back(judged(subject, hit));
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::make_tuple(!a.by_number(), -a.score, a.entry) < std::make_tuple(!b.by_number(), -b.score, b.entry);
  });
  if (hits.size() > most) hits.resize(most);
  return hits;
}

}  // namespace watchlist_match
