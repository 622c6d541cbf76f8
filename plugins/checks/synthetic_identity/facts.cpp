#include "facts.hpp"

namespace synthetic_identity {

const Text& Facts::reference() const {
  return card_curp_is_known() ? card_curp : declared_curp;
}

std::optional<mx::Curp> Facts::parsed_reference() const {
  const Text& text = reference();
  if (!text) return std::nullopt;
  const auto parsed = mx::parse_curp(*text);
  return parsed.valid() ? parsed.value : std::nullopt;
}

Facts gather(const cotejo::Call& call, const Ports& ports, double min_probability) {
  const cotejo::judgement::Gathering from(call, min_probability);
  const auto links = [&](const Ports::In<cotejo::Json>& port) { return from.take<Links>(port, links_of); };
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
  facts.previous = from.take<Previous>(ports.previous, previous_of);
  facts.card_curp = from.identifier(ports.card_curp);
  facts.declared_curp = from.identifier(ports.declared_curp);
  facts.rfc = from.identifier(ports.rfc);
  facts.nss = from.identifier(ports.nss);
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
