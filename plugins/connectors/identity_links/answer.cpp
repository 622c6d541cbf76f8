#include "answer.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <judgement/json_members.hpp>
#include <set>

#include "request.hpp"

namespace identity_links {
namespace {

namespace json = boost::json;
using cotejo::judgement::flag_of;
using cotejo::judgement::integer_of;
using cotejo::judgement::number_of;
using cotejo::judgement::text_of;

const json::array* list_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_array() : nullptr;
}

// The lines of one question; null when it is no answer.
const json::array* entries_of(const json::value& question) {
  const auto* object = question.if_object();
  return object ? list_in(*object, "entries") : nullptr;
}

void note(std::vector<std::string_view>& through, std::string_view from) {
  if (std::find(through.begin(), through.end(), from) == through.end()) through.push_back(from);
}

class Reader {
 public:
  Reader(const Application& application, std::string own) : application_(application), own_(std::move(own)) {}

  bool read(const json::array& found, const json::array& nearest) {
    if (found.size() != application_.keys.size() + own_questions(application_) ||
        nearest.size() != application_.photos.size())
      return false;
    for (std::size_t i = 0; i < application_.keys.size(); ++i)
      if (!read_key(application_.keys[i], found[i])) return false;
    Previous& previous = answer_.previous;
    if (!read_own(Own::photographed, found, previous.photographed) || !read_own(Own::recent, found, previous.recent))
      return false;
    if (!application_.citizen.empty() && (!read_own(Own::numbered, found, previous.numbered) ||
                                          !read_own(Own::same_number, found, previous.same_number)))
      return false;
    for (std::size_t i = 0; i < application_.photos.size(); ++i)
      if (!read_photo(application_.photos[i], nearest[i])) return false;
    return true;
  }

  Answer take() { return std::move(answer_); }

 private:
  bool read_key(const Key& key, const json::value& question) {
    const auto* entries = entries_of(question);
    if (!entries) return false;
    Links& links = of(key.kind);
    links.probability = std::max(links.probability, key.probability);
    links.more = links.more || flag_of(question.get_object(), "more");
    for (const auto& entry : *entries) {
      const auto* line = entry.if_object();
      if (!line) return false;
      if (text_of(*line, "owner") == own_) {
        if (key.kind == Kind::curp && key.text == application_.owner) read_own(*line);
        continue;
      }
      Other& other = links.people[text_of(*line, "owner")];
      take_line(other, *line);
      // A CURP's likeness is named by its kind, since both come from one CURP.
      if (key.kind == Kind::curp_series)
        note(other.through, key.space.substr(key.space.find('.') + 1));
      else
        for (const std::string_view from : key.from) note(other.through, from);
      other.probability = std::max(other.probability, key.probability);
    }
    return true;
  }

  void read_own(const json::object& line) {
    answer_.previous.applications = integer_of(line, "verifications").value_or(1);
    answer_.previous.at = text_of(line, "at");
    answer_.previous.first_at = text_of(line, "first_at");
  }

  // How many verifications of this person's own answer that question.
  bool read_own(Own question, const json::array& found, std::int64_t& verifications) const {
    const auto* entries = entries_of(found[application_.keys.size() + static_cast<std::size_t>(question)]);
    if (!entries) return false;
    for (const auto& entry : *entries)
      if (const auto* line = entry.if_object(); line && text_of(*line, "owner") == own_)
        verifications = integer_of(*line, "verifications").value_or(1);
    return true;
  }

  bool read_photo(const Photo& photo, const json::value& question) {
    const auto* entries = entries_of(question);
    if (!entries) return false;
    Links& links = of(Kind::face);
    links.probability = std::max(links.probability, photo.probability);
    links.more = links.more || flag_of(question.get_object(), "more");
    for (const auto& entry : *entries) {
      const auto* line = entry.if_object();
      const auto cosine = line ? number_of(*line, "cosine") : std::nullopt;
      if (!cosine) return false;
      if (text_of(*line, "owner") == own_) {
        answer_.previous.cosine = std::max(answer_.previous.cosine, *cosine);
        continue;
      }
      Other& other = links.people[text_of(*line, "owner")];
      note(other.through, photo.from);
      other.probability = std::max(other.probability, photo.probability);
      if (*cosine <= other.cosine) {
        other.same_application = other.same_application && flag_of(*line, "same_application");
        continue;
      }
      other.cosine = *cosine;
      take_line(other, *line);
    }
    return true;
  }

  // Several values may lead to one person: the newest verification stands for them.
  static void take_line(Other& other, const json::object& line) {
    other.same_application = other.same_application && flag_of(line, "same_application");
    const std::string at = text_of(line, "at");
    const std::string first = line.contains("first_at") ? text_of(line, "first_at") : at;
    other.verifications = std::max(other.verifications, integer_of(line, "verifications").value_or(1));
    if (other.first_at.empty() || first < other.first_at) other.first_at = first;
    if (!other.at.empty() && other.cosine < 0 && at <= other.at) return;
    other.at = at;
    other.verification = text_of(line, "verification");
  }

  Links& of(Kind kind) { return answer_.links[static_cast<std::size_t>(kind)]; }

  const Application& application_;
  std::string own_;
  Answer answer_;
};

}  // namespace

std::optional<Answer> parse_answer(std::string_view body, const Application& application) {
  boost::system::error_code error;
  const json::value answer = json::parse(body, error);
  const auto* object = error ? nullptr : answer.if_object();
  if (!object) return std::nullopt;
  const auto *found = list_in(*object, "found"), *nearest = list_in(*object, "nearest");
  const std::string own = text_of(*object, "owner");
  if (!found || !nearest || own.empty()) return std::nullopt;
  Reader reader(application, own);
  if (!reader.read(*found, *nearest)) return std::nullopt;
  return reader.take();
}

json::object as_json(const Links& links, Kind kind) {
  std::vector<std::pair<std::string_view, const Other*>> order;
  for (const auto& [label, other] : links.people) order.emplace_back(label, &other);
  // Newest first, faces by likeness.
  std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return kind == Kind::face ? a.second->cosine > b.second->cosine : a.second->at > b.second->at;
  });
  json::array entries;
  for (const auto& [label, other] : order) {
    json::array through;
    for (const std::string_view from : other->through) through.emplace_back(from);
    json::object entry{{"owner", label},
                       {"verification", other->verification},
                       {"at", other->at},
                       {"first_at", other->first_at},
                       {"verifications", other->verifications},
                       {"through", through}};
    if (other->same_application) entry["same_application"] = true;
    if (kind == Kind::face) entry["cosine"] = other->cosine;
    entries.push_back(std::move(entry));
  }
  return {{"people", links.people.size()}, {"more", links.more}, {"entries", entries}};
}

json::object as_json(const Previous& previous) {
  json::object out{{"applications", previous.applications},
                   {"recent", previous.recent},
                   {"photographed", previous.photographed},
                   {"numbered", previous.numbered},
                   {"same_number", previous.same_number}};
  if (!previous.at.empty()) out["at"] = previous.at;
  if (!previous.first_at.empty()) out["first_at"] = previous.first_at;
  if (previous.cosine >= 0) out["cosine"] = previous.cosine;
  return out;
}

std::int64_t people_of(const Answer& answer) {
  std::set<std::string_view> people;
  for (const Kind kind : {Kind::curp, Kind::clabe, Kind::phone, Kind::device, Kind::card, Kind::address, Kind::face})
    for (const auto& [label, other] : answer[kind].people) people.insert(label);
  return static_cast<std::int64_t>(people.size());
}

double probability_of(const Links& links) {
  double surest = 0;
  for (const auto& [label, other] : links.people) surest = std::max(surest, other.probability);
  return links.people.empty() ? links.probability : surest;
}

}  // namespace identity_links
