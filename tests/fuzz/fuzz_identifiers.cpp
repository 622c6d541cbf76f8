// Identifiers and names from hostile text: nothing crashes, what is called valid obeys its own rule, and what is
// derived from any name is valid and agrees with that name.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mx/clabe.hpp"
#include "mx/clave_elector.hpp"
#include "mx/curp.hpp"
#include "mx/name.hpp"
#include "mx/numbers.hpp"
#include "mx/rfc.hpp"

namespace {

namespace mx = cotejo::mx;
using namespace std::chrono_literals;

void expect(bool holds) {
  if (!holds) std::abort();
}

void parse_everything(std::string_view text) {
  if (const auto curp = mx::parse_curp(text); curp.valid()) {
    expect(mx::curp_check_digit(std::string_view(curp.value->text).substr(0, 17)) == curp.value->text[17]);
    expect(curp.value->birth_date.ok());
  }
  if (const auto clabe = mx::parse_clabe(text); clabe.valid())
    expect(clabe.value->bank && clabe.value->text.size() == 18);
  if (const auto phone = mx::parse_phone(text); phone.valid()) expect(phone.value->national.size() == 10);
  if (const auto code = mx::parse_postal_code(text); code.valid()) expect(code.value->state);
  if (const auto clave = mx::parse_clave_elector(text); clave.valid()) expect(clave.value->text.size() == 18);
  mx::parse_rfc(text);
  if (const auto rfc = mx::derive_company_rfc(text, 1982y / 11 / 29); !rfc.empty()) expect(mx::parse_rfc(rfc).valid());
  mx::parse_nss(text);
  mx::luhn_valid(text);
  mx::state_of_name(text);
  mx::parse_iso_date(text);
}

void derive(std::string_view surname, std::string_view second_surname, std::string_view given_names, unsigned day) {
  mx::Person person{.surname = std::string(surname),
                    .second_surname = std::string(second_surname),
                    .given_names = std::string(given_names),
                    .birth_date = mx::Date{std::chrono::sys_days{1930y / 1 / 1} + std::chrono::days{day % 30000}},
                    .sex = day % 2 ? mx::Sex::male : mx::Sex::female,
                    .birth_state = "DF"};
  const auto curp = mx::parse_curp(mx::derive_curp(person));
  expect(curp.valid());
  expect(mx::curp_contradictions(*curp.value, person).empty());
  const auto clave = mx::parse_clave_elector(mx::derive_clave_elector(person));
  expect(clave.valid());
  expect(mx::clave_contradictions(*clave.value, person).empty());
  expect(mx::clave_contradictions(*clave.value, *curp.value).empty());
  if (const auto rfc = mx::parse_rfc(mx::derive_rfc(person)); rfc.value) expect(rfc.problem == mx::Problem::none);
}

void compare(std::string_view a, std::string_view b) {
  for (const double score : {mx::similarity(a, b), mx::similarity_of_subset(a, b), mx::similarity_of_cut(a, b)}) {
    expect(score >= 0 && score <= 1);
  }
  expect(mx::similarity(a, b) == mx::similarity(b, a));
  expect(mx::comparable(mx::comparable(a)) == mx::comparable(a));
  expect(mx::normalize(mx::normalize(a)) == mx::normalize(a));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  parse_everything(text);
  const auto first = text.find('|');
  if (first == std::string_view::npos) return 0;
  const auto second = text.find('|', first + 1);
  if (second == std::string_view::npos) return 0;
  const std::string_view a = text.substr(0, first), b = text.substr(first + 1, second - first - 1),
                         c = text.substr(second + 1);
  derive(a, b, c, size > 2 ? data[0] * 256u + data[size - 1] : 0);
  compare(a, b);
  compare(b, c);
  return 0;
}
