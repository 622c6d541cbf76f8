// A row of rules.yaml: a fault, and what is to come of it. README.md has the keys.
#pragma once
#include <yaml-cpp/yaml.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/time_point.hpp"

namespace cotejo::planted {

// What is submitted in place of the genuine application, or earlier than it.
struct Application {
  int seed = 0;                                           // of the person; 0: the table's
  std::vector<std::string> make;                          // options of cotejo-specimens
  std::vector<std::string> only;                          // evidence that is taken from what they make; empty: all
  std::map<std::string, std::string> take;                // evidence -> file of what they make
  std::map<std::string, YAML::Node> edit;                 // evidence -> members of its JSON
  std::map<std::string, std::vector<std::string>> share;  // evidence -> members that are the genuine application's
  std::optional<domain::TimePoint> at;                    // when it is submitted; none: when the table says
};

struct Rule {
  std::string code;
  Application application;
  std::vector<Application> earlier;  // kept before: only the evidence that they name is submitted
  std::vector<std::string> evidence, also, region;
  std::string product;  // empty: the table's
  YAML::Node params;    // check -> params that are otherwise in this row
  bool elsewhere = false, quick = false;
  std::string digest;  // of the row as it is written
};

// Which options make these evidences, when the rest is not wanted.
struct Enough {
  std::set<std::string> evidence;
  std::vector<std::string> make;
};

struct Table {
  std::string product;
  domain::TimePoint at;
  int seed = 0;
  std::map<std::string, std::vector<std::string>> genuine;  // product -> options that make its application
  std::vector<Enough> enough;
  std::map<std::string, std::string> files;  // evidence -> file
  std::vector<Rule> rules;
};

// Throws std::runtime_error in one sentence.
Table read_table(const std::string& file);

}  // namespace cotejo::planted
