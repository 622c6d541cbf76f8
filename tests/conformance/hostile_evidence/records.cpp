#include "bits.hpp"
#include "corpus.hpp"

namespace cotejo::hostile {
namespace {

class Records {
 public:
  Records(std::string kind, std::string code) : kind_(std::move(kind)), code_(std::move(code)) {}
  void add(const std::string& name, std::string bytes) { add(name, std::move(bytes), code_); }
  void add(const std::string& name, std::string bytes, const std::string& code) {
    all.push_back({kind_ + "_" + name, "application/json", std::move(bytes), {code}});
  }
  std::vector<Specimen> all;

 private:
  const std::string kind_, code_;
};

std::string question(const std::string& id, const std::string& asked, const std::string& answered,
                     const std::string& answer) {
  return R"({"id": )" + id + R"(, "asked_ms": )" + asked + R"(, "answered_ms": )" + answered + R"(, "answer": )" +
         answer + "}";
}

}  // namespace

std::string interview_of(const std::string& questions, const std::string& started) {
  return R"({"format": "cotejo.interview/1", "questionnaire": {"id": "q", "version": "1"}, "started_at": ")" + started +
         R"(", "ended_at": "2026-11-20T10:00:30-06:00", "consent": {"given": true, "version": "1", "text": "Si"}, )" +
         R"("questions": )" + questions + "}";
}

std::vector<Specimen> hostile_interviews() {
  Records records("interview", "interview.record.invalid");
  records.add("of_nothing", "{}");
  records.add("that_is_a_list", "[1, 2]");
  records.add("that_is_a_text", R"("cotejo.interview/1")");
  records.add("that_is_null", "null");
  records.add("of_another_form", R"({"format": "cotejo.interview/9"})");
  records.add("with_a_text_for_questions", interview_of(R"("name")"));
  records.add("with_numbers_for_questions", interview_of("[1, 2, 3]"));
  records.add("with_a_question_twice", interview_of("[" + sound_question + ", " + sound_question + "]"));
  records.add("with_an_empty_id", interview_of("[" + question(R"("")", "1", "2", R"("a")") + "]"));
  records.add("with_a_number_for_an_id", interview_of("[" + question("7", "1", "2", R"("a")") + "]"));
  records.add("of_absurd_times",
              interview_of("[" + question(R"("a")", "1000000000000000000", "-1000000000000000000", R"("a")") + "]"));
  records.add("of_absurd_numbers", interview_of("[" + question(R"("a")", "1e308", "1e300", R"("a")") + "]"));
  records.add("with_an_object_for_an_answer", interview_of("[" + question(R"("a")", "1", "2", R"({"a": [1]})") + "]"));
  records.add("of_no_calendar_date", interview_of("[" + sound_question + "]", "2026-02-30T10:00:00-06:00"));
  records.add("of_year_zero", interview_of("[" + sound_question + "]", "0000-01-01T00:00:00Z"));
  records.add("that_ends_before_it_begins", interview_of("[" + sound_question + "]", "2026-11-20T11:00:00-06:00"));
  records.add("with_a_huge_answer",
              interview_of("[" + question(R"("a")", "1", "2", "\"" + std::string(60'000, 'x') + "\"") + "]"),
              "evidence.too_large");
  records.add("of_many_questions", interview_of("[" + repeated(sound_question + ",", 3000) + sound_question + "]"),
              "evidence.too_large");
  return std::move(records.all);
}

std::vector<Specimen> hostile_positions() {
  const auto record = [](const std::string& fixes, const std::string& rest = "") {
    return R"({"fixes": )" + fixes + rest + "}";
  };
  const auto at = [](const std::string& time) { return R"([{"lat": 20, "lon": -103, "at": ")" + time + R"("}])"; };
  Records records("position", "geo.track.invalid");
  records.add("of_nothing", "{}");
  records.add("that_is_a_list", "[" + sound_fix + "]");
  records.add("with_a_text_for_fixes", record(R"("here")"));
  records.add("with_null_for_a_fix", record("[null]"));
  records.add("with_texts_for_numbers", record(R"([{"lat": "20", "lon": "x", "at": "2026-11-20T10:00:00Z"}])"));
  records.add("of_no_calendar_date", record(at("2026-13-40T99:00:00Z")));
  records.add("of_year_zero", record(at("0000-01-01T00:00:00Z")));
  records.add("with_a_text_for_a_device", record("[" + sound_fix + "]", R"(, "device": "x")"));
  records.add("of_a_huge_device_id",
              record("[" + sound_fix + "]", R"(, "device": {"id": ")" + std::string(60'000, 'x') + R"("})"),
              "evidence.too_large");
  records.add("of_many_fixes", record("[" + repeated(sound_fix + ",", 9000) + sound_fix + "]"), "evidence.too_large");
  return std::move(records.all);
}

}  // namespace cotejo::hostile
