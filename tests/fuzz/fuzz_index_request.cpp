// What connectors write to the index. Whatever it is: a refusal that does not repeat it, or a request within its bounds
// whose vectors have length 1, and a question that does not tell what was asked about.
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "domain/json_text.hpp"
#include "services/index_request.hpp"

namespace {

using namespace cotejo;

void expect(bool holds) {
  if (!holds) std::abort();
}

void expect_unit(const std::vector<float>& vector) {
  double sum = 0;
  for (const float x : vector) sum += double{x} * x;
  expect(vector.size() >= 2 && vector.size() <= 1024 && std::abs(sum - 1) < 1e-3);
}

void expect_space(const std::string& space) {
  expect(!space.empty() && space.size() <= 64);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto request = services::parse_index_request({reinterpret_cast<const char*>(data), size});
  if (!request) {
    expect(request.error().code == "analysis.contract" && request.error().message.size() < 200);
    return 0;
  }
  expect(request->put.size() <= 64 && request->find.size() <= 64 && request->nearest.size() <= 8);
  expect(request->put.empty() || !request->owner.empty());
  for (const auto& put : request->put) {
    expect_space(put.space);
    expect(put.key.empty() != put.vector.empty() && put.key.size() <= 256);
    if (put.key.empty()) expect_unit(put.vector);
  }
  for (const auto& find : request->find) {
    expect_space(find.space);
    expect(!find.key.empty() && find.key.size() <= 256 && find.count >= 1 && find.count <= 100);
  }
  for (const auto& nearest : request->nearest) {
    expect_space(nearest.space);
    expect_unit(nearest.vector);
    expect(nearest.count >= 1 && nearest.count <= 100 && std::abs(nearest.min_cosine) <= 1);
  }
  expect(domain::parse_json(services::question_of(*request)).has_value());
  return 0;
}
