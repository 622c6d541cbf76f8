// Machine-readable zones from hostile text: nothing crashes, repairing is idempotent and moves towards the grammar, and
// what is written from any name reads back valid.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mrz/reading.hpp"
#include "mrz/writing.hpp"

namespace {

namespace mrz = cotejo::mrz;
using namespace std::chrono_literals;

void expect(bool holds) {
  if (!holds) std::abort();
}

void read(std::string_view text) {
  constexpr int kYear = 2026;
  auto lines = mrz::clean_lines(text);
  const auto before = mrz::parse(lines, kYear);
  const auto repairs = mrz::repair(lines);
  expect(mrz::repair(lines).empty());
  const auto after = mrz::parse(lines, kYear);
  // While both are zones of one issuer, every repair puts one character where it may be.
  if (before.reading && after.reading && before.reading->issuer_rules == after.reading->issuer_rules) {
    expect(after.reading->misplaced + repairs.size() == before.reading->misplaced);
  }
  if (!after.reading || !after.reading->valid()) return;
  for (const auto& check : after.reading->checks) expect(check.right);
  if (after.reading->issuer_rules == mrz::Issuer::ine) expect(after.reading->ine.has_value());
}

void write(std::string_view surnames, std::string_view given_names) {
  const mrz::IneCard card{.cic = "158204680",
                          .section = "0512",
                          .citizen_id = "086152008",
                          .birth_date = 1986y / 5 / 28,
                          .sex = cotejo::mx::Sex::male,
                          .expiry_year = 2032,
                          .surname = std::string(surnames),
                          .given_names = std::string(given_names)};
  const auto lines = mrz::build_ine(card);
  const auto result = mrz::parse(lines, 2026);
  expect(result.reading.has_value());
  for (const auto& check : result.reading->checks) expect(check.right);
  const double likeness = mrz::names_similarity(surnames, given_names, given_names, surnames);
  expect(likeness >= 0 && likeness <= 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read(text);
  const auto middle = text.find('|');
  if (middle != std::string_view::npos) write(text.substr(0, middle), text.substr(middle + 1));
  return 0;
}
