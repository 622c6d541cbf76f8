#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "card.hpp"
#include "fonts.hpp"
#include "mrz/reading.hpp"
#include "ornaments.hpp"

namespace cotejo::specimens {
namespace {

void print_number(Sheet& sheet, const Fonts& fonts, const Person& person, double x, double y, double em,
                  const Ink& ink) {
  constexpr std::size_t kPrefix = 5, kDigits = 9;
  std::string number = mrz_lines(person).front().substr(0, kPrefix + kDigits + 1);
  if (number.substr(kPrefix, kDigits) != person.cic)  // a misprint: the zone stays, see misprints.hpp
    number = number.substr(0, kPrefix) + person.cic + mrz::check_digit(person.cic);
  sheet.record("ine.back.cic", sheet.text(fonts.value, number, x, y, em, ink));
}

void print_mrz(Sheet& sheet, const Fonts& fonts, const Person& person, Random random) {
  const double left = random.uniform(45, 70), width = random.uniform(870, 905), pitch = random.uniform(46, 54);
  double y = random.uniform(482, 496);
  const int dark = random.integer(0, 40);
  const Ink ink{cv::Scalar::all(dark), random.uniform(0.9, 1)};
  // One stretch for all lines, found on a line of thirty equal glyphs, keeps the columns fixed whatever the letters
  // are.
  const double em = random.uniform(46, 52);
  const double stretch = width / (fonts.machine.width(std::string(30, 'H'), em * kPrintScale) / kPrintScale);
  for (const auto& line : mrz_lines(person)) {
    sheet.record("mrz.lines", sheet.text(fonts.machine, line, left, y, em, ink, stretch));
    y += pitch;
  }
}

void print_gh(Sheet& sheet, const Fonts& fonts, const Person& person, const Ink& ink, Random random) {
  const double y = random.uniform(40, 55), size = random.uniform(215, 235), x = random.uniform(40, 60);
  draw_matrix_code(sheet, {x, y, size, size}, random.integer(57, 77), ink, random.fork("first"));
  draw_matrix_code(sheet, {x + size + random.uniform(25, 45), y, size, size}, random.integer(57, 77), ink,
                   random.fork("second"));
  const double right = x + 2 * size + random.uniform(75, 95), small = random.uniform(95, 115);
  draw_matrix_code(sheet, {right, y, small, small}, 29, ink, random.fork("third"));
  draw_fingerprint(sheet,
                   {right + small + random.uniform(30, 60), y, random.uniform(120, 140), random.uniform(150, 170)},
                   {ink.colour, 0.7}, random.fork("finger"));
  holders_signature(sheet, person, {right, y + 160, random.uniform(205, 250), 92}, ink, random.fork("signature"));
  sheet.text(fonts.label, "FIRMA", right + random.uniform(60, 90), y + 272, random.uniform(13, 15), {ink.colour, 0.8});
  draw_signature(sheet, {right + 268, y + 205, 115, 66}, {ink.colour, 0.9}, random.fork("secretary"));
  print_number(sheet, fonts, person, x, y + size + random.uniform(38, 60), random.uniform(25, 31), ink);
  sheet.text(fonts.label, "SECRETARIO EJECUTIVO", right + 205, y + random.uniform(290, 320), random.uniform(15, 18),
             {ink.colour, 0.8});
}

void print_def(Sheet& sheet, const Fonts& fonts, const Person& person, const Ink& ink, Random random) {
  const double y = random.uniform(36, 52), x = random.uniform(40, 60);
  draw_bar_code(sheet, {x, y, random.uniform(380, 440), random.uniform(60, 80)}, ink, random.fork("bars"));
  draw_stacked_code(sheet, {random.uniform(560, 590), y, random.uniform(360, 390), random.uniform(130, 160)}, ink,
                    random.fork("stack"));
  print_number(sheet, fonts, person, x, y + random.uniform(125, 150), random.uniform(26, 33), ink);
  holders_signature(sheet, person, {x, y + 195, random.uniform(280, 340), 118}, ink, random.fork("signature"));
  sheet.text(fonts.label, "FIRMA", x + 90, y + random.uniform(330, 345), random.uniform(15, 18), {ink.colour, 0.8});
  draw_fingerprint(sheet, {random.uniform(420, 450), y + random.uniform(165, 185), 120, 155}, {ink.colour, 0.75},
                   random.fork("finger"));
  sheet.text(fonts.label, "SECRETARIO EJECUTIVO DEL", 610, y + random.uniform(300, 312), random.uniform(14, 17),
             {ink.colour, 0.8});
  sheet.text(fonts.label, "INSTITUTO NACIONAL ELECTORAL", 610, y + random.uniform(324, 334), random.uniform(14, 17),
             {ink.colour, 0.8});
  draw_signature(sheet, {620, y + 195, 240, 85}, {ink.colour, 0.9}, random.fork("secretary"));
}

}  // namespace

std::string printed_mrz(const Person& person) {
  const auto lines = mrz_lines(person);
  return lines[0] + "\n" + lines[1] + "\n" + lines[2];
}

CardImage render_back(const Person& person, Generation generation, const cv::Mat& portrait, Random random) {
  const Fonts fonts(random.fork("fonts"));
  Sheet sheet(fine_line_background(random.fork("background"), generation));
  const Ink ink{cv::Scalar::all(random.integer(15, 60)), 0.95};
  if (generation == Generation::kGh) {
    print_gh(sheet, fonts, person, ink, random.fork("rows"));
  } else {
    print_def(sheet, fonts, person, ink, random.fork("rows"));
  }
  if (person.emission_year >= 2026 && !portrait.empty()) {  // the newest model repeats the portrait on the back
    cv::Mat grey, small;
    cv::cvtColor(portrait, grey, cv::COLOR_BGR2GRAY);
    cv::cvtColor(grey, small, cv::COLOR_GRAY2BGR);
    sheet.paste(small, {885, 215, 90, 115}, 0.55);
  }
  print_mrz(sheet, fonts, person, random.fork("mrz"));
  wear(sheet, random.fork("wear"));
  return std::move(sheet).finish();
}

}  // namespace cotejo::specimens
