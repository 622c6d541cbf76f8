// The component `document.recapture`. In a header of its own, so that tests can run it without a host.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>

#include "recapture.hpp"

namespace cotejo::recapture {

class DocumentRecapture : public SubAnalyzer {
 public:
  static constexpr About about{"document.recapture", "1.0.0",
                               "Tells a card from its black-and-white copy and from its picture on a display"};

  struct Params {
    double min_colour = 5;
    double max_grid = 4;
    static void describe(ParamSet<Params>& set) {
      set.add("min_colour", &Params::min_colour,
              "Colour spread (CIELAB units) below which a card counts as a black-and-white copy; 0: the side has none")
          .range(0, 100);
      set.add("max_grid", &Params::max_grid,
              "Strength of a regular grid (times its surroundings) above which a card counts as shown on a display")
          .range(1, 1000);
    }
  };
  explicit DocumentRecapture(const Params& params) : params_(params) {}

  Port<Image> image{this, "image", "image.pixels", "The photo, at its own resolution"};
  Port<Image> card{this, "card", "document.rectify.card", "The card cut out of it"};
  OptionalPort<std::string> side{this, "side", "document.rectify.side",
                                 "Which side it is: a back has hardly any colour"};

  Trait<double> colour{this, "colour", "Spread of the card's colours, CIELAB units"};
  Trait<double> grid{this, "grid", "Strength of a regular fine grid over its surroundings"};

  Code black_and_white{this, "document.black_and_white_copy"};
  Code display{this, "document.photo_of_display"};
  Code too_small{this, "document.too_small"};
  Code colours_unclear{this, "document.colours_unclear"};

  Status run(Call& call) override {
    const auto photo = call.get(image);
    const auto cut = call.get(card);
    if (call.cancelled()) return Status::cancelled;
    const Region where = cut->region(0, 0, cut->width, cut->height);
    const double spread = cut->format == COTEJO_BGR8 ? colour_spread(as_mat(*cut)) : 0;
    call.emit(colour, spread, kMeasured);
    const auto seen = call.get(side);
    // Colours shrink with the light, and some cards have few: what may be a card is not called a copy, and left open.
    const bool front = !(seen && *seen == "back");
    const double in_full_light = spread * kFullLight / std::max(kLeastLight, paper_light(as_mat(*cut)));
    const bool copy = front && in_full_light < params_.min_colour;
    const bool unclear = front && !copy && spread < kClearly * params_.min_colour;
    if (copy) call.item(black_and_white, Severity::critical, kCertain, {card}, {{"colour", rounded(spread)}}, where);
    if (call.cancelled()) return Status::cancelled;
    const auto found =
        measure_grid(as_mat(*photo), corners(*photo, *cut), params_.max_grid, [&] { return call.cancelled(); });
    if (call.cancelled()) return Status::cancelled;
    if (!found) {
      call.absent(grid, too_small);
      return Status::ok;
    }
    if (unclear)
      call.absent(grid, colours_unclear);
    else
      call.emit(grid, found->strength, kMeasured);
    if (found->strength > params_.max_grid && found->everywhere &&
        (found->across > kCrossing || found->strength > kMoreThanPrint))
      call.item(display, Severity::critical, kCertain, {card}, {{"grid", rounded(found->strength)}}, where);
    return Status::ok;
  }

 private:
  // Across lines and small print that repeat, nothing stood out by more than
  // 2.2; across a display's rows its columns did, by 3.2 and more. Print alone reached 4.7.
  static constexpr double kCrossing = 2.6;
  static constexpr double kMoreThanPrint = 12;
  // Paper of well-lit cards; six genuine cards at a half, a third and a quarter of their light had as much less colour.
  static constexpr double kFullLight = 0.85, kLeastLight = 0.05;
  // Of `min_colour`: hard photos of copies had up to 6.1, pale genuine cards of another renderer from 5.3.
  static constexpr double kClearly = 1.4;
  static constexpr double kMeasured = 1;   // what was measured is certain; what it means is not
  static constexpr double kCertain = 0.9;  // a score: no public reproductions were at hand to calibrate it on

  static double rounded(double value) { return std::round(value * 10) / 10; }

  static Quad corners(const Image& photo, const Image& cut) {
    const cv::Matx33d to_photo = cv::Matx33d(photo.to_evidence.data()).inv() * cv::Matx33d(cut.to_evidence.data());
    const double w = cut.width, h = cut.height;
    Quad out;
    const cv::Point2d at[] = {{0, 0}, {w, 0}, {w, h}, {0, h}};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const cv::Vec3d p = to_photo * cv::Vec3d(at[i].x, at[i].y, 1);
      out[i] = {p[0] / p[2], p[1] / p[2]};
    }
    return out;
  }

  Params params_;
};

}  // namespace cotejo::recapture
