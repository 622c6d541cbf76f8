// What connectors write to the index, as README.md beside this file says it: parsed, and held against its bounds.
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

// Or the sentence that is wrong with it, which holds nothing of what was written.
domain::Result<IndexRequest> parse_index_request(std::string_view body);

// Scaled to length 1. False, and untouched, when it has none: zeros, or numbers that are not finite.
bool normalise(std::vector<float>& vector);

// What was asked, without what it was asked about: what people may see of it.
std::string question_of(const IndexRequest& request);

}  // namespace cotejo::services
