// One planted fault for each rule, end to end: specimens are made, a product is run over them, and what it finds is
// held against rules.yaml: the code, the evidence that it rests on, who is told, and that no other check is disturbed.
//   planted [--only GLOB] [--quick] [--rules FILE] [--work DIR]
//   planted --complete: only whether the table has every code of the product's checks, and no other
// README.md has the form of the table. Exit 0 when every rule came out as it should.
#include <fmt/format.h>
#include <sys/wait.h>
#include <yaml-cpp/yaml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <future>
#include <iostream>
#include <set>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/evidence_files.hpp"
#include "cli/find_product.hpp"
#include "cli/offline_store.hpp"
#include "engine/engine.hpp"
#include "plugins/process.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace cotejo;
using Evidence = std::map<std::string, std::shared_ptr<const domain::Bytes>, std::less<>>;

struct Options {
  std::string rules = RULES, only = "*", work = "planted-work";
  bool quick = false, complete = false;
};

std::vector<std::string> texts(const YAML::Node& node) {
  return node ? node.as<std::vector<std::string>>() : std::vector<std::string>{};
}

// Specimens by the options that make them; each set is made once.
class Specimens {
 public:
  // `at`: when positions end, so that those made last are not of the future.
  Specimens(fs::path work, std::vector<std::string> base, domain::TimePoint at)
      : work_(std::move(work)), base_(std::move(base)) {
    base_.push_back("--location-at " + domain::to_iso8601(at));
  }

  fs::path made_with(const std::vector<std::string>& options) {
    std::string key = fmt::format("{}", fmt::join(options, " "));
    const auto [entry, fresh] = known_.emplace(key, work_ / std::to_string(known_.size()));
    if (!fresh) return entry->second;
    fs::create_directories(entry->second);
    const std::string command =
        fmt::format("'{}' --out '{}' --count 1 {} {} > '{}' 2>&1", SPECIMENS, entry->second.string(),
                    fmt::join(base_, " "), key, (entry->second / "log").string());
    if (std::system(command.c_str()) != 0) throw std::runtime_error("this failed: " + command);
    return entry->second /= "0000";
  }

 private:
  fs::path work_;
  std::vector<std::string> base_;
  std::map<std::string, fs::path> known_;
};

json::value as_json(const YAML::Node& node) {
  if (node.IsNull()) return nullptr;
  if (node.IsSequence()) {
    json::array list;
    for (const auto& each : node) list.push_back(as_json(each));
    return list;
  }
  if (node.IsMap()) {
    json::object object;
    for (const auto& pair : node) object[pair.first.as<std::string>()] = as_json(pair.second);
    return object;
  }
  const auto text = node.as<std::string>();
  if (node.Tag() == "!") return json::string(text);  // in quotes
  boost::system::error_code not_json;
  const auto parsed = json::parse(text, not_json);
  return not_json ? json::value(json::string(text)) : parsed;
}

// `edit`: members by JSON pointer; null takes a member out.
void edit_file(const fs::path& from, const fs::path& to, const YAML::Node& edits) {
  std::stringstream text;
  text << std::ifstream(from).rdbuf();
  json::value document = json::parse(text.str());
  for (const auto& edit : edits) {
    std::string pointer = edit.first.as<std::string>();
    if (!pointer.starts_with("/")) pointer = "/" + pointer;
    const auto slash = pointer.rfind('/');
    const std::string name = pointer.substr(slash + 1);
    auto& parent = document.at_pointer(pointer.substr(0, slash));
    if (edit.second.IsNull())
      parent.as_object().erase(name);
    else if (parent.is_array())
      parent.as_array().at(std::stoul(name)) = as_json(edit.second);
    else
      parent.as_object()[name] = as_json(edit.second);
  }
  std::ofstream(to) << json::serialize(document);
}

struct Row {
  std::string code, how;
  bool found = false;
  std::vector<std::string> wrong;
  double confidence = 0, seconds = 0;
  std::string evidence, told;
};

class Planted {
 public:
  Planted(const Options& options, const YAML::Node& table)
      : options_(options),
        table_(table),
        config_(cli::configuration_of({})),
        registry_(cli::load_registry(config_)),
        nobody_(config_, {}),
        engine_(config_.engine, &nobody_.index()),
        specimens_(options.work, texts(table["base"]), begun_) {}

  // Rows without a code, and codes without a row.
  int complete() {
    std::set<std::string> codes, rows;
    const auto product =
        cli::find_product(config_, *registry_, table_["product"].as<std::string>(), products::Readiness::declare);
    for (std::size_t i = product->plan.first_check; i < product->plan.nodes.size(); ++i)
      for (const auto& code : product->plan.nodes[i].declaration.codes) codes.insert(code);
    for (const auto& rule : table_["rules"]) rows.insert(rule.first.as<std::string>());
    int missing = 0;
    const auto tell = [&](const auto& these, const auto& those, std::string_view what) {
      for (const auto& code : these)
        if (!those.contains(code)) fmt::print("{} {}\n", code, what), ++missing;
    };
    tell(codes, rows, "has no row");
    tell(rows, codes, "is no code of the product's checks");
    fmt::print("{} codes, {} rows\n", codes.size(), rows.size());
    return missing == 0 ? 0 : 1;
  }

  int run() {
    fmt::print("{:<46} {:<38} {:<10} {:>5}  {:<28} {:<22} {:>6}\n", "code", "planted by", "result", "conf", "evidence",
               "told to", "s");
    for (const auto& rule : table_["rules"]) {
      const auto code = rule.first.as<std::string>();
      if (!products::matches(options_.only, code)) continue;
      if (rule.second["text_cases_only"]) {
        ++elsewhere_;
        continue;
      }
      if (options_.quick && !rule.second["quick"]) continue;
      use(rule.second["product"] ? rule.second["product"].as<std::string>() : table_["product"].as<std::string>());
      report(planted(code, rule.second));
    }
    fmt::print("{} planted, {} wrong; {} can be planted by no specimen and have text cases alone\n", rows_, failures_,
               elsewhere_);
    return failures_ == 0 ? 0 : 1;
  }

 private:
  // A product, and what its checks say of the genuine application.
  struct Judged {
    std::shared_ptr<const products::Product> product;
    std::map<domain::Name, domain::Verdict> genuine;
  };

  void use(const std::string& id) {
    const auto [entry, fresh] = products_.try_emplace(id);
    now_ = &entry->second;
    if (!fresh) return;
    now_->product = cli::find_product(config_, *registry_, id, products::Readiness::create);
    const auto v = verified(YAML::Node(YAML::NodeType::Map));
    fmt::print("{} of the genuine application: {}\n", id, to_string(v.decision->outcome));
    if (v.decision->outcome != domain::Outcome::approve) ++failures_;
    for (const auto& check : v.checks) now_->genuine[check.name] = check.verdict;
    for (const auto& item : v.items) fmt::print("    {}\n", item.code);
    for (const auto& error : v.errors) fmt::print("    {} at {}\n", error.code, error.at);
  }

  Evidence evidence_of(const YAML::Node& rule) {
    Evidence evidence;
    const auto genuine = specimens_.made_with({});
    const auto made = specimens_.made_with(texts(rule["make"]));
    for (const auto& each : table_["evidence"]) {
      const auto name = each.first.as<std::string>();
      if (!now_->product->find_evidence(name)) continue;
      const auto only = texts(rule["only"]);
      const bool fresh = only.empty() || std::ranges::find(only, name) != only.end();
      fs::path file = (fresh ? made : genuine) / each.second.as<std::string>();
      if (!fs::exists(file)) file = genuine / each.second.as<std::string>();
      if (rule["take"] && rule["take"][name]) file = made / rule["take"][name].as<std::string>();
      if (rule["edit"] && rule["edit"][name]) {
        const fs::path edited = fs::path(options_.work) / ("edited-" + name + ".json");
        edit_file(file, edited, rule["edit"][name]);
        file = edited;
      }
      evidence.emplace(name, cli::read_evidence(file));
    }
    return evidence;
  }

  domain::Verification verified(const YAML::Node& rule) {
    engine::Submission submission;
    submission.id = "ver_planted";
    submission.product = now_->product;
    submission.now = begun_;
    submission.evidence = evidence_of(rule);
    std::promise<domain::Verification> result;
    const auto taken =
        engine_.run(std::move(submission), {}, [&](domain::Verification v) { result.set_value(std::move(v)); });
    if (!taken) throw std::runtime_error(taken.error().message);
    return result.get_future().get();
  }

  Row planted(const std::string& code, const YAML::Node& rule) {
    Row row;
    row.code = code;
    row.how = how(rule);
    const auto begun = std::chrono::steady_clock::now();
    const auto v = verified(rule);
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    const auto found = std::ranges::find(v.items, code, &domain::Item::code);
    row.found = found != v.items.end();
    if (row.found) {
      row.confidence = found->confidence;
      row.evidence = fmt::format("{}", fmt::join(found->evidence, " "));
      expect_evidence(*found, texts(rule["evidence"]), row);
      expect_told(v, static_cast<std::size_t>(found - v.items.begin()), row);
    } else {
      row.wrong.push_back("not found");
      for (const auto& item : v.items) row.wrong.push_back("found " + item.code);
    }
    expect_undisturbed(v, code.substr(0, code.find('.')), texts(rule["also"]), row);
    return row;
  }

  static std::string how(const YAML::Node& rule) {
    std::string text = fmt::format("{}", fmt::join(texts(rule["make"]), " "));
    for (const char* key : {"take", "edit"})
      for (const auto& each : rule[key])
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", key, each.first.as<std::string>());
    return text;
  }

  static void expect_evidence(const domain::Item& item, const std::vector<std::string>& expected, Row& row) {
    for (const auto& name : expected)
      if (std::ranges::find(item.evidence, name) == item.evidence.end())
        row.wrong.push_back("does not rest on " + name);
  }

  // Exactly those whom the catalogue names.
  void expect_told(const domain::Verification& v, std::size_t item, Row& row) const {
    const auto* reason = now_->product->reasons->find(v.items[item].code);
    for (const auto audience : {domain::Audience::applicant, domain::Audience::agent, domain::Audience::internal}) {
      const bool told = std::ranges::any_of(v.feedback, [&](const domain::Feedback& feedback) {
        if (feedback.audience != audience || !feedback.item) return false;
        return v.items[*feedback.item].code == v.items[item].code;
      });
      const bool listed = std::ranges::find(reason->audiences, audience) != reason->audiences.end();
      if (told) row.told += (row.told.empty() ? "" : " ") + std::string(to_string(audience));
      if (told != listed)
        row.wrong.push_back(fmt::format("{} {}", to_string(audience), told ? "is told" : "is not told"));
    }
    if (reason->reason_class == "fraud" && row.told.find("applicant") != std::string::npos)
      row.wrong.push_back("fraud is told to the applicant");
  }

  void expect_undisturbed(const domain::Verification& v, const std::string& check, const std::vector<std::string>& also,
                          Row& row) const {
    for (const auto& each : v.checks) {
      if (each.name == check || std::ranges::find(also, each.name.str()) != also.end()) continue;
      if (each.verdict == now_->genuine.at(each.name)) continue;
      std::string why;
      for (const auto item : each.items) why += " " + v.items[item].code;
      row.wrong.push_back(fmt::format("{} is {}{}", each.name.str(), to_string(each.verdict), why));
    }
    if (v.decision->outcome == domain::Outcome::approve && row.found &&
        v.items[static_cast<std::size_t>(std::ranges::find(v.items, row.code, &domain::Item::code) - v.items.begin())]
                .severity >= domain::Severity::major)
      row.wrong.push_back("approved");
  }

  void report(const Row& row) {
    ++rows_;
    failures_ += !row.wrong.empty();
    fmt::print("{:<46} {:<38} {:<10} {:>5.2f}  {:<28} {:<22} {:>6.2f}\n", row.code, row.how,
               row.wrong.empty() ? "right" : "WRONG", row.confidence, row.evidence, row.told, row.seconds);
    for (const auto& wrong : row.wrong) fmt::print("    {}\n", wrong);
    std::fflush(stdout);
  }

  const Options& options_;
  const YAML::Node table_;
  cli::HostConfig config_;
  std::unique_ptr<plugins::Registry> registry_;
  std::map<std::string, Judged> products_;
  Judged* now_ = nullptr;     // whose rule is planted
  cli::OfflineStore nobody_;  // nobody applied before
  engine::Engine engine_;
  // Positions are of now: while the table runs, no time passes.
  const domain::TimePoint begun_ =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Specimens specimens_;
  int rows_ = 0, failures_ = 0, elsewhere_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  cotejo::plugins::prepare_process();
  Options options;
  CLI::App app{"A planted fault for each rule, end to end"};
  app.add_option("--rules", options.rules, "The table")->capture_default_str();
  app.add_option("--only", options.only, "Codes, `contract.*`")->capture_default_str();
  app.add_option("--work", options.work, "Folder for the specimens")->capture_default_str();
  app.add_flag("--complete", options.complete, "Only whether the table misses no rule of the product");
  app.add_flag("--quick", options.quick, "Those that the table marks `quick`");
  CLI11_PARSE(app, argc, argv);
  try {
    Planted planted(options, YAML::LoadFile(options.rules));
    return options.complete ? planted.complete() : planted.run();
  } catch (const std::exception& failure) {
    std::cerr << "planted: " << failure.what() << '\n';
    return 2;
  }
}
