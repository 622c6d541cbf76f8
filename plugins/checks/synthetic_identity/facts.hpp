// What is known of the applicant's links to others and of the identifiers, as the rules see it.
#pragma once
#include <judgement/gathering.hpp>
#include <mx/curp.hpp>

#include "links.hpp"
#include "params.hpp"

namespace synthetic_identity {

namespace mx = cotejo::mx;
using cotejo::judgement::Day;
using cotejo::judgement::Fact;
using cotejo::judgement::Flag;
using cotejo::judgement::Integer;
using cotejo::judgement::Text;

struct Facts {
  Fact<Links> curp, clabe, phone, device, card, address, building, series, face;
  Fact<Previous> previous;
  Text card_curp, declared_curp, rfc, nss, declared_birth_state, clave_elector, mrz_sex;
  Day birth_date, declared_birth_date, mrz_birth_date;
  Flag mrz_valid;
  Integer registration_year, valid_from;
  bool unusable_phone = false;  // one was declared that is nobody's
  // Who is known from this application alone, where another CURP was given: the applicant, corrected, or somebody else.
  // They are not among the links. With what they share.
  std::optional<Other> of_this_application{};
  cotejo::judgement::Grounds shared_in_this_application{};

  // The CURP with which others are compared: the card's where it was read and is valid, else the declared one.
  const Text& reference() const;
  std::optional<mx::Curp> parsed_reference() const;
  // When true, check.identity compares the card's other identifiers with the card's CURP, so that this check need not.
  bool card_curp_is_known() const { return card_curp && mx::parse_curp(*card_curp).valid(); }
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;

  In<cotejo::Json> curp{owner, "curp", "links.curp"};
  In<cotejo::Json> clabe{owner, "clabe", "links.clabe"};
  In<cotejo::Json> phone{owner, "phone", "links.phone"};
  In<cotejo::Json> device{owner, "device", "links.device"};
  In<cotejo::Json> card{owner, "card", "links.card"};
  In<cotejo::Json> address{owner, "address", "links.address"};
  In<cotejo::Json> building{owner, "building", "links.building"};
  In<cotejo::Json> series{owner, "curp_series", "links.curp_series"};
  In<cotejo::Json> face{owner, "face", "links.face"};
  In<cotejo::Json> previous{owner, "previous", "links.previous"};
  In<std::string> card_curp{owner, "card_curp", "ine.front.curp"};
  In<std::string> declared_curp{owner, "declared_curp", "application.curp"};
  In<std::string> rfc{owner, "rfc", "application.rfc"};
  In<std::string> nss{owner, "nss", "application.nss"};
  In<std::string> declared_birth_state{owner, "declared_birth_state", "application.birth_state",
                                       "Name, abbreviation or CURP code of the state"};
  In<std::string> clave_elector{owner, "clave_elector", "ine.front.clave_elector"};
  In<std::string> mrz_sex{owner, "mrz_sex", "mrz.sex"};
  In<cotejo::Date> birth_date{owner, "birth_date", "ine.front.birth_date"};
  In<cotejo::Date> declared_birth_date{owner, "declared_birth_date", "application.birth_date"};
  In<cotejo::Date> mrz_birth_date{owner, "mrz_birth_date", "mrz.birth_date"};
  In<bool> mrz_valid{owner, "mrz_valid", "mrz.valid"};
  In<std::int64_t> registration_year{owner, "registration_year", "ine.front.registration_year"};
  In<std::int64_t> valid_from{owner, "valid_from", "ine.front.valid_from", "Year of issue"};
};

// Everything that was read with at least the probability that the params ask for.
Facts gather(const cotejo::Call& call, const Ports& ports, const Params& params);

}  // namespace synthetic_identity
