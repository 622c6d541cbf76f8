#include "watchlist_match.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <map>
#include <stdexcept>

namespace watchlist_match {
namespace {

namespace json = boost::json;

std::string_view word_of(Agreement agreement) {
  switch (agreement) {
    case Agreement::equal:
      return "equal";
    case Agreement::differs:
      return "differs";
    case Agreement::unknown:
      break;
  }
  return "unknown";
}

std::string capitals_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '-') out.push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  return out;
}

// The name that is listed is no business of whoever reads a verification: the entry's id leads to it.
json::object told(const Hit& hit, const List& list) {
  const Entry& entry = list.entries[hit.entry];
  json::array matched;
  if (hit.curp == Agreement::equal) matched.push_back("curp");
  if (hit.rfc == Agreement::equal) matched.push_back("rfc");
  if (hit.score > 0) matched.push_back(hit.alias ? "alias" : "name");
  return {{"list", list.name},
          {"title", list.title},
          {"source", list.source},
          {"date", cotejo::mx::to_iso(list.date)},
          {"kind", entry.kind},
          {"entry", entry.id},
          {"matched_on", std::move(matched)},
          {"score", std::round(hit.score * 1000) / 1000},
          {"namesakes", hit.score > 0 ? std::ceil(hit.namesakes) : 0.0},
          {"curp", word_of(hit.curp)},
          {"rfc", word_of(hit.rfc)},
          {"birth_date", word_of(hit.birth_date)}};
}

}  // namespace

void Params::describe(cotejo::ParamSet<Params>& set) {
  set.add("lists", &Params::lists,
          "Names of the lists: files of configs/lists, or of models.files in host.yaml; each must be there");
  set.add("min_score", &Params::min_score, "Names that are less like it are no hits; a score, see README.md")
      .range(0.5, 1);
  set.add("max_hits", &Params::max_hits, "The best of each list, when there are more").range(1, 100);
}

WatchlistMatch::WatchlistMatch(Params params) : params_(std::move(params)) {
  if (params_.lists.empty()) throw std::invalid_argument("param 'lists' names no list");
  for (const auto& name : params_.lists) models_.emplace_back(this, name);
}

void WatchlistMatch::prepare(cotejo::Host& host) {
  for (const auto& model : models_) {
    const auto bytes = host.model(model);
    auto list = std::make_unique<const List>(
        read_list(model.name(), {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    auto index = std::make_unique<const Index>(*list);
    loaded_.push_back({std::move(list), std::move(index)});
  }
}

WatchlistMatch::Named WatchlistMatch::named(const cotejo::Call& call) const {
  Named named;
  add_declared(call, named);
  add_cards(call, named);
  return named;
}

void WatchlistMatch::add_declared(const cotejo::Call& call, Named& named) const {
  json::value document;
  if (const auto object = call.get(person)) document = object->parse();
  const auto stated = [&](std::string_view name) -> std::string {
    const auto* object = document.if_object();
    const auto* value = object ? object->if_contains(name) : nullptr;
    if (!value || value->is_null()) return {};
    if (value->is_string()) return std::string(value->as_string());
    named.left_out.emplace_back(name);
    return {};
  };
  const auto text = [&](const cotejo::OptionalPort<std::string>& port, std::string_view name) {
    const auto value = call.get(port);
    return value ? std::string(*value) : stated(name);
  };
  Subject& subject = named.subject;
  std::string whole = text(given_names, "given_names");
  for (const auto& part : {text(surname, "surname"), text(second_surname, "second_surname")})
    if (!part.empty()) whole += (whole.empty() ? "" : " ") + part;
  if (!whole.empty()) subject.names.push_back(std::move(whole));
  for (const auto& name : call.get(names))
    if (name) subject.names.emplace_back(*name);
  if (auto name = stated("name"); !name.empty()) subject.names.push_back(std::move(name));
  if (auto number = capitals_of(text(curp, "curp")); !number.empty()) subject.curps.push_back(std::move(number));
  subject.rfc = capitals_of(text(rfc, "rfc"));
  const auto day = call.get(birth_date);
  if (const auto date = cotejo::mx::parse_iso_date(day ? std::string(day->iso) : stated("birth_date")))
    subject.birth_dates.push_back(*date);
}

// Whoever is on a list may declare fewer names than they have: the card has all of them.
void WatchlistMatch::add_cards(const cotejo::Call& call, Named& named) const {
  using Names = cotejo::ManyPort<std::string>;
  const auto add = [&](const Names& given, const Names& family, const Names* more) {
    std::map<std::string, std::string, std::less<>> whole;  // by evidence; the order of its words does not count
    for (const auto& name : call.get(given))
      if (name) whole.emplace(name.evidence(), *name);
    for (const auto& name : call.get(family)) {
      const auto at = whole.find(name.evidence());
      if (!name || at == whole.end()) continue;
      at->second.append(" ").append(*name);
      named.by_card = true;
    }
    for (const auto& name : more ? call.get(*more) : std::vector<cotejo::Reading<std::string>>{})
      if (name) whole[std::string(name.evidence())].append(" ").append(*name);
    for (auto& [evidence, name] : whole) named.subject.names.push_back(std::move(name));
  };
  add(card_given_names, card_surname, &card_second_surname);
  add(zone_given_names, zone_surnames, nullptr);
  for (const auto& number : call.get(card_curp))
    if (number) named.subject.curps.push_back(capitals_of(*number));
  for (const auto* port : {&card_birth_date, &zone_birth_date})
    for (const auto& day : call.get(*port))
      if (const auto date = day ? cotejo::mx::parse_iso_date(day->iso) : std::nullopt)
        named.subject.birth_dates.push_back(*date);
}

cotejo::Status WatchlistMatch::run(cotejo::Call& call) {
  const auto [subject, by_card, not_looked_for] = named(call);
  json::array found, searched;
  double best = 0;
  for (const auto& [list, index] : loaded_) {
    if (call.cancelled()) return cotejo::Status::cancelled;
    searched.push_back(json::object{{"list", list->name},
                                    {"title", list->title},
                                    {"source", list->source},
                                    {"date", cotejo::mx::to_iso(list->date)},
                                    {"entries", list->entries.size()}});
    for (const Hit& hit : index->find(subject, params_.min_score, static_cast<std::size_t>(params_.max_hits))) {
      found.push_back(told(hit, *list));
      best = std::max(best, hit.score);
    }
  }
  call.emit(lists, searched, 1);
  call.emit(card_named, by_card, 1);
  call.emit(left_out, not_looked_for, 1);
  if (subject.names.empty() && subject.curps.empty() && subject.rfc.empty()) {
    call.absent_all(nobody, hits, count, best_score);
    return cotejo::Status::ok;
  }
  call.emit(count, static_cast<std::int64_t>(found.size()), 1);
  call.emit(best_score, best, 1);
  call.emit(hits, found, 1);
  return cotejo::Status::ok;
}

}  // namespace watchlist_match
