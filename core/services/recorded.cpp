#include "services/recorded.hpp"

#include <algorithm>

namespace cotejo::services {
namespace {

domain::Error not_recorded(std::string what) {
  return domain::make_error(domain::Scope::service, "service.not_recorded", std::move(what));
}

}  // namespace

std::string request_digest(const Secret& secret, std::string_view body) {
  return secret.hash({"request", body});
}

Recorded::Recorded(const domain::Verification& verification, std::optional<Secret> secret)
    : exchanges_(verification.exchanges), errors_(verification.errors), secret_(std::move(secret)) {}

void Recorded::ask(const Asker& asker, const domain::Request& request, Then then) {
  const auto found = std::find_if(exchanges_.begin(), exchanges_.end(), [&](const domain::Exchange& exchange) {
    return exchange.node == asker.node && exchange.step == asker.step;
  });
  if (found == exchanges_.end()) return then(not_recorded("it asks what it did not ask then"));
  if (!found->error.empty()) {
    for (const auto& error : errors_)
      if (error.at == asker.node.view() && error.code == found->error) return then(error);
    return then(not_recorded("it had no answer then, and why is not known"));
  }
  const bool other = found->service != request.service || found->method != request.method ||
                     (secret_ && found->digest != request_digest(*secret_, request.body));
  if (other) return then(not_recorded("it asks something else than it asked then"));
  Answer answer;
  answer.response.status = found->status;
  answer.response.body = found->answer;
  answer.exchange = *found;
  then(std::move(answer));
}

}  // namespace cotejo::services
