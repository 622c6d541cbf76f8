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
  // Reads every line with the first reader. A line that it can hardly read is read by the second one, whose reading is
  // used if it is better; that line is then "led" by the second reader. `stop`: see read_lines().
  Lines read(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop = {}) const;
  // Reads each line with the other reader. `led_by_second` says for each line which reader led, and may be empty.
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
