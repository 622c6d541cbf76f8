#include "prefix_search.hpp"

#include <algorithm>

namespace cotejo::text_reading {
namespace {

// Prefixes are nodes of a tree.
class Search {
 public:
  explicit Search(const Emissions& e) : e_(e) {}

  std::vector<int> best() {
    nodes_.push_back({-1, -1, 1, 0, 0, 0});
    beam_ = {0};
    for (int t = 0; t < e_.steps; ++t) step(t);
    int node = beam_.empty() ? 0 : beam_.front();
    std::vector<int> out;
    for (; nodes_[static_cast<std::size_t>(node)].parent >= 0; node = nodes_[static_cast<std::size_t>(node)].parent)
      out.push_back(nodes_[static_cast<std::size_t>(node)].symbol);
    std::reverse(out.begin(), out.end());
    return out;
  }

 private:
  static constexpr std::size_t kBeam = 8;
  static constexpr double kIgnored = 0.004;  // a symbol less probable than this at a step is not worth a new prefix
  struct Node {
    int parent, symbol;
    double silent, sounding;  // probability of the prefix at this step, ending in silence or in its last symbol
    double next_silent, next_sounding;  // at the next step
    std::vector<std::pair<int, int>> children{};
  };

  int child(int parent, int symbol) {
    for (const auto& [known, node] : nodes_[static_cast<std::size_t>(parent)].children)
      if (known == symbol) return node;
    const int node = static_cast<int>(nodes_.size());
    nodes_.push_back({parent, symbol, 0, 0, 0, 0});
    nodes_[static_cast<std::size_t>(parent)].children.emplace_back(symbol, node);
    return node;
  }

  void step(int t) {
    std::vector<int> touched = beam_, likely;
    for (int symbol = 0; symbol < e_.symbols; ++symbol)
      if (e_.at(t, symbol) >= kIgnored) likely.push_back(symbol);
    for (int index : beam_) {
      Node& same = nodes_[static_cast<std::size_t>(index)];
      const int last = same.symbol;
      const double silent = same.silent, either = same.silent + same.sounding;
      same.next_silent += either * e_.silence[static_cast<std::size_t>(t)];
      if (last >= 0) same.next_sounding += same.sounding * e_.at(t, last);
      for (int symbol : likely) {
        const int grown = child(index, symbol);
        Node& longer = nodes_[static_cast<std::size_t>(grown)];
        if (longer.next_sounding == 0 && longer.next_silent == 0 &&
            std::find(touched.begin(), touched.end(), grown) == touched.end())
          touched.push_back(grown);
        longer.next_sounding += (symbol == last ? silent : either) * e_.at(t, symbol);
      }
    }
    double total = 0;
    for (int index : touched) {
      Node& node = nodes_[static_cast<std::size_t>(index)];
      node.silent = node.next_silent, node.sounding = node.next_sounding;
      node.next_silent = node.next_sounding = 0;
      total += node.silent + node.sounding;
    }
    std::sort(touched.begin(), touched.end(), [&](int a, int b) { return value(a) > value(b); });
    for (std::size_t i = kBeam; i < touched.size(); ++i)
      nodes_[static_cast<std::size_t>(touched[i])].silent = nodes_[static_cast<std::size_t>(touched[i])].sounding = 0;
    touched.resize(std::min(touched.size(), kBeam));
    for (int index : touched)
      nodes_[static_cast<std::size_t>(index)].silent /= total,
          nodes_[static_cast<std::size_t>(index)].sounding /= total;
    beam_ = std::move(touched);
  }
  double value(int index) const {
    return nodes_[static_cast<std::size_t>(index)].silent + nodes_[static_cast<std::size_t>(index)].sounding;
  }

  const Emissions& e_;
  std::vector<Node> nodes_;
  std::vector<int> beam_;
};

}  // namespace

std::vector<int> most_probable(const Emissions& emissions) {
  return Search(emissions).best();
}

}  // namespace cotejo::text_reading
