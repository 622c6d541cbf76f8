#include "comparing.hpp"

#include <algorithm>
#include <numeric>

#include "mrz/writing.hpp"
#include "mx/name.hpp"

namespace identity {

namespace mx = cotejo::mx;
using cotejo::judgement::any_right;

namespace {

// As the machine-readable zone writes them.
std::vector<std::string> zone_words(const std::string& name) {
  std::string text = cotejo::mrz::transliterate(name);
  std::replace(text.begin(), text.end(), '<', ' ');
  return mx::words(text);
}

constexpr std::size_t kFewestLeft = 2;  // one letter begins or ends too many words

// Whether a finger or glare over one end of `word` can leave `part`.
bool is_left_of(std::string_view part, std::string_view word) {
  return part == word || (part.size() >= kFewestLeft && (word.starts_with(part) || word.ends_with(part)));
}

// Whether the end of a full field can leave `part` of `word`.
bool is_beginning_of(std::string_view part, std::string_view word) {
  return part.size() >= kFewestLeft && word.starts_with(part);
}

}  // namespace

Likeness compare(double similarity, std::size_t letters_apart, const Params& params) {
  if (similarity >= params.min_name_similarity) return Likeness::same;
  return similarity < params.other_name_similarity && letters_apart > 1 ? Likeness::different : Likeness::unclear;
}

Likeness compare_names(const std::string& a, const std::string& b, const Params& params) {
  return compare(mx::similarity(a, b), mx::letters_apart(a, b), params);
}

bool is_cut_from(const std::string& cut, const std::string& whole) {
  const auto parts = zone_words(cut), words = zone_words(whole);
  const auto letters = [](std::size_t sum, const std::string& word) { return sum + word.size(); };
  if (std::accumulate(parts.begin(), parts.end(), std::size_t{0}, letters) >=
      std::accumulate(words.begin(), words.end(), std::size_t{0}, letters))
    return false;
  auto next = words.begin();
  return std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
    next = std::find_if(next, words.end(), [&](const std::string& word) {
      return is_left_of(part, word) || (&word == &words.back() && is_beginning_of(word, part));
    });
    return next != words.end() && (++next, true);
  });
}

void compare_statements(const std::vector<Statement>& statements, std::string_view code, cotejo::Severity severity,
                        Judgement& judgement) {
  if (statements.size() < 2) return;
  auto supporters = [&](const std::string& value) {
    Grounds grounds;
    for (const Statement& statement : statements) {
      if (statement.value == value) grounds.push_back(statement.ground);
    }
    return grounds;
  };
  const Statement* expected = &statements.front();
  for (const Statement& statement : statements) {
    if (supporters(statement.value).size() > supporters(expected->value).size()) expected = &statement;
  }
  const Grounds support = supporters(expected->value);
  if (support.size() > 1) judgement.repeat(support);
  for (const Statement& statement : statements) {
    if (statement.value == expected->value) continue;
    Grounds grounds{statement.ground};
    grounds.insert(grounds.end(), support.begin(), support.end());
    judgement.find(code, severity, statement.ground.probability * any_right(support), grounds,
                   {{"expected", expected->value}, {"found", statement.value}});
  }
}

std::optional<mx::Curp> sound_curp(const Text& fact) {
  if (!fact) return std::nullopt;
  const auto curp = mx::parse_curp(*fact);
  return curp.valid() ? curp.value : std::nullopt;
}

mx::Person person_of(const Text& surname, const Text& second_surname, const Text& given_names) {
  mx::Person person;
  person.surname = surname.value.value_or("");
  person.second_surname = second_surname.value.value_or("");
  person.given_names = given_names.value.value_or("");
  return person;
}

std::string shown(const mx::Curp& curp) {
  constexpr std::size_t kDerivable = 16;
  return curp.text.substr(0, kDerivable);
}

std::string expected_curp(const mx::Curp& curp, mx::Person person) {
  person.birth_date = curp.birth_date;
  person.sex = curp.sex;
  person.birth_state = curp.state;
  std::string text = mx::derive_curp(person, curp.homonymy).substr(0, shown(curp).size());
  if (person.second_surname.empty()) {  // not compared, so not shown as a difference
    text[2] = curp.text[2];
    text[14] = curp.text[14];
  }
  return text;
}

std::string join(const std::vector<mx::CurpPart>& parts) {
  std::string text;
  for (const mx::CurpPart part : parts) {
    if (!text.empty()) text += ", ";
    text += mx::code(part);
  }
  return text;
}

std::string full_name(const Text& surname, const Text& second_surname, const Text& given_names) {
  std::string name;
  for (const Text* part : {&surname, &second_surname, &given_names}) {
    if (*part) name += (name.empty() ? "" : " ") + mx::normalize(**part);
  }
  return name;
}

bool front_is_cut_from_zone(const Facts& facts) {
  return is_cut_from(full_name(facts.surname, facts.second_surname, facts.given_names),
                     full_name(facts.mrz_surnames, {}, facts.mrz_given_names));
}

}  // namespace identity
