// Parses the answer of the index and groups it by kind of link: which other people, when, through which values.
#pragma once
#include <boost/json/object.hpp>
#include <map>

#include "application.hpp"

namespace identity_links {

// Another person, known only by a label that has no meaning outside this answer.
struct Other {
  std::string verification, at, first_at;  // the newest one, its instant, and that of the oldest; ISO 8601 in UTC
  std::int64_t verifications = 0;
  std::vector<std::string_view> through;  // which of this application's values they share
  double probability = 0;                 // that such a value was read right
  double cosine = -1;                     // of a face
  bool same_application = true;           // all of it is of this application, under another CURP
};

struct Links {
  std::map<std::string, Other> people;  // by label
  bool more = false;                    // there are others beyond those told
  double probability = 0;               // of the surest value that was looked up
};

// The applicant's own earlier applications, which are not links.
struct Previous {
  std::int64_t applications = 0, recent = 0, photographed = 0;
  std::int64_t numbered = 0, same_number = 0;  // with a citizen's number, and with this one
  std::string at, first_at;
  double cosine = -1;  // of the earlier photo most like these; -1: none was near
};

struct Answer {
  std::array<Links, kKinds> links;
  Previous previous;

  const Links& operator[](Kind kind) const { return links[static_cast<std::size_t>(kind)]; }
};

// Nothing when it is not the answer to request_body(application, …).
std::optional<Answer> parse_answer(std::string_view body, const Application& application);

boost::json::object as_json(const Links& links, Kind kind);
boost::json::object as_json(const Previous& previous);

// Other people linked by anything but their building or a likeness of CURPs.
std::int64_t people_of(const Answer& answer);

// The highest probability of a value through which there are links; without links, of a value that was looked up.
double probability_of(const Links& links);

}  // namespace identity_links
