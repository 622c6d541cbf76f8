// The JSON submission from hostile bytes: whatever the pieces, the parser takes or refuses it and reads the same from
// it; and JSON text that is read, written and read again is the same value. The first byte is the size of the pieces.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "domain/json_text.hpp"
#include "http/intake.hpp"
#include "http/v1/verification_request.hpp"

namespace {

using namespace cotejo;

void expect(bool holds) {
  if (!holds) std::abort();
}

products::Products fiction() {
  auto product = std::make_shared<products::Product>();
  product->id = "p";
  for (const char* name : {"a", "b"}) {
    products::EvidenceSpec spec;
    spec.name = name;
    spec.kinds = {{"json"}};
    product->evidence.push_back(spec);
  }
  products::Products products;
  products.by_id["p"] = product;
  return products;
}

// Of two mistakes in one text the larger piece may show the later one first, so that all refusals are alike.
constexpr const char* refused = "refused";

std::string parse(std::span<const std::uint8_t> body, std::size_t step) {
  static const products::Products products = fiction();
  static const http::Limits limits;
  http::Intake intake(
      [](std::uint64_t limit) { return storage::BlobWriter(std::filesystem::temp_directory_path(), limit); }, limits);
  http::v1::VerificationRequestParser parser(intake, limits);
  for (std::size_t i = 0; i < body.size(); i += step) {
    const auto fed = parser.feed(body.subspan(i, std::min(step, body.size() - i)));
    if (!fed) return refused;
  }
  if (!parser.finish()) return refused;
  auto judged = intake.judge(products);
  if (const auto* errors = std::get_if<std::vector<domain::Error>>(&judged)) return errors->front().code;
  std::string digests;
  for (const auto& one : std::get<http::Intake::Judged>(judged).evidence) digests += one.name + one.blob.bytes->digest;
  return digests;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> body(data + 1, size - 1);
  expect(parse(body, data[0] + 1u) == parse(body, size));
  const auto text = std::string_view(reinterpret_cast<const char*>(body.data()), body.size());
  if (const auto value = domain::parse_json(text)) {
    const auto twice = domain::parse_json(domain::json_text(*value));
    expect(twice.has_value() && *twice == *value);
  }
  return 0;
}
