// The two readers of a voter card's front, and the alphabets of its fields. Const after construction.
#pragma once
#include <text_reading/capitals_reader.hpp>
#include <text_reading/panel.hpp>

namespace cotejo::ine_front {

class FrontModels {
 public:
  explicit FrontModels(text_reading::LineModel spanish);

  using Lines = std::vector<text_reading::PageLine>;
  using Places = std::vector<text_reading::TextLine>;
  // Every line, by the first reader; or once more by the second one, without its text. `stop`: see read_lines().
  Lines read(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop = {}) const;
  Lines read_again(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop = {}) const;

 private:
  text_reading::LineNetwork words_;
  text_reading::CapitalsReader capitals_;
  text_reading::Alphabet every_, nothing_;

 public:
  text_reading::Alphabet label;
  text_reading::PanelAlphabet letter, digit, either, digit_or_stroke, sex, name, address;
};

}  // namespace cotejo::ine_front
