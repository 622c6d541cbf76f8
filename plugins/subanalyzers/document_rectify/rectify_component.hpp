// The component `document.rectify`. In a header of its own, so that tests can run it without a host.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <string>

#include "rectify.hpp"

namespace cotejo::rectify {

class DocumentRectify : public SubAnalyzer {
 public:
  static constexpr About about{"document.rectify", "1.0.0",
                               "Finds an ID-1 card in a photo and warps it upright to 1011x638"};

  struct Params {
    std::string expect_side = "any";
    double min_score = 0.40;
    std::int64_t min_text_rows = 3;
    double min_side_score = 0.75;
    static void describe(ParamSet<Params>& set) {
      set.add("expect_side", &Params::expect_side,
              "Side that was asked for; the other one is reported as document.wrong_side")
          .one_of({"any", "front", "back"});
      set.add("min_score", &Params::min_score, "Score of outline and content below which nothing is called a card")
          .range(0, 1);
      set.add("min_text_rows", &Params::min_text_rows, "Rows of text that a card has at least").range(0, 50);
      set.add("min_side_score", &Params::min_side_score,
              "Score of a side below which document.wrong_side is not reported")
          .range(0, 1);
    }
  };
  explicit DocumentRectify(const Params& params) : params_(params) {}

  Port<Image> image{this, "image", "image.pixels", "The photo"};

  Trait<Image> card{this, "card", "The card alone, upright, 1011x638"};
  Trait<bool> found{this, "found", "Whether there is a card"};
  Trait<std::string> side{this, "side", "front or back"};

  Code not_found{this, "document.not_found"};
  Code corner_cut_off{this, "document.corner_cut_off"};
  Code wrong_side{this, "document.wrong_side"};
  Code several_cards{this, "document.several_cards"};

  Status run(Call& call) override;

 private:
  void report(Call& call, const Image& photo, const Rectified& result);
  Params params_;
};

}  // namespace cotejo::rectify
