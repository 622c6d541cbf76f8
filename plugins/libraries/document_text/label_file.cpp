#include "label_file.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <stdexcept>

#include "document.hpp"

namespace cotejo::document_text {

std::span<const std::string> phrases_of(const Phrases& phrases, std::string_view role) {
  const auto found = phrases.find(role);
  return found == phrases.end() ? std::span<const std::string>{} : std::span<const std::string>(found->second);
}

void merge(std::vector<std::string>& into, const std::vector<std::string>& more) {
  for (const auto& text : more)
    if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(text);
}

void merge(Phrases& into, const Phrases& more) {
  for (const auto& [name, list] : more) merge(into[name], list);
}

LabelFile::LabelFile(const boost::json::object& file, std::span<const std::string_view> keys) : file_(file) {
  const auto* id = file.if_contains("id");
  if (!id || !id->is_string()) throw std::invalid_argument("a layout without id");
  id_ = std::string(id->as_string());
  for (const auto& member : file)
    if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end())
      refuse("unknown key '" + std::string(member.key()) + "'");
}

void LabelFile::refuse(const std::string& what) const {
  throw std::invalid_argument("layout '" + id_ + "': " + what);
}

std::string LabelFile::text(std::string_view key, std::string fallback) const {
  const auto* value = file_.if_contains(key);
  if (!value) return fallback;
  if (!value->is_string()) refuse(std::string(key) + " must be a text");
  return std::string(value->as_string());
}

bool LabelFile::flag(std::string_view key) const {
  const auto* value = file_.if_contains(key);
  return value && value->is_bool() && value->as_bool();
}

std::vector<std::string> LabelFile::list(const boost::json::value& value, bool folded) const {
  if (!value.is_array()) refuse("a list of texts is expected");
  std::vector<std::string> out;
  for (const auto& entry : value.as_array()) {
    if (!entry.is_string()) refuse("a list of texts is expected");
    std::string text(entry.as_string());
    if (folded) text = folded_phrase(text);
    if (text.empty()) refuse("an empty phrase");
    out.push_back(std::move(text));
  }
  return out;
}

std::vector<std::string> LabelFile::texts(std::string_view key) const {
  const auto* value = file_.if_contains(key);
  return value ? list(*value, false) : std::vector<std::string>{};
}

std::vector<std::string> LabelFile::phrases(std::string_view key) const {
  const auto* value = file_.if_contains(key);
  return value ? list(*value, true) : std::vector<std::string>{};
}

const boost::json::object* LabelFile::object(std::string_view key) const {
  const auto* value = file_.if_contains(key);
  if (!value) return nullptr;
  if (!value->is_object()) refuse(std::string(key) + " must be an object");
  return &value->get_object();
}

Phrases LabelFile::phrases_by_role(std::string_view key) const {
  Phrases out;
  if (const auto* roles = object(key))
    for (const auto& [name, value] : *roles) out[std::string(name)] = list(value, true);
  return out;
}

}  // namespace cotejo::document_text
