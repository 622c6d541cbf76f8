// What was decided, as the database of a service has it: read in the order of completion, beside the service that may
// be writing. Nothing is written. Belongs to one thread.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "domain/verification.hpp"

namespace cotejo::storage {

class History {
 public:
  // Throws std::runtime_error in one sentence when there is no database, or one of a newer program.
  explicit History(const std::filesystem::path& directory);
  ~History();

  struct Selection {
    std::string product;
    std::optional<std::string> tenant;              // none: all of them
    std::optional<domain::TimePoint> since, until;  // of their completion; `until` is not among them
    std::uint64_t newest = 0;                       // only so many, the newest; 0: all
  };
  // One completed attempt. The verification has what a decision is made of (product, checks, items, errors) and the
  // decision itself; no traits, feedback, trace and artifacts.
  struct Entry {
    std::string id;
    domain::Result<domain::Verification> verification;
  };

  std::uint64_t count(const Selection& selection);
  void each(const Selection& selection, const std::function<void(Entry)>& take);  // oldest first

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cotejo::storage
