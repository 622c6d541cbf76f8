// What the applicant declared against the card.
#include <algorithm>

#include "comparing.hpp"
#include "mx/name.hpp"
#include "mx/printed_name.hpp"
#include "rules.hpp"

namespace identity {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;

constexpr std::string_view kDeclaredNameMismatch = "identity.applicant_name_mismatch";
constexpr std::string_view kDeclaredNameMisplaced = "identity.applicant_names_misplaced";
constexpr std::string_view kDeclaredCurpInvalid = "identity.applicant_curp_invalid";
constexpr std::string_view kDeclaredCurpMismatch = "identity.applicant_curp_mismatch";
constexpr std::string_view kDeclaredCurpInconsistent = "identity.applicant_curp_inconsistent";
constexpr std::string_view kDeclaredBirthDateMismatch = "identity.applicant_birth_date_mismatch";
constexpr std::string_view kDeclaredSexMismatch = "identity.applicant_sex_mismatch";

// What forms put where nobody wrote a name, without blanks and signs. A text of fewer letters is no name either.
constexpr std::size_t kFewestLetters = 2;
constexpr std::string_view kNoNames[] = {"NA", "NULL", "NONE", "SN", "NINGUNO", "NINGUNA", "DESCONOCIDO", "NOAPLICA"};

// A CURP that is further away than this was not mistyped, nor was the card's misread: it is another one.
constexpr std::size_t kMistypedCharacters = 2;

Likeness worse(Likeness a, Likeness b) {
  return std::max(a, b);
}

// People leave given names out, change their order and write MA. out, so those are compared as a set.
Likeness given_names_likeness(const std::string& declared, const std::string& printed, const Params& params) {
  const std::string name = mx::written_as(printed, declared);
  const double similarity = std::max(mx::similarity(declared, name), mx::similarity_of_subset(declared, name));
  return compare(similarity, mx::letters_apart(declared, name), params);
}

// DE LA CRUZ is CRUZ in many forms.
Likeness surname_likeness(const std::string& declared, const std::string& printed, const Params& params) {
  return std::min(compare_names(declared, printed, params),
                  compare_names(mx::without_particles(declared), mx::without_particles(printed), params));
}

// Forms take surnames in the given names' field, and whole names in either: the words of the whole name, in any order.
bool same_words(const boost::json::object& texts, const Params& params) {
  return mx::similarity_of_subset(std::string(texts.at("found").as_string()),
                                  std::string(texts.at("expected").as_string())) >= params.min_name_similarity;
}

// A finger or glare hides a part of the printed name, by the zone or by what was declared.
bool is_partly_hidden(const Facts& facts, const boost::json::object& texts, const Params& params) {
  return front_is_cut_from_zone(facts) ||
         (is_cut_from(std::string(texts.at("expected").as_string()), std::string(texts.at("found").as_string())) &&
          !same_words(texts, params));
}

// The field of which some word is no whole word of what was declared; the last one where all are (a line was lost).
const Text& hidden_part(const Facts& facts, const boost::json::object& texts) {
  const auto declared = mx::words(mx::comparable(texts.at("found").as_string()));
  for (const Text* field : {&facts.surname, &facts.second_surname}) {
    if (!*field) continue;
    const auto printed = mx::words(mx::comparable(**field));
    if (!std::ranges::all_of(printed, [&](const auto& word) { return std::ranges::count(declared, word) > 0; }))
      return *field;
  }
  return facts.given_names;
}

bool is_name(const Text& declared) {
  std::string letters = mx::comparable(*declared);
  std::erase_if(letters, [](char c) { return static_cast<unsigned char>(c) < 0x80 && (c < 'A' || c > 'Z'); });
  return letters.size() >= kFewestLetters && std::ranges::find(kNoNames, letters) == std::end(kNoNames);
}

// Whose names differ may still have declared the CURP and the birth date of this card: a married name, a nickname.
bool otherwise_the_same(const Facts& facts) {
  return facts.applicant_curp && facts.curp && *facts.applicant_curp == *facts.curp && facts.applicant_birth_date &&
         facts.birth_date && *facts.applicant_birth_date == *facts.birth_date;
}

void names_agree(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  const bool declared = facts.applicant_surname && facts.applicant_given_names;
  if (!declared && context.needs(source::application)) {
    if (!facts.applicant_surname) miss(facts.applicant_surname, judgement);
    if (!facts.applicant_given_names) miss(facts.applicant_given_names, judgement);
  }
  if (!declared || !facts.surname || !facts.given_names) return;
  const Params& params = context.params;
  Grounds grounds{facts.applicant_surname, facts.surname, facts.applicant_given_names, facts.given_names};
  Likeness surnames = surname_likeness(*facts.applicant_surname, *facts.surname, params);
  const bool second = facts.applicant_second_surname && is_name(facts.applicant_second_surname) && facts.second_surname;
  if (second) {
    surnames = worse(surnames, surname_likeness(*facts.applicant_second_surname, *facts.second_surname, params));
    grounds.insert(grounds.end(), {facts.applicant_second_surname, facts.second_surname});
  }
  const Likeness given = given_names_likeness(*facts.applicant_given_names, *facts.given_names, params);
  boost::json::object texts{
      {"expected", full_name(facts.surname, facts.second_surname, facts.given_names)},
      {"found", full_name(facts.applicant_surname, facts.applicant_second_surname, facts.applicant_given_names)}};
  if (surnames == Likeness::same && given == Likeness::same) {
    judgement.agree({facts.applicant_surname}, {facts.surname});
    judgement.agree({facts.applicant_given_names}, {facts.given_names});
    if (second) judgement.agree({facts.applicant_second_surname}, {facts.second_surname});
  } else if (is_partly_hidden(facts, texts, params)) {
    miss(hidden_part(facts, texts), judgement);
  } else if (worse(surnames, given) == Likeness::different && same_words(texts, params)) {
    judgement.find(kDeclaredNameMisplaced, Severity::major, grounds, std::move(texts));
  } else if (!is_name(facts.applicant_surname) || !is_name(facts.applicant_given_names)) {
    for (const Text* name : {&facts.applicant_surname, &facts.applicant_given_names})
      if (!is_name(*name)) miss(*name, judgement);
  } else if (surnames == Likeness::different && given == Likeness::different) {  // somebody else's card
    judgement.find(kDeclaredNameMismatch, otherwise_the_same(facts) ? Severity::major : Severity::critical, grounds,
                   std::move(texts));
  } else if (worse(surnames, given) == Likeness::different) {
    judgement.find(kDeclaredNameMismatch, Severity::major, grounds, std::move(texts));
  } else {
    judgement.doubt(kDeclaredNameMismatch, grounds, std::move(texts));
  }
}

void declared_curp_is_valid(const Context& context, Judgement& judgement) {
  const Text& curp = context.facts.applicant_curp;
  if (!curp) {
    if (context.needs(source::application)) miss(curp, judgement);
    return;
  }
  const auto parsed = mx::parse_curp(*curp);
  if (parsed.valid()) {
    judgement.hold({curp});
  } else {
    judgement.find(kDeclaredCurpInvalid, Severity::major, {curp},
                   {{"found", *curp}, {"problem", mx::code(parsed.problem)}});
  }
}

// RENAPO corrects CURPs, a state, a date or a name's letters: a card that is older has the one before. A CURP that
// contradicts more of the person on the card is another person's.
bool may_be_corrected(const mx::Curp& curp, const Facts& facts) {
  if (!facts.surname || !facts.given_names) return false;
  mx::Person person = person_of(facts.surname, facts.second_surname, facts.given_names);
  if (facts.birth_date) person.birth_date = *facts.birth_date;
  return mx::curp_contradictions(curp, person, false).size() <= 1;
}

void curps_agree(const Context& context, Judgement& judgement) {
  const Text &declared = context.facts.applicant_curp, &printed = context.facts.curp;
  if (!declared || !printed) return;
  if (*declared == *printed) {
    judgement.agree({declared}, {printed});
    return;
  }
  const auto curp = sound_curp(declared);
  if (!curp) return;  // told by declared_curp_is_valid: it is nobody else's CURP
  const bool mistaken = !sound_curp(printed) || mx::letters_apart(*declared, *printed) <= kMistypedCharacters ||
                        may_be_corrected(*curp, context.facts);
  judgement.find(kDeclaredCurpMismatch, mistaken ? Severity::major : Severity::critical, {declared, printed},
                 {{"expected", *printed}, {"found", *declared}});
}

// Where no card gave a CURP, the declared one must at least fit the declared person.
void declared_curp_fits_declared_person(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  const auto curp = sound_curp(facts.applicant_curp);
  if (!curp || facts.curp) return;
  mx::Person person = person_of(facts.applicant_surname, facts.applicant_second_surname, facts.applicant_given_names);
  if (facts.applicant_birth_date) person.birth_date = *facts.applicant_birth_date;
  const Grounds declared = read_of(facts.applicant_surname, facts.applicant_second_surname, facts.applicant_given_names,
                                   facts.applicant_birth_date);
  if (declared.empty()) return;
  const auto parts = mx::curp_contradictions(*curp, person, false);
  if (parts.empty()) {
    judgement.agree({facts.applicant_curp}, declared);
  } else {
    Grounds grounds{facts.applicant_curp};
    grounds.insert(grounds.end(), declared.begin(), declared.end());
    judgement.find(kDeclaredCurpInconsistent, Severity::major, grounds,
                   {{"parts", join(parts)}, {"expected", expected_curp(*curp, person)}, {"found", shown(*curp)}});
  }
}

void declared_birth_date_agrees(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  const Day& declared = facts.applicant_birth_date;
  if (!declared) {
    if (context.needs(source::application)) miss(declared, judgement);
    return;
  }
  const auto curp = sound_curp(facts.curp);
  if (!facts.birth_date && !curp) return;
  const Ground card = facts.birth_date ? Ground(facts.birth_date) : Ground(facts.curp);
  const mx::Date printed = facts.birth_date ? *facts.birth_date : curp->birth_date;
  if (printed == *declared) {
    judgement.agree({declared}, {card});
  } else {
    judgement.find(kDeclaredBirthDateMismatch, Severity::major, {declared, card},
                   {{"expected", mx::to_iso(printed)}, {"found", mx::to_iso(*declared)}});
  }
}

void declared_sex_agrees(const Context& context, Judgement& judgement) {
  const Text &declared = context.facts.applicant_sex, &printed = context.facts.sex;
  if (!declared || !printed) return;
  if (*declared == *printed) {
    judgement.agree({declared}, {printed});
  } else if (*declared != "H" && *declared != "M" && *declared != "X") {  // MUJER, F: a form that words it otherwise
    judgement.doubt(kDeclaredSexMismatch, {declared, printed}, {{"expected", *printed}, {"found", *declared}});
  } else {
    judgement.find(kDeclaredSexMismatch, Severity::major, {declared, printed},
                   {{"expected", *printed}, {"found", *declared}});
  }
}

}  // namespace

std::span<const Rule> applicant_rules() {
  static const std::vector<Rule> rules{
      {"names_agree", names_agree, {kDeclaredNameMismatch, kDeclaredNameMisplaced}},
      {"declared_curp_is_valid", declared_curp_is_valid, {kDeclaredCurpInvalid}},
      {"curps_agree", curps_agree, {kDeclaredCurpMismatch}},
      {"declared_curp_fits_declared_person", declared_curp_fits_declared_person, {kDeclaredCurpInconsistent}},
      {"birth_dates_agree", declared_birth_date_agrees, {kDeclaredBirthDateMismatch}},
      {"sexes_agree", declared_sex_agrees, {kDeclaredSexMismatch}}};
  return rules;
}

}  // namespace identity
