// The vectors of one tenant, space and length, with their owners; finds the nearest to a given vector. A small set is
// searched row by row. A large one has a graph (HNSW, from hnswlib); rows that are not in the graph yet are compared
// one by one, so that the newest are always found. Used by one thread.
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
  // `graph_from`: the number of rows from which on a graph is used.
  VectorSet(std::size_t dimensions, std::size_t graph_from);
  ~VectorSet();
  VectorSet(const VectorSet&) = delete;
  VectorSet& operator=(const VectorSet&) = delete;

  void add(const storage::StoredVector& vector);
  // Erases rows and overwrites their numbers in memory. Returns how many.
  std::size_t erase(const storage::EntryErasure& what);

  // A later attempt of the verification stands under another owner than these.
  void supersede(const std::string& verification);

  struct Neighbour {
    std::string owner, verification;
    domain::TimePoint at{};
    double cosine = 0;
    bool same_application = false;  // all of this owner that is near is of the application that asks
  };
  struct Found {
    std::vector<Neighbour> nearest;  // at most one for each owner, the greatest cosine first
    bool more = false;               // there are more owners than `count`
  };
  struct Question {
    const std::vector<float>& vector;  // of length 1
    domain::TimePoint since{};
    std::size_t count = 0;
    double min_cosine = -1;
  };
  Found nearest(const storage::IndexView& view, const Question& question, bool exactly = false) const;

  // Adds up to `rows` rows to the graph, or rebuilds it after erasures. False when there is nothing to do.
  bool tend(std::size_t rows);

  std::size_t size() const { return rows_.size() - dead_; }
  std::size_t waiting() const;  // rows that are not in the graph yet
  std::size_t bytes() const;    // of memory, estimated
  // For tests: whether it holds this vector anywhere.
  bool holds(const std::vector<float>& vector) const;

 private:
  struct Row {
    std::string owner, application, verification;
    domain::TimePoint at{}, expires{};
    bool superseded = false, dead = false;
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
  // False when the candidate belongs to one owner more than `count`.
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
