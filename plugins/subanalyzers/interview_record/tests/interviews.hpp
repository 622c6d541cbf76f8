// A sound record, and ways to spoil it. Everybody in it is invented.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <string>

namespace interviews {

namespace json = boost::json;

inline json::value sound() {
  return json::parse(R"({
    "format": "cotejo.interview/1",
    "questionnaire": {"id": "credito-personal", "version": "3"},
    "language": "es-MX",
    "operator": {"id": "op-17", "name": "Inés Robles"},
    "started_at": "2026-11-20T23:30:00-06:00",
    "ended_at": "2026-11-20T23:30:30-06:00",
    "consent": {"given": true, "version": "2026-03", "text": "Autorizo.", "at_ms": 1500, "channel": "spoken"},
    "questions": [
      {"id": "full_name", "text": "¿Cómo se llama?", "type": "text", "mandatory": true,
       "asked_ms": 3000, "answered_ms": 6200, "answer": "Rosa María Zamora Quiroz"},
      {"id": "birth_date", "type": "date", "asked_at": "2026-11-20T23:30:07-06:00",
       "answered_at": "2026-11-20T23:30:11.500-06:00", "answer": "1988-03-11"},
      {"id": "amount", "type": "number", "asked_ms": 13000, "answered_ms": 15500, "answer": 25000},
      {"id": "owns_home", "type": "boolean", "mandatory": true, "asked_ms": 16000, "answered_ms": 17000}
    ]})");
}

// The record with `value` at a path such as `/questions/0/asked_ms`; a last member that is not there is made.
template <class T>
json::value with(std::string_view path, const T& value, json::value record = sound()) {
  const auto last = path.rfind('/');
  json::value& parent = last == 0 ? record : record.at_pointer(path.substr(0, last));
  parent.as_object()[path.substr(last + 1)] = json::value_from(value);
  return record;
}

}  // namespace interviews
