// One planted fault for each rule, end to end: specimens are made, a product is run over them, and what it finds is
// held against rules.yaml: the code, the evidence and place that it rests on, who is told and how, and that no other
// check is disturbed.
//   planted [--only GLOB]… [--quick] [--resume] [--rules FILE] [--work DIR]
//   planted --complete: only whether the table has every code of the products' checks, and no other
//   planted --keep DIR --count N: keeps so many of the rows' verifications in a data folder, for `cotejo what-if`
// README.md has the form of the table. Exit 0 when every rule came out as it should.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>

#include "plugins/process.hpp"
#include "products/product.hpp"
#include "trials.hpp"

namespace cotejo::planted {
namespace {

struct Options {
  std::string rules = RULES, work = "planted-work", keep;
  std::vector<std::string> only{"*"};
  bool quick = false, complete = false, resume = false;
  std::size_t count = 1000;
};

// Rows that came out right in an earlier run, by the digest of what the table says of them.
class Ledger {
 public:
  Ledger(std::filesystem::path file, bool resume) : file_(std::move(file)) {
    if (!resume) return;
    std::ifstream in(file_);
    for (std::string digest, line; in >> digest && std::getline(in, line);) right_[digest] = line.substr(1);
  }
  const std::string* find(const Rule& rule) const {
    const auto found = right_.find(rule.digest);
    return found == right_.end() ? nullptr : &found->second;
  }
  void add(const Rule& rule, const std::string& line) {
    right_[rule.digest] = line;
    std::ofstream out(file_);
    for (const auto& [digest, text] : right_) out << digest << ' ' << text << '\n';
  }

 private:
  const std::filesystem::path file_;
  std::map<std::string, std::string> right_;
};

std::string line_of(const Row& row) {
  return fmt::format("{:<46} {:<40} {:<6} {:>5.2f}  {:<28} {:<22} {:>6.2f}", row.code, row.how,
                     row.wrong.empty() ? "right" : "WRONG", row.confidence, row.evidence, row.told, row.seconds);
}

bool wanted(const Options& options, const Rule& rule) {
  return (!options.quick || rule.quick) &&
         std::ranges::any_of(options.only, [&](const auto& glob) { return products::matches(glob, rule.code); });
}

// Codes without a row, and rows without a code.
int complete(const Table& table, Trials& trials) {
  const auto codes = trials.codes();
  std::set<std::string> rows;
  int missing = 0;
  for (const auto& rule : table.rules) {
    rows.insert(rule.code);
    if (!codes.contains(rule.code)) fmt::print("{} is no code of the products' checks\n", rule.code), ++missing;
  }
  for (const auto& [code, product] : codes)
    if (!rows.contains(code)) fmt::print("{} of {} has no row\n", code, product), ++missing;
  fmt::print("{} codes, {} rows\n", codes.size(), rows.size());
  return missing == 0 ? 0 : 1;
}

// Patterns of --only that no row has.
std::vector<std::string> strangers(const Options& options, const Table& table) {
  std::vector<std::string> out;
  for (const auto& glob : options.only)
    if (std::ranges::none_of(table.rules, [&](const auto& rule) { return products::matches(glob, rule.code); }))
      out.push_back(glob);
  return out;
}

int run(const Options& options, const Table& table, Trials& trials) {
  if (const auto unknown = strangers(options, table); !unknown.empty()) {
    fmt::print(stderr, "no row of the table is called {}\n", fmt::join(unknown, ", "));
    return 1;
  }
  Ledger ledger(std::filesystem::path(options.work) / "right.txt", options.resume);
  std::size_t rows = 0, wrong = 0, elsewhere = 0;
  fmt::print("{:<46} {:<40} {:<6} {:>5}  {:<28} {:<22} {:>6}\n", "code", "planted by", "result", "conf", "evidence",
             "told to", "s");
  for (const auto& rule : table.rules) {
    if (!wanted(options, rule)) continue;
    if (rule.elsewhere) {
      ++elsewhere;
      continue;
    }
    ++rows;
    if (const auto* earlier = ledger.find(rule)) {
      fmt::print("{}\n", *earlier);
      continue;
    }
    const Row row = trials.planted(rule);
    fmt::print("{}\n", line_of(row));
    for (const auto& each : row.wrong) fmt::print("    {}\n", each);
    std::fflush(stdout);
    if (row.wrong.empty())
      ledger.add(rule, line_of(row));
    else
      ++wrong;
  }
  fmt::print("{} planted, {} wrong; {} can be planted by no specimen and have text cases alone\n", rows, wrong,
             elsewhere);
  return wrong == 0 ? 0 : 1;
}

// Every second one is the genuine application, the others are the rows in turn. Analyses are known after the first
// round, so that a thousand take a minute or two.
int keep(const Options& options, const Table& table, Trials& trials) {
  std::vector<const Rule*> rules;
  for (const auto& rule : table.rules)
    if (wanted(options, rule) && !rule.elsewhere && rule.product.empty() && rule.params.size() == 0 &&
        rule.earlier.empty())
      rules.push_back(&rule);
  const Rule genuine;
  cli::OfflineStore store(trials.config(), options.keep);
  for (std::size_t i = 0; i < options.count; ++i) {
    const bool planted = i % 2 == 1 && !rules.empty();
    trials.keep(planted ? *rules[i / 2 % rules.size()] : genuine, fmt::format("ver_kept_{:05}", i), store);
  }
  fmt::print("{} verifications kept in {}\n", options.count, options.keep);
  return 0;
}

}  // namespace
}  // namespace cotejo::planted

int main(int argc, char** argv) {
  using namespace cotejo::planted;
  cotejo::plugins::prepare_process();
  Options options;
  CLI::App app{"A planted fault for each rule, end to end"};
  app.add_option("--rules", options.rules, "The table")->capture_default_str();
  app.add_option("--only", options.only, "Codes, `contract.*`")->capture_default_str();
  app.add_option("--work", options.work, "Folder for the specimens, which are kept")->capture_default_str();
  app.add_flag("--complete", options.complete, "Only whether the table misses no rule of the products");
  app.add_flag("--quick", options.quick, "Those that the table marks `quick`");
  app.add_flag("--resume", options.resume, "Not again what came out right before; for the same plugins");
  app.add_option("--keep", options.keep, "Instead: keep verifications of the rows in this data folder");
  app.add_option("--count", options.count, "How many are kept")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    const Table table = read_table(options.rules);
    Trials trials(table, options.work, SPECIMENS);
    if (options.complete) return complete(table, trials);
    std::filesystem::create_directories(options.work);
    return options.keep.empty() ? run(options, table, trials) : keep(options, table, trials);
  } catch (const std::exception& failure) {
    std::cerr << "planted: " << failure.what() << '\n';
    return 2;
  }
}
