#include "services/index_request.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

#include "domain/json_text.hpp"
#include "services/services.hpp"

namespace cotejo::services {
namespace {

namespace json = boost::json;

// An application has some ten keys and a handful of faces: these are for what a broken connector asks.
constexpr std::size_t kMostBytes = 256u << 10;
constexpr std::size_t kMostPuts = 64, kMostPutVectors = 8, kMostFinds = 64, kMostNearest = 8;
constexpr std::size_t kMostText = 256, kMostSpace = 64;
constexpr std::size_t kFewestDimensions = 2, kMostDimensions = 1024;
constexpr std::int64_t kMostCount = 100;
constexpr std::size_t kDepth = 8;

struct Wrong {
  std::string what;
};

[[noreturn]] void refuse(std::string what) {
  throw Wrong{std::move(what)};
}

// Reads one object of the request; a member that is not read is an error.
class Members {
 public:
  Members(const json::value& value, std::string where) : where_(std::move(where)) {
    if (!value.is_object()) refuse(where_ + ": expected an object");
    object_ = &value.get_object();
  }
  const json::value* take(std::string_view name) {
    const auto* found = object_->if_contains(name);
    taken_ += found != nullptr;
    return found;
  }
  void finish() const {
    if (taken_ != object_->size()) refuse(where_ + ": it has a member that does not exist here");
  }

  std::optional<std::string> text(std::string_view name, std::size_t most) {
    const auto* value = take(name);
    if (!value) return std::nullopt;
    if (!value->is_string() || value->get_string().empty() || value->get_string().size() > most)
      refuse(at(name) + "expected a text of 1 to " + std::to_string(most) + " bytes");
    return std::string(value->get_string());
  }
  std::string space() {
    auto found = text("space", kMostSpace);
    if (!found) refuse(at("space") + "it is required");
    const auto allowed = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
    };
    if (!std::all_of(found->begin(), found->end(), allowed)) refuse(at("space") + "expected [a-z0-9_.]");
    return std::move(*found);
  }
  std::vector<float> vector() {
    const auto* value = take("vector");
    if (!value) return {};
    if (!value->is_array() || value->get_array().size() < kFewestDimensions ||
        value->get_array().size() > kMostDimensions)
      refuse(at("vector") + "expected 2 to 1024 numbers");
    std::vector<float> numbers;
    for (const auto& element : value->get_array()) {
      if (!element.is_number()) refuse(at("vector") + "expected numbers");
      numbers.push_back(static_cast<float>(element.to_number<double>()));
    }
    if (!normalise(numbers)) refuse(at("vector") + "it has no direction");
    return numbers;
  }
  domain::TimePoint since() {
    const auto found = text("since", kMostSpace);
    if (!found) return domain::TimePoint::min();
    const auto time = domain::from_iso8601(*found);
    if (!time) refuse(at("since") + "expected an ISO 8601 instant in UTC");
    return *time;
  }
  std::size_t count(std::size_t fallback) {
    const auto* value = take("count");
    if (!value) return fallback;
    if (!value->is_int64() || value->get_int64() < 1 || value->get_int64() > kMostCount)
      refuse(at("count") + "expected 1 to 100");
    return static_cast<std::size_t>(value->get_int64());
  }
  double min_cosine() {
    const auto* value = take("min_cosine");
    if (!value) return 0;
    const double number = value->is_number() ? value->to_number<double>() : 2;
    if (!(number >= -1 && number <= 1)) refuse(at("min_cosine") + "expected -1 to 1");
    return number;
  }

 private:
  std::string at(std::string_view name) const { return where_ + "." + std::string(name) + ": "; }
  std::string where_;
  const json::object* object_ = nullptr;
  std::size_t taken_ = 0;
};

template <class T, class Read>
std::vector<T> list(Members& root, std::string_view name, std::size_t most, Read read) {
  std::vector<T> all;
  const auto* value = root.take(name);
  if (!value) return all;
  if (!value->is_array()) refuse(std::string(name) + ": expected an array");
  if (value->get_array().size() > most) refuse(std::string(name) + ": more than " + std::to_string(most) + " elements");
  for (const auto& element : value->get_array()) {
    Members members(element, std::string(name) + "[" + std::to_string(all.size()) + "]");
    all.push_back(read(members));
    members.finish();
  }
  return all;
}

IndexRequest::Put read_put(Members& in) {
  IndexRequest::Put put{in.space(), in.text("key", kMostText).value_or(""), in.vector()};
  if (put.key.empty() == put.vector.empty()) refuse("put: expected a key or a vector");
  return put;
}

IndexRequest::Find read_find(Members& in) {
  IndexRequest::Find find;
  find.space = in.space();
  find.key = in.text("key", kMostText).value_or("");
  if (find.key.empty()) refuse("find: key is required");
  find.since = in.since();
  find.count = in.count(find.count);
  return find;
}

IndexRequest::Nearest read_nearest(Members& in) {
  IndexRequest::Nearest nearest;
  nearest.space = in.space();
  nearest.vector = in.vector();
  if (nearest.vector.empty()) refuse("nearest: vector is required");
  nearest.since = in.since();
  nearest.count = in.count(nearest.count);
  nearest.min_cosine = in.min_cosine();
  return nearest;
}

IndexRequest read(const json::value& root) {
  Members members(root, "the request");
  IndexRequest request;
  request.owner = members.text("owner", kMostText).value_or("");
  request.put = list<IndexRequest::Put>(members, "put", kMostPuts, read_put);
  request.find = list<IndexRequest::Find>(members, "find", kMostFinds, read_find);
  request.nearest = list<IndexRequest::Nearest>(members, "nearest", kMostNearest, read_nearest);
  members.finish();
  if (!request.put.empty() && request.owner.empty()) refuse("owner: it is required with put");
  const auto vectors = std::count_if(request.put.begin(), request.put.end(),
                                     [](const IndexRequest::Put& put) { return !put.vector.empty(); });
  if (static_cast<std::size_t>(vectors) > kMostPutVectors)
    refuse("put: more than " + std::to_string(kMostPutVectors) + " vectors");
  return request;
}

}  // namespace

bool normalise(std::vector<float>& vector) {
  double sum = 0;
  for (const float x : vector) sum += double{x} * x;
  const double length = std::sqrt(sum);
  if (!std::isfinite(length) || length == 0) return false;
  for (float& x : vector) x = static_cast<float>(x / length);
  return true;
}

domain::Result<IndexRequest> parse_index_request(std::string_view body) {
  if (body.size() > kMostBytes) return broken_contract("the request to the index is over 256 KiB");
  const auto parsed = domain::parse_json(body, kDepth);
  if (!parsed) return broken_contract("the request to the index is not JSON");
  try {
    return read(*parsed);
  } catch (const Wrong& wrong) {
    return broken_contract("the request to the index: " + wrong.what);
  }
}

std::string question_of(const IndexRequest& request) {
  domain::JsonWriter out;
  out.begin_object();
  const auto describe = [&](std::string_view kind, std::string_view space, bool vector) {
    out.begin_object();
    out.member("asks", kind);
    out.member("space", space);
    out.member("by", vector ? "vector" : "key");
  };
  const auto terms = [&](const auto& asked) {
    if (asked.since != domain::TimePoint::min()) out.member("since", domain::to_iso8601(asked.since));
    out.member("count", asked.count);
  };
  out.member("owner", !request.owner.empty());
  out.key("steps");
  out.begin_array();
  for (const auto& put : request.put) {
    describe("put", put.space, !put.vector.empty());
    out.end_object();
  }
  for (const auto& find : request.find) {
    describe("find", find.space, false);
    terms(find);
    out.end_object();
  }
  for (const auto& nearest : request.nearest) {
    describe("nearest", nearest.space, true);
    terms(nearest);
    out.member("min_cosine", nearest.min_cosine);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return out.take();
}

}  // namespace cotejo::services
