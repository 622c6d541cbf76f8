// cotejo-plugin-check FILE.so: does to a plugin, out of process, what a host and hostile evidence will do to it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "child.hpp"
#include "levels.hpp"
#include "plugins/loaded_library.hpp"
#include "plugins/process.hpp"

namespace cotejo::plugin_check {
namespace {

constexpr int kFine = 0, kFound = 1, kCouldNotCheck = 2;

struct Command {
  Options options;
  Limits limits;
  std::string last_level = std::string(kLevels[std::size(kLevels) - 1]);
  std::string child_level, child_component;  // the child's form
  bool quick = false, json = false;
  std::uint64_t memory_mib = 2048, hang_ms = 20'000, polling_ms = 50;
};

struct LevelResult {
  std::string level, component, state;  // ok, findings, skipped
  std::vector<std::string> notes;
};

struct Summary {
  std::vector<Component> components;
  std::vector<LevelResult> levels;
  std::vector<Finding> findings;
};

void declare(CLI::App& app, Command& command) {
  auto& o = command.options;
  app.add_option("FILE", o.file, "The plugin")->required()->check(CLI::ExistingFile);
  app.add_option("--level", command.last_level, "The last level to run")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kLevels), std::end(kLevels))))
      ->capture_default_str();
  app.add_option("--golden", o.golden, "Folder of golden cases, COMPONENT/CASE.yaml (default: golden/ beside FILE)")
      ->check(CLI::ExistingDirectory);
  app.add_option("--manifest", o.manifest, "List of models, as in packaging/models.json")->check(CLI::ExistingFile);
  app.add_option("--models", o.models, "Folder of the models that the list names");
  app.add_option("--seed", o.seed, "Of all that is made up")->capture_default_str();
  app.add_option("--memory-mib", command.memory_mib, "More than this is a finding")->capture_default_str();
  app.add_option("--hang-ms", command.hang_ms, "A step that takes longer is a finding")->capture_default_str();
  app.add_option("--polling-ms", command.polling_ms, "CPU time allowed between two looks at is_cancelled()")
      ->capture_default_str();
  app.add_flag("--quick", command.quick, "Fewer repetitions");
  app.add_flag("--json", command.json, "The result as JSON");
  app.add_option("--child-level", command.child_level)->group("");
  app.add_option("--child-component", command.child_component)->group("");
}

void settle(Command& command) {
  auto& o = command.options;
  o.effort = command.quick ? kQuick : kNormal;
  o.polling = std::chrono::milliseconds{command.polling_ms};
  if (o.golden.empty()) o.golden = std::filesystem::absolute(o.file).parent_path() / "golden";
  command.limits.memory_bytes = command.memory_mib << 20;
  command.limits.hang_after = std::chrono::milliseconds{command.hang_ms};
}

int be_the_child(const Command& command) {
  confine_child();
  cotejo::plugins::keep_opencv_single_threaded();  // the tool may have brought OpenCV itself
  Reporter reporter(kReportDescriptor, command.child_level, command.child_component);
  run_level(command.child_level, command.child_component, command.options, reporter);
  return 0;
}

class Check {
 public:
  Check(const std::vector<std::string>& arguments, const Command& command) : arguments_(arguments), command_(command) {}

  Summary run() {
    const auto described = child("describe", "");
    summary_.components = described.components;
    if (command_.last_level == "describe" || !described.survived) return std::move(summary_);
    for (const auto& component : described.components)
      if (component.available)
        run_levels(component);
      else
        skip("", component.id, "a model is missing");
    return std::move(summary_);
  }

 private:
  void run_levels(const Component& component) {
    for (std::size_t i = 1; i < std::size(kLevels); ++i) {
      const std::string level(kLevels[i]);
      if (!child(level, component.id).survived) {
        skip("", component.id, "what follows, since it did not survive this");
        return;
      }
      if (level == command_.last_level) return;
    }
  }

  Outcome child(const std::string& level, const std::string& component) {
    auto arguments = arguments_;
    arguments.insert(arguments.end(), {"--child-level", level});
    if (!component.empty()) arguments.insert(arguments.end(), {"--child-component", component});
    auto outcome = run_child(arguments, level, component, command_.limits);
    if (!outcome.started) throw std::runtime_error("no process could be started");
    summary_.findings.insert(summary_.findings.end(), outcome.findings.begin(), outcome.findings.end());
    auto notes = outcome.notes;
    if (!outcome.skipped.empty()) notes.push_back(outcome.skipped);
    summary_.levels.push_back({level, component,
                               !outcome.findings.empty()  ? "findings"
                               : !outcome.skipped.empty() ? "skipped"
                                                          : "ok",
                               std::move(notes)});
    return outcome;
  }

  void skip(std::string level, const std::string& component, std::string why) {
    summary_.levels.push_back({std::move(level), component, "skipped", {std::move(why)}});
  }

  const std::vector<std::string>& arguments_;
  const Command& command_;
  Summary summary_;
};

void print(const Command& command, const Summary& summary) {
  std::cout << command.options.file.filename().string() << ", seed " << command.options.seed << '\n';
  for (const auto& level : summary.levels) {
    std::printf("  %-12s %-24s %s", level.level.c_str(), level.component.c_str(), level.state.c_str());
    const char* separator = "   ";
    for (const auto& note : level.notes) std::printf("%s%s", separator, note.c_str()), separator = "; ";
    std::printf("\n");
  }
  std::fflush(stdout);
  for (const auto& finding : summary.findings) std::cout << sentence(finding) << '\n';
  std::cout << summary.findings.size() << (summary.findings.size() == 1 ? " finding\n" : " findings\n");
}

void print_json(const Command& command, const Summary& summary) {
  const auto text = [](const std::string& s) { return boost::json::string(s); };
  boost::json::array levels, findings, components;
  for (const auto& component : summary.components)
    components.push_back(boost::json::object{
        {"id", text(component.id)}, {"kind", text(component.kind)}, {"available", component.available}});
  for (const auto& level : summary.levels) {
    boost::json::array notes;
    for (const auto& note : level.notes) notes.push_back(text(note));
    levels.push_back(boost::json::object{{"level", text(level.level)},
                                         {"component", text(level.component)},
                                         {"state", text(level.state)},
                                         {"notes", std::move(notes)}});
  }
  for (const auto& finding : summary.findings) findings.push_back(to_json(finding));
  std::cout << boost::json::serialize(boost::json::object{{"plugin", text(command.options.file.filename().string())},
                                                          {"seed", command.options.seed},
                                                          {"components", std::move(components)},
                                                          {"levels", std::move(levels)},
                                                          {"findings", std::move(findings)}})
            << '\n';
}

}  // namespace
}  // namespace cotejo::plugin_check

int main(int argc, char** argv) {
  using namespace cotejo::plugin_check;
  CLI::App app{
      "Checks a Cotejo plugin out of process: describe, lifecycle, golden inputs, cancellation, concurrency, fuzz; and "
      "in each\n"
      "of them that the state of the process stays as it was.\nExit codes: 0 no finding, 1 findings, 2 could not "
      "check."};
  Command command;
  declare(app, command);
  try {
    app.parse(argc, argv);
    settle(command);
    if (!command.child_level.empty()) return be_the_child(command);
    cotejo::plugins::prepare_process();  // as the host does before it loads plugins; the child inherits it
    const std::vector<std::string> arguments(argv, argv + argc);
    const auto summary = Check(arguments, command).run();
    command.json ? print_json(command, summary) : print(command, summary);
    return summary.findings.empty() ? kFine : kFound;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kFine : kCouldNotCheck;
  } catch (const std::exception& e) {
    std::cerr << "cotejo-plugin-check: " << e.what() << '\n';
    return kCouldNotCheck;
  }
}
