#include "list.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parser.hpp>
#include <charconv>

#include "tokens.hpp"

namespace watchlist_match {
namespace {

namespace json = boost::json;

constexpr std::string_view kForm = "cotejo.watchlist/1";
constexpr std::size_t kMaxText = 256;  // bytes of a title, a source or an id
constexpr std::size_t kMaxDepth = 8;

// What kinds of people lists hold. What a kind leads to is for check.watchlist to say.
constexpr std::array<std::string_view, 4> kKinds{"sanctions", "pep", "internal", "lost_documents"};

std::string line_at(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  return std::to_string(1 + std::count(before.begin(), before.end(), '\n'));
}

class Reading {
 public:
  explicit Reading(std::string_view name) : name_(name) {}

  List list(std::string_view text) const {
    if (text.size() > kMaxListBytes) fail("is larger than " + std::to_string(kMaxListBytes >> 20) + " MiB");
    json::error_code error;
    json::parse_options options;
    options.max_depth = kMaxDepth;
    json::parser parser({}, options);
    const std::size_t read = parser.write(text.data(), text.size(), error);
    if (error) fail("is not JSON: " + error.message() + " in line " + line_at(text, read));
    const json::value root = parser.release();
    if (!root.is_object()) fail("is not a JSON object");
    const auto& object = root.as_object();
    only(object, {"$schema", "format", "title", "source", "date", "kind", "entries"}, "the list");
    if (required(object, "format", "the list") != kForm) fail("has another format than " + std::string(kForm));
    List list{
        std::string(name_), required(object, "title", "the list"), required(object, "source", "the list"), {}, {}};
    const auto date = cotejo::mx::parse_iso_date(required(object, "date", "the list"));
    if (!date) fail("has a 'date' that is no calendar date (YYYY-MM-DD)");
    list.date = *date;
    const std::string kind = kind_of(object, "the list", {});
    const auto* entries = object.if_contains("entries");
    if (!entries || !entries->is_array()) fail("lacks the list 'entries'");
    if (entries->as_array().size() > kMaxEntries) fail("has more than " + std::to_string(kMaxEntries) + " entries");
    list.entries.reserve(entries->as_array().size());
    for (const auto& each : entries->as_array()) {
      const std::string where = "entry " + std::to_string(list.entries.size() + 1);
      if (!each.is_object()) fail(where + " is not an object");
      list.entries.push_back(entry(each.as_object(), where, kind));
    }
    return list;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw ListError("the list '" + std::string(name_) + "' " + what);
  }

  void only(const json::object& object, std::initializer_list<std::string_view> keys, const std::string& where) const {
    for (const auto& member : object)
      if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end())
        fail("has an unknown key in " + where + "; watchlist.schema.json names those that there are");
  }

  std::string text(const json::object& object, std::string_view key, const std::string& where, std::size_t most) const {
    const auto* value = object.if_contains(key);
    if (!value || value->is_null()) return {};
    if (!value->is_string()) fail("has a '" + std::string(key) + "' that is no text, in " + where);
    if (value->as_string().size() > most) fail("has a '" + std::string(key) + "' that is too long, in " + where);
    return std::string(value->as_string());
  }
  std::string required(const json::object& object, std::string_view key, const std::string& where) const {
    std::string found = text(object, key, where, kMaxText);
    if (found.empty()) fail("lacks '" + std::string(key) + "' in " + where);
    return found;
  }

  std::string kind_of(const json::object& object, const std::string& where, const std::string& otherwise) const {
    std::string kind = text(object, "kind", where, kMaxText);
    if (kind.empty()) return otherwise;
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end())
      fail("has another 'kind' than sanctions, pep, internal, lost_documents, in " + where);
    return kind;
  }

  static std::string capitals(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
  }

  Entry entry(const json::object& object, const std::string& where, const std::string& kind_of_list) const {
    only(object, {"id", "kind", "name", "aliases", "birth_date", "curp", "rfc", "note"}, where);
    Entry entry;
    entry.id = required(object, "id", where);
    entry.kind = kind_of(object, where, kind_of_list);
    if (entry.kind.empty()) fail("lacks 'kind', in itself and in " + where);
    if (auto name = text(object, "name", where, kMaxNameBytes); !name.empty()) entry.names.push_back(std::move(name));
    aliases(object, where, entry);
    entry.curp = capitals(text(object, "curp", where, kMaxText));
    entry.rfc = capitals(text(object, "rfc", where, kMaxText));
    birth(text(object, "birth_date", where, kMaxText), where, entry);
    if (entry.names.empty() && entry.curp.empty() && entry.rfc.empty())
      fail("has nothing to find " + where + " by: name, curp or rfc");
    return entry;
  }

  void aliases(const json::object& object, const std::string& where, Entry& entry) const {
    const auto* list = object.if_contains("aliases");
    if (!list) return;
    if (!list->is_array()) fail("has 'aliases' that are no list, in " + where);
    if (list->as_array().size() >= kMaxNames) fail("has too many 'aliases' in " + where);
    for (const auto& alias : list->as_array()) {
      if (!alias.is_string() || alias.as_string().empty() || alias.as_string().size() > kMaxNameBytes)
        fail("has an alias that is no name, in " + where);
      entry.names.emplace_back(alias.as_string());
    }
  }

  // YYYY-MM-DD, or YYYY where no more is known.
  void birth(const std::string& text, const std::string& where, Entry& entry) const {
    if (text.empty()) return;
    int year = 0;
    const auto* end = text.data() + text.size();
    if (text.size() == 4 && std::from_chars(text.data(), end, year).ptr == end) {
      entry.birth_year = year;
      return;
    }
    entry.birth_date = cotejo::mx::parse_iso_date(text);
    if (!entry.birth_date) fail("has a 'birth_date' that is neither YYYY-MM-DD nor YYYY, in " + where);
    entry.birth_year = static_cast<int>(entry.birth_date->year());
  }

  std::string_view name_;
};

}  // namespace

List read_list(std::string_view name, std::string_view json) {
  return Reading(name).list(json);
}

}  // namespace watchlist_match
