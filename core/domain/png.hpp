// Pictures without loss, for people.
#pragma once
#include <memory>

#include "domain/error.hpp"
#include "domain/value.hpp"

namespace cotejo::domain {

// The image as a PNG file, with its digest. An error when there is no memory for it.
Result<std::shared_ptr<const Bytes>> png(const Image& image);

}  // namespace cotejo::domain
