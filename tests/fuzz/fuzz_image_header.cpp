// Image files from hostile bytes: reading the header crashes on none and reads past none; what it accepts says a size,
// and a small one decodes to that size or is refused.
#include <cstdint>
#include <cstdlib>
#include <variant>
#include <vector>

#include "../../plugins/analyzers/image/image_decoder.hpp"
#include "../../plugins/analyzers/image/image_header.hpp"

namespace {

void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace image_analyzer;
  const std::span<const std::uint8_t> file(data, size);
  exif_orientation(file);
  const auto read = read_header(file);
  const auto* header = std::get_if<Header>(&read);
  if (header == nullptr) return 0;
  expect(header->width > 0 && header->height > 0);
  expect(header->orientation >= 1 && header->orientation <= 8);
  expect(agrees(media_type(header->format), header->format));
  DecodeLimits limits;
  limits.max_pixels = 64 * 64;  // decoders have fuzzers of their own
  limits.max_side = 48;
  std::vector<std::uint8_t> memory;
  const auto decoded = decode(file, *header, limits, [&](std::uint64_t bytes) {
    memory.resize(bytes);
    return memory.data();
  });
  if (const auto* picture = std::get_if<Decoded>(&decoded)) {
    expect(picture->pixels.data == memory.data());
    expect(picture->pixels.total() * 3 == memory.size());
  }
  return 0;
}
