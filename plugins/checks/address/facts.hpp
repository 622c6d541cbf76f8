// What is known of the bill, of the address on the card and of the one that was declared, as the rules see it.
#pragma once
#include <judgement/address_inputs.hpp>

#include "params.hpp"

namespace address_check {

namespace mx = cotejo::mx;
using cotejo::judgement::Fact;
using cotejo::judgement::Text;

// One place where the bill prints a value again.
struct Repeat {
  std::string what, place, value;
  double probability = 0;
  std::optional<cotejo::Region> region;
};

struct Relative {
  std::string name, relationship;
};

// The parts of one address, in the order of mx::kAddressParts.
using Parts = std::array<Text, std::size(mx::kAddressParts)>;

// Amounts in cents.
struct Facts {
  bool is_bill = true;  // false: it was looked at, and is something else
  bool unreadable = false;
  Text kind, holder;
  Parts bill, declared, card;
  Text printed_card;  // the address as the card prints it: where a finding points to
  Fact<mx::Date> from, to, issued, due;
  Fact<std::int64_t> subtotal, tax, period_total, previous, payments, total;
  Fact<std::int64_t> reading_previous, reading_current, consumption;
  Fact<std::vector<Repeat>> repeats;
  Text given_names, surname, second_surname;
  Fact<std::vector<Relative>> relatives;
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;

  In<std::string> kind{owner, "issuer_kind", "address.proof.issuer_kind"};
  In<std::string> holder{owner, "holder", "address.proof.holder"};
  cotejo::judgement::AddressInputs bill = cotejo::judgement::bill_address(owner);
  cotejo::judgement::AddressInputs declared = cotejo::judgement::declared_address(owner);
  cotejo::judgement::AddressInputs card = cotejo::judgement::card_address(owner);
  In<std::string> printed_card{owner, "printed_card", "ine.front.address", "As the card prints it"};
  In<cotejo::Date> from{owner, "period_from", "address.proof.period_from"};
  In<cotejo::Date> to{owner, "period_to", "address.proof.period_to"};
  In<cotejo::Date> issued{owner, "issue_date", "address.proof.issue_date"};
  In<cotejo::Date> due{owner, "due_date", "address.proof.due_date"};
  In<double> subtotal{owner, "subtotal", "address.proof.subtotal", "Pesos"};
  In<double> tax{owner, "tax", "address.proof.tax", "Pesos"};
  In<double> period_total{owner, "period_total", "address.proof.period_total", "Pesos"};
  In<double> previous{owner, "previous_balance", "address.proof.previous_balance", "Pesos"};
  In<double> payments{owner, "payments", "address.proof.payments", "Pesos"};
  In<double> total{owner, "total", "address.proof.total", "Pesos"};
  In<std::int64_t> reading_previous{owner, "reading_previous", "address.proof.reading_previous"};
  In<std::int64_t> reading_current{owner, "reading_current", "address.proof.reading_current"};
  In<std::int64_t> consumption{owner, "consumption", "address.proof.consumption"};
  In<cotejo::Json> repeats{owner, "repeats", "address.proof.repeats"};
  In<std::string> given_names{owner, "applicant_given_names", "application.given_names"};
  In<std::string> surname{owner, "applicant_surname", "application.surname"};
  In<std::string> second_surname{owner, "applicant_second_surname", "application.second_surname"};
  In<cotejo::Json> application{owner, "application", "application.document",
                               "With `relatives`, a list of {name, relationship}: who the applicant lives with"};
};

// Everything that was read with at least this probability.
Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability);

}  // namespace address_check
