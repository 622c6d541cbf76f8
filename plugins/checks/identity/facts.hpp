// What is known about the applicant, as the rules see it: each value with its source and its probability.
#pragma once
#include <judgement/gathering.hpp>

namespace identity {

// Where the check reads, as Params::sources and the texts name it.
namespace source {
inline constexpr std::string_view front = "front", back = "back", mrz = "mrz", application = "application";
}

// A fact has a value when it was read with at least Params::min_probability, or with less but is confirmed by another
// place on the card (corroboration.hpp).
using cotejo::judgement::Day;
using cotejo::judgement::Flag;
using cotejo::judgement::Text;
using Year = cotejo::judgement::Integer;

struct Facts {
  Text surname, second_surname, given_names, sex, curp, clave_elector, section, generation;
  Day birth_date;
  Year registration_year, valid_from, valid_until;
  Text cic, ocr, citizen_id;
  Text mrz_document_number, mrz_surnames, mrz_given_names, mrz_sex;
  Day mrz_birth_date, mrz_expiry_date;
  Flag mrz_valid;
  Text applicant_surname, applicant_second_surname, applicant_given_names, applicant_curp, applicant_sex;
  Day applicant_birth_date;
  // For one side it is unknown whether the photo shows the card or a reproduction on a display: too few pixels.
  bool unexamined_side = false;

  template <class F>
  void each(F&& apply) {
    for (Text* fact : {&surname,
                       &second_surname,
                       &given_names,
                       &sex,
                       &curp,
                       &clave_elector,
                       &section,
                       &generation,
                       &cic,
                       &ocr,
                       &citizen_id,
                       &mrz_document_number,
                       &mrz_surnames,
                       &mrz_given_names,
                       &mrz_sex,
                       &applicant_surname,
                       &applicant_second_surname,
                       &applicant_given_names,
                       &applicant_curp,
                       &applicant_sex}) {
      apply(*fact);
    }
    for (Day* fact : {&birth_date, &mrz_birth_date, &mrz_expiry_date, &applicant_birth_date}) apply(*fact);
    for (Year* fact : {&registration_year, &valid_from, &valid_until}) apply(*fact);
    apply(mrz_valid);
  }

  // False when check digits of the zone are known to be wrong. That is a separate finding; the zone's numbers and dates
  // are then not compared with anything. Its names have no check digit.
  bool zone_trusted() const { return !mrz_valid || *mrz_valid; }
};

// The ports, in the order of the declaration. All are optional: the rules and Params::sources decide which of them a
// pass needs.
struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;

  cotejo::Component* owner;
  In<std::string> surname{owner, "surname", "ine.front.surname"};
  In<std::string> second_surname{owner, "second_surname", "ine.front.second_surname"};
  In<std::string> given_names{owner, "given_names", "ine.front.given_names"};
  In<std::string> sex{owner, "sex", "ine.front.sex", "H, M or X"};
  In<cotejo::Date> birth_date{owner, "birth_date", "ine.front.birth_date"};
  In<std::string> curp{owner, "curp", "ine.front.curp"};
  In<std::string> clave_elector{owner, "clave_elector", "ine.front.clave_elector"};
  In<std::string> section{owner, "section", "ine.front.section", "Four digits"};
  In<std::string> generation{owner, "generation", "ine.front.generation", "Model of the card: DEF or GH"};
  In<std::int64_t> registration_year{owner, "registration_year", "ine.front.registration_year"};
  In<std::int64_t> valid_from{owner, "valid_from", "ine.front.valid_from", "Year of issue"};
  In<std::int64_t> valid_until{owner, "valid_until", "ine.front.valid_until", "Last year of validity"};
  In<std::string> cic{owner, "cic", "ine.back.cic", "Nine digits"};
  In<std::string> ocr{owner, "ocr", "ine.back.ocr", "Thirteen digits"};
  In<std::string> citizen_id{owner, "citizen_id", "ine.back.citizen_id", "Nine digits"};
  In<std::string> mrz_document_number{owner, "mrz_document_number", "mrz.document_number"};
  In<std::string> mrz_surnames{owner, "mrz_surnames", "mrz.surnames"};
  In<std::string> mrz_given_names{owner, "mrz_given_names", "mrz.given_names"};
  In<std::string> mrz_sex{owner, "mrz_sex", "mrz.sex", "H, M or X"};
  In<cotejo::Date> mrz_birth_date{owner, "mrz_birth_date", "mrz.birth_date"};
  In<cotejo::Date> mrz_expiry_date{owner, "mrz_expiry_date", "mrz.expiry_date"};
  In<bool> mrz_valid{owner, "mrz_valid", "mrz.valid", "All check digits are right"};
  In<std::string> applicant_surname{owner, "applicant_surname", "application.surname"};
  In<std::string> applicant_second_surname{owner, "applicant_second_surname", "application.second_surname"};
  In<std::string> applicant_given_names{owner, "applicant_given_names", "application.given_names"};
  In<std::string> applicant_curp{owner, "applicant_curp", "application.curp"};
  In<std::string> applicant_sex{owner, "applicant_sex", "application.sex", "H, M or X"};
  In<cotejo::Date> applicant_birth_date{owner, "applicant_birth_date", "application.birth_date"};
  cotejo::ManyPort<double> colours{owner, "colours", "document.recapture.colour",
                                   "Of each side that was examined for reproductions"};
  cotejo::ManyPort<double> grids{owner, "grids", "document.recapture.grid",
                                 "The pass needs one for each of the same sides"};
};

// Everything that was read with at least this probability.
Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability);

}  // namespace identity
