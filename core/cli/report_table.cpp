#include "cli/report_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "domain/json_text.hpp"
#include "domain/markup.hpp"

namespace cotejo::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxRows = 1000;   // beyond, a table says that it was cut
constexpr std::size_t kMaxColumns = 12;  // of a table that people read
constexpr double kSamePlace = 1e-3;      // of the evidence: two places that differ less are one
constexpr double kHundredths = 1e-6;     // how far a number may be from whole hundredths
constexpr double kMaxSeconds = 1e6;      // of a video, longer than any
constexpr double kMaxHundredths = 1e12;  // beyond, numbers have no exact hundredths

bool says_where(std::string_view key) {
  return key == "page" || key == "box";
}

std::vector<std::string> columns_of(const json::array& rows) {
  std::vector<std::string> columns;
  for (const auto& row : rows)
    for (const auto& [key, value] : row.get_object()) {
      const std::string name(key.data(), key.size());
      if (says_where(name) || std::find(columns.begin(), columns.end(), name) != columns.end()) continue;
      if (columns.size() < kMaxColumns) columns.push_back(name);
    }
  return columns;
}

bool is_hundredths(double number) {
  return std::abs(number) < kMaxHundredths && std::abs(number * 100 - std::round(number * 100)) < kHundredths;
}

// All numbers of the column get two decimals if none needs more and at least one has any.
bool in_hundredths(const json::array& rows, const std::string& column) {
  bool decimals = false;
  for (const auto& row : rows) {
    const auto* value = row.get_object().if_contains(column);
    if (!value || !value->is_double()) continue;
    if (!is_hundredths(value->get_double())) return false;
    decimals = true;
  }
  return decimals;
}

std::string with_hundredths(double number) {
  std::string text = fmt::format("{:.2f}", std::abs(number));
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 6; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return (number < 0 ? "\u2212" : "") + text;
}

std::string cell(const json::value* value, bool hundredths) {
  if (!value || value->is_null()) return fmt::format("<td class=\"soft{}\">\u2014</td>", hundredths ? " num" : "");
  if (value->is_number() && hundredths)
    return "<td class=\"num\">" + with_hundredths(value->to_number<double>()) + "</td>";
  if (value->is_string()) return "<td>" + domain::escaped(std::string_view(value->get_string())) + "</td>";
  return fmt::format("<td{}>{}</td>", value->is_number() ? " class=\"num\"" : "",
                     domain::escaped(domain::json_text(*value)));
}

// `box` alone, on the first page and at the start.
std::optional<domain::Region> box_of(const json::object& row) {
  const auto* box = row.if_contains("box");
  if (!box || !box->is_array() || box->get_array().size() != 4) return std::nullopt;
  double side[4];
  for (std::size_t i = 0; i < 4; ++i) {
    if (!box->get_array()[i].is_number()) return std::nullopt;
    side[i] = box->get_array()[i].to_number<double>();
  }
  return domain::Region{side[0], side[1], side[2], side[3]};
}

std::optional<domain::Region> place_of(const json::object& row) {
  const auto* page = row.if_contains("page");
  if (!page || !page->is_int64() || page->get_int64() < 0 || page->get_int64() > UINT32_MAX) return std::nullopt;
  auto place = box_of(row);
  if (place) place->page = static_cast<std::uint32_t>(page->get_int64());
  return place;
}

std::optional<domain::Region> moment_of(const json::object& row) {
  const auto* seconds = row.if_contains("seconds");
  if (!seconds || !seconds->is_number() || row.contains("page")) return std::nullopt;
  const double at = seconds->to_number<double>();
  if (!(at >= 0 && at < kMaxSeconds)) return std::nullopt;
  auto place = box_of(row);
  if (place) place->time_ns = static_cast<std::int64_t>(at * 1e9);
  return place;
}

bool shows_moments(const json::array& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const auto& row) { return moment_of(row.get_object()).has_value(); });
}

}  // namespace

bool is_table(const json::value& value) {
  const auto* rows = value.if_array();
  return rows && !rows->empty() &&
         std::all_of(rows->begin(), rows->end(), [](const auto& row) { return row.is_object(); }) &&
         (rows->size() > 1 || shows_moments(*rows));
}

std::string number_text(double number) {
  return std::abs(number) >= 1 && is_hundredths(number) ? with_hundredths(number) : fmt::format("{:.4g}", number);
}

bool same_place(const domain::Region& a, const domain::Region& b) {
  const auto near = [](double x, double y) { return std::abs(x - y) < kSamePlace; };
  return a.page == b.page && near(a.x, b.x) && near(a.y, b.y) && near(a.width, b.width) && near(a.height, b.height);
}

std::string table_html(const json::array& rows, const PlaceHtml& told, const PlaceHtml& picture) {
  const auto columns = columns_of(rows);
  std::vector<bool> hundredths;
  const bool seen = shows_moments(rows);
  std::string out = "<table class=\"rows\"><tr><th>#</th>";
  if (seen) out += "<th>seen</th>";
  for (const auto& column : columns) {
    hundredths.push_back(in_hundredths(rows, column));
    out += fmt::format("<th{}>{}</th>", hundredths.back() ? " class=\"num\"" : "", domain::escaped(column));
  }
  out += "</tr>";
  for (std::size_t i = 0; i < std::min(rows.size(), kMaxRows); ++i) {
    const auto& row = rows[i].get_object();
    const auto place = place_of(row);
    const std::string finding = place ? told(*place) : std::string();
    out += fmt::format("<tr{}><td class=\"soft\">{}</td>", finding.empty() ? "" : " class=\"bad\"", i + 1);
    const auto moment = seen ? moment_of(row) : std::nullopt;
    if (seen) out += "<td>" + (moment ? picture(*moment) : std::string()) + "</td>";
    for (std::size_t c = 0; c < columns.size(); ++c) out += cell(row.if_contains(columns[c]), hundredths[c]);
    out += "</tr>";
    if (!finding.empty())
      out += fmt::format("<tr class=\"bad\"><td></td><td colspan=\"{}\">{}</td></tr>", columns.size() + (seen ? 1 : 0),
                         finding);
  }
  out += "</table>";
  if (rows.size() > kMaxRows) out += fmt::format("<p class=\"soft\">and {} more</p>", rows.size() - kMaxRows);
  return out;
}

}  // namespace cotejo::cli
