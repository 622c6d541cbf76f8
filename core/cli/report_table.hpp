// Values of type JSON that are lists of objects, as tables of the report.
//
// A row may say where it stands: `page` and `box` ([x, y, width, height], as regions have them). These are not columns;
// a row that stands where a finding points is marked, and the finding is told below it.
#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>

#include "domain/value.hpp"

namespace cotejo::cli {

// Two objects or more.
bool is_table(const boost::json::value& value);

// `told`: HTML of what was found at a place, empty for nothing.
std::string table_html(const boost::json::array& rows, const std::function<std::string(const domain::Region&)>& told);

// An amount with all its digits, a score with four.
std::string number_text(double number);

// Whether two regions are one place, as far as rounding leaves it open.
bool same_place(const domain::Region& a, const domain::Region& b);

}  // namespace cotejo::cli
