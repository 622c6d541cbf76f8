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

FrontModels::FrontModels(text_reading::LineModel spanish, text_reading::LineModel english)
    : first(std::move(spanish)),
      second(std::move(english)),
      every(text_reading::every_letter(first)),
      nothing(second, ""),
      label(first, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", {"AÁÀÂÄ", "EÉÈÊË", "IÍÌÎÏ", "OÓÒÔÖ", "UÚÙÛÜ", "NÑ"}, " "),
      letter(first, second, kLetters, kAsLetters, " "),
      digit(first, second, kDigits, kAsDigits, " "),
      either(first, second, std::string(kDigits) + std::string(kLetters), {}, " "),
      digit_or_stroke(first, second, kDigits, kAsDigits, " /-.–—_'"),
      sex(first, second, "HMX"),
      name(first, second, kNameLetters, kAsNames, " "),
      address(first, second, kAddressLetters, kAsAddress, " ") {}

}  // namespace cotejo::ine_front
