#include "rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "domain/digest.hpp"

namespace cotejo::planted {
namespace {

std::vector<std::string> texts(const YAML::Node& node) {
  return node ? node.as<std::vector<std::string>>() : std::vector<std::string>{};
}

void refuse_others(const YAML::Node& node, const std::vector<std::string>& known, const std::string& where) {
  for (const auto& member : node)
    if (std::ranges::find(known, member.first.as<std::string>()) == known.end())
      throw std::runtime_error(where + ": there is no key '" + member.first.as<std::string>() + "'");
}

domain::TimePoint instant(const YAML::Node& node) {
  const auto at = domain::from_iso8601(node.as<std::string>());
  if (!at) throw std::runtime_error("'" + node.as<std::string>() + "' is no instant in UTC");
  return *at;
}

const std::vector<std::string> kApplication{"seed", "make", "only", "take", "edit", "share", "at"};

Application application_of(const YAML::Node& node) {
  Application out;
  if (node["seed"]) out.seed = node["seed"].as<int>();
  out.make = texts(node["make"]);
  out.only = texts(node["only"]);
  for (const auto& each : node["take"]) out.take[each.first.as<std::string>()] = each.second.as<std::string>();
  for (const auto& each : node["edit"]) out.edit[each.first.as<std::string>()] = each.second;
  for (const auto& each : node["share"]) out.share[each.first.as<std::string>()] = texts(each.second);
  if (node["at"]) out.at = instant(node["at"]);
  return out;
}

Rule rule_of(const std::string& code, const YAML::Node& node) {
  std::vector<std::string> known = kApplication;
  for (const char* key : {"earlier", "evidence", "also", "region", "product", "params", "text_cases_only", "quick"})
    known.emplace_back(key);
  refuse_others(node, known, code);
  Rule out;
  out.code = code;
  out.application = application_of(node);
  for (const auto& each : node["earlier"]) {
    refuse_others(each, kApplication, code + ": earlier");
    out.earlier.push_back(application_of(each));
  }
  out.evidence = texts(node["evidence"]);
  out.also = texts(node["also"]);
  out.region = texts(node["region"]);
  if (node["product"]) out.product = node["product"].as<std::string>();
  if (node["params"]) out.params = node["params"];
  out.elsewhere = bool(node["text_cases_only"]);
  out.quick = node["quick"] && node["quick"].as<bool>();
  out.digest = domain::digest_of(YAML::Dump(node));
  return out;
}

}  // namespace

Table read_table(const std::string& file) {
  const YAML::Node tree = YAML::LoadFile(file);
  refuse_others(tree, {"product", "at", "seed", "genuine", "enough", "evidence", "rules"}, file);
  Table out;
  out.product = tree["product"].as<std::string>();
  out.at = instant(tree["at"]);
  out.seed = tree["seed"].as<int>();
  for (const auto& each : tree["genuine"]) out.genuine[each.first.as<std::string>()] = texts(each.second);
  for (const auto& each : tree["enough"]) {
    const auto names = texts(each["for"]);
    out.enough.push_back({{names.begin(), names.end()}, texts(each["make"])});
  }
  for (const auto& each : tree["evidence"]) out.files[each.first.as<std::string>()] = each.second.as<std::string>();
  for (const auto& each : tree["rules"]) out.rules.push_back(rule_of(each.first.as<std::string>(), each.second));
  return out;
}

}  // namespace cotejo::planted
