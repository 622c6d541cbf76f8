// `extends`: what several products share is written once, in a block of its own, and merged into each of them.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "configuration/node.hpp"

namespace cotejo::products {

// What blocks say and a product says otherwise. The product does not show whether it is right, and the next one may use
// it.
struct Replaced {
  configuration::Node tree;                 // the product, where all that these blocks say is in place of its own
  std::vector<configuration::Node> values;  // what it had replaced
};

struct Extended {
  configuration::Node tree;
  std::vector<Replaced> replaced;
  std::set<std::string, std::less<>> blocks;  // that are in it
  bool complete = true;                       // false: a block is missing, and what lacks may stand there
};

class Blocks {
 public:
  // DIRECTORY/*.yaml; a block's name is its file's without the ending. A missing folder has no blocks.
  static Blocks load(const std::filesystem::path& directory, configuration::Diagnostics& diagnostics);

  // `tree` with the blocks merged in that its `extends` names, one or a list, later ones over earlier ones. Maps are
  // merged, any other value of `tree` wins over the block's; `key: ~` drops what the block brought. Values keep the
  // place where they were written.
  Extended extend(configuration::Node tree, configuration::Diagnostics& diagnostics) const;

  // Where those begin that are not among `used`.
  std::vector<configuration::Position> others(const std::set<std::string, std::less<>>& used) const;

 private:
  std::map<std::string, configuration::Node, std::less<>> blocks_;
  std::set<std::string, std::less<>> unreadable_;  // names of files with mistakes, which are told already
};

}  // namespace cotejo::products
