#include "mx/printed_name.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "mx/name.hpp"
#include "one_word.hpp"

namespace cotejo::mx {
namespace {

struct Form {
  std::string given, family, text;
};

std::vector<Form> forms_of(const Person& person) {
  const std::string surnames =
      person.second_surname.empty() ? person.surname : person.surname + " " + person.second_surname;
  std::vector<Form> forms;
  const auto add = [&](const std::string& given, const std::string& family) {
    forms.push_back({given, family, given + " " + family});
    forms.push_back({given, family, family + " " + given});
  };
  add(person.given_names, surnames);
  if (const auto names = words(comparable(person.given_names)); names.size() > 1) add(names.front(), surnames);
  if (!person.second_surname.empty()) add(person.given_names, person.surname);
  return forms;
}

struct Part {
  std::string word;
  NameWord kind;
};

void add_words(std::vector<Part>& parts, std::string_view name, NameWord kind) {
  for (auto& word : words(comparable(name))) parts.push_back({std::move(word), kind});
}

bool is_particle(std::string_view word) {
  constexpr std::string_view kParticles[] = {"DE", "DEL", "LA", "LAS", "LOS", "Y"};
  return std::find(std::begin(kParticles), std::end(kParticles), word) != std::end(kParticles);
}

// The words of both, the likest first, in pairs: whether a pair is of two names, or a printed word is of none.
bool has_another_name(std::string_view printed, std::vector<Part> known) {
  constexpr std::size_t kMaxWords = 16;
  auto found = words(comparable(printed));
  if (found.size() > kMaxWords || known.size() > kMaxWords) return false;
  while (!found.empty() && !known.empty()) {
    double most = -1;
    std::size_t one = 0, other = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
      for (std::size_t j = 0; j < known.size(); ++j)
        if (const double like = similarity(found[i], known[j].word); like > most) most = like, one = i, other = j;
    if (is_another_name(found[one], known[other].word, known[other].kind)) return true;
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(one));
    known.erase(known.begin() + static_cast<std::ptrdiff_t>(other));
  }
  return std::any_of(found.begin(), found.end(), [](const std::string& word) { return !is_particle(word); });
}

// `SR. HUMBERTO SALDAÑA`, `ING HUMBERTO SALDAÑA`.
std::string without_title(std::string_view printed) {
  constexpr std::string_view kTitles[] = {"SR", "SRA", "SRITA", "SRTA", "C",    "LIC",  "ING",
                                          "DR", "DRA", "ARQ",   "MTRO", "MTRA", "PROF", "PROFA"};
  constexpr std::size_t kLeast = 3;  // words: a title, a name and a surname
  std::string name = comparable(printed);
  const auto all = words(name);
  if (all.size() >= kLeast && std::find(std::begin(kTitles), std::end(kTitles), all.front()) != std::end(kTitles))
    name.erase(0, all.front().size() + 1);
  return name;
}

// Of a joint account, `ROSA ZAMORA Y/O JUAN LOPEZ`.
std::vector<std::string> holders_of(std::string_view printed) {
  constexpr std::string_view kBetween[] = {" Y/O ", " Y / O ", " O "};
  const std::string name = normalize(printed);
  for (const auto between : kBetween)
    if (const auto at = name.find(between); at != name.npos)
      return {name, name.substr(0, at), name.substr(at + between.size())};
  return {name};
}

bool is_short_for(std::string_view a, std::string_view b) {
  constexpr std::pair<std::string_view, std::string_view> kShort[] = {
      {"MA", "MARIA"}, {"M", "MARIA"}, {"J", "JOSE"}, {"FCO", "FRANCISCO"}, {"GPE", "GUADALUPE"}};
  return std::any_of(std::begin(kShort), std::end(kShort), [&](const auto& pair) {
    return (a == pair.first && b == pair.second) || (b == pair.first && a == pair.second);
  });
}

// MARIO of MARIA, DANIEL of DANIELA.
bool are_of_two_sexes(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() == a.size() + 1) return b.ends_with('A') && b.starts_with(a);
  return a.size() == b.size() && a.substr(0, a.size() - 1) == b.substr(0, b.size() - 1) &&
         ((a.back() == 'A' && b.back() == 'O') || (a.back() == 'O' && b.back() == 'A'));
}

}  // namespace

std::string written_as(std::string_view name, std::string_view other_writing) {
  const auto others = words(comparable(other_writing));
  std::string out;
  for (const auto& word : words(comparable(name))) {
    const auto same = std::ranges::find_if(others, [&](const auto& other) { return is_short_for(word, other); });
    out += (out.empty() ? "" : " ") + (same == others.end() ? word : *same);
  }
  return out;
}

std::string without_particles(std::string_view name) {
  std::string out;
  auto all = words(comparable(name));
  if (all.size() > 2 && (all.back() == "X" || all.back() == "XX" || all.back() == "XXX")) all.pop_back();
  for (const auto& word : all)
    if (!is_particle(word)) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool is_another_name(std::string_view a, std::string_view b, NameWord kind) {
  constexpr std::size_t kShortest = 4;    // letters: of shorter words none may differ, …
  constexpr std::size_t kShortGiven = 6;  // … nor of given names that are shorter than this
  const std::string one = comparable(a), other = comparable(b);
  const std::size_t apart = letters_apart(one, other), shorter = std::min(one.size(), other.size());
  if (apart == 0 || is_short_for(one, other)) return false;
  if (shorter < kShortest) return true;
  // GONZALES of GONZALEZ, RUIS of RUIZ; but FERNANDEZ is not HERNANDEZ.
  if (kind == NameWord::surname) return !is_one_word(one, other);
  return apart > 1 || shorter < kShortGiven || are_of_two_sexes(one, other);
}

bool have_another_name(std::string_view a, std::string_view b) {
  std::vector<Part> known;
  add_words(known, b, NameWord::given);
  return similarity(a, b) < 1 && has_another_name(a, std::move(known));
}

namespace {

PrintedLikeness likeness_of(std::string_view as_printed, const Person& person) {
  PrintedLikeness best;
  const std::string printed = written_as(without_title(as_printed), person.given_names);
  if (person.surname.empty() || person.given_names.empty()) return best;
  for (const Form& form : forms_of(person)) {
    const double score = similarity(printed, form.text);
    best.one_letter |= letters_apart(printed, form.text) <= 1;
    if (score < best.score) continue;
    std::vector<Part> known;
    add_words(known, form.given, NameWord::given);
    add_words(known, form.family, NameWord::surname);
    const bool other = score < 1 && has_another_name(printed, std::move(known));
    best.other_name = other && (best.other_name || score > best.score);
    best.score = score;
  }
  return best;
}

// The same person where it says that, else the likest.
void take_likelier(PrintedLikeness& best, const PrintedLikeness& other) {
  const bool was = best.score == 1 && !best.other_name;
  if (!was && (other.score > best.score || (other.score == best.score && !other.other_name))) best = other;
}

}  // namespace

PrintedLikeness likeness_as_printed(std::string_view as_printed, const Person& person) {
  const Person plain{.surname = without_particles(person.surname),
                     .second_surname = without_particles(person.second_surname),
                     .given_names = without_particles(person.given_names)};
  PrintedLikeness best;
  for (const std::string& holder : holders_of(as_printed)) {
    take_likelier(best, likeness_of(holder, person));
    take_likelier(best, likeness_of(without_particles(holder), plain));
  }
  return best;
}

}  // namespace cotejo::mx
