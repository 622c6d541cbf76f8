// The answers that a verification was given, given again: for a replay. Nothing is asked and nothing is put.
#pragma once
#include <optional>

#include "domain/verification.hpp"
#include "services/secret.hpp"
#include "services/services.hpp"

namespace cotejo::services {

class Recorded final : public Services {
 public:
  // With the installation's secret it notices a connector that asks something else than was recorded.
  explicit Recorded(const domain::Verification& verification, std::optional<Secret> secret = {});

  // service.not_recorded: there is no answer to this.
  void ask(const Asker& asker, const domain::Request& request, Then then) override;

 private:
  const std::vector<domain::Exchange> exchanges_;
  const std::vector<domain::Error> errors_;
  const std::optional<Secret> secret_;
};

// The digest that an exchange keeps of its request.
std::string request_digest(const Secret& secret, std::string_view body);

}  // namespace cotejo::services
