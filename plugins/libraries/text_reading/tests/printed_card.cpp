#include "printed_card.hpp"

#include <array>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <opencv2/freetype.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace cotejo::test {
namespace {

template <class List>
const auto& pick(std::mt19937& random, const List& list) {
  return list[std::uniform_int_distribution<std::size_t>(0, std::size(list) - 1)(random)];
}
int between(std::mt19937& random, int low, int high) {
  return std::uniform_int_distribution<int>(low, high)(random);
}
double uniform(std::mt19937& random, double low, double high) {
  return std::uniform_real_distribution<double>(low, high)(random);
}
std::string digits(std::mt19937& random, int count) {
  std::string out;
  while (count-- > 0) out += static_cast<char>('0' + between(random, 0, 9));
  return out;
}

// Only names of single words without particles, so that the identifiers below can be built by the plain rule.
constexpr const char* kSurnames[] = {
    "MUÑOZ",    "PEÑA",     "GARCIA",     "HERNANDEZ", "LOPEZ", "ZÚÑIGA",  "IBARRA",    "QUINTERO", "JUAREZ", "WILSON",
    "OROZCO",   "BOLAÑOS",  "VILLALOBOS", "OCHOA",     "SOLIS", "BRISEÑO", "CERVANTES", "GUZMAN",   "OLVERA", "DUARTE",
    "AVENDAÑO", "ESCOBEDO", "LIMON",      "ILLESCAS",  "YAÑEZ", "FUENTES", "TREVIÑO",   "ROSALES",  "KURI",   "XOOL"};
constexpr const char* kGiven[] = {
    "SOFIA",  "LUIS ANGEL", "BEGOÑA",    "CARLOS", "FATIMA ITZEL",     "OSCAR",         "DULCE OLIVIA", "IGNACIO",
    "ULISES", "XIMENA",     "GUILLERMO", "ZOE",    "ROCIO DEL CARMEN", "TOMAS ALBERTO", "NOEMI",        "RODOLFO",
    "BRENDA", "HUGO",       "QUETZALLI", "WENDY"};
struct State {
  const char *curp, *inegi, *abbreviation;
};
constexpr State kStates[] = {{"AS", "01", "AGS."}, {"CH", "08", "CHIH."},  {"DF", "09", "CDMX"}, {"GT", "11", "GTO."},
                             {"JC", "14", "JAL."}, {"MC", "15", "MEX."},   {"NL", "19", "N.L."}, {"OC", "20", "OAX."},
                             {"PL", "21", "PUE."}, {"SP", "24", "S.L.P."}, {"VZ", "30", "VER."}, {"YN", "31", "YUC."}};
constexpr const char* kStreets[] = {"C HIDALGO",     "AV REVOLUCION",  "PRIV LOS PINOS", "AND NARANJO",
                                    "CDA 5 DE MAYO", "BLVD DEL NORTE", "C NIÑOS HEROES"};
constexpr const char* kSuburbs[] = {"COL CENTRO",      "FRACC LAS QUINTAS", "COL LA ESPERANZA",
                                    "U HAB INFONAVIT", "BARR SAN ANTONIO",  "COL DOCTORES"};
constexpr const char* kTowns[] = {"GUADALUPE", "SAN PEDRO CHOLULA", "ACUÑA", "MANZANILLO", "TLALPAN", "LEON"};

const std::string kVowels = "AEIOU";

std::string plain(const std::string& text) {  // accents off, Ñ as X, one byte a letter
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) != 0xC3) {
      out += text[i];
      continue;
    }
    switch (static_cast<unsigned char>(text[++i])) {
      case 0x91:
        out += 'X';
        break;
      case 0x9A:
        out += 'U';
        break;
      default:
        throw std::logic_error("letter without a plain form");
    }
  }
  return out;
}
char consonant(const std::string& word) {
  for (std::size_t i = 1; i < word.size() && word[i] != ' '; ++i)
    if (kVowels.find(word[i]) == std::string::npos) return word[i];
  return 'X';
}
char vowel(const std::string& word) {
  for (std::size_t i = 1; i < word.size(); ++i)
    if (kVowels.find(word[i]) != std::string::npos) return word[i];
  return 'X';
}
char curp_digit(const std::string& first17) {
  const std::string alphabet = "0123456789ABCDEFGHIJKLMN?OPQRSTUVWXYZ";  // ? stands for Ñ
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += static_cast<int>(alphabet.find(first17[i])) * (18 - static_cast<int>(i));
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}
char mrz_digit(const std::string& text) {
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = std::isdigit(static_cast<unsigned char>(c)) ? c - '0' : c == '<' ? 0 : c - 'A' + 10;
    sum += value * std::array{7, 3, 1}[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

// Draws one line with its top left corner near `at`; answers the width.
class Pen {
 public:
  explicit Pen(const std::string& font) : face_(cv::freetype::createFreeType2()) { face_->loadFontData(font, 0); }
  int write(cv::Mat& image, const std::string& text, cv::Point at, int height, cv::Scalar colour) {
    face_->putText(image, text, {at.x, at.y + height}, height, colour, -1, cv::LINE_AA, true);
    int baseline = 0;
    return face_->getTextSize(text, height, -1, &baseline).width;
  }

 private:
  cv::Ptr<cv::freetype::FreeType2> face_;
};

cv::Mat blank_card(std::mt19937& random) {
  cv::Mat card(638, 1011, CV_8UC3,
               cv::Scalar(between(random, 210, 245), between(random, 215, 245), between(random, 215, 250)));
  const double amplitude = uniform(random, 4, 16), period = uniform(random, 9, 22), wave = uniform(random, 0.004, 0.02);
  const cv::Scalar tint(uniform(random, 0.2, 1), uniform(random, 0.2, 1), uniform(random, 0.2, 1));
  for (int y = 0; y < card.rows; ++y)
    for (int x = 0; x < card.cols; ++x) {
      const double value = amplitude * std::sin((y + 14 * std::sin(x * wave)) * 6.283 / period) *
                           std::cos((x + 9 * std::sin(y * wave)) * 6.283 / (period * 3));
      auto& pixel = card.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(pixel[c] - std::abs(value) * tint[c]);
    }
  return card;
}
void draw_portrait(cv::Mat& card, cv::Rect box, std::mt19937& random, double strength) {
  cv::Mat photo(box.size(), CV_8UC3, cv::Scalar(200, 205, 210));
  const cv::Point middle(box.width / 2, box.height / 2);
  cv::ellipse(photo, {middle.x, box.height}, {box.width / 2, box.height / 3}, 0, 0, 360, cv::Scalar(90, 60, 50), -1);
  cv::ellipse(photo, middle, {box.width / 4, box.height / 3}, 0, 0, 360, cv::Scalar(130, 160, 200), -1);
  cv::ellipse(photo, {middle.x, middle.y - box.height / 5}, {box.width / 4, box.height / 6}, 0, 0, 360,
              cv::Scalar(30, 35, 40), -1);
  for (int side : {-1, 1})
    cv::circle(photo, {middle.x + side * box.width / 10, middle.y}, std::max(2, box.width / 40), cv::Scalar(30, 30, 30),
               -1);
  cv::line(photo, {middle.x - 15, middle.y + box.height / 6}, {middle.x + 15, middle.y + box.height / 6},
           cv::Scalar(80, 80, 150), 3);
  cv::Mat noise(photo.size(), CV_8UC3);
  cv::theRNG().state = random();
  cv::randn(noise, 0, 8);
  photo += noise;
  cv::addWeighted(photo, strength, card(box), 1 - strength, 0, card(box));
}

cv::Mat distort(cv::Mat card, Level level, std::mt19937& random) {
  cv::theRNG().state = random();
  const bool hard = level == Level::kHard;
  double scale = 1, blur = 0.4, noise = 2, shift = 0;
  int quality = 92;
  if (level != Level::kClean) {
    scale = hard ? uniform(random, 0.50, 0.75) : uniform(random, 0.75, 1.0);
    blur = hard ? uniform(random, 0.8, 1.4) : uniform(random, 0.5, 1.0);
    noise = hard ? uniform(random, 4, 12) : uniform(random, 2, 6);
    shift = hard ? 9 : 4;
    quality = hard ? between(random, 35, 65) : between(random, 65, 90);
  }
  if (shift > 0) {
    const auto w = static_cast<float>(card.cols), h = static_cast<float>(card.rows);
    std::vector<cv::Point2f> from{{0, 0}, {w, 0}, {w, h}, {0, h}}, to = from;
    for (auto& point : to)
      point += cv::Point2f(static_cast<float>(uniform(random, -shift, shift)),
                           static_cast<float>(uniform(random, -shift, shift)));
    cv::warpPerspective(card, card, cv::getPerspectiveTransform(from, to), card.size(), cv::INTER_LINEAR,
                        cv::BORDER_REPLICATE);
    const double slope_x = uniform(random, -0.3, 0.3), slope_y = uniform(random, -0.3, 0.3),
                 gain = uniform(random, 0.65, 1.05);
    const cv::Point2d glare(uniform(random, 0, 1011), uniform(random, 0, 638));
    const double radius = uniform(random, 60, hard ? 180 : 90),
                 strength = hard ? uniform(random, 0, 110) : uniform(random, 0, 40);
    for (int y = 0; y < card.rows; ++y)
      for (int x = 0; x < card.cols; ++x) {
        const double light = gain * (1 + slope_x * (x / 1011.0 - 0.5) + slope_y * (y / 638.0 - 0.5));
        const double shine =
            strength * std::exp(-(std::pow(x - glare.x, 2) + std::pow(y - glare.y, 2)) / (2 * radius * radius));
        auto& pixel = card.at<cv::Vec3b>(y, x);
        for (int c = 0; c < 3; ++c) pixel[c] = cv::saturate_cast<uchar>(pixel[c] * light + shine);
      }
  }
  cv::GaussianBlur(card, card, {}, blur);
  if (scale < 1) cv::resize(card, card, {}, scale, scale, cv::INTER_AREA);
  cv::Mat grain(card.size(), CV_16SC3), wide;
  cv::randn(grain, 0, noise);
  card.convertTo(wide, CV_16SC3);
  wide += grain;
  wide.convertTo(card, CV_8UC3);
  std::vector<uchar> bytes;
  cv::imencode(".jpg", card, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  card = cv::imdecode(bytes, cv::IMREAD_COLOR);
  if (scale < 1) cv::resize(card, card, {1011, 638}, 0, 0, cv::INTER_LINEAR);
  return card;
}

}  // namespace

Person invent_person(std::mt19937& random) {
  Person person;
  auto& f = person.fields;
  f["surname"] = pick(random, kSurnames);
  const bool second = between(random, 0, 19) != 0;
  if (second) f["second_surname"] = pick(random, kSurnames);
  f["given_names"] = pick(random, kGiven);
  const int year = between(random, 1950, 2005), month = between(random, 1, 12), day = between(random, 1, 28);
  char date[32];
  std::snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
  f["birth_date"] = date;
  f["sex"] = between(random, 0, 1) ? "H" : "M";
  const State& state = pick(random, kStates);
  const std::string p = plain(f["surname"]), m = second ? plain(f["second_surname"]) : "X", n = plain(f["given_names"]);
  const std::string ymd = std::string(date + 2, 2) + std::string(date + 5, 2) + std::string(date + 8, 2);
  std::string curp{p[0], vowel(p), m[0], n[0]};
  curp += ymd + f["sex"] + state.curp + consonant(p) + (second ? consonant(m) : 'X') + consonant(n);
  curp += year < 2000 ? '0' : static_cast<char>('A' + between(random, 0, 3));
  f["curp"] = curp + curp_digit(curp);
  std::string key{p[0], consonant(p), m[0], second ? consonant(m) : 'X', n[0], consonant(n)};
  f["clave_elector"] =
      key + ymd + state.inegi + f["sex"] + digits(random, 1) + (between(random, 0, 3) ? "00" : digits(random, 2));
  const int emission = between(random, 2018, 2025);
  f["emission"] = f["valid_from"] = std::to_string(emission);
  f["valid_until"] = std::to_string(emission + 10);
  f["registration_year"] = std::to_string(std::max(year + 18, between(random, 1992, emission)));
  person.emission_number = "0" + std::to_string(between(random, 0, 5));
  f["section"] = digits(random, 4);
  f["cic"] = "1" + digits(random, 8);
  f["citizen_id"] = "0" + digits(random, 8);
  f["ocr"] = f["section"] + f["citizen_id"];
  if (between(random, 0, 7)) {
    person.address_lines = {std::string(pick(random, kStreets)) + " " + std::to_string(between(random, 1, 990)),
                            std::string(pick(random, kSuburbs)) + " " + digits(random, 5),
                            std::string(pick(random, kTowns)) + ", " + state.abbreviation};
    std::string& all = f["address"];
    for (const auto& line : person.address_lines) all += (all.empty() ? "" : " ") + line;
  }
  return person;
}

Print invent_print(std::mt19937& random, Level level) {
  const std::string root = "/usr/share/fonts/truetype/";
  constexpr const char* kFonts[] = {"liberation2/LiberationSans-Regular.ttf",
                                    "liberation2/LiberationSans-Bold.ttf",
                                    "dejavu/DejaVuSans.ttf",
                                    "dejavu/DejaVuSansCondensed-Bold.ttf",
                                    "liberation/LiberationSansNarrow-Bold.ttf",
                                    "lato/Lato-Bold.ttf",
                                    "roboto/unhinted/RobotoTTF/Roboto-Medium.ttf",
                                    "open-sans/OpenSans-Semibold.ttf",
                                    "crosextra/Carlito-Bold.ttf",
                                    "noto/NotoSans-Regular.ttf"};
  std::vector<std::string> present;
  for (const char* name : kFonts)
    if (std::filesystem::exists(root + name)) present.push_back(root + name);
  if (present.empty()) throw std::runtime_error("none of the test fonts is installed");
  return {between(random, 0, 2) ? Generation::kGh : Generation::kDef, pick(random, present), pick(random, present),
          level};
}

cv::Mat print_front(const Person& person, const Print& print, std::mt19937& random) {
  cv::Mat card = blank_card(random);
  Pen value(print.value_font), label(print.label_font);
  const cv::Scalar ink(between(random, 20, 60), between(random, 20, 60), between(random, 20, 60)),
      pale(90, 80, between(random, 80, 110));
  const auto field = [&](const char* name) {
    return person.fields.contains(name) ? person.fields.at(name) : std::string();
  };
  const auto birth = field("birth_date");
  const std::string date = birth.substr(8, 2) + "/" + birth.substr(5, 2) + "/" + birth.substr(0, 4);
  const int h = between(random, 21, 27), small = between(random, 14, 18), dx = between(random, -15, 25);
  label.write(card, "MÉXICO", {40, 30}, 38, ink);
  label.write(card, "INSTITUTO NACIONAL ELECTORAL", {300, 26}, 28, ink);
  label.write(card, "CREDENCIAL PARA VOTAR", {300, 66}, 28, ink);
  std::vector<std::string> names;
  for (const char* name : {"surname", "second_surname", "given_names"})
    if (!field(name).empty()) names.push_back(field(name));
  const int x = 310 + dx, step = h + between(random, 6, 10);
  if (print.generation == Generation::kGh) {
    draw_portrait(card, {40, 150, 240, 320}, random, 1);
    draw_portrait(card, {860, 380, 110, 140}, random, 0.35);
    int y = 118;
    label.write(card, "NOMBRE", {x, y}, small, pale);
    const int width = label.write(card, "SEXO", {800 + dx, y}, small, pale);
    value.write(card, field("sex"), {800 + dx + width + 12, y - 4}, h, ink);
    y += small + 6;
    for (const auto& line : names) value.write(card, line, {x, y}, h, ink), y += step;
    y = std::max(y, 118 + small + 6 + 3 * step) + 6;
    if (!person.address_lines.empty()) {
      label.write(card, "DOMICILIO", {x, y}, small, pale), y += small + 6;
      for (const auto& line : person.address_lines) value.write(card, line, {x, y}, h, ink), y += step;
      y += 4;
    }
    y = std::max(y, 375);
    const int w = label.write(card, "CLAVE DE ELECTOR", {x, y + 3}, small, pale);
    value.write(card, field("clave_elector"), {x + w + 14, y}, h, ink), y += step + 8;
    label.write(card, "CURP", {x, y}, small, pale), value.write(card, field("curp"), {x, y + small + 5}, h, ink);
    label.write(card, "AÑO DE REGISTRO", {x + 370, y}, small, pale);
    value.write(card, field("registration_year") + " " + person.emission_number, {x + 370, y + small + 5}, h, ink),
        y += small + step + 16;
    label.write(card, "FECHA DE NACIMIENTO", {x - 180, y}, small, pale),
        value.write(card, date, {x - 180, y + small + 5}, h, ink);
    label.write(card, "SECCIÓN", {x + 130, y}, small, pale),
        value.write(card, field("section"), {x + 130, y + small + 5}, h, ink);
    label.write(card, "VIGENCIA", {x + 340, y}, small, pale);
    value.write(card, field("valid_from") + (between(random, 0, 1) ? " - " : "-") + field("valid_until"),
                {x + 340, y + small + 5}, h, ink);
    return distort(card, print.level, random);
  }
  draw_portrait(card, {40, 130, 230, 300}, random, 1);
  draw_portrait(card, {860, 200, 110, 140}, random, 0.3);
  int y = 128;
  label.write(card, "NOMBRE", {x, y}, small, pale), label.write(card, "FECHA DE NACIMIENTO", {720, y}, small, pale);
  value.write(card, date, {720, y + small + 4}, h, ink);
  const int width = label.write(card, "SEXO", {720, y + small + h + 12}, small, pale);
  value.write(card, field("sex"), {720 + width + 10, y + small + h + 8}, h, ink);
  y += small + 6;
  for (const auto& line : names) value.write(card, line, {x, y}, h, ink), y += step;
  y = std::max(y, 128 + small + 6 + 3 * step) + 6;
  if (!person.address_lines.empty()) {
    label.write(card, "DOMICILIO", {x, y}, small, pale), y += small + 6;
    for (const auto& line : person.address_lines) value.write(card, line, {x, y}, h, ink), y += step;
    y += 4;
  }
  y = std::max(y, 390);
  const auto pair = [&](const char* name, const std::string& text, int left) {
    const int w = label.write(card, name, {left, y + 4}, small, pale);
    value.write(card, text, {left + w + 12, y}, h, ink);
  };
  pair("CLAVE DE ELECTOR", field("clave_elector"), x), y += step + 5;
  pair("CURP", field("curp"), x);
  pair("AÑO DE REGISTRO", field("registration_year") + " " + person.emission_number, x + 420 - (h > 24 ? 0 : 30)),
      y += step + 5;
  pair("ESTADO", field("clave_elector").substr(12, 2), x),
      pair("MUNICIPIO", "0" + field("section").substr(0, 2), x + 180);
  pair("SECCIÓN", field("section"), x + 380), y += step + 5;
  pair("LOCALIDAD", "0001", x), pair("EMISIÓN", field("emission"), x + 240),
      pair("VIGENCIA", field("valid_until"), x + 450);
  return distort(card, print.level, random);
}

cv::Mat print_back(const Person& person, const Print& print, std::mt19937& random) {
  cv::Mat card = blank_card(random);
  Pen value(print.value_font), zone("/usr/share/fonts/opentype/ocr-b/OCRB.otf");
  const cv::Scalar ink(30, 30, 30);
  const auto& f = person.fields;
  const std::string cic = f.at("cic"), ocr = f.at("ocr");
  cv::theRNG().state = random();
  for (int i = 0; i < 2; ++i) {  // two blocks of modules, in place of the high-density codes
    cv::Mat code(34, 34, CV_8UC1), large;
    cv::randu(code, 0, 256);
    cv::resize(code > 127, large, {190, 190}, 0, 0, cv::INTER_NEAREST);
    cv::cvtColor(large, large, cv::COLOR_GRAY2BGR);
    large.copyTo(card(cv::Rect(60 + i * 240, 70, 190, 190)));
  }
  if (print.generation == Generation::kDef) {
    value.write(card, "IDMEX" + cic + mrz_digit(cic), {600, 120}, 26, ink);
    value.write(card, ocr, {600, 180}, 26, ink);
  }
  std::string l1 = "IDMEX" + cic + mrz_digit(cic) + "<<" + ocr;
  const std::string birth =
      f.at("birth_date").substr(2, 2) + f.at("birth_date").substr(5, 2) + f.at("birth_date").substr(8, 2);
  const std::string expiry = f.at("valid_until").substr(2, 2) + "1231";
  std::string l2 = birth + mrz_digit(birth) + f.at("sex") + expiry + mrz_digit(expiry) + "MEX<" +
                   person.emission_number + "<<" + ocr.substr(8, 5) + "<";
  l2 += mrz_digit(l1.substr(5, 25) + l2.substr(0, 7) + l2.substr(8, 7) + l2.substr(18, 11));
  const auto in_zone = [&](const char* name) {
    std::string text = f.contains(name) ? f.at(name) : "";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (static_cast<unsigned char>(text[i]) == 0xC3)
        out += static_cast<unsigned char>(text[++i]) == 0x91 ? 'N' : 'U';
      else
        out += text[i] == ' ' ? '<' : text[i];
    }
    return out;
  };
  std::string l3 =
      (in_zone("surname") + "<" + in_zone("second_surname") + "<<" + in_zone("given_names") + std::string(30, '<'))
          .substr(0, 30);
  int y = 420;
  for (const auto& line : {l1, l2, l3}) {  // fixed pitch of 30 cells, as the standard has it
    for (int i = 0; i < 30; ++i)
      zone.write(card, std::string(1, line[static_cast<std::size_t>(i)]), {50 + i * 30, y}, 38, ink);
    y += 62;
  }
  return distort(card, print.level, random);
}

}  // namespace cotejo::test
