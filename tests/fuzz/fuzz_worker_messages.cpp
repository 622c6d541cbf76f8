// What a worker of an isolated plugin may send, and what a host may ask of it: bounded, and no pointer leads out of
// what was shared. The first byte says which of them the rest is: an outcome, a call, a setup, or the socket's raw
// bytes.
#include <sys/socket.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "plugins/host_call.hpp"
#include "plugins/isolation/channel.hpp"
#include "plugins/isolation/messages.hpp"

namespace {

using namespace cotejo;
using namespace cotejo::plugins;
using domain::ValueType;

constexpr std::uint64_t kArena = 4096;

void expect(bool holds) {
  if (!holds) std::abort();
}

// Blocks of their own on the heap, so that the sanitizer sees a step beyond them.
class Blocks final : public isolation::Memory {
 public:
  const std::uint8_t* at(isolation::Location location, std::uint64_t size) const override {
    const auto& block = location.in == isolation::Location::In::arena ? arena_ : window_;
    if (size > block.size() || location.offset > block.size() - size) return nullptr;
    return block.data() + location.offset;
  }
  std::vector<std::uint8_t>& arena() { return arena_; }

 private:
  std::vector<std::uint8_t> arena_ = std::vector<std::uint8_t>(kArena), window_ = std::vector<std::uint8_t>(kArena / 2);
};

Declaration declaration() {
  Declaration all;
  all.id = "fuzzed";
  all.kind = Kind::connector;
  all.codes = {"a.code"};
  all.consumes = {{"in", "in", ValueType::image, true, false, {}}};
  for (const auto type : {ValueType::text, ValueType::integer, ValueType::number, ValueType::boolean, ValueType::date,
                          ValueType::vector, ValueType::json, ValueType::image, ValueType::frames, ValueType::audio})
    all.produces.push_back({std::string(to_string(type)), type, {}});
  return all;
}

std::uint64_t touch(const domain::Image& image) {
  std::uint64_t sum = 0;
  for (std::uint32_t y = 0; y < image.height; ++y)
    for (std::uint64_t x = 0; x < image.width * static_cast<std::uint64_t>(image.format); ++x)
      sum += image.pixels.get()[y * image.stride + x];
  return sum;
}

void outcome(std::string_view bytes) {
  static const Declaration known = declaration();
  Blocks blocks;
  CallContext context;
  context.inputs.resize(1);
  context.memory_limit = 1u << 20;
  CallResult result;
  HostCall call(known, context, result);
  call.adopt(std::shared_ptr<std::uint8_t>(blocks.arena().data(), [](auto*) {}), kArena);
  isolation::Reader reader(bytes);
  cotejo_status status = COTEJO_OK;
  const bool understood = isolation::replay(reader, blocks, call, status);
  expect(!understood || (reader.at_end() && !reader.failed()));
  expect(!result.request || (result.request->body.size() <= (1u << 20) && result.request->state.size() <= (1u << 16)));
  [[maybe_unused]] static volatile std::uint64_t sum;  // so that the reading is not left out
  for (const auto& output : result.outputs) {
    if (!output.value) continue;
    expect(output.probability >= 0 && output.probability <= 1);
    if (const auto* image = std::get_if<std::shared_ptr<const domain::Image>>(&output.value->data))
      sum = touch(**image);
    if (const auto* frames = std::get_if<std::shared_ptr<const domain::Frames>>(&output.value->data))
      for (const auto& frame : (*frames)->frames) sum = touch(frame);
  }
}

void call(std::string_view bytes) {
  const Blocks blocks;
  isolation::ReceivedCall received;
  isolation::Reader reader(bytes);
  if (!read(reader, blocks, received)) return;
  volatile std::uint8_t last = 0;
  for (const auto& port : received.inputs)
    for (const auto& input : port)
      if (input.value && input.value->bytes.size > 0)
        last = static_cast<const std::uint8_t*>(input.value->bytes.data)[input.value->bytes.size - 1];
  expect(received.terms.ports == received.inputs.size());
  static_cast<void>(last);
}

void setup(std::string_view bytes) {
  isolation::Setup received;
  isolation::Reader reader(bytes);
  if (!read(reader, received)) return;
  isolation::Writer again;
  write(again, received);
  isolation::Setup twice;
  isolation::Reader second(again.bytes());
  expect(read(second, twice) && twice.id == received.id && twice.models == received.models);
}

void raw(std::string_view bytes) {
  isolation::Descriptor worker;
  auto channel = isolation::Channel::open(worker);
  static_cast<void>(::send(worker.get(), bytes.data(), bytes.size(), MSG_DONTWAIT));
  worker = {};
  isolation::Tell tell{};
  std::string_view text;
  std::size_t taken = 0;
  while (channel.receive(isolation::Channel::Clock::now(), tell, text) == isolation::Channel::Wait::answer) {
    taken += text.size() + sizeof(isolation::Answer);
    expect(taken <= bytes.size());
    expect(text.empty() || text.back() == text[text.size() - 1]);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // A copy that is aligned, as messages are.
  const std::vector<char> message(data + 1, data + size);
  const std::string_view bytes(message.data(), message.size());
  void (*const kinds[])(std::string_view) = {outcome, call, setup, raw};
  kinds[data[0] % 4](bytes);
  return 0;
}
