// ine.front as a component: ports and traits around front_reader.hpp.
#pragma once
#include <charconv>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <optional>

#include "front_reader.hpp"

namespace cotejo::ine_front {

class IneFront final : public SubAnalyzer {
 public:
  static constexpr About about{"ine.front", "1.0.0",
                               "Fields on the front of a voter card (INE), both layout generations"};
  static constexpr bool parallel = true;

  Port<Image> card{this, "card", "document.rectify.card", "Upright card, cut out of its photo"};
  Model spanish{this, "tesseract-spa"};
  Model english{this, "tesseract-eng"};

  Trait<std::string> surname{this, "surname", "First surname"};
  Trait<std::string> second_surname{this, "second_surname", "Second surname"};
  Trait<std::string> given_names{this, "given_names", "Given names"};
  Trait<std::string> sex{this, "sex", "H, M or X"};
  Trait<std::string> address{this, "address", "Address as printed, its lines joined by line feeds"};
  Trait<std::string> clave_elector{this, "clave_elector", "Voter key, 18 characters"};
  Trait<std::string> curp{this, "curp", "Population key, 18 characters"};
  Trait<Date> birth_date{this, "birth_date", "Date of birth"};
  Trait<std::int64_t> registration_year{this, "registration_year", "Year of registration as a voter"};
  Trait<std::int64_t> emission{this, "emission", "Year in which the card was made"};
  Trait<std::string> section{this, "section", "Electoral section, 4 digits"};
  Trait<std::int64_t> valid_from{this, "valid_from", "First year of validity"};
  Trait<std::int64_t> valid_until{this, "valid_until", "Last year of validity"};
  Trait<std::string> generation{this, "generation", "Layout generation: DEF or GH"};

  Code label_not_found{this, "ine.front.label_not_found"};
  Code unreadable{this, "ine.front.unreadable"};
  Code not_shown{this, "ine.front.field_not_shown"};

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
    int year = 0;
    const auto today = call.today();
    std::from_chars(today.data(), today.data() + std::min<std::size_t>(4, today.size()), year);
    const auto reading = reader_->read(as_colour_mat(*image), year);
    if (call.cancelled()) return Status::cancelled;

    for (const auto& [trait, key] : {std::pair{&surname, Key::surname},
                                     {&second_surname, Key::second_surname},
                                     {&given_names, Key::given_names},
                                     {&sex, Key::sex},
                                     {&address, Key::address},
                                     {&clave_elector, Key::clave_elector},
                                     {&curp, Key::curp},
                                     {&section, Key::section},
                                     {&generation, Key::generation}})
      emit(call, *image, *trait, reading[key], [](const std::string& text) -> const std::string& { return text; });
    for (const auto& [trait, key] : {std::pair{&registration_year, Key::registration_year},
                                     {&emission, Key::emission},
                                     {&valid_from, Key::valid_from},
                                     {&valid_until, Key::valid_until}})
      emit(call, *image, *trait, reading[key], [](const std::string& text) { return std::int64_t{std::stoi(text)}; });
    emit(call, *image, birth_date, reading[Key::birth_date],
         [](const std::string& text) { return std::string_view(text); });
    return Status::ok;
  }

 private:
  static constexpr std::uint32_t kSmallest = 200,
                                 kLargest = 4096;  // pixels a side; the host's rectified cards have 1011x638

  template <class T, class Convert>
  void emit(Call& call, const Image& image, const Trait<T>& trait, const Field& field, Convert convert) {
    std::optional<Region> region;
    if (!field.box.empty()) region = image.region(field.box.x, field.box.y, field.box.width, field.box.height);
    if (field.found())
      call.emit(trait, convert(field.value), field.probability, region);
    else
      call.absent(trait,
                  field.absence == Absence::unreadable  ? unreadable
                  : field.absence == Absence::not_shown ? not_shown
                                                        : label_not_found,
                  region);
  }

  std::optional<FrontReader> reader_;
};

}  // namespace cotejo::ine_front
