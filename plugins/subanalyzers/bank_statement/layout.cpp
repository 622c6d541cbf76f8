#include "layout.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

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

Layout parse(const boost::json::object& object) {
  const document_text::LabelFile file(object, kKeys);
  Layout layout;
  layout.id = file.id();
  layout.name = file.text("name", layout.id);
  layout.kind = file.text("kind", "deposit") == "card" ? Kind::card : Kind::deposit;
  layout.day_only = file.flag("day_only");
  layout.codes = file.texts("codes");
  layout.identity = file.phrases("identity");
  layout.brands = file.phrases("brands");
  layout.table_ends = file.phrases("table_ends");
  layout.labels = file.phrases_by_role("labels");
  layout.columns = file.phrases_by_role("columns");
  return layout;
}

}  // namespace

std::span<const std::string> Layout::label(std::string_view what) const {
  return document_text::phrases_of(labels, what);
}

Layouts::Layouts(std::span<const boost::json::object> more) {
  for (const auto& shipped : kShipped) add(boost::json::parse(shipped.json).as_object());
  for (const auto& file : more) add(file);
  // A bank's own words first, then everybody's; and everybody's are what any bank says.
  using document_text::merge;
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
