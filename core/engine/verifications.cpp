#include "engine/verifications.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <unordered_map>

#include "decisions/decide.hpp"
#include "decisions/rejections.hpp"
#include "domain/digest.hpp"
#include "engine/recovery.hpp"
#include "engine/replay.hpp"
#include "services/erasure_log.hpp"
#include "telemetry/trace_context.hpp"

namespace cotejo::engine {
namespace {

using domain::Error;
using domain::make_error;
using domain::Result;
using domain::Scope;

// A digest of what must be equal under one idempotency key: the product and the content of all evidence.
std::string request_digest(const NewVerification& request) {
  std::vector<std::string> lines;
  for (const auto& e : request.evidence)
    lines.push_back(e.name + ' ' + e.blob.bytes->media_type + ' ' + e.blob.bytes->digest);
  for (const auto& [name, error] : request.unusable) lines.push_back(name + ' ' + error.code);
  std::sort(lines.begin(), lines.end());
  std::string text = request.product->id + '\n';
  if (!request.application.empty()) text += "application " + domain::digest_of(request.application) + '\n';
  for (const auto& line : lines) text += line + '\n';
  return domain::digest_of(text);
}

}  // namespace

class Verifications::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(storage::Store& store, Submit submit, const ProductsSnapshot& products, telemetry::Metrics& metrics,
       telemetry::Log& log, Clock clock, services::Index* index)
      : store_(store),
        submit_(std::move(submit)),
        products_(products),
        metrics_(metrics),
        log_(log),
        clock_(std::move(clock)),
        index_(index) {
    // Without the rejections of earlier processes a cap could be exceeded.
    const auto kept = store_.rejections(clock_() - products::longest_rejection_window);
    if (!kept) throw std::runtime_error(kept.error().message);
    for (const auto& rejection : *kept) rejections_.add(rejection.tenant, rejection.product, rejection.at);
  }

  storage::Store& store() { return store_; }
  services::Index* index() { return index_; }

  void submit(NewVerification request, Then<Ticket> accepted) {
    if (draining_) return accepted(draining());
    const auto now = clock_();
    storage::Acceptance acceptance;
    auto& work = acceptance.work;
    work.id = telemetry::new_verification_id(now);
    work.tenant = request.tenant;
    work.trace_id = request.trace_id;
    work.product = {request.product->id, request.product->version, request.product->digest};
    work.created_at = work.accepted_at = now;
    work.unusable = request.unusable;
    work.application = request.application;
    if (request.idempotency_key)
      acceptance.key = storage::IdempotencyKey{*request.idempotency_key, request_digest(request)};
    for (auto& e : request.evidence) {
      work.evidence.emplace(e.name, e.blob.bytes);
      if (!e.stored) acceptance.blobs.push_back(std::move(e.blob));
    }
    take(std::move(acceptance), request.product, request.budget, std::move(accepted));
  }

  void resubmit(std::string tenant, std::string id, Received evidence, std::string trace_id, Then<Ticket> accepted) {
    if (draining_) return accepted(draining());
    auto shared_evidence = std::make_shared<Received>(std::move(evidence));
    store_.find_work(tenant, id,
                     [self = shared_from_this(), shared_evidence, trace_id = std::move(trace_id),
                      accepted = std::move(accepted)](Result<std::shared_ptr<const storage::Work>> found) mutable {
                       if (!found) return accepted(found.error());
                       self->resubmit_to(*found, std::move(*shared_evidence), std::move(trace_id), std::move(accepted));
                     });
  }

  std::shared_ptr<Progress> watch(std::string_view tenant, std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto it = running_.find(id);
    return it == running_.end() || it->second.tenant != tenant ? nullptr : it->second.progress;
  }

  Result<std::size_t> recover() {
    auto unfinished = store_.unfinished();
    if (!unfinished) return unfinished.error();
    const std::size_t count = unfinished->size();
    recovery_.add(std::move(*unfinished));
    return count;
  }

  std::size_t running() const {
    const std::lock_guard lock(mutex_);
    return running_.size();
  }
  void drain() { draining_ = true; }

  Then<storage::Erased> logged(std::string tenant, std::string verification, Then<storage::Erased> then) {
    return [self = shared_from_this(), tenant = std::move(tenant), verification = std::move(verification),
            then = std::move(then)](Result<storage::Erased> done) {
      services::log_erasure(self->log_, tenant, verification, done);
      then(std::move(done));
    };
  }

  void keep_again() {
    std::deque<Unkept> again;
    {
      const std::lock_guard lock(mutex_);
      again.swap(unkept_);
    }
    for (auto& one : again) keep(std::move(one.verification), one.progress);
  }

 private:
  using ProductPtr = std::shared_ptr<const products::Product>;
  struct Running {
    std::string tenant;
    std::shared_ptr<Progress> progress;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Unkept {
    std::shared_ptr<const domain::Verification> verification;
    std::shared_ptr<Progress> progress;
  };

  // An acceptance in progress: waits for the store's receipt and for the engine's answer.
  struct Taking {
    std::string tenant, id;
    int attempt = 1;
    domain::TimePoint created_at{};
    Submission submission;  // until it starts
    std::optional<std::chrono::milliseconds> budget;
    std::shared_ptr<Progress> progress = std::make_shared<Progress>();
    Then<Ticket> then;
    std::mutex mutex;
    std::optional<Result<storage::Receipt>> receipt;
    std::optional<Result<void>> taken;
  };
  using TakingPtr = std::shared_ptr<Taking>;

  // Accepts, and runs: at once beside the commit, or after it when a key may turn out to be known, or another attempt
  // to be under way (whose result this one's would be taken for).
  void take(storage::Acceptance acceptance, const ProductPtr& product, std::optional<std::chrono::milliseconds> budget,
            Then<Ticket> accepted) {
    const auto taking = std::make_shared<Taking>();
    const storage::Work& work = acceptance.work;
    taking->tenant = work.tenant;
    taking->id = work.id;
    taking->attempt = work.attempt;
    taking->created_at = work.created_at;
    taking->submission = submission_of(work, product);
    taking->budget = budget;
    taking->then = std::move(accepted);
    const bool waits = acceptance.key || taking->attempt > 1;
    store_.accept(std::move(acceptance), [self = shared_from_this(), taking, waits](Result<storage::Receipt> receipt) {
      if (!receipt) taking->progress->refused_ = true;
      const bool starts = waits && receipt && !receipt->replayed;
      auto taken = starts ? std::optional(self->start(taking)) : std::nullopt;
      std::unique_lock lock(taking->mutex);
      taking->receipt = std::move(receipt);
      if (taken) taking->taken = std::move(taken);
      const bool complete = waits || taking->taken;
      lock.unlock();
      if (complete) self->settle(*taking);
    });
    if (waits) return;
    auto taken = start(taking);
    std::unique_lock lock(taking->mutex);
    taking->taken = std::move(taken);
    const bool complete = taking->receipt.has_value();
    lock.unlock();
    if (complete) settle(*taking);
  }

  void settle(Taking& taking) const {
    const auto& receipt = *taking.receipt;
    if (!receipt) return taking.then(receipt.error());
    if (receipt->replayed) return taking.then(Ticket{receipt->id, 1, true, watch(taking.tenant, receipt->id)});
    if (!*taking.taken) return taking.then(taking.taken->error());
    taking.then(Ticket{taking.id, taking.attempt, false, taking.progress});
  }

  // Runs it, or takes it back from the store.
  Result<void> start(const TakingPtr& taking) {
    if (taking->budget) taking->submission.deadline = std::chrono::steady_clock::now() + *taking->budget;
    auto taken = start(std::move(taking->submission), taking->created_at, taking->progress);
    if (taken) return taken;
    store_.withdraw(taking->tenant, taking->id, taking->attempt, [self = shared_from_this()](Result<void> done) {
      if (!done) self->log_.error("verification.withdraw_failed", {{"code", done.error().code}});
    });
    return taken;
  }

  Result<void> start(Submission submission, domain::TimePoint created, const std::shared_ptr<Progress>& progress) {
    const std::string id = submission.id;
    {
      const std::lock_guard lock(mutex_);
      progress->nodes_.reserve(submission.product->plan.nodes.size());
      running_.insert_or_assign(id, Running{submission.tenant, progress});
    }
    const auto accepted = submission.now;
    const auto product = submission.product;
    std::string application = submission.application;
    auto taken = submit_(
        std::move(submission), [progress](domain::NodeTrace node) { progress->add(std::move(node)); },
        [self = shared_from_this(), progress, created, accepted, product,
         application = std::move(application)](domain::Verification v) {
          v.created_at = created;
          v.completed_at = std::max(self->clock_(), accepted);  // also when the clock was set back in between
          const bool first = v.attempt == 1 && application.empty();
          if (first || drained(v)) return self->conclude(product, std::move(v), progress);
          self->look_back(product, std::make_shared<domain::Verification>(std::move(v)), application, progress);
        });
    if (!taken) forget(id, progress);
    return taken;
  }

  using Results = Result<std::vector<std::shared_ptr<const domain::Verification>>>;

  // Neither a later attempt nor another verification of the same application is approved over what an earlier one
  // found, nor when that cannot be known.
  void look_back(ProductPtr product, std::shared_ptr<domain::Verification> v, std::string application,
                 const std::shared_ptr<Progress>& progress) {
    const auto look_beside = [self = shared_from_this(), product, v, application = std::move(application), progress] {
      if (application.empty()) return self->conclude(product, std::move(*v), progress);
      self->store_.find_of_application(v->tenant, application, v->id, [self, product, v, progress](Results others) {
        hold_over(*product, *v, others);
        self->conclude(product, std::move(*v), progress);
      });
    };
    if (v->attempt == 1) return look_beside();
    store_.find_earlier(v->tenant, v->id, v->attempt, [product, v, look_beside](Results earlier) {
      hold_over(*product, *v, earlier);
      look_beside();
    });
  }
  static void hold_over(const products::Product& product, domain::Verification& v, const Results& earlier) {
    const auto speaks = [](const auto& one) { return decisions::speaks_for_fraud(*one); };
    if (!earlier || std::ranges::any_of(*earlier, speaks)) decisions::hold_after_fraud(product, v);
  }

  void conclude(const ProductPtr& product, domain::Verification v, const std::shared_ptr<Progress>& progress) {
    if (!drained(v)) decisions::control_quality(*product, v, rejections_);
    finished(std::make_shared<const domain::Verification>(std::move(v)), progress);
  }

  void forget(const std::string& id, const std::shared_ptr<Progress>& progress) {
    const std::lock_guard lock(mutex_);
    if (const auto it = running_.find(id); it != running_.end() && it->second.progress == progress) running_.erase(it);
  }

  void finished(std::shared_ptr<const domain::Verification> verification, const std::shared_ptr<Progress>& progress) {
    if (const auto* cut_off = drained(*verification)) {
      // Not decided: the next process runs it again with all its checks, and it does not count as a cause of the end.
      store_.count_start(verification->tenant, verification->id, verification->attempt, -1, [](Result<void>) {});
      forget(verification->id, progress);
      return progress->end(nullptr, *cut_off);
    }
    keep(std::move(verification), progress);
  }

  static const Error* drained(const domain::Verification& v) {
    const auto it =
        std::find_if(v.errors.begin(), v.errors.end(), [](const Error& e) { return e.code == "platform.draining"; });
    return it == v.errors.end() ? nullptr : &*it;
  }

  // The result is shown to nobody before it is durable.
  void keep(std::shared_ptr<const domain::Verification> verification, const std::shared_ptr<Progress>& progress) {
    store_.complete(verification, [self = shared_from_this(), verification, progress](Result<void> kept) {
      const auto& v = *verification;
      if (!kept && !progress->refused_) {
        self->log_.error("verification.not_kept",
                         {{"verification_id", v.id}, {"trace_id", v.trace_id}, {"code", kept.error().code}});
        const std::lock_guard lock(self->mutex_);
        self->unkept_.push_back({verification, progress});
        return;
      }
      self->forget(v.id, progress);
      if (kept && !progress->refused_) {
        if (self->index_) self->index_->completed(v);  // before anybody is told
        self->metrics_.verification(v);                // what was refused, or is not kept yet, was not decided
        self->log_.info("verification.completed", {{"verification_id", v.id},
                                                   {"trace_id", v.trace_id},
                                                   {"product", v.product.id},
                                                   {"attempt", v.attempt},
                                                   {"outcome", v.decision ? to_string(v.decision->outcome) : "none"},
                                                   {"errors", v.errors.size()}});
        progress->end(verification, std::nullopt);
      } else {
        if (v.decision && v.decision->earlier_rejections && v.decision->automated) self->rejections_.give_back(v);
        progress->end(nullptr,
                      kept ? domain::make_retriable_error(domain::Scope::platform, "platform.storage", "not accepted")
                           : kept.error());
      }
      self->recovery_.ended(v.id);
    });
  }

  // What is there already is no other attempt: clients and proxies repeat a PUT. Unless the last one met an error that
  // may be over: there is no other way to have it run again.
  void resubmit_to(std::shared_ptr<const storage::Work> earlier, Received evidence, std::string trace_id,
                   Then<Ticket> accepted) {
    const auto there = earlier->evidence.find(evidence.name);
    if (there == earlier->evidence.end() || there->second->digest != evidence.blob.bytes->digest ||
        there->second->media_type != evidence.blob.bytes->media_type)
      return next_attempt(*earlier, std::move(evidence), std::move(trace_id), std::move(accepted));
    auto shared_evidence = std::make_shared<Received>(std::move(evidence));
    store_.find(earlier->tenant, earlier->id,
                [self = shared_from_this(), earlier, shared_evidence, trace_id = std::move(trace_id),
                 accepted = std::move(accepted)](Result<std::shared_ptr<const domain::Verification>> found) mutable {
                  if (!found) return accepted(found.error());
                  const auto& v = **found;
                  if (v.status == domain::Status::completed && std::ranges::any_of(v.errors, &Error::retriable))
                    return self->next_attempt(*earlier, std::move(*shared_evidence), std::move(trace_id),
                                              std::move(accepted));
                  accepted(Ticket{v.id, v.attempt, true, self->watch(v.tenant, v.id)});
                });
  }

  void next_attempt(const storage::Work& earlier, Received evidence, std::string trace_id, Then<Ticket> accepted) {
    const auto products = products_.load();
    const auto it = products->by_id.find(earlier.product.id);
    if (it == products->by_id.end()) return accepted(cotejo::products::absent(*products, earlier.product.id));
    const auto& product = it->second;
    if (earlier.erased) return accepted(storage::already_erased());
    if (!product->find_evidence(evidence.name)) return accepted(cotejo::products::unknown_evidence(evidence.name));
    if (earlier.attempt >= product->feedback.attempts)
      return accepted(
          make_error(Scope::request, "verification.attempts_exhausted",
                     "all " + std::to_string(product->feedback.attempts) + " attempts of this verification are used"));
    storage::Acceptance acceptance;
    acceptance.work = earlier;
    auto& work = acceptance.work;
    work.attempt = earlier.attempt + 1;
    work.trace_id = std::move(trace_id);
    work.product = {product->id, product->version, product->digest};
    work.accepted_at = clock_();
    work.unusable.erase(evidence.name);
    work.evidence.insert_or_assign(evidence.name, evidence.blob.bytes);
    acceptance.blobs.push_back(std::move(evidence.blob));
    take(std::move(acceptance), product, std::nullopt, std::move(accepted));
  }

  // ---- what an earlier process left unfinished

  Recovery::Steps steps() {
    return {[this](const storage::Work& work, std::function<void()> counted) { count(work, std::move(counted)); },
            [this](const storage::Work& work) { return run_again(work); },
            [this](const storage::Work& work) {
              log_.error("verification.given_up", {{"verification_id", work.id}, {"starts", work.starts}});
              give_up(work,
                      make_error(Scope::platform, "platform.crashed", "the host ended each time that it ran this"));
            }};
  }

  void count(const storage::Work& work, std::function<void()> counted) {
    if (draining_) return counted();
    // Runs it even when the start could not be counted because the disk is full.
    store_.count_start(work.tenant, work.id, work.attempt, 1,
                       [self = shared_from_this(), counted = std::move(counted)](Result<void>) { counted(); });
  }

  bool run_again(const storage::Work& work) {
    if (draining_) return false;
    const auto products = products_.load();
    const auto it = products->by_id.find(work.product.id);
    if (it == products->by_id.end()) {
      give_up(work, cotejo::products::absent(*products, work.product.id));
      return true;
    }
    return start(submission_of(work, it->second), work.created_at, std::make_shared<Progress>()).has_value();
  }

  // Its product no longer exists or can no longer run: a person decides.
  void give_up(const storage::Work& work, const Error& why) {
    auto v = std::make_shared<domain::Verification>();
    v->id = work.id;
    v->tenant = work.tenant;
    v->trace_id = work.trace_id;
    v->product = work.product;
    v->attempt = work.attempt;
    v->status = domain::Status::completed;
    v->created_at = work.created_at;
    v->completed_at = clock_();
    v->errors.push_back(why);
    v->decision = domain::Decision{};
    finished(std::move(v), std::make_shared<Progress>());
  }

  storage::Store& store_;
  const Submit submit_;
  const ProductsSnapshot& products_;
  telemetry::Metrics& metrics_;
  telemetry::Log& log_;
  const Clock clock_;
  services::Index* const index_;
  decisions::Rejections rejections_;
  std::atomic<bool> draining_{false};
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Running, TextHash, std::equal_to<>> running_;  // by id, which no two tenants share
  Recovery recovery_{steps()};
  std::deque<Unkept> unkept_;  // results of accepted work that the store refused: no more than the engine runs
};

Verifications::Verifications(storage::Store& store, Submit submit, const ProductsSnapshot& products,
                             telemetry::Metrics& metrics, telemetry::Log& log, Clock clock, services::Index* index)
    : impl_(std::make_shared<Impl>(store, std::move(submit), products, metrics, log, std::move(clock), index)) {}
Verifications::~Verifications() = default;

storage::BlobWriter Verifications::open_blob(std::uint64_t limit) {
  return impl_->store().open_blob(limit);
}
void Verifications::submit(NewVerification request, Then<Ticket> accepted) {
  impl_->submit(std::move(request), std::move(accepted));
}
void Verifications::resubmit(std::string tenant, std::string id, Received evidence, std::string trace_id,
                             Then<Ticket> accepted) {
  impl_->resubmit(std::move(tenant), std::move(id), std::move(evidence), std::move(trace_id), std::move(accepted));
}
void Verifications::find(std::string tenant, std::string id, Then<std::shared_ptr<const domain::Verification>> then) {
  impl_->store().find(std::move(tenant), std::move(id), std::move(then));
}
void Verifications::find_earlier(std::string tenant, std::string id, int attempt,
                                 Then<std::vector<std::shared_ptr<const domain::Verification>>> then) {
  impl_->store().find_earlier(std::move(tenant), std::move(id), attempt, std::move(then));
}
void Verifications::find_evidence(std::string tenant, std::vector<storage::EvidenceAddress> addresses,
                                  Then<storage::FoundEvidence> then) {
  impl_->store().find_evidence(std::move(tenant), std::move(addresses), std::move(then));
}
void Verifications::find_artifact(std::string tenant, std::string id, std::string name,
                                  Then<std::shared_ptr<const domain::Bytes>> then) {
  impl_->store().find_artifact(std::move(tenant), std::move(id), std::move(name), std::move(then));
}
void Verifications::erase_owner(std::string tenant, std::string owner, Then<storage::Erased> then) {
  if (!impl_->index()) return then(make_error(Scope::service, "service.unknown", "this host has no index"));
  impl_->index()->erase_owner(tenant, owner, impl_->logged(tenant, {}, std::move(then)));
}
void Verifications::erase_evidence(std::string tenant, std::string id, Then<storage::Erased> then) {
  then = impl_->logged(tenant, id, std::move(then));
  if (impl_->index()) return impl_->index()->erase_verification(tenant, id, std::move(then));
  impl_->store().erase_evidence(std::move(tenant), std::move(id), std::move(then));
}
std::shared_ptr<Progress> Verifications::watch(std::string_view tenant, std::string_view id) const {
  return impl_->watch(tenant, id);
}
Result<std::size_t> Verifications::recover() {
  return impl_->recover();
}
std::size_t Verifications::running() const {
  return impl_->running();
}
void Verifications::drain() {
  impl_->drain();
}
void Verifications::keep_again() {
  impl_->keep_again();
}

}  // namespace cotejo::engine
