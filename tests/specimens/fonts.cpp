#include "fonts.hpp"

#include <string>
#include <vector>

namespace cotejo::specimens {
namespace {

struct Family {
  std::string regular, bold;
};

const std::string kRoot = "/usr/share/fonts/";

// OCR-B is what the standard wants, but not what every card in the field shows.
constexpr double kOcrB = 0.6;  // its share

const std::vector<std::string>& ocr_b_files() {
  static const std::vector<std::string> files =
      installed({kRoot + "opentype/ocr-b/OCRB.otf", kRoot + "opentype/ocr-b/OCRBS.otf"});
  return files;
}

const std::vector<std::string>& fixed_pitch_files() {
  static const std::vector<std::string> files = installed(
      {kRoot + "truetype/liberation/LiberationMono-Regular.ttf", kRoot + "truetype/liberation/LiberationMono-Bold.ttf",
       kRoot + "truetype/dejavu/DejaVuSansMono.ttf", kRoot + "truetype/dejavu/DejaVuSansMono-Bold.ttf",
       kRoot + "truetype/inconsolata/Inconsolata.otf", kRoot + "truetype/freefont/FreeMonoBold.ttf",
       kRoot + "truetype/hack/Hack-Regular.ttf", kRoot + "truetype/noto/NotoSansMono-Regular.ttf"});
  return files;
}

const std::string& machine_file(Random random) {
  return random.chance(kOcrB) ? random.pick(ocr_b_files()) : random.pick(fixed_pitch_files());
}

const std::vector<Family>& families() {
  static const std::vector<Family> present = [] {
    const std::vector<Family> known = {
        {"truetype/liberation/LiberationSans-Regular.ttf", "truetype/liberation/LiberationSans-Bold.ttf"},
        {"truetype/liberation/LiberationSansNarrow-Regular.ttf", "truetype/liberation/LiberationSansNarrow-Bold.ttf"},
        {"truetype/dejavu/DejaVuSansCondensed.ttf", "truetype/dejavu/DejaVuSansCondensed-Bold.ttf"},
        {"truetype/noto/NotoSans-Regular.ttf", "truetype/noto/NotoSans-Bold.ttf"},
        {"truetype/open-sans/OpenSans-Regular.ttf", "truetype/open-sans/OpenSans-Semibold.ttf"},
        {"truetype/lato/Lato-Medium.ttf", "truetype/lato/Lato-Bold.ttf"},
        {"truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
         "truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf"},
        {"truetype/roboto/unhinted/RobotoCondensed-Regular.ttf", "truetype/roboto/unhinted/RobotoCondensed-Bold.ttf"},
        {"truetype/crosextra/Carlito-Regular.ttf", "truetype/crosextra/Carlito-Bold.ttf"},
        {"truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSans-Bold.ttf"},
        {"truetype/noto/NotoSansDisplay-Regular.ttf", "truetype/noto/NotoSansDisplay-Bold.ttf"},
        {"truetype/b612/B612-Regular.ttf", "truetype/b612/B612-Bold.ttf"},
        {"truetype/freefont/FreeSans.ttf", "truetype/freefont/FreeSansBold.ttf"}};
    std::vector<Family> found;
    for (const auto& family : known) {
      try {
        installed({kRoot + family.regular});
        installed({kRoot + family.bold});
        found.push_back({kRoot + family.regular, kRoot + family.bold});
      } catch (const std::runtime_error&) {  // the others will do
      }
    }
    if (found.empty()) throw std::runtime_error("no text font is installed, for example fonts-liberation");
    return found;
  }();
  return present;
}

}  // namespace

Fonts::Fonts(Random random)
    : title(random.pick(families()).bold),
      label(random.fork("label").pick(families()).regular),
      value(random.fork("weight").chance(0.6) ? random.fork("value").pick(families()).regular
                                              : random.fork("value").pick(families()).bold),
      machine(machine_file(random.fork("machine"))) {}

}  // namespace cotejo::specimens
