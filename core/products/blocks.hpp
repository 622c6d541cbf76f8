// `extends`: what several products share is written once, in a block, and merged into each of them.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "configuration/node.hpp"

namespace cotejo::products {

// The values of blocks that a product overrides. They are checked separately, since compiling the product does not show
// whether they are right, and the next product may use them.
struct Replaced {
  configuration::Node tree;                 // the product, but with the blocks' values in place of its own
  std::vector<configuration::Node> values;  // the blocks' values that the product overrides
};

struct Extended {
  configuration::Node tree;
  std::vector<Replaced> replaced;
  std::set<std::string, std::less<>> blocks;  // names of the blocks that it extends
  bool complete = true;                       // false: a block is missing, which may hold whatever else is missing
};

class Blocks {
 public:
  // Loads DIRECTORY/*.yaml; the name of a block is its file's name without the ending. A missing folder has no blocks.
  static Blocks load(const std::filesystem::path& directory, configuration::Diagnostics& diagnostics);

  // Merges into `tree` the blocks that its `extends` names (one name or a list); a later block overrides an earlier
  // one. Maps are merged; any other value in `tree` overrides the block's; `key: ~` removes the block's value. Each
  // value keeps the file and line where it was written.
  Extended extend(configuration::Node tree, configuration::Diagnostics& diagnostics) const;

  // The positions of all blocks that are not among `used`.
  std::vector<configuration::Position> others(const std::set<std::string, std::less<>>& used) const;

 private:
  std::map<std::string, configuration::Node, std::less<>> blocks_;
  std::set<std::string, std::less<>> unreadable_;  // names of files with mistakes that are already reported
};

}  // namespace cotejo::products
