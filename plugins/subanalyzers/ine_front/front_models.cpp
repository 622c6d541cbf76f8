#include "front_models.hpp"

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

}  // namespace

FrontModels::FrontModels(text_reading::LineModel spanish)
    : words_(std::move(spanish)),
      every_(text_reading::every_letter(words_)),
      nothing_(capitals_, ""),
      label(words_, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"}, " "),
      letter(words_, capitals_, kLetters, kAsLetters, " "),
      digit(words_, capitals_, kDigits, kAsDigits, " "),
      either(words_, capitals_, std::string(kDigits) + std::string(kLetters), {}, " "),
      digit_or_stroke(words_, capitals_, kDigits, kAsDigits, " /-.–—_'+=~"),
      sex(words_, capitals_, "HMX"),
      name(words_, capitals_, kNameLetters, kAsNames, " "),
      address(words_, capitals_, kAddressLetters, kAsAddress, " ") {}

FrontModels::Lines FrontModels::read(const cv::Mat& grey, const Places& places, const text_reading::Stop& stop) const {
  return text_reading::read_lines(grey, places, words_, every_, {}, stop);
}

FrontModels::Lines FrontModels::read_again(const cv::Mat& grey, const Places& places,
                                           const text_reading::Stop& stop) const {
  return capitals_.read_lines(grey, places, nothing_, stop);
}

}  // namespace cotejo::ine_front
