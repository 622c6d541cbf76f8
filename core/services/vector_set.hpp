// Vectors of one tenant, space and length: the nearest of a vector, and who they are of. Small sets are looked at row
// by row; a large one has a graph (HNSW, hnswlib), and rows that are not in it yet are looked at as well, so that an
// answer is never without the newest. Used by one thread.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/index_rows.hpp"

namespace cotejo::services {

class VectorSet {
 public:
  // `graph_from`: rows from which on a graph is worth its memory and its upkeep.
  VectorSet(std::size_t dimensions, std::size_t graph_from);
  ~VectorSet();
  VectorSet(const VectorSet&) = delete;
  VectorSet& operator=(const VectorSet&) = delete;

  void add(const storage::StoredVector& vector);
  // Gone when it returns: its numbers are overwritten. How many rows.
  std::size_t erase(const storage::EntryErasure& what);

  struct Neighbour {
    std::string owner, verification;
    domain::TimePoint at{};
    double cosine = 0;
  };
  struct Found {
    std::vector<Neighbour> nearest;  // one an owner, the greatest cosine first
    bool more = false;               // owners beyond `count`
  };
  struct Question {
    const std::vector<float>& vector;  // of length 1
    domain::TimePoint since{};
    std::size_t count = 0;
    double min_cosine = -1;
  };
  Found nearest(const storage::IndexView& view, const Question& question, bool exactly = false) const;

  // Takes up to `rows` rows into the graph, or does away with what erasures left. False when there is nothing to do.
  bool tend(std::size_t rows);

  std::size_t size() const { return rows_.size() - dead_; }
  std::size_t waiting() const;  // rows that are to go into the graph
  std::size_t bytes() const;    // about, of memory
  // For tests: whether these numbers stand anywhere in it.
  bool holds(const std::vector<float>& vector) const;

 private:
  struct Row {
    std::string owner, application, verification;
    domain::TimePoint at{}, completed_at{}, expires{};
    bool dead = false;
  };
  struct Candidate {
    float cosine;
    std::size_t row;
  };
  class Graph;
  struct Free {
    void operator()(float* block) const;
  };
  using Block = std::unique_ptr<float[], Free>;

  float* row(std::size_t index) const;
  bool visible(const Row& row, const storage::IndexView& view, domain::TimePoint since) const;
  // False when it is another owner than those that are wanted, beyond `count`.
  bool collect(std::vector<Candidate>& candidates, const storage::IndexView& view, const Question& question,
               Found& found) const;
  void scan(std::size_t from, const float* query, double min_cosine, std::vector<Candidate>& out) const;
  void rebuild();

  const std::size_t dimensions_, stride_, graph_from_;
  std::vector<Row> rows_;
  std::vector<Block> blocks_;
  std::size_t dead_ = 0;
  std::unique_ptr<Graph> graph_;
};

}  // namespace cotejo::services
