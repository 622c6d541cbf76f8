// What a plugin may do when its input has taken it over: the input names it.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cotejo/plugin.hpp>
#include <csignal>
#include <cstdlib>
#include <map>
#include <optional>
#include <thread>

using namespace cotejo;

namespace {

int deeper(volatile const char* above) {
  volatile char here[4096];
  here[0] = 1;
  return above[0] == 0 ? 0 : deeper(here) + here[0];
}

void crash() {
  std::raise(SIGSEGV);
}
void overflow() {
  const char start = 1;
  deeper(&start);
}
void loop() {
  for (volatile bool forever = true; forever;) {
  }
}
void take_memory() {
  std::vector<std::unique_ptr<char[]>> taken;
  for (;;) taken.push_back(std::make_unique<char[]>(1 << 20));
}
void take_memory_as_c_does() {
  for (;;) {
    auto* block = static_cast<volatile char*>(std::malloc(1 << 20));
    for (int i = 0; i < 1 << 20; i += 4096) block[i] = 1;
  }
}
void send_garbage() {
  const char text[] = "this is no message of the worker";
  ::send(3, text, sizeof text, 0);
}
void open_socket() {
  ::socket(AF_INET, SOCK_STREAM, 0);
}
void write_file() {
  ::open("/tmp/cotejo-isolation-test", O_CREAT | O_WRONLY, 0600);
}
void start_program() {
  char name[] = "/bin/true";
  char* arguments[] = {name, nullptr};
  ::execv(name, arguments);
}
void run_new_code() {
  ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
void signal_another() {
  ::kill(::getppid(), 0);
}
void claim_outcome() {  // an outcome that names memory which is not there
  const std::uint32_t head[] = {3, 8};
  const std::uint64_t used = 1ull << 60;
  ::send(3, head, sizeof head, 0);
  ::send(3, &used, sizeof used, 0);
}

const std::map<std::string_view, void (*)()> kActs{{"crash", crash},
                                                   {"abort", std::abort},
                                                   {"overflow", overflow},
                                                   {"exit", [] { std::exit(0); }},
                                                   {"loop", loop},
                                                   {"take_memory", take_memory},
                                                   {"take_memory_as_c_does", take_memory_as_c_does},
                                                   {"send_garbage", send_garbage},
                                                   {"claim_outcome", claim_outcome},
                                                   {"open_socket", open_socket},
                                                   {"write_file", write_file},
                                                   {"start_process", [] { static_cast<void>(::fork()); }},
                                                   {"start_program", start_program},
                                                   {"run_new_code", run_new_code},
                                                   {"signal_another", signal_another}};

// Longer than any sentence may be, of characters of two bytes behind one of one: one lies across every even limit.
std::string at_length() {
  std::string text = "x";
  while (text.size() < 4000) text += "\xC3\xB1";  // ñ
  return text;
}
const std::string kLong = at_length();

}  // namespace

class Acts final : public SubAnalyzer {
 public:
  static constexpr About about{"hostile.acts", "1.0.0", "Does what its input says, then says which process it is"};
  Port<std::string> act{this, "act", "application.act"};
  Trait<std::int64_t> process{this, "process", "Where it ran"};
  Trait<std::string> echo{this, "echo", "Its input"};
  Trait<bool> reads_files{this, "reads_files", "Whether /etc/passwd can be read"};
  Trait<bool> starts_threads{this, "starts_threads", "Whether a thread can be started"};
  Trait<std::string> secret{this, "secret", "What the environment says"};
  Code wrong{this, "hostile.wrong"};

  void prepare(Host& host) override { host_.emplace(host); }
  Status run(Call& call) override {
    const auto what = call.get(act);
    if (const auto found = kActs.find(*what); found != kActs.end()) found->second();
    if (*what == "wait") {
      while (!call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
      return Status::cancelled;
    }
    if (*what == "throw") throw std::runtime_error("boom");
    if (*what == "reject_at_length") return call.reject(wrong, kLong);
    if (*what == "log_at_length") host_->log(COTEJO_LOG_INFO, kLong);
    if (*what == "reject") return call.reject(wrong, "as asked");
    if (*what == "undeclared") call.emit(Trait<std::string>(&other_, "other", ""), "x", 1);
    call.emit(process, static_cast<std::int64_t>(::getpid()), 1);
    call.emit(echo, std::string(*what), 0.5, Region{0.1, 0.2, 0.3, 0.4});
    call.emit(reads_files, ::open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0, 1);
    call.emit(starts_threads, starts_a_thread(), 1);
    const char* value = std::getenv("COTEJO_TEST_SECRET");
    call.emit(secret, std::string(value ? value : ""), 1);
    call.item(wrong, Severity::minor, 0.5, {act}, {{"found", "x"}});
    return Status::ok;
  }

 private:
  static bool starts_a_thread() {
    try {
      std::thread([] {}).join();
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }
  class Other final : public SubAnalyzer {
    Status run(Call&) override { return Status::ok; }
  } other_;
  std::optional<Host> host_;
};

class Unready final : public SubAnalyzer {
 public:
  static constexpr About about{"hostile.unready", "1.0.0", "Says at length why it cannot be made"};
  Trait<bool> never{this, "never", "Nothing"};
  void prepare(Host&) override { throw std::runtime_error(kLong); }
  Status run(Call&) override { return Status::ok; }
};

class Pictures final : public SubAnalyzer {
 public:
  static constexpr About about{"hostile.pictures", "1.0.0", "Emits a picture of each kind of memory"};
  Port<Image> in{this, "in", "image.pixels"};
  Trait<Image> allocated{this, "allocated", "In memory of the host's"};
  Trait<Image> own{this, "own", "In memory of its own"};
  Trait<Image> passed_on{this, "passed_on", "Its input"};
  Trait<Frames> frames{this, "frames", "Two of them"};

  Status run(Call& call) override {
    const auto given = call.get(in);
    constexpr std::uint32_t width = 1600, height = 1250;  // two megapixels
    auto* pixels = call.allocate(std::uint64_t{width} * height * 3);
    if (!pixels) return call.unavailable("no memory");
    pixels[0] = 1;
    pixels[width * height * 3 - 1] = 2;
    const Image large{COTEJO_BGR8, width, height, width * 3, pixels, 0, given->to_evidence};
    const std::uint8_t few[] = {7, 8, 9};
    const Image small{COTEJO_BGR8, 1, 1, 3, few, 0, given->to_evidence};
    call.emit(allocated, large);
    call.emit(own, small);
    call.emit(passed_on, *given);
    const Image both[] = {large, small};
    call.emit(frames, both, std::chrono::seconds{2});
    return Status::ok;
  }
};

COTEJO_PLUGIN("hostile", "1.0.0", Acts, Pictures, Unready)
