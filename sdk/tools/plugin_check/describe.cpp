#include "describe.hpp"

namespace cotejo::plugin_check {

void describe(const Subject& subject, Reporter& reporter) {
  const auto& entry = subject.entry();
  reporter.note(std::string(entry.plugin_name) + " " + entry.plugin_version + ", plugin ABI " +
                std::to_string(entry.abi_major) + "." + std::to_string(entry.abi_minor) + ", SDK " + entry.sdk_version);
  for (const auto& offer : subject.offers()) {
    const auto& declaration = offer.declaration;
    const auto missing = subject.missing_models(declaration);
    reporter.component(declaration.id, to_string(declaration.kind), missing.empty());
    for (const auto& model : missing)
      reporter.note(declaration.id + ": model '" + model +
                    "' is not at hand, so it is only described (--manifest and --models)");
    reporter.at("describe " + declaration.id);
    const auto again = plugins::describe_at(*offer.factory, offer.index, declaration.kind, "{}");
    if (!again || again->params_schema != declaration.params_schema || again->codes != declaration.codes)
      reporter.finding(declaration.id + " described itself differently the second time",
                       "A declaration depends on the params alone");
    if (plugins::describe_at(*offer.factory, offer.index, declaration.kind, R"({"no_such_param": 1})"))
      reporter.finding(declaration.id + " takes a param that it does not have",
                       "Refuse unknown params in describe(); a misspelt param would do nothing");
    if (plugins::describe_at(*offer.factory, offer.index, declaration.kind, "{"))
      reporter.finding(declaration.id + " takes params that are not JSON", "Refuse them in describe()");
    if (declaration.summary.empty())
      reporter.finding(declaration.id + " has no summary", "Say in one sentence what it does");
    for (const auto& port : declaration.consumes)
      if (port.source.empty())
        reporter.finding(declaration.id + ": port '" + port.name + "' has no default source",
                         declaration.kind == plugins::Kind::analyzer
                             ? "An analyzer's port for its file has the source `evidence`"
                             : "Name the trait that usually feeds it");
  }
}

}  // namespace cotejo::plugin_check
