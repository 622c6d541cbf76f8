// The back of the card and its machine-readable zone against the front.
#include "comparing.hpp"
#include "mrz/writing.hpp"
#include "mx/name.hpp"
#include "mx/printed_name.hpp"
#include "rules.hpp"

namespace identity {
namespace {

namespace mx = cotejo::mx;
using cotejo::Severity;

constexpr std::string_view kMrzInvalid = "identity.mrz_invalid";
constexpr std::string_view kMrzFrontMismatch = "identity.mrz_front_mismatch";
constexpr std::string_view kCicMismatch = "identity.cic_mismatch";
constexpr std::string_view kCitizenIdMismatch = "identity.citizen_id_mismatch";
constexpr std::string_view kOcrSectionMismatch = "identity.ocr_section_mismatch";
constexpr std::string_view kExpiryMismatch = "identity.expiry_mismatch";

constexpr std::size_t kSectionDigits = 4, kCicDigits = 9, kOcrDigits = 13;

void zone_is_valid(const Context& context, Judgement& judgement) {
  const Flag& valid = context.facts.mrz_valid;
  if (!valid) {
    if (context.needs(source::mrz)) miss(valid, judgement);
  } else if (*valid) {
    judgement.hold({valid});
  } else {
    judgement.find(kMrzInvalid, Severity::major, {valid}, {});
  }
}

constexpr std::size_t kNamesField = 30;  // of a TD1

// Surnames and given names apart. When the field is full, the part that it ends in may have been cut off, and one that
// it never reached is not missed.
Likeness zone_names_likeness(const Facts& facts, const Params& params) {
  const std::string surnames = cotejo::mrz::transliterate(full_name(facts.surname, facts.second_surname, {}));
  const std::string read_given = facts.mrz_given_names.value.value_or("");
  const std::string given = cotejo::mrz::transliterate(mx::written_as(*facts.given_names, read_given));
  std::string zone_surnames = cotejo::mrz::transliterate(*facts.mrz_surnames);
  const std::string zone_given = cotejo::mrz::transliterate(read_given);
  const std::size_t used = zone_surnames.size() + 2 + zone_given.size();
  if (!facts.second_surname && zone_surnames.size() > surnames.size()) zone_surnames.resize(surnames.size());
  auto beginning = [&](const std::string& printed, const std::string& read, bool last) {
    // The filler before the next name may be what the field's last place holds.
    const bool next_name = read.size() < printed.size() && printed[read.size()] == '<';
    const bool full = used >= kNamesField || (next_name && used + 1 == kNamesField);
    return full && last ? printed.substr(0, read.size()) : printed;
  };
  const Likeness first = compare_names(beginning(surnames, zone_surnames, zone_given.empty()), zone_surnames, params);
  if (zone_given.empty() && zone_surnames.size() + 2 >= kNamesField) return first;
  if (zone_given.empty()) return std::max(first, Likeness::unclear);  // not read, since nobody is without one
  return std::max(first, compare_names(beginning(given, zone_given, true), zone_given, params));
}

void agree_with_zone(const Facts& facts, Judgement& judgement) {
  judgement.agree({facts.mrz_surnames}, read_of(facts.surname, facts.second_surname));
  if (facts.mrz_given_names) judgement.agree({facts.mrz_given_names}, {facts.given_names});
}

void zone_names_fit_front(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (!facts.mrz_surnames) {
    if (context.needs(source::mrz)) miss(facts.mrz_surnames, judgement);
    return;
  }
  if (!facts.surname || !facts.given_names) return;  // missed by the rules of the front
  const Grounds grounds =
      read_of(facts.mrz_surnames, facts.surname, facts.given_names, facts.mrz_given_names, facts.second_surname);
  boost::json::object params{{"expected", full_name(facts.surname, facts.second_surname, facts.given_names)},
                             {"found", full_name(facts.mrz_surnames, {}, facts.mrz_given_names)}};
  Likeness likeness = zone_names_likeness(facts, context.params);
  if (likeness == Likeness::different && front_is_cut_from_zone(facts)) likeness = Likeness::unclear;
  switch (likeness) {
    case Likeness::same:
      agree_with_zone(facts, judgement);
      break;
    case Likeness::unclear:
      judgement.doubt(kMrzFrontMismatch, grounds, std::move(params));
      break;
    case Likeness::different:
      judgement.find(kMrzFrontMismatch, Severity::critical, grounds, std::move(params));
      break;
  }
}

// A single digit may be misread with every appearance of certainty: it is a failure, and never fraud.
template <class A, class B>
void compare_digits(const std::string& expected, const A& expected_fact, const std::string& found, const B& found_fact,
                    std::string_view code, Severity severity, Judgement& judgement) {
  if (expected == found) {
    judgement.agree({expected_fact}, {found_fact});
  } else {
    if (mx::letters_apart(expected, found) <= 1) severity = std::min(severity, Severity::major);
    judgement.find(code, severity, {expected_fact, found_fact}, {{"expected", expected}, {"found", found}});
  }
}

void cic_agrees(const Context& context, Judgement& judgement) {
  const Text &cic = context.facts.cic, &number = context.facts.mrz_document_number;
  if (!context.facts.zone_trusted() || !cic || !number || cic->size() != kCicDigits) return;
  compare_digits(*cic, cic, number->substr(0, kCicDigits), number, kCicMismatch, Severity::major, judgement);
}

void citizen_id_agrees(const Context& context, Judgement& judgement) {
  const Text &ocr = context.facts.ocr, &id = context.facts.citizen_id;
  if (!ocr || !id || ocr->size() != kOcrDigits) return;
  compare_digits(ocr->substr(kSectionDigits), ocr, *id, id, kCitizenIdMismatch, Severity::major, judgement);
}

// The OCR number begins with the section, so it ties the back to the front.
void section_agrees(const Context& context, Judgement& judgement) {
  const Text &ocr = context.facts.ocr, &section = context.facts.section;
  if (!ocr || !section || ocr->size() != kOcrDigits || section->size() > kSectionDigits) return;
  const std::string padded = std::string(kSectionDigits - section->size(), '0') + *section;
  compare_digits(padded, section, ocr->substr(0, kSectionDigits), ocr, kOcrSectionMismatch, Severity::critical,
                 judgement);
}

// INE's cards end on 31 December of the year on the front.
void expiry_agrees(const Context& context, Judgement& judgement) {
  const Facts& facts = context.facts;
  if (!facts.zone_trusted() || !facts.valid_until || !facts.mrz_expiry_date) return;
  const auto year = static_cast<int>(facts.mrz_expiry_date->year());
  compare_digits(std::to_string(*facts.valid_until), facts.valid_until, std::to_string(year), facts.mrz_expiry_date,
                 kExpiryMismatch, Severity::critical, judgement);
}

}  // namespace

std::span<const Rule> back_rules() {
  static const std::vector<Rule> rules{{"zone_is_valid", zone_is_valid, {kMrzInvalid}},
                                       {"zone_names_fit_front", zone_names_fit_front, {kMrzFrontMismatch}},
                                       {"cic_agrees", cic_agrees, {kCicMismatch}},
                                       {"citizen_id_agrees", citizen_id_agrees, {kCitizenIdMismatch}},
                                       {"section_agrees", section_agrees, {kOcrSectionMismatch}},
                                       {"expiry_agrees", expiry_agrees, {kExpiryMismatch}}};
  return rules;
}

}  // namespace identity
