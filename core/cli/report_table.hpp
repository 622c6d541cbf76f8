// Shows JSON values that are lists of objects as tables of the report.
//
// A row may say where it was read: `page` and `box` ([x, y, width, height] in relative coordinates), or `seconds` and
// `box` in a video. These members are not columns. A row whose place is also that of a finding is marked, and the
// finding is shown below it. A row of a video begins with a picture of that moment.
#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>

#include "domain/value.hpp"

namespace cotejo::cli {

// Whether a value is shown as a table: it has at least two objects, or one that shows a moment of a video.
bool is_table(const boost::json::value& value);

// Returns the HTML for a place, or an empty text.
using PlaceHtml = std::function<std::string(const domain::Region&)>;

// `told` returns the findings at a place, `picture` the picture of it.
std::string table_html(const boost::json::array& rows, const PlaceHtml& told, const PlaceHtml& picture);

// An amount with all its digits, a score with four.
std::string number_text(double number);

// Whether two regions are the same place, up to rounding.
bool same_place(const domain::Region& a, const domain::Region& b);

}  // namespace cotejo::cli
