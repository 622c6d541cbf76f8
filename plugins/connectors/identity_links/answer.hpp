// What the index answered, gathered by kind of link: who else, when, through which values.
#pragma once
#include <boost/json/object.hpp>
#include <map>

#include "application.hpp"

namespace identity_links {

// Somebody else: a label that means nothing outside of this answer.
struct Other {
  std::string verification, at, first_at;  // the newest one, its instant, and that of the oldest; ISO 8601 in UTC
  std::int64_t verifications = 0;
  std::vector<std::string_view> through;  // which of this application's values they share
  double probability = 0;                 // that such a value was read right
  double cosine = -1;                     // of a face
};

struct Links {
  std::map<std::string, Other> people;  // by label
  bool more = false;                    // there are others beyond those told
  double probability = 0;               // of the surest value that was looked up
};

// This person's own earlier applications: no link, but a history.
struct Previous {
  std::int64_t applications = 0, recent = 0, photographed = 0;
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

// The surest of the values through which there are links; without a link, the surest looked up.
double probability_of(const Links& links);

}  // namespace identity_links
