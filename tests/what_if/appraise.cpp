// A check that finds what the application says: `risk` is the confidence of its finding, `kind` picks the code.
#include <cotejo/plugin.hpp>

using namespace cotejo;

class Appraise final : public Check {
 public:
  static constexpr About about{"check.appraise", "1.0.0", "Finds a risk that the application states"};
  struct Params {
    double least = 0.5;
    static void describe(ParamSet<Params>& set) { set.add("least", &Params::least, "Risk from which the check fails"); }
  };
  explicit Appraise(const Params& params) : params_(params) {}
  Port<double> risk{this, "risk", "application.risk"};
  Port<std::string> what{this, "what", "application.kind"};
  Code forged{this, "appraise.forged"};
  Code mismatch{this, "appraise.mismatch"};

  Status run(Call& call) override {
    const double found = *call.get(risk);
    const bool failed = found >= params_.least;
    if (failed) call.item(*call.get(what) == "forged" ? forged : mismatch, Severity::critical, found, {risk});
    call.conclude(failed ? Verdict::fail : Verdict::pass, failed ? found : 1 - found);
    return Status::ok;
  }

 private:
  Params params_;
};
COTEJO_PLUGIN("appraise", "1.0.0", Appraise)
