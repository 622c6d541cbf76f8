#include "card_warp.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <opencv2/imgproc.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#define COTEJO_FAST_WARP __attribute__((target("avx2")))
#include <immintrin.h>
#endif

namespace cotejo::rectify {
namespace {

constexpr int kOutside = 128;  // grey level

#ifdef COTEJO_FAST_WARP

// OpenCV's steps, which the places are rounded by: columns are counted from the beginning of each block, places in 1/32
// of a pixel.
constexpr int kBlock = 64, kParts = 32, kPartBits = 5;
constexpr int kAtOnce = 4;  // pixels

// The mean of four pixels, some of which may lie outside.
void interpolate(const cv::Mat& photo, int x, int y, int x_part, int y_part, std::uint8_t* to) {
  for (int c = 0; c < 3; ++c) {
    int sum = kParts * kParts / 2;
    for (int down = 0; down < 2; ++down)
      for (int right = 0; right < 2; ++right) {
        const bool inside = x + right >= 0 && x + right < photo.cols && y + down >= 0 && y + down < photo.rows;
        sum += (inside ? photo.ptr(y + down)[3 * (x + right) + c] : kOutside) * (right ? x_part : kParts - x_part) *
               (down ? y_part : kParts - y_part);
      }
    to[c] = static_cast<std::uint8_t>(sum >> (2 * kPartBits));
  }
}

// The places of a row of the card in the photo, four at a time.
class Row {
 public:
  COTEJO_FAST_WARP Row(const cv::Matx33d& map, int row) : map_(map), row_(row) {}

  COTEJO_FAST_WARP void begin_block(int column) {
    for (int k = 0; k < 3; ++k) {
      first_[k] = _mm256_set1_pd(map_(k, 0) * column + map_(k, 1) * row_ + map_(k, 2));
      step_[k] = _mm256_set1_pd(map_(k, 0));
    }
    index_ = _mm256_set_pd(3, 2, 1, 0);
  }

  // In 1/32 of a pixel; far outside, the least number.
  COTEJO_FAST_WARP void next(__m128i& x, __m128i& y) {
    const auto value = [this](int k)
                           COTEJO_FAST_WARP { return _mm256_add_pd(_mm256_mul_pd(step_[k], index_), first_[k]); };
    const __m256d depth = value(2), none = _mm256_cmp_pd(depth, _mm256_setzero_pd(), _CMP_EQ_OQ),
                  scale = _mm256_andnot_pd(none, _mm256_div_pd(_mm256_set1_pd(kParts), depth));
    x = _mm256_cvtpd_epi32(_mm256_mul_pd(value(0), scale));
    y = _mm256_cvtpd_epi32(_mm256_mul_pd(value(1), scale));
    index_ = _mm256_add_pd(index_, _mm256_set1_pd(kAtOnce));
  }

 private:
  const cv::Matx33d& map_;
  int row_;
  __m256d first_[3]{}, step_[3]{}, index_{};
};

// Two pixels of each of two rows for either of two places: the four values of a colour side by side.
COTEJO_FAST_WARP __m256i pixels_at(const std::uint8_t* one, const std::uint8_t* other, std::size_t step) {
  const auto load = [step](const std::uint8_t* at) COTEJO_FAST_WARP {
    const __m128i above = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
    return _mm_castps_si128(_mm_loadh_pi(_mm_castsi128_ps(above), reinterpret_cast<const __m64*>(at + step)));
  };
  const __m256i by_colour = _mm256_setr_epi8(0, 3, 8, 11, 1, 4, 9, 12, 2, 5, 10, 13, -1, -1, -1, -1,  //
                                             0, 3, 8, 11, 1, 4, 9, 12, 2, 5, 10, 13, -1, -1, -1, -1);
  return _mm256_shuffle_epi8(_mm256_set_m128i(load(other), load(one)), by_colour);
}

// The weighted means of two places. `across` and `down`: of each of them, in all of its half's 16 and 32 bits.
COTEJO_FAST_WARP __m256i means(__m256i values, __m256i across, __m256i down) {
  const __m256i half = _mm256_set1_epi32(kParts * kParts / 2);
  const __m256i sums = _mm256_madd_epi16(_mm256_maddubs_epi16(values, across), down);
  return _mm256_srli_epi32(_mm256_add_epi32(sums, half), 2 * kPartBits);
}

COTEJO_FAST_WARP void warp_row(const cv::Mat& photo, const cv::Matx33d& map, int row, int columns, std::uint8_t* to) {
  // Eight bytes are read of a row: two pixels and two bytes more.
  const __m128i most_x = _mm_set1_epi32(photo.cols - 3), most_y = _mm_set1_epi32(photo.rows - 2),
                fraction = _mm_set1_epi32(kParts - 1), parts = _mm_set1_epi32(kParts), none = _mm_setzero_si128(),
                pitch = _mm_set1_epi32(static_cast<int>(photo.step));
  const __m256i first_across = _mm256_setr_epi8(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,  //
                                                4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5),
                eight = _mm256_set1_epi8(8), last_across = _mm256_add_epi8(first_across, eight);
  const __m256i first_down = _mm256_setr_epi8(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3,  //
                                              4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7),
                last_down = _mm256_add_epi8(first_down, eight);
  // The means of places 0 and 2 lie in the lower half, 1 and 3 in the upper one, in four bytes each.
  const __m256i in_order = _mm256_setr_epi8(0, 1, 2, -1, -1, -1, 4, 5, 6, -1, -1, -1, -1, -1, -1, -1,  //
                                            -1, -1, -1, 0, 1, 2, -1, -1, -1, 4, 5, 6, -1, -1, -1, -1);
  Row places(map, row);
  for (int column = 0; column < columns; column += kAtOnce, to += 3 * kAtOnce) {
    if (column % kBlock == 0) places.begin_block(column);
    __m128i place_x, place_y;
    places.next(place_x, place_y);
    const __m128i x = _mm_srai_epi32(place_x, kPartBits), y = _mm_srai_epi32(place_y, kPartBits),
                  x_part = _mm_and_si128(place_x, fraction), y_part = _mm_and_si128(place_y, fraction);
    const __m128i outside = _mm_or_si128(_mm_or_si128(_mm_cmpgt_epi32(none, x), _mm_cmpgt_epi32(none, y)),
                                         _mm_or_si128(_mm_cmpgt_epi32(x, most_x), _mm_cmpgt_epi32(y, most_y)));
    if (column + kAtOnce > columns || !_mm_testz_si128(outside, outside)) {
      alignas(16) std::int32_t xs[kAtOnce], ys[kAtOnce], x_parts[kAtOnce], y_parts[kAtOnce];
      _mm_store_si128(reinterpret_cast<__m128i*>(xs), x), _mm_store_si128(reinterpret_cast<__m128i*>(ys), y);
      _mm_store_si128(reinterpret_cast<__m128i*>(x_parts), x_part);
      _mm_store_si128(reinterpret_cast<__m128i*>(y_parts), y_part);
      for (int i = 0; i < std::min(kAtOnce, columns - column); ++i)
        interpolate(photo, xs[i], ys[i], x_parts[i], y_parts[i], to + 3 * i);
      continue;
    }
    alignas(16) std::int32_t offsets[kAtOnce];
    _mm_store_si128(reinterpret_cast<__m128i*>(offsets),
                    _mm_add_epi32(_mm_mullo_epi32(y, pitch), _mm_add_epi32(x, _mm_slli_epi32(x, 1))));
    const __m256i across = _mm256_broadcastsi128_si256(
                      _mm_or_si128(_mm_slli_epi32(x_part, 8), _mm_sub_epi32(parts, x_part))),
                  down = _mm256_broadcastsi128_si256(
                      _mm_or_si128(_mm_slli_epi32(y_part, 16), _mm_sub_epi32(parts, y_part)));
    const __m256i first = means(pixels_at(photo.data + offsets[0], photo.data + offsets[1], photo.step),
                                _mm256_shuffle_epi8(across, first_across), _mm256_shuffle_epi8(down, first_down)),
                  last = means(pixels_at(photo.data + offsets[2], photo.data + offsets[3], photo.step),
                               _mm256_shuffle_epi8(across, last_across), _mm256_shuffle_epi8(down, last_down));
    const __m256i words = _mm256_packus_epi32(first, last),
                  bytes = _mm256_shuffle_epi8(_mm256_packus_epi16(words, words), in_order);
    const __m128i pixels = _mm_or_si128(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(to), pixels);
    const int rest = _mm_extract_epi32(pixels, 2);
    std::memcpy(to + 8, &rest, sizeof rest);
  }
}

bool has_fast_warp() {
  static const bool has = [] {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
  }();
  return has;
}

#endif

}  // namespace

cv::Mat warped(const cv::Mat& photo, const cv::Matx33d& to_photo, cv::Size card) {
  CV_Assert(photo.type() == CV_8UC3);
  cv::Mat out(card, CV_8UC3);
#ifdef COTEJO_FAST_WARP
  if (has_fast_warp()) {
    for (int y = 0; y < card.height; ++y) warp_row(photo, to_photo, y, card.width, out.ptr(y));
    return out;
  }
#endif
  cv::warpPerspective(photo, out, to_photo, card, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT,
                      cv::Scalar::all(kOutside));
  return out;
}

}  // namespace cotejo::rectify
