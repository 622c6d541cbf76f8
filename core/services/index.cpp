#include "services/index.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <limits>
#include <map>
#include <thread>
#include <tuple>

#include "services/index_answer.hpp"
#include "services/index_request.hpp"
#include "services/recorded.hpp"
#include "services/under_way.hpp"
#include "services/vector_set.hpp"
#include "storage/queue.hpp"

namespace cotejo::services {
namespace {

using domain::make_retriable_error;
using domain::Result;
using domain::Scope;

constexpr std::size_t kRowsAtOnce = 8;  // into a graph between two looks at the queue: some ms

domain::Error overloaded() {
  return make_retriable_error(Scope::service, "service.overloaded", "too many questions to the index wait");
}

// Turns the store's error into that of a connector's node.
domain::Error of_service(const domain::Error& error) {
  if (error.code == "platform.overloaded") return overloaded();
  return make_retriable_error(Scope::service, "service.unavailable", "the index cannot be read: " + error.message);
}

}  // namespace

class Index::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(storage::Store& store, Secret secret, IndexOptions options)
      : store_(store), secret_(std::move(secret)), options_(options), tasks_(options.max_waiting) {
    if (const auto kept = store_.index_secret(secret_.hash({"fingerprint"})); !kept)
      throw std::runtime_error(kept.error().message);
    const auto read = store_.each_vector([this](storage::StoredVector vector) { add(vector); });
    if (!read) throw std::runtime_error(read.error().message);
    measure();
  }
  void start() {
    thread_ = std::thread([this] { work(); });
  }
  void stop() {
    tasks_.close();
    if (thread_.joinable()) thread_.join();
  }

  void ask(const Asker& asker, const domain::Request& request, Then then) {
    if (request.kind != domain::Service::index || request.service != "index" || request.method != "exchange")
      return then(unknown_service(request));
    auto parsed = parse_index_request(request.body);
    if (!parsed) return then(parsed.error());
    auto asked = std::make_shared<Asked>();
    asked->request = std::move(*parsed);
    asked->then = std::move(then);
    const auto& owner = asked->request.owner;
    asked->view = {asker.tenant, asker.verification, application_of(asker), asker.accepted_at,
                   owner.empty() ? "" : owner_of(asker.tenant, owner)};
    asked->answer.exchange.question = question_of(asked->request);
    asked->answer.exchange.digest = request_digest(secret_, request.body);
    asked->answer.puts = puts_of(asker, *asked);
    for (const auto& find : asked->request.find)
      asked->keys.push_back({find.space, key_of(asker.tenant, find.space, find.key), find.since});
    // Before the store is asked: what is not under way any more by then is found there.
    asked->under_way = under_way_.exchange(asked->answer.puts, asked->view, asked->keys);
    if (asked->request.nearest.empty()) return find_keys(asked);
    std::function<void()> task = [this, asked] {
      find_nearest(*asked);
      find_keys(asked);
    };
    if (!tasks_.push(task)) asked->then(overloaded());
  }

  void completed(const domain::Verification& v) {
    if (!v.index) return;
    under_way_.stored_keys(*v.index);
    // Vectors change their place on the index's thread, which looks at both.
    post([this, tenant = v.tenant, id = v.id, again = v.attempt > 1, puts = v.index] {
      if (again) replace(tenant, id, *puts);
      for (const auto& entry : puts->entries)
        if (!entry.vector.empty() && !entry.erased())
          add({tenant, entry.space, entry.owner, puts->application, id, puts->at, puts->expires, entry.vector});
      under_way_.stored(*puts);
      measure();
    });
  }

  void erase_owner(const storage::EntryErasure& what, ThenResult<storage::Erased> then) {
    // First, so that nothing under way is stored once the store has erased the rest.
    auto under_way = under_way_.erase_owner(what.tenant, what.owner);
    store_.erase_entries(
        what, erasing(what, [under_way = std::move(under_way), then = std::move(then)](Result<storage::Erased> erased) {
          if (erased) erased = together(std::move(*erased), under_way);
          then(std::move(erased));
        }));
  }
  void erase_verification(const storage::EntryErasure& what, ThenResult<storage::Erased> then) {
    store_.erase_evidence(what.tenant, what.verification, erasing(what, std::move(then)));
  }

  std::string owner_of(const std::string& tenant, const std::string& owner) const {
    return secret_.hash({"owner", tenant, owner});
  }

  void sweep(domain::TimePoint now) {
    const auto stamp = now.time_since_epoch().count();
    auto last = last_sweep_.load();
    if (stamp - last < options_.sweep_every.count() || !last_sweep_.compare_exchange_strong(last, stamp)) return;
    storage::EntryErasure over;
    over.expired = now;
    store_.erase_entries(over, erasing(over, [](const Result<storage::Erased>&) {}));
  }

  Load load() const { return {vectors_.load(), not_in_graph_.load(), bytes_.load(), tasks_.size(), answered_.load()}; }

  bool holds_under_way(const std::vector<float>& vector) const { return under_way_.holds(vector); }

  // Runs `look` on the index's thread, and waits for it.
  template <class Look>
  bool look(Look look) {
    std::promise<bool> seen;
    auto result = seen.get_future();
    return post([&] { seen.set_value(look(sets_)); }) && result.get();
  }

  using Kind = std::tuple<std::string, std::string, std::size_t>;  // tenant, space, dimensions
  using Sets = std::map<Kind, VectorSet>;

 private:
  struct Asked {
    storage::IndexView view;
    IndexRequest request;
    std::vector<storage::KeyQuestion> keys;
    std::vector<storage::IndexRows> under_way;  // the answers to these
    std::vector<VectorSet::Found> nearest;
    Answer answer;
    Then then;
  };

  // What is done when the store has erased it: also in memory, and also when its log could not be cleaned yet, as the
  // rows are gone.
  ThenResult<storage::Erased> erasing(const storage::EntryErasure& what, ThenResult<storage::Erased> then) {
    return [self = shared_from_this(), what, then = std::move(then)](Result<storage::Erased> erased) {
      if (!erased && erased.error().code != "platform.storage") return then(std::move(erased));
      const auto result = std::make_shared<Result<storage::Erased>>(std::move(erased));
      const bool posted = self->post([self = self.get(), what, then, result] {
        self->erase(what);
        self->measure();
        then(std::move(*result));
      });
      if (!posted) then(std::move(*result));  // what is in memory ends with the process
    };
  }

  std::string application_of(const Asker& asker) const {
    return asker.application.empty() ? "" : secret_.hash({"application", asker.tenant, asker.application});
  }
  std::string key_of(const std::string& tenant, const std::string& space, const std::string& key) const {
    return secret_.hash({"key", tenant, space, key});
  }

  domain::IndexPuts puts_of(const Asker& asker, Asked& asked) const {
    domain::IndexPuts puts{asked.view.application,
                           asker.accepted_at,
                           asker.accepted_at + asker.retention.value_or(options_.retention),
                           {}};
    for (auto& put : asked.request.put)
      puts.entries.push_back({put.space, asked.view.owner,
                              put.vector.empty() ? key_of(asker.tenant, put.space, put.key) : std::string(),
                              std::move(put.vector)});
    return puts;
  }

  void find_nearest(Asked& asked) const {
    for (std::size_t i = 0; i < asked.request.nearest.size(); ++i) {
      const auto& question = asked.request.nearest[i];
      const auto set = sets_.find({asked.view.tenant, question.space, question.vector.size()});
      auto stored =
          set == sets_.end()
              ? VectorSet::Found{}
              : set->second.nearest(asked.view, {question.vector, question.since, question.count, question.min_cosine});
      asked.nearest.push_back(together(std::move(stored), under_way_.nearest(asked.view, question), question.count));
    }
  }

  void find_keys(const std::shared_ptr<Asked>& asked) {
    if (asked->keys.empty()) return finish(*asked, {});
    store_.find_entries(asked->view, asked->keys, [self = shared_from_this(), asked](auto rows) {
      if (!rows) return asked->then(of_service(rows.error()));
      self->finish(*asked, std::move(*rows));
    });
  }

  void finish(Asked& asked, std::vector<storage::IndexRows> rows) {
    std::vector<FoundOwners> found;
    for (std::size_t i = 0; i < rows.size(); ++i)
      found.push_back(by_owner(together(std::move(rows[i]), asked.under_way[i]), asked.request.find[i].count));
    asked.answer.response.status = asked.answer.exchange.status = 200;
    asked.answer.response.body = asked.answer.exchange.answer = answer_text(asked.view.owner, found, asked.nearest);
    answered_.fetch_add(1);
    asked.then(std::move(asked.answer));
  }

  // ---- on the index's thread, or before there is one

  void add(const storage::StoredVector& vector) {
    const Kind kind{vector.tenant, vector.space, vector.vector.size()};
    sets_.try_emplace(kind, vector.vector.size(), options_.graph_from).first->second.add(vector);
  }
  void erase(const storage::EntryErasure& what) {
    for (auto& [kind, set] : sets_)
      if (what.expired || std::get<0>(kind) == what.tenant) set.erase(what);
  }
  void replace(const std::string& tenant, const std::string& verification, const domain::IndexPuts& puts) {
    for (const auto& earlier : storage::replaced_by(tenant, verification, puts)) erase(earlier);
    for (auto& [kind, set] : sets_)
      if (std::get<0>(kind) == tenant) set.supersede(verification);
  }
  void measure() {
    Load now;
    for (const auto& [kind, set] : sets_) {
      now.vectors += set.size();
      now.not_in_graph += set.waiting();
      now.bytes += set.bytes();
    }
    vectors_ = now.vectors;
    not_in_graph_ = now.not_in_graph;
    bytes_ = now.bytes;
  }
  bool tend() {
    for (auto& [kind, set] : sets_)
      if (set.tend(kRowsAtOnce)) {
        measure();
        return true;
      }
    return false;
  }

  // Additions and erasures are as many as the store commits. False when it is closed.
  bool post(std::function<void()> task) { return tasks_.push(task, true); }

  void work() {
    pthread_setname_np(pthread_self(), "cotejo-index");
    for (;;) {
      // What waits goes first; graphs grow in between.
      const bool tending = !tasks_.closed() && tend();
      const auto batch = tending ? tasks_.take_waiting() : tasks_.take_all();
      if (batch.empty() && !tending) return;
      for (const auto& task : batch) task();
    }
  }

  storage::Store& store_;
  const Secret secret_;
  const IndexOptions options_;
  UnderWay under_way_;
  Sets sets_;
  std::atomic<std::size_t> vectors_{0}, not_in_graph_{0}, bytes_{0};
  std::atomic<std::uint64_t> answered_{0};
  std::atomic<std::int64_t> last_sweep_{std::numeric_limits<std::int64_t>::min() / 2};
  storage::Queue<std::function<void()>> tasks_;
  std::thread thread_;
};

Index::Index(storage::Store& store, Secret secret, IndexOptions options)
    : impl_(std::make_shared<Impl>(store, std::move(secret), options)) {
  impl_->start();
}
Index::~Index() {
  impl_->stop();
}

void Index::ask(const Asker& asker, const domain::Request& request, Then then) {
  impl_->ask(asker, request, std::move(then));
}
void Index::completed(const domain::Verification& verification) {
  impl_->completed(verification);
}
void Index::erase_owner(const std::string& tenant, const std::string& owner, ThenResult<storage::Erased> then) {
  storage::EntryErasure what;
  what.tenant = tenant;
  what.owner = impl_->owner_of(tenant, owner);
  impl_->erase_owner(what, std::move(then));
}
void Index::erase_verification(const std::string& tenant, const std::string& id, ThenResult<storage::Erased> then) {
  storage::EntryErasure what;
  what.tenant = tenant;
  what.verification = id;
  impl_->erase_verification(what, std::move(then));
}
void Index::sweep(domain::TimePoint now) {
  impl_->sweep(now);
}
Index::Load Index::load() const {
  return impl_->load();
}
bool Index::holds(std::vector<float> vector) const {
  if (!normalise(vector)) return false;
  if (impl_->holds_under_way(vector)) return true;
  return impl_->look([&](const Impl::Sets& sets) {
    return std::any_of(sets.begin(), sets.end(), [&](const auto& set) { return set.second.holds(vector); });
  });
}
void Index::settle() const {
  while (!impl_->look([](const Impl::Sets& sets) {
    return std::all_of(sets.begin(), sets.end(), [](const auto& set) { return set.second.waiting() == 0; });
  })) {
  }
}

}  // namespace cotejo::services
