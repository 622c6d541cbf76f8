// Identifiers and addresses on their way to becoming keys, and answers of an index: nothing crashes, a key is its own
// key, and what is told of an answer is what stood in it. The first line is CURP|CLABE|phone|device|address, the rest
// an answer.
#include <cstdint>
#include <cstdlib>

#include "answer.hpp"
#include "keys.hpp"
#include "links.hpp"
#include "mx/address_key.hpp"

namespace {

using namespace identity_links;
namespace mx = cotejo::mx;

void expect(bool holds) {
  if (!holds) std::abort();
}

template <class Make>
void stays(const std::optional<std::string>& key, Make&& make) {
  if (!key) return;
  expect(!key->empty() && key->size() <= kMaxKey);
  expect(make(*key) == key);
}

std::string_view next(std::string_view& text, char until) {
  const auto at = text.find(until);
  const auto part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

void address(std::string_view text) {
  const auto keys = mx::address_keys(mx::parse_address(text));
  expect(keys.dwelling.starts_with(keys.building));
  expect(keys.building.empty() == keys.dwelling.empty());
  expect(keys.respelt.empty() || !keys.dwelling.empty());
}

void answer(std::string_view body) {
  Application application;
  application.owner = "ZAQR900514MDFMRS07";
  application.citizen = "116375842";
  application.add(Kind::curp, "curp", application.owner, "declared", 1);
  application.add(Kind::phone, "phone", "5512345678", "declared", 0.9);
  const float face[]{0.6F, 0.8F};
  application.photos.push_back({"selfie", face, 0.9});
  const auto told = parse_answer(body, application);
  if (!told) return;
  for (const Kind kind : {Kind::curp, Kind::phone, Kind::face}) {
    const std::string text = boost::json::serialize(as_json((*told)[kind], kind));
    const auto read = synthetic_identity::links_of(cotejo::Json{text});
    expect(read && read->others.size() == (*told)[kind].people.size());
    expect(probability_of((*told)[kind]) <= 1);
  }
  const std::string previous = boost::json::serialize(as_json(told->previous));
  expect(synthetic_identity::previous_of(cotejo::Json{previous}).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string_view line = next(rest, '\n');
  stays(curp_key(next(line, '|')), curp_key);
  stays(clabe_key(next(line, '|')), clabe_key);
  const auto number = [](std::string_view text) { return digits_key(text, kCardNumber); };
  stays(number(line.substr(0, line.find('|'))), number);
  stays(phone_key(next(line, '|')), phone_key);
  const auto device = [](std::string_view text) { return device_key(text, {}); };
  stays(device(next(line, '|')), device);
  address(line);
  answer(rest);
  synthetic_identity::links_of(cotejo::Json{rest});
  synthetic_identity::previous_of(cotejo::Json{rest});
  return 0;
}
