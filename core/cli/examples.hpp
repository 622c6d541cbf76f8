// The documented examples of each kind of configuration file: configs/host.yaml, and the blocks that configs/README.md
// and configs/reasons/README.md show. They use every key, and their comments are what editors show beside it.
#pragma once
#include <string_view>

namespace cotejo::cli {

std::string_view host_example();
std::string_view product_example();
std::string_view reasons_example();

}  // namespace cotejo::cli
