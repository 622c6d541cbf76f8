// Records that other systems write as JSON: held against a schema, then read member by member. What is no record is
// answered with the place, `questions[3].asked_ms`: names of the format and counts, nothing of the document.
#pragma once
#include <boost/json/object.hpp>
#include <instants/instant.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cotejo::json_records {

// Where a document is no record.
struct Fault {
  std::string where;
};

// A parsed JSON Schema (draft 7). Thread-safe.
class RecordSchema {
 public:
  // Throws when the text is no schema: it is the component's own.
  explicit RecordSchema(std::string_view text);
  ~RecordSchema();
  // Nothing where the document follows the schema.
  std::optional<Fault> fault_in(const boost::json::value& document) const;

 private:
  struct Parsed;
  std::unique_ptr<const Parsed> parsed_;
};

// The first place that the schema could not refuse and that is no record all the same (a day that does not exist);
// reading goes on with nothing in its stead, and comes to nothing.
class Refusal {
 public:
  void at(std::string where) {
    if (!where_) where_ = std::move(where);
  }
  const std::optional<std::string>& where() const { return where_; }

 private:
  std::optional<std::string> where_;
};

// Members of objects that follow their schema. Empty: not there.
std::string text_of(const boost::json::object& object, std::string_view name);
// `where`: the place of the object, with the dot behind it.
instants::Instant instant_of(const boost::json::object& object, std::string_view name, const std::string& where,
                             Refusal& refused);

}  // namespace cotejo::json_records
