// An application in the form in which it is put into the index: its owner, the keys and photos by which others may be
// found, and which values could not be turned into keys.
#pragma once
#include <judgement/address_inputs.hpp>

#include "keys.hpp"

namespace identity_links {

// How two applications may be linked. Each is a trait of that name.
enum class Kind { curp, clabe, phone, device, card, address, building, curp_series, face };
inline constexpr std::size_t kKinds = 9;
struct KindName {
  std::string_view trait, summary;
};
inline constexpr std::array<KindName, kKinds> kKindNames{{
    {"curp", "Others who showed or declared this CURP"},
    {"clabe", "Others with this CLABE"},
    {"phone", "Others with this phone number"},
    {"device", "Others who applied on this device"},
    {"card", "Others whose voter card has this number (CIC) or this OCR number"},
    {"address", "Others in this house or, where it has flats, this flat"},
    {"building", "Others in this building, in any flat"},
    {"curp_series", "Others whose CURP is this one's but for its homonymy (`homonym`) or day of birth (`letters`)"},
    {"face", "Others with a face like this one's: cosine of the most alike photos"},
}};

struct Key {
  Kind kind;
  std::string_view space;              // of the index
  std::string text;                    // in one spelling
  std::vector<std::string_view> from;  // what said it: `declared`, `card`, `statement`, `bill`…
  double probability = 0;              // that it was read right
};

struct Photo {
  std::string_view from;  // `portrait`, `selfie`
  cotejo::Vector embedding;
  double probability = 0;
};

struct Application {
  std::string owner;    // the CURP that was declared, or else the card's; empty: there is neither
  std::string citizen;  // the citizen's number on the card; empty: not read
  std::vector<Key> keys;
  std::vector<Photo> photos;
  std::array<bool, kKinds> given{};  // something was said of that kind, whether or not a key came of it

  // Adds a key. A key that is already there gets the higher of the two probabilities.
  void add(Kind kind, std::string_view space, const std::optional<std::string>& key, std::string_view from,
           double probability);
  bool looks_up(Kind kind) const;  // there is a key or a photo of that kind
};

struct Params {
  double min_probability = 0.80;
  double min_quality = 0.10;
  double min_cosine = 0.42;
  std::int64_t count = 50;
  std::int64_t recent_days = 30;
  std::string face_space = "face";
  std::vector<std::string> own_devices;

  static void describe(cotejo::ParamSet<Params>& set);
};

struct Ports {
  template <class T>
  using In = cotejo::judgement::Input<T>;
  cotejo::Component* owner;

  In<std::string> declared_curp{owner, "declared_curp", "application.curp"};
  In<std::string> card_curp{owner, "card_curp", "ine.front.curp"};
  In<std::string> card_number{owner, "card_number", "ine.back.cic", "Of the voter card: 9 digits"};
  In<std::string> zone_number{owner, "zone_number", "mrz.document_number", "The same in the zone"};
  In<std::string> card_ocr{owner, "card_ocr", "ine.back.ocr", "OCR number: section and citizen's number, 13 digits"};
  In<std::string> declared_clabe{owner, "declared_clabe", "application.clabe"};
  In<std::string> statement_clabe{owner, "statement_clabe", "bank.statement.clabe"};
  In<std::string> phone{owner, "phone", "application.phone"};
  In<std::string> declared_device{owner, "declared_device", "application.device_id"};
  In<std::string> located_device{owner, "located_device", "geo.track.device_id", "Of the device that sent its place"};
  cotejo::judgement::AddressInputs declared = cotejo::judgement::declared_address(owner);
  cotejo::judgement::AddressInputs bill = cotejo::judgement::bill_address(owner);
  In<cotejo::Vector> portrait{owner, "portrait", "portrait.embedding", "The face on the card"};
  In<double> portrait_quality{owner, "portrait_quality", "portrait.quality"};
  In<cotejo::Vector> selfie{owner, "selfie", "selfie.embedding", "The face of who applies"};
  In<double> selfie_quality{owner, "selfie_quality", "selfie.quality"};
};

Application gather(const cotejo::Call& call, const Ports& ports, const Params& params);

}  // namespace identity_links
