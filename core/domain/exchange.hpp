// A connector's request to the host, the response, and the record of both that is stored with the verification.
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
  int status = 0;          // HTTP status; 0: no response was received, see `error`
  bool retriable = false;
  std::string headers_json, body, state;
  std::string error;  // a code
};

// The record of one request of a verification and its answer.
struct Exchange {
  Name node;
  std::uint32_t step = 0;
  std::string service, method;
  std::string question;  // JSON: the kind of question, without the keys, owners and vectors it was about
  std::string digest;    // of the request's body, keyed with the installation's secret
  int status = 0;
  std::string answer;  // the response's body
  std::string error;   // a code, when there was no answer
};

// An entry for the index. Keys and owners are hashed with the installation's secret.
struct IndexEntry {
  std::string space, owner;
  std::string key;            // empty for a vector
  std::vector<float> vector;  // of length 1
};
// All entries that one verification puts into the index. Others find them once the verification is completed.
struct IndexPuts {
  std::string application;  // the caller's reference: verifications with the same one do not find each other's entries
  TimePoint at{};           // when the attempt was accepted
  TimePoint expires{};
  std::vector<IndexEntry> entries;
};

}  // namespace cotejo::domain
