#include "responses.hpp"

#include <algorithm>
#include <iterator>

#include "services/index_answer.hpp"
#include "services/index_request.hpp"
#include "services/services.hpp"

namespace cotejo::plugin_check {
namespace {

constexpr std::uint64_t kMostOwners = 4;  // in an answer: the one who asks may be among them
const std::string kAsker = "asker";

domain::TimePoint some_day(Random& random) {
  constexpr std::uint64_t kMinutes = 60'000, kTwoYears = 2 * 365 * 24 * 60;
  constexpr std::int64_t kNow = 1'768'478'400'000;  // as of the calls
  return domain::TimePoint{
      std::chrono::milliseconds{kNow - static_cast<std::int64_t>(random() % kTwoYears * kMinutes)}};
}

std::string some_owner(std::uint64_t i, Random& random) {
  return i == 0 && random() % 2 == 0 ? kAsker : "owner " + std::to_string(i);
}

services::FoundOwners some_owners(std::size_t count, Random& random) {
  services::FoundOwners found;
  const auto lines = std::min<std::uint64_t>(random() % (kMostOwners + 1), count);
  for (std::uint64_t i = 0; i < lines; ++i) {
    const auto at = some_day(random);
    found.lines.push_back({some_owner(i, random), "ver_" + std::to_string(random() % 100), at, at, 1 + random() % 9});
  }
  found.more = random() % 8 == 0;
  return found;
}

services::VectorSet::Found some_neighbours(const services::IndexRequest::Nearest& asked, Random& random) {
  services::VectorSet::Found found;
  const auto lines = std::min<std::uint64_t>(random() % (kMostOwners + 1), asked.count);
  double cosine = 1;
  for (std::uint64_t i = 0; i < lines; ++i) {
    cosine = asked.min_cosine + (cosine - asked.min_cosine) * static_cast<double>(random() % 1001) / 1000;
    found.nearest.push_back({some_owner(i, random), "ver_" + std::to_string(random() % 100), some_day(random), cosine});
  }
  return found;
}

domain::Result<domain::Response> of_the_index(const domain::Request& request, Random& random) {
  if (request.service != "index" || request.method != "exchange") return services::unknown_service(request);
  const auto asked = services::parse_index_request(request.body);
  if (!asked) return asked.error();
  std::vector<services::FoundOwners> found;
  std::vector<services::VectorSet::Found> nearest;
  for (const auto& find : asked->find) found.push_back(some_owners(find.count, random));
  for (const auto& vector : asked->nearest) nearest.push_back(some_neighbours(vector, random));
  domain::Response response;
  response.status = 200;
  response.body = services::answer_text(kAsker, found, nearest);
  return response;
}

domain::Response of_a_stranger(Random& random) {
  constexpr int kStatuses[] = {200, 200, 200, 201, 302, 404, 429, 500};
  constexpr const char* kBodies[] = {"",        "{}", "[]", "null", "{\"name\": \"Ana\"}", "{\"name\"", "<html></html>",
                                     "\xff\xfe"};
  domain::Response response;
  if (random() % 8 == 0) {
    response.error = "service.timeout";
    response.retriable = true;
    return response;
  }
  response.status = kStatuses[random() % std::size(kStatuses)];
  response.headers_json = "{}";
  response.body = kBodies[random() % std::size(kBodies)];
  return response;
}

}  // namespace

domain::Result<domain::Response> made_up_response(const domain::Request& request, Random& random) {
  if (request.kind == domain::Service::index) return of_the_index(request, random);
  return of_a_stranger(random);
}

}  // namespace cotejo::plugin_check
