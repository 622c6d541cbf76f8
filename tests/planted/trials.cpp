#include "trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <future>
#include <opencv2/imgcodecs.hpp>
#include <sstream>

#include "cli/find_product.hpp"

namespace cotejo::planted {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDeadline = "10min";           // a busy machine is no fault
constexpr std::size_t kMemo = std::size_t{1} << 30;  // bytes: the genuine evidence stays analysed

cli::HostConfig configuration() {
  auto config = cli::configuration_of({});
  config.engine.memo_bytes = kMemo;
  return config;
}

// The shipped product, with a longer deadline and the params of a row.
std::string product_text(const fs::path& shipped, const YAML::Node& params) {
  YAML::Node tree = YAML::LoadFile(shipped.string());
  tree["deadline"] = kDeadline;
  for (const auto& check : params)
    for (const auto& param : check.second)
      tree["checks"][check.first.as<std::string>()]["params"][param.first.as<std::string>()] = param.second;
  return YAML::Dump(tree);
}

// With `sizes`: of the pictures that the truth has the corners of a card in, upright.
boost::json::object truth_in(const fs::path& folder, const std::map<std::string, std::string>& files) {
  std::stringstream text;
  text << std::ifstream(folder / "truth.json").rdbuf();
  if (text.str().empty()) return {};
  auto truth = boost::json::parse(text.str()).as_object();
  boost::json::object sizes;
  if (const auto* quads = truth.if_contains("quads"))
    for (const auto& [evidence, corners] : quads->as_object())
      if (const auto file = files.find(evidence); file != files.end())
        if (const cv::Mat picture = cv::imread((folder / file->second).string()); !picture.empty())
          sizes[evidence] = {picture.cols, picture.rows};
  truth["sizes"] = std::move(sizes);
  return truth;
}

}  // namespace

Trials::Trials(const Table& table, fs::path work, fs::path specimens)
    : table_(table),
      work_(std::move(work)),
      config_(configuration()),
      registry_(cli::load_registry(config_)),
      evidence_(table, work_, std::move(specimens)),
      nobody_(config_, {}),
      memory_(nobody_.index()),
      engine_(config_.engine, &memory_) {}

Row Trials::planted(const Rule& rule) {
  const Verdicts& before = genuine(rule.product.empty() ? table_.product : rule.product);
  const auto product = product_of(rule);
  const auto begun = std::chrono::steady_clock::now();
  std::optional<cli::OfflineStore> earlier;
  if (!rule.earlier.empty()) remember(rule, product, earlier.emplace(config_, fs::path()));
  const auto v = run(submission(product, rule.application, "ver_planted"));
  memory_.use(nobody_.index());
  Row row = judge(rule, v, *product, before,
                  rule.region.empty() ? boost::json::object{}
                                      : truth_in(evidence_.folder(rule.application, product->id), table_.files));
  row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return row;
}

std::map<std::string, std::string> Trials::codes() {
  std::map<std::string, std::string> found;
  std::set<std::string> ids{table_.product};
  for (const auto& rule : table_.rules)
    if (!rule.product.empty()) ids.insert(rule.product);
  for (const auto& id : ids) {
    const auto product = cli::find_product(config_, *registry_, id, products::Readiness::declare);
    for (std::size_t i = product->plan.first_check; i < product->plan.nodes.size(); ++i)
      for (const auto& code : product->plan.nodes[i].declaration.codes) found.emplace(code, id);
  }
  return found;
}

void Trials::keep(const Rule& rule, const std::string& id, cli::OfflineStore& store) {
  const auto again = submission(product_of(rule), rule.application, id);
  store.keep(again, run(again));
}

const Verdicts& Trials::genuine(const std::string& id) {
  const auto [entry, fresh] = genuine_.try_emplace(id);
  if (!fresh) return entry->second;
  const auto v = run(submission(product_with(id, {}), {}, "ver_genuine"));
  fmt::print("{} of the genuine application: {}\n", id, to_string(v.decision->outcome));
  for (const auto& item : v.items) fmt::print("    {}\n", item.code);
  for (const auto& error : v.errors) fmt::print("    {} at {}: {}\n", error.code, error.at, error.message);
  std::fflush(stdout);
  if (v.decision->outcome != domain::Outcome::approve)
    throw std::runtime_error("the genuine application is not approved by " + id);
  for (const auto& check : v.checks) entry->second[check.name] = check.verdict;
  return entry->second;
}

Trials::ProductPtr Trials::product_of(const Rule& rule) {
  return product_with(rule.product.empty() ? table_.product : rule.product, rule.params);
}

Trials::ProductPtr Trials::product_with(const std::string& id, const YAML::Node& params) {
  const std::string text = product_text(config_.configs / "products" / (id + ".yaml"), params);
  auto& product = products_[text];
  if (product) return product;
  const fs::path folder = work_ / "configs";
  fs::remove_all(folder);
  fs::create_directories(folder / "products");
  fs::copy(config_.configs / "reasons", folder / "reasons");
  fs::copy(config_.configs / "products" / "shared", folder / "products" / "shared");
  std::ofstream{folder / "products" / (id + ".yaml")} << text;
  cli::HostConfig config = config_;
  config.configs = folder;
  return product = cli::find_product(config, *registry_, id, products::Readiness::create);
}

void Trials::remember(const Rule& rule, const ProductPtr& product, cli::OfflineStore& earlier) {
  memory_.use(earlier.index());
  std::size_t number = 0;
  for (Application application : rule.earlier) {
    if (!application.at) application.at = table_.at - std::chrono::hours(24);
    auto before = submission(product, application, fmt::format("ver_earlier_{}", ++number));
    std::erase_if(before.evidence, [&](const auto& each) {
      return std::ranges::find(application.only, each.first) == application.only.end();
    });
    auto v = run(before);
    v.completed_at =
        before.now + std::chrono::seconds(10);  // by the table's clock: later ones do not see what ends after them
    earlier.keep(before, v);
  }
}

engine::Submission Trials::submission(const ProductPtr& product, const Application& application,
                                      const std::string& id) const {
  engine::Submission out;
  out.id = id;
  out.product = product;
  out.now = application.at.value_or(table_.at);
  out.evidence = evidence_.of(application, *product);
  return out;
}

domain::Verification Trials::run(const engine::Submission& submission) {
  std::promise<domain::Verification> result;
  const auto taken = engine_.run(submission, {}, [&](domain::Verification v) { result.set_value(std::move(v)); });
  if (!taken) throw std::runtime_error(taken.error().message);
  return result.get_future().get();
}

}  // namespace cotejo::planted
