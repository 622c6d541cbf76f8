#include "params.hpp"

#include <boost/json/parse.hpp>

namespace interview_check {
namespace {

boost::json::object consents_schema() {
  return boost::json::parse(R"({
    "type": "object", "additionalProperties": {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
  })")
      .as_object();
}

boost::json::object answers_schema() {
  return boost::json::parse(R"({
    "type": "object",
    "additionalProperties": {
      "type": "object", "additionalProperties": false, "required": ["as", "with"],
      "properties": {
        "as": {"enum": ["name", "text", "identifier", "date", "amount", "count", "address"], "description": "How the answer is compared"},
        "with": {"type": "array", "minItems": 1, "maxItems": 8, "items": {"type": "string"},
                 "description": "Traits that must say the same; several names with blanks between them are the parts of one value"}
      }
    }
  })")
      .as_object();
}

boost::json::object phrases_schema() {
  return boost::json::parse(R"({
    "type": "object",
    "additionalProperties": {
      "type": "object", "additionalProperties": false, "required": ["any"],
      "properties": {
        "any": {"type": "array", "minItems": 1, "maxItems": 100, "items": {"type": "string", "minLength": 1},
                "description": "The answer must have one of these"},
        "none": {"type": "array", "maxItems": 100, "items": {"type": "string", "minLength": 1},
                 "description": "… and none of these"}
      }
    }
  })")
      .as_object();
}

}  // namespace

void Params::describe(cotejo::ParamSet<Params>& set) {
  set.add("min_probability", &Params::min_probability, "Values that are less certain are not judged").range(0, 1);
  set.add("consents", &Params::consents,
          "Statements to which consent counts: version -> SHA-256 of the text, or '' for any text; none: every version")
      .schema(consents_schema());
  set.add("operators", &Params::operators, "Ids of those who may ask; none: everybody who is named");
  set.add("answers", &Params::answers, "Question id -> how its answer is compared, and with which traits")
      .schema(answers_schema());
  set.add("phrases", &Params::phrases,
          "Question id -> what must be said in its answer, and what must not, else a person listens. Whole words; "
          "accents and capitals do not count; a boolean answer is `sí` or `no`")
      .schema(phrases_schema());
  set.add("min_name_similarity", &Params::min_name_similarity, "Names at least this alike are one name").range(0, 1);
  set.add("other_name_similarity", &Params::other_name_similarity,
          "Names less alike are two names; what lies between leaves the check undecided")
      .range(0, 1);
  set.add("max_age_days", &Params::max_age_days, "Days since the interview").range(0, 3650);
  set.add("min_seconds", &Params::min_seconds, "A shorter video is not enough").range(0, 3600);
  set.add("max_duration_difference", &Params::max_duration_difference,
          "Seconds by which the record may be longer or shorter than its video")
      .range(0, 3600);
  set.add("other_similarity", &Params::other_similarity,
          "Cosine below which the person seen is not the applicant; above it, and not the applicant's: undecided")
      .range(-1, 1);
  set.add("min_quality_to_differ", &Params::min_quality_to_differ,
          "Quality of the poorer of the two faces below which unlike faces are undecided, and not another person's")
      .range(0, 1);
  set.add("min_applicant_share", &Params::min_applicant_share, "Share of time in which the applicant must be seen")
      .range(0, 1);
  set.add("max_other_share", &Params::max_other_share,
          "Share of time in which somebody else may be seen; 1 where the interviewer is in the picture")
      .range(0, 1);
  set.add("max_no_face_share", &Params::max_no_face_share, "Share of time in which nobody need be seen").range(0, 1);
  set.add("max_untold_share", &Params::max_untold_share,
          "Share of time with faces that are nobody's for certain, above which the check is undecided")
      .range(0, 1);
  set.add("sound", &Params::sound, "Whether speech is asked for: `ignored` for products whose video has no sound")
      .one_of({"required", "ignored"});
  set.add("min_speech_seconds", &Params::min_speech_seconds, "Seconds of speech").range(0, 3600);
  set.add("min_spoken_answers", &Params::min_spoken_answers,
          "Share of the answers in whose time somebody must be heard")
      .range(0, 1);
  set.add("max_answer_lag", &Params::max_answer_lag,
          "Seconds before the end of an answer in which somebody must be heard: more where whoever asks writes the "
          "answer down before the record's clock is stopped")
      .range(0.5, 120);
}

}  // namespace interview_check
