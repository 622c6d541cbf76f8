#include <array>

#include "rules.hpp"

namespace address_check {
namespace {

using cotejo::Severity;
using mx::AddressPart;
using mx::Likeness;

const Text& part_of(const Parts& parts, AddressPart part) {
  return parts[static_cast<std::size_t>(part)];
}

// The part's name in params; words.yaml has what people call it.
std::string_view name_of(AddressPart part) {
  constexpr std::array<std::string_view, 7> kNames{
      "street", "exterior_number", "interior_number", "colonia", "postal_code", "municipality", "state"};
  return kNames[static_cast<std::size_t>(part)];
}

boost::json::object params_of(AddressPart part, const Text& found, const Text& expected) {
  return {{"part", name_of(part)}, {"found", *found}, {"expected", *expected}};
}

// Says that there is one: `DOMICILIO CONOCIDO` and `S/N` say that there is none.
bool is_named(const Parts& parts, AddressPart part) {
  return part_of(parts, part) && !mx::states_none(part, *part_of(parts, part));
}

// A village may have no streets and no numbers. It is the bill that says so: by its kind of settlement, or in words.
bool has_no_streets(const Parts& bill) {
  const Text &street = part_of(bill, AddressPart::street), &colonia = part_of(bill, AddressPart::colonia);
  return street ? mx::states_none(AddressPart::street, *street) : colonia && mx::is_village(*colonia);
}

// A house may have no interior number, and the bill may not say it. What one side names the other must, too: a street
// alone is not yet a house.
bool is_needed(AddressPart part, const Parts& bill, const Parts& declared) {
  const bool named = is_named(bill, part) || is_named(declared, part);
  switch (part) {
    case AddressPart::interior_number:
      return false;
    case AddressPart::exterior_number:
      return named;
    case AddressPart::street:
      return named || !has_no_streets(bill);
    default:
      return true;
  }
}

bool same_postal_code(const Parts& a, const Parts& b) {
  const Text &one = part_of(a, AddressPart::postal_code), &other = part_of(b, AddressPart::postal_code);
  return one && other && mx::compare(AddressPart::postal_code, *one, *other) == Likeness::same;
}

struct Comparison {
  std::string_view mismatch, uncertain;
  Severity severity;
  bool proves;  // each part that both say must be the same: what cannot be compared leaves doubt
};

// `shown`: where else a finding points to.
void compare_parts(const Parts& bill, const Parts& other, const Comparison& how, const Grounds& shown, Judgement& j) {
  Grounds same_here, same_there;
  for (const AddressPart part : mx::kAddressParts) {
    const Text &found = part_of(bill, part), &expected = part_of(other, part);
    if (!found || !expected) continue;
    Grounds both{found, expected};
    both.insert(both.end(), shown.begin(), shown.end());
    switch (mx::compare(part, *found, *expected)) {
      case Likeness::same:
        same_here.emplace_back(found);
        same_there.emplace_back(expected);
        break;
      case Likeness::different:
        // One postal code is of one municipality: a bill that prints the town has another name for it.
        if (part == AddressPart::municipality && same_postal_code(bill, other))
          j.doubt(how.uncertain, both, params_of(part, found, expected));
        else if (how.severity >= Severity::major)
          j.find(how.mismatch, how.severity, both, params_of(part, found, expected));
        else
          j.doubt(how.mismatch, both, params_of(part, found, expected));
        break;
      case Likeness::alike:
        j.doubt(how.uncertain, both, params_of(part, found, expected));
        break;
      case Likeness::unknown:
        if (how.proves) j.doubt(how.uncertain, both, params_of(part, found, expected));
        break;
    }
  }
  // Each part is an agreement of its own: the least sure of them counts.
  for (std::size_t i = 0; i < same_here.size(); ++i) j.agree({same_here[i]}, {same_there[i]});
}

void address_is_the_declared_one(const Context& c, Judgement& j) {
  for (const AddressPart part : mx::kAddressParts) {
    if (!is_needed(part, c.facts.bill, c.facts.declared)) continue;
    if (!part_of(c.facts.bill, part)) j.miss(part_of(c.facts.bill, part), kUnreadable);
    if (!part_of(c.facts.declared, part)) j.miss(part_of(c.facts.declared, part), kApplicantFieldMissing);
  }
  compare_parts(c.facts.bill, c.facts.declared,
                {"address.declared_mismatch", "address.declared_uncertain", Severity::major, true}, {}, j);
  // Many leave it out of a form, so that it raises no doubt; but one number may be the home of forty families.
  const Text& flat = part_of(c.facts.bill, AddressPart::interior_number);
  if (flat && !part_of(c.facts.declared, AddressPart::interior_number))
    j.find("address.flat_not_declared", Severity::info, {flat}, {{"found", *flat}});
}

// People move, and keep their card for ten years: another address on it is told and leaves the check undecided.
void address_is_the_cards(const Context& c, Judgement& j) {
  if (c.params.card_address == "ignored") return;
  // Its parts were taken out of this text, and know of no place on the card.
  Grounds printed;
  if (c.facts.printed_card) printed.emplace_back(c.facts.printed_card.port, 1);
  compare_parts(c.facts.bill, c.facts.card, {"address.card_mismatch", "address.card_uncertain", Severity::minor, false},
                printed, j);
}

void postal_code_fits(const Context& c, Judgement& j) {
  const Text &code = part_of(c.facts.bill, AddressPart::postal_code),
             &town = part_of(c.facts.bill, AddressPart::municipality),
             &state = part_of(c.facts.bill, AddressPart::state);
  if (!code || !state) return;  // reported by address_is_the_declared_one
  const auto* of_code = mx::state_of_postal_code(*code);
  switch (mx::postal_fit(*code, town ? *town : std::string(), *state)) {
    case mx::PostalFit::other_state:
      return j.find("address.postal_code_of_other_state", Severity::major, {code, state},
                    {{"found", *code}, {"expected", *state}, {"state", of_code ? of_code->name : "ningún estado"}});
    case mx::PostalFit::other_municipality:
      return j.find("address.postal_code_of_other_municipality", Severity::major, {code, town},
                    {{"found", *code}, {"expected", *town}, {"municipality", mx::municipality_of_postal_code(*code)}});
    case mx::PostalFit::fits:
      return j.agree({code}, {state});
    case mx::PostalFit::unknown:
      return;
  }
}

}  // namespace

std::span<const Rule> place_rules() {
  static const std::vector<Rule> rules{
      {"address_is_the_declared_one",
       address_is_the_declared_one,
       {"address.declared_mismatch", "address.declared_uncertain", "address.flat_not_declared"}},
      {"address_is_the_cards", address_is_the_cards, {"address.card_mismatch", "address.card_uncertain"}},
      {"postal_code_fits",
       postal_code_fits,
       {"address.postal_code_of_other_state", "address.postal_code_of_other_municipality"}}};
  return rules;
}

}  // namespace address_check
