// What a connector asks the host to do, what comes back, and what is kept of both with a verification.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "domain/name.hpp"
#include "domain/time_point.hpp"

namespace cotejo::domain {

enum class Service : std::uint32_t { http = 1, index = 2 };  // as the ABI has them

struct Request {
  Service kind = Service::http;
  std::string service, method, target, headers_json, body;
  std::string state;  // given back with the response
};

struct Response {
  std::uint32_t step = 0;  // 1 for the first one
  int status = 0;          // 0: none was received, see error
  bool retriable = false;
  std::string headers_json, body, state;
  std::string error;  // a code
};

// One request of a verification and its answer. `question` says what was asked without saying it: no key, owner or
// vector stands in it.
struct Exchange {
  Name node;
  std::uint32_t step = 0;
  std::string service, method;
  std::string question;  // JSON
  std::string digest;    // of the request's body, under the installation's secret
  int status = 0;
  std::string answer;  // the response's body
  std::string error;   // a code, when there was no answer
};

// What is put into the index: all of it under hashes with the installation's secret.
struct IndexEntry {
  std::string space, owner;
  std::string key;            // empty for a vector
  std::vector<float> vector;  // of length 1
};
// Of one verification; visible once it is completed.
struct IndexPuts {
  std::string application;  // what it belongs to: entries of the same one never match
  TimePoint at{};           // when the attempt was accepted
  TimePoint expires{};
  std::vector<IndexEntry> entries;
};

}  // namespace cotejo::domain
