// What identity.links tells, as the rules see it. Its README.md has the form of the JSON.
#pragma once
#include <cotejo/plugin.hpp>
#include <instants/instant.hpp>
#include <optional>
#include <string>
#include <vector>

namespace synthetic_identity {

// Another person. Within a verification each person has one label, which has no meaning outside it.
struct Other {
  std::string label, verification;
  std::optional<cotejo::instants::Milliseconds> first;  // when they had this value for the first time
  std::vector<std::string> through;
  double cosine = -1;
  bool same_application = false;  // what they have of it is of this application, under another CURP
};

struct Links {
  std::vector<Other> others;  // newest first, faces by likeness
  bool more = false;          // there are others beyond those

  const Other* find(std::string_view label) const;  // null when they are not among them
};

struct Previous {
  std::int64_t applications = 0, recent = 0, photographed = 0;
  std::int64_t numbered = 0, same_number = 0;  // with a citizen's number on the card, and with this one
  double cosine = -1;
};

// Nothing for another form.
std::optional<Links> links_of(const cotejo::Json& json);
std::optional<Previous> previous_of(const cotejo::Json& json);

}  // namespace synthetic_identity
