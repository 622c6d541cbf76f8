#include "storage/memory_index.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace cotejo::storage {
namespace {

std::string name_of(std::string_view tenant, std::string_view space, std::string_view key) {
  std::string name(tenant);
  for (const auto part : {space, key}) (name += '\n') += part;
  return name;
}

}  // namespace

void MemoryIndex::replace(const domain::Verification& v) {
  if (!v.index) return;
  if (v.attempt > 1) {
    for (const auto& earlier : replaced_by(v.tenant, v.id, *v.index)) erase(earlier);
    for (auto& [name, keys] : keys_)
      for (auto& key : keys)
        if (key.verification == v.id && name.starts_with(v.tenant + '\n')) key.superseded = true;
  }
  const auto& puts = *v.index;
  for (const auto& entry : puts.entries) {
    if (entry.erased()) continue;
    if (!entry.vector.empty()) {
      vectors_.push_back({v.tenant, entry.space, entry.owner, puts.application, v.id, puts.at, puts.expires, {}});
      continue;
    }
    auto& all = keys_[name_of(v.tenant, entry.space, entry.key)];
    const auto same = [&](const Key& k) { return k.verification == v.id && k.owner == entry.owner; };
    if (std::any_of(all.begin(), all.end(), same)) continue;
    Key key{entry.owner, v.id, puts.application, puts.at, puts.expires};
    const auto after = std::upper_bound(all.begin(), all.end(), key, [](const Key& a, const Key& b) {
      return std::tie(a.at, a.verification) < std::tie(b.at, b.verification);
    });
    all.insert(after, std::move(key));
  }
}

Erased MemoryIndex::erase(const EntryErasure& what) {
  Erased erased;
  std::set<std::string> names;
  for (auto it = keys_.begin(); it != keys_.end();) {
    StoredVector seen;  // what covers() looks at
    seen.tenant = it->first.substr(0, it->first.find('\n'));
    erased.keys += std::erase_if(it->second, [&](const Key& key) {
      seen.owner = key.owner;
      seen.verification = key.verification;
      seen.expires = key.expires;
      if (!what.covers(seen)) return false;
      names.insert(key.verification);
      return true;
    });
    it = it->second.empty() ? keys_.erase(it) : std::next(it);
  }
  erased.vectors = std::erase_if(vectors_, [&](const StoredVector& vector) {
    if (!what.covers(vector)) return false;
    names.insert(vector.verification);
    return true;
  });
  if (what.expired) return erased;
  for (const auto& name : names)
    if (erased.verifications.size() < kMostErasedNames) erased.verifications.push_back(name);
  return erased;
}

IndexRows MemoryIndex::find(const IndexView& view, const KeyQuestion& question) const {
  IndexRows rows;
  const auto found = keys_.find(name_of(view.tenant, question.space, question.key));
  if (found == keys_.end()) return rows;
  for (auto key = found->second.rbegin(); key != found->second.rend() && rows.size() < kMostIndexRows; ++key) {
    const bool seen = key->at >= question.since && key->expires > view.as_of;
    if (seen && view.sees(*key)) rows.push_back({key->owner, key->verification, key->at, view.of_application(*key)});
  }
  return rows;
}

}  // namespace cotejo::storage
