// What plugins of strangers may do wrong, one component each.
#include <chrono>
#include <cotejo/plugin.hpp>
#include <thread>

using namespace cotejo;

class Throws final : public SubAnalyzer {
 public:
  static constexpr About about{"fault.throws", "1.0.0", "Throws"};
  Port<std::string> name{this, "name", "application.name"};
  Trait<std::string> out{this, "out", "Never emitted"};
  Status run(Call&) override { throw std::runtime_error("boom"); }
};

class Hangs final : public SubAnalyzer {
 public:
  static constexpr About about{"fault.hangs", "1.0.0", "Does not look at its deadline"};
  Port<std::string> name{this, "name", "application.name"};
  Trait<std::string> out{this, "out", "Emitted long after anybody waits"};
  Status run(Call& call) override {
    std::this_thread::sleep_for(std::chrono::minutes{5});
    call.emit(out, "late", 1.0);
    return Status::ok;
  }
};

class Garbage final : public SubAnalyzer {
 public:
  static constexpr About about{"fault.garbage", "1.0.0", "Emits bytes that are no text"};
  Port<std::string> name{this, "name", "application.name"};
  Trait<std::string> out{this, "out", "Not UTF-8"};
  Status run(Call& call) override {
    call.emit(out, "\xff\xfe\xfd", 1.0);
    return Status::ok;
  }
};

class Present final : public Check {
 public:
  static constexpr About about{"check.fault_present", "1.0.0", "Passes when its text is there"};
  Port<std::string> text{this, "text", "application.name"};
  Status run(Call& call) override {
    call.conclude(Verdict::pass, call.get(text).probability());
    return Status::ok;
  }
};
COTEJO_PLUGIN("faults", "1.0.0", Throws, Hangs, Garbage, Present)
