#include "bits.hpp"
#include "corpus.hpp"

namespace cotejo::hostile {

std::vector<Specimen> hostile_documents() {
  const std::vector<std::string> unreadable{"evidence.unreadable"}, too_large{"evidence.too_large"},
      cut{"evidence.truncated"}, twice{"json.duplicate_key"};
  std::vector<Specimen> all;
  const auto add = [&](const std::string& name, std::string bytes, const std::vector<std::string>& codes) {
    all.push_back({"json_" + name, "application/json", std::move(bytes), codes});
  };
  const auto with = [](const std::string& value) { return R"({"name": "Ana", "x": )" + value + "}"; };
  add("of_zero_bytes", "", cut);
  add("of_blanks", std::string(1000, ' '), cut);
  add("of_zeros", std::string(1000, '\0'), unreadable);
  add("deeper_than_anybody_needs", with(repeated("[", 100) + repeated("]", 100)), too_large);
  add("deeper_than_a_stack", repeated("[", 100'000), too_large);
  add("of_deep_objects", repeated(R"({"a":)", 10'000), too_large);
  add("of_a_huge_text", with("\"" + std::string(200'000, 'x') + "\""), too_large);
  add("of_a_huge_key", "{\"" + std::string(200'000, 'x') + "\": 1}", too_large);
  add("of_many_values", with("[" + repeated("1,", 100'000) + "1]"), too_large);
  add("of_many_bytes", with("\"" + std::string(2u << 20, 'x') + "\""), too_large);
  add("of_a_key_twice", R"({"name": "Ana", "name": "Eva"})", twice);
  add("of_a_hidden_key_twice", R"({"name": "Ana", "n\u0061me": "Eva"})", twice);
  add("of_a_deep_key_twice", with(R"({"a": {"b": 1, "b": 2}})"), twice);
  add("of_an_absurd_exponent", with("1e999999"), unreadable);
  add("of_no_number", with("NaN"), unreadable);
  add("of_broken_utf8", with("\"\xff\xfe\""), unreadable);
  add("of_overlong_utf8", with("\"\xc0\xaf\""), unreadable);
  add("of_half_a_surrogate", with(R"("\ud800")"), unreadable);
  add("with_a_comment", R"({"name": "Ana" /* or Eva */})", unreadable);
  add("with_a_trailing_comma", R"({"name": "Ana",})", unreadable);
  add("with_single_quotes", "{'name': 'Ana'}", unreadable);
  add("with_something_behind_it", R"({"name": "Ana"} {"name": "Eva"})", unreadable);
  add("with_a_zero_in_a_text", std::string("{\"name\": \"A\0na\"}", 15), unreadable);
  add("that_is_a_jpeg", sound_picture(".jpg"), unreadable);
  add("that_is_a_zip", std::string("PK\x03\x04", 4) + deflated_zeros(1u << 20), unreadable);
  return all;
}

}  // namespace cotejo::hostile
