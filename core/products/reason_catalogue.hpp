// The reason catalogue: every code that an appraisal item or an error may have, with class, audiences, fix action and
// texts. From YAML.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "configuration/node.hpp"
#include "domain/verification.hpp"

namespace cotejo::products {

struct Reason {
  std::string code;
  std::string reason_class;  // quality | inconsistency | fraud | policy | system
  bool retriable = false;
  // Set for codes that say a value was given but cannot be used. Such a value must not count as not given: a check that
  // lacks it cannot pass, even where its port is optional.
  bool leaves_open = false;
  std::string action;  // resubmit | correct_data | contact_support | none
  std::vector<domain::Audience> audiences;
  // texts[audience][locale]; `{name}` stands for a member of the item's params, `{evidence}` for the evidence's label
  std::map<domain::Audience, std::map<std::string, std::string, std::less<>>> texts;
};

// Words for params whose values are codes: by param, value and locale.
using ParamWords =
    std::map<std::string, std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>,
             std::less<>>;

class ReasonCatalogue {
 public:
  const Reason* find(std::string_view code) const;
  // The words for `value`, or for each part of a list `a, b`; parts without words stay as they are.
  std::string spoken(std::string_view param, std::string value, std::string_view locale) const;
  ParamWords words;
  const std::map<std::string, Reason, std::less<>>& reasons() const { return reasons_; }
  void add(Reason reason) { reasons_.insert_or_assign(reason.code, std::move(reason)); }

 private:
  std::map<std::string, Reason, std::less<>> reasons_;
};

// Reads all files DIRECTORY/*.yaml. configs/reasons/README.md has the rules; each breach is a diagnostic.
ReasonCatalogue load_reasons(const std::filesystem::path& directory, configuration::Diagnostics& diagnostics);

// Reads one file into the catalogue. `seen`: the position of each code read so far, over all files.
void read_reasons(const configuration::Node& root, ReasonCatalogue& catalogue,
                  std::map<std::string, configuration::Position>& seen, configuration::Diagnostics& diagnostics);

// The names in `{…}`, in the order of the text. A brace that does not enclose a name makes the list empty and `sound`
// false.
struct Placeholders {
  std::vector<std::string> names;
  bool sound = true;
};
Placeholders placeholders(std::string_view text);

// A code: dotted lower-case words, `identity.curp_name_mismatch`.
bool is_code(std::string_view text);

// The YAML files of a folder by name; a diagnostic when there is no such folder.
std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& directory,
                                              configuration::Diagnostics& diagnostics);

}  // namespace cotejo::products
