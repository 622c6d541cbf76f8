#include "services/under_way.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <unordered_map>

namespace cotejo::services {
namespace {

double cosine_of(const std::vector<float>& a, const std::vector<float>& b) {
  return std::clamp<double>(std::inner_product(a.begin(), a.end(), b.begin(), 0.0F), -1, 1);
}

std::set<const domain::UnderWay*> places_of(const domain::IndexPuts& puts) {
  std::set<const domain::UnderWay*> places;
  for (const auto& entry : puts.entries)
    if (entry.under_way) places.insert(entry.under_way.get());
  return places;
}

}  // namespace

std::shared_ptr<UnderWay::Place> UnderWay::place_of(const domain::IndexPuts& puts, const storage::IndexView& view) {
  auto place = std::make_shared<Place>();
  place->tenant = view.tenant;
  place->verification = view.verification;
  place->application = puts.application;
  place->owner = puts.entries.front().owner;
  place->at = puts.at;
  place->expires = puts.expires;
  place->entries = puts.entries;
  return place;
}

// Its own run never: several connectors may put under several owners.
bool UnderWay::sees(const storage::IndexView& view, const Place& place) {
  return place.tenant == view.tenant && place.expires > view.as_of && place.verification != view.verification &&
         view.sees(place);
}

std::vector<storage::IndexRows> UnderWay::exchange(domain::IndexPuts& puts, const storage::IndexView& view,
                                                   const std::vector<storage::KeyQuestion>& questions) {
  std::shared_ptr<Place> place;
  if (!puts.entries.empty()) {
    place = place_of(puts, view);
    // The place's own entries have no handle, so that the last handle goes with the verification.
    const std::shared_ptr<const domain::UnderWay> handle(
        place.get(), [places = places_, place](const domain::UnderWay* held) { take_out(*places, held); });
    for (auto& entry : puts.entries) entry.under_way = handle;
  }
  std::vector<storage::IndexRows> found(questions.size());
  const std::lock_guard lock(places_->mutex);
  for (const auto& other : places_->all) {
    if (!sees(view, *other)) continue;
    for (const auto& entry : other->entries)
      for (std::size_t i = 0; i < questions.size(); ++i)
        if (entry.vector.empty() && entry.space == questions[i].space && entry.key == questions[i].key &&
            other->at >= questions[i].since)
          found[i].push_back({other->owner, other->verification, other->at, view.of_application(*other)});
  }
  if (place) places_->all.push_back(std::move(place));
  return found;
}

VectorSet::Found UnderWay::nearest(const storage::IndexView& view, const IndexRequest::Nearest& question) const {
  VectorSet::Found found;
  const std::lock_guard lock(places_->mutex);
  for (const auto& other : places_->all) {
    if (!sees(view, *other) || other->at < question.since) continue;
    for (const auto& entry : other->entries) {
      if (entry.space != question.space || entry.vector.size() != question.vector.size()) continue;
      const double cosine = cosine_of(entry.vector, question.vector);
      if (cosine >= question.min_cosine)
        found.nearest.push_back({other->owner, other->verification, other->at, cosine, view.of_application(*other)});
    }
  }
  return found;
}

void UnderWay::take_out(Places& places, const domain::UnderWay* place) {
  const std::lock_guard lock(places.mutex);
  std::erase_if(places.all, [&](const auto& one) { return one.get() == place; });
}

void UnderWay::stored_keys(const domain::IndexPuts& puts) {
  const auto held = places_of(puts);
  const std::lock_guard lock(places_->mutex);
  for (const auto& place : places_->all)
    if (held.contains(place.get()))
      std::erase_if(place->entries, [](const auto& entry) { return entry.vector.empty(); });
}

void UnderWay::stored(const domain::IndexPuts& puts) {
  for (const auto* place : places_of(puts)) take_out(*places_, place);
}

std::vector<storage::Erased> UnderWay::erase_owner(const std::string& tenant, const std::string& owner) {
  std::vector<storage::Erased> erased;
  const std::lock_guard lock(places_->mutex);
  for (const auto& place : places_->all) {
    if (place->tenant != tenant || place->owner != owner) continue;
    place->erased = true;
    auto& one = erased.emplace_back();
    one.verifications.push_back(place->verification);
    for (auto& entry : place->entries) {
      ++(entry.vector.empty() ? one.keys : one.vectors);
      std::fill(entry.vector.begin(), entry.vector.end(), 0.0F);
    }
    place->entries.clear();
  }
  return erased;
}

bool UnderWay::holds(const std::vector<float>& vector) const {
  const std::lock_guard lock(places_->mutex);
  return std::ranges::any_of(places_->all, [&](const auto& place) {
    return std::ranges::any_of(place->entries, [&](const auto& entry) { return entry.vector == vector; });
  });
}

storage::Erased together(storage::Erased stored, const std::vector<storage::Erased>& under_way) {
  const auto known = stored.verifications;  // sorted
  for (const auto& one : under_way) {
    const std::string& name = one.verifications.front();
    if (std::ranges::binary_search(known, name)) continue;  // it was stored meanwhile
    stored.keys += one.keys;
    stored.vectors += one.vectors;
    stored.verifications.push_back(name);
  }
  std::ranges::sort(stored.verifications);
  const auto twice = std::ranges::unique(stored.verifications);
  stored.verifications.erase(twice.begin(), twice.end());
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
  std::unordered_map<std::string, std::size_t> owners;  // where they stand in `found`
  for (auto& one : all) {
    const auto [at, first] = owners.try_emplace(one.owner, found.nearest.size());
    if (!first) {
      auto& same = found.nearest[at->second].same_application;
      same = same && one.same_application;
      continue;
    }
    if (found.nearest.size() == count) {
      found.more = true;
      break;
    }
    found.nearest.push_back(std::move(one));
  }
  return found;
}

}  // namespace cotejo::services
