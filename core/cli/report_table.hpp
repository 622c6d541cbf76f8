// Values of type JSON that are lists of objects, as tables of the report.
//
// A row may say where it stands: `page` and `box` ([x, y, width, height], as regions have them). These are not columns;
// a row that stands where a finding points is marked, and the finding is told below it. Of a video it is `seconds` and
// `box`: such rows begin with the picture of it.
#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>

#include "domain/value.hpp"

namespace cotejo::cli {

// Two objects or more, or one that shows a moment of a video.
bool is_table(const boost::json::value& value);

// HTML for a place; empty for nothing.
using PlaceHtml = std::function<std::string(const domain::Region&)>;

// `told`: what was found there; `picture`: what is to be seen there.
std::string table_html(const boost::json::array& rows, const PlaceHtml& told, const PlaceHtml& picture);

// An amount with all its digits, a score with four.
std::string number_text(double number);

// Whether two regions are one place, as far as rounding leaves it open.
bool same_place(const domain::Region& a, const domain::Region& b);

}  // namespace cotejo::cli
