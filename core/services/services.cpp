#include "services/services.hpp"

namespace cotejo::services {

using domain::make_error;
using domain::Scope;

domain::Error unknown_service(const domain::Request& request) {
  const char* kind = request.kind == domain::Service::http ? "HTTP " : "";
  return make_error(Scope::service, "service.unknown",
                    std::string("this host has no such ") + kind + "service or method");
}

domain::Error broken_contract(std::string what) {
  return make_error(Scope::analysis, "analysis.contract", std::move(what));
}

}  // namespace cotejo::services
