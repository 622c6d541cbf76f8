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

std::optional<std::vector<std::string>> texts_of(cotejo::Json json) {
  const auto value = json.parse();
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& text : value.as_array()) {
    if (!text.is_string()) return std::nullopt;
    texts.emplace_back(text.as_string());
  }
  return texts;
}

// What ine.front says of a card that has one surname alone.
constexpr std::string_view kNotPrinted = "ine.front.field_not_shown";

CardName card_name(const cotejo::Call& call, const Ports& ports, double min_probability) {
  const auto shown = [&](const Ports::In<std::string>& port) {
    const auto reading = call.get(port);
    return reading || !reading.absent_reason().empty();
  };
  const auto read = [&](const Ports::In<std::string>& port) {
    const auto reading = call.get(port);
    return reading && reading.probability() >= min_probability;
  };
  if (!shown(ports.card_given_names) && !shown(ports.card_surname) && !shown(ports.zone_surnames))
    return CardName::no_card;
  const bool second =
      read(ports.card_second_surname) || call.get(ports.card_second_surname).absent_reason() == kNotPrinted;
  const bool front = read(ports.card_given_names) && read(ports.card_surname) && second;
  const bool zone = read(ports.zone_given_names) && read(ports.zone_surnames);
  return front || zone ? CardName::read : CardName::unread;
}

}  // namespace

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  const cotejo::judgement::Gathering from(call, 0);
  return {.hits = from.take<std::vector<Hit>>(ports.hits, hits_of),
          .lists = from.take<std::vector<Searched>>(ports.lists, lists_of),
          .left_out = from.take<std::vector<std::string>>(ports.left_out, texts_of),
          .card_named = from.flag(ports.card_named),
          .card = card_name(call, ports, min_probability)};
}

}  // namespace watchlist
