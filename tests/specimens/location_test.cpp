// Records of positions, as geo.track and check.geolocation judge them.
#include "location.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <cotejo/testing.hpp>
#include <iostream>

#include "../../plugins/checks/geolocation/geolocation_check.hpp"
#include "../../plugins/subanalyzers/geo_track/geo_track.hpp"

namespace cotejo::specimens {
namespace {

// The clock of the testing host.
const auto kNow = instants::parse_instant("2026-01-01T00:00:00Z") -> utc;

testing::Result tracked(const Specimen& specimen, const std::string& variant) {
  testing::Fake<geo_track::GeoTrack> track;
  track.given("document", boost::json::serialize(make_location(specimen, {variant, false, kNow})));
  track.given("postal_code", std::string_view(specimen.person.postal_code));
  return track.run();
}

testing::Result judged(const testing::Result& traits) {
  testing::Fake<geolocation_check::GeolocationCheck> check;
  for (const auto& consumed : check.declaration().at("consumes").as_array()) {
    const std::string port(consumed.at("port").as_string());
    const auto trait = traits.traits.find(port);
    if (trait == traits.traits.end()) continue;
    if (trait->second.absent) {
      check.given_absent(port, trait->second.absent_reason);
    } else if (trait->second.type == "number") {
      check.given(port, trait->second.number());
    } else if (trait->second.type == "boolean") {
      check.given(port, trait->second.boolean());
    } else if (trait->second.type == "integer") {
      check.given(port, trait->second.integer());
    } else {
      check.given(port, std::string_view(trait->second.text()));
    }
  }
  return check.run();
}

bool is_found(const testing::Result& result, const char* code) {
  return code == nullptr ? result.verdict == Verdict::pass && result.items.empty()
                         : result.verdict != Verdict::pass && result.item(code) != nullptr;
}

TEST(Location, OfEachVariantIsFoundForWhatItIs) {
  constexpr int kApplicants = 40;
  for (const auto& variant : location_variants()) {
    int found = 0;
    for (int seed = 0; seed < kApplicants; ++seed) {
      const Specimen specimen = make_applicant({}, Random(static_cast<std::uint64_t>(seed)));
      const auto result = judged(tracked(specimen, variant.name));
      if (is_found(result, variant.code)) {
        ++found;
        continue;
      }
      std::string codes;
      for (const auto& item : result.items) codes += item.code + " ";
      ADD_FAILURE() << variant.name << ", " << specimen.person.postal_code << ": " << codes;
    }
    std::cout << variant.name << ": " << found << " of " << kApplicants << "\n";
  }
}

TEST(Location, IsTheSameForTheSameSeedAndTime) {
  const Specimen specimen = make_applicant({}, Random(3));
  const LocationOrder order{"genuine", false, kNow};
  EXPECT_EQ(make_location(specimen, order), make_location(specimen, order));
}

TEST(Location, UnknownVariantsAreRefused) {
  EXPECT_THROW(make_location(make_applicant({}, Random(3)), {"elsewhere", false, kNow}), std::invalid_argument);
}

}  // namespace
}  // namespace cotejo::specimens
