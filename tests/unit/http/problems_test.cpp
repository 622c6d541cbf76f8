// Each error that the host makes, as its sources say.
#include "http/problems.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "http/response.hpp"

namespace cotejo::http {
namespace {

// These stand in results, never in the answer to a refused request; those of the command line are apart as well.
bool is_of_results(const std::string& code) {
  static const std::set<std::string> single = {"evidence.missing", "platform.crashed", "platform.memory",
                                               "service.not_recorded"};
  return single.contains(code) || code.starts_with("analysis.") || code.starts_with("check.") ||
         code.starts_with("component.");
}

std::map<std::string, domain::Error> made_in_sources() {
  const std::regex made(R"re(make_(retriable_)?error\(\s*(?:domain::)?Scope::(\w+),\s*"([a-z_]+\.[a-z0-9_]+)")re");
  std::map<std::string, domain::Error> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(COTEJO_SOURCE_DIR "/core")) {
    if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
    if (entry.path().string().find("/core/plugins/") != std::string::npos) continue;  // calls of components
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator match(source.begin(), source.end(), made), end; match != end; ++match)
      if (!is_of_results((*match)[3]))
        found[(*match)[3]] = {*domain::scope((*match)[2].str()), (*match)[1].matched, (*match)[3], {}, {}, {}};
  }
  return found;
}

TEST(Problems, AreExplainedEachOneAndNothingElse) {
  std::set<std::string> made, explained;
  for (const auto& [code, error] : made_in_sources()) made.insert(code);
  for (const Problem& problem : problems()) {
    EXPECT_TRUE(explained.emplace(problem.code).second) << problem.code << " is there twice";
    EXPECT_FALSE(problem.about.empty()) << problem.code;
  }
  EXPECT_GT(made.size(), 40u);
  EXPECT_EQ(made, explained);
}

TEST(Problems, HaveAStatusWithAName) {
  for (const auto& [code, error] : made_in_sources())
    EXPECT_NE(reason_phrase(domain::http_status(error)), "Unknown") << code;
}

TEST(Problems, PointToTheirExplanationOrNowhere) {
  EXPECT_EQ(problem_type("request.timeout"), "/docs#request.timeout");
  EXPECT_EQ(problem_type("analysis.deadline"), "about:blank");
}

}  // namespace
}  // namespace cotejo::http
