// One applicant's evidence, with the truth about it.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "capture.hpp"
#include "card.hpp"
#include "photos.hpp"
#include "selfie.hpp"
#include "speech.hpp"
#include "tampering.hpp"

namespace cotejo::specimens {

// What is wrong with a specimen, and what a product with every check should answer.
struct Variant {
  const char* name;
  const char* decision;            // approve, review or reject
  std::vector<const char*> codes;  // appraisal items that name the fault
};
const std::vector<Variant>& variants();
const Variant* find_variant(const std::string& name);  // also a misprint; null when there is none

struct Order {
  Level level = Level::kClean;
  std::string variant = "genuine";
  int year = 2026;  // the year in which the evidence is judged
};

struct Specimen {
  Order order;
  Generation generation = Generation::kGh;
  Person person;       // who applies
  Person front, back;  // what the two faces of the card print; both `person` in a genuine specimen
  Capture ine_front, ine_back;
  CardImage front_card, back_card;
  std::string face_on_card, face_in_selfie;
  Shot selfie_shot;
  SelfieOptions selfie;
  std::string challenge, issued_at;  // of its order; empty without one
  Random random{0};
};

// Throws std::invalid_argument for an unknown variant.
Specimen make_specimen(const Order& order, PhotoLibrary& photos, Random random);

// The video gets dark, soft and noisy as pictures of that level are; nothing at level clean.
void spoil(SelfieOptions& video, Level level, Random& random);

// The selfie follows a challenge, and is taken as well as the specimen's level says.
struct ChallengeOrder {
  std::string variant;    // of challenge_variants()
  std::string issued_at;  // ISO 8601
};
void ask(Specimen& specimen, const ChallengeOrder& order);

// The person alone, without card and selfie.
Specimen make_applicant(const Order& order, Random random);

boost::json::object applicant(const Specimen& specimen);
boost::json::object truth(const Specimen& specimen);

// The card's front as a picture that may be altered. Values that are not shown are left out.
Original front_original(const Specimen& specimen);
// As pictures of cards, statements and the rest: ine_front.jpg in its altered form, and truth.json with `alteration`:
// kind, and region in relative coordinates.
void write_altered(const Altered& altered, Level level, const std::filesystem::path& folder);

// Writes the files into `folder`, which is made. Throws when that fails.
void write(const Specimen& specimen, const std::filesystem::path& folder, bool with_video = true);

// A bank statement of the specimen's applicant.
struct StatementOrder {
  std::string bank, variant = "genuine";
  std::string altered;  // how the file was changed afterwards; empty: not at all
  bool alone = false;   // the statement and what the applicant declares, without card and selfie
};
// Writes bank_statement.pdf, bank_statement_scan.pdf, and both applicant.json and truth.json anew with what the
// statement adds to them.
void write_statement(const Specimen& specimen, const StatementOrder& order, const std::filesystem::path& folder);

// A loan contract of the specimen's applicant.
struct ContractOrder {
  std::string variant = "genuine";
  bool alone = false;  // the contract, the offer and what the applicant declares, without card and selfie
};
// Writes contract.pdf, contract_scan.pdf, contract_photo.pdf, offer.json, the fictional authority's root and, anew,
// both applicant.json and truth.json.
void write_contract(const Specimen& specimen, const ContractOrder& order, const std::filesystem::path& folder);

// A bill that proves the applicant's address.
struct BillOrder {
  std::string style, variant = "genuine";
  bool alone = false;  // as for a statement
};
// Writes proof_of_address.pdf, proof_of_address_scan.pdf and proof_of_address.jpg (a photo of the level that the
// specimen has), and adds what the bill says to applicant.json and truth.json.
void write_bill(const Specimen& specimen, const BillOrder& order, const std::filesystem::path& folder);

// What the specimen's applicant says: the contract read aloud, and an interview.
struct SpeechOrder {
  std::string variant = "genuine";
  std::string file = "wav";  // of the reading: wav, m4a, ogg, mp3 or flac
  bool asked = true;         // by an operator who is heard; else the questions stand on the screen
  bool alone = false;        // as for a statement
};
// What is heard, before it is written: an interview's own programs put its sound beside pictures.
struct Speech {
  Spoken interview, reading;
  std::string applicant_voice, operator_voice, reading_voice;  // operator_voice: empty when nobody asks
};
Speech make_speech(const Specimen& specimen, const SpeechOrder& order, const std::vector<Exchange>& script);
// The offer that the contract is filled with and its reading quotes.
Offer offer_of(const Specimen& specimen);
// The sound beside the pictures of a video file: mp4 with AAC.
std::vector<unsigned char> with_sound(std::span<const unsigned char> video, const Samples& sound);
// Writes contract_reading.wav (or as ordered), interview.wav, interview_speech.json (who speaks when) and offer.json,
// and adds `speech` to truth.json.
void write_speech(const Specimen& specimen, const SpeechOrder& order, const std::filesystem::path& folder);

}  // namespace cotejo::specimens
