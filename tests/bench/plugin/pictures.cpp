// What a decoder takes and gives, without decoding: what a benchmark of it measures is the way there and back.
#include <cotejo/plugin.hpp>
#include <cstring>

namespace {
using namespace cotejo;

constexpr std::uint32_t kWidth = 1632, kHeight = 1224;  // two megapixels

class Decoder final : public Analyzer {
 public:
  static constexpr About about{"bench.decoder", "1.0.0", "Looks at all of the evidence and emits two megapixels"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<Image> pixels{this, "pixels", "As bright as the evidence's last byte"};
  Status run(Call& call) override {
    const auto file = call.get(evidence);
    constexpr std::uint64_t size = std::uint64_t{kWidth} * kHeight * 3;
    auto* memory = call.allocate(size);
    if (!memory) return call.unavailable("no memory");
    std::uint8_t sum = 0;
    for (const auto byte : file->data) sum = static_cast<std::uint8_t>(sum + byte);
    std::memset(memory, sum, size);
    call.emit(pixels, Image{COTEJO_BGR8, kWidth, kHeight, kWidth * 3, memory, 0, Image::whole(kWidth, kHeight)});
    return Status::ok;
  }
};

class Reader final : public SubAnalyzer {
 public:
  static constexpr About about{"bench.reader", "1.0.0", "Looks at all pixels of an image"};
  Port<Image> image{this, "image", "image.pixels"};
  Trait<std::int64_t> sum{this, "sum", "Of all bytes"};
  Status run(Call& call) override {
    const auto in = call.get(image);
    std::int64_t total = 0;
    for (std::uint64_t i = 0; i < in->stride * in->height; ++i) total += in->pixels[i];
    call.emit(sum, total, 1);
    return Status::ok;
  }
};

class Echo final : public SubAnalyzer {
 public:
  static constexpr About about{"bench.echo", "1.0.0", "Emits its input"};
  Port<std::string> text{this, "text", "application.text"};
  Trait<std::string> echo{this, "echo", "The same"};
  Status run(Call& call) override {
    call.emit(echo, std::string(*call.get(text)), 1);
    return Status::ok;
  }
};
}  // namespace

COTEJO_PLUGIN("pictures", "1.0.0", Decoder, Reader, Echo)
