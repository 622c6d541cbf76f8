// What a product decides about tampering.
#pragma once
#include <cotejo/plugin.hpp>

namespace document_integrity {

// Where the numbers come from is in README.md.
struct Params {
  double max_score = 0.97;
  double unclear_score = 0.85;
  double altered_share = 0.02;
  double max_different_bits = 18;
  std::vector<std::string> may_be_one;
  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("max_score", &Params::max_score, "Score of document.tamper from which an evidence counts as altered")
        .range(0, 1);
    set.add("unclear_score", &Params::unclear_score,
            "Score from which a person has to look; what lies below counts as untouched")
        .range(0, 1);
    set.add("altered_share", &Params::altered_share,
            "Share of altered evidence among all that is sent: turns scores, which hold for one in two, into "
            "confidences")
        .range(0.0001, 0.9);
    set.add("max_different_bits", &Params::max_different_bits,
            "Bits of 255 by which the marks of two pictures may differ when they are one picture")
        .range(0, 255);
    set.add("may_be_one", &Params::may_be_one, "Evidence of which two may be one file, sent twice for two uses");
  }
};

}  // namespace document_integrity
