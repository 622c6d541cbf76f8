#include "cli/jpeg.hpp"

#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace cotejo::cli {
namespace {

constexpr int kQuality = 82;  // letters stay readable; a card of 1011x638 takes about 90 KiB

// Means over squares of `factor` pixels, without padding between rows.
std::vector<std::uint8_t> reduced(const domain::Image& image, const PixelRectangle& r, std::uint32_t factor) {
  const std::uint32_t channels = static_cast<std::uint32_t>(image.format);
  const std::uint32_t width = r.width / factor, height = r.height / factor;
  std::vector<std::uint8_t> out(std::size_t{width} * height * channels);
  std::vector<std::uint32_t> sums(std::size_t{width} * channels);
  for (std::uint32_t y = 0; y < height; ++y) {
    std::fill(sums.begin(), sums.end(), 0);
    for (std::uint32_t dy = 0; dy < factor; ++dy) {
      const auto* row =
          image.pixels.get() + (r.y + std::uint64_t{y} * factor + dy) * image.stride + std::size_t{r.x} * channels;
      for (std::size_t x = 0; x < std::size_t{width} * factor; ++x)
        for (std::uint32_t c = 0; c < channels; ++c) sums[x / factor * channels + c] += *row++;
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
      out[std::size_t{y} * sums.size() + i] = static_cast<std::uint8_t>(sums[i] / (factor * factor));
  }
  return out;
}

}  // namespace

std::string jpeg(const domain::Image& image, const PixelRectangle& r, std::uint32_t longest) {
  if (!image.pixels || r.width == 0 || r.height == 0 || r.x + r.width > image.width || r.y + r.height > image.height)
    return {};
  const auto most = std::max(r.width, r.height);
  const auto factor = std::min((most + longest - 1) / longest, std::min(r.width, r.height));
  const auto pixels = reduced(image, r, factor);
  const bool gray = image.format == domain::PixelFormat::gray8;
  const std::unique_ptr<void, int (*)(tjhandle)> compressor(tjInitCompress(), tjDestroy);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  const bool done = compressor && tjCompress2(compressor.get(), pixels.data(), static_cast<int>(r.width / factor), 0,
                                              static_cast<int>(r.height / factor), gray ? TJPF_GRAY : TJPF_BGR, &bytes,
                                              &size, gray ? TJSAMP_GRAY : TJSAMP_420, kQuality, 0) == 0;
  const std::unique_ptr<unsigned char, void (*)(unsigned char*)> owner(bytes, tjFree);
  return done ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
}

}  // namespace cotejo::cli
