// A folder that is removed, work to store, and completions turned into values.
#pragma once
#include <unistd.h>

#include <filesystem>
#include <future>

#include "storage/store.hpp"

namespace cotejo::storage {

class Folder {
 public:
  Folder() {
    // In memory where there is such a folder: flushing to a busy disk takes seconds, and a killed process loses nothing
    // there either.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "cotejo store XXXXXX").string();  // with blanks, as a user's folder may have
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text_of(const domain::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data), bytes.size};
}

inline Blob blob(Store& store, std::string_view content, std::string media_type = "image/jpeg") {
  auto writer = store.open_blob(1u << 30);
  writer.write(bytes_of(content)).value();
  return writer.seal(std::move(media_type)).value();
}

inline Acceptance acceptance(std::string id, int attempt = 1) {
  Acceptance acceptance;
  acceptance.work.id = std::move(id);
  acceptance.work.trace_id = "0123456789abcdef0123456789abcdef";
  acceptance.work.product = {"fiction", 3, "sha256:00"};
  acceptance.work.attempt = attempt;
  acceptance.work.created_at = acceptance.work.accepted_at =
      domain::TimePoint(std::chrono::milliseconds(1767225600123));
  return acceptance;
}

inline void add(Acceptance& to, std::string name, Blob content) {
  to.work.evidence[std::move(name)] = content.bytes;
  to.blobs.push_back(std::move(content));
}

// Calls `start` with a completion and waits for it.
template <class T, class Start>
domain::Result<T> wait_for(Start start) {
  auto promise = std::make_shared<std::promise<domain::Result<T>>>();
  auto future = promise->get_future();
  start([promise](domain::Result<T> result) { promise->set_value(std::move(result)); });
  return future.get();
}

inline domain::Result<Receipt> accept(Store& store, Acceptance acceptance) {
  return wait_for<Receipt>([&](auto then) { store.accept(std::move(acceptance), then); });
}
inline domain::Result<std::shared_ptr<const domain::Verification>> find(Store& store, std::string id,
                                                                        std::string tenant = "default") {
  return wait_for<std::shared_ptr<const domain::Verification>>([&](auto then) { store.find(tenant, id, then); });
}
inline domain::Result<std::shared_ptr<const Work>> find_work(Store& store, std::string id) {
  return wait_for<std::shared_ptr<const Work>>([&](auto then) { store.find_work("default", id, then); });
}
inline domain::Result<std::shared_ptr<const domain::Bytes>> find_evidence(Store& store, EvidenceAddress address,
                                                                          std::string tenant = "default") {
  return wait_for<FoundEvidence>([&](auto then) { store.find_evidence(tenant, {address}, then); }).value().at(0);
}
inline domain::Result<void> complete(Store& store, domain::Verification verification) {
  verification.status = domain::Status::completed;
  return wait_for<void>(
      [&](auto then) { store.complete(std::make_shared<const domain::Verification>(std::move(verification)), then); });
}
inline domain::Result<void> withdraw(Store& store, std::string id, int attempt) {
  return wait_for<void>([&](auto then) { store.withdraw("default", id, attempt, then); });
}
inline domain::Result<Erased> erase_evidence(Store& store, std::string id) {
  return wait_for<Erased>([&](auto then) { store.erase_evidence("default", std::move(id), then); });
}
inline domain::Verification result_of(std::string id, int attempt = 1) {
  domain::Verification verification;
  verification.id = std::move(id);
  verification.product = {"fiction", 3, "sha256:00"};
  verification.attempt = attempt;
  verification.decision = domain::Decision{.outcome = domain::Outcome::approve,
                                           .automated = true,
                                           .confidence = 0.1 + 0.2,
                                           .reasons = {},
                                           .items = {},
                                           .blocked_by = {}};
  return verification;
}

inline domain::Result<std::shared_ptr<const domain::Bytes>> find_artifact(Store& store, std::string id,
                                                                          std::string name) {
  return wait_for<std::shared_ptr<const domain::Bytes>>(
      [&](auto then) { store.find_artifact("default", std::move(id), std::move(name), std::move(then)); });
}

}  // namespace cotejo::storage
