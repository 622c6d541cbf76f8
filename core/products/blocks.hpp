// `extends`: what several products share is written once, in a block of its own, and merged into each of them.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "configuration/node.hpp"

namespace cotejo::products {

class Blocks {
 public:
  // DIRECTORY/*.yaml; a block's name is its file's without the ending. A missing folder has no blocks.
  static Blocks load(const std::filesystem::path& directory, configuration::Diagnostics& diagnostics);

  // `tree` with the blocks merged in that its `extends` names, one or a list, later ones over earlier ones. Maps are
  // merged, any other value of `tree` wins over the block's; `key: ~` drops what the block brought. Values keep the
  // place where they were written.
  configuration::Node extend(configuration::Node tree, configuration::Diagnostics& diagnostics) const;

 private:
  configuration::Node extend(configuration::Node tree, std::vector<std::string>& path,
                             configuration::Diagnostics& diagnostics) const;

  std::map<std::string, configuration::Node, std::less<>> blocks_;
};

}  // namespace cotejo::products
