// The two readers of a voter card's front, and the alphabets of its fields. Const after construction.
#pragma once
#include <text_reading/capitals_reader.hpp>
#include <text_reading/panel.hpp>
#include <text_reading/translation.hpp>

namespace cotejo::ine_front {

class FrontModels {
 public:
  explicit FrontModels(text_reading::LineModel spanish);

  using Lines = std::vector<text_reading::PageLine>;
  using Places = std::vector<text_reading::TextLine>;
  // Every line, by the first reader; what that can hardly read by the second one, where it reads it better: then that
  // one leads. `stop`: see read_lines().
  Lines read(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop = {}) const;
  // Once more, without their text, by the reader that does not lead: `led_by_second` says so of each place, or is
  // empty.
  Lines read_again(const cv::Mat& grey, const Places& places, const std::vector<bool>& led_by_second = {},
                   const text_reading::Stop& stop = {}) const;

 private:
  void lead_by_capitals(const cv::Mat& grey, Lines& lines, const text_reading::Stop& stop) const;

  text_reading::LineNetwork words_;
  text_reading::CapitalsReader capitals_;
  text_reading::Translation to_words_, to_capitals_;
  text_reading::Alphabet every_, every_capital_, nothing_, no_word_;

 public:
  text_reading::Alphabet label;
  text_reading::PanelAlphabet letter, digit, either, digit_or_stroke, sex, name, address;
};

}  // namespace cotejo::ine_front
