// Loan contracts of a fictional lender: filled from an offer, printed over several pages, signed by a hand.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "handwriting.hpp"
#include "people.hpp"
#include "random.hpp"
#include "statement.hpp"

namespace cotejo::specimens {

struct Offer {
  std::string number, name;
  std::int64_t amount = 0;  // pesos
  int months = 0;
  double rate = 0, cat = 0, payment = 0;  // percent, percent, pesos
  mx::Date date{};
};

// What is wrong with a contract, and the appraisal item that names it.
struct ContractVariant {
  const char* name;
  const char* code;  // null: nothing is wrong
};
const std::vector<ContractVariant>& contract_variants();
const ContractVariant* find_contract_variant(const std::string& name);  // null when there is none

Offer make_offer(const Person& person, int year, Random random);
boost::json::object as_json(const Offer& offer);

// Who signs, and how.
struct Signing {
  enum class Kind { genuine, traced, other, blank, typed, pasted } kind = Kind::genuine;
};

struct ContractPrint {
  StatementPrint print;
  std::map<std::string, std::pair<std::size_t, cv::Rect2d>> slots;  // first place of each value: page and box in points
};

// Composes the pages of the template, filled with what is printed; the arrangement varies with `random`.
// Throws std::invalid_argument for an unknown variant.
ContractPrint print_contract(const Offer& offer, const std::string& variant, const Person& borrower, Random random);

// Appends a revision to the file in which `slot` of the first page says `text`.
void change_after_signing(const std::filesystem::path& file, const ContractPrint& contract, const std::string& slot,
                          const std::string& text);

// As writers of contracts do: `$120,000.00`.
std::string pesos(double amount);

}  // namespace cotejo::specimens
