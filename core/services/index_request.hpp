// A connector's request to the index, parsed and checked against the limits in README.md.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/error.hpp"
#include "domain/time_point.hpp"

namespace cotejo::services {

struct IndexRequest {
  struct Put {
    std::string space;
    std::string key;            // empty for a vector
    std::vector<float> vector;  // of length 1
  };
  struct Find {
    std::string space, key;
    domain::TimePoint since{};
    std::size_t count = 20;
  };
  struct Nearest {
    std::string space;
    std::vector<float> vector;  // of length 1
    domain::TimePoint since{};
    std::size_t count = 20;
    double min_cosine = 0;
  };
  std::string owner;
  std::vector<Put> put;
  std::vector<Find> find;
  std::vector<Nearest> nearest;
};

// Parses a request. The error's sentence says what is wrong and quotes nothing of the request.
domain::Result<IndexRequest> parse_index_request(std::string_view body);

// Scales a vector to length 1. False, and the vector is unchanged, when it is zero or has numbers that are not finite.
bool normalise(std::vector<float>& vector);

// The kind of question without the keys, owners and vectors in it: the part that people may see.
std::string question_of(const IndexRequest& request);

}  // namespace cotejo::services
