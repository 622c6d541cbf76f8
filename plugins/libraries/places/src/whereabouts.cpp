#include "places/whereabouts.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <mx/state.hpp>
#include <span>

namespace cotejo::places {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

struct Arc {
  std::string_view one, other;
  double tolerance;  // km
  std::span<const Position> points;
};

// Each line of state_borders.inc is a variable of its own first, as arcs have different lengths.
#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)
#define ARC(one, other, tolerance, ...) constexpr Position JOIN(kLine, __LINE__)[] = {__VA_ARGS__};
#include "state_borders.inc"
#undef ARC

const Arc kArcs[] = {
#define ARC(one, other, tolerance, ...) Arc{one, other, tolerance, JOIN(kLine, __LINE__)},
#include "state_borders.inc"
#undef ARC
};
#undef JOIN
#undef JOIN2

// 1 to 32; 0 for what is no state.
std::size_t index_of(std::string_view area) {
  const auto* state = mx::state_of_curp(area);
  return state ? static_cast<std::size_t>(state->inegi) : 0;
}

// What one look at all borders says of a position.
struct Survey {
  struct Border {
    const Arc* arc;
    double km;
  };
  std::vector<Border> borders;    // all, nearest first
  std::array<bool, 33> inside{};  // by INEGI's number; 0: of anything that is no state
};

// Even-odd rule: a line to the west that meets a state's borders an odd number of times began inside. The arcs of one
// state close, wherever they begin (the tests prove it), so that they need not be put in order.
bool crosses(const Position& p, const Position& a, const Position& b) {
  if ((a.latitude > p.latitude) == (b.latitude > p.latitude)) return false;
  const double longitude =
      a.longitude + (b.longitude - a.longitude) * (p.latitude - a.latitude) / (b.latitude - a.latitude);
  return p.longitude < longitude;
}

Survey survey(const Position& position) {
  Survey out;
  out.borders.reserve(std::size(kArcs));
  for (const Arc& arc : kArcs) {
    bool odd = false;
    for (std::size_t i = 0; i + 1 < arc.points.size(); ++i) odd ^= crosses(position, arc.points[i], arc.points[i + 1]);
    if (odd)
      for (const auto side : {arc.one, arc.other}) out.inside[index_of(side)] = !out.inside[index_of(side)];
    out.borders.push_back({&arc, km_to_path(position, arc.points)});
  }
  std::stable_sort(out.borders.begin(), out.borders.end(), [](const auto& a, const auto& b) { return a.km < b.km; });
  return out;
}

bool is_coast(const Arc& arc) {
  return arc.other == "SEA";
}

bool is_outer(const Arc& arc) {
  return index_of(arc.other) == 0;
}

void add(std::vector<NearState>& states, std::string_view code, double km) {
  if (std::none_of(states.begin(), states.end(), [&](const NearState& s) { return s.curp_code == code; }))
    states.push_back({code, km});
}

}  // namespace

Whereabouts locate(const Position& position, double km_uncertain) {
  const Survey around = survey(position);
  Whereabouts out;
  for (const mx::State& state : mx::states())
    if (around.inside[static_cast<std::size_t>(state.inegi)]) add(out.states, state.curp_code, 0);
  const bool within = !out.states.empty();
  bool abroad = !within;
  double coast_reach = 0;  // km, of the coast that it is near to
  out.km_outside = kFar;
  out.km_to_usa = kFar;
  for (const auto& [arc, km] : around.borders) {
    if (is_outer(*arc)) out.km_outside = std::min(out.km_outside, km);
    if (arc->other == "USA") out.km_to_usa = std::min(out.km_to_usa, km);
    if (km > arc->tolerance + km_uncertain) continue;
    add(out.states, arc->one, km);
    if (!is_outer(*arc)) {
      add(out.states, arc->other, km);
    } else if (is_coast(*arc)) {
      coast_reach = std::max(coast_reach, arc->tolerance + km_uncertain);
    } else {
      abroad = true;
    }
  }
  // Off the coast the sea within the tolerance counts as land, unless another country is as near.
  const bool land_border_as_near = std::any_of(around.borders.begin(), around.borders.end(), [&](const auto& border) {
    return is_outer(*border.arc) && !is_coast(*border.arc) && border.km <= coast_reach;
  });
  if (!within && coast_reach > 0 && !land_border_as_near) abroad = false;
  if (within) out.km_outside = 0;
  out.country = out.states.empty() ? InCountry::no : abroad ? InCountry::undecided : InCountry::yes;
  return out;
}

double km_to_state(std::string_view curp_code, const Position& position) {
  const std::size_t index = index_of(curp_code);
  if (index == 0) return kFar;
  const Survey around = survey(position);
  if (around.inside[index]) return 0;
  double km = kFar;
  for (const auto& border : around.borders)
    if (border.arc->one == curp_code || border.arc->other == curp_code)
      km = std::min(km, std::max(0.0, border.km - border.arc->tolerance));
  return km;
}

}  // namespace cotejo::places
