#include "facts.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace synthetic_identity {
namespace {

// Which of these links speak for one person under two CURPs. A home, a building and namesakes are those of strangers as
// well, and so is a face that is only a little alike.
bool is_telling(const Other& other, std::string_view field, const Params& params) {
  if (field == "address" || field == "building") return false;
  if (field == "face") return other.cosine >= params.face_doubt;
  if (field == "curp_series") return std::ranges::find(other.through, "homonym") != other.through.end();
  return true;
}

// Takes those who are known from this application alone out of the links that tell people apart. In a home they count
// as everybody does.
void set_apart_this_application(Facts& facts, const Params& params) {
  const std::array all{&facts.curp, &facts.clabe,    &facts.phone,  &facts.device, &facts.card,
                       &facts.face, &facts.building, &facts.series, &facts.address};
  std::set<std::string> apart, known_elsewhere;
  for (const auto* links : all)
    if (*links)
      for (const Other& other : (*links)->others)
        (other.same_application ? apart : known_elsewhere).insert(other.label);
  for (const auto& label : known_elsewhere) apart.erase(label);
  if (apart.empty()) return;
  for (auto* links : all) {
    if (!*links || links == &facts.address || links == &facts.building) continue;
    auto& others = links->value->others;
    bool telling = false;
    for (const Other& other : others) {
      if (!apart.contains(other.label) || !is_telling(other, links->field, params)) continue;
      telling = true;
      if (!facts.of_this_application) facts.of_this_application = other;
    }
    if (telling) facts.shared_in_this_application.emplace_back(*links);
    std::erase_if(others, [&](const Other& other) { return apart.contains(other.label); });
  }
}

}  // namespace

const Text& Facts::reference() const {
  return card_curp_is_known() ? card_curp : declared_curp;
}

std::optional<mx::Curp> Facts::parsed_reference() const {
  const Text& text = reference();
  if (!text) return std::nullopt;
  const auto parsed = mx::parse_curp(*text);
  return parsed.valid() ? parsed.value : std::nullopt;
}

Facts gather(const cotejo::Call& call, const Ports& ports, const Params& params) {
  const cotejo::judgement::Gathering from(call, params.min_probability);
  const auto links = [&](const Ports::In<cotejo::Json>& port) { return from.take<Links>(port, links_of); };
  // RFC and NSS are printed and typed with hyphens as well: ZAQR-900514-AB4.
  const auto number = [&](const Ports::In<std::string>& port) {
    Text text = from.identifier(port);
    if (text) std::erase(*text.value, '-');
    return text;
  };
  Facts facts;
  facts.curp = links(ports.curp);
  facts.clabe = links(ports.clabe);
  facts.phone = links(ports.phone);
  facts.unusable_phone = call.get(ports.phone).absent_reason() == "links.not_a_key";
  facts.device = links(ports.device);
  facts.card = links(ports.card);
  facts.address = links(ports.address);
  facts.building = links(ports.building);
  facts.series = links(ports.series);
  facts.face = links(ports.face);
  set_apart_this_application(facts, params);
  facts.previous = from.take<Previous>(ports.previous, previous_of);
  facts.card_curp = from.identifier(ports.card_curp);
  facts.declared_curp = from.identifier(ports.declared_curp);
  facts.rfc = number(ports.rfc);
  facts.nss = number(ports.nss);
  facts.declared_birth_state = from.text(ports.declared_birth_state);
  facts.clave_elector = from.identifier(ports.clave_elector);
  facts.mrz_sex = from.identifier(ports.mrz_sex);
  facts.birth_date = from.day(ports.birth_date);
  facts.declared_birth_date = from.day(ports.declared_birth_date);
  facts.mrz_birth_date = from.day(ports.mrz_birth_date);
  facts.mrz_valid = from.flag(ports.mrz_valid);
  facts.registration_year = from.integer(ports.registration_year);
  facts.valid_from = from.integer(ports.valid_from);
  return facts;
}

}  // namespace synthetic_identity
