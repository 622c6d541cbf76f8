// ine.back as a component: ports and traits around back_reader.hpp.
#pragma once
#include <charconv>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <optional>

#include "back_reader.hpp"

namespace cotejo::ine_back {

class IneBack final : public SubAnalyzer {
 public:
  static constexpr About about{"ine.back", "1.0.0",
                               "Numbers on the back of a voter card (INE), printed and from the zone"};
  static constexpr bool parallel = true;

  Port<Image> card{this, "card", "document.rectify.card", "Upright card, cut out of its photo"};
  OptionalPort<std::string> mrz_lines{this, "mrz_lines", "mrz.lines", "The machine-readable zone, to compare with"};
  Model spanish{this, "tesseract-spa"};
  Model english{this, "tesseract-eng"};

  Trait<std::string> cic{this, "cic", "Credential's code, 9 digits"};
  Trait<std::string> ocr{this, "ocr", "OCR number, 13 digits: section and citizen's number"};
  Trait<std::string> citizen_id{this, "citizen_id", "Citizen's number, 9 digits"};

  Code unreadable{this, "ine.back.unreadable"};
  Code mismatch{this, "ine.back.printed_mrz_mismatch"};

  void prepare(Host& host) override {
    reader_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish))),
                    text_reading::read_model(std::as_bytes(host.model(english))));
  }

  Status run(Call& call) override {
    const auto image = call.get(card);
    if (!image) return Status::ok;
    if (image->width < kSmallest || image->height < kSmallest || image->width > kLargest || image->height > kLargest)
      return call.fail(Status::invalid_input, {}, "the image of the card is too small or too large to be read", false);
    if (call.cancelled()) return Status::cancelled;
    std::optional<Zone> zone;
    if (const auto lines = call.get(mrz_lines)) zone = Zone{std::string(*lines), lines.probability()};
    int year = 0;
    const auto today = call.today();
    std::from_chars(today.data(), today.data() + std::min<std::size_t>(4, today.size()), year);
    const auto reading = reader_->read(as_colour_mat(*image), zone, year);
    if (call.cancelled()) return Status::cancelled;

    emit(call, *image, cic, reading.cic, reading.cic.value);
    emit(call, *image, ocr, reading.ocr, reading.ocr.value);
    emit(call, *image, citizen_id, reading.ocr, reading.ocr.found() ? reading.ocr.value.substr(4) : "");
    if (reading.mismatch > 0) call.item(mismatch, Severity::major, reading.mismatch, {card, mrz_lines});
    return Status::ok;
  }

 private:
  static constexpr std::uint32_t kSmallest = 200,
                                 kLargest = 4096;  // pixels a side; the host's rectified cards have 1011x638

  void emit(Call& call, const Image& image, const Trait<std::string>& trait, const Number& number,
            const std::string& value) {
    std::optional<Region> region;
    if (!number.box.empty()) region = image.region(number.box.x, number.box.y, number.box.width, number.box.height);
    if (number.found())
      call.emit(trait, value, number.probability, region);
    else
      call.absent(trait, unreadable);
  }

  std::optional<BackReader> reader_;
};

}  // namespace cotejo::ine_back
