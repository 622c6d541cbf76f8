// The entries of verifications that are not completed yet. They are found from the moment in which they are put, so
// that of two verifications that run at the same time at least one finds the other. [thread-safe]
#pragma once
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "domain/exchange.hpp"
#include "services/index_request.hpp"
#include "services/vector_set.hpp"
#include "storage/index_rows.hpp"

namespace cotejo::services {

class UnderWay {
 public:
  struct Questions {
    const storage::IndexView& view;
    const std::vector<storage::KeyQuestion>& keys;
    const std::vector<IndexRequest::Nearest>& vectors;
  };
  struct Found {
    std::vector<storage::IndexRows> keys;   // in the order of the questions, and so are the vectors
    std::vector<VectorSet::Found> vectors;  // one neighbour for each entry that is near enough, in no order
  };

  // Adds `puts`, all of one owner, and answers the questions, in one step. The entries hold their place here: when
  // nobody has them any more, nobody finds them.
  Found exchange(domain::IndexPuts& puts, const Questions& questions);

  // They are in the store and in the index's memory, where others find them from now on.
  void stored(const domain::IndexPuts& puts);
  // Erases what an owner put; of what is under way nothing will be stored.
  storage::Erased erase_owner(const std::string& tenant, const std::string& owner);
  // For tests of erasure.
  bool holds(const std::vector<float>& vector) const;

 private:
  // What one request put.
  struct Place : domain::UnderWay {
    std::string tenant, verification, application, owner;
    domain::TimePoint at{};
    std::vector<domain::IndexEntry> entries;
  };
  // Outlives this object when a verification does.
  struct Places {
    mutable std::mutex mutex;
    std::list<std::shared_ptr<Place>> all;
  };
  static std::shared_ptr<Place> place_of(const domain::IndexPuts& puts, const storage::IndexView& view);
  static void look(const Place& place, const Questions& questions, Found& found);
  static void take_out(Places& places, const domain::UnderWay* place);

  const std::shared_ptr<Places> places_ = std::make_shared<Places>();
};

// What was erased of both.
storage::Erased together(storage::Erased stored, const storage::Erased& under_way);
// The stored rows of one question together with those under way: each verification of an owner once, newest first.
storage::IndexRows together(storage::IndexRows stored, const storage::IndexRows& under_way);
// The same of neighbours: each owner once.
VectorSet::Found together(VectorSet::Found stored, const VectorSet::Found& under_way, std::size_t count);

}  // namespace cotejo::services
