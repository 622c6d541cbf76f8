// For tests: runs one analyzer on one file.
#pragma once
#include <reason_texts/reason_texts.hpp>
#include <vector>

namespace cotejo::testing {

template <class ANALYZER>
Result analyze(std::string_view file, std::string_view media_type, std::string_view params) {
  Fake<ANALYZER> fake{params};
  fake.given_evidence("evidence", file, media_type);
  Result result = fake.run();
  EXPECT_TRUE(result.breaches.empty()) << result.breaches.front();
  expect_worded(result.items);
  return result;
}

inline std::string_view text_of(const std::vector<std::uint8_t>& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

}  // namespace cotejo::testing
