#include "person_groups.hpp"

#include <algorithm>
#include <map>

namespace face_analyzer {
namespace {

constexpr float kSamePlace = 0.3F;  // overlap of a face with itself in the next frame, at half a second to a second
constexpr std::size_t kNear = 1;    // frames between which a place is compared

float overlap(const cv::Rect2f& a, const cv::Rect2f& b) {
  const float both = (a & b).area();
  const float all = a.area() + b.area() - both;
  return all > 0 ? both / all : 0;
}

std::size_t apart(std::size_t a, std::size_t b) {
  return a > b ? a - b : b - a;
}

class Groups {
 public:
  Groups(std::span<const Sighting> sightings, const GroupOptions& options) : sightings_(sightings), options_(options) {
    for (std::size_t i = 0; i < sightings.size(); ++i)
      if (sightings[i].embedding && sightings[i].quality >= options.min_quality) members_.push_back({i});
    likeness_.resize(members_.size() * members_.size());
    const std::size_t n = members_.size();
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = a + 1; b < n; ++b)
        sum(a, b) = faces::similarity(*sightings[members_[a][0]].embedding, *sightings[members_[b][0]].embedding);
  }

  void join() {
    while (join_most_alike([&](std::size_t a, std::size_t b) { return mean(a, b) - options_.same_person; })) {
    }
    while (join_most_alike([&](std::size_t a, std::size_t b) {
      return go_on_from_another(a, b) ? mean(a, b) - options_.follows : -1.F;
    })) {
    }
  }

  std::vector<int> persons() const {
    std::vector<int> out(sightings_.size(), -1);
    int next = 0;
    for (const auto& group : members_) {
      if (group.size() < options_.min_sightings) continue;
      for (const std::size_t i : group) out[i] = next;
      ++next;
    }
    attach_rest(out, next);
    return out;
  }

 private:
  // Sums of the cosines between the members of two groups; half of the matrix is used.
  float& sum(std::size_t a, std::size_t b) { return likeness_[std::min(a, b) * members_.size() + std::max(a, b)]; }
  float mean(std::size_t a, std::size_t b) {
    return sum(a, b) / static_cast<float>(members_[a].size() * members_[b].size());
  }

  bool share_a_frame(std::size_t a, std::size_t b) const {
    for (const std::size_t i : members_[a])
      for (const std::size_t k : members_[b])
        if (sightings_[i].frame == sightings_[k].frame) return true;
    return false;
  }

  static bool beside(const Sighting& one, const Sighting& other) {
    return apart(one.frame, other.frame) == kNear && overlap(one.box, other.box) >= kSamePlace;
  }

  // One was where the other is in a frame beside it.
  bool go_on_from_another(std::size_t a, std::size_t b) const {
    for (const std::size_t i : members_[a])
      for (const std::size_t k : members_[b])
        if (beside(sightings_[i], sightings_[k])) return true;
    return false;
  }

  // `above` tells by how much two groups are alike enough; the two with the most are joined.
  template <class Above>
  bool join_most_alike(Above above) {
    std::size_t best_a = 0, best_b = 0;
    float best = 0;
    for (std::size_t a = 0; a < members_.size(); ++a) {
      if (members_[a].empty()) continue;
      for (std::size_t b = a + 1; b < members_.size(); ++b) {
        if (members_[b].empty()) continue;
        const float by = above(a, b);
        if (by <= best || share_a_frame(a, b)) continue;
        best = by, best_a = a, best_b = b;
      }
    }
    if (best <= 0) return false;
    for (std::size_t c = 0; c < members_.size(); ++c)
      if (c != best_a && c != best_b && !members_[c].empty()) sum(best_a, c) += sum(best_b, c);
    members_[best_a].insert(members_[best_a].end(), members_[best_b].begin(), members_[best_b].end());
    members_[best_b].clear();
    return true;
  }

  void attach_rest(std::vector<int>& out, int count) const {
    std::vector<faces::Embedding> means;
    for (int person = 0; person < count; ++person) {
      std::vector<faces::Embedding> all;
      for (std::size_t i = 0; i < out.size(); ++i)
        if (out[i] == person) all.push_back(*sightings_[i].embedding);
      means.push_back(faces::mean_direction(all));
    }
    const std::vector<int> known = out;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (known[i] >= 0) continue;
      int person = at_this_place(i, known);
      if (sightings_[i].embedding) person = like_this(i, means, person);
      if (person >= 0 && !in_frame(out, person, sightings_[i].frame)) out[i] = person;
    }
  }

  bool in_frame(const std::vector<int>& out, int person, std::size_t frame) const {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (out[i] == person && sightings_[i].frame == frame) return true;
    return false;
  }

  int at_this_place(std::size_t i, const std::vector<int>& known) const {
    int person = -1;
    float best = kSamePlace;
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (known[k] < 0 || !beside(sightings_[i], sightings_[k])) continue;
      const float shared = overlap(sightings_[i].box, sightings_[k].box);
      if (shared < best) continue;
      best = shared, person = known[k];
    }
    return person;
  }

  // A face that can be compared is that of the person whom it is like, and nobody's where it is like none. It need be
  // less like the person who was at its place.
  int like_this(std::size_t i, const std::vector<faces::Embedding>& means, int at_place) const {
    int person = -1;
    float best = 0;
    for (std::size_t p = 0; p < means.size(); ++p) {
      const float needed = static_cast<int>(p) == at_place ? options_.follows : options_.same_person;
      const float above = faces::similarity(*sightings_[i].embedding, means[p]) - needed;
      if (above < best) continue;
      best = above, person = static_cast<int>(p);
    }
    return person;
  }

  std::span<const Sighting> sightings_;
  const GroupOptions& options_;
  std::vector<std::vector<std::size_t>> members_;  // of each group; empty once it was joined to another
  std::vector<float> likeness_;
};

}  // namespace

std::vector<int> group_by_person(std::span<const Sighting> sightings, const GroupOptions& options) {
  Groups groups(sightings, options);
  groups.join();
  return groups.persons();
}

}  // namespace face_analyzer
