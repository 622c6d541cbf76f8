#include "rules.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace watchlist {
namespace {

using cotejo::Severity;

constexpr std::string_view kListed = "watchlist.listed", kExposed = "watchlist.exposed",
                           kProbable = "watchlist.probable", kHomonym = "watchlist.homonym",
                           kStale = "watchlist.list_stale", kNobody = "watchlist.nobody_named",
                           kLeftOut = "watchlist.left_out";

// The number is the applicant's own statement, read and checked by others: that it is on the list is a fact, whose it
// is is not.
constexpr double kByNumber = 0.98;
// Name and birth date agree: less than one in ten thousand adults shares a birth date, so that with a name of up to
// thousands of namesakes the person is nearly always the one that is meant.
constexpr double kByBirthDate = 0.9;

bool contains(const std::vector<std::string>& all, std::string_view word) {
  return std::find(all.begin(), all.end(), word) != all.end();
}

boost::json::object told(const Hit& hit) {
  return {{"list", hit.title},         {"source", hit.source}, {"date", hit.date},
          {"kind", hit.kind},          {"entry", hit.entry},   {"score", std::round(hit.score * 100) / 100},
          {"namesakes", hit.namesakes}};
}

bool is_like(const Hit& hit, const Params& params) {
  return hit.score >= params.min_score;
}

bool told_apart(const Hit& hit, const Params& params) {
  return (hit.curp == Agreement::differs && contains(params.told_apart_by, "curp")) ||
         (hit.birth_date == Agreement::differs && contains(params.told_apart_by, "birth_date"));
}

void find(const Context& c, Judgement& j, const Hit& hit, std::string_view code, Severity severity, double confidence) {
  j.find(code, severity, confidence, {c.facts.hits}, told(hit));
}

// The CURP or the RFC itself is on the list.
void is_not_listed(const Context& c, Judgement& j) {
  if (!c.facts.hits) return;
  for (const Hit& hit : *c.facts.hits) {
    if (!hit.by_number) continue;
    if (contains(c.params.decisive, hit.kind)) {
      find(c, j, hit, kListed, Severity::critical, kByNumber * c.facts.hits.probability);
    } else {
      j.doubt(kExposed, kByNumber * c.facts.hits.probability, {c.facts.hits}, told(hit));
    }
  }
}

// A name alone is never enough: many people share it. With the birth date it is somebody for a person to look at.
void bears_no_listed_name(const Context& c, Judgement& j) {
  if (!c.facts.hits) return;
  bool any = false;
  for (const Hit& hit : *c.facts.hits) {
    if (hit.by_number || !is_like(hit, c.params) || told_apart(hit, c.params)) {
      any = any || hit.by_number;
      continue;
    }
    any = true;
    if (hit.birth_date != Agreement::equal) {
      j.doubt(kHomonym, hit.score * c.facts.hits.probability, {c.facts.hits}, told(hit));
    } else if (contains(c.params.decisive, hit.kind)) {
      find(c, j, hit, kProbable, Severity::major, kByBirthDate * hit.score * c.facts.hits.probability);
    } else {
      j.doubt(kExposed, kByBirthDate * hit.score * c.facts.hits.probability, {c.facts.hits}, told(hit));
    }
  }
  if (!any) j.hold({c.facts.hits});
}

void somebody_was_looked_for(const Context& c, Judgement& j) {
  if (!c.facts.hits) j.doubt(kNobody, {{c.facts.hits.port, 1}});
}

// What nobody looked for cannot have been found. That no name was looked for at all is told by somebody_was_looked_for.
void all_was_looked_for(const Context& c, Judgement& j) {
  if (!c.facts.hits) return;
  if (!c.facts.left_out) return j.leave_open();
  for (const std::string& field : *c.facts.left_out) j.doubt(kLeftOut, {c.facts.left_out}, {{"field", field}});
}

// On the card stands the whole name; what is declared may be less of it.
void the_card_was_looked_for(const Context& c, Judgement& j) {
  if (c.facts.card == CardName::no_card) return;
  if (c.facts.card == CardName::unread || !c.facts.card_named || !*c.facts.card_named)
    j.doubt(kLeftOut, {{c.facts.card_named.port, 1}}, {{"field", "card_name"}});
}

void lists_are_current(const Context& c, Judgement& j) {
  if (!c.facts.lists || c.facts.lists->empty()) return j.leave_open();
  for (const Searched& list : *c.facts.lists) {
    const auto age = std::chrono::sys_days{c.today} - std::chrono::sys_days{list.date};
    if (age.count() <= c.params.max_age_days) continue;
    j.doubt(kStale, {c.facts.lists},
            {{"list", list.title},
             {"date", cotejo::mx::to_iso(list.date)},
             {"days", age.count()},
             {"max_days", c.params.max_age_days}});
  }
}

}  // namespace

void Params::describe(cotejo::ParamSet<Params>& set) {
  set.add("min_score", &Params::min_score, "A name that is less like that of an entry is another name").range(0.5, 1);
  set.add("min_probability", &Params::min_probability, "A name on a card that is less certain was not read")
      .range(0, 1);
  set.add("max_age_days", &Params::max_age_days, "A list of an older edition decides nothing").range(1, 3650);
  set.add("told_apart_by", &Params::told_apart_by,
          "What clears a namesake when both sides state it and it differs; empty: a person looks at each")
      .one_of({"curp", "birth_date"});
  set.add("decisive", &Params::decisive, "Kinds of lists on which nobody may be; the others are for a person to judge")
      .one_of({"sanctions", "pep", "internal", "lost_documents"});
}

std::span<const Rule> rules() {
  static const std::vector<Rule> all{{"is_not_listed", is_not_listed, {kListed, kExposed}},
                                     {"bears_no_listed_name", bears_no_listed_name, {kProbable, kHomonym}},
                                     {"somebody_was_looked_for", somebody_was_looked_for, {kNobody}},
                                     {"all_was_looked_for", all_was_looked_for, {kLeftOut}},
                                     {"the_card_was_looked_for", the_card_was_looked_for, {kLeftOut}},
                                     {"lists_are_current", lists_are_current, {kStale}}};
  return all;
}

}  // namespace watchlist
