// Contracts from hostile bytes. The first byte says what the rest is: a template and what an offer fills it with, the
// text of a contract's pages, a token, or what the `pdf` analyzer told. Nothing crashes; what is told of places lies on
// pages that exist, and no token is believed without a root.
#include <boost/json/parse.hpp>
#include <cstdint>
#include <cstdlib>
#include <document_text/pdf_text.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../../plugins/subanalyzers/contract_document/beside.hpp"
#include "../../plugins/subanalyzers/contract_document/comparison.hpp"
#include "../../plugins/subanalyzers/contract_document/conservation_token.hpp"
#include "../../plugins/subanalyzers/contract_document/crossed_out.hpp"
#include "../../plugins/subanalyzers/contract_document/later_changes.hpp"

namespace {

namespace contract = cotejo::contract_document;

constexpr std::size_t kMaxBytes = 20'000;

void expect(bool holds) {
  if (!holds) std::abort();
}

const boost::json::object& offer() {
  static const auto value = boost::json::parse(R"({"contract_number": "C-1", "name": "Rosa Zamora", "amount": 120000,
      "term_months": 24, "annual_rate": 38.5, "cat": 52.1, "payment": 7120.33, "date": "2026-03-05"})")
                                .as_object();
  return value;
}

const contract::Filled& filled() {
  static const contract::Filled one = [] {
    std::string missing;
    return *contract::fill(contract::parse_template(contract::shipped_template("credito-simple")), offer(), missing);
  }();
  return one;
}

void a_template(std::string_view input) {
  try {
    std::string missing;
    const auto form = contract::parse_template(input);
    const auto made = contract::fill(form, offer(), missing);
    expect(made.has_value() || !missing.empty());
  } catch (const std::invalid_argument&) {  // a mistake in the product, told when it is loaded
  }
}

// Words where the characters stand; a form feed begins a page.
void pages(std::string_view input) {
  std::vector<cotejo::document_text::Page> sheets(1);
  double x = 0, y = 20;
  std::string word;
  for (const char c : std::string(input) + ' ') {
    if (c != ' ' && c != '\n' && c != '\f') {
      word += c;
      x += 6;
      continue;
    }
    const double width = static_cast<double>(word.size()) * 6;
    if (!word.empty()) sheets.back().words.push_back({{x - width, y, width, 9}, word});
    word.clear();
    x = c == '\n' ? 0 : x + 6;
    if (c == '\n') y += 12;
    if (c == '\f') sheets.emplace_back(), x = 0, y = 20;
  }
  for (auto& sheet : sheets) sheet.width = 612, sheet.height = 792;
  for (const bool scanned : {false, true}) {
    const auto texts = contract::read_pages(sheets, std::vector<bool>(sheets.size(), scanned), filled().furniture);
    const auto found = contract::compare(filled(), texts, sheets);
    expect(found.share >= 0 && found.share <= 1);
    expect(found.order.size() + found.foreign.size() <= sheets.size());
    for (const auto& difference : found.differences) {
      expect(!difference.place || difference.place->page < sheets.size());
      expect(difference.probability >= 0 && difference.probability <= 1);
    }
    for (const auto& place : found.signatures) expect(!place.place || place.place->page < sheets.size());
  }
}

void token(std::string_view input) {
  static const contract::TokenVerifier nobody{std::vector<std::string>{}};
  const std::span<const std::uint8_t> der(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  expect(nobody.verify(der, der).state != contract::TokenState::valid);
  expect(contract::from_base64(input).size() <= contract::kMaxTokenBytes + 4);
}

void told(std::string_view input) {
  boost::system::error_code error;
  const auto json = boost::json::parse(boost::json::string_view(input.data(), input.size()), error);
  if (error) return;
  (void)contract::later_changes(json, json);
  const std::uint8_t file[64] = {};
  if (const auto stamp = contract::embedded_stamp(json, file)) expect(stamp->document.size() <= sizeof file * 2);
  std::vector<cotejo::document_text::Page> sheets(2);
  for (auto& sheet : sheets) sheet.width = 612, sheet.height = 792;
  for (const auto& each : contract::crossed_out(json, {})) expect(each.place && each.words > 2);
  for (const auto& each : contract::too_small(json, sheets)) expect(each.place && each.place->page < sheets.size());
  (void)contract::written_beside(json);
  if (!json.is_object()) return;
  for (const auto format : {contract::Format::text, contract::Format::money, contract::Format::words,
                            contract::Format::percent, contract::Format::date})
    (void)contract::written(json.as_object(), "amount", format);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, std::min(size - 1, kMaxBytes));
  switch (data[0] % 4) {
    case 0:
      a_template(input);
      break;
    case 1:
      pages(input);
      break;
    case 2:
      token(input);
      break;
    default:
      told(input);
  }
  return 0;
}
