// A connector's request to the host, the response, and the record of both that is stored with the verification.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
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

// Held by entries of the index whose verification is not completed: others find them as long as somebody holds it.
struct UnderWay {
  std::atomic<bool> erased{false};  // their owner was erased meanwhile: they are not to be stored
};

// An entry for the index. Keys and owners are hashed with the installation's secret.
struct IndexEntry {
  std::string space, owner;
  std::string key;            // empty for a vector
  std::vector<float> vector;  // of length 1
  std::shared_ptr<const UnderWay> under_way{};

  bool erased() const { return under_way && under_way->erased; }
};
// All entries that one verification puts into the index. They are stored when the verification is completed.
struct IndexPuts {
  std::string application;  // the caller's reference, hashed; empty: none
  TimePoint at{};           // when the attempt was accepted
  TimePoint expires{};
  std::vector<IndexEntry> entries;
};

}  // namespace cotejo::domain
