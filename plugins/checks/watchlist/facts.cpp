#include "facts.hpp"

#include <judgement/json_members.hpp>

namespace watchlist {
namespace {

using cotejo::judgement::list_of;
using cotejo::judgement::number_of;
using cotejo::judgement::text_of;

Agreement agreement_of(const boost::json::object& object, std::string_view name) {
  const std::string word = text_of(object, name);
  if (word == "equal") return Agreement::equal;
  return word == "differs" ? Agreement::differs : Agreement::unknown;
}

Hit hit_of(const boost::json::object& object) {
  const auto curp = agreement_of(object, "curp");
  return {.list = text_of(object, "list"),
          .title = text_of(object, "title"),
          .source = text_of(object, "source"),
          .date = text_of(object, "date"),
          .kind = text_of(object, "kind"),
          .entry = text_of(object, "entry"),
          .score = number_of(object, "score").value_or(0),
          .namesakes = number_of(object, "namesakes").value_or(0),
          .by_number = curp == Agreement::equal || agreement_of(object, "rfc") == Agreement::equal,
          .curp = curp,
          .birth_date = agreement_of(object, "birth_date")};
}

}  // namespace

std::optional<std::vector<Hit>> hits_of(cotejo::Json json) {
  return list_of<Hit>(json.parse(), hit_of);
}

std::optional<std::vector<Searched>> lists_of(cotejo::Json json) {
  bool dated = true;
  auto lists = list_of<Searched>(json.parse(), [&](const boost::json::object& object) {
    const auto date = cotejo::mx::parse_iso_date(text_of(object, "date"));
    dated = dated && date;
    return Searched{text_of(object, "title"), text_of(object, "source"), date.value_or(cotejo::mx::Date{})};
  });
  return dated ? std::move(lists) : std::nullopt;
}

}  // namespace watchlist
