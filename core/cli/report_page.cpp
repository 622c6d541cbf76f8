#include "cli/report_page.hpp"

#include <openssl/evp.h>

#include "cli/report_table.hpp"
#include "domain/json_text.hpp"
#include "domain/markup.hpp"
#include "domain/parts_json.hpp"

namespace cotejo::cli {
namespace {

constexpr std::size_t kLongValue = 120;  // characters

using domain::escaped;

}  // namespace

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
  domain::JsonWriter out;
  domain::write(out, *trait.value);
  const std::string json = out.take();
  if (json.size() <= kLongValue) return escaped(json);
  return fmt::format("<details><summary>{} characters</summary><code>{}</code></details>", json.size(), escaped(json));
}

ReportPage::ReportPage(const domain::Verification& verification, const EvidenceByName& evidence_by_name,
                       const ReportPictures& report_pictures, const std::string& language)
    : v(verification), evidence(evidence_by_name), pictures(report_pictures), locale(language) {
  for (std::size_t i = 0; i < v.traits.size(); ++i) trait_by_name[v.traits[i].name] = i;
}

std::string ReportPage::item_text(std::size_t index, std::initializer_list<domain::Audience> audiences) const {
  for (const auto audience : audiences)
    for (const auto& f : v.feedback)
      if (f.item == index && f.audience == audience && f.locale == locale) return escaped(f.text);
  return {};
}

std::string ReportPage::cropped(const std::string& name, const domain::Region& region) const {
  const auto picture = pictures.crop(name, region);
  if (picture.empty()) return {};
  return fmt::format("<img class=\"crop\" alt=\"where it stands on {}\" src=\"{}\">", escaped(name),
                     data_url("image/jpeg", picture));
}

}  // namespace cotejo::cli
