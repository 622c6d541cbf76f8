#include "voices.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sound_decoder.hpp>
#include <stdexcept>

namespace cotejo::specimens {
namespace {

namespace fs = std::filesystem;

// Variants of espeak-ng, by their files' names in espeak-ng-data/voices/!v.
constexpr std::string_view kMen =
    "m1 m2 m3 m4 m5 m6 m7 m8 Alex Andy Denis Diogo Gene Gene2 Henrique Hugo Jacky Lee Marco Mario Michael Mike "
    "RicishayMax RicishayMax2 RicishayMax3 adam antonio benjamin boris caleb david ed edward edward2 grandpa iven "
    "iven2 "
    "iven3 iven4 john max michel miguel norbert pablo paul pedro quincy rob robert sandro travis victor zac gustave "
    "marcelo klatt klatt2 klatt4 klatt5 klatt6";
constexpr std::string_view kWomen =
    "f1 f2 f3 f4 f5 Alicia Andrea Annie anika aunty belinda grandma linda shelby steph steph2 steph3";
constexpr std::string_view kUnnatural =
    "Demonic Storm Tweaky UniRobot anikaRobot announcer croak fast kaukovalta klatt3 robosoft robosoft2 robosoft3 "
    "robosoft4 robosoft5 robosoft6 robosoft7 robosoft8 whisper whisperf AnxiousAndy Nguyen";

struct Recorded {
  const char* name;     // as its program names it
  const char* speaker;  // who was recorded
  char sex;
  const char* folder = "";  // of festival's voices
};
constexpr Recorded kFlite[] = {{"kal16", "kal", 'H'}, {"awb", "awb", 'H'}, {"rms", "rms", 'H'}, {"slt", "slt", 'M'}};
constexpr Recorded kFestival[] = {
    {"kal_diphone", "kal", 'H', "english"},       {"ked_diphone", "ked", 'H', "english"},
    {"cmu_us_slt_arctic_hts", "slt", 'M', "us"},  {"lp_diphone", "lp", 'M', "italian"},
    {"pc_diphone", "pc", 'H', "italian"},         {"upc_ca_ona_hts", "ona", 'M', "catalan"},
    {"czech_dita", "dita", 'M', "czech"},         {"czech_krb", "krb", 'H', "czech"},
    {"czech_machac", "machac", 'H', "czech"},     {"czech_ph", "ph", 'H', "czech"},
    {"hy_fi_mv_diphone", "mv", 'H', "finnish"},   {"suo_fi_lj_diphone", "lj", 'M', "finnish"},
    {"msu_ru_nsh_clunits", "nsh", 'H', "russian"}};

std::string program(const char* name) {
  for (const char* folder : {"/usr/bin/", "/usr/local/bin/"})
    if (fs::exists(folder + std::string(name))) return folder + std::string(name);
  return {};
}

// Where Debian has the variants.
fs::path variants_folder() {
  for (const char* data : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/share", "/usr/lib"}) {
    const auto folder = fs::path(data) / "espeak-ng-data/voices/!v";
    if (fs::is_directory(folder)) return folder;
  }
  return {};
}

void add_variants(std::vector<Voice>& all, std::string_view names, char sex, bool natural) {
  const auto folder = variants_folder();
  while (!names.empty()) {
    const auto end = std::min(names.find(' '), names.size());
    const std::string name(names.substr(0, end));
    names.remove_prefix(std::min(names.size(), end + 1));
    if (fs::exists(folder / name)) all.push_back({"espeak es+" + name, name, sex, natural});
  }
}

std::vector<Voice> installed() {
  std::vector<Voice> all;
  if (!program("espeak-ng").empty()) {
    add_variants(all, kMen, 'H', true);
    add_variants(all, kWomen, 'M', true);
    add_variants(all, kUnnatural, 'H', false);
  }
  if (!program("flite").empty())
    for (const auto& v : kFlite) all.push_back({std::string("flite ") + v.name, v.speaker, v.sex, true});
  if (!program("text2wave").empty())
    for (const auto& v : kFestival)
      if (fs::is_directory(fs::path("/usr/share/festival/voices") / v.folder / v.name))
        all.push_back({std::string("festival ") + v.name, v.speaker, v.sex, true});
  return all;
}

class Scratch {
 public:
  Scratch() {
    std::string path = (fs::temp_directory_path() / "cotejo-speech-XXXXXX").string();
    if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = path;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code error;
    fs::remove_all(folder_, error);
  }
  [[nodiscard]] std::string file(const char* name) const { return (folder_ / name).string(); }

 private:
  fs::path folder_;
};

bool run(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  ::posix_spawn_file_actions_init(&quiet);
  for (const int stream : {0, 1, 2}) ::posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, pointers[0], &quiet, nullptr, pointers.data(), environ);
  ::posix_spawn_file_actions_destroy(&quiet);
  int status = 0;
  return failed == 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

// Voices of other languages read Spanish letter by letter, without accents.
std::string folded(const std::string& text) {
  static const std::array<std::pair<const char*, const char*>, 16> kFolds{{{"á", "a"},
                                                                           {"é", "e"},
                                                                           {"í", "i"},
                                                                           {"ó", "o"},
                                                                           {"ú", "u"},
                                                                           {"ü", "u"},
                                                                           {"ñ", "n"},
                                                                           {"¿", ""},
                                                                           {"Á", "A"},
                                                                           {"É", "E"},
                                                                           {"Í", "I"},
                                                                           {"Ó", "O"},
                                                                           {"Ú", "U"},
                                                                           {"Ü", "U"},
                                                                           {"Ñ", "N"},
                                                                           {"¡", ""}}};
  std::string out = text;
  for (const auto& [from, to] : kFolds)
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at))
      out.replace(at, std::string_view(from).size(), to);
  return out;
}

std::vector<std::string> command(const Voice& voice, const Delivery& delivery, const std::string& text,
                                 const std::string& out) {
  const std::string spoken = voice.name.substr(voice.name.find(' ') + 1);
  if (voice.name.starts_with("espeak ")) {
    constexpr double kUsualPace = 155, kUsualPitch = 50;  // words a minute; of 0 to 99, about half an octave below 50
    return {program("espeak-ng"),
            "-v",
            delivery.language + spoken.substr(spoken.find('+')),
            "-s",
            std::to_string(std::lround(kUsualPace * delivery.pace)),
            "-p",
            std::to_string(std::clamp(std::lround(kUsualPitch + 100 * std::log2(delivery.pitch)), 0L, 99L)),
            "-f",
            text,
            "-w",
            out};
  }
  const std::string stretch = fmt::format("{:.3f}", 1 / delivery.pace);
  if (voice.name.starts_with("flite "))
    return {program("flite"), "-voice", spoken, "--setf", "duration_stretch=" + stretch, "-f", text, "-o", out};
  return {program("text2wave"),
          "-eval",
          "(voice_" + spoken + ")",
          "-eval",
          "(Parameter.set 'Duration_Stretch " + stretch + ")",
          "-o",
          out,
          text};
}

}  // namespace

const std::vector<Voice>& voices() {
  static const std::vector<Voice> all = installed();
  return all;
}

const Voice& voice(std::string_view name) {
  for (const auto& voice : voices())
    if (voice.name == name) return voice;
  throw std::invalid_argument("no voice " + std::string(name));
}

Samples speak(const Voice& voice, const std::string& text, const Delivery& delivery) {
  const Scratch scratch;
  const std::string written = scratch.file("text"), spoken = scratch.file("speech.wav");
  std::ofstream(written) << (voice.name.starts_with("espeak ") ? text : folded(text)) << '\n';
  // Festival now and then fails on a text that it reads at another pace.
  constexpr double kOtherPace = 1.02;
  Delivery again = delivery;
  again.pace *= kOtherPace;
  if (!run(command(voice, delivery, written, spoken)) && !run(command(voice, again, written, spoken)))
    throw std::runtime_error("cannot speak: " + voice.name);
  std::ifstream in(spoken, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  auto sound = audio_analyzer::decode_sound({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, {},
                                            [] { return false; });
  if (!std::holds_alternative<audio_analyzer::Sound>(sound)) throw std::runtime_error("cannot speak: " + voice.name);
  return std::move(std::get<audio_analyzer::Sound>(sound).samples);
}

}  // namespace cotejo::specimens
