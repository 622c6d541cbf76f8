// `cotejo serve` as a process of its own, over a folder that outlives it.
#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <condition_variable>
#include <fstream>
#include <iostream>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "client.hpp"
#include "config_folder.hpp"

namespace cotejo::recovery {

using integration::Answer;
using integration::Client;
using integration::json_fields;

// Configuration, data and the pipes of the gate. Two products: `held` ends when the gate is open, `busy` by itself.
// `limits` are those of http, as YAML in one line.
class Place {
 public:
  explicit Place(const std::string& host_yaml = "", const std::string& limits = "{}") {
    const auto& root = folder_.path();
    std::filesystem::copy(PLUGINS, root / "plugins");
    folder_.write("host.yaml", "http: { port: 0, threads: 1, limits: " + limits +
                                   " }\nadmin: { port: 0 }\nplugins: { directories: [ plugins ] }\n" + host_yaml);
    folder_.write("products/held.yaml", product("held", "check.gate, params: { folder: " + root.string() + " }"));
    folder_.write("products/busy.yaml", product("busy", "check.busy"));
    for (const char* pipe : {"started", "gate"}) ::mkfifo((root / pipe).c_str(), 0600);
    started_ = ::open((root / "started").c_str(), O_RDWR | O_CLOEXEC);
    gate_ = ::open((root / "gate").c_str(), O_RDWR | O_CLOEXEC);
  }
  ~Place() {
    ::close(started_);
    ::close(gate_);
  }
  const std::filesystem::path& path() const { return folder_.path(); }
  operator const std::filesystem::path&() const { return path(); }

  // Until a check of the gate has begun.
  void wait_for_start() const {
    char byte;
    ASSERT_EQ(::read(started_, &byte, 1), 1);
  }
  void open_gate() const { ASSERT_EQ(::write(gate_, "o", 1), 1); }

  // In one step: whoever reads it meanwhile reads the old one or the new one.
  void replace(const std::string& name, const std::string& text) const {
    folder_.write(name + ".new", text);
    std::filesystem::rename(folder_.path() / (name + ".new"), folder_.path() / name);
  }
  static std::string product(const std::string& id, const std::string& check, int version = 1) {
    return integration::ConfigFolder::product(id, "60s", R"(evidence:
  application: { kind: json, required: true, label: { es-MX: "los datos", en: "the data" } }
analysis:
  application:
    analyzer: { use: json, as: application, params: { fields: { name: { path: "/name", type: text } } } }
checks:
  done: { use: )" + check + ", on_error: { retriable: review, permanent: review } }",
                                              version);
  }

 private:
  integration::ConfigFolder folder_{REASONS, {JSON_PLUGIN}};
  int started_ = -1, gate_ = -1;
};

// Over a folder with host.yaml, which says port 0.
class HostProcess {
 public:
  struct Limits {
    std::optional<rlim_t> file_bytes{}, descriptors{};
  };

  explicit HostProcess(const std::filesystem::path& folder) : HostProcess(folder, Limits{}) {}
  HostProcess(const std::filesystem::path& folder, Limits limits, std::string data = {}) {
    if (data.empty()) data = (folder / "data").string();
    const std::string config = (folder / "host.yaml").string();
    const std::vector<const char*> arguments{COTEJO,   "serve",      "--config", config.c_str(),
                                             "--data", data.c_str(), nullptr};
    int log[2];
    if (::pipe2(log, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {  // between fork and exec nothing that another thread may hold a lock of
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(log[1], STDERR_FILENO);
      limit(RLIMIT_FSIZE, limits.file_bytes, RLIM_INFINITY);
      limit(RLIMIT_NOFILE, limits.descriptors, limits.descriptors.value_or(0));
      ::execv(COTEJO, const_cast<char**>(arguments.data()));
      ::_exit(127);
    }
    ::close(log[1]);
    reader_ = std::thread([this, log = log[0]] { read_log(log); });
    try {
      const auto ready = wait_for("host.ready");
      port_ = ready.at("port").to_number<std::uint16_t>();
      admin_port_ = ready.at("admin_port").to_number<std::uint16_t>();
      recovered_ = ready.at("recovered").to_number<int>();
    } catch (...) {
      end(SIGKILL);
      throw;
    }
  }
  ~HostProcess() { end(SIGKILL); }
  HostProcess(const HostProcess&) = delete;
  HostProcess& operator=(const HostProcess&) = delete;

  Client client() const { return Client(port_, true); }
  Client admin() const { return Client(admin_port_, false); }
  std::uint16_t port() const { return port_; }
  int recovered() const { return recovered_; }
  pid_t pid() const { return child_; }

  void allow_file_bytes(rlim_t bytes) const {
    const rlimit both{bytes, RLIM_INFINITY};
    ASSERT_EQ(::prlimit(child_, RLIMIT_FSIZE, &both, nullptr), 0);
  }
  void signal(int number) const { ::kill(child_, number); }
  // Sends the signal and waits for the end; the exit code, or minus the signal that it died of.
  int end(int number) {
    if (child_ <= 0) return exit_;
    signal(number);
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    reader_.join();
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) std::cerr << rest_;  // a sanitizer's report, for instance
    return exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // The first line of the log with this event. Throws when the process ends without one.
  boost::json::object wait_for(std::string_view event) {
    std::unique_lock lock(mutex_);
    for (std::size_t seen = 0;;) {
      for (; seen < lines_.size(); ++seen)
        if (lines_[seen].at("event").as_string() == event) return lines_[seen];
      if (ended_) throw std::runtime_error("the host ended without " + std::string(event) + ":\n" + rest_);
      changed_.wait(lock);
    }
  }

  // Whether the log has a line with this event so far.
  bool logged(std::string_view event) {
    const std::lock_guard lock(mutex_);
    return std::ranges::any_of(lines_, [&](const auto& line) { return line.at("event").as_string() == event; });
  }

 private:
  static void limit(__rlimit_resource resource, const std::optional<rlim_t>& soft, rlim_t hard) {
    const rlimit both{soft.value_or(0), hard};
    if (soft) ::setrlimit(resource, &both);
  }

  void read_log(int log) {
    std::string text;
    char piece[4096];
    for (ssize_t got; (got = ::read(log, piece, sizeof piece)) > 0;) {
      text.append(piece, static_cast<std::size_t>(got));
      for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1))
        take_line(text.substr(0, end));
    }
    ::close(log);
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  void take_line(const std::string& line) {
    boost::system::error_code error;
    auto json = boost::json::parse(line, error);
    const std::lock_guard lock(mutex_);
    if (!error && json.is_object() && json.as_object().contains("event"))
      lines_.push_back(json.as_object());
    else
      rest_ += line + '\n';  // a sanitizer's report, for instance
    changed_.notify_all();
  }

  pid_t child_ = 0;
  int exit_ = 0;
  std::thread reader_;
  std::uint16_t port_ = 0, admin_port_ = 0;
  int recovered_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<boost::json::object> lines_;
  std::string rest_;
  bool ended_ = false;
};

inline std::string request_for(std::string_view product, std::string_view name) {
  return R"({"product":")" + std::string(product) + R"(","applicant":{"name":")" + std::string(name) + R"("}})";
}

}  // namespace cotejo::recovery
