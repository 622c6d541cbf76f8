#include "matrix_engine.hpp"

#include "short_factors.hpp"

#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__)
#define COTEJO_MATRIX_ENGINE
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#endif

namespace networks {

#ifdef COTEJO_MATRIX_ENGINE
namespace {

// A tile holds 16 rows of 64 bytes: 16 floats of sums, or 32 factors of 16 bits.
constexpr std::size_t kRows = 16, kTileBytes = 64;
static_assert(sizeof(TileRow) == kTileBytes);
static_assert(kBlock == kTileBytes / sizeof(float), "a tile of sums is as wide as a block of columns");

#define COTEJO_ENGINE __attribute__((target("amx-tile,amx-bf16,avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma")))

struct alignas(64) TileShapes {
  std::uint8_t palette = 1, start_row = 0, reserved[14] = {};
  std::uint16_t row_bytes[16] = {};
  std::uint8_t rows[16] = {};
  constexpr TileShapes() {
    for (int i = 0; i < 8; ++i) row_bytes[i] = kTileBytes, rows[i] = kRows;
  }
};
constexpr TileShapes kShapes;

// Up to two tiles of rows, whose factors lie in `panel`, and where their sums go.
struct Rows {
  const TileRow* panel;
  std::size_t deep;   // tiles
  std::size_t count;  // rows that mean something
  std::size_t columns;
  const Finish& end;
  std::size_t place;  // of the first row in `out`
  float* out;
};

COTEJO_ENGINE void finish_tile(const float* sums, const Rows& rows, std::size_t first_row, std::size_t column) {
  const Finish& end = rows.end;
  const std::size_t last = std::min(rows.count, first_row + kRows);
  const __m512 bias = _mm512_loadu_ps(end.bias + column);
  for (std::size_t r = first_row; r < last; ++r, sums += kBlock) {
    const std::size_t place = rows.place + r * rows.columns + column;
    __m512 sum = _mm512_add_ps(_mm512_loadu_ps(sums), bias);
    if (end.residual != nullptr) sum = _mm512_add_ps(sum, _mm512_loadu_ps(end.residual + place));
    if (end.slope != nullptr) {
      const __mmask16 negative = _mm512_cmp_ps_mask(sum, _mm512_setzero_ps(), _CMP_LT_OQ);
      sum = _mm512_mask_mul_ps(sum, negative, sum, _mm512_loadu_ps(end.slope + column));
    }
    _mm512_storeu_ps(rows.out + place, sum);
  }
}

// Four sums at a time keep the engine busy: two tiles of rows by two of columns, or one by four. Tiles 0 to 3 are the
// sums; the instructions want their numbers as they are written here.
#define COTEJO_FINISH(TILE, FIRST_ROW, COLUMN) \
  _tile_stored(TILE, sums, kTileBytes);        \
  finish_tile(sums, rows, FIRST_ROW, COLUMN)

COTEJO_ENGINE void two_by_two(const Rows& rows, const TileRow* weights, std::size_t column, float* sums) {
  const std::size_t pitch = rows.deep * kTileBytes, block = rows.deep * kRows;
  const TileRow *a = rows.panel, *b = weights;
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (std::size_t k = 0; k < rows.deep; ++k, ++a, b += kRows) {
    _tile_loadd(4, a, pitch);
    _tile_loadd(6, b, kTileBytes);
    _tile_loadd(7, b + block, kTileBytes);
    _tile_loadd(5, a + kRows * rows.deep, pitch);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  COTEJO_FINISH(0, 0, column);
  COTEJO_FINISH(1, 0, column + kBlock);
  COTEJO_FINISH(2, kRows, column);
  COTEJO_FINISH(3, kRows, column + kBlock);
}

COTEJO_ENGINE void two_by_one(const Rows& rows, const TileRow* weights, std::size_t column, float* sums) {
  const std::size_t pitch = rows.deep * kTileBytes;
  const TileRow *a = rows.panel, *b = weights;
  _tile_zero(0);
  _tile_zero(1);
  for (std::size_t k = 0; k < rows.deep; ++k, ++a, b += kRows) {
    _tile_loadd(4, a, pitch);
    _tile_loadd(5, a + kRows * rows.deep, pitch);
    _tile_loadd(6, b, kTileBytes);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 5, 6);
  }
  COTEJO_FINISH(0, 0, column);
  COTEJO_FINISH(1, kRows, column);
}

COTEJO_ENGINE void one_by_four(const Rows& rows, const TileRow* weights, std::size_t column, float* sums) {
  const std::size_t pitch = rows.deep * kTileBytes, block = rows.deep * kRows;
  const TileRow *a = rows.panel, *b = weights;
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (std::size_t k = 0; k < rows.deep; ++k, ++a, b += kRows) {
    _tile_loadd(4, a, pitch);
    _tile_loadd(5, b, kTileBytes);
    _tile_dpbf16ps(0, 4, 5);
    _tile_loadd(6, b + block, kTileBytes);
    _tile_dpbf16ps(1, 4, 6);
    _tile_loadd(7, b + 2 * block, kTileBytes);
    _tile_dpbf16ps(2, 4, 7);
    _tile_loadd(5, b + 3 * block, kTileBytes);
    _tile_dpbf16ps(3, 4, 5);
  }
  COTEJO_FINISH(0, 0, column);
  COTEJO_FINISH(1, 0, column + kBlock);
  COTEJO_FINISH(2, 0, column + 2 * kBlock);
  COTEJO_FINISH(3, 0, column + 3 * kBlock);
}

COTEJO_ENGINE void one_by_one(const Rows& rows, const TileRow* weights, std::size_t column, float* sums) {
  const TileRow *a = rows.panel, *b = weights;
  _tile_zero(0);
  for (std::size_t k = 0; k < rows.deep; ++k, ++a, b += kRows) {
    _tile_loadd(4, a, rows.deep * kTileBytes);
    _tile_loadd(5, b, kTileBytes);
    _tile_dpbf16ps(0, 4, 5);
  }
  COTEJO_FINISH(0, 0, column);
}

COTEJO_ENGINE void multiply_rows(const Rows& rows, const Matrix& weights, float* sums) {
  const bool two = rows.count > kRows;
  const std::size_t at_once = (two ? 2 : 4) * kBlock;
  const auto from = [&](std::size_t column) { return weights.tiles.data() + column / kBlock * rows.deep * kRows; };
  std::size_t column = 0;
  for (; column + at_once <= rows.columns; column += at_once)
    (two ? two_by_two : one_by_four)(rows, from(column), column, sums);
  for (; column < rows.columns; column += kBlock) (two ? two_by_one : one_by_one)(rows, from(column), column, sums);
}

COTEJO_ENGINE void multiply_all(const float* in, std::size_t pitch, std::size_t rows, std::size_t depth,
                                const Matrix& weights, std::size_t columns, const Finish& end, float* out) {
  constexpr std::size_t kAtOnce = 2 * kRows;
  thread_local std::vector<TileRow> panel;
  alignas(64) float sums[kRows * kBlock];
  const std::size_t deep = tiles_deep(depth);
  panel.resize(std::max(panel.size(), kAtOnce * deep));
  _tile_loadconfig(&kShapes);
  for (std::size_t row = 0; row < rows; row += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, rows - row), whole = (count + kRows - 1) / kRows * kRows;
    round_rows(in + row * pitch, pitch, count, depth, panel.data());
    std::fill_n(panel.begin() + static_cast<std::ptrdiff_t>(count * deep), (whole - count) * deep, TileRow{});
    std::atomic_signal_fence(std::memory_order_seq_cst);  // GCC's tile loads do not say that they read memory
    multiply_rows({panel.data(), deep, count, columns, end, row * columns, out}, weights, sums);
  }
  _tile_release();
}

bool ask_for_engine() {
  constexpr unsigned kBf16Tiles = 1U << 22, kTiles = 1U << 24;
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (d & kBf16Tiles) == 0 || (d & kTiles) == 0) return false;
  if (!has_short_factors()) return false;
  // Linux saves the tiles only for processes that asked for it (Documentation/x86/xstate.rst).
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return ::syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

}  // namespace

bool has_matrix_engine() {
  static const bool has = ask_for_engine();
  return has;
}

void multiply_on_engine(const float* in, std::size_t in_pitch, std::size_t rows, std::size_t depth,
                        const Matrix& weights, std::size_t columns, const Finish& finish, float* out) {
  multiply_all(in, in_pitch, rows, depth, weights, columns, finish, out);
}

#else

bool has_matrix_engine() {
  return false;
}
void multiply_on_engine(const float*, std::size_t, std::size_t, std::size_t, const Matrix&, std::size_t, const Finish&,
                        float*) {}

#endif

}  // namespace networks
