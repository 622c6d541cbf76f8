// What check.signature knows, and what a product may set.
#pragma once
#include <judgement/gathering.hpp>
#include <string>
#include <vector>

namespace signature_check {

using cotejo::judgement::Fact;

struct Params {
  double min_probability = 0.80;
  std::vector<std::string> signers{"borrower"};
  double min_similarity = 0.60;
  double other_similarity = 0.20;
  double mismatch_similarity = 0.02;
  double copied_share = 0.02;

  static void describe(cotejo::ParamSet<Params>& set) {
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
    set.add("signers", &Params::signers, "Roles, as the template names them, that are the applicant");
    set.add("min_similarity", &Params::min_similarity, "Score from which two signatures count as one hand's")
        .range(0, 1);
    set.add("other_similarity", &Params::other_similarity,
            "Score below which one place of several leaves the check undecided, whatever the mean of all")
        .range(0, 1);
    set.add("mismatch_similarity", &Params::mismatch_similarity,
            "Score below which they are told to be two hands'; what lies between leaves the check undecided")
        .range(0, 1);
    set.add("copied_share", &Params::copied_share,
            "Share of copied signatures among all: turns probabilities, which hold for one in two, into confidences")
        .range(0.0001, 0.9);
  }
};

// What stands above a line to sign.
struct Mark {
  std::string signer, label;
  std::string kind;                  // ink, typed, blank; empty when nothing is known
  std::string copy_of;               // what it is identical to; empty when it is of its own
  double copied = 0;                 // how likely, if every other one were a copy
  std::optional<double> similarity;  // with the card's; none: it could not be compared
  std::optional<cotejo::Region> region;
};

struct Facts {
  Fact<std::vector<Mark>> marks;  // of the applicant's lines
  Fact<double> similarity;
  std::string_view reference;  // why there is no similarity
};

struct Ports {
  cotejo::Component* owner;
  cotejo::judgement::Input<cotejo::Json> marks{owner, "marks", "signature.marks"};
  cotejo::judgement::Input<double> similarity{owner, "similarity", "signature.similarity",
                                              "Score 0..1 of contract and voter card"};
};

Facts gather(const cotejo::Call& call, const Ports& ports, const Params& params);

}  // namespace signature_check
