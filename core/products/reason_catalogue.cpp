#include "products/reason_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "configuration/section.hpp"

namespace cotejo::products {
namespace {

using configuration::Diagnostics;
using configuration::Member;
using Yaml = configuration::Node;
using configuration::Position;
using configuration::Section;
using domain::Audience;
using enum Section::Need;

constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void read_audiences(Section& section, Reason& reason, Diagnostics& diagnostics) {
  const Yaml* list = section.sequence("audiences", required);
  section.refine("audiences", {{"items", {{"enum", {"applicant", "agent", "internal"}}}}, {"minItems", 1}});
  if (!list) return;
  if (list->items.empty()) section.error("audiences", "expected at least one of 'applicant', 'agent' and 'internal'");
  for (const Yaml& item : list->items) {
    const auto audience = domain::audience(item.text);
    if (!audience) {
      diagnostics.add(item.position,
                      fmt::format("expected one of 'applicant', 'agent' and 'internal', found {}{}", description(item),
                                  configuration::suggestion(item.text, {"applicant", "agent", "internal"})));
    } else if (std::find(reason.audiences.begin(), reason.audiences.end(), *audience) != reason.audiences.end()) {
      diagnostics.add(item.position, fmt::format("audience '{}' stands twice in this list", item.text));
    } else {
      reason.audiences.push_back(*audience);
    }
  }
}

// The words of one audience. Every locale must mention the same facts.
void read_words(const Member& member, Audience audience, Reason& reason, Diagnostics& diagnostics) {
  const std::string what = fmt::format("texts of '{}' for the {}", reason.code, member.key);
  Section section(member.value, what, diagnostics);
  if (section.is_map() && member.value.members.empty())
    diagnostics.add(member.position, what + ": expected a text per locale");
  std::optional<std::set<std::string>> facts;
  for (const Member& locale : member.value.members) {
    const auto text = section.text(locale.key);
    if (!text) continue;
    const Placeholders found = placeholders(*text);
    const std::set<std::string> names(found.names.begin(), found.names.end());
    if (!found.sound)
      section.error(locale.key, "a brace that is no placeholder; write {name} with a name of the item's params");
    if (facts && *facts != names)
      section.error(locale.key,
                    "its placeholders differ from those of the other locales; every language must say the same");
    if (!facts) facts = names;
    reason.texts[audience][locale.key] = *text;
  }
}

void read_texts(Section& section, Reason& reason, Diagnostics& diagnostics) {
  const Yaml* texts = section.map("texts", required);
  if (!texts) return;
  const auto& listed = reason.audiences;
  for (const Member& member : texts->members) {
    const auto audience = domain::audience(member.key);
    if (!audience || std::find(listed.begin(), listed.end(), *audience) == listed.end()) {
      diagnostics.add(member.position, fmt::format("texts of '{}' are for '{}', which is not among its audiences",
                                                   reason.code, member.key));
      continue;
    }
    read_words(member, *audience, reason, diagnostics);
  }
  for (const Audience audience : listed)
    if (!reason.texts.contains(audience) && !texts->find(domain::to_string(audience)))
      section.error("texts",
                    fmt::format("'{}' has no text for its audience '{}'", reason.code, domain::to_string(audience)));
}

// The texts must fit the reason's class and action.
void check_sense(Section& section, const Reason& reason) {
  const bool to_applicant =
      std::find(reason.audiences.begin(), reason.audiences.end(), Audience::applicant) != reason.audiences.end();
  if (reason.reason_class == "fraud" && to_applicant)
    section.error("audiences",
                  fmt::format("'{}' is of class fraud and must not reach the applicant; remove 'applicant' (who "
                              "gets the general words of the decision)",
                              reason.code));
  if (reason.reason_class == "fraud" && reason.retriable)
    section.error("retriable", fmt::format("'{}' is of class fraud and cannot be retriable", reason.code));
  const bool asks_again = reason.action == "resubmit" || reason.action == "correct_data";
  if (reason.retriable && !asks_again)
    section.error("action",
                  fmt::format("'{}' is retriable, so its action must be 'resubmit' or 'correct_data'", reason.code));
  if (!reason.retriable && asks_again)
    section.error("action", fmt::format("'{}' asks for another attempt, so `retriable: true` is needed", reason.code));
}

Reason read_reason(const Member& member, Diagnostics& diagnostics) {
  Reason reason;
  reason.code = member.key;
  if (!is_code(member.key))
    diagnostics.add(member.position, fmt::format("expected a code such as 'evidence.blurred', found '{}'", member.key));
  Section section(member.value, fmt::format("reason '{}'", member.key), diagnostics);
  reason.reason_class =
      section.choice("class", {"quality", "inconsistency", "fraud", "policy", "system"}, required).value_or("");
  reason.retriable = section.boolean("retriable", required).value_or(false);
  reason.leaves_open = section.boolean("leaves_open").value_or(false);
  reason.action =
      section.choice("action", {"resubmit", "correct_data", "contact_support", "none"}, required).value_or("");
  read_audiences(section, reason, diagnostics);
  read_texts(section, reason, diagnostics);
  if (!reason.reason_class.empty() && !reason.action.empty()) check_sense(section, reason);
  section.finish();
  return reason;
}

// `words` of a file: param -> value -> locale -> text.
void read_param_words(const Yaml& params, ReasonCatalogue& catalogue, Diagnostics& diagnostics) {
  for (const Member& param : params.members) {
    Section values(param.value, fmt::format("words of '{}'", param.key), diagnostics);
    if (!values.is_map()) continue;
    for (const Member& value : param.value.members) {
      Section locales(value.value, fmt::format("words of '{}' for '{}'", param.key, value.key), diagnostics);
      auto& words = catalogue.words[param.key][value.key];
      if (!words.empty()) diagnostics.add(value.position, fmt::format("'{}' has its words already", value.key));
      if (!locales.is_map()) continue;
      for (const Member& locale : value.value.members)
        if (auto text = locales.text(locale.key)) words[locale.key] = std::move(*text);
    }
  }
}

}  // namespace

std::string ReasonCatalogue::spoken(std::string_view param, std::string value, std::string_view locale) const {
  const auto known = words.find(param);
  if (known == words.end()) return value;
  const auto word = [&](const std::string& one) {
    const auto found = known->second.find(one);
    if (found == known->second.end()) return one;
    const auto text = found->second.find(locale);
    return text == found->second.end() ? one : text->second;
  };
  constexpr std::string_view between = ", ";
  std::string out;
  for (std::size_t from = 0;;) {
    const std::size_t to = value.find(between, from);
    out += word(value.substr(from, to == std::string::npos ? to : to - from));
    if (to == std::string::npos) return out;
    out += between;
    from = to + between.size();
  }
}

const Reason* ReasonCatalogue::find(std::string_view code) const {
  const auto found = reasons_.find(code);
  return found == reasons_.end() ? nullptr : &found->second;
}

bool is_code(std::string_view text) {
  bool dotted = false, fresh = true;  // fresh: a word begins here
  for (const char c : text) {
    if (c == '.') {
      if (fresh) return false;
      dotted = fresh = true;
      continue;
    }
    if (!is_lower(c) && (fresh || (c != '_' && !is_digit(c)))) return false;
    fresh = false;
  }
  return dotted && !fresh;
}

Placeholders placeholders(std::string_view text) {
  Placeholders found;
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at + 1)) {
    const std::size_t end = text.find('}', at);
    const std::string_view name =
        text[at] == '{' && end != std::string_view::npos ? text.substr(at + 1, end - at - 1) : std::string_view{};
    const bool sound = !name.empty() && is_lower(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
      return is_lower(c) || is_digit(c) || c == '_';
    });
    if (!sound) return {{}, false};
    found.names.emplace_back(name);
    at = end;
  }
  return found;
}

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& directory, Diagnostics& diagnostics) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (std::filesystem::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".yaml" || it->path().extension() == ".yml") files.push_back(it->path());
  if (error) diagnostics.add({directory, 1, 1, "the folder cannot be read: " + error.message()});
  std::sort(files.begin(), files.end());
  return files;
}

void read_reasons(const Yaml& root, ReasonCatalogue& catalogue, std::map<std::string, Position>& seen,
                  Diagnostics& diagnostics) {
  Section section(root, "a reason file", diagnostics);
  const Yaml* words = section.map("words");
  if (words) read_param_words(*words, catalogue, diagnostics);
  const Yaml* reasons = section.map("reasons", words ? Section::Need::optional : required);
  section.finish();
  if (!reasons) return;
  for (const Member& member : reasons->members) {
    const auto [first, fresh] = seen.emplace(member.key, member.position);
    if (!fresh)
      diagnostics.add(member.position, fmt::format("code '{}' is defined already in {}:{}", member.key,
                                                   first->second.file->string(), first->second.line));
    Reason reason = read_reason(member, diagnostics);
    if (fresh) catalogue.add(std::move(reason));
  }
}

ReasonCatalogue load_reasons(const std::filesystem::path& directory, Diagnostics& diagnostics) {
  ReasonCatalogue catalogue;
  std::map<std::string, Position> seen;
  for (const auto& file : yaml_files(directory, diagnostics))
    if (const auto root = configuration::parse_file(file, diagnostics))
      read_reasons(*root, catalogue, seen, diagnostics);
  return catalogue;
}

}  // namespace cotejo::products
