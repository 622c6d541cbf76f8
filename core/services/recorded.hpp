// Gives connectors the recorded answers of a verification again, for a replay. Nothing is asked, and nothing is put
// into the index.
#pragma once
#include <optional>

#include "domain/verification.hpp"
#include "services/secret.hpp"
#include "services/services.hpp"

namespace cotejo::services {

class Recorded final : public Services {
 public:
  // With the installation's secret it notices when a connector asks something else than was recorded.
  explicit Recorded(const domain::Verification& verification, std::optional<Secret> secret = {});

  // The error service.not_recorded when there is no recorded answer to this request.
  void ask(const Asker& asker, const domain::Request& request, Then then) override;

 private:
  const std::vector<domain::Exchange> exchanges_;
  const std::vector<domain::Error> errors_;
  const std::optional<Secret> secret_;
};

// The digest of a request that is kept in its Exchange.
std::string request_digest(const Secret& secret, std::string_view body);

}  // namespace cotejo::services
