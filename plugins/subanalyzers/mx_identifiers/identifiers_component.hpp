// mx.identifiers: validates Mexican identifiers and compares them with one another and with a name.
#pragma once
#include <algorithm>
#include <cotejo/plugin.hpp>
#include <deque>

#include "given.hpp"
#include "judging.hpp"

namespace mx_identifiers {

class Identifiers final : public cotejo::SubAnalyzer {
 public:
  static constexpr cotejo::About about{"mx.identifiers", "1.0.0",
                                       "Validates Mexican identifiers and compares them with one another"};
  static constexpr bool parallel = true;

  Identifiers() {
    for (const Identifier& identifier : identifiers()) {
      const std::string id(identifier.name);
      validity_.emplace_back(this, id + "_valid", "Whether the " + id + " follows all of its rules");
      problems_.emplace_back(this, id + "_problem",
                             "The first rule that the " + id + " breaks; absent when it is valid");
      for (std::string_view detail : identifier.details) details_.emplace_back(this, detail, "Read off the " + id);
    }
    for (const CrossCheck& check : cross_checks()) cross_.emplace_back(this, check.trait, check.summary);
  }

  cotejo::Status run(cotejo::Call& call) override {
    const Given given = gather(call);
    for (std::size_t i = 0; i < identifiers().size(); ++i) tell_identifier(call, given, i);
    for (std::size_t i = 0; i < cross_checks().size(); ++i) tell_cross_check(call, given, i);
    return cotejo::Status::ok;
  }

 private:
  using In = cotejo::OptionalPort<std::string>;

  Given gather(const cotejo::Call& call) const {
    Given given;
    for (const auto& [name, port] : ports()) {
      if (const auto reading = call.get(*port)) add(given, name, *reading, reading.probability());
    }
    if (const auto date = call.get(birth_date_)) add(given, "birth_date", date->iso, date.probability());
    if (const auto document = call.get(document_)) add_document(given, document->parse(), document.probability());
    return given;
  }

  void tell_identifier(cotejo::Call& call, const Given& given, std::size_t index) {
    const Identifier& identifier = identifiers()[index];
    const auto found = given.find(identifier.name);
    if (found == given.end()) {
      call.absent_all(not_given_, validity_[index], problems_[index]);
      return tell_details(call, identifier, {}, 0, not_given_);
    }
    const double probability = found->second.probability;
    const Verdict verdict = identifier.judge(found->second.value);
    const bool valid = verdict.problem == cotejo::mx::Problem::none;
    call.emit(validity_[index], valid, probability);
    if (valid)
      call.absent(problems_[index], no_problem_);
    else
      call.emit(problems_[index], cotejo::mx::code(verdict.problem), probability);
    tell_details(call, identifier, verdict.details, probability, not_valid_);
  }

  // Those that could be read, and `why` of the others.
  void tell_details(cotejo::Call& call, const Identifier& identifier, const std::vector<Detail>& read,
                    double probability, const cotejo::Code& why) {
    for (const std::string_view name : identifier.details) {
      const auto& trait = *std::ranges::find(details_, name, &cotejo::Trait<std::string>::name);
      const auto detail = std::ranges::find(read, name, &Detail::trait);
      if (detail == read.end())
        call.absent(trait, why);
      else
        call.emit(trait, detail->value, probability);
    }
  }

  void tell_cross_check(cotejo::Call& call, const Given& given, std::size_t index) {
    const CrossCheck& check = cross_checks()[index];
    if (!std::ranges::all_of(check.needs, [&](std::string_view name) { return given.contains(name); }))
      call.absent(cross_[index], not_given_);
    else if (const auto holds = check.holds(given))
      call.emit(cross_[index], *holds, probability_of(given, check.needs));
    else
      call.absent(cross_[index], not_valid_);
  }

  std::map<std::string_view, const In*> ports() const {
    return {{"curp", &curp_},        {"rfc", &rfc_},
            {"clabe", &clabe_},      {"nss", &nss_},
            {"phone", &phone_},      {"clave_elector", &clave_elector_},
            {"surname", &surname_},  {"postal_code", &postal_code_},
            {"card_number", &card_}, {"second_surname", &second_surname_},
            {"sex", &sex_},          {"given_names", &given_names_}};
  }

  In curp_{this, "curp", "application.curp"};
  In rfc_{this, "rfc", "application.rfc"};
  In clabe_{this, "clabe", "application.clabe"};
  In nss_{this, "nss", "application.nss"};
  In clave_elector_{this, "clave_elector", "application.clave_elector"};
  In phone_{this, "phone", "application.phone"};
  In postal_code_{this, "postal_code", "application.postal_code"};
  In card_{this, "card_number", "application.card_number"};
  In surname_{this, "surname", "application.surname"};
  In second_surname_{this, "second_surname", "application.second_surname"};
  In given_names_{this, "given_names", "application.given_names"};
  In sex_{this, "sex", "application.sex", "H, M or X"};
  cotejo::OptionalPort<cotejo::Date> birth_date_{this, "birth_date", "application.birth_date"};
  cotejo::OptionalPort<cotejo::Json> document_{this, "identifiers", "json.document",
                                               "An object whose members are named as the ports are"};

  cotejo::Code not_given_{this, "mx.identifiers.not_given"};
  cotejo::Code not_valid_{this, "mx.identifiers.not_valid"};
  cotejo::Code no_problem_{this, "mx.identifiers.no_problem"};
  std::deque<cotejo::Trait<bool>> validity_, cross_;
  std::deque<cotejo::Trait<std::string>> problems_, details_;
};

}  // namespace mx_identifiers
