// Hostile evidence ends with its typed error, within its time and its memory, and is never approved. One host takes all
// of it, and is as well at the end as it was at the beginning.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "config_folder.hpp"
#include "corpus.hpp"
#include "host_process.hpp"

namespace cotejo::hostile {
namespace {

namespace fs = std::filesystem;
using recovery::HostProcess;

constexpr std::chrono::seconds kDeadline{10};  // of the product
constexpr int kWorkerMebibytes = 512;          // isolation.memory
// Beyond what it may allocate: its code, the libraries and the shared memory of its calls.
constexpr int kBesides = 256;
constexpr int kHostMebibytes = 512;

#ifdef __SANITIZE_ADDRESS__
constexpr bool kBounded = false;  // its bookkeeping is memory too, and workers have no limits
#else
constexpr bool kBounded = true;
#endif

class Place {
 public:
  Place() {
    folder_.write("host.yaml",
                  "http: { port: 0, threads: 1 }\nadmin: { port: 0 }\nstorage: { kind: memory }\n"
                  "plugins: { directories: [ plugins, " PLUGINS " ] }\nisolation: { memory: " +
                      std::to_string(kWorkerMebibytes) + "MiB }\n");
    write_product("image", "image", "check.sound, inputs: { text: image.media_type }");
    write_product("video", "video", "check.measured");
    write_product("pdf", "pdf", "check.sound, inputs: { text: pdf.producer }");
    write_product("audio", "audio", "check.sound, inputs: { text: audio.codec }");
    write_product("json", "{ use: json, as: application, params: { fields: { name: { required: true } } } }",
                  "check.sound");
    write_product("json", "json, sub_analyzers: [ interview.record ]",
                  "check.measured, inputs: { number: interview.record.duration }", "interview");
    write_product("json", "json, sub_analyzers: [ geo.track ]",
                  "check.measured, inputs: { number: geo.track.latitude }", "position");
    folder_.write_reason("hostile.wrong");
  }
  const fs::path& path() const { return folder_.path(); }

 private:
  void write_product(const std::string& kind, const std::string& analysis, const std::string& check,
                     const std::string& name = {}) const {
    folder_.write_product(name.empty() ? kind : name, std::to_string(kDeadline.count()) + "s",
                          "evidence:\n  given: { kind: " + kind +
                              R"(, required: true, label: { es-MX: "la evidencia", en: "the evidence" } }
analysis:
  given: { analyzer: )" + analysis +
                              R"( }
checks:
  seen: { use: )" + check + ", on_error: { retriable: review, permanent: review } }");
  }
  integration::ConfigFolder folder_{
      REASONS, {JSON_PLUGIN, IMAGE_PLUGIN, VIDEO_PLUGIN, PDF_PLUGIN, AUDIO_PLUGIN, INTERVIEW_PLUGIN, POSITION_PLUGIN}};
};

// The most that a process ever had in memory, MiB; 0 when it is gone.
long peak_of(pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6)) / 1024;
  return 0;
}

std::vector<pid_t> children_of(pid_t process) {
  std::vector<pid_t> found;
  std::error_code gone;
  for (const auto& thread : fs::directory_iterator("/proc/" + std::to_string(process) + "/task", gone)) {
    std::ifstream children(thread.path() / "children");
    for (pid_t child; children >> child;) found.push_back(child);
  }
  return found;
}

class HostileEvidence : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = std::make_unique<Place>();
    host_ = std::make_unique<HostProcess>(place_->path());
  }
  static void TearDownTestSuite() {
    EXPECT_EQ(host_->end(SIGTERM), 0);
    host_.reset();
    place_.reset();
  }

  struct Outcome {
    std::string decision;
    std::set<std::string> codes;
  };

  static Outcome verify(const std::string& kind, const std::string& media_type, const std::string& bytes) {
    const std::string border = "a-line-that-no-evidence-has";
    const auto start = std::chrono::steady_clock::now();
    const auto answer = host_->client().ask(
        "POST", "/v1/verifications?product=" + kind,
        "--" + border + "\r\nContent-Disposition: form-data; name=\"given\"; filename=\"given\"\r\nContent-Type: " +
            media_type + "\r\n\r\n" + bytes + "\r\n--" + border + "--\r\n",
        {{"Content-Type", "multipart/form-data; boundary=" + border}, {"Prefer", "wait=15"}});
    EXPECT_LT(std::chrono::steady_clock::now() - start, kDeadline + std::chrono::seconds{2});
    EXPECT_EQ(answer.status, 201) << answer.body;
    Outcome outcome;
    const auto result = answer.json();
    outcome.decision = result.at("decision").at("outcome").as_string();
    for (const auto& error : result.at("errors").as_array()) outcome.codes.emplace(error.at("code").as_string());
    return outcome;
  }

  static void expect_refused(const std::string& kind, const Specimen& specimen) {
    SCOPED_TRACE(testing::PrintToString(specimen));
    const auto outcome = verify(kind, specimen.media_type, specimen.bytes);
    expect_bounded();
    if (specimen.codes.empty() && outcome.codes.empty()) return;
    EXPECT_EQ(outcome.decision, "review");
    ASSERT_THAT(outcome.codes, testing::SizeIs(1));
    const std::string& code = *outcome.codes.begin();
    if (specimen.codes.empty()) {
      EXPECT_TRUE(code.starts_with("evidence.")) << code;
    } else {
      EXPECT_THAT(specimen.codes, testing::Contains(code));
    }
  }

  // Cut short at each byte up to `all`, then at `some` more places.
  static void expect_cuts_refused(const std::string& kind, const std::string& media_type, const std::string& sound,
                                  std::size_t all, std::size_t some, const std::vector<std::string>& codes) {
    const std::size_t step = std::max<std::size_t>(1, (sound.size() - std::min(all, sound.size())) / some);
    for (std::size_t size = 0; size < sound.size(); size += size < all ? 1 : step)
      expect_refused(kind, {"cut", media_type, sound.substr(0, size), codes});
  }

  static void expect_bounded() {
    if (!kBounded) return;
    EXPECT_LT(peak_of(host_->pid()), kHostMebibytes);
    for (const pid_t worker : children_of(host_->pid())) EXPECT_LT(peak_of(worker), kWorkerMebibytes + kBesides);
  }

  // Workers that something brought down, by cause.
  static std::string worker_ends() {
    std::istringstream metrics(host_->admin().ask("GET", "/metrics").body);
    std::string ends;
    for (std::string line; std::getline(metrics, line);)
      if (line.starts_with("cotejo_worker_ends_total{")) ends += line + "\n";
    return ends;
  }

  static std::unique_ptr<Place> place_;
  static std::unique_ptr<HostProcess> host_;
};
std::unique_ptr<Place> HostileEvidence::place_;
std::unique_ptr<HostProcess> HostileEvidence::host_;

TEST_F(HostileEvidence, PicturesAreRefused) {
  for (const auto& specimen : hostile_pictures()) expect_refused("image", specimen);
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, PicturesCutShortAreRefused) {
  const std::vector<std::string> codes{"evidence.unreadable", "evidence.truncated"};
  for (const auto& [extension, type] :
       {std::pair{".jpg", "image/jpeg"}, {".png", "image/png"}, {".webp", "image/webp"}}) {
    EXPECT_EQ(verify("image", type, sound_picture(extension)).decision, "approve");
    expect_cuts_refused("image", type, sound_picture(extension), 400, 50, codes);
  }
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, VideosAreRefused) {
  for (const auto& specimen : hostile_videos()) expect_refused("video", specimen);
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, VideosCutShortAreRefused) {
  const std::vector<std::string> codes{"evidence.unreadable", "evidence.truncated"};
  const std::string sound = sound_video("mp4");
  const auto remarks = sound.rfind("udta") - 4;  // at the very end, and nobody misses them
  EXPECT_EQ(verify("video", "video/mp4", sound).decision, "approve");
  expect_cuts_refused("video", "video/mp4", sound.substr(0, remarks), 100, 200, codes);
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, PdfsAreRefused) {
  for (const auto& specimen : hostile_pdfs()) expect_refused("pdf", specimen);
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, PdfsCutShortAreRefused) {
  const std::string sound =
      sound_pdf();  // whole once its trailer is there: the index is found without being told where
  EXPECT_EQ(verify("pdf", "application/pdf", sound).decision, "approve");
  expect_cuts_refused("pdf", "application/pdf", sound.substr(0, sound.rfind("startxref")), 200, 200,
                      {"evidence.unreadable", "evidence.truncated"});
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, RecordingsAreRefused) {
  for (const auto& specimen : hostile_sounds()) expect_refused("audio", specimen);
  EXPECT_EQ(worker_ends(), "");
}

// Streams (MP3, Ogg) have no end that would be missed.
TEST_F(HostileEvidence, RecordingsCutShortAreRefused) {
  for (const auto& [container, type] :
       {std::pair{"m4a", "audio/mp4"}, {"ogg", "audio/ogg"}, {"mp3", "audio/mpeg"}, {"wav", "audio/wav"}})
    EXPECT_EQ(verify("audio", type, sound_recording(container)).decision, "approve") << container;
  const std::string whole = sound_recording("m4a");
  // Behind the index stand boxes that nobody misses.
  expect_cuts_refused("audio", "audio/mp4", whole.substr(0, whole.rfind("sgpd") - 4), 60, 60,
                      {"evidence.unreadable", "evidence.truncated"});
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, DocumentsAreRefused) {
  for (const auto& specimen : hostile_documents()) expect_refused("json", specimen);
}

TEST_F(HostileEvidence, DocumentsCutShortAreRefused) {
  EXPECT_EQ(verify("json", "application/json", sound_document).decision, "approve");
  expect_cuts_refused("json", "application/json", sound_document, 1000, 1,
                      {"evidence.unreadable", "evidence.truncated"});
}

// What JSON analyzers let through, and the record's own reader does not.
TEST_F(HostileEvidence, RecordsAreRefused) {
  const std::string position = R"({"fixes": [)" + sound_fix + "]}";
  EXPECT_EQ(verify("interview", "application/json", interview_of("[" + sound_question + "]")).decision, "approve");
  EXPECT_EQ(verify("position", "application/json", position).decision, "approve");
  for (const auto& specimen : hostile_interviews()) expect_refused("interview", specimen);
  for (const auto& specimen : hostile_positions()) expect_refused("position", specimen);
  for (const char* nowhere : {"91", "1e308"}) {
    const std::string fix = R"({"lat": )" + std::string(nowhere) + R"(, "lon": -103, "at": "2026-11-20T10:00:00Z"})";
    EXPECT_EQ(verify("position", "application/json", R"({"fixes": [)" + fix + "]}").decision, "review");
  }
  EXPECT_EQ(worker_ends(), "");
}

TEST_F(HostileEvidence, WhatIsDeclaredAsAnotherKindIsRefusedAtTheDoor) {
  const std::vector<std::string> codes{"evidence.media_type_mismatch"};
  expect_refused("image", {"a document", "application/json", sound_document, codes});
  expect_refused("image", {"a video", "video/mp4", sound_video("mp4"), codes});
  expect_refused("image", {"a web page", "text/html", "<html></html>", codes});
  expect_refused("video", {"a picture", "image/jpeg", sound_picture(".jpg"), codes});
  expect_refused("json", {"a picture", "image/png", sound_picture(".png"), codes});
}

// A file may be several things at once. It is taken for what it was declared as, and the rest of it for nothing.
TEST_F(HostileEvidence, WhatFollowsAPictureChangesNothing) {
  for (const std::string& rest :
       {std::string("PK\x03\x04 a zip"), std::string("<script>alert(1)</script>"), sound_video("mp4")})
    EXPECT_EQ(verify("image", "image/jpeg", sound_picture(".jpg") + rest).decision, "approve");
}

}  // namespace
}  // namespace cotejo::hostile
