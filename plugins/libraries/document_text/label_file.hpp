// Reads the JSON that describes a kind of document: names, labels and columns as lists of phrases. Supporting a new
// bank or utility takes a new object of this form and no code.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::document_text {

// Phrases by role; they are folded, the best first.
using Phrases = std::map<std::string, std::vector<std::string>, std::less<>>;

std::span<const std::string> phrases_of(const Phrases& phrases, std::string_view role);

// Appends those elements of `more` that `into` does not have yet.
void merge(std::vector<std::string>& into, const std::vector<std::string>& more);
void merge(Phrases& into, const Phrases& more);

// Throws std::invalid_argument with a sentence when the id is missing, a key is unknown, or a value has a wrong form.
class LabelFile {
 public:
  LabelFile(const boost::json::object& file, std::span<const std::string_view> keys);
  const std::string& id() const { return id_; }
  std::string text(std::string_view key, std::string fallback = {}) const;
  bool flag(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;    // as they are
  std::vector<std::string> phrases(std::string_view key) const;  // folded
  Phrases phrases_by_role(std::string_view key) const;
  const boost::json::object* object(std::string_view key) const;  // null: not there
  [[noreturn]] void refuse(const std::string& what) const;

 private:
  std::vector<std::string> list(const boost::json::value& value, bool folded) const;
  const boost::json::object& file_;
  std::string id_;
};

}  // namespace cotejo::document_text
