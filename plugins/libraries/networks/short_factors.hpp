// Matrix products whose factors are rounded to 16 bits (bfloat16, 8 bits of precision), sums are not: on the vector
// units of Xeons since 2020 and EPYCs since 2022 they cost half of those of floats. The matrix engine takes its factors
// from here too. Thread-safe: the only state is a buffer for each thread.
#pragma once
#include "kernels.hpp"

namespace networks {

// Whether this processor multiplies such factors.
bool has_short_factors();

inline constexpr std::size_t kRowDepth = 32;  // factors in a TileRow
constexpr std::size_t tiles_deep(std::size_t depth) {
  return (depth + kRowDepth - 1) / kRowDepth;
}

// Weights as both products take them: for each block of columns and each whole tile of depth, rows of pairs of factors
// of one column. `blocks`: as Matrix has them.
std::vector<TileRow> paired_weights(const std::vector<float>& blocks, std::size_t depth);

// Rows of factors with zeroes to whole tiles, tiles_deep(depth) each. Only where has_short_factors() is true.
void round_rows(const float* in, std::size_t pitch, std::size_t rows, std::size_t depth, TileRow* to);

// See Kernels::multiply. Only where has_short_factors() is true.
void multiply_short_factors(const float* in, std::size_t in_pitch, std::size_t rows, std::size_t depth,
                            const Matrix& weights, std::size_t columns, const Finish& finish, float* out);

}  // namespace networks
