// The durable store: one thread writes, and commits everything that waited in one transaction; one thread reads, on a
// session of its own.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <span>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "storage/evidence_files.hpp"
#include "storage/migrations.hpp"
#include "storage/queue.hpp"
#include "storage/sqlite_session.hpp"
#include "storage/verification_json.hpp"

namespace cotejo::storage {
namespace {

domain::Error overloaded() {
  return domain::make_retriable_error(domain::Scope::platform, "platform.overloaded", "too much waits for the disk");
}
domain::Error unavailable(const char* what) {
  return domain::make_retriable_error(domain::Scope::platform, "platform.storage",
                                      std::string("the database refused: ") + what);
}

// One process a directory: a second one would run the same unfinished work.
class DirectoryLock {
 public:
  explicit DirectoryLock(const std::filesystem::path& directory)
      : descriptor_(::open((directory / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0) throw std::runtime_error(std::string("no file can be written there: ") + std::strerror(errno));
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      ::close(descriptor_);
      throw std::runtime_error(directory.string() + " is in use by another process");
    }
  }
  ~DirectoryLock() { ::close(descriptor_); }
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  int descriptor_;
};

void prepare(const std::filesystem::path& directory) {
  std::filesystem::create_directories(directory / "blobs");
  std::filesystem::create_directories(directory / "incoming");
}

// That much must fit before a disk that refused evidence counts as having room: a photo of a card.
constexpr std::size_t kRoomForEvidence = 1u << 20;

// A commit waits for results that would share it for this part of the time that commits take.
constexpr int kGatheringShare = 4;
constexpr int kSmoothing = 8;  // weight of the past in the time that commits take: 7 of 8

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(const SqliteOptions& options)
      : directory_(options.directory),
        key_life_(options.key_life),
        busy_timeout_(options.busy_timeout),
        lock_((prepare(options.directory), options.directory)),
        write_session_(options.directory, options.busy_timeout),
        read_session_((migrate(write_session_.sql()), options.directory), options.busy_timeout),
        files_(options.directory),
        writes_(options.max_queued_writes),
        reads_(options.max_queued_reads) {
    // Left by a process that was killed: nothing names these files.
    for (const auto& entry : std::filesystem::directory_iterator(directory_ / "incoming"))
      std::filesystem::remove(entry.path());
    // A database that knows of no evidence was lost, or is a new one: what lies beside it may be all that is left.
    if (write_session_.erasure().knows_evidence())
      files_.sweep([this](const std::string& beginning) { return write_session_.erasure().used_with(beginning); });
    writer_ = std::thread([this] { write_loop(); });
    reader_ = std::thread([this] { read_loop(); });
  }
  ~SqliteStore() override { stop(); }

  BlobWriter open_blob(std::uint64_t limit) override {
    return BlobWriter(directory_ / "incoming", limit, &hashing_, &no_room_);
  }

  void accept(Acceptance acceptance, Then<Receipt> then) override {
    auto state = std::make_shared<Accepting>(Accepting{std::move(acceptance)});
    Write write;
    write.accepting = state;
    const auto& blobs = state->acceptance.blobs;
    if (std::any_of(blobs.begin(), blobs.end(), [](const Blob& blob) { return blob.file != nullptr; }))
      write.place = [this, state] { return place(state->acceptance.blobs); };
    write.apply = [this, state]() -> std::optional<domain::Error> {
      auto* completing = state->completing.get();
      if (completing) completing->stored = false;
      state->receipt = write_session_.accept(state->acceptance, key_life_, completing);
      if (completing) completing->stored = state->receipt.has_value() && !state->receipt->replayed;
      return std::nullopt;
    };
    write.finish = [state, then](std::optional<domain::Error> error) {
      then(error ? std::move(*error) : std::move(state->receipt));
    };
    if (!writes_.push(write)) then(overloaded());
  }

  void complete(std::shared_ptr<const domain::Verification> verification, Then<void> then) override {
    auto state = std::make_shared<Completing>();
    state->text = to_text(*verification);
    state->verification = std::move(verification);
    Write write;
    write.completing = state;
    write.apply = [this, state]() -> std::optional<domain::Error> {
      if (!state->stored) write_session_.complete(*state);
      return std::nullopt;
    };
    push_always(std::move(write), std::move(then));
  }

  void count_start(std::string tenant, std::string id, int attempt, int by, Then<void> then) override {
    Write write;
    write.apply = [this, tenant = std::move(tenant), id = std::move(id), attempt,
                   by]() -> std::optional<domain::Error> {
      write_session_.count_start(tenant, id, attempt, by);
      return std::nullopt;
    };
    push_always(std::move(write), std::move(then));
  }

  void withdraw(std::string tenant, std::string id, int attempt, Then<void> then) override {
    Write write;
    write.apply = [this, tenant = std::move(tenant), id = std::move(id), attempt]() -> std::optional<domain::Error> {
      files_.let_go(write_session_.withdraw(tenant, id, attempt));
      return std::nullopt;
    };
    push_always(std::move(write), std::move(then));
  }

  void find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then) override {
    Read read{[this, tenant = std::move(tenant), id = std::move(id), then] { then(read_session_.find(tenant, id)); },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read)) then(overloaded());
  }

  void find_work(std::string tenant, std::string id, Then<std::shared_ptr<const Work>> then) override {
    Read read{[this, tenant = std::move(tenant), id = std::move(id), then] {
                auto work = read_session_.work(tenant, id);
                if (!work) return then(work.error());
                then(std::make_shared<const Work>(std::move(*work)));
              },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read)) then(overloaded());
  }

  // As many as the engine runs.
  void find_earlier(std::string tenant, std::string id, int attempt,
                    Then<std::vector<std::shared_ptr<const domain::Verification>>> then) override {
    Read read{[this, tenant = std::move(tenant), id = std::move(id), attempt, then] {
                then(read_session_.earlier(tenant, id, attempt));
              },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read, true)) then(unavailable("it is closed"));
  }

  void find_of_application(std::string tenant, std::string application, std::string except,
                           Then<std::vector<std::shared_ptr<const domain::Verification>>> then) override {
    Read read{[this, tenant = std::move(tenant), application = std::move(application), except = std::move(except),
               then] { then(read_session_.of_application(tenant, application, except)); },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read, true)) then(unavailable("it is closed"));
  }

  void find_evidence(std::string tenant, std::vector<EvidenceAddress> addresses, Then<FoundEvidence> then) override {
    Read read{[this, tenant = std::move(tenant), addresses = std::move(addresses), then] {
                FoundEvidence found;
                for (const auto& address : addresses) found.push_back(read_session_.evidence(tenant, address));
                then(std::move(found));
              },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read)) then(overloaded());
  }

  void find_artifact(std::string tenant, std::string id, std::string name,
                     Then<std::shared_ptr<const domain::Bytes>> then) override {
    Read read{[this, tenant = std::move(tenant), id = std::move(id), name = std::move(name), then] {
                then(read_session_.artifact(tenant, id, name));
              },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read)) then(overloaded());
  }

  void find_entries(IndexView view, std::vector<KeyQuestion> questions, Then<std::vector<IndexRows>> then) override {
    Read read{[this, view = std::move(view), questions = std::move(questions), then] {
                std::vector<IndexRows> found;
                for (const auto& question : questions) found.push_back(read_session_.index().find(view, question));
                then(std::move(found));
              },
              [then](domain::Error error) { then(std::move(error)); }};
    if (!reads_.push(read)) then(overloaded());
  }

  domain::Result<void> each_vector(const std::function<void(StoredVector)>& take) override {
    try {
      SqliteSession(directory_, busy_timeout_).index().each_vector(take);
      return {};
    } catch (const std::exception& failure) {
      return unavailable(failure.what());
    }
  }

  domain::Result<void> index_secret(const std::string& fingerprint) override {
    try {
      if (SqliteSession(directory_, busy_timeout_).index().keep_secret(fingerprint)) return {};
      return domain::make_error(domain::Scope::platform, "platform.storage",
                                "the database's index was made with another secret: put its index.secret back");
    } catch (const std::exception& failure) {
      return unavailable(failure.what());
    }
  }

  void erase_entries(EntryErasure what, Then<Erased> then) override {
    const auto erased = std::make_shared<Erased>();
    Write write;
    write.erases = true;
    write.apply = [this, what = std::move(what), erased]() -> std::optional<domain::Error> {
      *erased = write_session_.index().erase(what);
      scrub_wanted_ = scrub_wanted_ || erased->keys + erased->vectors > 0;
      return std::nullopt;
    };
    write.finish = [then, erased](std::optional<domain::Error> error) {
      if (error) return then(std::move(*error));
      then(std::move(*erased));
    };
    if (!writes_.push(write)) then(overloaded());
  }

  void erase_evidence(std::string tenant, std::string id, Then<Erased> then) override {
    const auto erased = std::make_shared<domain::Result<Erased>>(Erased{});
    Write write;
    write.erases = true;
    write.apply = [this, tenant = std::move(tenant), id = std::move(id), erased]() -> std::optional<domain::Error> {
      const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
      std::vector<std::string> let_go;
      *erased = write_session_.erasure().erase_evidence(tenant, id, now, let_go);
      files_.let_go(let_go);
      scrub_wanted_ = scrub_wanted_ || *erased;
      return std::nullopt;
    };
    write.finish = [erased, then](std::optional<domain::Error> error) {
      if (error) return then(std::move(*error));
      then(std::move(*erased));
    };
    if (!writes_.push(write)) then(overloaded());
  }

  domain::Result<std::vector<Work>> unfinished() override {
    try {
      SqliteSession session(directory_, std::chrono::seconds(5));
      std::vector<Work> found;
      for (const auto& [tenant, id, starts] : session.unfinished()) {
        auto work = session.work(tenant, id);
        if (!work) return work.error();
        work->starts = starts;
        found.push_back(std::move(*work));
      }
      return found;
    } catch (const std::exception& failure) {
      return unavailable(failure.what());
    }
  }

  domain::Result<std::vector<Rejection>> rejections(domain::TimePoint since) override {
    try {
      return SqliteSession(directory_, std::chrono::seconds(5)).rejections(since);
    } catch (const std::exception& failure) {
      return unavailable(failure.what());
    }
  }

  Load load() const override {
    return {writes_.size(), reads_.size(), commits_.load(), written_.load(), failing_ || no_room_};
  }

  void probe() override {
    Write write;
    write.place = [this] { return look_for_room(); };
    write.apply = [this]() -> std::optional<domain::Error> {
      write_session_.probe();
      return std::nullopt;
    };
    push_always(std::move(write), [](domain::Result<void>) {});
  }

  void stop() override {
    writes_.close();
    reads_.close();
    if (writer_.joinable()) writer_.join();
    if (reader_.joinable()) reader_.join();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Completing : SqliteSession::Completion {
    bool stored = false;  // with its acceptance
  };
  struct Accepting {
    Acceptance acceptance;
    domain::Result<Receipt> receipt = Receipt{};
    std::shared_ptr<Completing> completing = nullptr;  // when it is in the same batch

    // Whether its run goes on beside its commit.
    bool runs() const { return !acceptance.key && acceptance.work.attempt == 1; }
  };
  // `place` brings files to their places, before the transaction. `apply` may run twice: when a batch fails, each of
  // its writes is tried again alone.
  struct Write {
    std::function<domain::Result<void>()> place;
    domain::Result<void> placed;
    std::function<std::optional<domain::Error>()> apply;
    std::function<void(std::optional<domain::Error>)> finish;
    bool erases = false;                               // done when the files have it no more
    std::shared_ptr<Accepting> accepting = nullptr;    // of an acceptance
    std::shared_ptr<Completing> completing = nullptr;  // of a result
  };
  struct Read {
    std::function<void()> run;
    std::function<void(domain::Error)> fail;
  };

  domain::Result<void> place(const std::vector<Blob>& blobs) {
    try {
      return files_.place(blobs, [this](const std::string& digest) { return write_session_.has_file(digest); });
    } catch (const std::exception& failure) {
      return unavailable(failure.what());
    }
  }

  // Whether evidence can be written again. No error: the rest of the probe is done all the same.
  domain::Result<void> look_for_room() {
    if (!no_room_) return {};
    const std::vector<std::uint8_t> evidence(kRoomForEvidence);
    if (BlobWriter(directory_ / "incoming", evidence.size()).write(evidence)) no_room_ = false;
    return {};
  }

  // Results and withdrawals are as many as the engine runs: refusing one would lose what was done.
  void push_always(Write write, Then<void> then) {
    write.finish = [then](std::optional<domain::Error> error) {
      if (error) return then(std::move(*error));
      then({});
    };
    if (!writes_.push(write, true)) then(unavailable("it is closed"));
  }

  void write_loop() {
    for (auto batch = writes_.take_all(); !batch.empty(); batch = writes_.take_all()) {
      if (place_files(batch)) flush_folders();
      gather(batch);
      const auto begin = Clock::now();
      auto errors = commit(batch);
      if (!errors) errors = commit_each(batch);
      commit_took_ += (Clock::now() - begin - commit_took_) / kSmoothing;
      clear_away(batch, *errors);
      for (std::size_t i = 0; i < batch.size(); ++i) batch[i].finish(std::move((*errors)[i]));
    }
  }

  // A quick product ends sooner than its acceptance could be committed: results that come within a part of that time
  // share the commit, and one that shares it with its acceptance is written once. Nobody has to wait for two commits
  // then, and of those who come at the same time nobody for the commit of the first one alone.
  void gather(std::vector<Write>& batch) {
    const auto until = Clock::now() + commit_took_ / kGatheringShare;
    std::unordered_map<std::string_view, Accepting*> open;  // by the verification's id
    const auto match = [&](const Write& write) {
      if (write.accepting && write.accepting->runs()) {
        open.emplace(write.accepting->acceptance.work.id, write.accepting.get());
      } else if (write.completing) {
        const auto accepted = open.find(write.completing->verification->id);
        if (accepted == open.end()) return;
        accepted->second->completing = write.completing;
        open.erase(accepted);
      }
    };
    for (const Write& write : batch) match(write);
    for (bool late = false; !open.empty() && !late;) {  // once at least, and not as long as others keep coming
      late = Clock::now() >= until;
      auto since = writes_.take_waiting(open.size(), until);
      if (since.empty()) return;
      place_files(since);
      for (Write& write : since) {
        match(write);
        batch.push_back(std::move(write));
      }
    }
  }

  void flush_folders() {
    try {
      files_.flush();
    } catch (const std::exception&) {  // commit() tries again, and tells
    }
  }

  static bool place_files(std::vector<Write>& batch) {
    bool any = false;
    for (Write& write : batch) {
      if (!write.place) continue;
      write.placed = write.place();
      any = true;
    }
    return any;
  }

  using Errors = std::vector<std::optional<domain::Error>>;  // of each write

  // One transaction for all. None, and nothing done, when any of them failed.
  std::optional<Errors> commit(std::span<Write> batch) {
    Errors errors;
    try {
      const bool was_failing = failing_;
      const auto before = was_failing ? write_session_.changes() : 0;
      files_.flush();
      soci::transaction transaction(write_session_.sql());
      for (Write& write : batch) errors.push_back(write.placed ? write.apply() : std::optional(write.placed.error()));
      transaction.commit();
      // A commit of nothing (the result of what was refused, say) does not show that the disk takes writes again.
      if (was_failing && write_session_.changes() != before) failing_ = false;
    } catch (const std::exception& failure) {
      failure_ = failure.what();
      return std::nullopt;
    }
    commits_.fetch_add(1);
    written_.fetch_add(batch.size());
    return errors;
  }

  Errors commit_each(std::vector<Write>& batch) {
    Errors errors;
    for (Write& write : batch) {
      auto alone = commit({&write, 1});
      failing_ = failing_ || !alone;
      errors.push_back(alone ? std::move(alone->front()) : unavailable(failure_.c_str()));
    }
    return errors;
  }

  // All transactions of the batch are over, so that a use is found that came with any of them: what was erased, and
  // what was refused, is to be in no file any more. An erasure that cannot be finished is told.
  void clear_away(const std::vector<Write>& batch, Errors& errors) {
    const bool removed =
        files_.remove_unused([this](const std::string& digest) { return write_session_.erasure().used(digest); });
    if (scrub_wanted_) scrub_wanted_ = !scrub();  // then with the next commit
    if (removed && !scrub_wanted_) return;
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (batch[i].erases && !errors[i]) errors[i] = unavailable("its log or its files still hold what was erased");
  }
  bool scrub() {
    try {
      return write_session_.erasure().scrub();
    } catch (const std::exception&) {  // told by whoever asked
      return false;
    }
  }

  void read_loop() {
    for (auto batch = reads_.take_all(); !batch.empty(); batch = reads_.take_all()) {
      for (Read& read : batch) {
        try {
          read.run();
        } catch (const std::exception& failure) {
          read.fail(unavailable(failure.what()));
        }
      }
    }
  }

  const std::filesystem::path directory_;
  const std::chrono::milliseconds key_life_, busy_timeout_;
  DirectoryLock lock_;
  HashingThread hashing_;
  SqliteSession write_session_;  // used by writer_ alone
  SqliteSession read_session_;   // used by reader_ alone
  EvidenceFiles files_;          // used by writer_ alone
  Queue<Write> writes_;
  Queue<Read> reads_;
  bool scrub_wanted_ = false;  // something was erased, and the log still has it
  std::string failure_;        // of the last commit
  Clock::duration commit_took_{0};
  std::atomic<std::uint64_t> commits_{0}, written_{0};
  std::atomic<bool> failing_{false};
  std::atomic<bool> no_room_{false};  // evidence was refused by the disk
  std::thread writer_, reader_;
};

}  // namespace

std::unique_ptr<Store> open_sqlite(const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteStore>(options);
  } catch (const std::exception& failure) {
    throw std::runtime_error("cannot open the store in " + options.directory.string() + ": " + failure.what());
  }
}

}  // namespace cotejo::storage
