// Checks that cost nothing: what a benchmark of them measures is the host.
#include <cotejo/plugin.hpp>
#include <ctime>

namespace {
using namespace cotejo;

struct Bounds {
  double min = 0;
  double max = 0;
  static void describe(ParamSet<Bounds>& set) {
    set.add("min", &Bounds::min, "Lowest value that passes");
    set.add("max", &Bounds::max, "Highest value that passes");
  }
  bool hold(double value) const { return value >= min && value <= max; }
};

class NumberBetween final : public Check {
 public:
  static constexpr About about{"bench.number", "1.0.0", "A number is within bounds"};
  using Params = Bounds;
  explicit NumberBetween(Params params) : bounds_(params) {}
  Port<double> value{this, "value", "application.value"};
  Code out_of_range{this, "bench.out_of_range"};

  Status run(Call& call) override {
    const auto number = call.get(value);
    const bool good = bounds_.hold(*number);
    if (!good) call.item(out_of_range, Severity::critical, number.probability(), {value});
    call.conclude(good ? Verdict::pass : Verdict::fail, number.probability());
    return Status::ok;
  }

 private:
  Bounds bounds_;
};

class TextLength final : public Check {
 public:
  static constexpr About about{"bench.length", "1.0.0", "A text has as many bytes as it may have"};
  using Params = Bounds;
  explicit TextLength(Params params) : bounds_(params) {}
  Port<std::string> value{this, "value", "application.value"};
  Code out_of_range{this, "bench.out_of_range"};

  Status run(Call& call) override {
    const auto text = call.get(value);
    const bool good = bounds_.hold(static_cast<double>(text->size()));
    if (!good) call.item(out_of_range, Severity::critical, text.probability(), {value});
    call.conclude(good ? Verdict::pass : Verdict::fail, text.probability());
    return Status::ok;
  }

 private:
  Bounds bounds_;
};

struct Effort {
  double cpu_ms = 1;
  static void describe(ParamSet<Effort>& set) { set.add("cpu_ms", &Effort::cpu_ms, "CPU time that each call takes"); }
};

// Passes after a given CPU time, so that the load that the host can serve is known.
class Busy final : public Check {
 public:
  static constexpr About about{"bench.busy", "1.0.0", "Passes after some CPU time"};
  using Params = Effort;
  explicit Busy(Params params) : effort_(params) {}
  Port<double> value{this, "value", "application.value"};

  Status run(Call& call) override {
    const double end = cpu_ms() + effort_.cpu_ms;
    while (cpu_ms() < end)
      if (call.cancelled()) return Status::cancelled;
    call.conclude(Verdict::pass, 1);
    return Status::ok;
  }

 private:
  static double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
  }
  Effort effort_;
};

class Size final : public Analyzer {
 public:
  static constexpr bool isolated = false;  // it reads no byte of the evidence
  static constexpr About about{"bench.size", "1.0.0", "How large evidence is"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<double> bytes{this, "bytes", "Bytes of the evidence"};

  Status run(Call& call) override {
    call.emit(bytes, static_cast<double>(call.get(evidence)->data.size()), 1);
    return Status::ok;
  }
};

}  // namespace
COTEJO_PLUGIN("bench", "1.0.0", NumberBetween, TextLength, Busy, Size)
