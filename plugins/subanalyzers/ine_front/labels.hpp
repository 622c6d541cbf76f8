// The printed labels of a voter card's front, found by their words wherever they stand.
#pragma once
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>
#include <text_reading/page.hpp>
#include <vector>

namespace cotejo::ine_front {

enum class Label {
  name,
  sex,
  address,
  clave_elector,
  curp,
  registration,
  birth_date,
  section,
  validity,
  emission,
  age,
  state,
  municipality,
  locality,
  folio,
  heading  // printed titles of the card, which never are values
};

struct LabelHit {
  Label label{};
  std::size_t line = 0;
  text_reading::Span span;
  cv::Rect box;
  double score = 0;  // 0..1, 1 when it was read letter by letter
};

// A card's text: its lines, and which stretches of them are labels. Lines without a letter are left out.
struct CardText {
  std::vector<text_reading::PageLine> lines;
  std::vector<LabelHit> labels;
  cv::Size size;

  const LabelHit* find(Label label) const;  // the best one
  // Labels within a line, from left to right.
  std::vector<const LabelHit*> labels_of(std::size_t line) const;
};

// Whether a text (in the form of text_reading::bare()) is a label or the first words of one.
bool is_whole_label(std::string_view text);
bool begins_longer_label(std::string_view text);

// `alphabet`: A-Z with their accented forms, spaces silent.
std::vector<LabelHit> find_labels(const std::vector<text_reading::PageLine>& lines,
                                  const text_reading::Alphabet& alphabet);

}  // namespace cotejo::ine_front
