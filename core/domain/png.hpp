// Images that people are shown, encoded without loss.
#pragma once
#include <memory>

#include "domain/error.hpp"
#include "domain/value.hpp"

namespace cotejo::domain {

// The image as a PNG file, with its digest. An error when there is not enough memory.
Result<std::shared_ptr<const Bytes>> png(const Image& image);

}  // namespace cotejo::domain
