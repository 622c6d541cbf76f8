#include "services/dot_product.hpp"

namespace cotejo::services {
namespace {

using Lane = float __attribute__((vector_size(32)));
constexpr std::size_t kLane = 8;  // floats

// Four sums, so that one addition does not wait for the one before.
[[gnu::always_inline]] inline float sum_of_products(const float* a, const float* b, std::size_t count) {
  const auto* x = reinterpret_cast<const Lane*>(a);
  const auto* y = reinterpret_cast<const Lane*>(b);
  Lane sums[4] = {};
  for (std::size_t i = 0; i < count / kLane; i += 4)
    for (std::size_t k = 0; k < 4; ++k) sums[k] += x[i + k] * y[i + k];
  const Lane all = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  float sum = 0;
  for (std::size_t k = 0; k < kLane; ++k) sum += all[k];
  return sum;
}

#ifdef __x86_64__
[[gnu::target("avx2,fma")]] float with_avx2(const float* a, const float* b, std::size_t count) {
  return sum_of_products(a, b, count);
}
#endif
float anywhere(const float* a, const float* b, std::size_t count) {
  return sum_of_products(a, b, count);
}

auto* best() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &with_avx2;
#endif
  return &anywhere;
}

}  // namespace

float dot_product(const float* a, const float* b, std::size_t count) {
  static auto* const chosen = best();
  return chosen(a, b, count);
}

}  // namespace cotejo::services
