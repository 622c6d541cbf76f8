#include "planted_evidence.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

#include "cli/evidence_files.hpp"
#include "domain/digest.hpp"

namespace cotejo::planted {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

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

json::value document_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return json::parse(text.str());
}

// Members by JSON pointer; null takes one out.
void apply(const YAML::Node& edits, json::value& document) {
  for (const auto& edit : edits) {
    std::string pointer = edit.first.as<std::string>();
    if (!pointer.starts_with("/")) pointer = "/" + pointer;
    const auto slash = pointer.rfind('/');
    const std::string name = pointer.substr(slash + 1);
    auto& parent = document.at_pointer(pointer.substr(0, slash));
    if (parent.is_array())
      parent.as_array().at(std::stoul(name)) = as_json(edit.second);
    else if (edit.second.IsNull())
      parent.as_object().erase(name);
    else
      parent.as_object()[name] = as_json(edit.second);
  }
}

constexpr std::size_t kAlgorithm = 7;  // bytes: `sha256:`

// A program is told from another build of it by its size and time.
std::string build_of(const fs::path& program) {
  return fmt::format("{} {}", fs::file_size(program), fs::last_write_time(program).time_since_epoch().count());
}

}  // namespace

PlantedEvidence::PlantedEvidence(const Table& table, fs::path work, fs::path program)
    : table_(table), work_(std::move(work)), program_(std::move(program)), build_(build_of(program_)) {}

fs::path PlantedEvidence::made_with(int seed, const std::vector<std::string>& options) const {
  const std::string arguments = fmt::format("--seed {} --location-at {} {}", seed == 0 ? table_.seed : seed,
                                            domain::to_iso8601(table_.at), fmt::join(options, " "));
  constexpr std::size_t kShort = 16;
  const fs::path folder = work_ / "specimens" / domain::digest_of(build_ + arguments).substr(kAlgorithm, kShort);
  if (!fs::exists(folder / "done")) {
    // Aside, and put there when it is whole: another run may want the same.
    const fs::path making = fmt::format("{}.{}", folder.string(), ::getpid());
    fs::create_directories(making);
    const std::string command = fmt::format("'{}' --out '{}' --count 1 {} > '{}' 2>&1", program_.string(),
                                            making.string(), arguments, (making / "log").string());
    if (std::system(command.c_str()) != 0) throw std::runtime_error("this failed: " + command);
    std::ofstream{making / "done"} << arguments << '\n';
    std::error_code there_already;
    fs::rename(making, folder, there_already);
    if (there_already) fs::remove_all(making);
    if (!fs::exists(folder / "done"))
      throw std::runtime_error(folder.string() + " is of an earlier version: remove it");
  }
  return folder / "0000";
}

fs::path PlantedEvidence::genuine(const std::string& product) const {
  return made_with(0, table_.genuine.at(product));
}

// With the least that makes what is taken.
fs::path PlantedEvidence::folder(const Application& application, const std::string& product) const {
  const auto& only = application.only;
  const auto enough = std::ranges::find_if(table_.enough, [&](const Enough& each) {
    return std::ranges::all_of(only, [&](const std::string& name) { return each.evidence.contains(name); });
  });
  const bool whole = only.empty() || enough == table_.enough.end();
  std::vector<std::string> options = whole ? table_.genuine.at(product) : enough->make;
  options.insert(options.end(), application.make.begin(), application.make.end());
  return made_with(application.seed, options);
}

fs::path PlantedEvidence::edited(const Application& application, const std::string& name, const fs::path& file,
                                 const fs::path& genuine) const {
  const auto edits = application.edit.find(name);
  const auto shared = application.share.find(name);
  if (edits == application.edit.end() && shared == application.share.end()) return file;
  json::value document = document_of(file);
  if (shared != application.share.end()) {
    const json::value same = document_of(genuine / table_.files.at(name));
    for (const auto& member : shared->second) document.as_object()[member] = same.at(member);
  }
  if (edits != application.edit.end()) apply(edits->second, document);
  const std::string text = json::serialize(document);
  // A name of its own: files stay mapped.
  const fs::path out = work_ / "edited" / (domain::digest_of(text).substr(kAlgorithm) + ".json");
  fs::create_directories(out.parent_path());
  std::ofstream{out} << text;
  return out;
}

Evidence PlantedEvidence::of(const Application& application, const products::Product& product) const {
  Evidence evidence;
  const fs::path usual = genuine(product.id);
  const bool fresh = application.seed != 0 || !application.make.empty();
  const fs::path made = fresh ? folder(application, product.id) : usual;
  const auto& only = application.only;
  for (const auto& each : product.evidence) {
    const std::string name = each.name.str();
    const bool own = only.empty() || std::ranges::find(only, name) != only.end();
    const auto& usual_name = table_.files.at(name);
    fs::path file = (own ? made : usual) / usual_name;
    if (!fs::exists(file)) file = usual / usual_name;
    if (const auto other = application.take.find(name); other != application.take.end()) file = made / other->second;
    evidence.emplace(name, cli::read_evidence(edited(application, name, file, usual)));
  }
  return evidence;
}

}  // namespace cotejo::planted
