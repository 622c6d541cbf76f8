#include "components.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace cotejo::text {
namespace {

static_assert(std::endian::native == std::endian::little, "the first pixel is the lowest byte of a word");

// A stretch of pixels in one row.
struct Run {
  int begin = 0, end = 0, row = 0;
  std::size_t parent = 0;  // an earlier run of the same part, or itself
};

// One bit for each of eight bytes that is not zero.
std::uint64_t bits_of(const std::uint8_t* bytes) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7F, kOnes = 0x0101010101010101, kGather = 0x0102040810204080;
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t set = ((((word & kLow) + kLow) | word) >> 7) & kOnes;
  return (set * kGather) >> 56;
}

class Runs {
 public:
  explicit Runs(const cv::Mat& mask) {
    std::size_t above = 0;  // the first run of the row before
    for (int y = 0; y < mask.rows; ++y) {
      const std::size_t first = runs_.size();
      find(mask.ptr(y), mask.cols, y);
      if (above < first) join(above, first);
      above = first;
    }
  }

  std::vector<Component> components() {
    struct Part {
      std::int64_t square = 0;
      cv::Point from, to;
      int area = 0;
    };
    std::vector<Part> parts;
    std::vector<std::size_t> part_of(runs_.size());
    for (std::size_t i = 0; i < runs_.size(); ++i) {
      const Run& run = runs_[i];
      const std::int64_t square = (static_cast<std::int64_t>(run.row / 2) << 32) + run.begin / 2;
      const std::size_t first = root(i);
      if (first == i) {  // a part's first run comes before its others
        part_of[i] = parts.size();
        parts.push_back({square, {run.begin, run.row}, {run.end, run.row + 1}, run.end - run.begin});
        continue;
      }
      Part& part = parts[part_of[first]];
      part.square = std::min(part.square, square);
      part.from.x = std::min(part.from.x, run.begin);
      part.to = {std::max(part.to.x, run.end), run.row + 1};
      part.area += run.end - run.begin;
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.square < b.square; });
    std::vector<Component> out;
    out.reserve(parts.size());
    for (const Part& part : parts) out.push_back({cv::Rect(part.from, part.to), part.area});
    return out;
  }

 private:
  static constexpr int kAtOnce = 64;  // pixels

  void find(const std::uint8_t* row, int columns, int y) {
    const std::size_t first = runs_.size();
    for (int x = 0; x < columns; x += kAtOnce) {
      std::uint64_t bits = 0;
      const int count = std::min(kAtOnce, columns - x);
      int k = 0;
      for (; k + 8 <= count; k += 8) bits |= bits_of(row + x + k) << k;
      for (; k < count; ++k) bits |= static_cast<std::uint64_t>(row[x + k] != 0) << k;
      while (bits != 0) {
        const int begin = std::countr_zero(bits), length = std::countr_one(bits >> begin);
        if (begin == 0 && runs_.size() > first && runs_.back().end == x)
          runs_.back().end = x + length;
        else
          runs_.push_back({x + begin, x + begin + length, y, runs_.size()});
        if (begin + length == kAtOnce) break;
        bits &= ~std::uint64_t{0} << (begin + length);
      }
    }
  }

  // The runs from `first` on with those of the row above, which begin at `above`.
  void join(std::size_t above, std::size_t first) {
    for (std::size_t i = first; i < runs_.size(); ++i) {
      while (above < first && runs_[above].end < runs_[i].begin) ++above;
      for (std::size_t other = above; other < first && runs_[other].begin <= runs_[i].end; ++other) unite(other, i);
    }
  }

  std::size_t root(std::size_t i) {
    while (runs_[i].parent != i) i = runs_[i].parent = runs_[runs_[i].parent].parent;
    return i;
  }
  void unite(std::size_t a, std::size_t b) {
    a = root(a), b = root(b);
    runs_[std::max(a, b)].parent = std::min(a, b);
  }

  std::vector<Run> runs_;
};

}  // namespace

std::vector<Component> components_of(const cv::Mat& mask) {
  CV_Assert(mask.type() == CV_8UC1);
  return Runs(mask).components();
}

}  // namespace cotejo::text
