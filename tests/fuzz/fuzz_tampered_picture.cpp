// Picture files as document.tamper reads them, from hostile bytes: the coefficients of a JPEG, and the texts that name
// the program which wrote the file. Reading crashes on none and reads past none; what is read has the promised sizes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "../../plugins/subanalyzers/document_tamper/file_marks.hpp"
#include "../../plugins/subanalyzers/document_tamper/jpeg_luma.hpp"

namespace {

constexpr double kMaxPixels = 256 * 256;          // small, so that an execution is quick
constexpr std::size_t kMostText = 2 * 64 * 1024;  // file_marks.cpp stops after 64 KiB, plus a line break for each piece

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cotejo::tamper;
  const std::span<const std::uint8_t> file(data, size);
  const std::string text = program_named(file);
  expect(text.size() <= kMostText);
  expect(std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' ' && c != '\n'; }));

  const Stop never = [] { return false; };
  const auto luma = read_luma(file, kMaxPixels, never);
  if (!luma) return 0;
  expect(luma->columns > 0 && luma->rows > 0 && luma->width / 8 == luma->columns && luma->height / 8 == luma->rows);
  expect(static_cast<double>(luma->width) * luma->height <= kMaxPixels);
  const auto blocks = static_cast<std::size_t>(luma->columns) * static_cast<std::size_t>(luma->rows);
  expect(luma->levels.size() == blocks * 64);
  expect(std::all_of(luma->table.begin(), luma->table.end(), [](int step) { return step >= 1 && step <= 255; }));
  for (const auto& colour : luma->chroma) expect(colour.empty() || colour.size() == blocks);
  const auto pixels = pixels_of(*luma, never);
  expect(pixels && pixels->cols == luma->columns * 8 && pixels->rows == luma->rows * 8);
  expect(clipped_blocks(*luma, *pixels, {0, 0, luma->columns, luma->rows}).size() ==
         cv::Size(luma->columns, luma->rows));
  return 0;
}
