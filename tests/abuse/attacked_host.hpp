// A host with short time limits, and what it holds: descriptors, memory, files that were begun.
#pragma once
#include <poll.h>

#include <fstream>

#include "host_process.hpp"

namespace cotejo::abuse {

using integration::Answer;
using integration::json_fields;
using recovery::Client;
using recovery::HostProcess;
using recovery::Place;

// Long enough for what is sent at once to arrive on a busy machine, short enough to wait for.
inline constexpr const char* short_limits =
    "{ header_timeout: 1s, stall_timeout: 1s, body_timeout: 3s, idle_timeout: 60s, body_bytes: 256KiB, "
    "evidence_bytes: 128KiB, json_evidence_bytes: 64KiB, parts: 8 }";

class AttackedHost {
 public:
  explicit AttackedHost(const std::string& limits = short_limits) : place_("", limits), process_(place_) {
    others_are_served();  // what is made at the first request is there
    descriptors_ = descriptors();
  }

  const HostProcess& process() const { return process_; }
  Client client() const { return process_.client(); }
  // Whatever else goes on, and each over a connection of its own.
  void others_are_served() const {
    EXPECT_EQ(client().ask("POST", "/v1/verifications", recovery::request_for("busy", "Ana"), json_fields).status,
              201);
  }
  // Waits until all descriptors are back and no evidence is left half received. The test's time limit ends the wait.
  void expect_nothing_left() const {
    while (descriptors() > descriptors_) std::this_thread::yield();
    EXPECT_TRUE(std::filesystem::is_empty(place_.path() / "data/incoming"));
  }

  std::size_t descriptors() const {
    std::size_t open = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator(proc() / "fd")) ++open;
    return open;
  }
  std::int64_t resident_bytes() const {
    std::ifstream statm(proc() / "statm");
    std::int64_t whole = 0, resident = 0;
    statm >> whole >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
  }

 private:
  std::filesystem::path proc() const { return std::filesystem::path("/proc") / std::to_string(process_.pid()); }

  const Place place_;
  HostProcess process_;
  std::size_t descriptors_ = 0;
};

// A connection of a client that keeps to nothing.
class Raw {
 public:
  explicit Raw(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~Raw() {
    if (socket_ >= 0) ::close(socket_);
  }
  Raw(Raw&& other) noexcept : socket_(std::exchange(other.socket_, -1)), connected_(other.connected_) {}
  Raw& operator=(Raw&&) = delete;

  bool connected() const { return connected_; }
  // False when the other side has closed.
  bool send(std::string_view text) const {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
  }
  bool has_answer() const {
    pollfd readable{socket_, POLLIN, 0};
    return ::poll(&readable, 1, 0) == 1;
  }
  // All that comes until the other side closes.
  std::string read_all() const {
    std::string all;
    char piece[4096];
    for (ssize_t got; (got = ::recv(socket_, piece, sizeof piece, 0)) > 0;)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }
  // Sends for as long as the other side takes it or `patience` has not passed without its taking anything. False when
  // it has closed.
  bool send_until_refused(std::string_view text, std::chrono::milliseconds patience) const {
    for (;;) {
      pollfd writable{socket_, POLLOUT, 0};
      if (::poll(&writable, 1, static_cast<int>(patience.count())) == 0) return true;
      if (::send(socket_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && errno != EAGAIN) return false;
    }
  }
  // What was sent and not read yet is lost, as when a machine is switched off.
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(socket_, -1));
  }

 private:
  int socket_;
  bool connected_ = false;
};

}  // namespace cotejo::abuse
