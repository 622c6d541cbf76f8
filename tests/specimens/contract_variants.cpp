#include <fmt/format.h>

#include <boost/json/value.hpp>
#include <cmath>

#include "contract.hpp"

namespace cotejo::specimens {

const std::vector<ContractVariant>& contract_variants() {
  static const std::vector<ContractVariant> list{{"genuine", nullptr},
                                                 {"changed_amount", "contract.amount_mismatch"},
                                                 {"changed_term", "contract.term_mismatch"},
                                                 {"changed_rate", "contract.rate_mismatch"},
                                                 {"changed_cat", "contract.cat_mismatch"},
                                                 {"changed_payment", "contract.payment_mismatch"},
                                                 {"changed_name", "contract.name_mismatch"},
                                                 {"changed_clause", "contract.text_changed"},
                                                 {"removed_clause", "contract.text_missing"},
                                                 {"added_clause", "contract.text_added"},
                                                 {"missing_page", "contract.pages_missing"},
                                                 {"swapped_pages", "contract.pages_out_of_order"},
                                                 {"foreign_page", "contract.page_foreign"},
                                                 {"changed_after_signing", "contract.changed_after_signing"},
                                                 {"blank_signature", "contract.signature_missing"},
                                                 {"typed_signature", "signature.typed"},
                                                 {"pasted_signature", "signature.copied"},
                                                 {"traced_signature", "signature.mismatch"},
                                                 {"other_signature", "signature.mismatch"},
                                                 {"conserved", nullptr},
                                                 {"conserved_other_file", "contract.token_mismatch"},
                                                 {"conserved_by_nobody", "contract.token_untrusted"},
                                                 {"running_head", "contract.text_beside"},
                                                 {"crossed_clause", "contract.text_crossed_out"}};
  return list;
}

const ContractVariant* find_contract_variant(const std::string& wanted) {
  for (const auto& variant : contract_variants())
    if (wanted == variant.name) return &variant;
  return nullptr;
}

Offer make_offer(const Person& person, int year, Random random) {
  Offer offer;
  offer.number = fmt::format("CV-{}-{:06}", year, random.integer(1, 999999));
  offer.name = person.given_names + ' ' + person.surname +
               (person.second_surname.empty() ? std::string{} : ' ' + person.second_surname);
  offer.amount = random.integer(10, 400) * 500;
  offer.months = random.integer(1, 6) * 6;
  offer.rate = std::round(random.uniform(18, 60) * 20) / 20;
  offer.cat = std::round(offer.rate * random.uniform(1.15, 1.5) * 10) / 10;
  const double monthly = offer.rate / 1200 * 1.16;
  offer.payment =
      std::round(static_cast<double>(offer.amount) * monthly / (1 - std::pow(1 + monthly, -offer.months)) * 100) / 100;
  offer.date = mx::Date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(random.integer(1, 3))},
                        std::chrono::day{static_cast<unsigned>(random.integer(1, 28))}};
  return offer;
}

boost::json::object as_json(const Offer& offer) {
  return {{"contract_number", offer.number}, {"name", offer.name},
          {"amount", offer.amount},          {"term_months", offer.months},
          {"annual_rate", offer.rate},       {"cat", offer.cat},
          {"payment", offer.payment},        {"date", mx::to_iso(offer.date)}};
}

std::string pesos(double amount) {
  const auto cents = std::llround(amount * 100);
  std::string text = std::to_string(cents / 100);
  for (auto at = std::ssize(text) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return fmt::format("${}.{:02}", text, cents % 100);
}

}  // namespace cotejo::specimens
