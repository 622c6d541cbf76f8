// What a product may set of check.synthetic_identity. Where the defaults come from: README.md.
#pragma once
#include <cotejo/plugin.hpp>

namespace synthetic_identity {

// How many other people there must be before the check is undecided, and before it fails.
struct Limits {
  std::int64_t doubt, fail;
};

struct Params {
  double min_probability = 0.80;
  std::vector<std::string> required{"curp"};
  std::int64_t clabe_doubt = 1, clabe_fail = 1;
  std::int64_t phone_doubt = 1, phone_fail = 2;
  std::int64_t device_doubt = 1, device_fail = 2;
  std::int64_t address_doubt = 4, address_fail = 8;
  double face_corroborated = 0.42, face_doubt = 0.55, face_fail = 0.60;
  double own_face = 0.42;
  std::int64_t burst_days = 7;
  std::int64_t burst_people = 3, burst_building = 6;
  std::int64_t recent_applications = 10;
  std::int64_t min_age_of_issue = 17, min_age_of_affiliation = 14, max_age = 110;

  Limits clabe() const { return {clabe_doubt, clabe_fail}; }
  Limits phone() const { return {phone_doubt, phone_fail}; }
  Limits device() const { return {device_doubt, device_fail}; }
  Limits address() const { return {address_doubt, address_fail}; }

  static void describe(cotejo::ParamSet<Params>& set) {
    constexpr std::int64_t kMostPeople = 1000;
    constexpr std::int64_t kMostYears = 150;
    const auto people = [&](const char* name, std::int64_t Params::*member, const char* summary) {
      set.add(name, member, summary).range(1, kMostPeople);
    };
    const auto years = [&](const char* name, std::int64_t Params::*member, const char* summary) {
      set.add(name, member, summary).range(0, kMostYears);
    };
    set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
    set.add("required", &Params::required, "What must have been looked up for the check to pass")
        .one_of({"curp", "clabe", "phone", "device", "card", "address", "face"});
    people("clabe_doubt", &Params::clabe_doubt, "Other people with this CLABE from which the check is undecided");
    people("clabe_fail", &Params::clabe_fail, "… and from which it fails");
    people("phone_doubt", &Params::phone_doubt, "Other people with this phone from which the check is undecided");
    people("phone_fail", &Params::phone_fail, "… and from which it fails");
    people("device_doubt", &Params::device_doubt, "Other people on this device from which the check is undecided");
    people("device_fail", &Params::device_fail, "… and from which it fails");
    people("address_doubt", &Params::address_doubt, "Other people in this home from which the check is undecided");
    people("address_fail", &Params::address_fail, "… and from which it fails");
    set.add("face_corroborated", &Params::face_corroborated,
            "Cosine from which somebody who shares something else as well has the same face")
        .range(0, 1);
    set.add("face_doubt", &Params::face_doubt,
            "Cosine from which a face among all earlier ones leaves the check undecided")
        .range(0, 1);
    set.add("face_fail", &Params::face_fail, "… and from which it is the same face").range(0, 1);
    set.add("own_face", &Params::own_face,
            "Somebody photographed before must have a photo at least this alike; not below identity.links' min_cosine")
        .range(0, 1);
    set.add("burst_days", &Params::burst_days, "Days within which new people make a burst").range(1, 365);
    people("burst_people", &Params::burst_people,
           "Other people, new in those days, with one phone, device or home that make a burst");
    people("burst_building", &Params::burst_building, "… with one building, in any flat");
    people("recent_applications", &Params::recent_applications,
           "Earlier applications of one person, in the days of identity.links' recent_days, that are too many");
    years("min_age_of_issue", &Params::min_age_of_issue, "Years of age before which nobody has a voter card");
    years("min_age_of_affiliation", &Params::min_age_of_affiliation,
          "Years of age before which nobody has a number of social security of their own");
    years("max_age", &Params::max_age, "Years of age that no applicant has");
  }
};

}  // namespace synthetic_identity
