#include "cli/report.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <map>

#include "domain/json_text.hpp"
#include "domain/media_type.hpp"

namespace cotejo::cli {
namespace {

constexpr std::string_view kStyle = R"(
:root{--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--bg:#f6f7f9;--card:#fff;--pass:#1a7f4b;--fail:#b42318;--open:#a15c07;--mark:#1f6feb}
*{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,"Liberation Sans",Arial,sans-serif;color:var(--ink);background:var(--bg)}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}h1{font-size:26px;margin:0}h2{font-size:17px;margin:34px 0 10px}
.head{display:flex;flex-wrap:wrap;gap:18px;align-items:center;justify-content:space-between}.soft{color:var(--soft)}code,.mono{font:13px/1.45 ui-monospace,"Liberation Mono",monospace}
.badge{display:inline-block;padding:3px 12px;border-radius:99px;color:#fff;font-weight:600;letter-spacing:.02em}.pass,.approve{background:var(--pass)}.fail,.reject{background:var(--fail)}.undecided,.review{background:var(--open)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px 18px;margin:10px 0}.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(330px,1fr));gap:14px}
figure{margin:0}figure .pic{position:relative;display:inline-block;max-width:100%;line-height:0}figure img,figure video{max-width:100%;max-height:460px;border-radius:6px}
figure svg{position:absolute;inset:0;width:100%;height:100%}figure rect{fill:rgba(31,111,235,.10);stroke:var(--mark);stroke-width:1.4;vector-effect:non-scaling-stroke}figure rect.bad{fill:rgba(180,35,24,.16);stroke:var(--fail);stroke-width:2.2}
figure rect:hover{fill:rgba(31,111,235,.35)}figcaption{margin-top:8px}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--soft);font-size:13px}td.num{text-align:right;white-space:nowrap}.sev{font-weight:600}.critical,.major{color:var(--fail)}.minor{color:var(--open)}.info{color:var(--soft)}
.bar{height:14px;border-radius:3px;background:var(--mark);min-width:2px}.bar.wait{background:var(--line)}.bar.bad{background:var(--fail)}.track{position:relative;height:14px;background:#eef1f5;border-radius:3px}.track .bar{position:absolute;top:0}
.p{display:inline-block;width:54px;height:7px;border-radius:4px;background:#e7ebf0;margin-right:8px;vertical-align:middle}.p i{display:block;height:7px;border-radius:4px;background:var(--pass)}
@media print{body{background:#fff}.card{break-inside:avoid}}
)";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string base64(const domain::Bytes& bytes) {
  std::string out((bytes.size + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends it with a zero
  out.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data, static_cast<int>(bytes.size))));
  return out;
}

std::string value_text(const domain::Trait& trait) {
  if (!trait.value) return "<span class=\"soft\">" + escaped(trait.absent_reason) + "</span>";
  if (const auto* vector = std::get_if<std::vector<float>>(&trait.value->data))
    return fmt::format("<span class=\"soft\">vector of {}</span>", vector->size());
  std::string json;
  domain::JsonWriter(json).value(domain::to_json(*trait.value));
  if (json.size() > 300) json = json.substr(0, 297) + "…";
  if (const auto* text = std::get_if<std::string>(&trait.value->data)) json = *text;
  return escaped(json);
}

class Page {
 public:
  Page(const domain::Verification& v, const EvidenceByName& evidence, const std::string& locale)
      : v_(v), evidence_(evidence), locale_(locale) {}

  std::string html() {
    add("<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>{} · {}</title><style>{}</style></head><body><main>",
        locale_.substr(0, 2), escaped(v_.id), escaped(v_.product.id), kStyle);
    head();
    checks();
    pictures();
    words();
    traits();
    timings();
    origin();
    out_ += "</main></body></html>\n";
    return std::move(out_);
  }

 private:
  template <class... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void head() {
    const auto& d = *v_.decision;
    add("<div class=\"head\"><div><h1>{} <span class=\"soft\">version {}</span></h1><div class=\"soft mono\">{} · "
        "attempt {} · {}</div></div>",
        escaped(v_.product.id), v_.product.version, escaped(v_.id), v_.attempt, domain::to_iso8601(v_.completed_at));
    add("<div><span class=\"badge {0}\">{0}</span> <span class=\"soft\">{1}, confidence {2:.2f}</span></div></div>",
        to_string(d.outcome), d.automated ? "automatic" : "for a person to decide", d.confidence);
    if (d.reasons.empty()) return;
    out_ += "<p>Because of ";
    for (std::size_t i = 0; i < d.reasons.size(); ++i) add("{}<code>{}</code>", i ? ", " : "", escaped(d.reasons[i]));
    out_ += ".</p>";
  }

  // What an item says to the agent, else to internal readers, else its code.
  std::string item_text(std::size_t index) const {
    for (const auto audience : {domain::Audience::agent, domain::Audience::internal, domain::Audience::applicant})
      for (const auto& f : v_.feedback)
        if (f.item == index && f.audience == audience && f.locale == locale_) return escaped(f.text);
    return {};
  }

  void item(std::size_t index) {
    const auto& i = v_.items[index];
    add("<tr><td class=\"sev {0}\">{0}</td><td><code>{1}</code><br>{2}</td><td>", to_string(i.severity),
        escaped(i.code), item_text(index));
    for (const auto& e : i.evidence) add("{} ", escaped(e));
    add("</td><td class=\"num\">{:.2f}</td></tr>", i.confidence);
  }

  void items(const std::vector<std::size_t>& indices) {
    if (indices.empty()) return;
    out_ += "<table><tr><th>Severity</th><th>Finding</th><th>Evidence</th><th class=\"num\">Confidence</th></tr>";
    for (const auto i : indices) item(i);
    out_ += "</table>";
  }

  void checks() {
    out_ += "<h2>Checks</h2>";
    for (const auto& c : v_.checks) {
      add("<div class=\"card\"><b>{0}</b> &nbsp;<span class=\"badge {1}\">{1}</span> <span class=\"soft\">{2} · "
          "{3:.1f} ms</span>",
          escaped(c.name), to_string(c.verdict), escaped(c.component), c.duration_ms);
      items(c.items);
      for (const auto& b : c.blocked_by)
        add("<div>Blocked by <code>{}</code>: {}</div>", escaped(b.node),
            b.error ? escaped(v_.errors[*b.error].code + ", " + v_.errors[*b.error].message)
                    : "<code>" + escaped(b.reason) + "</code>");
      out_ += "</div>";
    }
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < v_.items.size(); ++i)
      if (!v_.items[i].from_check) others.push_back(i);
    if (others.empty()) return;
    out_ += "<h2>About the evidence</h2><div class=\"card\">";
    items(others);
    out_ += "</div>";
  }

  void rectangle(const domain::Region& r, const char* style, const std::string& label) {
    add("<rect class=\"{}\" x=\"{:.4f}\" y=\"{:.4f}\" width=\"{:.4f}\" height=\"{:.4f}\"><title>{}</title></rect>",
        style, r.x, r.y, r.width, r.height, label);
  }

  void overlay(const std::string& name) {
    out_ += "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\">";
    for (const auto& t : v_.traits)
      if (t.evidence == name && t.region && t.value) rectangle(*t.region, "", escaped(t.name) + " = " + value_text(t));
    for (const auto& i : v_.items)
      for (const auto& place : i.places)
        if (place.evidence == name) rectangle(place.region, "bad", escaped(i.code));
    out_ += "</svg>";
  }

  void pictures() {
    out_ += "<h2>Evidence</h2><div class=\"grid\">";
    for (const auto& ref : v_.evidence) {
      const auto found = evidence_.find(ref.name);
      if (found == evidence_.end()) continue;
      const auto kind = domain::media_class(ref.media_type);
      out_ += "<figure class=\"card\">";
      if (kind == "image") {
        add("<div class=\"pic\"><img alt=\"{}\" src=\"data:{};base64,{}\">", escaped(ref.name), escaped(ref.media_type),
            base64(*found->second));
        overlay(ref.name);
        out_ += "</div>";
      } else if (kind == "video") {
        add("<video controls muted src=\"data:{};base64,{}\"></video>", escaped(ref.media_type),
            base64(*found->second));
      } else if (kind == "json") {
        const std::string_view text(reinterpret_cast<const char*>(found->second->data),
                                    std::min<std::size_t>(found->second->size, 4000));
        add("<pre class=\"mono\" style=\"white-space:pre-wrap;overflow-wrap:anywhere;margin:0\">{}</pre>", escaped(text));
      }
      add("<figcaption><b>{}</b> <span class=\"soft\">{} · {} KiB</span><br><span class=\"mono "
          "soft\">{}…</span></figcaption></figure>",
          escaped(ref.name), escaped(ref.media_type), (ref.size + 1023) / 1024, escaped(ref.digest.substr(0, 23)));
    }
    out_ += "</div>";
  }

  void words() {
    for (const auto audience : {domain::Audience::applicant, domain::Audience::agent}) {
      std::string rows;
      for (const auto& f : v_.feedback) {
        if (f.audience != audience || f.locale != locale_) continue;
        rows += "<li>" + escaped(f.text);
        if (f.action == "resubmit" && !f.evidence.empty())
          rows += " <span class=\"soft\">[send again: " + escaped(f.evidence) + "]</span>";
        rows += "</li>";
      }
      if (!rows.empty())
        add("<h2>What the {} reads</h2><div class=\"card\"><ul style=\"margin:0;padding-left:18px\">{}</ul></div>",
            to_string(audience), rows);
    }
  }

  void traits() {
    out_ +=
        "<h2>Traits</h2><div "
        "class=\"card\"><table><tr><th style=\"width:30%\">Name</th><th>Value</th><th>Probability</th><th>Component</th></tr>";
    for (const auto& t : v_.traits)
      add("<tr><td class=\"mono\">{}</td><td style=\"overflow-wrap:anywhere\">{}</td><td style=\"white-space:nowrap\"><span class=\"p\"><i "
          "style=\"width:{:.0f}%\"></i></span>{:.3f}</td><td class=\"soft mono\">{}</td></tr>",
          escaped(t.name), value_text(t), 100 * t.probability, t.probability, escaped(t.component));
    out_ += "</table></div>";
  }

  void timings() {
    double end = 0.001;
    for (const auto& n : v_.trace) end = std::max(end, n.started_ms + n.run_ms);
    add("<h2>Where the time went <span class=\"soft\">{:.0f} ms in all</span></h2><div class=\"card\"><table>", end);
    for (const auto& n : v_.trace) {
      const double left = 100 * n.started_ms / end, width = 100 * n.run_ms / end,
                   wait = std::min(100 * n.queued_ms / end, left);
      add("<tr><td class=\"mono\" style=\"width:260px\">{}</td><td><div class=\"track\"><div class=\"bar wait\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div><div class=\"bar{}\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div></div></td><td class=\"num\">{:.1f} ms</td><td class=\"soft\" "
          "style=\"width:110px\">&nbsp; {}</td></tr>",
          escaped(n.node), left - wait, wait, n.error_code.empty() ? "" : " bad", left, width, n.run_ms,
          n.error_code.empty() ? escaped(n.status) : escaped(n.error_code));
    }
    out_ += "</table></div>";
  }

  void origin() {
    add("<p class=\"soft\">Product digest <span class=\"mono\">{}</span><br>Trace <span class=\"mono\">{}</span>",
        escaped(v_.product.digest), escaped(v_.trace_id));
    std::map<std::string, bool> models;
    for (const auto& n : v_.trace)
      for (const auto& m : n.models) models[m] = true;
    for (const auto& [model, _] : models) add("<br>Model <span class=\"mono\">{}</span>", escaped(model));
    out_ += "</p>";
  }

  const domain::Verification& v_;
  const EvidenceByName& evidence_;
  const std::string& locale_;
  std::string out_;
};

}  // namespace

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const std::string& locale) {
  return Page(verification, evidence, locale).html();
}

}  // namespace cotejo::cli
