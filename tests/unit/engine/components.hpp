// What the plans of these tests are made of.
#pragma once
#include <atomic>
#include <semaphore>
#include <string>
#include <vector>

#include "engine/plan_builder.hpp"

namespace cotejo::test {

// Evidence text becomes a trait; how it behaves stands in the text itself.
class Reader : public Analyzer {
 public:
  static constexpr About about{"reader", "1.0.0", "Emits the evidence as text"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<std::string> text{this, "text", "The evidence as text"};
  Code cannot_tell{this, "test.cannot_tell"};
  Code cannot_use{this, "test.cannot_use"};
  Code unreadable{this, "evidence.unreadable"};
  static inline std::atomic<int> calls{0};
  Status run(Call& call) override {
    ++calls;
    const auto in = call.get(evidence);
    const std::string content(reinterpret_cast<const char*>(in->data.data()), in->data.size());
    if (content == "throw") throw std::runtime_error("boom");
    if (content == "unreadable") return call.reject(unreadable, "no picture");
    if (content == "absent") {
      call.absent(text, cannot_tell);
    } else if (content == "useless") {
      call.absent(text, cannot_use);
    } else {
      call.emit(text, content, 0.9);
    }
    return Status::ok;
  }
};

// A connector's question to the index.
inline Status ask_index(Call& call, std::string_view body) {
  Request request;
  request.kind = COTEJO_INDEX;
  request.service = "index";
  request.method = "exchange";
  request.body = body;
  return call.request(request);
}

class Present : public Check {
 public:
  static constexpr About about{"present", "1.0.0", "Passes when the text is there and is not `bad`"};
  Port<std::string> text{this, "text", "reader.text"};
  OptionalPort<std::string> extra{this, "extra", "reader.text"};
  Code bad{this, "test.bad"};
  Status run(Call& call) override {
    const auto t = call.get(text);
    const bool failed = *t == "bad" || *t == "bad!";
    if (failed) call.item(bad, Severity::critical, t.probability(), {text}, {{"found", std::string(*t)}});
    call.conclude(failed ? Verdict::fail : Verdict::pass, t.probability());
    return Status::ok;
  }
};

// Takes whichever of two inputs there is.
class Either : public SubAnalyzer {
 public:
  static constexpr About about{"either", "1.0.0", "Passes on the first text that is there"};
  OptionalPort<std::string> first{this, "first", "reader.text"};
  OptionalPort<std::string> second{this, "second", "reader.text"};
  Trait<std::string> text{this, "text", "The text"};
  Code cannot_tell{this, "test.cannot_tell"};
  Status run(Call& call) override {
    const auto a = call.get(first), b = call.get(second);
    if (!a && !b) {
      call.absent(text, cannot_tell);
    } else {
      call.emit(text, a ? *a : *b, 1.0);
    }
    return Status::ok;
  }
};

// Ignores cancellation until the test lets it go.
class Hangs : public SubAnalyzer {
 public:
  static constexpr About about{"hangs", "1.0.0", "Never polls"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> never{this, "never", "Nothing"};
  static inline std::binary_semaphore go{0};
  static inline std::binary_semaphore left{0};
  static inline std::binary_semaphore entered{0};
  Status run(Call& call) override {
    entered.release();
    go.acquire();
    call.emit(never, "too late", 1.0);
    left.release();
    return Status::ok;
  }
};

// A plan that begins with a Reader of each evidence: `a:reader.text`.
inline PlanBuilder reading(const std::vector<std::string>& evidence) {
  PlanBuilder plan;
  for (const auto& name : evidence) plan.evidence(name);
  for (const auto& name : evidence) plan.node<Reader>(name + ":reader", name, {name});
  return plan;
}

inline engine::Limits limits(unsigned workers = 2) {
  engine::Limits l;
  l.workers = workers;
  return l;
}

}  // namespace cotejo::test
