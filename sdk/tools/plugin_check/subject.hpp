// The plugin under check as the host would hold it: opened, described and called through the host's own side of the
// ABI, with a spy in between that measures how often a call looks whether it was cancelled.
#pragma once
#include <cotejo/abi.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plugins/component.hpp"
#include "plugins/host.hpp"
#include "plugins/library.hpp"

namespace cotejo::plugin_check {

// What one call did, on its own thread.
struct Polling {
  std::int64_t polls = 0;
  // The longest stretch without a look at is_cancelled(), from the begin of the call to its end. CPU time of the
  // thread, which a busy machine does not lengthen, and wall time, which a call that sleeps spends.
  std::chrono::nanoseconds longest_cpu{0}, longest_wall{0};
  cotejo_status status = COTEJO_OK;
};
const Polling& last_polling();  // of the last call on this thread

class Subject {
 public:
  // Throws std::runtime_error with the host's sentence when the plugin is refused.
  Subject(const std::filesystem::path& file, std::shared_ptr<plugins::Models> models);

  const cotejo_entry& entry() const { return *entry_; }
  const std::vector<plugins::Offer>& offers() const { return offers_; }
  const plugins::Offer& offer(std::string_view id) const;
  const plugins::Models& models() const { return *models_; }
  // Names of the declared models that are not installed.
  std::vector<std::string> missing_models(const plugins::Declaration& declaration) const;

  // A component with these params, with up to `instances` of it when it is serial.
  domain::Result<std::unique_ptr<plugins::Component>> make(const plugins::Offer& offer,
                                                           const boost::json::object& params,
                                                           std::size_t instances) const;

 private:
  std::shared_ptr<plugins::Models> models_;
  std::unique_ptr<plugins::Host> host_;
  const cotejo_entry* entry_ = nullptr;
  std::vector<plugins::Offer> offers_;
};

}  // namespace cotejo::plugin_check
