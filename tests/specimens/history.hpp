// Applications of the past, and later ones of which it is known what they share with whom: what links are measured on.
//
// Everybody is invented. Values are as people and systems write them: the same phone with and without +52, the same
// home with other abbreviations. Faces are vectors whose cosines are distributed as those of real photos were measured
// (README.md); no photo is behind them.
#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "people.hpp"

namespace cotejo::specimens {

using Embedding = std::vector<float>;

struct Application {
  Person person;
  std::string declared_curp;  // the person's own; in one story the card shows another
  std::string clabe, phone, device;
  std::array<std::string, 7>
      address;  // street, exterior and interior number, colonia, postal code, municipality, state
  Embedding portrait, selfie;
  int day = 0;  // before today
};

// What a later application shares with an earlier one.
enum class Shared { curp, clabe, phone, device, card, address, face, series };
std::string_view name(Shared what);

struct Planted {
  Shared what;
  std::size_t past;  // index of the earlier application
};

struct Later {
  std::string story;  // `stranger`, `same account`, `household`…
  Application application;
  std::vector<Planted> planted;  // empty: a stranger, or the same person again
  bool same_person = false;      // one of the past, under their own CURP
};

struct History {
  std::vector<Application> past;
  std::vector<Later> later;
};

// `past` earlier applications of as many people; `later` ones tell the stories in turn, every second one a stranger's.
History make_history(Random random, std::size_t past, std::size_t later);

// As applicant.json has it, with `portrait` and `selfie` left out.
boost::json::object as_json(const Application& application);
boost::json::object as_json(const Later& later);

}  // namespace cotejo::specimens
