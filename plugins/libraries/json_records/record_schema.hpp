// Reads records that other systems write as JSON: validates them against a schema, then reads them member by member. A
// fault is reported with its place, `questions[3].asked_ms`, which consists of names of the format and indices and
// quotes nothing of the document.
#pragma once
#include <boost/json/object.hpp>
#include <instants/instant.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::json_records {

// The place at which a document breaks the format.
struct Fault {
  std::string where;
};

// A parsed JSON Schema (draft 7). Thread-safe.
class RecordSchema {
 public:
  // Throws when the text is not a schema, which is a bug in the component.
  explicit RecordSchema(std::string_view text);
  ~RecordSchema();
  // The first fault; none when the document follows the schema.
  std::optional<Fault> fault_in(const boost::json::value& document) const;

 private:
  struct Parsed;
  std::unique_ptr<const Parsed> parsed_;
};

// Remembers the first fault that a schema cannot express, such as a day that does not exist. Reading then goes on with
// an empty value, and its result is discarded.
class Refusal {
 public:
  void at(std::string where) {
    if (!where_) where_ = std::move(where);
  }
  const std::optional<std::string>& where() const { return where_; }

 private:
  std::optional<std::string> where_;
};

// Members of objects that follow their schema. Empty when the member is missing.
std::string text_of(const boost::json::object& object, std::string_view name);
// `where`: the place of the object, ending in a dot.
instants::Instant instant_of(const boost::json::object& object, std::string_view name, const std::string& where,
                             Refusal& refused);

}  // namespace cotejo::json_records
