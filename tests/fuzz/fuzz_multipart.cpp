// multipart/form-data from hostile bytes: whatever the pieces, the parser says the same; begin, data and end come in
// order. The first byte is the size of the pieces.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "http/multipart.hpp"

namespace {

using namespace cotejo;

void expect(bool holds) {
  if (!holds) std::abort();
}

class Recorder final : public http::PartSink {
 public:
  std::string log;
  bool open = false;

  domain::Result<void> begin_part(http::PartHeader header) override {
    expect(!open && !header.name.empty());
    open = true;
    log += "[" + header.name + "|" + header.media_type + "|";
    return {};
  }
  domain::Result<void> part_data(std::span<const std::uint8_t> piece) override {
    expect(open);
    log.append(reinterpret_cast<const char*>(piece.data()), piece.size());
    return {};
  }
  domain::Result<void> end_part() override {
    expect(open);
    open = false;
    log += "]";
    return {};
  }
};

std::string parse(std::span<const std::uint8_t> body, std::size_t step) {
  Recorder recorder;
  http::MultipartParser parser("b", 16, recorder);
  for (std::size_t i = 0; i < body.size(); i += step) {
    const auto fed = parser.feed(body.subspan(i, std::min(step, body.size() - i)));
    if (!fed) return fed.error().code + recorder.log;
  }
  const auto finished = parser.finish();
  if (!finished) return finished.error().code + recorder.log;
  expect(!recorder.open);
  return recorder.log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> body(data + 1, size - 1);
  expect(parse(body, data[0] + 1u) == parse(body, size));
  cotejo::http::multipart_boundary({reinterpret_cast<const char*>(data), size});
  return 0;
}
