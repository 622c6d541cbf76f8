#include "application.hpp"

#include <algorithm>
#include <mx/address_key.hpp>

namespace identity_links {
namespace {

using cotejo::judgement::Gathering;
using cotejo::judgement::Text;

// The address of one source; as sure as the least sure part of its key.
struct Place {
  mx::Address address;
  double probability = 1;
  bool given = false;
  bool flat_uncertain = false;  // there is an interior number, and it was not read with certainty
};

Place place_of(const cotejo::Call& call, const Gathering& from, const cotejo::judgement::AddressInputs& ports) {
  Place place;
  for (const mx::AddressPart part : mx::kAddressParts) {
    const auto& port = ports[static_cast<std::size_t>(part)];
    const Text said = from.text(port);
    if (!said) {
      if (part == mx::AddressPart::interior_number && call.get(port)) place.flat_uncertain = true;
      continue;
    }
    place.address.at(part).value = *said;
    place.given = true;
    place.probability = std::min(place.probability, said.probability);
  }
  return place;
}

void add_place(Application& application, const Place& place, std::string_view from) {
  if (!place.given) return;
  const mx::AddressKeys keys = mx::address_keys(place.address);
  const auto key = [](const std::string& text) {
    return text.empty() || text.size() > kMaxKey ? std::nullopt : std::optional(text);
  };
  // Without its number a flat would have the key of the whole building.
  for (const std::string* dwelling : {&keys.dwelling, &keys.respelt})
    application.add(Kind::address, "address", place.flat_uncertain ? std::nullopt : key(*dwelling), from,
                    place.probability);
  application.add(Kind::building, "building", key(keys.building), from, place.probability);
}

// A face that is too small, dark or turned away resembles all others that are.
void add_photo(Application& application, const cotejo::Call& call, const Ports::In<cotejo::Vector>& port,
               const Ports::In<double>& quality, const Params& params, std::string_view from) {
  const auto embedding = call.get(port);
  if (!embedding) return;
  application.given[static_cast<std::size_t>(Kind::face)] = true;
  const auto good = call.get(quality);
  if (good && *good < params.min_quality) return;
  application.photos.push_back({from, *embedding, embedding.probability()});
}

void add_curps(Application& application, const Text& declared, const Text& card) {
  for (const auto& [text, from] : {std::pair{&declared, "declared"}, std::pair{&card, "card"}}) {
    if (!*text) continue;
    const auto key = curp_key(**text);
    application.add(Kind::curp, "curp", key, from, text->probability);
    if (key && application.owner.empty()) {
      application.owner = *key;
      application.add(Kind::curp_series, "curp.homonym", homonym_key(*key), from, text->probability);
      application.add(Kind::curp_series, "curp.letters", letters_key(*key), from, text->probability);
    }
  }
}

void add_card(Application& application, const Text& printed, const Text& zone, const Text& ocr) {
  for (const auto& [text, from] : {std::pair{&printed, "number"}, std::pair{&zone, "zone"}})
    if (*text) application.add(Kind::card, "card.number", digits_key(**text, kCardNumber), from, text->probability);
  if (!ocr) return;
  const auto key = digits_key(*ocr, kOcrNumber);
  application.add(Kind::card, "card.ocr", key, "ocr", ocr.probability);
  if (key) application.citizen = key->substr(kSection);
}

}  // namespace

void Params::describe(cotejo::ParamSet<Params>& set) {
  set.add("min_probability", &Params::min_probability,
          "Less certain values are neither kept nor looked for: a misread one links strangers")
      .range(0, 1);
  set.add("min_quality", &Params::min_quality, "Faces of less quality are neither kept nor looked for").range(0, 1);
  set.add("min_cosine", &Params::min_cosine, "Faces at least this alike are told; the check decides what they mean")
      .range(0, 1);
  set.add("count", &Params::count, "Other people told of each kind, the newest or most alike").range(1, 100);
  set.add("recent_days", &Params::recent_days, "Days in which this person's own earlier applications are recent ones")
      .range(1, 3650);
  set.add("face_space", &Params::face_space, "Where faces are kept; another one for another model of faces");
  set.add("own_devices", &Params::own_devices, "Identifiers of the lender's own devices, which many apply on");
}

void Application::add(Kind kind, std::string_view space, const std::optional<std::string>& key, std::string_view from,
                      double probability) {
  given[static_cast<std::size_t>(kind)] = true;
  if (!key) return;
  const auto same =
      std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.space == space && k.text == *key; });
  if (same == keys.end()) {
    keys.push_back({kind, space, *key, {from}, probability});
  } else {
    same->from.push_back(from);
    same->probability = std::max(same->probability, probability);
  }
}

bool Application::looks_up(Kind kind) const {
  if (kind == Kind::face) return !photos.empty();
  return std::any_of(keys.begin(), keys.end(), [&](const Key& key) { return key.kind == kind; });
}

Application gather(const cotejo::Call& call, const Ports& ports, const Params& params) {
  Application application;
  const Gathering from(call, params.min_probability);
  add_curps(application, from.text(ports.declared_curp), from.text(ports.card_curp));
  const auto add = [&](Kind kind, std::string_view space, const Text& said, std::string_view by, auto&& key) {
    if (said) application.add(kind, space, key(*said), by, said.probability);
  };
  add_card(application, from.identifier(ports.card_number), from.identifier(ports.zone_number),
           from.identifier(ports.card_ocr));
  const auto device = [&](std::string_view text) { return device_key(text, params.own_devices); };
  add(Kind::clabe, "clabe", from.text(ports.declared_clabe), "declared", clabe_key);
  add(Kind::clabe, "clabe", from.text(ports.statement_clabe), "statement", clabe_key);
  add(Kind::phone, "phone", from.text(ports.phone), "declared", phone_key);
  add(Kind::device, "device", from.text(ports.declared_device), "declared", device);
  add(Kind::device, "device", from.text(ports.located_device), "location", device);
  add_place(application, place_of(call, from, ports.declared), "declared");
  add_place(application, place_of(call, from, ports.bill), "bill");
  add_photo(application, call, ports.portrait, ports.portrait_quality, params, "portrait");
  add_photo(application, call, ports.selfie, ports.selfie_quality, params, "selfie");
  return application;
}

}  // namespace identity_links
