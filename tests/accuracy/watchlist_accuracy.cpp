// How well people are found on a list under other spellings of their names, how often namesakes and strangers are taken
// for them, and what a look costs. Everybody is invented: surnames and given names are drawn as often as people in
// Mexico bear them, so that namesakes occur as they do there.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "../../plugins/subanalyzers/watchlist_match/index.hpp"
#include "../../plugins/subanalyzers/watchlist_match/rarity.hpp"

namespace {

using namespace watchlist_match;
using Random = std::mt19937_64;

constexpr std::string_view kCommon[] = {"HERNANDEZ", "GARCIA",  "MARTINEZ", "LOPEZ", "GONZALEZ", "PEREZ",
                                        "RODRIGUEZ", "SANCHEZ", "RAMIREZ",  "CRUZ",  "FLORES",   "GOMEZ",
                                        "MORALES",   "VAZQUEZ", "JIMENEZ",  "REYES", "TORRES",   "DIAZ",
                                        "GUTIERREZ", "RUIZ",    "MENDOZA"};
constexpr std::string_view kMale[] = {"JOSE",      "JUAN",  "LUIS",    "CARLOS",    "MIGUEL",
                                      "FRANCISCO", "JESUS", "ANTONIO", "ALEJANDRO", "MANUEL"};
constexpr std::string_view kFemale[] = {"MARIA",     "GUADALUPE", "JUANA",  "ROSA",     "ANA",
                                        "MARGARITA", "CARMEN",    "ISABEL", "PATRICIA", "ELENA"};

struct Parts {
  std::vector<std::string> given;
  std::string surname, second;
  std::string whole() const {
    std::string text;
    for (const auto& name : given) text += name + " ";
    return text + surname + (second.empty() ? "" : " " + second);
  }
};

template <class T>
const auto& pick(const T& all, Random& random) {
  return all[std::uniform_int_distribution<std::size_t>(0, std::size(all) - 1)(random)];
}
bool chance(double p, Random& random) {
  return std::uniform_real_distribution<>(0, 1)(random) < p;
}

// Words that nobody bears, of Spanish syllables.
std::string uncommon(Random& random) {
  constexpr std::string_view heads[] = {"QUI", "ZAM",  "BUS", "ARRE", "OL",  "TRE", "VIL", "MON",
                                        "LAR", "ECHE", "GOI", "PUL",  "CAN", "SOR", "FER"};
  constexpr std::string_view middles[] = {"NO", "BRA", "TIN", "CHA", "ME", "VA", "LLO", "TU", "GO", "RI", "DU", "ZA"};
  constexpr std::string_view tails[] = {"NERO",   "NA", "DUI",   "LETA", "DILLA", "FAR",
                                        "GORRIA", "DO", "RRETA", "NDO",  "SCO",   "YA"};
  return std::string(pick(heads, random)) + std::string(pick(middles, random)) + std::string(pick(tails, random));
}

std::string surname(Random& random) {
  // The 21 commonest surnames are of about a third of all.
  return chance(0.35, random) ? std::string(pick(kCommon, random)) : uncommon(random);
}

Parts person(Random& random) {
  Parts parts;
  const bool male = chance(0.5, random);
  const auto given = [&] { return std::string(male ? pick(kMale, random) : pick(kFemale, random)); };
  parts.given.push_back(given());
  if (chance(0.55, random)) {
    std::string second = given();
    if (second != parts.given[0]) parts.given.push_back(second);
  }
  parts.surname = surname(random);
  parts.second = surname(random);
  return parts;
}

std::string mistyped(std::string word, Random& random) {
  if (word.size() < 4) return word;
  const std::size_t at = std::uniform_int_distribution<std::size_t>(1, word.size() - 2)(random);
  const auto letter = static_cast<char>('A' + std::uniform_int_distribution<>(0, 25)(random));
  switch (std::uniform_int_distribution<>(0, 3)(random)) {
    case 0:
      word[at] = letter;
      break;
    case 1:
      word.erase(at, 1);
      break;
    case 2:
      word.insert(at, 1, letter);
      break;
    default:
      std::swap(word[at], word[at + 1]);
  }
  return word;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

struct Variant {
  const char* name;
  std::function<std::string(Parts, Random&)> write;
};

const std::vector<Variant>& variants() {
  static const std::vector<Variant> all{
      {"as it is listed", [](Parts p, Random&) { return p.whole(); }},
      {"surnames first",
       [](Parts p, Random&) {
         auto text = p.surname + " " + p.second;
         for (const auto& g : p.given) text += " " + g;
         return text;
       }},
      {"without the second surname",
       [](Parts p, Random&) {
         p.second.clear();
         return p.whole();
       }},
      {"without the second given name",
       [](Parts p, Random&) {
         p.given.resize(1);
         return p.whole();
       }},
      {"one letter wrong",
       [](Parts p, Random& r) {
         auto& word = chance(0.5, r) ? p.surname : p.second;
         word = mistyped(word, r);
         return p.whole();
       }},
      {"a letter wrong in both surnames",
       [](Parts p, Random& r) {
         p.surname = mistyped(p.surname, r);
         p.second = mistyped(p.second, r);
         return p.whole();
       }},
      {"spelled by ear",
       [](Parts p, Random&) {
         auto text = p.whole();
         replace_all(text, "Z", "S");
         replace_all(text, "V", "B");
         replace_all(text, "QUI", "KI");
         replace_all(text, "H", "");
         return text;
       }},
      {"shortened",
       [](Parts p, Random&) {
         auto text = p.whole();
         replace_all(text, "MARIA ", "MA. ");
         replace_all(text, "FRANCISCO ", "FCO. ");
         replace_all(text, "HERNANDEZ", "HDEZ");
         replace_all(text, "GONZALEZ", "GLEZ");
         return text;
       }},
      {"by a nickname",
       [](Parts p, Random&) {
         auto text = p.whole();
         replace_all(text, "JOSE ", "PEPE ");
         replace_all(text, "FRANCISCO ", "PACO ");
         replace_all(text, "GUADALUPE ", "LUPITA ");
         replace_all(text, "MANUEL ", "MANOLO ");
         return text;
       }},
  };
  return all;
}

double best_of(const Index& index, std::string name, std::optional<std::uint32_t> wanted) {
  Subject subject;
  subject.names = {std::move(name)};
  double best = 0;
  for (const Hit& hit : index.find(subject, 0.5, 1000))
    if (!wanted || hit.entry == *wanted) best = std::max(best, hit.score);
  return best;
}

void print_row(const char* name, const std::vector<double>& scores, const std::vector<double>& thresholds) {
  std::printf("%-34s", name);
  for (const double threshold : thresholds) {
    const auto over = std::count_if(scores.begin(), scores.end(), [&](double score) { return score >= threshold; });
    std::printf(" %6.2f", 100.0 * static_cast<double>(over) / static_cast<double>(scores.size()));
  }
  std::printf("\n");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("How well people are found on a list by their names");
  std::uint64_t seed = 1;
  std::size_t entries = 10'000, looks = 1'000;
  app.add_option("--seed", seed, "Another seed, other people");
  app.add_option("--entries", entries, "People on the list")->check(CLI::Range(100, 1'000'000));
  app.add_option("--looks", looks, "Of each kind")->check(CLI::Range(10, 100'000));
  CLI11_PARSE(app, argc, argv);

  Random random(seed);
  List list{"made", "Made", "Nobody", {}, {}};
  std::vector<Parts> listed;
  for (std::size_t i = 0; i < entries; ++i) {
    listed.push_back(person(random));
    list.entries.push_back({std::to_string(i), "sanctions", {listed.back().whole()}, "", "", {}, {}});
  }
  using Clock = std::chrono::steady_clock;
  const auto ms = [](Clock::duration d) { return std::chrono::duration<double, std::milli>(d).count(); };
  const auto begin = Clock::now();
  const Index index(list);
  std::printf("%zu people, index made in %.0f ms\n\n", entries, ms(Clock::now() - begin));

  const std::vector<double> thresholds{0.75, 0.80, 0.84, 0.86, 0.88, 0.90, 0.92, 0.95};
  std::printf("%-34s", "found, % of looks, at a score of");
  for (const double threshold : thresholds) std::printf(" %6.2f", threshold);
  std::printf("\n");
  for (const Variant& variant : variants()) {
    std::vector<double> scores;
    for (std::size_t i = 0; i < looks; ++i) {
      const auto who = std::uniform_int_distribution<std::size_t>(0, entries - 1)(random);
      scores.push_back(best_of(index, variant.write(listed[who], random), static_cast<std::uint32_t>(who)));
    }
    print_row(variant.name, scores, thresholds);
  }
  std::vector<double> strangers, times;
  for (std::size_t i = 0; i < looks; ++i) {
    const std::string name = person(random).whole();
    if (std::any_of(listed.begin(), listed.end(), [&](const Parts& each) { return each.whole() == name; })) continue;
    const auto from = Clock::now();
    strangers.push_back(best_of(index, name, std::nullopt));
    times.push_back(ms(Clock::now() - from));
  }
  print_row("strangers with a hit", strangers, thresholds);
  std::sort(times.begin(), times.end());
  std::printf("\na look: median %.2f ms, 99 of 100 within %.2f ms\n", times[times.size() / 2],
              times[times.size() * 99 / 100]);
}
