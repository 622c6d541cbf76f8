// What is known of the contract, as the rules see it.
#pragma once
#include <judgement/gathering.hpp>
#include <optional>
#include <string>
#include <vector>

#include "params.hpp"

namespace contract {

using cotejo::judgement::Fact;

struct MissingPart {
  std::string clause;
  std::int64_t words = 0;
  std::int64_t after = -1;  // page from 0; -1: before the first
};

struct Pages {
  std::int64_t count = 0, total = 0;  // total as printed; 0: not printed
  std::vector<std::int64_t> numbers;  // as printed; 0: not printed
  std::vector<std::int64_t> foreign;  // from 0
  std::vector<MissingPart> missing;
  bool in_order = true;
};

struct Term {
  std::string field, expected, found;
  std::int64_t places = 0;  // 0: the pages that have it are not there
  bool agrees = true;
  std::int64_t repeated = 0;  // places that give one and the same other value
  double probability = 0;
  std::optional<cotejo::Region> region;
};

struct Difference {
  std::string kind, expected, found, clause, field;
  double probability = 0;
  std::optional<cotejo::Region> region;
};

// A line to sign, and what stands there.
struct Mark {
  std::string signer, label, kind;  // kind: ink, typed, blank; empty when nothing is known
  std::optional<cotejo::Region> region;
};

struct LaterChange {
  std::int64_t page = -1;  // from 0; -1: cannot be told
  bool contents = false, after_signature = false;
};

// What was offered, and what was asked for; empty where it is not said.
struct Loan {
  std::optional<std::int64_t> cents, months;
  std::optional<cotejo::mx::Date> date;  // of an offer
};

struct Facts {
  std::string_view absent_reason;  // why nothing was compared; empty when it was
  Fact<Pages> pages;
  Fact<std::vector<Term>> terms;
  Fact<std::vector<Difference>> differences;
  Fact<std::int64_t> difference_count;
  Fact<std::vector<Mark>> marks;
  Fact<std::vector<LaterChange>> later;
  Fact<std::string> token_state, token_time;
  Fact<std::string> given_names, surname, second_surname;  // of the applicant
  Fact<Loan> offered, asked;
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;
  In<cotejo::Json> pages{owner, "pages", "contract.document.pages"};
  In<cotejo::Json> terms{owner, "terms", "contract.document.terms", "Values of the offer"};
  In<cotejo::Json> differences{owner, "differences", "contract.document.differences"};
  In<std::int64_t> difference_count{owner, "difference_count", "contract.document.difference_count"};
  In<cotejo::Json> marks{owner, "marks", "signature.marks", "What stands above each line to sign"};
  In<cotejo::Json> later{owner, "later_changes", "contract.document.later_changes"};
  In<std::string> token_state{owner, "token_state", "contract.document.token_state"};
  In<std::string> token_time{owner, "token_time", "contract.document.token_time"};
  In<std::string> given_names{owner, "applicant_given_names", "application.given_names"};
  In<std::string> surname{owner, "applicant_surname", "application.surname"};
  In<std::string> second_surname{owner, "applicant_second_surname", "application.second_surname"};
  In<cotejo::Json> offer{owner, "offer", "offer.document", "With `amount`, `term_months` and `date`"};
  In<cotejo::Json> application{owner, "application", "application.document",
                               "With `amount` and `term_months`, where it says how much was asked for"};
};

// Everything that was read with at least this probability.
Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability);

}  // namespace contract
