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
  // Adds `puts`, all of one owner, and finds keys, in one step: of two that do so one finds the other. The answer is in
  // the order of the questions. The entries hold their place here: when nobody has them any more, nobody finds them.
  std::vector<storage::IndexRows> exchange(domain::IndexPuts& puts, const storage::IndexView& view,
                                           const std::vector<storage::KeyQuestion>& questions);
  // Those who are near enough, one for each entry, in no order.
  VectorSet::Found nearest(const storage::IndexView& view, const IndexRequest::Nearest& question) const;

  // The keys are in the store, where others find them from now on.
  void stored_keys(const domain::IndexPuts& puts);
  // All of it is in the store, and the vectors in the index's memory.
  void stored(const domain::IndexPuts& puts);
  // Erases what an owner put, of which nothing will be stored: what each request had put.
  std::vector<storage::Erased> erase_owner(const std::string& tenant, const std::string& owner);
  // For tests of erasure.
  bool holds(const std::vector<float>& vector) const;

 private:
  // What one request put.
  struct Place : domain::UnderWay {
    std::string tenant, verification, application, owner;
    domain::TimePoint at{}, expires{};
    std::vector<domain::IndexEntry> entries;
    static constexpr bool superseded = false;
  };
  // Outlives this object when a verification does.
  struct Places {
    mutable std::mutex mutex;
    std::list<std::shared_ptr<Place>> all;
  };
  static std::shared_ptr<Place> place_of(const domain::IndexPuts& puts, const storage::IndexView& view);
  static bool sees(const storage::IndexView& view, const Place& place);
  static void take_out(Places& places, const domain::UnderWay* place);

  const std::shared_ptr<Places> places_ = std::make_shared<Places>();
};

// What was erased of both.
storage::Erased together(storage::Erased stored, const std::vector<storage::Erased>& under_way);
// The stored rows of one question together with those under way: each verification of an owner once, newest first.
storage::IndexRows together(storage::IndexRows stored, const storage::IndexRows& under_way);
// The same of neighbours: each owner once.
VectorSet::Found together(VectorSet::Found stored, const VectorSet::Found& under_way, std::size_t count);

}  // namespace cotejo::services
