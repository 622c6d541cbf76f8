// Vectors in place of faces: cosines between them are distributed as those between embeddings of real photos.
#pragma once

#include "history.hpp"

namespace cotejo::specimens {

// Who somebody is, before any photo. The same seed, the same face.
struct Face {
  std::uint64_t seed = 0;
};

enum class Photographed { as_printed_on_a_card, in_a_selfie };
Embedding photograph(const Face& face, Photographed how, Random random);

}  // namespace cotejo::specimens
