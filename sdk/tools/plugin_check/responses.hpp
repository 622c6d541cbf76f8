// What a connector is answered while it is checked: the tool is its host.
#pragma once
#include "domain/error.hpp"
#include "domain/exchange.hpp"
#include "inputs.hpp"

namespace cotejo::plugin_check {

// Of the index, what the host's could answer, with made-up owners, or the sentence with which it refuses. Of any other
// service, whatever strangers may send. Without step and state.
domain::Result<domain::Response> made_up_response(const domain::Request& request, Random& random);

}  // namespace cotejo::plugin_check
