// Image files from hostile bytes: reading the header crashes on none and reads past none; what it accepts says a size,
// and a small one decodes to that size, whatever the memory held before, or is refused.
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
  std::vector<std::uint8_t> memory[2];
  for (int before : {0, 1}) {
    auto& own = memory[before];
    const auto decoded = decode(file, *header, limits, [&](std::uint64_t bytes) {
      own.assign(bytes, before ? 0xFF : 0);
      return own.data();
    });
    const auto* picture = std::get_if<Decoded>(&decoded);
    if (picture == nullptr) return 0;
    expect(picture->pixels.data == own.data());
    expect(picture->pixels.total() * 3 == own.size());
  }
  expect(memory[0] == memory[1]);
  return 0;
}
