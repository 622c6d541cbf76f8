// The routes of version 1 of the API.
#pragma once
#include <vector>

#include "http/router.hpp"

namespace cotejo::http::v1 {

std::vector<Route> submission_routes();  // requests that submit to /v1/verifications…
std::vector<Route> reading_routes();     // requests that read verifications
std::vector<Route> erasure_routes();     // requests that erase
std::vector<Route> catalogue_routes();   // /v1/products…, /v1/reasons, /v1/components, /openapi.json, /docs

std::string_view openapi_document();

}  // namespace cotejo::http::v1
