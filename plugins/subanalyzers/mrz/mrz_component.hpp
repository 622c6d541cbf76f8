// The component `mrz`. In a header of its own, so that tests can run it without a host.
#pragma once
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <string>

#include "mrz/reading.hpp"
#include "reader.hpp"

namespace cotejo::mrz {

struct MrzParams {
  double min_probability = 0.5;
  static void describe(cotejo::ParamSet<MrzParams>& set) {
    set.add("min_probability", &MrzParams::min_probability,
            "A field that is less likely than this to be right is absent (mrz.unreadable)")
        .range(0, 1);
  }
};

class Mrz : public cotejo::SubAnalyzer {
 public:
  static constexpr cotejo::About about{"mrz", "1.0.0", "Reads the machine-readable zone of cards, passports and visas"};
  using Params = MrzParams;
  explicit Mrz(const Params& params) : params_(params) {}

  cotejo::Port<cotejo::Image> image{this, "image", "image.pixels", "The photo"};
  cotejo::OptionalPort<cotejo::Image> card{this, "card", "document.rectify.card",
                                           "The card, upright; read first when there is one"};

  cotejo::Trait<std::string> format{this, "format", "TD1, TD2, TD3, MRV-A or MRV-B; an INE card is a TD1"};
  cotejo::Trait<std::string> lines{this, "lines", "The zone's lines, joined by line feeds"};
  cotejo::Trait<bool> valid{
      this, "valid",
      "Every check digit right, every character where it may be, the dates in the calendar or openly unknown"};
  cotejo::Trait<std::string> document_number{this, "document_number", "Without fillers; of an INE card the CIC"};
  cotejo::Trait<std::string> surnames{this, "surnames", "As in the zone, blanks for fillers"};
  cotejo::Trait<std::string> given_names{this, "given_names", "As in the zone, blanks for fillers"};
  cotejo::Trait<cotejo::Date> birth_date{this, "birth_date", "Date of birth"};
  cotejo::Trait<std::string> sex{this, "sex", "INE: H or M (mujer); others as ICAO has it: M (male), F, X"};
  cotejo::Trait<cotejo::Date> expiry_date{this, "expiry_date", "Last day of validity"};

  cotejo::Code not_found{this, "mrz.not_found"};
  cotejo::Code unreadable{this, "mrz.unreadable"};

  cotejo::Status run(cotejo::Call& call) override;

 private:
  void nothing(cotejo::Call& call, const cotejo::Code& why);
  void tell(cotejo::Call& call, const ZoneReading& zone, const cotejo::Image& source, int year);
  Params params_;
  cotejo::Image card_image_;  // of the running call
};

}  // namespace cotejo::mrz
