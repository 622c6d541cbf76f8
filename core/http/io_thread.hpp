// An I/O thread: an io_context that only this thread runs, so that a connection needs no strand, and the list of
// connections whose waits it ends when their time is up.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace cotejo::http {

namespace net = boost::asio;
using Clock = std::chrono::steady_clock;
using Executor = net::io_context::executor_type;
template <class T = void>
using Task = net::awaitable<T, Executor>;
using Timer = net::basic_waitable_timer<Clock, net::wait_traits<Clock>, Executor>;
inline constexpr net::use_awaitable_t<Executor> use_task{};

// Something that waits on a socket until `deadline`, when expire() ends the wait. While it waits for a request to begin
// it is on its thread's list of idle waiters.
class Waiter : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Waiter() = default;
  virtual void expire() = 0;
  Clock::time_point deadline = Clock::time_point::max();
};

// Time limits are checked every sweep_interval instead of by one timer for each operation. That costs a request
// nothing, and leaves the socket open, so that a request that took too long still gets an answer (Beast's tcp_stream
// closes it).
inline constexpr std::chrono::milliseconds sweep_interval{100};

struct IoThread {
  // A coroutine that waits for another thread. It is on a list while it waits, so that stopping the server ends the
  // wait.
  struct Wait : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    explicit Wait(Timer& t) : timer(t) {}
    Timer& timer;
  };

  // Ends all waits and lets no new one begin, so that all coroutines run to their ends, and then the thread.
  // [this thread]
  void end() {
    ending = true;
    for (Wait& wait : waits) wait.timer.cancel();
  }

  net::io_context context{1};
  std::unordered_set<Waiter*> waiters;
  boost::intrusive::list<Waiter, boost::intrusive::constant_time_size<false>> idle;  // the longest one first
  boost::intrusive::list<Wait, boost::intrusive::constant_time_size<false>> waits;
  bool ending = false;
  std::string date;  // for the Date header, of this second
};

// Until `deadline`, or until the timer is cancelled, or the thread ends.
inline Task<> wait_until(IoThread& thread, Timer& timer, Clock::time_point deadline) {
  if (thread.ending) co_return;
  IoThread::Wait wait(timer);
  thread.waits.push_back(wait);
  timer.expires_at(deadline);
  boost::system::error_code ignored;
  co_await timer.async_wait(net::redirect_error(use_task, ignored));
}

// Passes one value from another thread to a coroutine of this I/O thread. The sender may outlive the coroutine, the
// server and the thread.
template <class T>
class Delivery {
 public:
  explicit Delivery(const std::shared_ptr<IoThread>& thread)
      : thread_(thread), timer_(thread->context), shared_(std::make_shared<Shared>()) {
    shared_->timer = &timer_;
  }
  ~Delivery() { shared_->timer = nullptr; }
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  // To be called at most once, from any thread.
  auto sender() const {
    return [shared = shared_, weak = std::weak_ptr(thread_)](T value) {
      const auto thread = weak.lock();
      if (!thread) return;
      net::dispatch(thread->context, [shared, value = std::move(value)]() mutable {
        shared->value.emplace(std::move(value));
        if (shared->timer) shared->timer->cancel();
      });
    };
  }

  // Waits for the value; none when the deadline passes first or the server stops.
  Task<std::optional<T>> wait(Clock::time_point deadline) {
    if (!shared_->value) {
      co_await wait_until(*thread_, timer_, deadline);
    }
    co_return std::exchange(shared_->value, std::nullopt);
  }

 private:
  struct Shared {  // touched by the I/O thread alone
    std::optional<T> value;
    Timer* timer = nullptr;
  };
  std::shared_ptr<IoThread> thread_;
  Timer timer_;
  std::shared_ptr<Shared> shared_;
};

// Wakes a coroutine of this I/O thread from other threads, any number of times.
class Signal {
 public:
  explicit Signal(const std::shared_ptr<IoThread>& thread)
      : thread_(thread), timer_(thread->context), shared_(std::make_shared<Shared>()) {
    shared_->timer = &timer_;
  }
  ~Signal() { shared_->timer = nullptr; }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  auto sender() const {
    return [shared = shared_, weak = std::weak_ptr(thread_)] {
      const auto thread = weak.lock();
      if (!thread) return;
      net::dispatch(thread->context, [shared] {
        shared->raised = true;
        if (shared->timer) shared->timer->cancel();
      });
    };
  }

  // Waits for a signal; false when the deadline passes first or the server stops.
  Task<bool> wait(Clock::time_point deadline) {
    if (!shared_->raised) {
      co_await wait_until(*thread_, timer_, deadline);
    }
    co_return std::exchange(shared_->raised, false);
  }

 private:
  struct Shared {
    bool raised = false;
    Timer* timer = nullptr;
  };
  std::shared_ptr<IoThread> thread_;
  Timer timer_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace cotejo::http
