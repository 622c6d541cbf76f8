#include "cli/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "cli/report_page.hpp"
#include "cli/report_style.hpp"
#include "domain/markup.hpp"

namespace cotejo::cli {
namespace {

using domain::escaped;

class Page {
 public:
  explicit Page(ReportPage page) : page_(std::move(page)) {}

  std::string html() {
    page_.add(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>{}: {}</title><style>{}</style></head><body><main>",
        page_.locale.substr(0, 2), escaped(page_.v.product.id), to_string(page_.v.decision->outcome), kReportStyle);
    decision();
    findings();
    words();
    write_evidence(page_);
    timings();
    origin();
    page_.out += "</main></body></html>\n";
    return std::move(page_.out);
  }

 private:
  // ---- decision

  void decision() {
    const auto& d = *page_.v.decision;
    page_.add(
        "<div class=\"card verdict {0}\"><div class=\"head\"><h1>{1} <span class=\"soft\">version {2}</span></h1><span "
        "class=\"badge {0}\">{0}</span></div>",
        to_string(d.outcome), escaped(page_.v.product.id), page_.v.product.version);
    page_.out += "<div class=\"facts\">";
    fact("Decided", d.automated  ? "automatically"
                    : d.would_be ? fmt::format("a person has to decide, for quality control: automatically it would be "
                                               "<b>{}</b>",
                                               to_string(*d.would_be))
                                 : "a person has to decide");
    fact("Confidence", fmt::format("{:.2f}", d.confidence));
    fact("Submitted", domain::to_iso8601(page_.v.created_at));
    fact("Attempt", std::to_string(page_.v.attempt));
    fact("Verification", "<span class=\"mono\">" + escaped(page_.v.id) + "</span>");
    if (!d.reasons.empty()) fact("Because of", codes(d.reasons));
    page_.out += "</div><div class=\"chips\">";
    for (const auto& c : page_.v.checks)
      page_.add("<span class=\"chip\" title=\"{2}, {3:.1f} ms\"><span class=\"badge {1}\">{1}</span>{0}</span>",
                escaped(c.name), to_string(c.verdict), escaped(c.component), c.duration_ms);
    page_.out += "</div></div>";
  }

  void fact(std::string_view name, const std::string& html) { page_.add("<div><span>{}</span>{}</div>", name, html); }

  static std::string codes(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& code : all) out += (out.empty() ? "<code>" : ", <code>") + escaped(code) + "</code>";
    return out;
  }

  // ---- findings

  // What the finding rests on: each value with the place where it was read.
  void grounds(const domain::Item& item) {
    page_.out += "<div class=\"said\">";
    bool any = false;
    for (const auto& name : item.traits) {
      const auto found = page_.trait_by_name.find(name);
      if (found == page_.trait_by_name.end()) continue;
      const auto& t = page_.v.traits[found->second];
      page_.add("<figure><figcaption class=\"small\"><span class=\"soft\">{}</span><br><b>{}</b></figcaption>",
                escaped(t.name), value_text(t));
      if (t.region) page_.out += page_.cropped(t.evidence, *t.region);
      page_.out += "</figure>";
      any = true;
    }
    if (!any)
      for (const auto& place : item.places) page_.out += page_.cropped(place.evidence, place.region);
    page_.out += "</div>";
  }

  void finding(std::size_t index) {
    using enum domain::Audience;
    const auto& i = page_.v.items[index];
    page_.add(
        "<div class=\"card finding {0}\"><span class=\"sev {0}\">{0}</span> &nbsp;<code>{1}</code> <span class=\"soft "
        "small\">{2} · confidence {3:.2f}</span><p>{4}</p>",
        to_string(i.severity), escaped(i.code), escaped(i.node), i.confidence,
        page_.item_text(index, {agent, internal, applicant}));
    grounds(i);
    page_.out += "</div>";
  }

  void findings() {
    std::string blocked;
    for (const auto& c : page_.v.checks)
      for (const auto& b : c.blocked_by)
        blocked +=
            fmt::format("<li><b>{}</b> could not decide: <code>{}</code> did not deliver ({})</li>", escaped(c.name),
                        escaped(b.node),
                        b.error ? escaped(page_.v.errors[*b.error].code + ", " + page_.v.errors[*b.error].message)
                                : "<code>" + escaped(b.reason) + "</code>");
    for (const auto& [analysis, error] : domain::lost_findings(page_.v))
      blocked += fmt::format("<li><b>{}</b> could not tell what it might have found ({})</li>", escaped(analysis),
                             escaped(error->code + ", " + error->message));
    page_.out += "<h2>Findings</h2>";
    if (page_.v.items.empty() && blocked.empty()) page_.out += "<div class=\"card\">None: every check passed.</div>";
    std::vector<std::size_t> order(page_.v.items.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return static_cast<int>(page_.v.items[a].severity) > static_cast<int>(page_.v.items[b].severity);
    });
    for (const auto i : order) finding(i);
    if (!blocked.empty()) page_.add("<div class=\"card\"><ul class=\"words\">{}</ul></div>", blocked);
  }

  void words() {
    for (const auto audience : {domain::Audience::applicant, domain::Audience::agent}) {
      std::string rows;
      for (const auto& f : page_.v.feedback) {
        if (f.audience != audience || f.locale != page_.locale) continue;
        rows += "<li>" + escaped(f.text);
        if (f.action == "resubmit" && !f.evidence.empty())
          rows += " <span class=\"soft\">[send again: " + escaped(f.evidence) + "]</span>";
        rows += "</li>";
      }
      if (!rows.empty())
        page_.add(
            "<h2>What the {} reads <span class=\"soft small\">{}</span></h2><div class=\"card\"><ul "
            "class=\"words\">{}</ul></div>",
            to_string(audience), escaped(page_.locale), rows);
    }
  }

  // ---- time and origin

  void timings() {
    double end = 0.001;
    for (const auto& n : page_.v.trace) end = std::max(end, n.started_ms + n.run_ms);
    page_.add(
        "<h2>Where the time went <span class=\"soft small\">{:.0f} ms in all; grey: waiting for a "
        "worker</span></h2><div "
        "class=\"card\"><table>",
        end);
    for (const auto& n : page_.v.trace) {
      const double left = 100 * n.started_ms / end, width = 100 * n.run_ms / end,
                   wait = std::min(100 * n.queued_ms / end, left);
      page_.add(
          "<tr><td class=\"mono\" style=\"width:260px\">{}</td><td><div class=\"track\"><div class=\"bar wait\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div><div class=\"bar{}\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div></div></td><td class=\"num\">{:.1f} ms</td><td class=\"soft "
          "small\" style=\"width:110px\">{}</td></tr>",
          escaped(n.node), left - wait, wait, n.error_code.empty() ? "" : " bad", left, width, n.run_ms,
          n.error_code.empty() ? escaped(n.status) : escaped(n.error_code));
    }
    page_.out += "</table></div>";
  }

  void origin() {
    page_.add(
        "<h2>Origin</h2><div class=\"card origin soft small\">Product digest <span class=\"mono\">{}</span><br>Trace "
        "<span class=\"mono\">{}</span>",
        escaped(page_.v.product.digest), escaped(page_.v.trace_id));
    std::set<std::string> models;
    for (const auto& n : page_.v.trace) models.insert(n.models.begin(), n.models.end());
    for (const auto& model : models) page_.add("<br>Model <span class=\"mono\">{}</span>", escaped(model));
    page_.out += "</div>";
  }

  ReportPage page_;
};

}  // namespace

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const ReportPictures& pictures, const std::string& locale) {
  return Page({verification, evidence, pictures, locale}).html();
}

}  // namespace cotejo::cli
