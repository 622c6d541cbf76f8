#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>
#include <stdexcept>

#include "interview.hpp"
#include "specimen_files.hpp"

namespace cotejo::specimens {
namespace fs = std::filesystem;
namespace {

const cv::Size kPicture{288, 384};
constexpr double kFrameRate = 6;
constexpr double kStays = 0.55;         // of the time, whoever leaves
constexpr double kShortSeconds = 7;     // of a video that breaks off
constexpr double kPauseSeconds = 66;    // nobody asks anything
constexpr int kStartOfDay = 17 * 3600;  // the interview takes place at five in the afternoon

// Seconds of the whole.
double length_of(const Samples& sound) {
  return static_cast<double>(sound.size()) / kSoundRate;
}

// Somebody who stands behind the applicant, out of the corner of the picture.
void add_bystander(cv::Mat& picture, const cv::Mat& other) {
  const cv::Rect corner(kPicture.width - 132, 24, 132, 176);
  cv::Mat small, soft(corner.size(), CV_32F, cv::Scalar(0));
  cv::resize(other, small, corner.size(), 0, 0, cv::INTER_AREA);
  cv::ellipse(soft, cv::Point(corner.width / 2, corner.height / 2),
              cv::Size(corner.width / 2 - 8, corner.height / 2 - 8), 0, 0, 360, cv::Scalar(1), -1);
  cv::GaussianBlur(soft, soft, {}, 4);
  cv::Mat there = picture(corner);
  for (int y = 0; y < corner.height; ++y)
    for (int x = 0; x < corner.width; ++x) {
      const float share = soft.at<float>(y, x);
      auto& pixel = there.at<cv::Vec3b>(y, x);
      for (int c = 0; c < 3; ++c)
        pixel[c] = cv::saturate_cast<uchar>(share * small.at<cv::Vec3b>(y, x)[c] + (1 - share) * pixel[c]);
    }
}

// What the camera sees at each moment.
class Scene {
 public:
  Scene(const Specimen& specimen, const std::string& variant, PhotoLibrary& photos, double seconds, Random random)
      : variant_(variant), seconds_(seconds) {
    const auto other = photos.pick(random.fork("other person"), specimen.face_in_selfie);
    const Shot& shown = variant == "other_person" ? other.first : specimen.selfie_shot;
    applicant_.emplace_back(shown, SelfieOptions{}, random.fork("applicant"));
    if (variant == "second_person") other_.emplace_back(other.first, SelfieOptions{}, random.fork("bystander"));
    if (variant == "leaves" || variant == "empty_room")
      other_.emplace_back(shown, SelfieOptions{.empty = true}, random.fork("room"));
  }

  cv::Mat at(double t) const {
    cv::Mat picture;
    if (variant_ == "still_picture") t = 0;
    const bool away = variant_ == "empty_room" || (variant_ == "leaves" && t > seconds_ * kStays);
    cv::resize((away ? other_ : applicant_).front().frame(t), picture, kPicture, 0, 0, cv::INTER_AREA);
    if (variant_ != "second_person") return picture;
    // The applicant sits a little to the side the whole time.
    const cv::Matx23d aside(1, 0, -kPicture.width * 0.13, 0, 1, 0);
    cv::warpAffine(picture, picture, aside, kPicture, cv::INTER_LINEAR, cv::BORDER_REFLECT_101);
    if (t > seconds_ / 3 && t < seconds_ * 2 / 3) add_bystander(picture, other_.front().frame(t));
    return picture;
  }

 private:
  std::string variant_;
  double seconds_;
  std::vector<Selfie> applicant_, other_;  // one each, or none
};

std::vector<unsigned char> filmed(const Scene& scene, double seconds, const std::string& codec, const fs::path& file) {
  const int code = cv::VideoWriter::fourcc(codec[0], codec[1], codec[2], codec[3]);
  {
    cv::VideoWriter writer(file.string(), cv::CAP_FFMPEG, code, kFrameRate, kPicture);
    if (!writer.isOpened()) throw std::runtime_error("the video codec " + codec + " is not available");
    const int frames = static_cast<int>(std::lround(seconds * kFrameRate));
    for (int i = 0; i < frames; ++i) writer.write(scene.at(i / kFrameRate));
  }
  return bytes_of(file);
}

std::string instant(int year, const std::string& variant, double seconds) {
  const auto total = kStartOfDay + static_cast<int>(std::lround(seconds));
  return fmt::format("{}-{}T{:02}:{:02}:{:02}-06:00", year, variant == "old" ? "08-10" : "11-12", total / 3600,
                     total / 60 % 60, total % 60);
}

std::int64_t milliseconds(double seconds) {
  return std::llround(seconds * 1000);
}

// The answer as an operator writes it down, and its type.
boost::json::object written_down(const Exchange& exchange, const Person& person, const Offer& offer) {
  if (exchange.id == "name")
    return {{"type", "text"},
            {"answer", person.given_names + " " + person.surname +
                           (person.second_surname.empty() ? "" : " " + person.second_surname)}};
  if (exchange.id == "birth_date") return {{"type", "date"}, {"answer", mx::to_iso(person.birth)}};
  if (exchange.id == "amount") return {{"type", "number"}, {"answer", offer.amount}};
  return {{"type", "text"}, {"answer", exchange.answer}};
}

// What was asked and answered, by the times at which it is heard.
boost::json::array questions_of(const std::vector<Exchange>& script, const Spoken& spoken, const Person& person,
                                const Offer& offer, const std::string& variant) {
  boost::json::array out;
  for (const Exchange& exchange : script) {
    if (exchange.id == "consent") continue;
    boost::json::object row{{"id", exchange.id}, {"text", exchange.question}};
    for (const Turn& turn : spoken.turns) {
      if (turn.id != exchange.id) continue;
      row[turn.operator_speaks ? "asked_ms" : "answered_ms"] = milliseconds(turn.operator_speaks ? turn.from : turn.to);
    }
    if (variant == "missing_answer" && exchange.id == "purpose") {
      row.erase("answered_ms");
    } else {
      for (auto& member : written_down(exchange, person, offer)) row[member.key()] = member.value();
    }
    if (variant == "impossible_timing" && exchange.id == "birth_date")
      row["answered_ms"] = row.at("asked_ms").as_int64() - 1500;
    out.push_back(std::move(row));
  }
  return out;
}

boost::json::object record_of(const Specimen& specimen, const std::vector<Exchange>& script, const Spoken& spoken,
                              const Person& said, const std::string& variant) {
  double consented = 0;
  for (const Turn& turn : spoken.turns)
    if (turn.id == "consent") consented = turn.to;
  if (variant == "late_consent") consented = spoken.turns.back().to;
  const double seconds = length_of(spoken.sound) + (variant == "other_recording" ? 95 : 0);
  const int year = specimen.order.year;
  const bool unknown = variant == "unknown_operator";
  return {{"format", "cotejo.interview/1"},
          {"questionnaire", {{"id", "credito-personal"}, {"version", "3"}}},
          {"language", "es-MX"},
          {"operator", {{"id", unknown ? "op-93" : "op-17"}, {"name", unknown ? "Bruno Salas" : "Inés Robles"}}},
          {"started_at", instant(year, variant, 0)},
          {"ended_at", instant(year, variant, std::ceil(seconds))},
          {"consent",
           {{"given", variant != "no_consent"},
            {"version", variant == "unknown_consent" ? "2021-01" : kConsentVersion},
            {"text", kConsentText},
            {"at_ms", milliseconds(consented)},
            {"channel", "spoken"}}},
          {"questions", questions_of(script, spoken, said, offer_of(specimen), variant)}};
}

// Nobody is heard from second to second, and the microphone hisses.
void silence(Samples& sound, double from, double to, Random random) {
  constexpr double kHiss = 2e-4;
  const auto last = std::min(sound.size(), static_cast<std::size_t>(to * kSoundRate));
  for (auto i = static_cast<std::size_t>(std::max(0.0, from) * kSoundRate); i < last; ++i)
    sound[i] = static_cast<float>(kHiss * random.normal(0, 1));
}

// Minutes go by before a question.
void pause_before(Spoken& spoken, std::string_view question, Random random) {
  const auto asked =
      std::ranges::find_if(spoken.turns, [&](const Turn& turn) { return turn.id == question && turn.operator_speaks; });
  if (asked == spoken.turns.end()) return;
  // In the middle of the breath before it.
  const double before = asked == spoken.turns.begin() ? 0 : std::prev(asked)->to, at = (before + asked->from) / 2;
  const auto place = spoken.sound.begin() + static_cast<std::ptrdiff_t>(at * kSoundRate);
  spoken.sound.insert(place, static_cast<std::size_t>(kPauseSeconds * kSoundRate), 0.0F);
  silence(spoken.sound, at, at + kPauseSeconds, random);
  for (auto turn = asked; turn != spoken.turns.end(); ++turn) turn->from += kPauseSeconds, turn->to += kPauseSeconds;
}

// The record has an answer that was not given: the question is heard, and nothing after it.
void silence_answer(Spoken& spoken, const char* question, Random random) {
  constexpr double kAround = 0.3;  // seconds: the room goes on
  for (const Turn& turn : spoken.turns)
    if (turn.id == question && !turn.operator_speaks)
      silence(spoken.sound, turn.from - kAround, turn.to + kAround, random);
}

}  // namespace

const std::vector<InterviewVariant>& interview_variants() {
  static const std::vector<InterviewVariant> all{{"genuine", nullptr},
                                                 {"no_consent", "interview.consent_missing"},
                                                 {"unknown_consent", "interview.consent_unknown"},
                                                 {"late_consent", "interview.consent_late"},
                                                 {"missing_answer", "interview.question_unanswered"},
                                                 {"contradicting_answer", "interview.answer_mismatch"},
                                                 {"other_person", "interview.other_person"},
                                                 {"second_person", "interview.second_person"},
                                                 {"leaves", "interview.applicant_absent"},
                                                 {"empty_room", "interview.no_face"},
                                                 {"pause", "interview.long_silence"},
                                                 {"silent", "interview.no_speech"},
                                                 {"silent_answer", "interview.answer_silent"},
                                                 {"short", "interview.too_short"},
                                                 {"other_recording", "interview.duration_mismatch"},
                                                 {"unknown_operator", "interview.operator_unknown"},
                                                 {"old", "interview.too_old"},
                                                 {"impossible_timing", "interview.times_impossible"},
                                                 {"still_picture", "interview.not_live"}};
  return all;
}

const InterviewVariant* find_interview_variant(std::string_view name) {
  for (const auto& variant : interview_variants())
    if (name == variant.name) return &variant;
  return nullptr;
}

void write_interview(const Specimen& specimen, const std::string& variant, PhotoLibrary& photos,
                     const fs::path& folder) {
  const auto* known_variant = find_interview_variant(variant);
  if (!known_variant) throw std::invalid_argument("no interview " + variant);
  fs::create_directories(folder);
  const Random random = specimen.random.fork("interview");
  const Offer offer = offer_of(specimen);
  Person said = specimen.person;  // what is answered
  if (variant == "contradicting_answer") said.birth = std::chrono::sys_days(said.birth) + std::chrono::days(730);
  auto script = interview_script(said, offer, specimen.random.fork("speech").fork("script"));
  std::erase_if(script, [](const Exchange& exchange) { return exchange.id == "work"; });  // two more sentences
  Speech speech = make_speech(specimen, {}, script);
  if (variant == "pause") pause_before(speech.interview, script.back().id, random.fork("hiss"));
  const boost::json::object record = record_of(specimen, script, speech.interview, said, variant);
  Samples& sound = speech.interview.sound;
  if (variant == "silent") silence(sound, 0, length_of(sound), random.fork("hiss"));
  if (variant == "silent_answer") silence_answer(speech.interview, "birth_date", random.fork("hiss"));
  if (variant == "short") sound.resize(std::min(sound.size(), static_cast<std::size_t>(kShortSeconds * kSoundRate)));

  const fs::path file = folder / "interview.mp4";
  const double seconds = length_of(sound);
  const Scene scene(specimen, variant, photos, seconds, random.fork("scene"));
  save(file, with_sound(filmed(scene, seconds, specimen.selfie.codec, file), sound));
  save(folder / "interview_record.json", record);
  boost::json::object declared = read_or(folder / "applicant.json", applicant(specimen));
  declared["amount"] = offer.amount;
  declared["term_months"] = offer.months;
  save(folder / "applicant.json", declared);
  boost::json::object known = read_or(folder / "truth.json", truth(specimen));
  known["interview"] = {
      {"variant", variant},
      {"code", known_variant->code ? boost::json::value(known_variant->code) : boost::json::value(nullptr)},
      {"persons", variant == "second_person" ? 2 : 1},
      {"seconds", seconds},
      {"same_person", variant != "other_person"}};
  save(folder / "truth.json", known);
}

}  // namespace cotejo::specimens
