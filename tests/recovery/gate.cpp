// Checks under the test's control, through two named pipes in a folder: `started` gets a byte for each call that
// begins; a call ends once there is something to read in `gate`.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <cotejo/plugin.hpp>

using namespace cotejo;

class Gate final : public Check {
 public:
  static constexpr About about{"check.gate", "1.0.0", "Passes when the gate is open"};
  struct Params {
    std::string folder;
    static void describe(ParamSet<Params>& set) { set.add("folder", &Params::folder, "Of the two pipes"); }
  };
  explicit Gate(const Params& params) : params_(params) {}
  Port<std::string> name{this, "name", "application.name"};

  Status run(Call& call) override {
    const int started = ::open((params_.folder + "/started").c_str(), O_WRONLY | O_CLOEXEC);
    const int gate = ::open((params_.folder + "/gate").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    const bool told = ::write(started, "s", 1) == 1;
    constexpr int look_ms = 10;  // for the deadline
    pollfd opened{gate, POLLIN, 0};
    while (told && !call.cancelled() && ::poll(&opened, 1, look_ms) == 0) {
    }
    ::close(started);
    ::close(gate);
    if (call.cancelled()) return Status::cancelled;
    call.conclude(Verdict::pass, call.get(name).probability());
    return Status::ok;
  }

 private:
  Params params_;
};

class Busy final : public Check {
 public:
  static constexpr About about{"check.busy", "1.0.0", "Passes after two milliseconds of work"};
  Port<std::string> name{this, "name", "application.name"};

  Status run(Call& call) override {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(2);
    while (std::chrono::steady_clock::now() < end && !call.cancelled()) {
    }
    call.conclude(Verdict::pass, call.get(name).probability());
    return Status::ok;
  }
};

class Listed final : public Check {
 public:
  static constexpr About about{"check.listed", "1.0.0", "Passes while a file that people replace says 'pass'"};
  Port<std::string> name{this, "name", "application.name"};
  Model file{this, "word"};

  void prepare(Host& host) override {
    const auto bytes = host.model(file);
    const std::string_view word(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (word != "pass" && word != "fail") throw std::runtime_error("the file says neither pass nor fail");
    verdict_ = word == "pass" ? Verdict::pass : Verdict::fail;
  }
  Status run(Call& call) override {
    call.conclude(verdict_, call.get(name).probability());
    return Status::ok;
  }

 private:
  Verdict verdict_ = Verdict::undecided;
};
COTEJO_PLUGIN("gate", "1.0.0", Gate, Busy, Listed)
