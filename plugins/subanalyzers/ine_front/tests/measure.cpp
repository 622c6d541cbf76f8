// measure_ine_front [--fields FILE] [--wrong] FOLDER...: reads the fronts of specimens that are cut out with the true
// corners, and prints per folder and field how many are exact, wrong and absent, how many are wrong at 0.9 and more,
// and the CPU time of a card. --fields writes one line a field, from which calibration.cpp's table is fitted; --wrong
// prints each wrong value (specimens are fictional people).
#include <boost/json.hpp>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "../front_reader.hpp"
#include "text_reading/folding.hpp"

namespace {

namespace json = boost::json;
using cotejo::ine_front::Absence;
using cotejo::ine_front::Key;

constexpr const char* kNames[] = {
    "surname",    "second_surname",    "given_names", "sex",     "address",    "clave_elector", "curp",
    "birth_date", "registration_year", "emission",    "section", "valid_from", "valid_until",   "generation"};

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

cv::Mat cut_out(const std::filesystem::path& folder, const json::value& truth) {
  const auto photo = cv::imread((folder / "ine_front.jpg").string());
  std::vector<cv::Point2f> from, to{{0, 0}, {1011, 0}, {1011, 638}, {0, 638}};
  for (const auto& p : truth.at("quads").at("ine_front").as_array())
    from.emplace_back(static_cast<float>(p.at(0).to_number<double>()), static_cast<float>(p.at(1).to_number<double>()));
  cv::Mat card;
  cv::warpPerspective(photo, card, cv::getPerspectiveTransform(from, to), {1011, 638}, cv::INTER_LINEAR);
  return card;
}

struct Tally {
  int total = 0, exact = 0, wrong = 0, absent = 0, confident = 0, confident_wrong = 0, invented = 0, edits = 0,
      letters = 0;
};

}  // namespace

int main(int argc, char** argv) {
  cv::setNumThreads(1);
  std::ofstream fields;
  bool show = false;
  const std::string models =
      std::getenv("TESSDATA_PREFIX") ? std::getenv("TESSDATA_PREFIX") : "/usr/share/tesseract-ocr/5/tessdata";
  const auto model = [&](const char* name) {
    const auto data = slurp(std::filesystem::path(models) / (std::string(name) + ".traineddata"));
    return cotejo::text_reading::read_model(std::as_bytes(std::span(data)));
  };
  const cotejo::ine_front::FrontReader reader(model("spa"));
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--wrong") {
      show = true;
      continue;
    }
    if (argument == "--fields") {
      fields.open(argv[++i]);
      continue;
    }
    std::map<std::string, Tally> tallies;
    std::set<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(argument))
      if (exists(entry.path() / "truth.json")) folders.insert(entry.path());
    double cpu = 0, slowest = 0;
    for (const auto& folder : folders) {
      const auto truth = json::parse(slurp(folder / "truth.json"));
      const cv::Mat card = cut_out(folder, truth);
      const auto start = std::clock();
      const auto reading = reader.read(card, 2026);
      const double ms = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
      cpu += ms, slowest = std::max(slowest, ms);
      for (std::size_t k = 0; k < cotejo::ine_front::kKeys; ++k) {
        const auto* value = truth.at("traits").as_object().if_contains(std::string("ine.front.") + kNames[k]);
        if (value == nullptr) continue;
        const auto& field = reading.fields[k];
        Tally& tally = tallies[kNames[k]];
        if (value->is_null()) {
          if (field.found()) {
            ++tally.invented;
            if (field.probability >= 0.9) ++tally.confident_wrong;
            if (show)
              std::cout << folder.string() << " " << kNames[k] << " invented '" << field.value
                        << "' p=" << field.probability << "\n";
          }
          continue;
        }
        const std::string expected = value->is_string() ? std::string(value->as_string()) : json::serialize(*value);
        const bool right = field.found() && field.value == expected;
        ++tally.total;
        tally.exact += right;
        tally.absent += !field.found();
        tally.wrong += field.found() && !right;
        tally.confident += field.found() && field.probability >= 0.9;
        tally.confident_wrong += field.found() && !right && field.probability >= 0.9;
        tally.edits += cotejo::text_reading::edit_distance(field.value, expected, 200);
        tally.letters += static_cast<int>(expected.size());
        if (!right && show)
          std::cout << folder.string() << " " << kNames[k] << " '" << expected << "' read '" << field.value
                    << "' p=" << field.probability << " absence " << static_cast<int>(field.absence) << " first "
                    << field.features.first << " second " << field.features.second << " fit " << field.features.fit
                    << " confirmed " << field.features.confirmed << " contradicted " << field.features.contradicted
                    << "\n";
        if (fields.is_open() && field.found()) {
          const auto& f = field.features;
          fields << argument << '\t' << kNames[k] << '\t' << right << '\t' << f.first << '\t' << f.second << '\t'
                 << f.agreed << '\t' << f.fit << '\t' << f.plain << '\t' << f.confirmed << '\t' << f.contradicted
                 << '\t' << field.probability << '\t' << f.slip << '\n';
        }
      }
    }
    Tally all;
    std::printf("\n%s: %zu cards, %.1f ms of CPU a card, slowest %.1f\n%-18s %6s %7s %6s %6s %8s %8s %8s %7s\n",
                argument.c_str(), folders.size(), cpu / static_cast<double>(std::max<std::size_t>(1, folders.size())),
                slowest, "field", "total", "exact%", "wrong", "absent", "invented", "p>=0.9%", "wrong>=.9", "CER%");
    const auto print = [](const char* name, const Tally& t) {
      const double n = std::max(1, t.total);
      std::printf("%-18s %6d %7.2f %6d %6d %8d %8.1f %8d %7.2f\n", name, t.total, 100 * t.exact / n, t.wrong, t.absent,
                  t.invented, 100 * t.confident / n, t.confident_wrong, 100.0 * t.edits / std::max(1, t.letters));
    };
    for (const char* name : kNames) {
      const Tally& t = tallies[name];
      print(name, t);
      all.total += t.total, all.exact += t.exact, all.wrong += t.wrong, all.absent += t.absent,
          all.confident += t.confident;
      all.confident_wrong += t.confident_wrong, all.invented += t.invented, all.edits += t.edits,
          all.letters += t.letters;
    }
    print("all", all);
  }
}
