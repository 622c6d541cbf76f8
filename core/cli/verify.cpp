#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/engine_run.hpp"
#include "cli/evidence_files.hpp"
#include "cli/find_product.hpp"
#include "cli/report.hpp"
#include "http/v1/result_json.hpp"

namespace cotejo::cli {
namespace {

// The evidence for declared data: the product's first one of kind json.
std::string applicant_evidence(const products::Product& product) {
  for (const auto& e : product.evidence)
    if (e.accepts("json")) return e.name;
  throw Stop("--applicant needs an evidence of kind json in the product");
}

EvidenceByName read_all(const products::Product& product, const VerifyOptions& options) {
  EvidenceByName evidence;
  std::vector<std::string> known;
  for (const auto& e : product.evidence) known.push_back(e.name);
  const auto add = [&](const std::string& name, const std::filesystem::path& file) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      throw Stop("product '" + product.id + "' has no evidence '" + name + "'" +
                 configuration::suggestion(name, known) + " (it has " + configuration::listing(known) + ")");
    if (!evidence.emplace(name, read_evidence(file)).second) throw Stop("evidence '" + name + "' is given twice");
  };
  for (const auto& text : options.evidence) {
    const auto [name, file] = split_assignment(text);
    add(name, file);
  }
  if (!options.applicant.empty()) add(applicant_evidence(product), options.applicant);
  return evidence;
}

const char* mark(domain::Verdict verdict) {
  return verdict == domain::Verdict::pass ? "pass     " : verdict == domain::Verdict::fail ? "FAIL     " : "undecided";
}

void print_check(const domain::Verification& v, const domain::CheckResult& check) {
  std::printf("  %s  %s (%.1f ms)\n", mark(check.verdict), check.name.c_str(), check.duration_ms);
  for (const auto i : check.items) {
    const auto& item = v.items[i];
    std::printf("             %-8s %s  confidence %.2f", std::string(to_string(item.severity)).c_str(),
                item.code.c_str(), item.confidence);
    for (const auto& e : item.evidence) std::printf("  %s", e.c_str());
    std::printf("\n");
  }
  for (const auto& block : check.blocked_by)
    std::printf("             blocked by %s: %s\n", block.node.c_str(),
                block.error ? (v.errors[*block.error].code + ", " + v.errors[*block.error].message).c_str()
                            : block.reason.c_str());
}

void print_lost_findings(const domain::Verification& v) {
  for (const auto& [analysis, error] : domain::lost_findings(v))
    std::printf("  not told   %s: %s, %s\n", std::string(analysis).c_str(), error->code.c_str(),
                error->message.c_str());
}

void print_texts(const domain::Verification& v, domain::Audience audience, const std::string& locale) {
  bool any = false;
  for (const auto& feedback : v.feedback) {
    if (feedback.audience != audience || feedback.locale != locale) continue;
    if (!any) std::printf("\nTo the %s (%s)\n", std::string(to_string(audience)).c_str(), locale.c_str());
    any = true;
    std::printf("  - %s", feedback.text.c_str());
    if (feedback.action == "resubmit" && !feedback.evidence.empty())
      std::printf("  [send again: %s]", feedback.evidence.c_str());
    if (feedback.attempts_left) std::printf("  [attempts left: %d]", *feedback.attempts_left);
    std::printf("\n");
  }
}

// Times since the run began, in the order in which the nodes began.
void print_trace(const domain::Verification& v) {
  std::vector<const domain::NodeTrace*> nodes;
  double sum = 0, end = 0;
  for (const auto& node : v.trace) {
    nodes.push_back(&node);
    sum += node.run_ms;
    end = std::max(end, node.started_ms + node.run_ms);
  }
  std::stable_sort(nodes.begin(), nodes.end(), [](auto* a, auto* b) { return a->started_ms < b->started_ms; });
  std::printf("\nWhere the time went (ms)\n  %-44s %9s %9s %9s\n", "node", "start", "waited", "ran");
  for (const auto* node : nodes)
    std::printf("  %-44s %9.1f %9.1f %9.1f  %s%s%s\n", node->node.c_str(), node->started_ms, node->queued_ms,
                node->run_ms, node->status == "completed" ? "" : node->status.c_str(),
                node->error_code.empty() ? "" : " ", node->error_code.c_str());
  std::printf("  %zu nodes, %.0f ms of work in %.0f ms\n", nodes.size(), sum, end);
}

void print(const domain::Verification& v, const std::string& locale) {
  const auto& d = *v.decision;
  std::string outcome(to_string(d.outcome));
  std::transform(outcome.begin(), outcome.end(), outcome.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::printf("%s  (%s v%d, %s, confidence %.2f)\n", outcome.c_str(), v.product.id.c_str(), v.product.version,
              d.automated ? "automatic" : "for a person to decide", d.confidence);
  if (d.would_be)
    std::printf("  would be %s: quality control asks a person instead\n", std::string(to_string(*d.would_be)).c_str());
  for (const auto& reason : d.reasons) std::printf("  because of %s\n", reason.c_str());
  std::printf("\nChecks\n");
  for (const auto& check : v.checks) print_check(v, check);
  print_lost_findings(v);
  bool first = true;
  for (const auto& item : v.items) {
    if (item.from_check) continue;
    if (first) std::printf("\nAbout the evidence\n");
    first = false;
    std::printf("  %-8s %s  (%s)\n", std::string(to_string(item.severity)).c_str(), item.code.c_str(),
                item.node.c_str());
  }
  print_texts(v, domain::Audience::applicant, locale);
  print_texts(v, domain::Audience::agent, locale);
}

int exit_code_of(const domain::Verification& v) {
  switch (v.decision->outcome) {
    case domain::Outcome::approve:
      return kApproved;
    case domain::Outcome::reject:
      return kRejected;
    case domain::Outcome::review:
      return kReview;
  }
  return kCouldNotRun;
}

}  // namespace

int verify(const Places& places, const VerifyOptions& options) {
  const auto config = configuration_of(places);
  const auto registry = load_registry(config);
  const auto product = find_product(config, *registry, options.product, products::Readiness::create);
  const auto& locales = product->feedback.locales;
  std::string locale = options.locale.empty() ? locales.front() : options.locale;
  if (std::find(locales.begin(), locales.end(), locale) == locales.end())
    throw Stop("product '" + product->id + "' speaks " + configuration::listing(locales) + ", not '" + locale + "'");
  std::ofstream html;
  if (!options.html.empty()) {
    html.open(options.html);
    if (!html) throw Stop("cannot write " + options.html.string() + ": " + std::strerror(errno));
  }
  const auto evidence = read_all(*product, options);
  ReportPictures pictures;
  engine::Submission::Artifact on_artifact;
  if (!options.html.empty())
    on_artifact = [&](const auto& from, const auto& name, const auto& value) { pictures.take(from, name, value); };
  const auto v = run_here(config, product, evidence,
                          {.show_progress = !options.json && ::isatty(STDERR_FILENO),
                           .on_artifact = on_artifact,
                           .data = places.data,
                           .keep = !places.data.empty(),
                           .application = options.application,
                           .id = options.id});
  if (options.json) {
    std::cout << http::v1::result(v, v.attempt) << '\n';
  } else {
    print(v, locale);
    if (!places.data.empty()) std::printf("\nkept as %s in %s\n", v.id.c_str(), places.data.c_str());
    if (options.trace) print_trace(v);
  }
  if (html.is_open()) {
    html << html_report(v, evidence, pictures, locale);
    if (!html.flush()) throw Stop("cannot write " + options.html.string() + ": " + std::strerror(errno));
  }
  return exit_code_of(v);
}

}  // namespace cotejo::cli
