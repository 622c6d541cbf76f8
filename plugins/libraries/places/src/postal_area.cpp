#include "places/postal_area.hpp"

#include <algorithm>
#include <mx/state.hpp>

#include "places/whereabouts.hpp"

namespace cotejo::places {
namespace {

struct KnownArea {
  std::string_view first, last;  // leading digits
  Circle circle;
  std::string_view name;
};

constexpr KnownArea kAreas[] = {
#define AREA(first, last, latitude, longitude, km, name) KnownArea{first, last, {{latitude, longitude}, km}, name},
#include "postal_areas.inc"
#undef AREA
};

}  // namespace

std::optional<PostalArea> area_of_postal_code(std::string_view five_digits) {
  const auto* state = mx::state_of_postal_code(five_digits);
  if (!state) return std::nullopt;
  PostalArea area{state->curp_code, {}, std::nullopt};
  for (const KnownArea& known : kAreas) {
    const auto digits = five_digits.substr(0, known.first.size());
    if (digits < known.first || digits > known.last) continue;
    area.name = known.name;
    area.circle = known.circle;
  }
  return area;
}

double km_to(const Circle& circle, const Position& position) {
  return std::max(0.0, km_between(circle.centre, position) - circle.km);
}

double km_to(const PostalArea& area, const Position& position) {
  return area.circle ? km_to(*area.circle, position) : km_to_state(area.state, position);
}

}  // namespace cotejo::places
