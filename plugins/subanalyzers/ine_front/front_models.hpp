// The two networks that read a voter card's front, and the alphabets of its fields. Const after construction.
#pragma once
#include <text_reading/panel.hpp>

namespace cotejo::ine_front {

struct FrontModels {
  FrontModels(text_reading::LineModel spanish, text_reading::LineModel english);

  text_reading::LineNetwork first, second;
  text_reading::Alphabet every, nothing, label;
  text_reading::PanelAlphabet letter, digit, either, digit_or_stroke, sex, name, address;
};

}  // namespace cotejo::ine_front
