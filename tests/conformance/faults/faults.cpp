// What plugins of strangers may do wrong: one component of each kind, and the evidence says who does what. The text
// `sub_analyzer:throws#7` is for the sub-analyzer; the others do their work.
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cotejo/plugin.hpp>
#include <csignal>
#include <cstdlib>
#include <map>
#include <thread>

using namespace cotejo;

namespace {

using std::chrono::milliseconds;

// How long a call goes on that was told to stop: longer than the grace of the test's host.
constexpr milliseconds kStubborn{1500};

// Traits and codes that nothing declares; those called `out` are declared with another type.
class Foreign final : public SubAnalyzer {
 public:
  Trait<std::string> out{this, "out", ""};
  Trait<double> out_as_number{this, "out", ""};
  Trait<std::string> undeclared{this, "undeclared", ""};
  Code code{this, "fault.undeclared"};
  Status run(Call&) override { return Status::ok; }
};

void take_memory() {
  std::vector<std::unique_ptr<char[]>> taken;
  for (;;) taken.push_back(std::make_unique<char[]>(1 << 20));
}
Status take_host_memory(Call& call) {
  while (call.allocate(16u << 20)) {
  }
  return call.unavailable("the host gives no more memory", false);
}
void loop() {
  for (volatile bool forever = true; forever;) {
  }
}
void ignore_cancellation(const Call& call) {
  while (call.remaining() > -kStubborn) std::this_thread::sleep_for(milliseconds{5});
}
int overflow(int depth) {
  volatile char frame[1024];
  frame[0] = static_cast<char>(depth);
  return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}
// Of the index, which answers it.
Request question() {
  Request request;
  request.kind = COTEJO_INDEX;
  request.service = "index";
  request.method = "exchange";
  request.body = R"({"find": [{"space": "phone", "key": "5550001111"}]})";
  return request;
}
Status ask_in_garbage(Call& call) {
  Request request = question();
  request.body = "\xff[[[";
  return call.request(request);
}
void flood_items(Call& call, const Code& declared) {
  const boost::json::object params{{"found", std::string(100'000, 'x')}};
  for (int i = 0; i < 10'000; ++i) call.item(declared, Severity::info, 1, {}, params);
}

// A component of kind `kind` that was told `text`. What it leaves to do when the fault is not the whole call.
class Fault {
 public:
  Fault(std::string_view kind, std::string_view text) : check_(kind == "check") {
    text.remove_prefix(std::min(text.find_first_not_of("[\""), text.size()));  // a JSON text, or a list of one
    const auto colon = text.find(':');
    if (colon == text.npos || text.substr(0, colon) != kind) return;
    name_ = text.substr(colon + 1, text.find_first_of("#\"") - colon - 1);
  }

  // The status when the fault ends the call.
  std::optional<Status> act(Call& call, const Code& declared) const {
    static const std::map<std::string_view, void (*)()> acts{
        {"throws", [] { throw std::runtime_error("boom"); }},
        {"throws_no_exception", [] { throw 7; }},
        {"hangs", [] { std::this_thread::sleep_for(std::chrono::hours{1}); }},
        {"loops", loop},
        {"takes_memory", take_memory},
        {"crashes", [] { std::raise(SIGSEGV); }},
        {"aborts", std::abort},
        {"overflows_its_stack", [] { overflow(0); }},
        {"exits", [] { std::exit(0); }},
        {"opens_a_socket", [] { ::socket(AF_INET, SOCK_STREAM, 0); }}};
    if (const auto found = acts.find(name_); found != acts.end()) found->second();
    if (name_ == "ignores_cancellation") ignore_cancellation(call);
    if (name_ == "takes_host_memory") return take_host_memory(call);
    if (name_ == "returns_no_status") return static_cast<Status>(42);
    if (name_ == "claims_cancellation") return Status::cancelled;
    if (name_ == "asks_for_a_request") return call.request({});
    if (name_ == "asks_in_garbage") return ask_in_garbage(call);
    if (name_ == "asks_without_end") return call.request(question());
    if (name_ == "says_nothing") return Status::ok;
    if (name_ == "finds_undeclared_code") call.item(foreign_.code, Severity::info, 1);
    if (name_ == "finds_with_no_severity") call.item(declared, static_cast<Severity>(9), 1);
    if (name_ == "emits_undeclared_trait") call.emit(foreign_.undeclared, "x", 1);
    if (name_ == "floods_items") flood_items(call, declared);
    if (check_)
      conclude(call);
    else
      emit(call);
    return std::nullopt;
  }

 private:
  void emit(Call& call) const {
    if (name_ == "emits_garbage") call.emit(foreign_.out, "\xff\xfe\xfd", 1);
    if (name_ == "emits_no_probability") call.emit(foreign_.out, "x", std::nan(""));
    if (name_ == "emits_wrong_type") call.emit(foreign_.out_as_number, 1.0, 1);
    if (name_ == "emits_too_much") call.emit(foreign_.out, std::string(2u << 20, 'x'), 1);
    if (name_ == "emits_twice") call.emit(foreign_.out, "x", 1);
  }
  void conclude(Call& call) const {  // the nearest that a check can do
    if (name_ == "emits_garbage" || name_ == "emits_too_much") call.conclude(static_cast<Verdict>(1 << 20), 1);
    if (name_ == "emits_no_probability") call.conclude(Verdict::pass, std::nan(""));
    if (name_ == "emits_wrong_type") call.emit(foreign_.out_as_number, 1.0, 1);
    if (name_ == "emits_twice") call.conclude(Verdict::fail, 1);
  }

  const bool check_;
  std::string_view name_;
  Foreign foreign_;
};

std::string_view text_of(std::span<const std::uint8_t> data) {
  return {reinterpret_cast<const char*>(data.data()), data.size()};
}

}  // namespace

class FaultyAnalyzer final : public Analyzer {
 public:
  static constexpr About about{"fault.analyzer", "1.0.0", "Emits its evidence as text, or does what that says"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<std::string> out{this, "out", "The evidence"};
  Code wrong{this, "hostile.wrong"};
  Status run(Call& call) override {
    const auto given = call.get(evidence);
    const auto text = text_of(given->data);
    if (const auto status = Fault("analyzer", text).act(call, wrong)) return *status;
    call.emit(out, text, 1);
    return Status::ok;
  }
};

class FaultySubAnalyzer final : public SubAnalyzer {
 public:
  static constexpr About about{"fault.sub_analyzer", "1.0.0", "Emits its input, or does what that says"};
  Port<std::string> in{this, "in", "fault.analyzer.out"};
  Trait<std::string> out{this, "out", "The input"};
  Code wrong{this, "hostile.wrong"};
  Status run(Call& call) override {
    const auto text = *call.get(in);
    if (const auto status = Fault("sub_analyzer", text).act(call, wrong)) return *status;
    call.emit(out, text, 1);
    return Status::ok;
  }
};

class FaultyConnector final : public Connector {
 public:
  static constexpr About about{"fault.connector", "1.0.0", "Emits its input, or does what that says"};
  Port<Json> in{this, "in", "json.document"};
  Trait<std::string> out{this, "out", "The input"};
  Code wrong{this, "hostile.wrong"};
  Status run(Call& call) override {
    const auto given = call.get(in);
    if (given->text == R"(["connector:asks"])") return ask(call);
    const bool once_answered = given->text.find("connector_answered:") != given->text.npos;
    if (once_answered && !call.response()) return call.request(question());
    const std::string_view whose = once_answered ? "connector_answered" : "connector";
    if (const auto status = Fault(whose, given->text).act(call, wrong)) return *status;
    call.emit(out, given->text, 1);
    return Status::ok;
  }

 private:
  // Asks twice, and emits what it was given each time.
  Status ask(Call& call) {
    const auto response = call.response();
    if (response && response->step == 2) {
      const std::string said =
          R"({"state": ")" + std::string(response->state) + R"(", "answer": )" + std::string(response->body) + "}";
      call.emit(out, said, 1);
      return Status::ok;
    }
    const std::string state = response ? std::string(response->state) + " two" : "one";
    Request request = question();
    request.state = state;
    return call.request(request);
  }
};

class FaultyCheck final : public Check {
 public:
  static constexpr About about{"check.fault", "1.0.0", "Passes, or does what its input says"};
  Port<std::string> in{this, "in", "fault.sub_analyzer.out"};
  Port<std::string> answer{this, "answer", "fault.connector.out"};
  Code wrong{this, "hostile.wrong"};
  Status run(Call& call) override {
    if (const auto status = Fault("check", *call.get(in)).act(call, wrong)) return *status;
    call.conclude(Verdict::pass, 1);
    return Status::ok;
  }
};

class Sound final : public Check {
 public:
  static constexpr About about{"check.sound", "1.0.0", "Passes when its text is there"};
  Port<std::string> text{this, "text", "application.name"};
  Status run(Call& call) override {
    call.conclude(Verdict::pass, call.get(text).probability());
    return Status::ok;
  }
};

class Measured final : public Check {
 public:
  static constexpr About about{"check.measured", "1.0.0", "Passes when its number is there"};
  Port<double> number{this, "number", "video.duration"};
  Status run(Call& call) override {
    call.conclude(Verdict::pass, call.get(number).probability());
    return Status::ok;
  }
};

COTEJO_PLUGIN("faults", "1.0.0", FaultyAnalyzer, FaultySubAnalyzer, FaultyConnector, FaultyCheck, Sound, Measured)
