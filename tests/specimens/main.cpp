// cotejo-specimens: writes fictional applicants' evidence with the truth about it. See README.md.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <string>

#include "bill.hpp"
#include "contract.hpp"
#include "history.hpp"
#include "interview.hpp"
#include "location.hpp"
#include "misprints.hpp"
#include "pdf_tampering.hpp"
#include "specimen.hpp"
#include "statement.hpp"

namespace fs = std::filesystem;
using namespace cotejo::specimens;

namespace {

// Where photos are looked for when none are named: models/photos beside the program's tree, and the examples of
// Debian's dlib.
std::vector<fs::path> default_photos() {
  std::vector<fs::path> folders;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& root : {program.parent_path().parent_path().parent_path(), program.parent_path().parent_path(),
                               fs::current_path(error)}) {
    if (fs::is_directory(root / "models/photos", error)) {
      folders.push_back(root / "models/photos");
      break;
    }
  }
  folders.emplace_back("/usr/share/doc/libdlib19.1/examples/johns");
  return folders;
}

// Fronts alone, altered: --altered KIND, or all in turn.
void write_altered_front(const Order& order, const std::string& kind, PhotoLibrary& library, const Random& random,
                         const fs::path& folder) {
  const Specimen specimen = make_specimen(order, library, random);
  const Specimen other = make_specimen(order, library, random.fork("other"));
  const cv::Mat face = frame_face(library.pick(random.fork("impostor"), specimen.face_on_card).first, {480, 600}, 0.55);
  write_altered(alter(front_original(specimen), kind, front_original(other), face, random.fork("alter")), order.level,
                folder);
}

std::string variant_of(const std::string& wanted, Random random) {
  if (wanted != "all") return wanted;
  if (random.chance(0.4)) return "genuine";
  return random.pick(variants()).name;
}

std::vector<std::string> with_all(std::vector<std::string> names, const std::vector<std::string>& beside = {}) {
  names.insert(names.end(), beside.begin(), beside.end());
  names.emplace_back("all");
  return names;
}

std::vector<std::string> contract_names() {
  std::vector<std::string> names;
  for (const auto& variant : contract_variants()) names.emplace_back(variant.name);
  return names;
}

std::vector<std::string> speech_names() {
  std::vector<std::string> names;
  for (const auto& variant : speech_variants()) names.emplace_back(variant.name);
  return names;
}

std::vector<std::string> location_names() {
  std::vector<std::string> names;
  for (const auto& variant : location_variants()) names.emplace_back(variant.name);
  return names;
}

// Without evidence: what was declared, what the card says, and what is known of it, one JSON object a line.
void write_history(const Random& random, std::size_t past, const fs::path& folder) {
  fs::create_directories(folder);
  const History history = make_history(random, past, past / 5);
  std::ofstream earlier(folder / "history.jsonl"), later(folder / "later.jsonl");
  for (const auto& application : history.past) earlier << boost::json::serialize(as_json(application)) << "\n";
  for (const auto& application : history.later) later << boost::json::serialize(as_json(application)) << "\n";
  if (!earlier.flush() || !later.flush()) throw std::runtime_error("cannot write " + folder.string());
}

std::vector<std::string> interview_names() {
  std::vector<std::string> names;
  for (const auto& variant : interview_variants()) names.emplace_back(variant.name);
  return names;
}

std::string chosen(const std::string& wanted, const std::vector<std::string>& names, std::size_t in_turn) {
  return wanted == "all" ? names[in_turn % names.size()] : wanted;
}

// What the options leave open, so that nothing is missing and nothing is wrong.
void complete(const std::string& application, StatementOrder& statement, BillOrder& bill, ContractOrder& contract,
              SpeechOrder& speech, LocationOrder& location, std::string& interview) {
  if (statement.bank.empty()) statement.bank = "bbva";
  if (application == "payroll" && statement.variant == "genuine") statement.variant = "payroll";
  if (bill.style.empty()) bill.style = "cfe";
  if (contract.variant.empty()) contract.variant = "genuine";
  if (speech.variant.empty()) speech.variant = "genuine";
  if (location.variant.empty()) location.variant = "genuine";
  if (interview.empty()) interview = "genuine";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Writes fictional applicants' evidence (voter card, selfie, declared data) with the truth about it."};
  std::string out, variant = "genuine", portrait = "photo", codec = "mp4v", altered, altered_statement, application,
                   interview;
  std::vector<fs::path> photos;
  std::uint64_t seed = 1;
  int count = 1;
  std::size_t history = 0;
  bool no_video = false;
  Order order;
  StatementOrder statement;
  ContractOrder contract;
  contract.variant.clear();
  BillOrder bill;
  SpeechOrder speech;
  speech.variant.clear();
  LocationOrder location;
  location.variant.clear();
  std::string location_at;
  ChallengeOrder challenge;
  const std::map<std::string, Level> levels{{"clean", Level::kClean}, {"phone", Level::kPhone}, {"hard", Level::kHard}};
  app.add_option("--out", out, "folder to write into")->required();
  app.add_option("--seed", seed, "same seed, same specimens")->capture_default_str();
  app.add_option("--count", count, "how many")->check(CLI::Range(1, 9999))->capture_default_str();
  app.add_option("--level", order.level, "how the card was captured: clean, phone, hard")
      ->transform(CLI::CheckedTransformer(levels));
  app.add_option("--variant", variant, "what is wrong, or all for a mix")->capture_default_str();
  app.add_option("--photos", photos, "folders with photos of faces");
  app.add_option("--portrait", portrait, "photo or drawing")
      ->check(CLI::IsMember({"photo", "drawing"}))
      ->capture_default_str();
  app.add_option("--year", order.year, "the year in which the evidence is judged")
      ->check(CLI::Range(2020, 2060))
      ->capture_default_str();
  app.add_option("--codec", codec, "of the video: mp4v, the same bytes each time, or avc1 (H.264)")
      ->check(CLI::IsMember({"mp4v", "avc1"}))
      ->capture_default_str();
  app.add_flag("--no-video", no_video, "no selfie.mp4");
  app.add_option("--statement", statement.bank, "also a bank statement, of this bank or all in turn")
      ->check(CLI::IsMember(with_all(statement_banks(), {invented_bank()})));
  app.add_option("--statement-variant", statement.variant, "what is wrong with the statement, or all in turn")
      ->check(CLI::IsMember(with_all(statement_variants())))
      ->capture_default_str();
  app.add_option("--altered-statement", altered_statement,
                 "the statement as PDF, changed after it was made, or all in turn; without --statement, of each bank "
                 "in turn and alone")
      ->check(CLI::IsMember(with_all(pdf_alterations())));
  app.add_option("--altered", altered, "fronts alone, changed after they were taken, or all in turn")
      ->check(CLI::IsMember(with_all(alterations())));
  app.add_flag("--only-statement", statement.alone, "no card and no selfie");
  app.add_option("--contract", contract.variant, "also a loan contract, with this wrong with it, or all in turn")
      ->check(CLI::IsMember(with_all(contract_names())));
  app.add_flag("--only-contract", contract.alone, "no card and no selfie");
  app.add_option("--bill", bill.style, "also a bill that proves the address, of this style or all in turn")
      ->check(CLI::IsMember(with_all(bill_styles())));
  app.add_option("--bill-variant", bill.variant, "what is wrong with the bill, or all in turn")
      ->check(CLI::IsMember(with_all(bill_variants())))
      ->capture_default_str();
  app.add_option("--challenge", challenge.variant, "the selfie follows a challenge, so well, or all in turn")
      ->check(CLI::IsMember(with_all(challenge_variants())));
  app.add_option("--issued-at", challenge.issued_at, "when the challenge was given out, ISO 8601; noon on 15 November")
      ->capture_default_str();
  app.add_flag("--only-bill", bill.alone, "no card and no selfie");
  app.add_option("--speech", speech.variant,
                 "also the contract read aloud and an interview's sound, with this wrong with it, or all in turn")
      ->check(CLI::IsMember(with_all(speech_names())));
  app.add_option("--speech-file", speech.file, "what the reading is written as")
      ->check(CLI::IsMember({"wav", "m4a", "ogg", "mp3", "flac"}))
      ->capture_default_str();
  app.add_flag("!--no-operator", speech.asked, "nobody asks: the questions stand on the screen");
  app.add_option("--interview", interview, "also an interview, with this wrong with it, or all in turn")
      ->check(CLI::IsMember(with_all(interview_names())));
  app.add_flag("--only-speech", speech.alone, "no card and no selfie");
  app.add_option("--location", location.variant,
                 "also positions of the device, with this wrong with them, or all in turn")
      ->check(CLI::IsMember(with_all(location_names())));
  app.add_option("--location-at", location_at, "when they end, as 2026-11-22T12:00:00-06:00; by default now");
  app.add_flag("--only-location", location.alone, "no card and no selfie");
  app.add_option("--history", history,
                 "instead of evidence: so many past applications, and later ones that share something with them")
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--application", application,
                 "everything that a product asks for: complete (credito-personal), payroll (credito-nomina)")
      ->check(CLI::IsMember({"complete", "payroll"}));
  CLI11_PARSE(app, argc, argv);
  const auto ends = cotejo::instants::parse_instant(location_at);
  if (!location_at.empty() && !ends) {
    std::cerr << "--location-at is no instant\n";
    return 1;
  }
  location.at = ends ? ends->utc : std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (!application.empty()) complete(application, statement, bill, contract, speech, location, interview);
  if (variant != "all" && find_variant(variant) == nullptr) {
    std::cerr << "unknown variant " << variant << "; known: all";
    for (const auto& known : variants()) std::cerr << ", " << known.name;
    for (const auto& known : misprints()) std::cerr << ", " << known.name;
    std::cerr << "\n";
    return 1;
  }
  cv::setNumThreads(1);  // the same sums in the same order everywhere
  try {
    if (history > 0) {
      write_history(Random(seed), history, out);
      return 0;
    }
    PhotoLibrary library(portrait == "drawing" ? std::vector<fs::path>{} : photos.empty() ? default_photos() : photos);
    if (library.drawn() && portrait == "photo") std::cerr << "no photos of faces found; faces are drawn\n";
    for (int i = 0; i < count; ++i) {
      const Random random = Random(seed).fork(std::to_string(i));
      if (!altered_statement.empty() && statement.bank.empty()) {
        const auto in_turn = static_cast<std::size_t>(i);
        write_statement(make_applicant(order, random),
                        {chosen("all", statement_banks(), in_turn / pdf_alterations().size()), "genuine",
                         chosen(altered_statement, pdf_alterations(), in_turn), true},
                        fs::path(out) / fmt::format("{:04}", i));
        continue;
      }
      if (!altered.empty()) {
        write_altered_front(order, chosen(altered, alterations(), static_cast<std::size_t>(i)), library, random,
                            fs::path(out) / fmt::format("{:04}", i));
        continue;
      }
      order.variant = variant_of(variant, random.fork("variant"));
      const bool alone = statement.alone || contract.alone || bill.alone || speech.alone || location.alone;
      Specimen specimen = alone ? make_applicant(order, random) : make_specimen(order, library, random);
      specimen.selfie.codec = codec;
      if (!challenge.variant.empty() && !alone)
        ask(specimen,
            {chosen(challenge.variant, challenge_variants(), static_cast<std::size_t>(i)),
             challenge.issued_at.empty() ? fmt::format("{}-11-15T12:00:00Z", order.year) : challenge.issued_at});
      const fs::path folder = fs::path(out) / fmt::format("{:04}", i);
      if (!alone) write(specimen, folder, !no_video);
      const auto in_turn = static_cast<std::size_t>(i);
      if (!statement.bank.empty())
        write_statement(specimen,
                        {chosen(statement.bank, statement_banks(), in_turn),
                         chosen(statement.variant, statement_variants(), in_turn / statement_banks().size()),
                         altered_statement.empty() ? "" : chosen(altered_statement, pdf_alterations(), in_turn), alone},
                        folder);
      if (!bill.style.empty())
        write_bill(specimen,
                   {chosen(bill.style, bill_styles(), in_turn),
                    chosen(bill.variant, bill_variants(), in_turn / bill_styles().size()), bill.alone},
                   folder);
      if (!contract.variant.empty())
        write_contract(specimen, {chosen(contract.variant, contract_names(), in_turn), contract.alone}, folder);
      if (!interview.empty() && !alone)
        write_interview(specimen, chosen(interview, interview_names(), in_turn), library, folder);
      if (!speech.variant.empty())
        write_speech(specimen,
                     {chosen(speech.variant, speech_names(), in_turn), speech.file, speech.asked, speech.alone},
                     folder);
      if (!location.variant.empty())
        write_location(specimen, {chosen(location.variant, location_names(), in_turn), location.alone, location.at},
                       folder);
    }
  } catch (const std::exception& error) {
    std::cerr << "cotejo-specimens: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
