#include "specimen.hpp"

#include <fmt/format.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "bill.hpp"
#include "contract.hpp"
#include "misprints.hpp"
#include "mrz/reading.hpp"
#include "pdf_tampering.hpp"
#include "specimen_files.hpp"
#include "statement.hpp"
#include "test_authority.hpp"

namespace cotejo::specimens {
namespace fs = std::filesystem;
namespace {

const cv::Size kPortrait{480, 600};
constexpr int kFirstGh = 2020;  // the first year in which most cards were of generation G or H

// The CURP of somebody else of the same birth and sex: valid in itself, but the names do not fit.
void take_other_curp(Person& person, Random random) {
  Person other = make_person(random.fork("other"), {.sex = person.sex});
  other.birth = person.birth;
  other.birth_state = person.birth_state;
  if (printed(other.surname).substr(0, 2) == printed(person.surname).substr(0, 2))
    other.surname = person.surname.front() == 'Q' ? "Torres" : "Quintero";
  derive_identifiers(other, random);
  person.curp = other.curp;
}

// The back of another card: its number, its holder's birth.
void take_other_back(Person& back, Random random) {
  const Person other = make_person(random, {.sex = back.sex == 'H' ? 'M' : 'H'});
  back = other;
}

void spoil(Specimen& specimen, Random random) {
  const std::string& variant = specimen.order.variant;
  if (variant == "inconsistent") take_other_curp(specimen.front, random.fork("curp"));
  if (const auto* misprint = find_misprint(variant)) misprint->apply(specimen.front, specimen.back);
  if (variant == "inconsistent_mrz") take_other_back(specimen.back, random.fork("back"));
  specimen.selfie.paper = variant == "selfie_of_photo";
  specimen.selfie.screen = variant == "selfie_of_screen";
  specimen.selfie.replay = variant == "selfie_replay";
  specimen.selfie.empty = variant == "no_face";
  if (variant == "selfie_short") specimen.selfie.seconds = 1;
  if (variant == "selfie_blurred") specimen.selfie.blur = 9, specimen.selfie.light = 0.35;
}

void photograph(Specimen& specimen, Random random) {
  const std::string& variant = specimen.order.variant;
  Faults faults;
  faults.upside_down = variant == "upside_down";
  faults.cut_off = variant == "cut_off";
  faults.black_and_white = variant == "black_and_white_copy";
  faults.screen = variant == "photo_of_screen";
  const CardImage& shown = variant == "wrong_side" ? specimen.back_card : specimen.front_card;
  specimen.ine_front = capture(shown.pixels, specimen.order.level, faults, random.fork("front"));
  faults.cut_off = false;
  specimen.ine_back = capture(specimen.back_card.pixels, specimen.order.level, faults, random.fork("back"));
}

boost::json::value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return boost::json::string(text);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

void add_front(boost::json::object& traits, const Person& person, Generation generation) {
  const auto add = [&](const char* name, boost::json::value value) {
    traits[std::string("ine.front.") + name] = std::move(value);
  };
  add("surname", boost::json::string(printed(person.surname)));
  add("second_surname", text_or_null(printed(person.second_surname)));
  add("given_names", boost::json::string(printed(person.given_names)));
  add("sex", boost::json::string(std::string(1, person.sex)));
  add("address", text_or_null(joined(person.address)));
  add("clave_elector", boost::json::string(person.clave_elector));
  add("curp", boost::json::string(person.curp));
  add("birth_date", boost::json::string(mx::to_iso(person.birth)));
  add("registration_year", person.registration_year);
  add("emission",
      generation == Generation::kDef ? boost::json::value(person.emission_year) : boost::json::value(nullptr));
  add("section", boost::json::string(person.section));
  add("valid_from", person.emission_year);
  add("valid_until", person.valid_until);
  add("generation", generation == Generation::kDef ? "DEF" : "GH");
}

void add_back(boost::json::object& traits, const Person& person, int year) {
  traits["ine.back.cic"] = person.cic;
  traits["ine.back.ocr"] = person.ocr();
  traits["ine.back.citizen_id"] = person.citizen_id;
  traits["mrz.format"] = "TD1";
  traits["mrz.lines"] = printed_mrz(person);
  const mrz::Reading zone = *mrz::parse(mrz_lines(person), year).reading;
  traits["mrz.valid"] = zone.valid();
  traits["mrz.document_number"] = zone.document_number;
  traits["mrz.surnames"] = zone.surnames;
  traits["mrz.given_names"] = zone.given_names;
  traits["mrz.birth_date"] = mx::to_iso(*zone.birth_date);
  traits["mrz.sex"] = std::string(1, person.sex);
  traits["mrz.expiry_date"] = mx::to_iso(*zone.expiry_date);
}

boost::json::array corners(const Capture& capture) {
  boost::json::array out;
  for (const auto& corner : capture.quad)
    out.push_back({std::round(corner.x * 10) / 10, std::round(corner.y * 10) / 10});
  return out;
}

boost::json::object regions(const CardImage& card) {
  boost::json::object out;
  const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
  for (const auto& [trait, box] : card.regions)
    out[trait] = {rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)};
  return out;
}

const char* name(Level level) {
  return level == Level::kClean ? "clean" : level == Level::kPhone ? "phone" : "hard";
}

boost::json::object alteration(const std::string& kind, const std::optional<cv::Rect2d>& region) {
  boost::json::object out{{"kind", kind}};
  if (region) out["region"] = {region->x, region->y, region->width, region->height};
  return out;
}

boost::json::object contract_regions(const ContractPrint& contract) {
  boost::json::object out;
  for (const auto& [slot, place] : contract.slots) {
    const auto& [page, box] = place;
    out[slot] = {{"page", page},
                 {"box",
                  {box.x / contract.print.width, box.y / contract.print.height, box.width / contract.print.width,
                   box.height / contract.print.height}}};
  }
  return out;
}

}  // namespace

const std::vector<Variant>& variants() {
  static const std::vector<Variant> list = {{"genuine", "approve", {}},
                                            {"inconsistent", "reject", {"identity.curp_name_mismatch"}},
                                            {"inconsistent_mrz", "reject", {"identity.mrz_front_mismatch"}},
                                            {"expired", "reject", {"identity.card_expired"}},
                                            {"specimen_person", "reject", {"identity.specimen_card"}},
                                            {"underage", "reject", {"identity.underage"}},
                                            {"wrong_side", "review", {"document.wrong_side"}},
                                            {"upside_down", "approve", {}},
                                            {"cut_off", "review", {"document.corner_cut_off"}},
                                            {"black_and_white_copy", "review", {"document.black_and_white_copy"}},
                                            {"photo_of_screen", "review", {"document.photo_of_display"}},
                                            {"portrait_other", "reject", {"selfie_video.face_mismatch"}},
                                            {"selfie_of_photo", "review", {"selfie_video.not_live"}},
                                            {"selfie_of_screen", "review", {"selfie_video.not_live"}},
                                            {"selfie_replay", "review", {"selfie_video.not_live"}},
                                            {"no_face", "review", {"selfie_video.no_face"}}};
  return list;
}

const Variant* find_variant(const std::string& wanted) {
  for (const auto& variant : variants()) {
    if (wanted == variant.name) return &variant;
  }
  // Not in a mix: a seed's mix stays what it was.
  static const std::vector<Variant> by_name_alone = [] {
    std::vector<Variant> all{{"selfie_of_two", "review", {"selfie_video.several_faces"}},
                             {"selfie_changes", "review", {"selfie_video.face_changes"}},
                             {"selfie_short", "review", {"selfie_video.too_short"}},
                             {"selfie_blurred", "review", {"selfie_video.low_quality"}}};
    for (const auto& misprint : misprints()) all.push_back({misprint.name, "reject", {misprint.code}});
    return all;
  }();
  const auto found = std::ranges::find_if(by_name_alone, [&](const Variant& each) { return wanted == each.name; });
  return found == by_name_alone.end() ? nullptr : &*found;
}

Specimen make_specimen(const Order& order, PhotoLibrary& photos, Random random) {
  if (find_variant(order.variant) == nullptr) throw std::invalid_argument("unknown variant " + order.variant);
  Specimen specimen;
  specimen.order = order;
  specimen.random = random;
  const auto holder = photos.pick(random.fork("holder"));
  Wanted wanted{.sex = holder.sex, .today_year = order.year, .expired = order.variant == "expired"};
  if (order.variant == "underage") wanted.min_age = wanted.max_age = 16;
  specimen.person = order.variant == "specimen_person" ? specimen_person() : make_person(random.fork("person"), wanted);
  specimen.front = specimen.back = specimen.person;
  specimen.generation = specimen.person.emission_year >= kFirstGh ? Generation::kGh : Generation::kDef;
  spoil(specimen, random.fork("fault"));
  specimen.face_on_card = specimen.face_in_selfie = holder.person;
  specimen.selfie_shot = holder.second;
  if (order.variant == "portrait_other" || order.variant == "selfie_of_two" || order.variant == "selfie_changes") {
    const auto other = photos.pick(random.fork("impostor"), holder.person);
    if (order.variant == "portrait_other") {
      specimen.face_in_selfie = other.person;
      specimen.selfie_shot = other.first;
    }
    if (order.variant == "selfie_of_two") specimen.selfie.beside = other.first;
    if (order.variant == "selfie_changes") specimen.selfie.afterwards = other.first;
  }
  const cv::Mat face = frame_face(holder.first, kPortrait, random.fork("portrait").uniform(0.5, 0.6));
  specimen.front_card = render_front(specimen.front, specimen.generation, face, random.fork("front"));
  specimen.back_card = render_back(specimen.back, specimen.generation, face, random.fork("back"));
  photograph(specimen, random.fork("photograph"));
  return specimen;
}

void spoil(SelfieOptions& video, Level level, Random& random) {
  if (level == Level::kClean) return;
  const bool hard = level == Level::kHard;
  video.light = hard ? random.uniform(0.45, 0.8) : random.uniform(0.75, 1.05);
  video.blur = hard ? random.uniform(0.8, 1.5) : random.uniform(0.3, 0.9);
  video.noise = hard ? random.uniform(4, 8) : random.uniform(2, 4.5);
}

void ask(Specimen& specimen, const ChallengeOrder& order) {
  const Level level = specimen.order.level;
  const Vigour vigour = level == Level::kClean   ? Vigour{24, 34, 0.3, 0.5}
                        : level == Level::kPhone ? Vigour{21, 32, 0.26, 0.45}
                                                 : Vigour{18, 30, 0.2, 0.4};
  Random random = specimen.random.fork("challenge");
  specimen.challenge = order.variant;
  specimen.issued_at = order.issued_at;
  specimen.selfie.performance = perform(order.variant, vigour, random.fork("performance"));
  specimen.selfie.frame_rate = random.fork("rate").pick(std::vector<double>{10, 12, 15, 15, 24});
  specimen.selfie.glasses = random.fork("glasses").chance(0.25);
  spoil(specimen.selfie, level, random);
}

boost::json::object applicant(const Specimen& specimen) {
  const Person& person = specimen.person;
  boost::json::object out;
  out["given_names"] = person.given_names;
  out["surname"] = person.surname;
  if (!person.second_surname.empty()) out["second_surname"] = person.second_surname;
  out["curp"] = person.curp;
  out["birth_date"] = mx::to_iso(person.birth);
  out["sex"] = std::string(1, person.sex);
  out["rfc"] = person.rfc;
  out["phone"] = person.phone;
  out["postal_code"] = person.postal_code;
  return out;
}

boost::json::object truth(const Specimen& specimen) {
  const Variant& variant = *find_variant(specimen.order.variant);
  boost::json::object out, traits, expected;
  out["variant"] = variant.name;
  out["level"] = name(specimen.order.level);
  out["generation"] = specimen.generation == Generation::kDef ? "DEF" : "GH";
  add_front(traits, specimen.front, specimen.generation);
  if (specimen.order.variant == "wrong_side") {  // nothing of the front is to be seen
    for (auto& trait : traits) trait.value() = nullptr;
  }
  add_back(traits, specimen.back, specimen.order.year);
  out["traits"] = std::move(traits);
  expected["decision"] = variant.decision;
  boost::json::array codes;
  for (const char* code : variant.codes) codes.emplace_back(code);
  expected["codes"] = std::move(codes);
  out["expected"] = std::move(expected);
  out["quads"] = {{"ine_front", corners(specimen.ine_front)}, {"ine_back", corners(specimen.ine_back)}};
  const bool back_shown = specimen.order.variant == "wrong_side";
  out["regions"] = {{"ine_front", regions(back_shown ? specimen.back_card : specimen.front_card)},
                    {"ine_back", regions(specimen.back_card)}};
  out["person"] = specimen.face_on_card;
  out["selfie_person"] = specimen.face_in_selfie;
  out["same_person"] = specimen.face_on_card == specimen.face_in_selfie;
  if (!specimen.challenge.empty())
    out["challenge"] = {{"variant", specimen.challenge},
                        {"glasses", specimen.selfie.glasses},
                        {"frame_rate", specimen.selfie.frame_rate},
                        {"actions", actions_truth(specimen.selfie.performance)}};
  return out;
}

void write(const Specimen& specimen, const fs::path& folder, bool with_video) {
  fs::create_directories(folder);
  save(folder / "ine_front.jpg", jpeg(specimen.ine_front));
  save(folder / "ine_back.jpg", jpeg(specimen.ine_back));
  save(folder / "applicant.json", applicant(specimen));
  save(folder / "truth.json", truth(specimen));
  const Selfie selfie(specimen.selfie_shot, specimen.selfie, specimen.random.fork("selfie"));
  cv::Mat still = selfie.frame(0.4);
  std::vector<unsigned char> file;
  cv::imencode(".jpg", still, file, {cv::IMWRITE_JPEG_QUALITY, 90});
  save(folder / "selfie.jpg", file);
  if (with_video) selfie.write_video(folder / "selfie.mp4");
  if (!specimen.challenge.empty())
    save(folder / "challenge.json",
         challenge(specimen.selfie.performance, specimen.issued_at, specimen.random.fork("challenge")));
}

Original front_original(const Specimen& specimen) {
  const Capture& shot = specimen.ine_front;
  Original original;
  original.file = jpeg(shot);
  const std::vector<cv::Point2f> card{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  std::vector<cv::Point2f> corners;
  for (const auto& corner : shot.quad)
    corners.emplace_back(static_cast<float>(corner.x / shot.pixels.cols),
                         static_cast<float>(corner.y / shot.pixels.rows));
  const cv::Mat map = cv::getPerspectiveTransform(card, corners);
  for (const auto& [name, box] : specimen.front_card.regions) {
    const float x = static_cast<float>(box.x), y = static_cast<float>(box.y), r = static_cast<float>(box.x + box.width),
                b = static_cast<float>(box.y + box.height);
    std::vector<cv::Point2f> around{{x, y}, {r, y}, {r, b}, {x, b}}, seen;
    cv::perspectiveTransform(around, seen, map);
    cv::Rect2d place(seen[0], cv::Size2d());
    double left = 1, top = 1, right = 0, bottom = 0;
    for (const auto& p : seen)
      left = std::min<double>(left, p.x), top = std::min<double>(top, p.y), right = std::max<double>(right, p.x),
      bottom = std::max<double>(bottom, p.y);
    place = {left, top, right - left, bottom - top};
    if (left < 0 || top < 0 || right > 1 || bottom > 1) continue;
    if (name == "portrait") {
      original.portrait = place;
      std::copy(seen.begin(), seen.end(), original.portrait_corners.begin());
    } else if (name != "ine.front.address") {  // of several lines: nobody replaces it in one piece
      original.values.push_back(place);
    }
  }
  return original;
}

void write_altered(const Altered& altered, Level level, const fs::path& folder) {
  fs::create_directories(folder);
  save(folder / "ine_front.jpg", altered.file);
  save(folder / "truth.json", {{"level", name(level)}, {"alteration", alteration(altered.kind, altered.region)}});
}

Specimen make_applicant(const Order& order, Random random) {
  Specimen specimen;
  specimen.order = order;
  specimen.random = random;
  Wanted wanted;
  wanted.today_year = order.year;
  specimen.person = make_person(random.fork("person"), wanted);
  return specimen;
}

void write_statement(const Specimen& specimen, const StatementOrder& order, const fs::path& folder) {
  fs::create_directories(folder);
  const Random random = specimen.random.fork("statement " + order.bank);
  const BankStatement statement =
      make_statement(order.bank, order.variant, specimen.person, specimen.order.year, random);
  const StatementPrint sheets = print(statement, random.fork("layout"));
  boost::json::object declared = applicant(specimen), known, altered;
  if (order.altered.empty()) {
    write_text_pdf(sheets, folder / "bank_statement.pdf");
    write_scanned_pdf(sheets, random.fork("scan"), folder / "bank_statement_scan.pdf");
  } else {
    altered = alteration(order.altered,
                         write_altered_pdf(sheets, order.altered, random.fork("alter"), folder / "bank_statement.pdf"));
  }
  if (order.alone && !altered.empty()) {
    save(folder / "truth.json", {{"level", order.bank}, {"alteration", altered}});
    return;
  }
  if (!statement.card)
    declared["clabe"] = make_statement(order.bank, "genuine", specimen.person, specimen.order.year, random).clabe;
  if (order.alone) {
    known["traits"] = boost::json::object{};
  } else {
    known = truth(specimen);
  }
  if (!altered.empty()) known["alteration"] = altered;
  known["statement"] = {{"bank", order.bank}, {"variant", order.variant}};
  for (const auto& [name, value] : statement_truth(statement)) known["traits"].as_object()[name] = value;
  save(folder / "applicant.json", declared);
  save(folder / "truth.json", known);
}

void write_contract(const Specimen& specimen, const ContractOrder& order, const fs::path& folder) {
  fs::create_directories(folder);
  const std::string& variant = order.variant;
  const Random random = specimen.random.fork("contract");
  const Offer offer = offer_of(specimen);
  const ContractPrint contract = print_contract(offer, variant, specimen.person, random);
  write_text_pdf(contract.print, folder / "contract.pdf");
  write_scanned_pdf(contract.print, random.fork("scan"), folder / "contract_scan.pdf");
  write_photographed_pdf(contract.print, random.fork("photo"), folder / "contract_photo.pdf");
  if (variant == "changed_after_signing")
    change_after_signing(folder / "contract.pdf", contract, "amount", pesos(static_cast<double>(offer.amount + 9000)));
  boost::json::object offered = as_json(offer);
  const TestAuthority authority("Prestador Ficticio de Certificacion");
  if (variant.starts_with("conserved")) {
    auto bytes = bytes_of(folder / "contract.pdf");
    if (variant == "conserved_other_file") bytes.push_back('\n');
    const auto when = std::chrono::sys_days(offer.date).time_since_epoch() / std::chrono::seconds(1) + 72000;
    const bool nobody = variant == "conserved_by_nobody";
    offered["conservation_token"] =
        base64(nobody ? TestAuthority("Nadie").stamp(bytes, when) : authority.stamp(bytes, when));
  }
  save(folder / "offer.json", offered);
  const std::string root = authority.root_pem();
  save(folder / "conservation_root.pem", root.data(), root.size());
  boost::json::object known =
      read_or(folder / "truth.json", {{"traits", boost::json::object{}}, {"level", "contract"}});
  const char* code = find_contract_variant(variant)->code;
  known["contract"] = {{"variant", variant},
                       {"code", code ? boost::json::value(code) : boost::json::value(nullptr)},
                       {"regions", contract_regions(contract)}};
  save(folder / "applicant.json", read_or(folder / "applicant.json", applicant(specimen)));
  save(folder / "truth.json", known);
}

void write_bill(const Specimen& specimen, const BillOrder& order, const fs::path& folder) {
  fs::create_directories(folder);
  constexpr double kDots = 300;  // per inch of the sheet that is photographed
  const Random random = specimen.random.fork("bill " + order.style);
  const mx::Date today = std::chrono::year{specimen.order.year} / std::chrono::November / 15;
  const Bill bill = make_bill(order.style, order.variant, specimen.person, today, random);
  const StatementPrint sheets = print(bill, random.fork("layout"));
  write_text_pdf(sheets, folder / "proof_of_address.pdf");
  write_scanned_pdf(sheets, random.fork("scan"), folder / "proof_of_address_scan.pdf");
  const Capture photo =
      capture(picture_of(sheets, 0, kDots), specimen.order.level, {}, random.fork("photo"), Subject::kPaper);
  save(folder / "proof_of_address.jpg", jpeg(photo));
  boost::json::object declared = read_or(folder / "applicant.json", applicant(specimen));
  boost::json::object told = read_or(
      folder / "truth.json",
      order.alone ? boost::json::object{{"traits", boost::json::object{}}, {"level", order.style}} : truth(specimen));
  for (const auto& [name, value] : declared_address(specimen.person.home)) declared[name] = value;
  for (const auto& [name, value] : bill_truth(bill)) told["traits"].as_object()[name] = value;
  told["bill"] = {{"style", order.style}, {"variant", order.variant}, {"photo_level", name(specimen.order.level)}};
  if (!told.contains("quads")) told["quads"] = boost::json::object{};
  told["quads"].as_object()["proof_of_address"] = corners(photo);
  save(folder / "applicant.json", declared);
  save(folder / "truth.json", told);
}

}  // namespace cotejo::specimens
