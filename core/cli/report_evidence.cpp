#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "cli/jpeg.hpp"
#include "cli/report_page.hpp"
#include "cli/report_table.hpp"
#include "domain/json_text.hpp"
#include "domain/markup.hpp"
#include "domain/media_type.hpp"

namespace cotejo::cli {
namespace {

constexpr std::uint32_t kViewSide = 1400;  // pixels of a straightened picture
constexpr std::uint32_t kStillSide = 480;  // pixels of a still of a video
constexpr std::size_t kStills = 6;
constexpr std::uint32_t kPageSide = 1100;       // pixels of a sheet: small print can be read
constexpr std::size_t kPages = 12;              // of a longer document the first ones
constexpr std::size_t kLongestSound = 8 << 20;  // bytes; minutes of speech, and a page that browsers still open at once
constexpr double kSure = 0.9;                   // what the shipped products ask of values before they approve on them

using domain::escaped;

// `front:reader.number` under the heading `front` is `reader.number`.
std::string_view short_name(const domain::Trait& trait) {
  const std::string_view name = trait.name;
  const auto colon = name.find(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

class EvidenceWriter {
 public:
  explicit EvidenceWriter(ReportPage& page) : page_(page) {}

  void write() {
    for (const auto& ref : page_.v.evidence) {
      page_.add(
          "<h2>{} <span class=\"soft small\">{} · {} KiB · <span class=\"mono\">{}</span></span></h2><div "
          "class=\"card\">",
          escaped(ref.name), escaped(ref.media_type), (ref.size + 1023) / 1024, escaped(ref.digest));
      const auto found = page_.evidence.find(ref.name);
      const auto kind = domain::media_class(ref.media_type);
      if (found == page_.evidence.end()) {
        page_.out += "<span class=\"soft\">no longer kept</span>";
      } else if (kind == "image") {
        image(ref, *found->second);
      } else if (kind == "video") {
        video(ref);
      } else if (kind == "pdf") {
        pages(ref);
      } else if (kind == "json") {
        document(*found->second);
      } else if (kind == "audio") {
        sound(ref, *found->second);
      }
      kept(ref.name);
      traits(ref.name);
      page_.out += "</div>";
    }
    traits_of_several();
  }

 private:
  void traits_of_several() {
    if (std::none_of(page_.v.traits.begin(), page_.v.traits.end(), [](const auto& t) { return t.evidence.empty(); }))
      return;
    page_.out += "<h2>Read from several</h2><div class=\"card\">";
    traits("");
    page_.out += "</div>";
  }

  void rectangle(const domain::Region& r, std::string_view attributes, const std::string& label) {
    page_.add("<rect {} x=\"{:.4f}\" y=\"{:.4f}\" width=\"{:.4f}\" height=\"{:.4f}\"><title>{}</title></rect>",
              attributes, r.x, r.y, r.width, r.height, label);
  }

  // `place` brings a region of the evidence to the picture shown, or says that it is not on it. A region is on one
  // picture at most.
  template <class Place>
  void overlay(const std::string& name, Place place) {
    page_.out += "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\">";
    for (std::size_t i = 0; i < page_.v.traits.size(); ++i) {
      const auto& t = page_.v.traits[i];
      if (t.evidence != name || !t.region || !t.value) continue;
      const std::optional<domain::Region> box = place(*t.region);
      if (!box || !drawn_.insert(i).second) continue;
      rectangle(*box, fmt::format("id=\"t{}\"", i), escaped(short_name(t)));
    }
    for (const auto& i : page_.v.items)
      for (const auto& at : i.places)
        if (at.evidence == name)
          if (const std::optional<domain::Region> box = place(at.region))
            rectangle(*box, "class=\"bad\"", escaped(i.code));
    page_.out += "</svg>";
  }

  void outline(const ReportPictures::View& view) {
    page_.out += "<svg viewBox=\"0 0 1 1\" preserveAspectRatio=\"none\"><polygon points=\"";
    for (const auto& corner : view.outline()) page_.add("{:.4f},{:.4f} ", corner[0], corner[1]);
    page_.out += "\"/></svg>";
  }

  void image(const domain::EvidenceRef& ref, const domain::Bytes& bytes) {
    const auto sent = data_url(ref.media_type, as_text(bytes));
    const auto* view = page_.pictures.straightened(ref.name);
    const auto straight =
        view ? jpeg(*view->image, {0, 0, view->image->width, view->image->height}, kViewSide) : std::string();
    if (straight.empty()) {
      page_.add("<div class=\"evidence one\"><div><div class=\"pic\"><img alt=\"{}\" src=\"{}\">", escaped(ref.name),
                sent);
      overlay(ref.name, [](const domain::Region& r) { return std::optional(r); });
      page_.out += "</div></div></div>";
      return;
    }
    page_.add("<div class=\"evidence\"><figure><div class=\"pic\"><img alt=\"{0}, straightened\" src=\"{1}\">",
              escaped(ref.name), data_url("image/jpeg", straight));
    overlay(ref.name, [&](const domain::Region& r) { return view->box(r); });
    page_.add(
        "</div><figcaption class=\"soft small\">Straightened; boxes show where values were read</figcaption></figure>"
        "<figure><div class=\"pic sent\"><img alt=\"{}\" src=\"{}\">",
        escaped(ref.name), sent);
    outline(*view);
    page_.out += "</div><figcaption class=\"soft small\">As sent</figcaption></figure></div>";
  }

  // Pictures that components made of this evidence.
  void kept(const std::string& evidence) {
    bool any = false;
    for (const auto& artifact : page_.v.artifacts) {
      if (artifact.evidence != evidence || !artifact.content) continue;
      if (!std::exchange(any, true)) page_.out += "<div class=\"stills\">";
      page_.add(
          "<figure><div class=\"pic\"><img alt=\"{0}\" src=\"{1}\"></div><figcaption class=\"soft small\">{0}, by "
          "{2}</figcaption></figure>",
          escaped(artifact.name), data_url(artifact.media_type, as_text(*artifact.content)),
          escaped(artifact.component));
    }
    if (any) page_.out += "</div>";
  }

  // Stills instead of the video: browsers do not play every codec, and what was looked at is these pictures.
  void video(const domain::EvidenceRef& ref) {
    const auto& all = page_.pictures.frames(ref.name);
    std::vector<const domain::Image*> stills;
    for (std::size_t k = 0; k < std::min(kStills, all.size()); ++k)
      stills.push_back(all[k * all.size() / std::min(kStills, all.size())].get());
    page_.out += "<div class=\"stills\">";
    for (const auto* frame : stills) still(ref, *frame, stills);
    page_.out += "</div>";
  }

  // With the places that were read nearest in time to this still.
  void still(const domain::EvidenceRef& ref, const domain::Image& frame,
             const std::vector<const domain::Image*>& stills) {
    const auto picture = jpeg(frame, {0, 0, frame.width, frame.height}, kStillSide);
    if (picture.empty()) return;
    const double seconds = static_cast<double>(frame.time_ns) / 1e9;
    page_.add("<figure><div class=\"pic\"><img alt=\"{} at {:.1f} s\" src=\"{}\">", escaped(ref.name), seconds,
              data_url("image/jpeg", picture));
    overlay(ref.name, [&](const domain::Region& r) {
      const auto nearest = *std::min_element(stills.begin(), stills.end(), [&](const auto* a, const auto* b) {
        return std::abs(a->time_ns - r.time_ns) < std::abs(b->time_ns - r.time_ns);
      });
      return nearest == &frame ? std::optional(r) : std::nullopt;
    });
    page_.add("</div><figcaption class=\"soft small\">{:.1f} s</figcaption></figure>", seconds);
  }

  void sound(const domain::EvidenceRef& ref, const domain::Bytes& bytes) {
    if (bytes.size > kLongestSound)
      page_.add("<span class=\"soft\">too long to be played in this page</span>");
    else
      page_.add("<audio controls preload=\"metadata\" src=\"{}\"></audio>", data_url(ref.media_type, as_text(bytes)));
  }

  // Sheets, with the places that were read on each.
  void pages(const domain::EvidenceRef& ref) {
    const auto& all = page_.pictures.frames(ref.name);
    if (all.empty()) return;
    page_.out += "<div class=\"stills pages\">";
    for (std::size_t index = 0; index < std::min(kPages, all.size()); ++index) {
      const auto& sheet = *all[index];
      const auto picture = jpeg(sheet, {0, 0, sheet.width, sheet.height}, kPageSide);
      if (picture.empty()) continue;
      page_.add("<figure><div class=\"pic\"><img alt=\"{}, page {}\" src=\"{}\">", escaped(ref.name), index + 1,
                data_url("image/jpeg", picture));
      overlay(ref.name, [&](const domain::Region& r) { return r.page == index ? std::optional(r) : std::nullopt; });
      page_.add("</div><figcaption class=\"soft small\">page {} of {}</figcaption></figure>", index + 1, all.size());
    }
    page_.out += "</div>";
  }

  static std::string member_html(const boost::json::value& value) {
    if (value.is_string()) return escaped(std::string_view(value.get_string()));
    const auto nothing = [](const domain::Region&) { return std::string(); };
    if (is_table(value)) return table_html(value.get_array(), nothing, nothing);
    return escaped(domain::json_text(value));
  }

  void document(const domain::Bytes& bytes) {
    const auto json = domain::parse_json(as_text(bytes));
    const auto* object = json ? json->if_object() : nullptr;
    if (!object) {
      page_.add("<pre class=\"mono\">{}</pre>", escaped(as_text(bytes).substr(0, 4000)));
      return;
    }
    page_.out += "<table>";
    for (const auto& [key, value] : *object)
      page_.add("<tr><td class=\"soft\" style=\"width:220px\">{}</td><td class=\"value\">{}</td></tr>",
                escaped(std::string_view(key.data(), key.size())), member_html(value));
    page_.out += "</table>";
  }

  void trait(std::size_t index) {
    const auto& t = page_.v.traits[index];
    const auto name = escaped(short_name(t));
    page_.add("<tr><td class=\"mono\">{}</td><td class=\"value\">{}</td><td class=\"crops\">",
              drawn_.contains(index) ? fmt::format("<a href=\"#t{}\">{}</a>", index, name) : name, value_text(t));
    // A vector or JSON is about most of the picture, which is shown above.
    if (t.region && t.value && t.value->type < domain::ValueType::vector)
      page_.out += page_.cropped(t.evidence, *t.region);
    page_.out += "</td>";
    if (t.value) {
      page_.add("<td class=\"num\"><span class=\"p\"><i{} style=\"width:{:.0f}%\"></i></span>{:.3f}</td>",
                t.probability < kSure ? " class=\"low\"" : "", 100 * t.probability, t.probability);
    } else {
      page_.out += "<td></td>";
    }
    page_.add("<td class=\"soft mono small\">{}</td></tr>", escaped(t.component));
  }

  void traits(const std::string& evidence) {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < page_.v.traits.size(); ++i)
      if (page_.v.traits[i].evidence == evidence) own.push_back(i);
    if (own.empty()) return;
    page_.out +=
        "<table "
        "style=\"margin-top:14px\"><tr><th>Read</th><th>Value</th><th>There</th><th>Probability</th><th>By</th></tr>";
    for (const auto i : own) trait(i);
    page_.out += "</table>";
    for (const auto i : own) table(page_.v.traits[i]);
  }

  // What was found at this place, for the row of a table that stands there.
  std::string told_at(const std::string& evidence, const domain::Region& place) const {
    using enum domain::Audience;
    std::string out;
    for (std::size_t i = 0; i < page_.v.items.size(); ++i)
      for (const auto& at : page_.v.items[i].places)
        if (at.evidence == evidence && same_place(at.region, place))
          out += fmt::format("{}<code>{}</code> {}", out.empty() ? "" : "<br>", escaped(page_.v.items[i].code),
                             page_.item_text(i, {agent, internal, applicant}));
    return out;
  }

  void table(const domain::Trait& t) {
    const auto* value = t.value ? std::get_if<boost::json::value>(&t.value->data) : nullptr;
    if (!value || !is_table(*value)) return;
    page_.add("<h3 style=\"margin-top:18px\">{}</h3>{}", escaped(short_name(t)),
              table_html(
                  value->get_array(), [&](const domain::Region& place) { return told_at(t.evidence, place); },
                  [&](const domain::Region& place) { return page_.cropped(t.evidence, place); }));
  }

  ReportPage& page_;
  std::set<std::size_t> drawn_;  // traits whose place is on a picture, and can be linked
};

}  // namespace

void write_evidence(ReportPage& page) {
  EvidenceWriter(page).write();
}

}  // namespace cotejo::cli
