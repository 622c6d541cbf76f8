// The store without durability: results are kept until newer ones need the room.
#include <unistd.h>

#include <list>
#include <mutex>
#include <unordered_map>

#include "storage/memory_index.hpp"
#include "storage/redaction.hpp"
#include "storage/store.hpp"
#include "storage/work_json.hpp"

namespace cotejo::storage {
namespace {

class MemoryStore final : public Store {
 public:
  explicit MemoryStore(const MemoryOptions& options) : options_(options) {
    std::filesystem::create_directories(options.incoming);
  }

  BlobWriter open_blob(std::uint64_t limit) override { return BlobWriter(options_.incoming, limit, &hashing_); }

  void accept(Acceptance acceptance, Then<Receipt> then) override {
    auto receipt = take(std::move(acceptance));  // the lock is not held while `then` runs
    then(std::move(receipt));
  }

  void complete(std::shared_ptr<const domain::Verification> verification, Then<void> then) override {
    std::vector<Entries::node_type> forgotten;  // taking a result apart takes its time: outside the lock
    {
      const std::string name = key(verification->tenant, verification->id);
      const std::lock_guard lock(mutex_);
      const auto entry = entries_.find(name);
      if (entry != entries_.end() && entry->second.work.attempt == verification->attempt) {
        bytes_ += size_of(*verification);
        if (entry->second.completed_before) bytes_ -= size_of(*entry->second.completed_before);
        index_.replace(*verification);
        entry->second.completed = std::move(verification);
        if (entry->second.completed_before)
          entry->second.earlier.push_back(without_pictures(*entry->second.completed_before));
        entry->second.before.reset();
        entry->second.completed_before.reset();
        put_last(*entry);
        forget_oldest(forgotten);
      }
      ++writes_;
    }
    then({});
  }

  void count_start(std::string, std::string, int, int, Then<void> then) override { then({}); }

  void withdraw(std::string tenant, std::string id, int attempt, Then<void> then) override {
    {
      const std::lock_guard lock(mutex_);
      const auto entry = entries_.find(key(tenant, id));
      if (entry != entries_.end() && entry->second.work.attempt == attempt && !entry->second.completed) {
        if (attempt == 1) {
          take_out(entry);
        } else {
          bytes_ += size_of(*entry->second.before) - size_of(entry->second.work);
          entry->second.work = std::move(*entry->second.before);
          entry->second.completed = std::move(entry->second.completed_before);
          put_last(*entry);
        }
      }
    }
    then({});
  }

  void find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then) override {
    std::unique_lock lock(mutex_);
    const auto entry = entries_.find(key(tenant, id));
    if (entry == entries_.end()) {
      lock.unlock();
      return then(unknown_verification());
    }
    auto found = entry->second.completed ? entry->second.completed
                                         : std::make_shared<const domain::Verification>(pending(entry->second.work));
    lock.unlock();
    then(std::move(found));
  }

  void find_work(std::string tenant, std::string id, Then<std::shared_ptr<const Work>> then) override {
    std::unique_lock lock(mutex_);
    const auto entry = entries_.find(key(tenant, id));
    if (entry == entries_.end()) {
      lock.unlock();
      return then(unknown_verification());
    }
    auto work = std::make_shared<const Work>(entry->second.work);
    lock.unlock();
    then(std::move(work));
  }

  void find_earlier(std::string tenant, std::string id, int attempt,
                    Then<std::vector<std::shared_ptr<const domain::Verification>>> then) override {
    std::vector<std::shared_ptr<const domain::Verification>> found;
    {
      const std::lock_guard lock(mutex_);
      if (const auto entry = entries_.find(key(tenant, id)); entry != entries_.end()) {
        found = entry->second.earlier;
        if (entry->second.completed_before) found.push_back(entry->second.completed_before);
      }
    }
    std::erase_if(found, [attempt](const auto& one) { return one->attempt >= attempt; });
    then(std::move(found));
  }

  void find_of_application(std::string tenant, std::string application, std::string except,
                           Then<std::vector<std::shared_ptr<const domain::Verification>>> then) override {
    std::vector<std::shared_ptr<const domain::Verification>> found;
    {
      const std::lock_guard lock(mutex_);
      for (auto name = completed_.rbegin(); name != completed_.rend() && found.size() < kMostOfApplication; ++name) {
        const Entry& entry = entries_.find(**name)->second;
        if (entry.work.tenant != tenant || entry.work.application != application || entry.work.id == except) continue;
        found.push_back(entry.completed);
        found.insert(found.end(), entry.earlier.begin(), entry.earlier.end());
      }
    }
    then(std::move(found));
  }

  void find_evidence(std::string tenant, std::vector<EvidenceAddress> addresses, Then<FoundEvidence> then) override {
    FoundEvidence found;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& address : addresses) found.push_back(content(tenant, address));
    }
    then(std::move(found));
  }

  void find_artifact(std::string tenant, std::string id, std::string name,
                     Then<std::shared_ptr<const domain::Bytes>> then) override {
    find(std::move(tenant), std::move(id),
         [name = std::move(name), then](domain::Result<std::shared_ptr<const domain::Verification>> found) {
           if (!found) return then(found.error());
           const auto* artifact = find_kept(**found, name);
           if (!artifact) return then(unknown_artifact());
           then(artifact->content);
         });
  }

  domain::Result<std::vector<Work>> unfinished() override { return std::vector<Work>{}; }
  domain::Result<std::vector<Rejection>> rejections(domain::TimePoint) override { return std::vector<Rejection>{}; }

  void find_entries(IndexView view, std::vector<KeyQuestion> questions, Then<std::vector<IndexRows>> then) override {
    std::vector<IndexRows> found;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& question : questions) found.push_back(index_.find(view, question));
    }
    then(std::move(found));
  }
  domain::Result<void> each_vector(const std::function<void(StoredVector)>&) override { return {}; }
  domain::Result<void> index_secret(const std::string&) override { return {}; }
  void erase_entries(EntryErasure what, Then<Erased> then) override {
    Erased erased;
    {
      const std::lock_guard lock(mutex_);
      erased = index_.erase(what);
    }
    then(std::move(erased));
  }

  void erase_evidence(std::string tenant, std::string id, Then<Erased> then) override {
    auto erased = take_evidence_away(tenant, id);
    then(std::move(erased));
  }

  Load load() const override {
    const std::lock_guard lock(mutex_);
    return {0, 0, writes_, writes_};
  }
  void probe() override {}
  void stop() override {}

 private:
  struct Entry {
    Work work;
    std::shared_ptr<const domain::Verification> completed;
    std::list<const std::string*>::iterator place;  // in completed_, when completed
    std::string idempotency_key;
    // The attempt before the running one, to which a withdrawal returns.
    std::optional<Work> before;
    std::shared_ptr<const domain::Verification> completed_before;
    std::vector<std::shared_ptr<const domain::Verification>> earlier;  // before that, without their pictures
  };
  struct Known {
    std::string digest, id;
    domain::TimePoint since{};
  };
  using Entries = std::unordered_map<std::string, Entry>;

  static std::shared_ptr<const domain::Verification> without_pictures(domain::Verification verification) {
    verification.artifacts.clear();
    return std::make_shared<const domain::Verification>(std::move(verification));
  }
  static std::string key(std::string_view tenant, std::string_view name) {
    std::string joined(tenant);
    joined += '\n';
    joined += name;
    return joined;
  }
  domain::Result<Erased> take_evidence_away(const std::string& tenant, const std::string& id) {
    const std::lock_guard lock(mutex_);
    const auto entry = entries_.find(key(tenant, id));
    if (entry == entries_.end()) return unknown_verification();
    Entry& kept = entry->second;
    if (!kept.completed)
      return domain::make_retriable_error(domain::Scope::request, "verification.in_progress",
                                          "the verification is not completed yet");
    bytes_ -= size_of(kept.work) + size_of(*kept.completed);
    kept.work.evidence.clear();
    kept.work.unusable.clear();
    kept.work.application.clear();
    kept.work.erased = true;
    kept.earlier.clear();  // there is no attempt after this
    kept.completed = std::make_shared<const domain::Verification>(without_evidence(*kept.completed));
    EntryErasure entries;
    entries.tenant = tenant;
    entries.verification = id;
    return index_.erase(entries);
  }

  // With the lock held.
  domain::Result<std::shared_ptr<const domain::Bytes>> content(const std::string& tenant,
                                                               const EvidenceAddress& address) const {
    const auto entry = entries_.find(key(tenant, address.verification));
    if (entry == entries_.end()) return unknown_reference();
    const auto& evidence = entry->second.work.evidence;
    const auto bytes = evidence.find(address.name);
    if (bytes == evidence.end()) return unknown_reference();
    return bytes->second;
  }

  domain::Result<Receipt> take(Acceptance acceptance) {
    Work& work = acceptance.work;
    std::string name = key(work.tenant, work.id);
    const std::string id = work.id;
    const std::lock_guard lock(mutex_);
    if (acceptance.key) {
      const auto known = keys_.find(key(work.tenant, acceptance.key->key));
      if (known != keys_.end() && work.accepted_at < known->second.since + options_.key_life) {
        if (known->second.digest == acceptance.key->request_digest) return Receipt{known->second.id, true};
        return domain::make_error(domain::Scope::request, "idempotency.conflict",
                                  "this Idempotency-Key was used for another request");
      }
    }
    if (work.attempt > 1) {
      const auto entry = entries_.find(name);
      if (entry == entries_.end()) return unknown_verification();
      if (entry->second.work.erased) return already_erased();
      if (!entry->second.completed || entry->second.work.attempt != work.attempt - 1) {
        return domain::make_retriable_error(domain::Scope::request, "verification.in_progress",
                                            "another attempt is not completed yet");
      }
      completed_.erase(entry->second.place);
      bytes_ += size_of(work) - size_of(entry->second.work);
      entry->second.before = std::exchange(entry->second.work, std::move(work));
      entry->second.completed_before = std::exchange(entry->second.completed, nullptr);
    } else {
      Entry& entry = entries_[std::move(name)];
      if (acceptance.key) {
        entry.idempotency_key = key(work.tenant, acceptance.key->key);
        keys_[entry.idempotency_key] = {acceptance.key->request_digest, id, work.accepted_at};
      }
      bytes_ += size_of(work);
      entry.work = std::move(work);
    }
    ++writes_;
    return Receipt{id, false};
  }

  static std::uint64_t size_of(const Work& work) {
    std::uint64_t size = 0;
    for (const auto& [name, bytes] : work.evidence) size += bytes->size;
    return size;
  }

  static std::uint64_t size_of(const domain::Verification& verification) {
    std::uint64_t size = 0;
    for (const auto& artifact : verification.artifacts) size += artifact.size;
    return size;
  }

  void put_last(Entries::value_type& entry) {
    completed_.push_back(&entry.first);
    entry.second.place = std::prev(completed_.end());
  }

  Entries::node_type take_out(Entries::iterator entry) {
    bytes_ -= size_of(entry->second.work);
    if (entry->second.completed) bytes_ -= size_of(*entry->second.completed);
    if (!entry->second.idempotency_key.empty()) {
      const auto known = keys_.find(entry->second.idempotency_key);
      if (known != keys_.end() && known->second.id == entry->second.work.id) keys_.erase(known);
    }
    return entries_.extract(entry);
  }

  // Running verifications are never forgotten; the engine limits their number.
  void forget_oldest(std::vector<Entries::node_type>& forgotten) {
    while (completed_.size() > options_.max_verifications || (bytes_ > options_.max_bytes && completed_.size() > 1)) {
      forgotten.push_back(take_out(entries_.find(*completed_.front())));
      completed_.pop_front();
    }
  }

  const MemoryOptions options_;
  HashingThread hashing_;
  mutable std::mutex mutex_;
  Entries entries_;
  MemoryIndex index_;
  std::unordered_map<std::string, Known> keys_;
  std::list<const std::string*> completed_;  // names among the entries, oldest first
  std::uint64_t writes_ = 0;
  std::uint64_t bytes_ = 0;  // of all evidence and pictures held
};

}  // namespace

std::unique_ptr<Store> open_memory(const MemoryOptions& options) {
  return std::make_unique<MemoryStore>(options);
}

}  // namespace cotejo::storage
