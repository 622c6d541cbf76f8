#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.hpp"
#include "plugins/process.hpp"

int main(int argc, char** argv) {
  using namespace cotejo::cli;
  cotejo::plugins::prepare_process();
  CLI::App app{
      "Cotejo checks evidence against its originals.\nExit codes of `verify`: 0 approve, 10 review, 20 reject, 1 could "
      "not run."};
  app.set_version_flag("--version", COTEJO_VERSION);
  app.require_subcommand(1);
  Common common;
  app.add_option("--config", common.config, "host.yaml (default: built-in defaults)")->check(CLI::ExistingFile);
  app.add_option("--plugins", common.plugins, "Folder of plugins")->check(CLI::ExistingDirectory);
  app.add_option("--data", common.data, "Folder for stored data");
  app.fallthrough();
  int exit_code = 0;
  add_serve(app, common, exit_code);
  add_verify(app, common, exit_code);
  add_run(app, common, exit_code);
  add_components(app, common, exit_code);
  add_graph(app, common, exit_code);
  add_schema(app, common, exit_code);
  add_describe(app, common, exit_code);
  add_check_config(app, common, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : kCouldNotRun;
  } catch (const std::exception& e) {
    std::cerr << "cotejo: " << e.what() << '\n';
    return kCouldNotRun;
  }
  return exit_code;
}
