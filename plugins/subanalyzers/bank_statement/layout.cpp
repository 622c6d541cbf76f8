#include "layout.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <document_text/document.hpp>
#include <stdexcept>

namespace cotejo::bank_statement {
namespace {

struct Shipped {
  std::string_view name, json;
};
constexpr Shipped kShipped[] = {
#include "layouts.inc"
};

constexpr std::string_view kKeys[] = {"id",       "name",   "codes",  "kind",    "day_only",
                                      "identity", "brands", "labels", "columns", "table_ends"};

[[noreturn]] void refuse(const std::string& id, const std::string& what) {
  throw std::invalid_argument("layout '" + id + "': " + what);
}

std::vector<std::string> texts(const std::string& id, const boost::json::value& list, bool folded) {
  if (!list.is_array()) refuse(id, "a list of texts is expected");
  std::vector<std::string> out;
  for (const auto& entry : list.as_array()) {
    if (!entry.is_string()) refuse(id, "a list of texts is expected");
    std::string text(entry.as_string());
    if (folded) text = document_text::folded_phrase(text);
    if (text.empty()) refuse(id, "an empty phrase");
    out.push_back(std::move(text));
  }
  return out;
}

void merge(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const auto& text : more)
    if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(text);
}

using Phrases = std::map<std::string, std::vector<std::string>, std::less<>>;

Phrases phrases(const std::string& id, const boost::json::object& file, std::string_view key) {
  Phrases out;
  const auto* object = file.if_contains(key);
  if (!object) return out;
  if (!object->is_object()) refuse(id, std::string(key) + " must be an object");
  for (const auto& [name, list] : object->as_object()) out[std::string(name)] = texts(id, list, true);
  return out;
}

void merge(Phrases& into, const Phrases& more) {
  for (const auto& [name, list] : more) merge(into[name], list);
}

Layout parse(const boost::json::object& file) {
  Layout layout;
  const auto* id = file.if_contains("id");
  if (!id || !id->is_string()) throw std::invalid_argument("a layout without id");
  layout.id = std::string(id->as_string());
  for (const auto& member : file)
    if (std::find(std::begin(kKeys), std::end(kKeys), std::string_view(member.key())) == std::end(kKeys))
      refuse(layout.id, "unknown key '" + std::string(member.key()) + "'");
  const auto* name = file.if_contains("name");
  layout.name = name && name->is_string() ? std::string(name->as_string()) : layout.id;
  if (const auto* kind = file.if_contains("kind")) layout.kind = *kind == "card" ? Kind::card : Kind::deposit;
  if (const auto* day = file.if_contains("day_only")) layout.day_only = day->is_bool() && day->as_bool();
  if (const auto* list = file.if_contains("codes")) layout.codes = texts(layout.id, *list, false);
  if (const auto* list = file.if_contains("identity")) layout.identity = texts(layout.id, *list, true);
  if (const auto* list = file.if_contains("brands")) layout.brands = texts(layout.id, *list, true);
  if (const auto* list = file.if_contains("table_ends")) layout.table_ends = texts(layout.id, *list, true);
  layout.labels = phrases(layout.id, file, "labels");
  layout.columns = phrases(layout.id, file, "columns");
  return layout;
}

}  // namespace

std::span<const std::string> Layout::label(std::string_view what) const {
  const auto found = labels.find(what);
  return found == labels.end() ? std::span<const std::string>{} : std::span<const std::string>(found->second);
}

Layouts::Layouts(std::span<const boost::json::object> more) {
  for (const auto& shipped : kShipped) add(boost::json::parse(shipped.json).as_object());
  for (const auto& file : more) add(file);
  // A bank's own words first, then everybody's; and everybody's are what any bank says.
  const Layout common = generic_;
  for (Layout& bank : banks_) {
    merge(generic_.labels, bank.labels);
    merge(generic_.columns, bank.columns);
    merge(generic_.table_ends, bank.table_ends);
    merge(bank.labels, common.labels);
    merge(bank.columns, common.columns);
    merge(bank.table_ends, common.table_ends);
  }
}

void Layouts::add(const boost::json::object& file) {
  Layout layout = parse(file);
  if (layout.id == "generic") {
    generic_ = std::move(layout);
    return;
  }
  std::erase_if(banks_, [&](const Layout& known) { return known.id == layout.id; });
  banks_.push_back(std::move(layout));
}

}  // namespace cotejo::bank_statement
