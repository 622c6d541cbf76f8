// ine.back as a component: ports and traits around back_reader.hpp.
#pragma once
#include <cotejo/plugin.hpp>
#include <voter_card/card_side.hpp>

#include "back_reader.hpp"

namespace cotejo::ine_back {

class IneBack final : public voter_card::CardSide<BackReader> {
 public:
  static constexpr About about{"ine.back", "1.0.0",
                               "Numbers on the back of a voter card (INE), printed and from the zone"};

  OptionalPort<std::string> mrz_lines{this, "mrz_lines", "mrz.lines", "The machine-readable zone, to compare with"};

  Trait<std::string> cic{this, "cic", "Credential's code, 9 digits"};
  Trait<std::string> ocr{this, "ocr", "OCR number, 13 digits: section and citizen's number"};
  Trait<std::string> citizen_id{this, "citizen_id", "Citizen's number, 9 digits"};

  Code unreadable{this, "ine.back.unreadable"};
  Code mismatch{this, "ine.back.printed_mrz_mismatch"};

  Status run(Call& call) override {
    const auto image = call.get(card);
    if (!image) return Status::ok;
    if (!usable(*image)) return call.fail(Status::invalid_input, {}, kNotUsable, false);
    if (call.cancelled()) return Status::cancelled;
    std::optional<Zone> zone;
    if (const auto lines = call.get(mrz_lines)) zone = Zone{std::string(*lines), lines.probability()};
    const auto reading = reader().read(as_colour_mat(*image), zone, year_of(call), [&] { return call.cancelled(); });
    if (call.cancelled()) return Status::cancelled;

    emit(call, *image, cic, reading.cic, reading.cic.value);
    emit(call, *image, ocr, reading.ocr, reading.ocr.value);
    emit(call, *image, citizen_id, reading.ocr, reading.ocr.found() ? reading.ocr.value.substr(4) : "");
    if (reading.mismatch > 0) call.item(mismatch, Severity::major, reading.mismatch, {card, mrz_lines});
    return Status::ok;
  }

 private:
  void emit(Call& call, const Image& image, const Trait<std::string>& trait, const Number& number,
            const std::string& value) {
    const auto region = region_of(image, number.box);
    if (number.found())
      call.emit(trait, value, number.probability, region);
    else
      call.absent(trait, unreadable);
  }
};

}  // namespace cotejo::ine_back
