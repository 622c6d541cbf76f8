#include "services/under_way.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_set>

namespace cotejo::services {
namespace {

double cosine_of(const std::vector<float>& a, const std::vector<float>& b) {
  return std::clamp<double>(std::inner_product(a.begin(), a.end(), b.begin(), 0.0F), -1, 1);
}

}  // namespace

std::shared_ptr<UnderWay::Place> UnderWay::place_of(const domain::IndexPuts& puts, const storage::IndexView& view) {
  auto place = std::make_shared<Place>();
  place->tenant = view.tenant;
  place->verification = view.verification;
  place->application = puts.application;
  place->owner = puts.entries.front().owner;
  place->at = puts.at;
  place->entries = puts.entries;
  return place;
}

void UnderWay::look(const Place& place, const Questions& questions, Found& found) {
  for (const auto& entry : place.entries) {
    for (std::size_t i = 0; i < questions.keys.size(); ++i) {
      const auto& asked = questions.keys[i];
      if (entry.vector.empty() && entry.space == asked.space && entry.key == asked.key && place.at >= asked.since)
        found.keys[i].push_back({place.owner, place.verification, place.at});
    }
    for (std::size_t i = 0; i < questions.vectors.size(); ++i) {
      const auto& asked = questions.vectors[i];
      if (entry.space != asked.space || entry.vector.size() != asked.vector.size() || place.at < asked.since) continue;
      const double cosine = cosine_of(entry.vector, asked.vector);
      if (cosine >= asked.min_cosine)
        found.vectors[i].nearest.push_back({place.owner, place.verification, place.at, cosine});
    }
  }
}

UnderWay::Found UnderWay::exchange(domain::IndexPuts& puts, const Questions& questions) {
  const auto& view = questions.view;
  std::shared_ptr<Place> place;
  if (!puts.entries.empty()) {
    place = place_of(puts, view);
    // The place's own entries have no handle, so that the last handle goes with the verification.
    const std::shared_ptr<const domain::UnderWay> handle(
        place.get(), [places = places_, place](const domain::UnderWay* held) { take_out(*places, held); });
    for (auto& entry : puts.entries) entry.under_way = handle;
  }
  Found found{std::vector<storage::IndexRows>(questions.keys.size()),
              std::vector<VectorSet::Found>(questions.vectors.size())};
  const std::lock_guard lock(places_->mutex);
  for (const auto& other : places_->all) {
    const bool own = other->verification == view.verification ||
                     (!other->application.empty() && other->application == view.application);
    if (other->tenant == view.tenant && !own) look(*other, questions, found);
  }
  if (place) places_->all.push_back(std::move(place));
  return found;
}

void UnderWay::take_out(Places& places, const domain::UnderWay* place) {
  const std::lock_guard lock(places.mutex);
  std::erase_if(places.all, [&](const auto& one) { return one.get() == place; });
}

void UnderWay::stored(const domain::IndexPuts& puts) {
  std::set<const domain::UnderWay*> places;
  for (const auto& entry : puts.entries)
    if (entry.under_way) places.insert(entry.under_way.get());
  for (const auto* place : places) take_out(*places_, place);
}

storage::Erased UnderWay::erase_owner(const std::string& tenant, const std::string& owner) {
  storage::Erased erased;
  std::set<std::string> names;
  const std::lock_guard lock(places_->mutex);
  for (const auto& place : places_->all) {
    if (place->tenant != tenant || place->owner != owner) continue;
    place->erased = true;
    for (auto& entry : place->entries) {
      ++(entry.vector.empty() ? erased.keys : erased.vectors);
      std::fill(entry.vector.begin(), entry.vector.end(), 0.0F);
    }
    place->entries.clear();
    names.insert(place->verification);
  }
  erased.verifications.assign(names.begin(), names.end());
  return erased;
}

bool UnderWay::holds(const std::vector<float>& vector) const {
  const std::lock_guard lock(places_->mutex);
  return std::ranges::any_of(places_->all, [&](const auto& place) {
    return std::ranges::any_of(place->entries, [&](const auto& entry) { return entry.vector == vector; });
  });
}

storage::Erased together(storage::Erased stored, const storage::Erased& under_way) {
  stored.keys += under_way.keys;
  stored.vectors += under_way.vectors;
  std::set<std::string> names(stored.verifications.begin(), stored.verifications.end());
  names.insert(under_way.verifications.begin(), under_way.verifications.end());
  stored.verifications.assign(names.begin(), names.end());
  if (stored.verifications.size() > storage::kMostErasedNames) stored.verifications.resize(storage::kMostErasedNames);
  return stored;
}

storage::IndexRows together(storage::IndexRows stored, const storage::IndexRows& under_way) {
  if (under_way.empty()) return stored;
  for (const auto& row : under_way) {
    const auto same = std::ranges::find_if(
        stored, [&](const auto& one) { return one.owner == row.owner && one.verification == row.verification; });
    if (same == stored.end())
      stored.push_back(row);
    else
      same->at = std::max(same->at, row.at);
  }
  std::ranges::sort(stored, [](const auto& a, const auto& b) {
    return std::tie(b.at, b.verification, b.owner) < std::tie(a.at, a.verification, a.owner);
  });
  if (stored.size() > storage::kMostIndexRows) stored.resize(storage::kMostIndexRows);
  return stored;
}

VectorSet::Found together(VectorSet::Found stored, const VectorSet::Found& under_way, std::size_t count) {
  if (under_way.nearest.empty()) return stored;
  auto all = std::move(stored.nearest);
  all.insert(all.end(), under_way.nearest.begin(), under_way.nearest.end());
  std::ranges::stable_sort(all, [](const auto& a, const auto& b) { return a.cosine > b.cosine; });
  VectorSet::Found found;
  found.more = stored.more;
  std::unordered_set<std::string> owners;
  for (auto& one : all) {
    if (!owners.insert(one.owner).second) continue;
    if (found.nearest.size() == count) {
      found.more = true;
      break;
    }
    found.nearest.push_back(std::move(one));
  }
  return found;
}

}  // namespace cotejo::services
