// The routes of version 1 of the API.
#pragma once
#include <vector>

#include "http/router.hpp"

namespace cotejo::http::v1 {

std::vector<Route> verification_routes();  // /v1/verifications…
std::vector<Route> catalogue_routes();     // /v1/products…, /v1/reasons, /v1/components, /openapi.json, /docs

std::string_view openapi_document();

}  // namespace cotejo::http::v1
