#include "voice_pairs.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <random.hpp>
#include <rules.hpp>
#include <set>

#include "statistics.hpp"

namespace cotejo::accuracy {
namespace {

struct Scores {
  std::vector<double> genuine, others;
};

struct Pair {
  std::size_t one, other;  // of all recordings
  bool same, same_sex;
  double alike;
};

std::vector<Pair> pairs_of(const std::vector<KnownVoice>& all) {
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      if (!all[i].embedding || !all[k].embedding) continue;
      const bool same = all[i].speaker == all[k].speaker;
      pairs.push_back({i, k, same, all[i].sex == all[k].sex, voice::cosine(*all[i].embedding, *all[k].embedding)});
    }
  return pairs;
}

template <class Wanted>
Scores scores_of(const std::vector<Pair>& pairs, Wanted wanted) {
  Scores scores;
  for (const auto& pair : pairs)
    if (wanted(pair)) (pair.same ? scores.genuine : scores.others).push_back(pair.alike);
  return scores;
}

// The middle 95 of 100 equal error rates of as many speakers, drawn from these: what other speakers might have given.
std::pair<double, double> spread(const std::vector<KnownVoice>& all, const std::vector<Pair>& pairs) {
  constexpr int kDraws = 200;
  std::map<std::string, int> numbers;
  for (const auto& voice : all) numbers.emplace(voice.speaker, static_cast<int>(numbers.size()));
  std::vector<double> rates;
  specimens::Random random(1);
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<int> drawn(numbers.size(), 0);
    for (std::size_t i = 0; i < drawn.size(); ++i)
      ++drawn[static_cast<std::size_t>(random.integer(0, static_cast<int>(drawn.size()) - 1))];
    Scores scores;
    for (const auto& pair : pairs) {
      const int one = drawn[static_cast<std::size_t>(numbers[all[pair.one].speaker])],
                other = drawn[static_cast<std::size_t>(numbers[all[pair.other].speaker])];
      auto& to = pair.same ? scores.genuine : scores.others;
      to.insert(to.end(), static_cast<std::size_t>(pair.same ? one : one * other), pair.alike);
    }
    if (!scores.genuine.empty() && !scores.others.empty()) rates.push_back(roc(scores.genuine, scores.others).eer);
  }
  if (rates.empty()) return {};
  std::sort(rates.begin(), rates.end());
  const auto at = [&](double share) {
    return rates[static_cast<std::size_t>(share * static_cast<double>(rates.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

void print(const std::string& what, const Scores& scores) {
  if (scores.genuine.empty() || scores.others.empty()) return;
  const auto r = roc(scores.genuine, scores.others);
  std::printf("  %-24s same %5zu other %6zu  EER %5.1f %% at %.2f  AUC %.4f\n", what.c_str(), scores.genuine.size(),
              scores.others.size(), 100 * r.eer, r.eer_threshold, r.auc);
}

void tell_rates(const std::vector<KnownVoice>& all, const std::vector<Pair>& pairs) {
  print("all pairs", scores_of(pairs, [](const Pair&) { return true; }));
  const auto [low, high] = spread(all, pairs);
  std::printf("    other speakers might give %.1f to %.1f %%\n", 100 * low, 100 * high);
  print("others of the same sex", scores_of(pairs, [](const Pair& p) { return p.same || p.same_sex; }));
  const auto channels = [&](const Pair& p) { return std::minmax(all[p.one].channel, all[p.other].channel); };
  print("the same kind of channel", scores_of(pairs, [&](const Pair& p) {
          const auto [a, b] = channels(p);
          return a == b;
        }));
  print("across channels", scores_of(pairs, [&](const Pair& p) {
          const auto [a, b] = channels(p);
          return a != b;
        }));
  std::set<std::pair<std::string, std::string>> kinds;
  for (const auto& pair : pairs) kinds.insert(channels(pair));
  for (const auto& kind : kinds)
    print(kind.first + " - " + kind.second,
          scores_of(pairs, [&](const Pair& p) { return std::pair<std::string, std::string>(channels(p)) == kind; }));
}

void tell_lost(const std::vector<KnownVoice>& all) {
  std::map<std::string, int> why;
  int lost = 0;
  for (const auto& voice : all) {
    if (voice.embedding) continue;
    const char* const names[] = {"no speech", "too little", "too noisy", "several speakers"};
    ++lost, ++why[voice.channel + ", " + names[static_cast<int>(voice.absence)]];
  }
  std::printf("recordings without an embedding: %d of %zu\n", lost, all.size());
  for (const auto& [name, count] : why) std::printf("  %s: %d\n", name.c_str(), count);
}

void tell_thresholds(const Scores& same_sex, const Scores& everything) {
  const voice_match::Params product;
  std::printf("\nat the product's thresholds (%.2f and %.2f)\n", product.min_similarity, product.other_similarity);
  const auto shares = [&](const char* name, const std::vector<double>& scores) {
    std::size_t pass = 0, fail = 0;
    for (const double s : scores) pass += s >= product.min_similarity, fail += s < product.other_similarity;
    const auto n = static_cast<double>(std::max<std::size_t>(1, scores.size()));
    std::printf("  %-16s pass %5.1f %%  undecided %5.1f %%  fail %5.1f %%\n", name, 100 * static_cast<double>(pass) / n,
                100 * (n - static_cast<double>(pass + fail)) / n, 100 * static_cast<double>(fail) / n);
  };
  shares("same speaker", everything.genuine);
  shares("other, same sex", same_sex.others);
  shares("other", everything.others);
  std::printf("shares at other thresholds: one speaker's below it, two speakers' of one sex at or above it\n");
  for (double t = 0.1; t < 0.86; t += 0.05) {
    const auto rates = rates_at(same_sex.genuine, same_sex.others, t);
    std::printf("  %.2f  %5.1f %%  %5.1f %%\n", t, 100 * rates.false_negative, 100 * rates.false_positive);
  }
}

void print(const char* title, const Reliability& said) {
  std::printf("%s\n", title);
  for (const auto& bin : said.bins())
    if (bin.count)
      std::printf("    said %.2f on average: %5zu pairs, %.1f %% one speaker\n",
                  bin.sum / static_cast<double>(bin.count), bin.count,
                  100 * static_cast<double>(bin.right) / static_cast<double>(bin.count));
}

// As many of each kind: what a probability is told for. Others are of the same sex.
template <class Curve>
void add(Reliability& said, const Scores& scores, Curve curve) {
  const std::size_t every =
      std::max<std::size_t>(1, scores.others.size() / std::max<std::size_t>(1, scores.genuine.size()));
  for (const double s : scores.genuine) said.add(curve(s), true);
  for (std::size_t i = 0; i < scores.others.size(); i += every) said.add(curve(scores.others[i]), false);
}

// A curve from one half of the speakers, held against the other half.
void tell_calibration(const std::vector<KnownVoice>& all, const std::vector<Pair>& pairs, const Scores& same_sex) {
  std::map<std::string, int> numbers;
  for (const auto& voice : all) numbers.emplace(voice.speaker, static_cast<int>(numbers.size()));
  const auto half = [&](int which) {
    return scores_of(pairs, [&, which](const Pair& p) {
      return numbers[all[p.one].speaker] % 2 == which && numbers[all[p.other].speaker] % 2 == which &&
             (p.same || p.same_sex);
    });
  };
  const Scores halves[] = {half(0), half(1)};
  std::printf("\nthe confidence, against others of the same sex\n");
  Reliability crossed, product;
  for (int i = 0; i < 2; ++i) {
    if (halves[i].genuine.empty() || halves[i].others.empty()) return;
    const auto curve = fit_logistic(halves[i].genuine, halves[i].others);
    std::printf("  found on half %d of the speakers: middle %.3f, slope %.1f\n", i + 1, curve.middle, curve.slope);
    add(crossed, halves[1 - i], curve);
  }
  const auto whole = fit_logistic(same_sex.genuine, same_sex.others);
  std::printf("  found on all: middle %.3f, slope %.1f\n", whole.middle, whole.slope);
  print("  each half by the other's curve", crossed);
  add(product, same_sex, voice_match::same_speaker);
  print("  all by the check's curve", product);
}

}  // namespace

void tell_pairs(const std::vector<KnownVoice>& all) {
  const auto pairs = pairs_of(all);
  tell_rates(all, pairs);
  tell_lost(all);
  const auto everything = scores_of(pairs, [](const Pair&) { return true; }),
             same_sex = scores_of(pairs, [](const Pair&p) { return p.same || p.same_sex; });
  if (everything.genuine.empty() || everything.others.empty()) return;
  tell_thresholds(same_sex, everything);
  tell_calibration(all, pairs, same_sex);
}

}  // namespace cotejo::accuracy
