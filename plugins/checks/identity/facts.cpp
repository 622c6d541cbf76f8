#include "facts.hpp"

#include <cctype>

namespace identity {
namespace {

using cotejo::Call;

constexpr std::size_t kMaxText = 512;  // bytes of a name or identifier; longer ones are nobody's

template <class T, class P>
Fact<T> fact(const P& port, Source source, std::string_view field) {
  return {.value = {}, .probability = 0, .port = port, .source = source, .field = field};
}

class Gathering {
 public:
  Gathering(const Call& call, double min_probability) : call_(call), min_probability_(min_probability) {}

  Text text(const cotejo::OptionalPort<std::string>& port, Source source, std::string_view field) const {
    Text out = fact<std::string>(port, source, field);
    const auto reading = call_.get(port);
    if (usable(reading) && !reading->empty() && reading->size() <= kMaxText) set(out, std::string(*reading), reading);
    return out;
  }
  // Identifiers and single letters: upper case without blanks, as systems differ in both.
  Text identifier(const cotejo::OptionalPort<std::string>& port, Source source, std::string_view field) const {
    Text out = text(port, source, field);
    if (!out) return out;
    std::erase(*out.value, ' ');
    for (char& c : *out.value) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (out.value->empty()) out.value.reset();
    return out;
  }
  Day day(const cotejo::OptionalPort<cotejo::Date>& port, Source source, std::string_view field) const {
    Day out = fact<cotejo::mx::Date>(port, source, field);
    const auto reading = call_.get(port);
    if (!usable(reading)) return out;
    if (const auto date = cotejo::mx::parse_iso_date(reading->iso)) set(out, *date, reading);
    return out;
  }
  template <class T>
  Fact<T> plain(const cotejo::OptionalPort<T>& port, Source source, std::string_view field) const {
    Fact<T> out = fact<T>(port, source, field);
    const auto reading = call_.get(port);
    if (usable(reading)) set(out, T{*reading}, reading);
    return out;
  }

 private:
  template <class R>
  bool usable(const R& reading) const {
    return reading && reading.probability() >= min_probability_;
  }
  template <class T, class R>
  static void set(Fact<T>& out, T value, const R& reading) {
    out.value = std::move(value);
    out.probability = reading.probability();
  }
  const Call& call_;
  double min_probability_;
};

}  // namespace

std::string_view name(Source source) {
  constexpr std::string_view kNames[] = {"front", "back", "mrz", "application"};
  return kNames[static_cast<std::size_t>(source)];
}

Facts gather(const Call& call, const Ports& ports, double min_probability) {
  const Gathering from(call, min_probability);
  Facts f;
  f.surname = from.text(ports.surname, Source::front, "surname");
  f.second_surname = from.text(ports.second_surname, Source::front, "second_surname");
  f.given_names = from.text(ports.given_names, Source::front, "given_names");
  f.sex = from.identifier(ports.sex, Source::front, "sex");
  f.birth_date = from.day(ports.birth_date, Source::front, "birth_date");
  f.curp = from.identifier(ports.curp, Source::front, "curp");
  f.clave_elector = from.identifier(ports.clave_elector, Source::front, "clave_elector");
  f.section = from.identifier(ports.section, Source::front, "section");
  f.generation = from.identifier(ports.generation, Source::front, "generation");
  f.registration_year = from.plain(ports.registration_year, Source::front, "registration_year");
  f.valid_from = from.plain(ports.valid_from, Source::front, "valid_from");
  f.valid_until = from.plain(ports.valid_until, Source::front, "valid_until");
  f.cic = from.identifier(ports.cic, Source::back, "cic");
  f.ocr = from.identifier(ports.ocr, Source::back, "ocr");
  f.citizen_id = from.identifier(ports.citizen_id, Source::back, "citizen_id");
  f.mrz_document_number = from.identifier(ports.mrz_document_number, Source::mrz, "mrz_document_number");
  f.mrz_surnames = from.text(ports.mrz_surnames, Source::mrz, "mrz_surnames");
  f.mrz_given_names = from.text(ports.mrz_given_names, Source::mrz, "mrz_given_names");
  f.mrz_sex = from.identifier(ports.mrz_sex, Source::mrz, "mrz_sex");
  f.mrz_birth_date = from.day(ports.mrz_birth_date, Source::mrz, "mrz_birth_date");
  f.mrz_expiry_date = from.day(ports.mrz_expiry_date, Source::mrz, "mrz_expiry_date");
  f.mrz_valid = from.plain(ports.mrz_valid, Source::mrz, "mrz_valid");
  f.applicant_surname = from.text(ports.applicant_surname, Source::application, "applicant_surname");
  f.applicant_second_surname =
      from.text(ports.applicant_second_surname, Source::application, "applicant_second_surname");
  f.applicant_given_names = from.text(ports.applicant_given_names, Source::application, "applicant_given_names");
  f.applicant_curp = from.identifier(ports.applicant_curp, Source::application, "applicant_curp");
  f.applicant_sex = from.identifier(ports.applicant_sex, Source::application, "applicant_sex");
  f.applicant_birth_date = from.day(ports.applicant_birth_date, Source::application, "applicant_birth_date");
  return f;
}

}  // namespace identity
