#include "kernels.hpp"

#include <cstring>
#include <every_cpu.hpp>

namespace cotejo::text_reading {
namespace {

using Lanes = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(4), may_alias));
using Whole = int __attribute__((vector_size(kLanes * sizeof(int)), aligned(4), may_alias));

#define COTEJO_INLINE inline __attribute__((always_inline))

// By dereferencing: memcpy() of a vector is split into smaller ones before the instruction set is known.
COTEJO_INLINE void load(Lanes& out, const float* at) {
  out = *reinterpret_cast<const Lanes*>(at);
}
COTEJO_INLINE void store(float* at, const Lanes& value) {
  *reinterpret_cast<Lanes*>(at) = value;
}

// e^x for x in -80..80, relative error below 1e-6: 2^n times a polynomial on half an octave to each side.
COTEJO_INLINE void exponential(Lanes& x) {
  constexpr float kLimit = 80.F, kLog2e = 1.442695041F, kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  x = x > kLimit ? Lanes{} + kLimit : x;
  x = x < -kLimit ? Lanes{} - kLimit : x;
  const Lanes scaled = x * kLog2e;
  const Lanes half = scaled < 0.F ? Lanes{} - 0.5F : Lanes{} + 0.5F;
  const Whole n = __builtin_convertvector(scaled + half, Whole);
  const Lanes whole = __builtin_convertvector(n, Lanes);
  const Lanes r = (x - whole * kLn2High) - whole * kLn2Low;
  Lanes p = r * (1.F / 720.F) + (1.F / 120.F);
  p = p * r + (1.F / 24.F);
  p = p * r + (1.F / 6.F);
  p = p * r + 0.5F;
  p = p * r + 1.F;
  p = p * r + 1.F;
  const Whole power = (n + 127) << 23;
  Lanes two_to_n;
  std::memcpy(&two_to_n, &power, sizeof two_to_n);
  x = p * two_to_n;
}
COTEJO_INLINE void logistic(Lanes& x) {
  x = -x;
  exponential(x);
  x = 1.F / (1.F + x);
}
COTEJO_INLINE void tangent(Lanes& x) {
  x = x * 2.F;
  exponential(x);
  x = 1.F - 2.F / (x + 1.F);
}

}  // namespace

COTEJO_EVERY_CPU
void step_memory(const float* gates, int block, float* state, float* output) {
  for (int i = 0; i < block; i += kLanes) {
    Lanes cell, in, forget, out, memory;
    load(cell, gates + i), load(in, gates + block + i), load(forget, gates + 2 * block + i),
        load(out, gates + 3 * block + i);
    load(memory, state + i);
    tangent(cell), logistic(in), logistic(forget), logistic(out);
    memory = memory * forget + cell * in;
    store(state + i, memory);
    tangent(memory);
    memory *= out;
    store(output + i, memory);
  }
}

COTEJO_EVERY_CPU
void hyperbolic_tangent(float* values, int count) {
  for (int i = 0; i < count; i += kLanes) {
    Lanes x;
    load(x, values + i);
    tangent(x);
    store(values + i, x);
  }
}

COTEJO_EVERY_CPU
void convolve_and_pool(const float* image, std::size_t image_stride, int width, int height, const float* weights,
                       const float* bias, float* out) {
  Lanes kernel[9], base;
  for (int k = 0; k < 9; ++k) load(kernel[k], weights + k * kLanes);
  load(base, bias);
  for (int x = 0; x + 3 <= width; x += 3)
    for (int y = 0; y + 3 <= height; y += 3, out += kLanes) {
      Lanes best = Lanes{} - 1e30F;
      for (int dx = 0; dx < 3; ++dx)
        for (int dy = 0; dy < 3; ++dy) {
          const float* corner =
              image + static_cast<std::size_t>(y + dy) * image_stride + static_cast<std::size_t>(x + dx);
          Lanes sum = base;
          for (std::size_t kx = 0; kx < 3; ++kx)  // the model stores its kernels by column
            for (std::size_t ky = 0; ky < 3; ++ky) sum += kernel[kx * 3 + ky] * corner[ky * image_stride + kx];
          best = sum > best ? sum : best;
        }
      tangent(best);
      store(out, best);
    }
}

}  // namespace cotejo::text_reading
