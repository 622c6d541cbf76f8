#include "expectations.hpp"

#include <algorithm>
#include <mx/address.hpp>
#include <stdexcept>

namespace interview_check {
namespace {

using cotejo::judgement::Gathering;
using cotejo::judgement::Input;

const std::map<std::string_view, Kind> kKinds{
    {"name", Kind::name},     {"text", Kind::text},   {"identifier", Kind::identifier}, {"date", Kind::date},
    {"amount", Kind::amount}, {"count", Kind::count}, {"address", Kind::address}};

// `ine_front:ine.front.curp` -> `ine_front_ine_front_curp`, as ports are named.
std::string port_name(std::string trait) {
  std::replace_if(
      trait.begin(), trait.end(), [](char c) { return c == '.' || c == ':'; }, '_');
  return trait;
}

std::string last_word(const std::string& trait) {
  return trait.substr(trait.rfind('.') + 1);
}

// Others would be left out of the comparison without a word.
bool may_be_part(Kind kind, std::string_view role) {
  if (kind == Kind::address)
    return std::ranges::any_of(mx::kAddressParts, [&](mx::AddressPart part) { return mx::name(part) == role; });
  return kind != Kind::name || role == "given_names" || role == "surname" || role == "second_surname";
}

// A surname alone is in the answer of every relative.
bool says_whole_name(const Held& held) {
  return held.parts.contains("given_names") &&
         (held.parts.contains("surname") || held.parts.contains("second_surname"));
}

}  // namespace

Expectations::Expectations(cotejo::Component* owner, const boost::json::object& answers) : owner_(owner) {
  for (const auto& member : answers) {
    const auto& body = member.value().as_object();
    const auto as = body.at("as").as_string();
    const auto kind = kKinds.find(std::string_view(as.data(), as.size()));
    if (kind == kKinds.end()) throw std::invalid_argument("answers: '" + std::string(as) + "' is no way to compare");
    Question question{std::string(member.key()), kind->second, {}};
    for (const auto& with : body.at("with").as_array())
      question.sources.push_back(source_of(question.id, question.kind, with.as_string()));
    questions_.push_back(std::move(question));
  }
}

Expectations::Source Expectations::source_of(const std::string& question, Kind kind, std::string_view written) {
  Source source;
  while (!written.empty()) {
    const auto end = std::min(written.find(' '), written.size());
    const std::string trait(written.substr(0, end));
    written.remove_prefix(std::min(end + 1, written.size()));
    if (trait.empty()) continue;
    if (trait.find('.') == trait.npos)
      throw std::invalid_argument("answers: '" + trait + "' of '" + question +
                                  "' is no trait such as application.curp");
    if (source.name.empty()) source.name = trait;
    source.parts.push_back({last_word(trait), port_of(kind, trait)});
  }
  if (source.parts.size() > 1)
    for (const Part& part : source.parts)
      if (!may_be_part(kind, part.role))
        throw std::invalid_argument("answers: '" + part.role + "' of '" + question + "' is no part of " +
                                    (kind == Kind::name ? "a name; those are given_names, surname and second_surname"
                                                        : "an address, such as street and postal_code"));
  if (source.parts.empty()) throw std::invalid_argument("answers: '" + question + "' is compared with nothing");
  const bool one_part = kind != Kind::name && kind != Kind::address;
  if (one_part && source.parts.size() > 1)
    throw std::invalid_argument("answers: only names and addresses have parts, and '" + question + "' is neither");
  source.whole_name = kind == Kind::name && source.parts.size() > 1;
  return source;
}

template <class T>
Expectations::Port Expectations::port(Ports<T>& all, const std::string& trait) {
  const auto known = by_trait_.find(trait);
  if (known != by_trait_.end()) {
    if (!std::holds_alternative<const Input<T>*>(known->second))
      throw std::invalid_argument("answers: '" + trait + "' is compared in ways that ask for different types");
    return known->second;
  }
  const std::string& name = names_.emplace_back(port_name(trait));
  const Port made = &all.emplace_back(owner_, name, trait, "Compared with an answer");
  by_trait_.emplace(trait, made);
  return made;
}

Expectations::Port Expectations::port_of(Kind kind, const std::string& trait) {
  switch (kind) {
    case Kind::date:
      return port(dates_, trait);
    case Kind::amount:
      return port(numbers_, trait);
    case Kind::count:
      return port(counts_, trait);
    default:
      return port(texts_, trait);
  }
}

std::vector<Expected> Expectations::gather(const cotejo::Call& call, double min_probability) const {
  const Gathering from(call, min_probability);
  std::vector<Expected> all;
  for (const Question& question : questions_) {
    Expected expected{question.id, question.kind, {}};
    for (const Source& source : question.sources) {
      Held held;
      held.source = source.name;
      const auto keep = [&](const auto& fact, auto&& value) {
        if (!fact) return;
        value(*fact);
        held.grounds.emplace_back(fact);
      };
      for (const Part& part : source.parts) {
        if (const auto* text = std::get_if<const Input<std::string>*>(&part.port))
          keep(from.text(**text), [&](const std::string& value) { held.parts[part.role] = value; });
        else if (const auto* date = std::get_if<const Input<cotejo::Date>*>(&part.port))
          keep(from.day(**date), [&](const mx::Date& value) { held.date = value; });
        else if (const auto* number = std::get_if<const Input<double>*>(&part.port))
          keep(from.take<double>(**number, [](double v) { return std::optional(v); }),
               [&](double value) { held.number = value; });
        else
          keep(from.integer(*std::get<const Input<std::int64_t>*>(part.port)),
               [&](std::int64_t value) { held.number = static_cast<double>(value); });
      }
      if (!held.grounds.empty() && (!source.whole_name || says_whole_name(held)))
        expected.held.push_back(std::move(held));
    }
    all.push_back(std::move(expected));
  }
  return all;
}

}  // namespace interview_check
