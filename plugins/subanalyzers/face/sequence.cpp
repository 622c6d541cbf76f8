#include "sequence.hpp"

#include <algorithm>

namespace face_analyzer {
namespace {

// The share of the whole time that each frame stands for. Frames of one moment stand for equal parts.
std::vector<double> weights_of(std::span<const double> times, double duration) {
  std::vector<double> weights(times.size(), times.empty() ? 0 : 1.0 / static_cast<double>(times.size()));
  if (times.size() < 2 || !(times.back() > times.front())) return weights;
  const double end = std::max(duration, times.back());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double from = i == 0 ? 0 : (times[i - 1] + times[i]) / 2;
    const double to = i + 1 == times.size() ? end : (times[i] + times[i + 1]) / 2;
    weights[i] = (to - from) / end;
  }
  return weights;
}

class Telling {
 public:
  Telling(std::span<const Sighting> sightings, std::span<const double> times, double duration)
      : sightings_(sightings), times_(times), weights_(weights_of(times, duration)) {}

  // Of the frames in which a sighting is such.
  template <class Such>
  double share(Such such) const {
    std::vector<bool> seen(times_.size(), false);
    for (std::size_t i = 0; i < sightings_.size(); ++i)
      if (such(i)) seen[sightings_[i].frame] = true;
    double sum = 0;
    for (std::size_t f = 0; f < seen.size(); ++f)
      if (seen[f]) sum += weights_[f];
    return std::min(sum, 1.0);
  }

  SeenPerson person(const std::vector<int>& person_of, int number) const {
    SeenPerson out;
    std::vector<faces::Embedding> embeddings;
    bool first = true;
    for (std::size_t i = 0; i < sightings_.size(); ++i) {
      if (person_of[i] != number) continue;
      const Sighting& s = sightings_[i];
      if (s.embedding) embeddings.push_back(*s.embedding);
      if (first || s.quality > sightings_[out.best].quality) out.best = i;
      out.from = first ? times_[s.frame] : std::min(out.from, times_[s.frame]);
      out.to = first ? times_[s.frame] : std::max(out.to, times_[s.frame]);
      first = false;
      ++out.frames;
    }
    out.share = share([&](std::size_t i) { return person_of[i] == number; });
    out.embedding = faces::mean_direction(embeddings);
    return out;
  }

 private:
  std::span<const Sighting> sightings_;
  std::span<const double> times_;
  std::vector<double> weights_;
};

// Numbers the persons by the time that they are seen.
void sort_by_share(Sequence& sequence) {
  std::vector<std::size_t> order(sequence.persons.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sequence.persons[a].share > sequence.persons[b].share; });
  std::vector<SeenPerson> sorted;
  std::vector<int> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = static_cast<int>(i);
    sorted.push_back(sequence.persons[order[i]]);
  }
  sequence.persons = std::move(sorted);
  for (int& person : sequence.person_of)
    if (person >= 0) person = place[static_cast<std::size_t>(person)];
}

}  // namespace

Sequence persons_in(std::span<const Sighting> sightings, std::span<const double> times, double duration,
                    std::optional<std::span<const float>> reference, const SequenceOptions& options) {
  Sequence out;
  const Telling telling(sightings, times, duration);
  out.person_of = group_by_person(sightings, options.groups);
  const int count = out.person_of.empty() ? 0 : *std::max_element(out.person_of.begin(), out.person_of.end()) + 1;
  for (int number = 0; number < count; ++number) out.persons.push_back(telling.person(out.person_of, number));
  sort_by_share(out);

  const auto is_applicant = [&](int person) {
    if (person < 0) return false;
    if (!reference) return person == 0;
    return *out.persons[static_cast<std::size_t>(person)].similarity >= options.min_similarity;
  };
  if (reference)
    for (SeenPerson& person : out.persons) person.similarity = faces::similarity(person.embedding, *reference);
  for (std::size_t p = 0; p < out.persons.size(); ++p)
    out.applicant_found = out.applicant_found || is_applicant(static_cast<int>(p));
  out.no_face_share = std::clamp(1 - telling.share([](std::size_t) { return true; }), 0.0, 1.0);
  out.untold_share = telling.share([&](std::size_t i) { return out.person_of[i] < 0; });
  out.applicant_share = telling.share([&](std::size_t i) { return is_applicant(out.person_of[i]); });
  out.other_share =
      telling.share([&](std::size_t i) { return out.person_of[i] >= 0 && !is_applicant(out.person_of[i]); });
  return out;
}

}  // namespace face_analyzer
