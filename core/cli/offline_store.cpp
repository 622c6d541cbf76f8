#include "cli/offline_store.hpp"

#include <future>

#include "cli/commands.hpp"
#include "storage/database_file.hpp"

namespace cotejo::cli {
namespace {

// Waits for one answer of the store. Throws Stop.
template <class T, class Ask>
T answer(Ask ask) {
  std::promise<domain::Result<T>> promise;
  auto future = promise.get_future();
  ask([&](domain::Result<T> result) { promise.set_value(std::move(result)); });
  auto result = future.get();
  if (!result) throw Stop(result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

storage::Blob stored(storage::Store& store, const domain::Bytes& bytes) {
  auto writer = store.open_blob(bytes.size);
  if (auto written = writer.write({bytes.data, bytes.size}); !written) throw Stop(written.error().message);
  auto blob = writer.seal(bytes.media_type);
  if (!blob) throw Stop(blob.error().message);
  return std::move(*blob);
}

}  // namespace

OfflineStore::OfflineStore(const HostConfig& config, const std::filesystem::path& data) {
  try {
    if (data.empty()) {
      store_ = storage::open_memory({.incoming = std::filesystem::temp_directory_path() / "cotejo-incoming"});
      index_ = std::make_unique<services::Index>(*store_, services::Secret::random(), config.index);
      return;
    }
    store_ = storage::open_sqlite({.directory = data});
    index_ = std::make_unique<services::Index>(*store_, services::Secret::open(data / "index.secret"), config.index);
  } catch (const std::runtime_error& failure) {
    throw Stop(failure.what());
  }
}

OfflineStore OfflineStore::existing(const HostConfig& config, const std::filesystem::path& data) {
  if (!std::filesystem::exists(storage::database_file(data)))
    throw Stop("nothing is stored in " + data.string() + ": is --data the right folder?");
  return {config, data};
}

OfflineStore::~OfflineStore() {
  store_->stop();
}

void OfflineStore::keep(const engine::Submission& submission, const domain::Verification& verification) {
  storage::Acceptance acceptance;
  auto& work = acceptance.work;
  work.id = submission.id;
  work.tenant = submission.tenant;
  work.trace_id = submission.trace_id;
  work.product = verification.product;
  work.created_at = work.accepted_at = submission.now;
  work.application = submission.application;
  work.evidence = submission.evidence;
  for (const auto& [name, bytes] : submission.evidence) acceptance.blobs.push_back(stored(*store_, *bytes));
  answer<storage::Receipt>([&](auto then) { store_->accept(std::move(acceptance), then); });
  answer<void>([&](auto then) { store_->complete(std::make_shared<const domain::Verification>(verification), then); });
  index_->completed(verification);
}

std::shared_ptr<const domain::Verification> OfflineStore::find(const std::string& id) {
  return answer<std::shared_ptr<const domain::Verification>>([&](auto then) { store_->find(tenant, id, then); });
}
std::shared_ptr<const storage::Work> OfflineStore::work(const std::string& id) {
  return answer<std::shared_ptr<const storage::Work>>([&](auto then) { store_->find_work(tenant, id, then); });
}
storage::Erased OfflineStore::erase_owner(const std::string& owner) {
  return answer<storage::Erased>([&](auto then) { index_->erase_owner(tenant, owner, then); });
}
storage::Erased OfflineStore::erase_verification(const std::string& id) {
  return answer<storage::Erased>([&](auto then) { index_->erase_verification(tenant, id, then); });
}

}  // namespace cotejo::cli
