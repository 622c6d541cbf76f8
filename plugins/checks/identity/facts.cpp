#include "facts.hpp"

#include <algorithm>

namespace identity {

using cotejo::judgement::Gathering;

namespace {

using Measured = std::vector<cotejo::Reading<double>>;

// Of some evidence that is among `expected`, there is no value.
bool lacks_any(const Measured& values, const Measured& expected) {
  return std::any_of(expected.begin(), expected.end(), [&](const auto& one) {
    return std::none_of(values.begin(), values.end(), [&](const auto& v) { return v.evidence() == one.evidence(); });
  });
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  const Gathering front(call, min_probability, source::front);
  const Gathering back(call, min_probability, source::back);
  const Gathering mrz(call, min_probability, source::mrz);
  const Gathering application(call, min_probability, source::application);
  Facts f;
  f.surname = front.text(ports.surname);
  f.second_surname = front.text(ports.second_surname);
  f.given_names = front.text(ports.given_names);
  f.sex = front.identifier(ports.sex);
  f.birth_date = front.day(ports.birth_date);
  f.curp = front.identifier(ports.curp);
  f.clave_elector = front.identifier(ports.clave_elector);
  f.section = front.identifier(ports.section);
  f.generation = front.identifier(ports.generation);
  f.registration_year = front.integer(ports.registration_year);
  f.valid_from = front.integer(ports.valid_from);
  f.valid_until = front.integer(ports.valid_until);
  f.cic = back.identifier(ports.cic);
  f.ocr = back.identifier(ports.ocr);
  f.citizen_id = back.identifier(ports.citizen_id);
  f.mrz_document_number = mrz.identifier(ports.mrz_document_number);
  f.mrz_surnames = mrz.text(ports.mrz_surnames);
  f.mrz_given_names = mrz.text(ports.mrz_given_names);
  f.mrz_sex = mrz.identifier(ports.mrz_sex);
  f.mrz_birth_date = mrz.day(ports.mrz_birth_date);
  f.mrz_expiry_date = mrz.day(ports.mrz_expiry_date);
  f.mrz_valid = mrz.flag(ports.mrz_valid);
  f.applicant_surname = application.text(ports.applicant_surname);
  f.applicant_second_surname = application.text(ports.applicant_second_surname);
  f.applicant_given_names = application.text(ports.applicant_given_names);
  f.applicant_curp = application.identifier(ports.applicant_curp);
  f.applicant_sex = application.identifier(ports.applicant_sex);
  f.applicant_birth_date = application.day(ports.applicant_birth_date);
  f.unexamined_side = lacks_any(call.get(ports.grids), call.get(ports.colours));
  return f;
}

}  // namespace identity
