#include "short_factors.hpp"

#include <algorithm>
#include <bit>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COTEJO_SHORT_FACTORS
#include <immintrin.h>
#endif

namespace networks {
namespace {

constexpr std::size_t kPairs = kRowDepth / 2;  // rows of a tile: two factors of each column in each of them

// To the nearest, halves to even.
std::uint16_t rounded(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

}  // namespace

std::vector<TileRow> paired_weights(const std::vector<float>& blocks, std::size_t depth) {
  const std::size_t deep = tiles_deep(depth), count = depth == 0 ? 0 : blocks.size() / (depth * kBlock);
  std::vector<TileRow> tiles(count * deep * kPairs);
  for (std::size_t block = 0; block < count; ++block)
    for (std::size_t k = 0; k < depth; ++k)
      for (std::size_t column = 0; column < kBlock; ++column)
        tiles[block * deep * kPairs + k / 2].factors[column * 2 + k % 2] =
            rounded(blocks[(block * depth + k) * kBlock + column]);
  return tiles;
}

#ifdef COTEJO_SHORT_FACTORS
namespace {

#define COTEJO_SHORT __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma")))
#define COTEJO_SHORT_INLINE [[gnu::always_inline]] COTEJO_SHORT inline

COTEJO_SHORT_INLINE void finish(__m512 sum, const Finish& end, std::size_t column, std::size_t place, float* out) {
  if (end.residual != nullptr) sum = _mm512_add_ps(sum, _mm512_loadu_ps(end.residual + place));
  if (end.slope != nullptr) {
    const __mmask16 negative = _mm512_cmp_ps_mask(sum, _mm512_setzero_ps(), _CMP_LT_OQ);
    sum = _mm512_mask_mul_ps(sum, negative, sum, _mm512_loadu_ps(end.slope + column));
  }
  _mm512_storeu_ps(out + place, sum);
}

// A product as one tile of sums sees it.
struct Product {
  std::size_t deep, pairs;  // tiles and pairs of factors in a row
  const TileRow* weights;
  std::size_t columns;
  const Finish& end;
  float* out;
};

// ROWS rows by BLOCKS blocks of columns, as many sums as there are registers for. `row`: of the first one in `out`.
template <int ROWS, int BLOCKS>
COTEJO_SHORT_INLINE void multiply_tile(const Product& product, const TileRow* panel, std::size_t row,
                                       std::size_t column) {
  const std::size_t block = product.deep * kPairs;
  const TileRow* weights = product.weights + column / kBlock * block;
  __m512 sum[ROWS][BLOCKS];
  for (int v = 0; v < BLOCKS; ++v) {
    sum[0][v] = _mm512_loadu_ps(product.end.bias + column + static_cast<std::size_t>(v) * kBlock);
    for (int r = 1; r < ROWS; ++r) sum[r][v] = sum[0][v];
  }
  for (std::size_t pair = 0; pair < product.pairs; ++pair, ++weights) {
    __m512i weight[BLOCKS];
    for (int v = 0; v < BLOCKS; ++v) weight[v] = _mm512_load_si512(weights + static_cast<std::size_t>(v) * block);
    for (int r = 0; r < ROWS; ++r) {
      std::int32_t both;
      __builtin_memcpy(&both, panel[static_cast<std::size_t>(r) * product.deep].factors + 2 * pair, sizeof both);
      const __m512i value = _mm512_set1_epi32(both);
      for (int v = 0; v < BLOCKS; ++v)
        sum[r][v] =
            _mm512_dpbf16_ps(sum[r][v], reinterpret_cast<__m512bh>(value), reinterpret_cast<__m512bh>(weight[v]));
    }
  }
  for (int r = 0; r < ROWS; ++r)
    for (int v = 0; v < BLOCKS; ++v) {
      const std::size_t at = column + static_cast<std::size_t>(v) * kBlock;
      finish(sum[r][v], product.end, at, (row + static_cast<std::size_t>(r)) * product.columns + at, product.out);
    }
}

// A whole number of tiles of rows; all columns.
template <int ROWS, int BLOCKS>
COTEJO_SHORT void multiply_rows(const Product& product, const TileRow* panel, std::size_t first, std::size_t last) {
  std::size_t column = 0;
  for (; column + BLOCKS * kBlock <= product.columns; column += BLOCKS * kBlock)
    for (std::size_t row = first; row < last; row += ROWS)
      multiply_tile<ROWS, BLOCKS>(product, panel + (row - first) * product.deep, row, column);
  if constexpr (BLOCKS > 1)
    for (; column < product.columns; column += kBlock)
      for (std::size_t row = first; row < last; row += ROWS)
        multiply_tile<ROWS, 1>(product, panel + (row - first) * product.deep, row, column);
}

}  // namespace

bool has_short_factors() {
  static const bool has = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512bf16");
  }();
  return has;
}

COTEJO_SHORT void round_rows(const float* in, std::size_t pitch, std::size_t rows, std::size_t depth, TileRow* to) {
  const std::size_t deep = tiles_deep(depth), whole = depth / kRowDepth * kRowDepth;
  const std::uint32_t some = (1U << (depth - whole)) - 1;
  for (std::size_t r = 0; r < rows; ++r, in += pitch, to += deep) {
    for (std::size_t k = 0; k < whole; k += kRowDepth) {
      const __m512bh factors = _mm512_cvtne2ps_pbh(_mm512_loadu_ps(in + k + 16), _mm512_loadu_ps(in + k));
      _mm512_store_si512(to + k / kRowDepth, reinterpret_cast<__m512i>(factors));
    }
    if (some != 0) {
      const __m512bh factors =
          _mm512_cvtne2ps_pbh(_mm512_maskz_loadu_ps(static_cast<__mmask16>(some >> 16), in + whole + 16),
                              _mm512_maskz_loadu_ps(static_cast<__mmask16>(some), in + whole));
      _mm512_store_si512(to + whole / kRowDepth, reinterpret_cast<__m512i>(factors));
    }
  }
}

COTEJO_SHORT void multiply_short_factors(const float* in, std::size_t in_pitch, std::size_t rows, std::size_t depth,
                                         const Matrix& weights, std::size_t columns, const Finish& end, float* out) {
  // Few rows make it up with more columns: a product takes six cycles, so that about eight must be under way.
  constexpr std::size_t kMany = 12, kFew = 4, kChunk = 20 * kMany;  // a chunk stays in the second-level cache
  thread_local std::vector<TileRow> panel;
  const Product product{tiles_deep(depth), (depth + 1) / 2, weights.tiles.data(), columns, end, out};
  panel.resize(std::max(panel.size(), std::min(kChunk, rows) * product.deep));
  for (std::size_t first = 0; first < rows; first += kChunk) {
    const std::size_t count = std::min(kChunk, rows - first), many = count / kMany * kMany,
                      few = many + (count - many) / kFew * kFew;
    round_rows(in + first * in_pitch, in_pitch, count, depth, panel.data());
    multiply_rows<kMany, 2>(product, panel.data(), first, first + many);
    multiply_rows<kFew, 4>(product, panel.data() + many * product.deep, first + many, first + few);
    multiply_rows<1, 8>(product, panel.data() + few * product.deep, first + few, first + count);
  }
}

#else

bool has_short_factors() {
  return false;
}
void round_rows(const float*, std::size_t, std::size_t, std::size_t, TileRow*) {}
void multiply_short_factors(const float*, std::size_t, std::size_t, std::size_t, const Matrix&, std::size_t,
                            const Finish&, float*) {}

#endif

}  // namespace networks
