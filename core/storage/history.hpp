// Reads past decisions from the database of a service, in the order of completion, also while the service is running
// and writing. Writes nothing. Belongs to one thread.
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
  // Throws std::runtime_error with one sentence when there is no database, or it belongs to a newer program.
  explicit History(const std::filesystem::path& directory);
  ~History();

  struct Selection {
    std::string product;
    std::optional<std::string> tenant;              // none: all of them
    std::optional<domain::TimePoint> since, until;  // when they were completed; `until` is exclusive
    std::uint64_t newest = 0;                       // at most so many, the newest ones; 0: all
  };
  // One completed attempt. Its verification holds the decision and what it was made from (product, checks, items,
  // errors), but no traits, feedback, trace or artifacts.
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
