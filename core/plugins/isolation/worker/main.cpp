// cotejo-plugin-worker: one component of one plugin, for the host that started it. It loads and prepares the component,
// gives up everything that run() does not need, and then answers calls until its host closes the socket.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <span>

#include "domain/utf8.hpp"
#include "plugins/bytes.hpp"
#include "plugins/host.hpp"
#include "plugins/isolation/worker/allocation.hpp"
#include "plugins/isolation/worker/confinement.hpp"
#include "plugins/isolation/worker/worker_call.hpp"
#include "plugins/library.hpp"
#include "plugins/process.hpp"

namespace cotejo::plugins::isolation {
namespace {

constexpr int kSocket = 3;

// ---- talking

void send_all(const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const auto sent = ::send(kSocket, at, size, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) _exit(0);  // the host is gone
    at += sent;
    size -= static_cast<std::size_t>(sent);
  }
}

void tell(Tell what, std::string_view text = {}) {
  const Answer answer{static_cast<std::uint32_t>(what), static_cast<std::uint32_t>(text.size())};
  std::string whole(reinterpret_cast<const char*>(&answer), sizeof answer);
  whole += text;
  send_all(whole.data(), whole.size());
}

[[noreturn]] void refuse(std::string_view sentence) {
  Writer text;
  text.text(domain::utf8_prefix(sentence, kMaxSentenceBytes));
  tell(Tell::refused, text.bytes());
  _exit(0);
}

// The next order; ends the process when the host has closed its end.
Order await_order(std::vector<Descriptor>& descriptors) {
  Order order{};
  iovec piece{&order, sizeof order};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * (kMaxModels + 2))> ancillary{};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.data();
  message.msg_controllen = ancillary.size();
  ssize_t got;
  do got = ::recvmsg(kSocket, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof order)) _exit(0);
  for (auto* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    std::array<int, kMaxModels + 2> fds{};
    const std::size_t bytes = header->cmsg_len - CMSG_LEN(0);
    std::memcpy(fds.data(), CMSG_DATA(header), bytes);
    for (std::size_t i = 0; i < bytes / sizeof(int); ++i) descriptors.emplace_back(fds[i]);
  }
  if (descriptors.size() != order.descriptors) _exit(1);
  return order;
}

// ---- the host, as the plugin sees it here

struct WorkerHost : cotejo_host {
  WorkerHost() : cotejo_host{sizeof(cotejo_host), COTEJO_ABI_MINOR, "cotejo", &WorkerHost::find} {}
  static WorkerHost& of(const cotejo_host* host) { return *static_cast<WorkerHost*>(const_cast<cotejo_host*>(host)); }
  static const void* find(const cotejo_host*, const char* id) {
    static const cotejo_models models_table{sizeof(cotejo_models), &WorkerHost::open};
    static const cotejo_log log_table{sizeof(cotejo_log), &WorkerHost::log};
    if (std::strcmp(id, COTEJO_EXT_MODELS) == 0) return &models_table;
    if (std::strcmp(id, COTEJO_EXT_LOG) == 0) return &log_table;
    return nullptr;
  }
  static cotejo_bytes open(const cotejo_host* host, cotejo_bytes name) {
    for (const auto& [known, mapping] : of(host).models)
      if (known == view(name)) return {mapping.data(), mapping.size()};
    return {nullptr, 0};
  }
  static void log(const cotejo_host* host, std::int32_t level, cotejo_bytes message) {
    if (of(host).lines++ >= kMaxLogLines) return;
    Writer text;
    text.number(level);
    text.text(domain::utf8_prefix(view(message), kMaxSentenceBytes - 8));
    tell(Tell::log, text.bytes());
  }
  std::vector<std::pair<std::string, Mapping>> models;
  std::uint32_t lines = 0;
};

// ---- the life of a worker

struct Shared {
  Mapping window, control;
  Control& flags() const { return *reinterpret_cast<Control*>(control.data()); }
  std::string_view text(const Order& order) const {
    if (order.size > window.size() || order.offset > window.size() - order.size) return {};
    return {reinterpret_cast<const char*>(window.data()) + order.offset, static_cast<std::size_t>(order.size)};
  }
};

const cotejo_factory& factory_of(const Setup& setup, std::uint32_t& index) {
  if (identity_of(setup.plugin) != setup.identity)
    refuse("its file was changed since the host loaded it (restart the host)");
  const auto entry = open_plugin(setup.plugin);
  if (!entry) refuse(entry.error().message);
  const auto offers = offers_of(**entry);
  if (!offers) refuse(offers.error().message);
  for (const auto& offer : *offers) {
    index = offer.index;
    if (offer.declaration.id == setup.id) return *offer.factory;
  }
  refuse("its plugin no longer has it");
}

Setup take_setup(Shared& shared, WorkerHost& host) {
  std::vector<Descriptor> descriptors;
  const Order order = await_order(descriptors);
  if (order.ask != static_cast<std::uint32_t>(Ask::setup) || descriptors.size() < 2) _exit(1);
  shared.window = map(descriptors[0], kWindowBytes, false);
  shared.control = map(descriptors[1], sizeof(Control), true);
  if (!shared.window || !shared.control) refuse("its shared memory cannot be mapped");
  Setup setup;
  Reader reader(shared.text(order));
  if (!read(reader, setup) || setup.models.size() + 2 != descriptors.size()) _exit(1);
  for (std::size_t i = 0; i < setup.models.size(); ++i)
    host.models.emplace_back(setup.models[i], map(descriptors[i + 2], setup.model_sizes[i], false));
  return setup;
}

struct Arena {
  Mapping memory;
  std::uint64_t dirty = 0;
};

void answer(const cotejo_component& component, const Shared& shared, std::span<Arena, kArenaSlots> arenas,
            const Order& order, std::span<const Descriptor> descriptors) {
  const Mapping nothing;
  const WorkerMemory inputs_only(shared.window, nothing);
  ReceivedCall received;
  Reader reader(shared.text(order));
  if (!read(reader, inputs_only, received)) _exit(1);
  auto& arena = arenas[received.terms.slot];
  if (!descriptors.empty()) {
    arena = {};  // first: the limit on address space has room for one arena a slot
    arena = {map(descriptors[0], received.terms.arena, true), 0};
  }
  if (received.terms.arena != 0 && arena.memory.size() != received.terms.arena) _exit(1);
  WorkerMemory memory(shared.window, received.terms.arena ? arena.memory : nothing, arena.dirty);
  WorkerCall call(received, memory, shared.flags());
  const cotejo_status status = component.run(component.self, &call);
  const auto outcome = call.outcome(status);
  arena.dirty = std::max(arena.dirty, memory.used());
  if (arena.dirty > kKeptBytes) arena = {};
  tell(Tell::done, outcome ? *outcome : std::string_view{});  // empty: more than the host takes
}

int work() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NAME, "cotejo-plugin");
  prepare_process();
  static WorkerHost host;
  static Shared shared;
  const Setup setup = take_setup(shared, host);
  std::uint32_t index = 0;
  const auto& factory = factory_of(setup, index);
  cotejo_component component{};
  Sink error;
  const cotejo_bytes params{setup.params.data(), setup.params.size()};
  if (factory.create(index, &host, params, &component, &error) != COTEJO_OK || !component.run)
    refuse(error.text.empty() ? "it could not be created, and gave no reason" : error.text);
  note_failed_allocations(shared.flags().out_of_memory);
  if (const auto problem = confine(setup.memory, kArenaSlots * setup.arena, kSocket); !problem.empty()) refuse(problem);
  tell(Tell::ready);
  std::array<Arena, kArenaSlots> arenas;
  for (;;) {
    std::vector<Descriptor> descriptors;
    const Order order = await_order(descriptors);
    if (order.ask != static_cast<std::uint32_t>(Ask::call)) return 1;
    host.lines = 0;
    answer(component, shared, arenas, order, descriptors);
  }
}

}  // namespace
}  // namespace cotejo::plugins::isolation

int main() {
  return cotejo::plugins::isolation::work();
}
