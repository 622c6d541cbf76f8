#include "cli/report.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cli/jpeg.hpp"
#include "cli/report_style.hpp"
#include "cli/report_table.hpp"
#include "domain/markup.hpp"
#include "domain/media_type.hpp"
#include "domain/parts_json.hpp"

namespace cotejo::cli {
namespace {

constexpr std::size_t kLongValue = 120;    // characters
constexpr std::uint32_t kViewSide = 1400;  // pixels of a straightened picture
constexpr std::uint32_t kStillSide = 480;  // pixels of a still of a video
constexpr std::size_t kStills = 6;
constexpr double kSure = 0.9;  // what the shipped products ask of values before they approve on them

using domain::escaped;

std::string data_url(std::string_view media_type, std::string_view bytes) {
  std::string base64((bytes.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends it with a zero
  base64.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                                                         reinterpret_cast<const unsigned char*>(bytes.data()),
                                                         static_cast<int>(bytes.size()))));
  return fmt::format("data:{};base64,{}", escaped(media_type), base64);
}

std::string_view as_text(const domain::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data), bytes.size};
}

// `front:reader.number` under the heading `front` is `reader.number`.
std::string_view short_name(const domain::Trait& trait) {
  const std::string_view name = trait.name;
  const auto colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

// What people read of a value; long machine data stays behind a line that opens.
std::string value_text(const domain::Trait& trait) {
  if (!trait.value) return "<span class=\"soft\">not told: " + escaped(trait.absent_reason) + "</span>";
  const auto& data = trait.value->data;
  if (const auto* vector = std::get_if<std::vector<float>>(&data))
    return fmt::format("<span class=\"soft\">{} numbers</span>", vector->size());
  if (const auto* text = std::get_if<std::string>(&data)) return escaped(*text);
  if (const auto* number = std::get_if<double>(&data)) return number_text(*number);
  const auto* value = std::get_if<boost::json::value>(&data);
  if (value && is_table(*value)) {
    const auto rows = value->get_array().size();
    return fmt::format("<span class=\"soft\">{} {}</span>", rows, rows == 1 ? "row" : "rows");
  }
  std::string json;
  domain::JsonWriter writer(json);
  domain::write(writer, *trait.value);
  if (json.size() <= kLongValue) return escaped(json);
  return fmt::format("<details><summary>{} characters</summary><code>{}</code></details>", json.size(), escaped(json));
}

class Page {
 public:
  Page(const domain::Verification& v, const EvidenceByName& evidence, const ReportPictures& pictures,
       const std::string& locale)
      : v_(v), evidence_(evidence), pictures_(pictures), locale_(locale) {
    for (std::size_t i = 0; i < v.traits.size(); ++i) trait_by_name_[v.traits[i].name] = i;
  }

  std::string html() {
    add("<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><title>{}: {}</title><style>{}</style></head><body><main>",
        locale_.substr(0, 2), escaped(v_.product.id), to_string(v_.decision->outcome), kReportStyle);
    decision();
    findings();
    words();
    all_evidence();
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

  // ---- decision

  void decision() {
    const auto& d = *v_.decision;
    add("<div class=\"card verdict {0}\"><div class=\"head\"><h1>{1} <span class=\"soft\">version {2}</span></h1><span "
        "class=\"badge {0}\">{0}</span></div>",
        to_string(d.outcome), escaped(v_.product.id), v_.product.version);
    out_ += "<div class=\"facts\">";
    fact("Decided", d.automated  ? "automatically"
                    : d.would_be ? fmt::format("a person has to decide, for quality control: automatically it would be "
                                               "<b>{}</b>",
                                               to_string(*d.would_be))
                                 : "a person has to decide");
    fact("Confidence", fmt::format("{:.2f}", d.confidence));
    fact("Submitted", domain::to_iso8601(v_.created_at));
    fact("Attempt", std::to_string(v_.attempt));
    fact("Verification", "<span class=\"mono\">" + escaped(v_.id) + "</span>");
    if (!d.reasons.empty()) fact("Because of", codes(d.reasons));
    out_ += "</div><div class=\"chips\">";
    for (const auto& c : v_.checks)
      add("<span class=\"chip\" title=\"{2}, {3:.1f} ms\"><span class=\"badge {1}\">{1}</span>{0}</span>",
          escaped(c.name), to_string(c.verdict), escaped(c.component), c.duration_ms);
    out_ += "</div></div>";
  }

  void fact(std::string_view name, const std::string& html) { add("<div><span>{}</span>{}</div>", name, html); }

  static std::string codes(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& code : all) out += (out.empty() ? "<code>" : ", <code>") + escaped(code) + "</code>";
    return out;
  }

  // ---- findings

  std::string item_text(std::size_t index, std::initializer_list<domain::Audience> audiences) const {
    for (const auto audience : audiences)
      for (const auto& f : v_.feedback)
        if (f.item == index && f.audience == audience && f.locale == locale_) return escaped(f.text);
    return {};
  }

  std::string cropped(const std::string& evidence, const domain::Region& region) const {
    const auto picture = pictures_.crop(evidence, region);
    if (picture.empty()) return {};
    return fmt::format("<img class=\"crop\" alt=\"where it stands on {}\" src=\"{}\">", escaped(evidence),
                       data_url("image/jpeg", picture));
  }

  void crop(const std::string& evidence, const domain::Region& region) { out_ += cropped(evidence, region); }

  // What the finding rests on: each value with the place where it was read.
  void grounds(const domain::Item& item) {
    out_ += "<div class=\"said\">";
    bool any = false;
    for (const auto& name : item.traits) {
      const auto found = trait_by_name_.find(name);
      if (found == trait_by_name_.end()) continue;
      const auto& t = v_.traits[found->second];
      add("<figure><figcaption class=\"small\"><span class=\"soft\">{}</span><br><b>{}</b></figcaption>",
          escaped(t.name), value_text(t));
      if (t.region) crop(t.evidence, *t.region);
      out_ += "</figure>";
      any = true;
    }
    if (!any)
      for (const auto& place : item.places) crop(place.evidence, place.region);
    out_ += "</div>";
  }

  void finding(std::size_t index) {
    using enum domain::Audience;
    const auto& i = v_.items[index];
    add("<div class=\"card finding {0}\"><span class=\"sev {0}\">{0}</span> &nbsp;<code>{1}</code> <span class=\"soft "
        "small\">{2} · confidence {3:.2f}</span><p>{4}</p>",
        to_string(i.severity), escaped(i.code), escaped(i.node), i.confidence,
        item_text(index, {agent, internal, applicant}));
    grounds(i);
    out_ += "</div>";
  }

  void findings() {
    std::string blocked;
    for (const auto& c : v_.checks)
      for (const auto& b : c.blocked_by)
        blocked += fmt::format("<li><b>{}</b> could not decide: <code>{}</code> did not deliver ({})</li>",
                               escaped(c.name), escaped(b.node),
                               b.error ? escaped(v_.errors[*b.error].code + ", " + v_.errors[*b.error].message)
                                       : "<code>" + escaped(b.reason) + "</code>");
    out_ += "<h2>Findings</h2>";
    if (v_.items.empty() && blocked.empty()) out_ += "<div class=\"card\">None: every check passed.</div>";
    std::vector<std::size_t> order(v_.items.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return static_cast<int>(v_.items[a].severity) > static_cast<int>(v_.items[b].severity);
    });
    for (const auto i : order) finding(i);
    if (!blocked.empty()) add("<div class=\"card\"><ul class=\"words\">{}</ul></div>", blocked);
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
        add("<h2>What the {} reads <span class=\"soft small\">{}</span></h2><div class=\"card\"><ul "
            "class=\"words\">{}</ul></div>",
            to_string(audience), escaped(locale_), rows);
    }
  }

  // ---- evidence

  void rectangle(const domain::Region& r, std::string_view attributes, const std::string& label) {
    add("<rect {} x=\"{:.4f}\" y=\"{:.4f}\" width=\"{:.4f}\" height=\"{:.4f}\"><title>{}</title></rect>", attributes,
        r.x, r.y, r.width, r.height, label);
  }

  // `place` brings a region of the evidence to the picture shown, or says that it is not on it.
  template <class Place>
  void overlay(const std::string& name, bool linked, Place place) {
    out_ += "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\">";
    for (std::size_t i = 0; i < v_.traits.size(); ++i) {
      const auto& t = v_.traits[i];
      if (t.evidence != name || !t.region || !t.value) continue;
      if (const std::optional<domain::Region> box = place(*t.region))
        rectangle(*box, linked ? fmt::format("id=\"t{}\"", i) : "", escaped(short_name(t)));
    }
    for (const auto& i : v_.items)
      for (const auto& at : i.places)
        if (at.evidence == name)
          if (const std::optional<domain::Region> box = place(at.region))
            rectangle(*box, "class=\"bad\"", escaped(i.code));
    out_ += "</svg>";
  }

  void outline(const ReportPictures::View& view) {
    out_ += "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\"><polygon points=\"";
    for (const auto& corner : view.outline()) add("{:.4f},{:.4f} ", corner[0], corner[1]);
    out_ += "\"/></svg>";
  }

  void image(const domain::EvidenceRef& ref, const domain::Bytes& bytes) {
    const auto sent = data_url(ref.media_type, as_text(bytes));
    const auto* view = pictures_.straightened(ref.name);
    const auto straight =
        view ? jpeg(*view->image, {0, 0, view->image->width, view->image->height}, kViewSide) : std::string();
    if (straight.empty()) {
      add("<div class=\"evidence one\"><div><div class=\"pic\"><img alt=\"{}\" src=\"{}\">", escaped(ref.name), sent);
      overlay(ref.name, true, [](const domain::Region& r) { return std::optional(r); });
      out_ += "</div></div></div>";
      return;
    }
    add("<div class=\"evidence\"><figure><div class=\"pic\"><img alt=\"{0}, straightened\" src=\"{1}\">",
        escaped(ref.name), data_url("image/jpeg", straight));
    overlay(ref.name, true, [&](const domain::Region& r) { return view->box(r); });
    add("</div><figcaption class=\"soft small\">Straightened; boxes show where values were read</figcaption></figure>"
        "<figure><div class=\"pic sent\"><img alt=\"{}\" src=\"{}\">",
        escaped(ref.name), sent);
    outline(*view);
    out_ += "</div><figcaption class=\"soft small\">As sent</figcaption></figure></div>";
  }

  // Pictures that components made of this evidence.
  void kept(const std::string& evidence) {
    bool any = false;
    for (const auto& artifact : v_.artifacts) {
      if (artifact.evidence != evidence || !artifact.content) continue;
      if (!std::exchange(any, true)) out_ += "<div class=\"stills\">";
      add("<figure><div class=\"pic\"><img alt=\"{0}\" src=\"{1}\"></div><figcaption class=\"soft small\">{0}, by "
          "{2}</figcaption></figure>",
          escaped(artifact.name), data_url(artifact.media_type, as_text(*artifact.content)),
          escaped(artifact.component));
    }
    if (any) out_ += "</div>";
  }

  // Stills instead of the video: browsers do not play every codec, and what was looked at is these pictures.
  void video(const domain::EvidenceRef& ref) {
    const auto& all = pictures_.frames(ref.name);
    std::vector<const domain::Image*> stills;
    for (std::size_t k = 0; k < std::min(kStills, all.size()); ++k)
      stills.push_back(all[k * all.size() / std::min(kStills, all.size())].get());
    out_ += "<div class=\"stills\">";
    for (const auto* frame : stills) still(ref, *frame, stills);
    out_ += "</div>";
  }

  // With the places that were read nearest in time to this still.
  void still(const domain::EvidenceRef& ref, const domain::Image& frame,
             const std::vector<const domain::Image*>& stills) {
    const auto picture = jpeg(frame, {0, 0, frame.width, frame.height}, kStillSide);
    if (picture.empty()) return;
    const double seconds = static_cast<double>(frame.time_ns) / 1e9;
    add("<figure><div class=\"pic\"><img alt=\"{} at {:.1f} s\" src=\"{}\">", escaped(ref.name), seconds,
        data_url("image/jpeg", picture));
    overlay(ref.name, false, [&](const domain::Region& r) {
      const auto nearest = *std::min_element(stills.begin(), stills.end(), [&](const auto* a, const auto* b) {
        return std::abs(a->time_ns - r.time_ns) < std::abs(b->time_ns - r.time_ns);
      });
      return nearest == &frame ? std::optional(r) : std::nullopt;
    });
    add("</div><figcaption class=\"soft small\">{:.1f} s</figcaption></figure>", seconds);
  }

  static std::string member_html(const boost::json::value& value) {
    if (value.is_string()) return escaped(std::string_view(value.get_string()));
    const auto nothing = [](const domain::Region&) { return std::string(); };
    if (is_table(value)) return table_html(value.get_array(), nothing, nothing);
    std::string text;
    domain::JsonWriter(text).value(value);
    return escaped(text);
  }

  void document(const domain::Bytes& bytes) {
    const auto json = domain::parse_json(as_text(bytes));
    const auto* object = json ? json->if_object() : nullptr;
    if (!object) {
      add("<pre class=\"mono\">{}</pre>", escaped(as_text(bytes).substr(0, 4000)));
      return;
    }
    out_ += "<table>";
    for (const auto& [key, value] : *object)
      add("<tr><td class=\"soft\" style=\"width:220px\">{}</td><td class=\"value\">{}</td></tr>",
          escaped(std::string_view(key.data(), key.size())), member_html(value));
    out_ += "</table>";
  }

  void trait(std::size_t index) {
    const auto& t = v_.traits[index];
    const auto name = escaped(short_name(t));
    add("<tr><td class=\"mono\">{}</td><td class=\"value\">{}</td><td class=\"crops\">",
        t.region ? fmt::format("<a href=\"#t{}\">{}</a>", index, name) : name, value_text(t));
    // A vector or JSON is about most of the picture, which is shown above.
    if (t.region && t.value && t.value->type < domain::ValueType::vector) crop(t.evidence, *t.region);
    out_ += "</td>";
    if (t.value) {
      add("<td class=\"num\"><span class=\"p\"><i{} style=\"width:{:.0f}%\"></i></span>{:.3f}</td>",
          t.probability < kSure ? " class=\"low\"" : "", 100 * t.probability, t.probability);
    } else {
      out_ += "<td></td>";
    }
    add("<td class=\"soft mono small\">{}</td></tr>", escaped(t.component));
  }

  void traits(const std::string& evidence) {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < v_.traits.size(); ++i)
      if (v_.traits[i].evidence == evidence) own.push_back(i);
    if (own.empty()) return;
    out_ +=
        "<table "
        "style=\"margin-top:14px\"><tr><th>Read</th><th>Value</th><th>There</th><th>Probability</th><th>By</th></tr>";
    for (const auto i : own) trait(i);
    out_ += "</table>";
    for (const auto i : own) table(v_.traits[i]);
  }

  // What was found at this place, for the row of a table that stands there.
  std::string told_at(const std::string& evidence, const domain::Region& place) const {
    using enum domain::Audience;
    std::string out;
    for (std::size_t i = 0; i < v_.items.size(); ++i)
      for (const auto& at : v_.items[i].places)
        if (at.evidence == evidence && same_place(at.region, place))
          out += fmt::format("{}<code>{}</code> {}", out.empty() ? "" : "<br>", escaped(v_.items[i].code),
                             item_text(i, {agent, internal, applicant}));
    return out;
  }

  void table(const domain::Trait& t) {
    const auto* value = t.value ? std::get_if<boost::json::value>(&t.value->data) : nullptr;
    if (!value || !is_table(*value)) return;
    add("<h3 style=\"margin-top:18px\">{}</h3>{}", escaped(short_name(t)),
        table_html(
            value->get_array(), [&](const domain::Region& place) { return told_at(t.evidence, place); },
            [&](const domain::Region& place) { return cropped(t.evidence, place); }));
  }

  void all_evidence() {
    for (const auto& ref : v_.evidence) {
      add("<h2>{} <span class=\"soft small\">{} · {} KiB · <span class=\"mono\">{}</span></span></h2><div "
          "class=\"card\">",
          escaped(ref.name), escaped(ref.media_type), (ref.size + 1023) / 1024, escaped(ref.digest));
      const auto found = evidence_.find(ref.name);
      const auto kind = domain::media_class(ref.media_type);
      if (found == evidence_.end()) {
        out_ += "<span class=\"soft\">no longer kept</span>";
      } else if (kind == "image") {
        image(ref, *found->second);
      } else if (kind == "video") {
        video(ref);
      } else if (kind == "json") {
        document(*found->second);
      }
      kept(ref.name);
      traits(ref.name);
      out_ += "</div>";
    }
    traits_of_several();
  }

  void traits_of_several() {
    if (std::none_of(v_.traits.begin(), v_.traits.end(), [](const auto& t) { return t.evidence.empty(); })) return;
    out_ += "<h2>Read from several</h2><div class=\"card\">";
    traits("");
    out_ += "</div>";
  }

  // ---- time and origin

  void timings() {
    double end = 0.001;
    for (const auto& n : v_.trace) end = std::max(end, n.started_ms + n.run_ms);
    add("<h2>Where the time went <span class=\"soft small\">{:.0f} ms in all; grey: waiting for a "
        "worker</span></h2><div "
        "class=\"card\"><table>",
        end);
    for (const auto& n : v_.trace) {
      const double left = 100 * n.started_ms / end, width = 100 * n.run_ms / end,
                   wait = std::min(100 * n.queued_ms / end, left);
      add("<tr><td class=\"mono\" style=\"width:260px\">{}</td><td><div class=\"track\"><div class=\"bar wait\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div><div class=\"bar{}\" "
          "style=\"left:{:.2f}%;width:{:.2f}%\"></div></div></td><td class=\"num\">{:.1f} ms</td><td class=\"soft "
          "small\" style=\"width:110px\">{}</td></tr>",
          escaped(n.node), left - wait, wait, n.error_code.empty() ? "" : " bad", left, width, n.run_ms,
          n.error_code.empty() ? escaped(n.status) : escaped(n.error_code));
    }
    out_ += "</table></div>";
  }

  void origin() {
    add("<h2>Origin</h2><div class=\"card origin soft small\">Product digest <span class=\"mono\">{}</span><br>Trace "
        "<span class=\"mono\">{}</span>",
        escaped(v_.product.digest), escaped(v_.trace_id));
    std::set<std::string> models;
    for (const auto& n : v_.trace) models.insert(n.models.begin(), n.models.end());
    for (const auto& model : models) add("<br>Model <span class=\"mono\">{}</span>", escaped(model));
    out_ += "</div>";
  }

  const domain::Verification& v_;
  const EvidenceByName& evidence_;
  const ReportPictures& pictures_;
  const std::string& locale_;
  std::map<std::string, std::size_t, std::less<>> trait_by_name_;
  std::string out_;
};

}  // namespace

std::string html_report(const domain::Verification& verification, const EvidenceByName& evidence,
                        const ReportPictures& pictures, const std::string& locale) {
  return Page(verification, evidence, pictures, locale).html();
}

}  // namespace cotejo::cli
