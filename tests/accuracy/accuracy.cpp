// cotejo-accuracy FOLDER…: runs components on specimens, exactly as `cotejo run` does, and compares with their truth
// files.
//
// A specimen is a folder with truth.json and the evidence files; folders are searched for below each FOLDER. truth.json
// is an object with `traits` (full trait names of the short form, `ine.front.curp`; null: the document does not show
// it), and optionally `level`, `variant`, `person` and `selfie_person` (for faces).
#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/evidence_files.hpp"
#include "domain/json_text.hpp"
#include "domain/media_type.hpp"
#include "engine/engine.hpp"
#include "plugins/process.hpp"
#include "products/compiler.hpp"
#include "statistics.hpp"
#include "tampering.hpp"

namespace cotejo::accuracy {
namespace {

namespace fs = std::filesystem;

// Which component reads which file of a specimen. `level`: of this file, where it is not the specimen's.
struct Reading {
  const char* component;
  const char* file;
  const char* level = nullptr;
};
constexpr Reading kReadings[] = {{"ine.front", "ine_front.jpg"},
                                 {"ine.back", "ine_back.jpg"},
                                 {"mrz", "ine_back.jpg"},
                                 {"bank.statement", "bank_statement.pdf", "text"},
                                 {"bank.statement", "bank_statement_scan.pdf", "scan"},
                                 {"address.proof", "proof_of_address.pdf", "text"},
                                 {"address.proof", "proof_of_address_scan.pdf", "scan"},
                                 {"address.proof", "proof_of_address.jpg", "photo"}};
constexpr const char* kRows = "bank.statement.movements";  // a table: counted row by row, for each bank

struct Specimen {
  fs::path folder;
  boost::json::object truth;
  std::string text(std::string_view key, std::string_view fallback) const {
    const auto* v = truth.if_contains(key);
    return v && v->is_string() ? std::string(v->as_string()) : std::string(fallback);
  }
  std::string bank() const {
    const auto* statement = truth.if_contains("statement");
    const auto* object = statement ? statement->if_object() : nullptr;
    const auto* name = object ? object->if_contains("bank") : nullptr;
    return name && name->is_string() ? std::string(name->as_string()) : "all";
  }
};

std::vector<Specimen> find_specimens(const std::vector<fs::path>& folders) {
  std::set<fs::path> files;
  for (const auto& folder : folders)
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().filename() == "truth.json") files.insert(entry.path());
  std::vector<Specimen> found;
  for (const auto& file : files) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    const auto json = domain::parse_json(text.str());
    if (!json || !json->is_object()) throw cli::Stop(file.string() + " is not a JSON object");
    found.push_back({file.parent_path(), json->as_object()});
  }
  return found;
}

std::string as_text(const boost::json::value& json) {
  return json.is_string() ? std::string(json.as_string()) : domain::json_text(json);
}

class Bench {
 public:
  explicit Bench(const cli::HostConfig& config)
      : config_(config), registry_(cli::load_registry(config)), engine_(config.engine) {}

  bool has(std::string_view component) const {
    const auto* info = registry_->find(component);
    return info && info->unavailable.empty();
  }

  domain::Verification run(std::string_view component, const fs::path& file) {
    auto bytes = cli::read_evidence(file);
    products::EvidenceSpec spec;
    spec.name = "evidence";
    spec.kinds = {{std::string(domain::media_class(bytes->media_type))}};
    const std::string key = std::string(component) + '/' + spec.kinds.front().kind;
    auto& product = products_[key];
    if (!product) {
      auto compiled = products::compile_alone(component, {}, {spec}, *registry_, config_.components);
      if (!compiled) throw cli::Stop(compiled.error().message);
      product = *compiled;
    }
    engine::Submission submission;
    submission.id = "ver_accuracy";
    submission.product = product;
    submission.evidence.emplace("evidence", std::move(bytes));
    submission.now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::promise<domain::Verification> done;
    if (!engine_.run(std::move(submission), {}, [&](domain::Verification v) { done.set_value(std::move(v)); }))
      throw cli::Stop("overloaded");
    return done.get_future().get();
  }

 private:
  const cli::HostConfig& config_;
  std::unique_ptr<plugins::Registry> registry_;
  engine::Engine engine_;
  std::map<std::string, std::shared_ptr<const products::Product>> products_;
};

const domain::Trait* find_trait(const domain::Verification& v, std::string_view name) {
  for (const auto& t : v.traits) {
    const auto full = t.name.view();
    if (full.ends_with(name) && (full.size() == name.size() || full[full.size() - name.size() - 1] == ':')) return &t;
  }
  return nullptr;
}

using Level = std::string;

class Tables {
 public:
  void fields(Bench& bench, const Specimen& specimen, bool list_errors) {
    const auto* truths = specimen.truth.if_contains("traits");
    if (!truths || !truths->is_object()) return;
    for (const auto& [component, file, own_level] : kReadings) {
      if (!bench.has(component) || !fs::exists(specimen.folder / file)) continue;
      const Level level = own_level ? own_level : specimen.text("level", "all");
      const auto start = std::chrono::steady_clock::now();
      const auto v = bench.run(component, specimen.folder / file);
      auto& time = times_[{component, level}];
      time.first += std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
      ++time.second;
      for (const auto& [name, truth] : truths->as_object()) {
        if (!std::string_view(name).starts_with(std::string(component) + '.')) continue;
        if (name == kRows) {
          rows_[{level, specimen.bank()}].add(truth, find_trait(v, kRows));
          continue;
        }
        compare(level, std::string(name), truth, find_trait(v, std::string_view(name)),
                list_errors ? specimen.folder : fs::path{});
      }
    }
  }

  void faces(Bench& bench, const Specimen& specimen) {
    if (!bench.has("face")) return;
    const auto embed = [&](const char* file, std::vector<std::pair<std::string, std::vector<float>>>& into,
                           const std::string& person) {
      if (!fs::exists(specimen.folder / file) || person.empty()) return;
      ++asked_;
      const auto v = bench.run("face", specimen.folder / file);
      const auto* t = find_trait(v, "face.embedding");
      if (t && t->value) {
        into.emplace_back(person, std::get<std::vector<float>>(t->value->data));
      } else {
        ++faceless_;
      }
    };
    embed("ine_front.jpg", portraits_, specimen.text("person", ""));
    embed("selfie.jpg", selfies_, specimen.text("selfie_person", specimen.text("person", "")));
  }

  // Specimens whose truth says how they were altered, and reproductions.
  void tampering(Bench& bench, const Specimen& specimen) {
    if (const auto* alteration = specimen.truth.if_contains("alteration")) {
      const bool pdf = fs::exists(specimen.folder / "bank_statement.pdf");
      const fs::path file = specimen.folder / (pdf ? "bank_statement.pdf" : "ine_front.jpg");
      if (!bench.has("document.tamper") || !fs::exists(file)) return;
      const auto v = bench.run("document.tamper", file);
      const auto* score = find_trait(v, "document.tamper.score");
      if (score && score->value)
        (pdf ? altered_files_ : altered_)
            .add(std::string(alteration->at("kind").as_string()), specimen.text("level", "all"),
                 std::get<double>(score->value->data), points_at(*score, alteration->as_object()));
      return;
    }
    const auto variant = specimen.text("variant", "");
    const fs::path file = specimen.folder / "ine_front.jpg";
    const bool reproduction = variant == "photo_of_screen" || variant == "black_and_white_copy";
    if ((!reproduction && variant != "genuine") || !bench.has("document.recapture") || !fs::exists(file)) return;
    const auto v = bench.run("document.recapture", file);
    const auto *grid = find_trait(v, "document.recapture.grid"), *colour = find_trait(v, "document.recapture.colour");
    constexpr double kGridLimit = 4, kColourLimit = 7;  // the component's defaults: 1 is the limit of either
    double strength = 0;
    if (grid && grid->value) strength = std::get<double>(grid->value->data) / kGridLimit;
    if (colour && colour->value)
      strength = std::max(strength, kColourLimit / std::max(0.1, std::get<double>(colour->value->data)));
    reproduced_.add(variant, specimen.text("level", "all"), strength, reproduction);
  }

  void print_tampering(double threshold) const {
    if (!altered_.empty()) altered_.print("altered pictures", threshold);
    if (!altered_files_.empty()) altered_files_.print("altered files", threshold);
    if (!reproduced_.empty()) reproduced_.print("reproductions", 1);
  }

  void liveness(Bench& bench, const Specimen& specimen) {
    if (!bench.has("liveness") || !fs::exists(specimen.folder / "selfie.mp4")) return;
    const auto variant = specimen.text("variant", "genuine");
    if (variant != "genuine" && variant != "selfie_of_photo" && variant != "selfie_of_screen") return;
    const auto v = bench.run("liveness", specimen.folder / "selfie.mp4");
    const auto* t = find_trait(v, "liveness.score");
    if (t && t->value) (variant == "genuine" ? live_ : attacks_).push_back(std::get<double>(t->value->data));
  }

  void print(double face_threshold, double liveness_threshold) const {
    std::printf("%-32s %-7s %6s %8s %8s %8s %8s %10s\n", "field", "level", "n", "exact", "absent", "CER", "invented",
                "conf+wrong");
    for (const auto& [key, t] : fields_) {
      const double n = static_cast<double>(std::max<std::size_t>(t.expected, 1));
      std::printf("%-32s %-7s %6zu %7.2f%% %7.2f%% %7.2f%% %8zu %10zu\n", key.first.c_str(), key.second.c_str(),
                  t.expected, 100 * static_cast<double>(t.exact) / n, 100 * static_cast<double>(t.absent) / n,
                  100 * t.errors / n, t.invented, t.confident_wrong);
    }
    print_rows();
    std::printf("\n%-12s %-7s %8s\n", "component", "level", "ms each");
    for (const auto& [key, t] : times_)
      std::printf("%-12s %-7s %8.1f\n", key.first.c_str(), key.second.c_str(), t.first / static_cast<double>(t.second));
    totals();
    std::printf("\nprobability said   values   right\n");
    for (std::size_t i = 0; i < reliability_.bins().size(); ++i) {
      const auto& b = reliability_.bins()[i];
      if (b.count)
        std::printf("%.2f .. %.2f %12zu  %6.2f%%  (mean said %.2f%%)\n", Reliability::edges[i],
                    std::min(1.0, Reliability::edges[i + 1]), b.count,
                    100 * static_cast<double>(b.right) / static_cast<double>(b.count),
                    100 * b.sum / static_cast<double>(b.count));
    }
    print_faces(face_threshold);
    if (!live_.empty() && !attacks_.empty()) two_classes("liveness", live_, attacks_, liveness_threshold);
  }

 private:
  static bool points_at(const domain::Trait& score, const boost::json::object& alteration) {
    const auto* box = alteration.if_contains("region");
    if (!box || !score.region) return false;
    const auto side = [&](std::size_t i) { return box->as_array().at(i).to_number<double>(); };
    const auto& r = *score.region;
    const double w = std::min(r.x + r.width, side(0) + side(2)) - std::max(r.x, side(0));
    const double h = std::min(r.y + r.height, side(1) + side(3)) - std::max(r.y, side(1));
    constexpr double kShare = 0.3;  // of the smaller one
    return w > 0 && h > 0 && w * h > kShare * std::min(r.width * r.height, side(2) * side(3));
  }

  void compare(const Level& level, const std::string& name, const boost::json::value& truth, const domain::Trait* trait,
               const fs::path& folder) {
    const bool has_truth = !truth.is_null(), has_value = trait && trait->value;
    const std::string expected = has_truth ? as_text(truth) : "",
                      found = has_value ? as_text(domain::to_json(*trait->value)) : "";
    const double p = has_value ? trait->probability : 0;
    fields_[{name, level}].add(has_truth, expected, has_value, found, p);
    if (has_value) reliability_.add(p, has_truth && expected == found);
    if (!folder.empty() && (has_truth != has_value || expected != found))
      std::printf("%s %s p=%.2f\n  truth %s\n  found %s\n", folder.c_str(), name.c_str(), p, expected.c_str(),
                  has_value ? found.c_str()
                  : trait   ? trait->absent_reason.c_str()
                            : "(not run)");
  }

  void totals() const {
    std::map<Level, FieldTally> by_level;
    for (const auto& [key, t] : fields_) {
      auto& sum = by_level[key.second];
      sum.expected += t.expected, sum.exact += t.exact, sum.absent += t.absent,
          sum.confident_wrong += t.confident_wrong;
    }
    std::printf("\n");
    for (const auto& [level, t] : by_level)
      std::printf("all fields   %-7s %zu values, %.2f %% exact, %.2f %% absent, %zu confident and wrong\n",
                  level.c_str(), t.expected,
                  100 * static_cast<double>(t.exact) / static_cast<double>(std::max<std::size_t>(t.expected, 1)),
                  100 * static_cast<double>(t.absent) / static_cast<double>(std::max<std::size_t>(t.expected, 1)),
                  t.confident_wrong);
  }

  // Rows of statements: exact when date and amount are, in their order.
  struct RowTally {
    std::size_t statements = 0, whole = 0, rows = 0, exact = 0, extra = 0;
    void add(const boost::json::value& truth, const domain::Trait* trait) {
      const auto* found = trait && trait->value ? std::get_if<boost::json::value>(&trait->value->data) : nullptr;
      const auto none = boost::json::array{};
      const auto& wanted = truth.is_array() ? truth.as_array() : none;
      const auto& got = found && found->is_array() ? found->as_array() : none;
      const std::size_t same = common_rows(wanted, got);
      ++statements;
      rows += wanted.size(), exact += same, extra += got.size() - same;
      whole += same == wanted.size() && same == got.size() ? 1 : 0;
    }
    RowTally& operator+=(const RowTally& other) {
      statements += other.statements, whole += other.whole, rows += other.rows;
      exact += other.exact, extra += other.extra;
      return *this;
    }
    void print(const Level& level, const std::string& bank) const {
      std::printf("%-10s %-12s %10zu %7.1f%% %8zu %7.2f%% %8zu\n", level.c_str(), bank.c_str(), statements,
                  100 * static_cast<double>(whole) / static_cast<double>(statements), rows,
                  100 * static_cast<double>(exact) / static_cast<double>(std::max<std::size_t>(rows, 1)), extra);
    }
  };

  static std::string row_of(const boost::json::value& row) {
    const auto* object = row.if_object();
    const auto* date = object ? object->if_contains("date") : nullptr;
    const auto* amount = object ? object->if_contains("amount") : nullptr;
    if (!date || !date->is_string() || !amount || !amount->is_number()) return {};
    return as_text(*date) + ' ' + std::to_string(std::llround(amount->to_number<double>() * 100));
  }

  // The longest common subsequence: one row too many shifts nothing.
  static std::size_t common_rows(const boost::json::array& a, const boost::json::array& b) {
    std::vector<std::size_t> best(b.size() + 1);
    for (const auto& row : a) {
      const std::string wanted = row_of(row);
      std::size_t diagonal = 0;
      for (std::size_t j = 0; j < b.size(); ++j) {
        const std::size_t above = best[j + 1];
        best[j + 1] = !wanted.empty() && wanted == row_of(b[j]) ? diagonal + 1 : std::max(above, best[j]);
        diagonal = above;
      }
    }
    return best.back();
  }

  void print_rows() const {
    if (rows_.empty()) return;
    std::printf("\n%-10s %-12s %10s %8s %8s %8s %8s\n", "statements", "bank", "n", "whole", "rows", "exact", "extra");
    std::map<Level, RowTally> sums;
    for (const auto& [key, t] : rows_) sums[key.first] += t;
    for (const auto& [key, t] : rows_) t.print(key.first, key.second);
    for (const auto& [level, t] : sums) t.print(level, "all of them");
  }

  static void two_classes(const char* what, const std::vector<double>& positives, const std::vector<double>& negatives,
                          double threshold) {
    const auto r = roc(positives, negatives);
    const auto at = rates_at(positives, negatives, threshold);
    std::printf(
        "\n%s: %zu positive, %zu negative, AUC %.4f, EER %.2f %% at %.3f; at the threshold %.3f: false rejection %.2f "
        "%%, false acceptance %.2f %%\n",
        what, positives.size(), negatives.size(), r.auc, 100 * r.eer, r.eer_threshold, threshold,
        100 * at.false_negative, 100 * at.false_positive);
  }

  void print_faces(double threshold) const {
    std::vector<double> genuine, impostor;
    for (const auto& [a, x] : portraits_)
      for (const auto& [b, y] : selfies_) {
        double dot = 0;
        for (std::size_t i = 0; i < x.size() && i < y.size(); ++i)
          dot += static_cast<double>(x[i]) * static_cast<double>(y[i]);
        (a == b ? genuine : impostor).push_back(dot);
      }
    if (asked_) std::printf("\nfaces: %zu of %zu pictures without a usable face\n", faceless_, asked_);
    if (!genuine.empty() && !impostor.empty())
      two_classes("faces (portrait against selfie)", genuine, impostor, threshold);
  }

  std::map<std::pair<std::string, Level>, FieldTally> fields_;
  std::map<std::pair<std::string, Level>, RowTally> rows_;
  std::map<std::pair<std::string, Level>, std::pair<double, std::size_t>> times_;
  Reliability reliability_;
  std::vector<std::pair<std::string, std::vector<float>>> portraits_, selfies_;
  std::size_t asked_ = 0, faceless_ = 0;
  std::vector<double> live_, attacks_;
  TamperingTable altered_, altered_files_, reproduced_;
};

int main_of(int argc, char** argv) {
  CLI::App app{"How often components are right on specimens with truth files"};
  std::vector<fs::path> folders;
  cli::Places places;
  double face_threshold = 0.36, liveness_threshold = 0.5;
  double tamper_threshold = 0.97;
  bool list_errors = false, only_fields = false, only_tampering = false;
  app.add_option("FOLDER", folders, "Searched for folders with truth.json")->required()->check(CLI::ExistingDirectory);
  app.add_option("--config", places.config, "host.yaml");
  app.add_option("--plugins", places.plugins, "Folder of plugins");
  app.add_option("--face-threshold", face_threshold, "Cosine from which two faces count as one person");
  app.add_option("--liveness-threshold", liveness_threshold, "Score from which a selfie counts as live");
  app.add_option("--tamper-threshold", tamper_threshold, "Score from which evidence counts as altered");
  app.add_flag("--only-tampering", only_tampering, "Altered evidence and reproductions, nothing else");
  app.add_flag("--errors", list_errors, "List each field that is not exact");
  app.add_flag("--only-fields", only_fields, "No faces, no liveness");
  CLI11_PARSE(app, argc, argv);
  const auto config = cli::configuration_of(places);
  Bench bench(config);
  Tables tables;
  const auto specimens = find_specimens(folders);
  std::size_t done = 0;
  for (const auto& specimen : specimens) {
    if (only_tampering || specimen.truth.contains("alteration")) {
      tables.tampering(bench, specimen);
      continue;
    }
    tables.fields(bench, specimen, list_errors);
    if (!only_fields) {
      tables.faces(bench, specimen);
      tables.liveness(bench, specimen);
    }
    std::fprintf(stderr, "\r%zu of %zu", ++done, specimens.size());
  }
  std::fprintf(stderr, "\n");
  if (!only_tampering) tables.print(face_threshold, liveness_threshold);
  tables.print_tampering(tamper_threshold);
  return 0;
}

}  // namespace
}  // namespace cotejo::accuracy

int main(int argc, char** argv) {
  cotejo::plugins::prepare_process();
  try {
    return cotejo::accuracy::main_of(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "cotejo-accuracy: %s\n", e.what());
    return 1;
  }
}
