#include "services/vector_set.hpp"

// Distances are computed here: the graph holds positions of rows, not the rows.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unordered_map>
#include <utility>

#include "services/dot_product.hpp"

namespace cotejo::services {
namespace {

constexpr std::size_t kBlockRows = 1024;
constexpr std::size_t kAlignment = 64;  // bytes

// Links and care as hnswlib's authors recommend for some hundred dimensions; a search more careful than theirs, as a
// person who is not found costs more than a millisecond. README.md has what it gives here.
constexpr std::size_t kLinks = 16, kCareBuilding = 200, kCareSearching = 400;
constexpr std::size_t kMostCandidates = 4096;  // of one question to the graph

// Erased rows stay in the graph as zeroed nodes that searches pass through. When more than a tenth of the rows are
// such, the graph is rebuilt.
constexpr std::size_t kFewDead = 100, kDeadShare = 10;

// The graph stores the position of a row behind its links, so that it is not aligned.
const float* row_at(const void* kept) {
  const float* row = nullptr;
  std::memcpy(&row, kept, sizeof row);
  return row;
}

float distance(const void* a, const void* b, const void* stride) {
  return 1 - dot_product(row_at(a), row_at(b), *static_cast<const std::size_t*>(stride));
}

class RowSpace final : public hnswlib::SpaceInterface<float> {
 public:
  explicit RowSpace(std::size_t stride) : stride_(stride) {}
  std::size_t get_data_size() override { return sizeof(const float*); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
  void* get_dist_func_param() override { return &stride_; }

 private:
  std::size_t stride_;
};

}  // namespace

class VectorSet::Graph {
 public:
  Graph(std::size_t stride, std::size_t room) : space_(stride), graph_(&space_, room, kLinks, kCareBuilding) {}

  std::size_t rows() const { return rows_; }
  void add(const float* row, std::size_t index) {
    if (rows_ == graph_.max_elements_) graph_.resizeIndex(rows_ * 2);
    graph_.addPoint(&row, index);
    ++rows_;
  }
  void erase(std::size_t index) { graph_.markDelete(index); }
  std::vector<Candidate> nearest(const float* query, std::size_t count) {
    graph_.setEf(std::max(count, kCareSearching));
    auto found = graph_.searchKnn(&query, count);
    std::vector<Candidate> all;
    all.reserve(found.size());
    for (; !found.empty(); found.pop()) all.push_back({1 - found.top().first, found.top().second});
    return all;
  }
  std::size_t bytes() const {
    return graph_.max_elements_ * (graph_.size_data_per_element_ + sizeof(void*) + sizeof(int) + 2 * sizeof(void*));
  }

 private:
  RowSpace space_;
  hnswlib::HierarchicalNSW<float> graph_;
  std::size_t rows_ = 0;
};

void VectorSet::Free::operator()(float* block) const {
  std::free(block);
}

VectorSet::VectorSet(std::size_t dimensions, std::size_t graph_from)
    : dimensions_(dimensions), stride_((dimensions + kRowStep - 1) / kRowStep * kRowStep), graph_from_(graph_from) {}
VectorSet::~VectorSet() = default;

float* VectorSet::row(std::size_t index) const {
  return blocks_[index / kBlockRows].get() + index % kBlockRows * stride_;
}

void VectorSet::add(const storage::StoredVector& vector) {
  const std::size_t index = rows_.size();
  if (index / kBlockRows == blocks_.size()) {
    const std::size_t bytes = kBlockRows * stride_ * sizeof(float);
    Block block(static_cast<float*>(std::aligned_alloc(kAlignment, bytes)));
    if (!block) throw std::bad_alloc();
    std::memset(block.get(), 0, bytes);
    blocks_.push_back(std::move(block));
  }
  std::copy(vector.vector.begin(), vector.vector.end(), row(index));
  rows_.push_back(
      {vector.owner, vector.application, vector.verification, vector.at, vector.expires, vector.superseded});
}

std::size_t VectorSet::erase(const storage::EntryErasure& what) {
  storage::StoredVector seen;  // what covers() looks at; the tenant is that of the whole set
  seen.tenant = what.tenant;
  std::size_t erased = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    auto& one = rows_[i];
    if (one.dead) continue;
    seen.owner = one.owner;
    seen.verification = one.verification;
    seen.expires = one.expires;
    if (!what.covers(seen)) continue;
    std::fill_n(row(i), stride_, 0.0f);
    one = Row{};
    one.dead = true;
    if (graph_ && i < graph_->rows()) graph_->erase(i);
    ++erased;
  }
  dead_ += erased;
  return erased;
}

void VectorSet::supersede(const std::string& verification) {
  for (auto& row : rows_)
    if (row.verification == verification) row.superseded = true;
}

bool VectorSet::visible(const Row& row, const storage::IndexView& view, domain::TimePoint since) const {
  if (row.dead || row.at < since || row.expires <= view.as_of) return false;
  return view.sees(row);
}

bool VectorSet::collect(std::vector<Candidate>& candidates, const storage::IndexView& view, const Question& question,
                        Found& found) const {
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row;
  });
  std::unordered_map<std::string_view, std::size_t> owners;  // where they stand in `found`
  found = {};
  for (const auto& candidate : candidates) {
    const auto& one = rows_[candidate.row];
    if (candidate.cosine < question.min_cosine) return true;
    if (!visible(one, view, question.since)) continue;
    const auto [at, first] = owners.try_emplace(one.owner, found.nearest.size());
    if (!first) {
      auto& same = found.nearest[at->second].same_application;
      same = same && view.of_application(one);
      continue;
    }
    if (found.nearest.size() == question.count) return found.more = true;
    found.nearest.push_back(
        {one.owner, one.verification, one.at, std::clamp<double>(candidate.cosine, -1, 1), view.of_application(one)});
  }
  return false;
}

void VectorSet::scan(std::size_t from, const float* query, double min_cosine, std::vector<Candidate>& out) const {
  for (std::size_t i = from; i < rows_.size(); ++i) {
    const float cosine = dot_product(query, row(i), stride_);
    if (cosine >= min_cosine && !rows_[i].dead) out.push_back({cosine, i});
  }
}

VectorSet::Found VectorSet::nearest(const storage::IndexView& view, const Question& question, bool exactly) const {
  const std::size_t bytes = stride_ * sizeof(float);
  const Block query(static_cast<float*>(std::aligned_alloc(kAlignment, bytes)));
  if (!query) throw std::bad_alloc();
  std::memset(query.get(), 0, bytes);
  std::copy(question.vector.begin(), question.vector.end(), query.get());

  Found found;
  const std::size_t graphed = graph_ && !exactly ? graph_->rows() : 0;
  std::vector<Candidate> scanned;
  scan(graphed, query.get(), question.min_cosine, scanned);
  if (graphed == 0) {
    collect(scanned, view, question, found);
    return found;
  }
  // Rows of one owner, and hidden rows, take the places of others: then more are requested.
  for (std::size_t count = std::max(2 * question.count, kCareSearching);; count *= 4) {
    auto candidates = graph_->nearest(query.get(), std::min(count, kMostCandidates));
    const bool all = candidates.size() < count || count >= kMostCandidates;
    candidates.insert(candidates.end(), scanned.begin(), scanned.end());
    if (collect(candidates, view, question, found) || all) return found;
  }
}

std::size_t VectorSet::waiting() const {
  if (!graph_) return rows_.size() >= graph_from_ ? rows_.size() : 0;
  return rows_.size() - graph_->rows();
}

bool VectorSet::tend(std::size_t rows) {
  if (dead_ > std::max(kFewDead, rows_.size() / kDeadShare)) {
    rebuild();
    return true;
  }
  if (waiting() == 0) return false;
  if (!graph_) graph_ = std::make_unique<Graph>(stride_, rows_.size() + rows_.size() / 2);
  for (; rows > 0 && waiting() > 0; --rows) {
    const std::size_t index = graph_->rows();
    graph_->add(row(index), index);
    if (rows_[index].dead) graph_->erase(index);
  }
  return true;
}

void VectorSet::rebuild() {
  graph_.reset();
  const auto old_rows = std::exchange(rows_, {});
  const auto old_blocks = std::exchange(blocks_, {});
  dead_ = 0;
  storage::StoredVector moved;
  for (std::size_t i = 0; i < old_rows.size(); ++i) {
    const auto& one = old_rows[i];
    if (one.dead) continue;
    const float* numbers = old_blocks[i / kBlockRows].get() + i % kBlockRows * stride_;
    moved.owner = one.owner;
    moved.application = one.application;
    moved.verification = one.verification;
    moved.at = one.at;
    moved.expires = one.expires;
    moved.superseded = one.superseded;
    moved.vector.assign(numbers, numbers + dimensions_);
    add(moved);
  }
}

std::size_t VectorSet::bytes() const {
  constexpr std::size_t names = 3 * 48;  // bytes beside a row: texts that do not fit into it
  return blocks_.size() * kBlockRows * stride_ * sizeof(float) + rows_.capacity() * (sizeof(Row) + names) +
         (graph_ ? graph_->bytes() : 0);
}

bool VectorSet::holds(const std::vector<float>& vector) const {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (std::equal(vector.begin(), vector.end(), row(i))) return true;
  return false;
}

}  // namespace cotejo::services
