#include <fmt/format.h>

#include <opencv2/imgproc.hpp>

#include "card.hpp"
#include "fonts.hpp"
#include "ornaments.hpp"

namespace cotejo::specimens {
namespace {

// How one front is printed: chosen once, used by every row.
struct Style {
  Fonts fonts;
  double left, right, top, pitch;  // the text block, card units
  double label_em, value_em, name_em, stretch;
  double drop;  // from a label down to the value below it, in rows
  Ink label_ink, value_ink;
  bool accents;

  Style(Random random, Generation generation)
      : fonts(random.fork("fonts")),
        left(random.uniform(322, 350)),
        right(random.uniform(955, 985)),
        top(random.uniform(158, 178)),
        pitch(generation == Generation::kGh ? random.uniform(33.5, 36) : random.uniform(35, 39)),
        label_em(random.uniform(18, 21)),
        value_em(random.uniform(27, 31)),
        name_em(value_em + random.uniform(0, 3)),
        stretch(random.uniform(0.92, 1.06)),
        drop(random.uniform(0.82, 0.98)),
        accents(random.chance(0.85)) {
    const int grey = random.integer(30, 110);
    label_ink = {{double(grey + random.integer(0, 50)), double(grey), double(grey + random.integer(0, 70))},
                 random.uniform(0.8, 1)};
    const int dark = random.integer(10, 55);
    value_ink = {{double(dark), double(dark), double(dark)}, random.uniform(0.85, 1)};
  }
};

class Front {
 public:
  Front(Sheet& sheet, const Style& style) : sheet_(sheet), style_(style), y_(style.top) {}

  void next_row(double rows = 1) { y_ += rows * style_.pitch; }

  // A label alone; returns its right end.
  double label(const std::string& words, double x) {
    const cv::Rect2d box = sheet_.text(style_.fonts.label, style_.accents ? words : plain(words), x, y_,
                                       style_.label_em, style_.label_ink);
    return box.x + box.width;
  }
  void value(const std::string& trait, const std::string& words, double x, double right, double em = 0) {
    if (words.empty()) return;
    const double size = em > 0 ? em : style_.value_em;
    sheet_.record(trait,
                  sheet_.text_within(style_.fonts.value, words, x, y_, size, style_.value_ink, style_.stretch, right));
  }
  // Label and value on one line.
  void inline_field(const std::string& trait, const std::string& words, const std::string& text, double x,
                    double right) {
    const double end = label(words, x);
    value(trait, text, end + 0.45 * style_.value_em, right);
  }
  // The label with its value below; the row itself is not advanced.
  void stacked_field(const std::string& trait, const std::string& words, const std::string& text, double x,
                     double right) {
    label(words, x);
    y_ += style_.drop * style_.pitch;
    value(trait, text, x, right);
    y_ -= style_.drop * style_.pitch;
  }
  // One way or the other.
  void field(bool stacked, const std::string& trait, const std::string& words, const std::string& text, double x,
             double right) {
    if (stacked) {
      stacked_field(trait, words, text, x, right);
    } else {
      inline_field(trait, words, text, x, right);
    }
  }

 private:
  // Upper-case accents dropped, Ñ kept: some prints do without them.
  static std::string plain(const std::string& words) { return printed(words); }

  Sheet& sheet_;
  const Style& style_;
  double y_;
};

void print_header(Sheet& sheet, const Style& style, Generation generation, Random random) {
  const Ink ink{{double(random.integer(50, 120)), double(random.integer(20, 60)), double(random.integer(60, 150))},
                0.95};
  draw_emblem(sheet, {random.uniform(70, 85), random.uniform(72, 82)}, random.uniform(42, 54), random.fork("emblem"));
  const double x = random.uniform(145, 165), y = random.uniform(58, 66);
  const std::string country = style.accents ? "MÉXICO" : "MEXICO";
  if (generation == Generation::kGh) {
    sheet.text_within(style.fonts.title, "INSTITUTO NACIONAL ELECTORAL", x, y, random.uniform(34, 40), ink, 1, 800);
    sheet.text_within(style.fonts.title, "CREDENCIAL PARA VOTAR", x, y + 44, random.uniform(30, 36), ink, 1, 800);
    sheet.text(style.fonts.label, country, random.uniform(36, 48), 146, random.uniform(22, 26), ink);
  } else {
    sheet.text(style.fonts.title, country, x, y - 18, random.uniform(20, 25), ink);
    sheet.text_within(style.fonts.title, "INSTITUTO NACIONAL ELECTORAL", x, y + 16, random.uniform(32, 38), ink, 1,
                      800);
    sheet.text_within(style.fonts.title, "CREDENCIAL PARA VOTAR", x, y + 54, random.uniform(28, 34), ink, 1, 800);
  }
  const Ink logo{{double(random.integer(100, 180)), double(random.integer(40, 90)), double(random.integer(150, 215))},
                 0.9};
  sheet.text(style.fonts.title, "INE", random.uniform(835, 855), random.uniform(90, 105), random.uniform(72, 88), logo,
             1.1);
}

void print_portraits(Sheet& sheet, const Person& person, const cv::Mat& portrait, Generation generation,
                     Random random) {
  const double height = random.uniform(295, 332), width = height * portrait.cols / portrait.rows;
  const cv::Rect2d box(random.uniform(30, 44), random.uniform(172, 196), width, height);
  cv::Mat toned;
  portrait.convertTo(toned, -1, random.uniform(0.85, 1.0), random.uniform(0, 25));
  sheet.paste(toned, box, random.uniform(0.92, 1.0));
  sheet.record("portrait", box);
  cv::Mat grey, ghost;
  cv::cvtColor(portrait, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor(grey, ghost, cv::COLOR_GRAY2BGR);
  const double ghost_height = random.uniform(112, 140);
  const cv::Rect2d at(random.uniform(845, 870),
                      generation == Generation::kGh ? random.uniform(300, 350) : random.uniform(300, 330),
                      ghost_height * portrait.cols / portrait.rows, ghost_height);
  sheet.paste(ghost, at, random.uniform(0.3, 0.5));
  if (random.chance(0.4)) {  // some models have the holder's signature below the portrait
    const cv::Rect2d below(box.x, box.y + box.height + 8, box.width, 610 - box.y - box.height - 8);
    holders_signature(sheet, person, below, {cv::Scalar::all(40), 0.85}, random.fork("signature"));
  }
}

void print_names(Front& front, const Person& person, const Style& style, double right) {
  front.label("NOMBRE", style.left);
  front.next_row();
  front.value("ine.front.surname", printed(person.surname), style.left, right, style.name_em);
  front.next_row();
  if (!person.second_surname.empty()) {
    front.value("ine.front.second_surname", printed(person.second_surname), style.left, right, style.name_em);
    front.next_row();
  }
  front.value("ine.front.given_names", printed(person.given_names), style.left, right, style.name_em);
  front.next_row();
  if (person.second_surname.empty()) front.next_row();
}

void print_address(Front& front, const Person& person, const Style& style, double right) {
  if (person.address.empty()) {
    front.next_row(4);
    return;
  }
  front.label("DOMICILIO", style.left);
  front.next_row();
  for (const auto& line : person.address) {
    front.value("ine.front.address", line, style.left, right);
    front.next_row();
  }
  if (person.address.size() < 3) front.next_row();
}

std::string registration(const Person& person) {
  return fmt::format("{} {:02}", person.registration_year, person.emission_number);
}

std::string validity(const Person& person, Random& random) {
  return fmt::format(fmt::runtime(random.chance(0.75) ? "{} - {}" : "{}-{}"), person.emission_year, person.valid_until);
}

// The lower rows of G and H: five rows, in one of the ways in which they may be set.
void print_lower_gh(Front& front, const Person& person, const Style& style, double ghost, Random random) {
  const std::string birth = printed(person.birth), valid = validity(person, random);
  const double second = style.left + random.uniform(330, 352), third = style.left + random.uniform(455, 475);
  const int arrangement = random.integer(0, 9);
  if (arrangement < 6) {
    front.inline_field("ine.front.clave_elector", "CLAVE DE ELECTOR", person.clave_elector, style.left, ghost);
    front.next_row();
    if (arrangement < 5) {
      front.stacked_field("ine.front.curp", "CURP", person.curp, style.left, second - 22);
      front.stacked_field("ine.front.registration_year", "AÑO DE REGISTRO", registration(person), second, style.right);
      front.next_row(2);
    } else {
      front.inline_field("ine.front.curp", "CURP", person.curp, style.left, ghost);
      front.next_row();
      front.inline_field("ine.front.registration_year", "AÑO DE REGISTRO", registration(person), style.left, ghost);
      front.next_row();
    }
    front.stacked_field("ine.front.birth_date", "FECHA DE NACIMIENTO", birth, style.left, second - 30);
    front.stacked_field("ine.front.section", "SECCIÓN", person.section, second, third);
    front.stacked_field("ine.front.valid_until", "VIGENCIA", valid, third, style.right);
  } else if (arrangement < 8) {
    front.stacked_field("ine.front.clave_elector", "CLAVE DE ELECTOR", person.clave_elector, style.left, second - 22);
    front.stacked_field("ine.front.registration_year", "AÑO DE REGISTRO", registration(person), second, style.right);
    front.next_row(2);
    front.stacked_field("ine.front.curp", "CURP", person.curp, style.left, second - 22);
    front.stacked_field("ine.front.birth_date", "FECHA DE NACIMIENTO", birth, second, style.right);
    front.next_row(2);
    front.inline_field("ine.front.section", "SECCIÓN", person.section, style.left, second - 60);
    front.inline_field("ine.front.valid_until", "VIGENCIA", valid, second - 40, style.right);
  } else {
    front.inline_field("ine.front.curp", "CURP", person.curp, style.left, ghost);
    front.next_row();
    front.inline_field("ine.front.clave_elector", "CLAVE DE ELECTOR", person.clave_elector, style.left, ghost);
    front.next_row();
    front.inline_field("ine.front.section", "SECCIÓN", person.section, style.left, second - 110);
    front.inline_field("ine.front.registration_year", "AÑO DE REGISTRO", registration(person), second - 90, ghost);
    front.next_row(1.1);
    front.stacked_field("ine.front.birth_date", "FECHA DE NACIMIENTO", birth, style.left, second - 22);
    front.stacked_field("ine.front.valid_until", "VIGENCIA", valid, second, style.right);
  }
}

void print_gh(Front& front, const Person& person, const Style& style, Random random) {
  const double ghost = 838;
  Front aside = front;
  const char* sex_label = person.emission_year >= 2026 ? "GÉNERO" : "SEXO";
  aside.field(random.chance(0.2), "ine.front.sex", sex_label, std::string(1, person.sex), random.uniform(775, 840),
              style.right);
  print_names(front, person, style, 765);
  print_address(front, person, style, ghost);
  print_lower_gh(front, person, style, ghost, random.fork("lower"));
}

void print_lower_def(Front& front, const Person& person, const Style& style, Random random) {
  front.inline_field("ine.front.clave_elector", "CLAVE DE ELECTOR", person.clave_elector, style.left, style.right);
  front.next_row();
  const double second = style.left + random.uniform(348, 366);
  front.inline_field("ine.front.curp", "CURP", person.curp, style.left, second - 12);
  front.inline_field("ine.front.registration_year", "AÑO DE REGISTRO", registration(person), second, style.right);
  front.next_row();
  const std::string state = fmt::format("{:02}", person.state_number),
                    municipality = fmt::format("{:03}", person.municipality_number);
  const std::string locality = fmt::format("{:04}", person.locality_number),
                    emission = std::to_string(person.emission_year);
  const double columns[] = {style.left, style.left + random.uniform(165, 185), style.left + random.uniform(385, 410)};
  front.inline_field("state", "ESTADO", state, columns[0], columns[1] - 10);
  front.inline_field("municipality", "MUNICIPIO", municipality, columns[1], columns[2] - 10);
  if (random.chance(0.7)) {
    front.inline_field("ine.front.section", "SECCIÓN", person.section, columns[2], style.right);
    front.next_row();
    front.inline_field("locality", "LOCALIDAD", locality, columns[0], columns[1] + 10);
    front.inline_field("ine.front.emission", "EMISIÓN", emission, columns[1] + 18, columns[2] - 10);
    front.inline_field("ine.front.valid_until", "VIGENCIA", std::to_string(person.valid_until), columns[2],
                       style.right);
  } else {
    front.inline_field("locality", "LOCALIDAD", locality, columns[2], style.right);
    front.next_row();
    front.inline_field("ine.front.section", "SECCIÓN", person.section, columns[0], columns[1] + 10);
    front.inline_field("ine.front.emission", "EMISIÓN", emission, columns[1] + 18, columns[2] - 10);
    front.inline_field("ine.front.valid_until", "VIGENCIA HASTA", std::to_string(person.valid_until), columns[2],
                       style.right);
  }
}

void print_def(Front& front, const Person& person, const Style& style, Random random) {
  const double aside_left = random.uniform(728, 752), ghost = 838;
  Front aside = front;
  aside.stacked_field("ine.front.birth_date", "FECHA DE NACIMIENTO", printed(person.birth), aside_left, style.right);
  aside.next_row(2);
  aside.inline_field("ine.front.sex", "SEXO", std::string(1, person.sex), aside_left, style.right);
  print_names(front, person, style, aside_left - 15);
  print_address(front, person, style, ghost);
  print_lower_def(front, person, style, random.fork("lower"));
}

}  // namespace

CardImage render_front(const Person& person, Generation generation, const cv::Mat& portrait, Random random) {
  const Style style(random.fork("style"), generation);
  Sheet sheet(fine_line_background(random.fork("background"), generation));
  print_header(sheet, style, generation, random.fork("header"));
  print_portraits(sheet, person, portrait, generation, random.fork("portraits"));
  Front front(sheet, style);
  if (generation == Generation::kGh) {
    print_gh(front, person, style, random.fork("rows"));
  } else {
    print_def(front, person, style, random.fork("rows"));
  }
  wear(sheet, random.fork("wear"));
  return std::move(sheet).finish();
}

}  // namespace cotejo::specimens
