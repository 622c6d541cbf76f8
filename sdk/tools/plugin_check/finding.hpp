// What a check found, and how the child that runs the plugin tells its parent: one JSON object a line.
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::plugin_check {

// In this order; each one presumes that those before it were fine.
inline constexpr std::string_view kLevels[] = {"describe", "lifecycle", "golden", "cancel", "concurrency", "fuzz"};

// One sentence: what is wrong, where it was seen, what to do.
struct Finding {
  std::string level, component;  // component: empty when it is the whole plugin's
  std::string what, where, advice;
};
std::string sentence(const Finding& finding);  // `check.adult [cancel]: what (where). Advice`
boost::json::object to_json(const Finding& finding);

// The child's side of the pipe.
class Reporter {
 public:
  Reporter(int descriptor, std::string level, std::string component);
  // Before each step that runs the plugin's code: what is lost with the child when the step does not return.
  void at(std::string_view where);
  void finding(std::string_view what, std::string_view advice);
  void note(std::string_view text);
  void component(std::string_view id, std::string_view kind, bool available);  // level describe
  void skipped(std::string_view why);
  void done();

 private:
  void send(const boost::json::object& message);
  int descriptor_;
  std::string level_, component_, where_;
};

}  // namespace cotejo::plugin_check
