// The command line. CLI11 is compiled here only: it takes longer than everything else in a subcommand together.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <iostream>

#include "cli/commands.hpp"
#include "configuration/node.hpp"
#include "plugins/crash.hpp"
#include "plugins/process.hpp"

namespace cotejo::cli {
namespace {

// The options of the command line, and the subcommand that was chosen.
struct Invocation {
  Places places;
  VerifyOptions verify;
  RunOptions run;
  ForgetOptions forget;
  WhatIfOptions what_if;
  std::string component, product, verification, kind, format = "svg";
  std::filesystem::path directory;
  bool json = false, without_models = false;
  std::function<int()> command;
};

void add_places(CLI::App& app, Places& places) {
  app.add_option("--config", places.config,
                 "host.yaml (default: the one beside this program, in a build tree or an installed tree)")
      ->check(CLI::ExistingFile);
  app.add_option("--plugins", places.plugins, "Folder of plugins")->check(CLI::ExistingDirectory);
  app.add_option("--data", places.data, "Folder for stored data; verify and run ask its index, verify is kept there");
}

void add_serve(CLI::App& app, Invocation& i) {
  app.add_subcommand("serve", "The service")->callback([&i] { i.command = [&i] { return serve(i.places); }; });
}

void add_verify(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand("verify", "Runs a product over evidence from files, without the service");
  auto& options = i.verify;
  command->add_option("PRODUCT", options.product, "Id of the product")->required();
  command->add_option("--evidence", options.evidence, "NAME=FILE, once for each evidence");
  command->add_option("--applicant", options.applicant, "JSON file with what the applicant declared")
      ->check(CLI::ExistingFile);
  command->add_option("--locale", options.locale, "Locale of the texts (default: the product's first)");
  command->add_option("--id", options.id,
                      "Decide as the service does under this id: whether quality control's samples take it");
  command->add_option(
      "--html", options.html,
      "Also writes a self-contained page: findings with the places they rest on, evidence, what was read, timings");
  command->add_option(
      "--application", options.application,
      "What the verification is about, as you call it: those of one applicant about the same do not find "
      "each other in the index (with --data, which keeps the verification)");
  command->add_flag("--json", options.json, "The result as the service answers it");
  command->add_flag("--trace", options.trace, "Also the time of each component");
  command->callback([&i] { i.command = [&i] { return verify(i.places, i.verify); }; });
}

void add_run(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand(
      "run", "One component alone on files; each file is first taken through the analyzer of its media type");
  auto& options = i.run;
  command->add_option("COMPONENT", options.component, "Id of the component")->required();
  command->add_option("--in", options.in, "NAME=FILE")->required();
  command->add_option("--params", options.params, "JSON object");
  command->add_option("--timeout", options.timeout, "Seconds; what is late then is an error (default: 120)")
      ->check(CLI::Range(0.001, 120.0));
  command->add_flag("--json", options.json, "{\"traits\": […], \"items\": […], \"error\": …}");
  command->add_flag("--all", options.all, "Also the traits of the components before it");
  command->callback([&i] { i.command = [&i] { return run(i.places, i.run); }; });
}

void add_replay(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand(
      "replay", "A stored verification again, over the evidence, the instant and the answers recorded with it");
  command->add_option("ID", i.verification, "Id of the verification")->required();
  command->callback([&i] { i.command = [&i] { return replay(i.places, i.verification); }; });
}

void add_forget(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand("forget", "Erases from the folder of --data, while no service uses it");
  command->add_option("--owner", i.forget.owner, "What the index has under this owner, as connectors call them");
  command->add_option("--verification", i.forget.verification, "The evidence of this verification; its decision stays");
  command->callback([&i] { i.command = [&i] { return forget(i.places, i.forget); }; });
}

void add_components(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand("components", "What is loaded: kinds, versions, params, ports, outputs");
  command->add_option("ID", i.component, "One component, in full");
  command->add_flag("--json", i.json, "As JSON");
  command->callback([&i] { i.command = [&i] { return components(i.places, i.component, i.json); }; });
}

void add_graph(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand("graph", "A product's plan as a picture, to standard output");
  command->add_option("PRODUCT", i.product, "Product to draw")->required();
  command->add_option("--format", i.format, "svg (default), dot or mermaid")
      ->check(CLI::IsMember({"svg", "dot", "mermaid"}));
  command->callback([&i] { i.command = [&i] { return graph(i.places, i.product, i.format); }; });
}

void add_schema(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand(
      "schema",
      "JSON Schema of a kind of configuration file, for editors: its keys, and the components that are loaded");
  command->add_option("KIND", i.kind, "product, block (products/shared), host or reasons")
      ->required()
      ->check(CLI::IsMember({"product", "block", "host", "reasons"}));
  command->callback([&i] { i.command = [&i] { return schema(i.places, i.kind); }; });
}

void add_describe(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand("describe", "A product's page of documentation in Markdown, to standard output");
  command->add_option("PRODUCT", i.product, "Product to describe")->required();
  command->callback([&i] { i.command = [&i] { return describe(i.places, i.product); }; });
}

void add_what_if(CLI::App& app, Invocation& i) {
  auto* command =
      app.add_subcommand("what-if",
                         "A changed policy over the stored verifications: how many decisions change, and which. "
                         "Nothing is run or written; "
                         "the service may be running. Exit 30 when more change than --fail-if-changed allows");
  auto& options = i.what_if;
  command->add_option("PRODUCT", options.product, "Id of the product")->required();
  command->add_option("--policy", options.policy, "YAML file with another `decision` section")
      ->check(CLI::ExistingFile);
  command->add_option("--configs", options.configs, "Another folder with products/ and reasons/")
      ->check(CLI::ExistingDirectory);
  command->add_option("--since", options.since, "Completed at or after this day or instant (UTC), such as 2026-11-01");
  command->add_option("--until", options.until, "Completed before this day or instant (UTC)");
  command->add_option("--limit", options.limit, "Only the newest so many");
  command->add_option("--tenant", options.tenant, "Of this tenant alone");
  command->add_option("--fail-if-changed", options.most_changes, "Exit 30 when more decisions than this change");
  command->add_flag("--any-plan", options.any_plan,
                    "Also findings of other components, params or models than the changed product has, as they are");
  command->add_flag("--json", options.json, "All of it, with each changed decision before and after");
  command->callback([&i] { i.command = [&i] { return what_if(i.places, i.what_if); }; });
}

void add_check_config(CLI::App& app, Invocation& i) {
  auto* command = app.add_subcommand(
      "check-config",
      "All that loading checks: file:line:col: message; exit 1 with any mistake, or when a product cannot run here");
  command->add_option("DIR", i.directory, "Folder with host.yaml, products/ and reasons/")
      ->required()
      ->check(CLI::ExistingDirectory);
  command->add_flag("--without-models", i.without_models,
                    "Check what is written, also where models are missing: products that need them count as sound");
  command->callback([&i] { i.command = [&i] { return check_config(i.places, i.directory, i.without_models); }; });
}

}  // namespace

// Otherwise the parser would only say that a command is missing.
static void refuse_unknown_command(const CLI::App& app, std::string_view word) {
  std::vector<std::string> known;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    known.push_back(command->get_name());
  if (word.starts_with('-') || std::find(known.begin(), known.end(), word) != known.end()) return;
  throw Stop("there is no command '" + std::string(word) + "'" + configuration::suggestion(word, known) +
             " (there are " + configuration::listing(known) + ")");
}

static int run_command_line(int argc, char** argv) {
  CLI::App app{
      "Cotejo checks evidence against its originals.\nExit codes of `verify`: 0 approve, 10 review, 20 reject, 1 could "
      "not run."};
  app.set_version_flag("--version", COTEJO_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Invocation invocation;
  add_places(app, invocation.places);
  for (const auto add : {add_serve, add_verify, add_run, add_replay, add_forget, add_components, add_graph, add_schema,
                         add_describe, add_what_if, add_check_config})
    add(app, invocation);
  for (auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    command->footer("\nEvery command takes --config, --plugins and --data as well: `cotejo --help`.");
  try {
    if (argc > 1) refuse_unknown_command(app, argv[1]);
    app.parse(argc, argv);
    const int outcome = invocation.command();
    if (!std::cout.flush() || std::fflush(stdout) != 0 || std::ferror(stdout))
      throw Stop("the result could not be written to standard output");
    return outcome;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : kCouldNotRun;
  } catch (const std::exception& e) {
    std::cerr << "cotejo: " << e.what() << '\n';
    return kCouldNotRun;
  }
}

}  // namespace cotejo::cli

int main(int argc, char** argv) {
  ::umask(S_IRWXG | S_IRWXO);  // what this program writes holds applicants' data: databases, evidence, reports
  cotejo::plugins::prepare_process();
  cotejo::plugins::name_crashes();
  return cotejo::cli::run_command_line(argc, argv);
}
