// measure_ine_back [--with-zone] FOLDER...: reads the backs of specimens that are cut out with the true corners, and
// prints how many numbers are exact, wrong, absent, and wrong at 0.9 and more. --with-zone gives the true zone as if
// another component had read it with probability 0.95.
#include <boost/json.hpp>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "../back_reader.hpp"

namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int argc, char** argv) {
  namespace json = boost::json;
  cv::setNumThreads(1);
  const auto model = [](const char* name) {
    const auto data =
        slurp(std::filesystem::path("/usr/share/tesseract-ocr/5/tessdata") / (std::string(name) + ".traineddata"));
    return cotejo::text_reading::read_model(std::as_bytes(std::span(data)));
  };
  const cotejo::ine_back::BackReader reader(model("spa"));
  bool with_zone = false;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--with-zone") {
      with_zone = true;
      continue;
    }
    std::set<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i]))
      if (exists(entry.path() / "truth.json")) folders.insert(entry.path());
    int total = 0, exact = 0, absent = 0, confident = 0, confident_wrong = 0;
    double cpu = 0;
    for (const auto& folder : folders) {
      const auto truth = json::parse(slurp(folder / "truth.json"));
      const auto photo = cv::imread((folder / "ine_back.jpg").string());
      std::vector<cv::Point2f> from, to{{0, 0}, {1011, 0}, {1011, 638}, {0, 638}};
      for (const auto& p : truth.at("quads").at("ine_back").as_array())
        from.emplace_back(static_cast<float>(p.at(0).to_number<double>()),
                          static_cast<float>(p.at(1).to_number<double>()));
      cv::Mat card;
      cv::warpPerspective(photo, card, cv::getPerspectiveTransform(from, to), {1011, 638}, cv::INTER_LINEAR);
      const auto& traits = truth.at("traits").as_object();
      std::optional<cotejo::ine_back::Zone> zone;
      if (with_zone) zone = cotejo::ine_back::Zone{std::string(traits.at("mrz.lines").as_string()), 0.95};
      const auto start = std::clock();
      const auto reading = reader.read(card, zone, 2026);
      cpu += 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      for (const auto& [name, number] : {std::pair{"ine.back.cic", &reading.cic}, {"ine.back.ocr", &reading.ocr}}) {
        const std::string expected(traits.at(name).as_string());
        const bool right = number->value == expected;
        ++total, exact += right, absent += !number->found(), confident += number->probability >= 0.9;
        confident_wrong += !right && number->probability >= 0.9;
        if (!right)
          std::cout << folder.string() << ' ' << name << ' ' << expected << " read '" << number->value
                    << "' p=" << number->probability << '\n';
      }
      if (reading.mismatch > 0) std::cout << folder.string() << " mismatch " << reading.mismatch << '\n';
    }
    std::printf("%s: %zu cards, %.1f ms of CPU; exact %.2f %%, absent %d, p>=0.9 %.1f %%, wrong at 0.9 and more %d\n",
                argv[i], folders.size(), cpu / static_cast<double>(std::max<std::size_t>(1, folders.size())),
                100.0 * exact / std::max(1, total), absent, 100.0 * confident / std::max(1, total), confident_wrong);
  }
}
