// cotejo-link-accuracy [--past N] [--later N] [--seed S]: how many planted links to earlier applications are found, and
// how many of those told are right; what check.synthetic_identity makes of them; what is left after an erasure. The
// connector and the check are the shipped ones, the index is the host's over SQLite; the histories are
// tests/specimens/history.hpp's. Not a test: its tables are read by people.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cotejo/testing.hpp>
#include <iostream>
#include <map>
#include <set>

#include "history.hpp"
#include "identity_links.hpp"
#include "services/index_fixture.hpp"
#include "synthetic_identity_check.hpp"

namespace {

namespace json = boost::json;
using cotejo::services::asker;
using cotejo::services::IndexOver;
using cotejo::specimens::Application;
using cotejo::specimens::History;
using cotejo::specimens::Later;
using cotejo::specimens::Shared;
using cotejo::testing::Fake;
using cotejo::testing::Result;
using Clock = std::chrono::steady_clock;

// Card and statement are taken as read without a mistake: what readers get wrong is measured elsewhere.
void give(Fake<identity_links::IdentityLinks>& fake, const Application& a) {
  constexpr std::array kParts{"declared_street",  "declared_exterior_number", "declared_interior_number",
                              "declared_colonia", "declared_postal_code",     "declared_municipality",
                              "declared_state"};
  fake.given("declared_curp", std::string_view(a.declared_curp)).given("card_curp", std::string_view(a.person.curp));
  fake.given("declared_clabe", std::string_view(a.clabe)).given("phone", std::string_view(a.phone));
  fake.given("declared_device", std::string_view(a.device));
  for (std::size_t i = 0; i < kParts.size(); ++i)
    if (!a.address[i].empty()) fake.given(kParts[i], std::string_view(a.address[i]));
  const std::string ocr = a.person.ocr();
  fake.given("card_number", std::string_view(a.person.cic)).given("card_ocr", std::string_view(ocr));
  fake.given("portrait", a.portrait).given("selfie", a.selfie);
}

std::string request_of(const Application& a) {
  Fake<identity_links::IdentityLinks> fake;
  give(fake, a);
  return fake.run().request.value().at("body");
}

Result told(const Application& a, const json::value& answer) {
  Fake<identity_links::IdentityLinks> fake;
  give(fake, a);
  fake.given_response(200, json::serialize(answer));
  return fake.run();
}

// What the check makes of what the connector told; identifiers are those of the card, declared as they are.
Result judged(const Application& a, const Result& links) {
  Fake<synthetic_identity::SyntheticIdentityCheck> fake;
  for (const auto& [name, trait] : links.traits)
    if (name != "people" && !trait.absent) fake.given(name, std::string_view(trait.text()), trait.probability);
  fake.given("declared_curp", std::string_view(a.declared_curp)).given("card_curp", std::string_view(a.person.curp));
  return fake.run();
}

std::string past_id(std::size_t i) {
  return fmt::format("ver_{:05}", i);
}

std::string instant(int days_ago) {
  const auto now = *cotejo::domain::from_iso8601(cotejo::services::kNow);
  return cotejo::domain::to_iso8601(now - std::chrono::hours(24 * days_ago) - std::chrono::hours(1));
}

void remember(IndexOver& over, const History& history) {
  for (std::size_t i = 0; i < history.past.size(); ++i) {
    // What the past asked in its day is of no interest.
    json::object body = json::parse(request_of(history.past[i])).as_object();
    body.erase("find"), body.erase("nearest");
    over.past(asker(past_id(i), instant(history.past[i].day)), json::serialize(body));
  }
  over.index().settle();
}

// Verifications that a trait names, with the cosine of faces.
std::map<std::string, double> named(const Result& result, std::string_view trait) {
  std::map<std::string, double> out;
  const auto* found = result.trait(trait);
  if (!found) return out;
  const json::value links = json::parse(found->text());
  for (const auto& entry : links.at("entries").as_array()) {
    const auto* cosine = entry.as_object().if_contains("cosine");
    out[std::string(entry.at("verification").as_string())] = cosine ? cosine->to_number<double>() : 1;
  }
  return out;
}

struct Tally {
  std::size_t planted = 0, found = 0, told = 0, right = 0;
  std::string row(std::string_view name) const {
    const auto share = [](std::size_t part, std::size_t all) {
      return all ? fmt::format("{:.2f} %", 100.0 * static_cast<double>(part) / static_cast<double>(all)) : "–";
    };
    return fmt::format("| {} | {} | {} | {} | {} |", name, planted, share(found, planted), told, share(right, told));
  }
};

// Which trait tells what is shared. A series is told by the CURP's first 16 characters; the rest of that trait is
// namesakes.
std::string_view trait_of(Shared what) {
  return what == Shared::series ? "curp_series" : cotejo::specimens::name(what);
}

class Tables {
 public:
  void add(const Later& later, const Result& result, const Result& judgement) {
    for (const Shared what : {Shared::curp, Shared::clabe, Shared::phone, Shared::device, Shared::card})
      count(later, result, what, 0, tallies_[std::string(name(what))]);
    const bool numbered = result.trait("address") != nullptr;
    count(later, result, Shared::address, 0, tallies_[numbered ? "address" : "address without a number"]);
    for (const double cosine : kCosines)
      count(later, result, Shared::face, cosine, tallies_[fmt::format("face, cosine {:.2f}", cosine)]);
    Story& story = stories_[later.story];
    ++story.verdicts[static_cast<std::size_t>(judgement.verdict)];
    for (const auto& item : judgement.items) ++story.codes[item.code.substr(item.code.find('.') + 1)];
    if (later.story != "CURP of a series") return;
    ++series_.planted;
    series_.found += named(result, "curp_series").contains(past_id(later.planted[0].past)) ? 1 : 0;
  }

  void print() const {
    std::cout << "\n| link | planted | found | told | of them right |\n|---|---|---|---|---|\n";
    for (const auto& [name, tally] : tallies_) std::cout << tally.row(name) << "\n";
    std::cout << fmt::format(
        "| CURP of a series | {} | {:.2f} % | – | – |\n", series_.planted,
        100.0 * static_cast<double>(series_.found) / static_cast<double>(std::max<std::size_t>(1, series_.planted)));
    std::cout << "\n| later application | pass | undecided | fail | codes |\n|---|---|---|---|---|\n";
    for (const auto& [name, story] : stories_) {
      std::string codes;
      for (const auto& [code, count] : story.codes)
        codes += fmt::format("{}{} {}", codes.empty() ? "" : ", ", count, code);
      std::cout << fmt::format("| {} | {} | {} | {} | {} |\n", name, story.verdicts[COTEJO_PASS],
                               story.verdicts[COTEJO_UNDECIDED], story.verdicts[COTEJO_FAIL], codes);
    }
  }

 private:
  struct Story {
    std::array<std::size_t, 4> verdicts{};
    std::map<std::string, std::size_t> codes;
  };
  static constexpr std::array kCosines{0.42, 0.50, 0.55, 0.60, 0.65};

  static void count(const Later& later, const Result& result, Shared what, double cosine, Tally& tally) {
    std::set<std::string> truth;
    for (const auto& planted : later.planted)
      if (planted.what == what) truth.insert(past_id(planted.past));
    tally.planted += truth.size();
    for (const auto& [verification, found] : named(result, trait_of(what))) {
      if (what == Shared::face && found < cosine) continue;
      ++tally.told;
      if (truth.contains(verification)) ++tally.right, ++tally.found;
    }
  }

  std::map<std::string, Tally> tallies_;
  Tally series_;
  std::map<std::string, Story> stories_;
};

// A person of the past is erased by what they are called; whoever is linked to them is asked again.
void show_erasure(IndexOver& over, const History& history) {
  std::size_t asked = 0, left = 0;
  for (const Later& later : history.later) {
    if (later.planted.empty() || asked == 100) continue;
    ++asked;
    for (const auto& planted : later.planted) {
      cotejo::services::wait_for<cotejo::storage::Erased>(
          [&](auto then) { over.index().erase_owner("default", history.past[planted.past].declared_curp, then); });
      const Result result = told(later.application, over.answer(asker("ver_later"), request_of(later.application)));
      left += named(result, trait_of(planted.what)).contains(past_id(planted.past));
    }
  }
  std::cout << fmt::format("\nErasure: of {} people of the past that were erased, {} are still found.\n", asked, left);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"How well links between applications are found, on invented histories."};
  std::size_t past = 10'000, later = 2'000;
  std::uint64_t seed = 1;
  app.add_option("--past", past, "earlier applications")->capture_default_str();
  app.add_option("--later", later, "applications that are looked up; every second one is a stranger's")
      ->capture_default_str();
  app.add_option("--seed", seed, "same seed, same history")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const History history = cotejo::specimens::make_history(cotejo::specimens::Random(seed), past, later);
  IndexOver over(cotejo::services::Kind::sqlite);
  auto start = Clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  remember(over, history);
  std::cout << fmt::format("{} earlier applications put in {:.1f} s; ", past, seconds());
  start = Clock::now();
  Tables tables;
  for (const Later& each : history.later) {
    const Result result = told(each.application, over.answer(asker("ver_later"), request_of(each.application)));
    tables.add(each, result, judged(each.application, result));
  }
  std::cout << fmt::format("{} later ones looked up, {:.1f} ms each.\n", later,
                           1000 * seconds() / static_cast<double>(later));
  tables.print();
  show_erasure(over, history);
  return 0;
}
