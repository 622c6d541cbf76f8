#include "front_models.hpp"

#include <algorithm>

namespace cotejo::ine_front {
namespace {

// Letters that prints and photos make alike. A position that can only hold digits is read from its look-alikes too, and
// the other way round.
const std::vector<std::string> kAsLetters = {"O0",    "I1|ÍÌ¡", "S5$",   "B8",    "Z2", "G6",
                                             "AÁÀÂÄ", "EÉÈÊË",  "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"};
const std::vector<std::string> kAsDigits = {"0OQDÓ", "1IL|ÍÌ¡", "5S$", "8B", "2Z", "6G", "7?"};
const std::vector<std::string> kAsNames = {"O0",    "I1|",   "S5$",   "B8",    "Z2",   "G6",
                                           "AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ"};
const std::vector<std::string> kAsAddress = {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ|", "OÓÒÔÖ", "UÚÙÛÜ", "-–—_", ".·"};
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", kDigits = "0123456789";
constexpr std::string_view kNameLetters = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'-.",
                           kAddressLetters = "ABCDEFGHIJKLMNÑOPQRSTUVWXYZ0123456789,.-/#'&°";

// Blur and noise leave more to the network for capitals, which knows no words, than to the one that does. Clear lines
// are the first one's: of their words and labels it makes fewer mistakes.
constexpr double kHardlyRead = 0.90;
constexpr std::size_t kLeastPieces = 3;  // what has fewer is no label and no value that the second could find

std::string joined(const std::vector<std::string>& letters) {
  std::string out;
  for (const auto& letter : letters) out += letter;
  return out;
}

}  // namespace

FrontModels::FrontModels(text_reading::LineModel spanish)
    : words_(std::move(spanish)),
      to_words_(capitals_.letters(), words_.letters()),
      to_capitals_(words_.letters(), capitals_.letters()),
      every_(text_reading::every_letter(words_)),
      every_capital_(capitals_, joined(capitals_.letters())),
      nothing_(capitals_, ""),
      no_word_(words_, ""),
      label(words_, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"}, " "),
      letter(words_, capitals_, kLetters, kAsLetters, " "),
      digit(words_, capitals_, kDigits, kAsDigits, " "),
      either(words_, capitals_, std::string(kDigits) + std::string(kLetters), {}, " "),
      digit_or_stroke(words_, capitals_, kDigits, kAsDigits, " /-.:–—_'+=~"),
      sex(words_, capitals_, "HMX"),
      name(words_, capitals_, kNameLetters, kAsNames, " "),
      address(words_, capitals_, kAddressLetters, kAsAddress, " ") {}

FrontModels::Lines FrontModels::read(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop) const {
  Lines lines = text_reading::read_lines(grey, places, words_, every_, {}, stop);
  lead_by_capitals(grey, lines, stop);
  return lines;
}

void FrontModels::lead_by_capitals(const cv::Mat& grey, Lines& lines, const text_reading::Stop& stop) const {
  std::vector<std::size_t> poor;
  Places places;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].place.pieces.size() >= kLeastPieces && lines[i].clearness() < kHardlyRead) {
      poor.push_back(i);
      places.push_back(lines[i].place);
    }
  Lines others = capitals_.read_lines(grey, places, every_capital_, stop);
  for (std::size_t k = 0; k < poor.size(); ++k) {
    if (others[k].clearness() <= lines[poor[k]].clearness()) continue;
    others[k].posteriors = to_words_(others[k].posteriors);
    others[k].led_by_second = true;
    lines[poor[k]] = std::move(others[k]);
  }
}

FrontModels::Lines FrontModels::read_again(const cv::Mat& grey, const Places& places,
                                           const std::vector<bool>& led_by_second,
                                           const text_reading::Stop& stop) const {
  if (std::none_of(led_by_second.begin(), led_by_second.end(), [](bool led) { return led; }))
    return capitals_.read_lines(grey, places, nothing_, stop);
  Places parts[2];
  for (std::size_t i = 0; i < places.size(); ++i) parts[led_by_second[i] ? 1 : 0].push_back(places[i]);
  Lines by_capitals = capitals_.read_lines(grey, parts[0], nothing_, stop),
        by_words = text_reading::read_lines(grey, parts[1], words_, no_word_, {}, stop);
  Lines out;
  for (std::size_t i = 0, a = 0, b = 0; i < places.size(); ++i) {
    out.push_back(std::move(led_by_second[i] ? by_words[b++] : by_capitals[a++]));
    if (led_by_second[i]) out.back().posteriors = to_capitals_(out.back().posteriors);
  }
  return out;
}

}  // namespace cotejo::ine_front
