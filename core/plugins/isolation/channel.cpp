#include "plugins/isolation/channel.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace cotejo::plugins::isolation {
namespace {

constexpr std::size_t kPiece = 64u << 10;  // read at once

std::uint32_t most(Tell tell) {
  switch (tell) {
    case Tell::ready:
      return 0;
    case Tell::refused:
    case Tell::log:
      return kMaxSentenceBytes + 8;
    case Tell::done:
      return kMaxOutcomeBytes;
  }
  return 0;
}

}  // namespace

Channel Channel::open(Descriptor& worker) {
  Channel channel;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return channel;
  channel.socket_ = Descriptor(ends[0]);
  worker = Descriptor(ends[1]);
  return channel;
}

bool Channel::send(const Order& order, std::span<const int> descriptors) {
  iovec piece{const_cast<Order*>(&order), sizeof order};
  msghdr message{};
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * (kMaxModels + 2))> ancillary{};
  if (!descriptors.empty()) {
    message.msg_control = ancillary.data();
    message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
  }
  ssize_t sent;
  do sent = ::sendmsg(socket_.get(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  return sent == static_cast<ssize_t>(sizeof order);
}

bool Channel::complete(Tell& tell, std::string_view& text, bool& garbage) {
  Answer answer;
  if (filled_ - taken_ < sizeof answer) return false;
  std::memcpy(&answer, buffer_.data() + taken_, sizeof answer);
  tell = static_cast<Tell>(answer.tell);
  garbage = answer.tell < 1 || answer.tell > 4 || answer.size > most(tell);
  if (garbage || filled_ - taken_ - sizeof answer < answer.size) {
    if (!garbage && taken_ > 0) {  // the start of the buffer, so that texts are aligned
      std::memmove(buffer_.data(), buffer_.data() + taken_, filled_ - taken_);
      filled_ -= taken_;
      taken_ = 0;
    }
    return garbage;
  }
  text = {buffer_.data() + taken_ + sizeof answer, answer.size};
  taken_ += sizeof answer + answer.size;
  return true;
}

Channel::Wait Channel::receive(Clock::time_point until, Tell& tell, std::string_view& text) {
  if (taken_ == filled_) taken_ = filled_ = 0;
  for (;;) {
    bool garbage = false;
    if (complete(tell, text, garbage)) return garbage ? Wait::garbage : Wait::answer;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    pollfd waiting{socket_.get(), POLLIN, 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000)));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      if (left > 0 && ready == 0) continue;
      return ready < 0 ? Wait::closed : Wait::nothing;
    }
    if (buffer_.size() - filled_ < kPiece) buffer_.resize(std::max(2 * buffer_.size(), filled_ + kPiece));
    const auto got = ::recv(socket_.get(), buffer_.data() + filled_, buffer_.size() - filled_, MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return Wait::closed;
    filled_ += static_cast<std::size_t>(got);
  }
}

}  // namespace cotejo::plugins::isolation
