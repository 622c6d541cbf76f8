// The host's implementation of cotejo_call: gives inputs to the plugin, and checks and copies what it emits.
#pragma once
#include <cotejo/abi.h>

#include <array>
#include <list>
#include <memory>
#include <memory_resource>
#include <string>
#include <vector>

#include "plugins/component.hpp"
#include "plugins/pointed_to.hpp"

namespace cotejo::plugins {

class HostCall : public cotejo_call {
 public:
  HostCall(const Declaration& declaration, const CallContext& context, CallResult& result);
  HostCall(const HostCall&) = delete;
  HostCall& operator=(const HostCall&) = delete;

  // The first breach of the contract by the plugin, as a sentence; empty when there was none.
  const std::string& breach() const { return breach_; }
  const std::string& failure_code() const { return failure_code_; }
  const std::string& failure_message() const { return failure_message_; }
  bool failure_retriable() const { return failure_retriable_; }
  bool emitted() const;  // any output or item

  // For a call that runs in another process (isolation/): how it ended when the plugin did not return. `code` is the
  // last part of the error's code, such as `crashed`.
  struct Ending {
    std::string code;
    bool retriable = false;
    std::string message;
  };
  void end(Ending ending) { ending_ = std::move(ending); }
  const Ending& ending() const { return ending_; }
  const CallContext& context() const { return context_; }
  // Treats `data` as memory from allocate().
  void adopt(std::shared_ptr<std::uint8_t> data, std::uint64_t size) { buffers_.push_back({std::move(data), size}); }

 private:
  struct Buffer {
    std::shared_ptr<std::uint8_t> data;
    std::uint64_t size = 0;
  };
  static HostCall& of(const cotejo_call* call) { return *static_cast<HostCall*>(const_cast<cotejo_call*>(call)); }
  void fill_inputs();
  void fill_response();
  void fill_value(const domain::Value& value, cotejo_value& wire);
  const cotejo_image* keep(const domain::Image& image);

  cotejo_status refuse(std::string what);
  cotejo_status take(const cotejo_output& output);
  cotejo_status take(const cotejo_item& item);
  cotejo_status take(const cotejo_request& request);
  cotejo_status take_verdict(std::int32_t verdict, double confidence);
  void* allocate_buffer(std::uint64_t size);
  bool copy(const cotejo_value& wire, domain::ValueType type, domain::Value& out);
  bool copy_image(const cotejo_image& wire, domain::Image& out);
  std::shared_ptr<const std::uint8_t> take_pixels(const cotejo_image& wire, std::uint64_t& stride);
  bool copy_region(const cotejo_region* wire, std::optional<domain::Region>& out);
  bool room_for(std::uint64_t bytes);
  bool declared_code(std::string_view code) const;

  const Declaration& declaration_;
  const CallContext& context_;
  CallResult& result_;
  // The first memory for the structs of the inputs. Enough for nearly all calls; further memory is allocated.
  std::array<std::byte, 1024> scratch_;
  std::pmr::monotonic_buffer_resource memory_{scratch_.data(), scratch_.size()};
  std::pmr::vector<std::pmr::vector<cotejo_input>> inputs_{&memory_};
  PointedTo pointed_to_{&memory_};
  std::list<std::string> texts_;
  cotejo_response response_{};
  std::vector<Buffer> buffers_;
  std::vector<std::shared_ptr<const std::uint8_t>>
      lent_;  // pixels of the inputs, for images that the plugin emits again
  std::uint64_t allocated_ = 0, written_ = 0;
  std::string breach_, failure_code_, failure_message_;
  bool failure_retriable_ = false;
  Ending ending_;
};

}  // namespace cotejo::plugins
