// Without a host, and with no test framework: use the one that you like.
#include "adult.hpp"

#include <cotejo/testing.hpp>
#include <cstdio>

namespace {
int failures = 0;
void expect(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

cotejo::testing::Result judge(const char* params, std::int64_t age) {
  cotejo::testing::Fake<Adult> fake{params};
  fake.given("age", age, 0.98);
  return fake.run();
}
}  // namespace

int main() {
  const auto young = judge("{}", 17);
  expect(young.verdict == cotejo::Verdict::fail, "17 is under age by default");
  expect(young.item("adult.underage") != nullptr, "the finding has its code");
  expect(young.breaches.empty(), "no contract is broken");
  expect(judge(R"({"years": 16})", 17).verdict == cotejo::Verdict::pass, "17 is of age where 16 is enough");
  return failures;
}
