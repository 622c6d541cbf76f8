// ine.front as a component: ports and traits around front_reader.hpp.
#pragma once
#include <cotejo/plugin.hpp>
#include <voter_card/card_side.hpp>

#include "front_reader.hpp"

namespace cotejo::ine_front {

class IneFront final : public voter_card::CardSide<FrontReader> {
 public:
  static constexpr About about{"ine.front", "1.2.0",
                               "Fields on the front of a voter card (INE), both layout generations"};

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

  Status run(Call& call) override {
    const auto image = call.get(card);
    if (!image) return Status::ok;
    if (!usable(*image)) return call.fail(Status::invalid_input, {}, kNotUsable, false);
    if (call.cancelled()) return Status::cancelled;
    const auto reading = reader().read(as_colour_mat(*image), year_of(call), [&] { return call.cancelled(); });
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
  template <class T, class Convert>
  void emit(Call& call, const Image& image, const Trait<T>& trait, const Field& field, Convert convert) {
    const auto region = region_of(image, field.box);
    if (field.found())
      call.emit(trait, convert(field.value), field.probability, region);
    else
      call.absent(trait,
                  field.absence == Absence::unreadable  ? unreadable
                  : field.absence == Absence::not_shown ? not_shown
                                                        : label_not_found,
                  region);
  }
};

}  // namespace cotejo::ine_front
