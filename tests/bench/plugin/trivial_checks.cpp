// Checks that cost nothing: what a benchmark of them measures is the host.
#include <cotejo/plugin.hpp>

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

}  // namespace
COTEJO_PLUGIN("bench", "1.0.0", NumberBetween, TextLength)
