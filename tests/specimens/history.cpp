#include "history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "history_faces.hpp"
#include "mx/clabe.hpp"
#include "mx/curp.hpp"
#include "mx/spanish_number.hpp"
#include "mx/state.hpp"

namespace cotejo::specimens {
namespace {

constexpr int kLongestAgo = 700;  // days

std::string digits(Random& random, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + random.integer(0, 9));
  return out;
}

std::string clabe(Random random) {
  constexpr std::array kBanks{"002", "012", "014", "021", "044", "072", "127", "638"};
  const std::string head = std::string(random.pick(kBanks)) + "180" + digits(random, 11);
  return head + mx::clabe_check_digit(head);
}

std::string device(Random random) {
  std::string out;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    out += "0123456789abcdef"[random.integer(0, 15)];
  }
  return out;
}

// ---- the same value as somebody else writes it

std::string phone_again(const std::string& phone, Random random) {
  switch (random.integer(0, 6)) {
    case 0:
      return "+52" + phone;
    case 1:
      return "+52 1 " + phone;
    case 2:
      return "52 " + phone.substr(0, 2) + " " + phone.substr(2, 4) + " " + phone.substr(6);
    case 3:
      return "(" + phone.substr(0, 3) + ") " + phone.substr(3, 3) + "-" + phone.substr(6);
    case 4:
      return "044" + phone;
    case 5:
      return phone.substr(0, 2) + "-" + phone.substr(2, 4) + "-" + phone.substr(6);
    default:
      return phone;
  }
}

std::string device_again(std::string id, Random random) {
  if (random.chance(0.5))
    std::transform(id.begin(), id.end(), id.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (random.chance(0.3)) std::erase(id, '-');
  if (random.chance(0.2)) id = "{" + id + "}";
  return id;
}

std::string in_lower_case(std::string text) {
  bool first = true;
  for (char& c : text) {
    if (!first && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    first = c == ' ';
  }
  return text;
}

struct Spelling {
  std::string_view full;
  std::vector<const char*> others;
};
const std::vector<Spelling>& kinds() {
  static const std::vector<Spelling> all{{"CALLE", {"C.", "Calle", "", ""}},
                                         {"AVENIDA", {"Av.", "AVE", "Avenida", "AV", ""}},
                                         {"BOULEVARD", {"Blvd.", "Bulevar", "BOULEVARD", ""}},
                                         {"CALZADA", {"Calz.", "CALZADA", ""}},
                                         {"ANDADOR", {"And.", "Andador"}},
                                         {"PRIVADA", {"Priv.", "Privada"}},
                                         {"CERRADA", {"Cda.", "Cerrada"}},
                                         {"PROLONGACION", {"Prol.", "Prolongación"}},
                                         {"CALLEJON", {"Cjon.", "Callejón"}}};
  return all;
}

// What typists do to a name: a number in words, letters that sound alike, and now and then a slip that nobody foresees.
std::string retyped(std::string name, Random random) {
  const auto blank = name.find(' ');
  const std::string head = name.substr(0, blank);
  if (!head.empty() && head.find_first_not_of("0123456789") == std::string::npos && random.chance(0.4))
    name = mx::spanish_words(std::stol(head)).value_or(head) + name.substr(head.size());
  for (const auto& [one, other] : {std::pair{'Z', 'S'}, std::pair{'V', 'B'}, std::pair{'B', 'V'}})
    if (const auto at = name.find(one); at != std::string::npos && random.chance(0.1)) name[at] = other;
  const auto is_letter = [&](std::size_t i) { return static_cast<unsigned char>(name[i]) < 0x80; };  // Ñ has two bytes
  if (random.chance(0.02) && name.size() > 4 && is_letter(2) && is_letter(3)) std::swap(name[2], name[3]);
  return random.chance(0.7) ? in_lower_case(name) : name;
}

std::array<std::string, 7> address_of(const Home& home, Random random) {
  std::string kind = home.street_kind;
  for (const Spelling& spelling : kinds())
    if (spelling.full == home.street_kind) kind = random.pick(spelling.others);
  std::string street = retyped(home.street, random.fork("street"));
  if (!kind.empty() && !street.empty()) street = kind + " " + street;
  std::string exterior = home.exterior;
  if (!home.block.empty())
    exterior =
        random.chance(0.5) ? "Mz " + home.block + " Lt " + home.lot : "MANZANA " + home.block + " LOTE " + home.lot;
  if (!exterior.empty() && home.block.empty() && random.chance(0.4))
    exterior = std::string(random.pick(std::array{"No. ", "#", "Num. "})) + exterior;
  std::string interior = home.interior;
  if (!interior.empty())
    interior = std::string(random.pick(std::array{"Int. ", "Depto. ", "", "Departamento "})) + interior;
  std::string colonia = retyped(home.colonia, random.fork("colonia"));
  if (random.chance(0.5)) colonia = "Col. " + colonia;
  const auto* state = mx::state_of_curp(home.state);
  return {street,
          exterior,
          interior,
          colonia,
          home.postal_code,
          in_lower_case(home.municipality),
          state && random.chance(0.6) ? std::string(state->name)
          : home.state == "DF"        ? "CDMX"
                                      : std::string(state ? state->name : "")};
}

// ---- people

struct Invented {
  Application application;
  Face face;
};

Invented apply(Random random) {
  Invented out;
  Application& a = out.application;
  a.person = make_person(random.fork("person"), {});
  a.declared_curp = a.person.curp;
  a.clabe = clabe(random.fork("clabe"));
  a.device = device(random.fork("device"));
  a.phone = phone_again(a.person.phone, random.fork("phone"));
  a.address = address_of(a.person.home, random.fork("home"));
  out.face.seed = random.fork("face").next();
  a.portrait = photograph(out.face, Photographed::as_printed_on_a_card, random.fork("portrait"));
  a.selfie = photograph(out.face, Photographed::in_a_selfie, random.fork("selfie"));
  a.day = random.fork("day").integer(0, kLongestAgo);
  return out;
}

class Stories {
 public:
  Stories(Random random, std::vector<Invented>& past) : random_(random), past_(past) {}

  Later tell(std::size_t number) {
    const Random random = random_.fork(std::to_string(number));
    Later later;
    later.story = "stranger";
    later.application = apply(random).application;
    later.application.day = 0;
    if (number % 2 == 0) return later;
    using Tell = void (Stories::*)(Later&, Random);
    constexpr std::array<Tell, 11> kTales{&Stories::same_account,     &Stories::same_phone,  &Stories::same_device,
                                          &Stories::same_home,        &Stories::household,   &Stories::same_face,
                                          &Stories::face_and_account, &Stories::others_card, &Stories::series,
                                          &Stories::same_person,      &Stories::same_card};
    (this->*kTales[number / 2 % kTales.size()])(later, random.fork("tale"));
    return later;
  }

 private:
  // Households are among the last tenth of the past, everybody else before: they move, and others must not.
  std::size_t settled() const { return past_.size() - past_.size() / 10; }
  std::size_t anybody(Random random) { return static_cast<std::size_t>(random.next() % settled()); }

  void plant(Later& later, Shared what, std::size_t past, Random random) {
    const Invented& other = past_[past];
    Application& a = later.application;
    switch (what) {
      case Shared::clabe:
        a.clabe = other.application.clabe;
        break;
      case Shared::phone:
        a.phone = phone_again(other.application.person.phone, random);
        break;
      case Shared::device:
        a.device = device_again(other.application.device, random);
        break;
      case Shared::card:
        give_card(a.person, other.application.person);
        break;
      case Shared::address:
        a.address = address_of(other.application.person.home, random);
        break;
      case Shared::face:
        a.portrait = photograph(other.face, Photographed::as_printed_on_a_card, random.fork("portrait"));
        a.selfie = photograph(other.face, Photographed::in_a_selfie, random.fork("selfie"));
        break;
      case Shared::curp:
        a.person.curp = other.application.person.curp;
        break;
      case Shared::series: {
        const Person own = a.person;
        a.person = other.application.person;
        give_card(a.person, own);
        const char homonym = a.person.curp[16];
        a.person.curp =
            mx::derive_curp(registered(a.person), homonym == '9' || homonym == 'Z' ? static_cast<char>(homonym - 1)
                                                                                   : static_cast<char>(homonym + 1));
        a.declared_curp = a.person.curp;
        break;
      }
    }
    later.planted.push_back({what, past});
  }

  static void give_card(Person& to, const Person& from) {
    to.cic = from.cic;
    to.section = from.section;
    to.citizen_id = from.citizen_id;
  }

  void one(Later& later, Random random, const char* story, Shared what) {
    later.story = story;
    plant(later, what, anybody(random.fork("whom")), random);
  }

  void same_account(Later& later, Random random) { one(later, random, "same account", Shared::clabe); }
  void same_phone(Later& later, Random random) { one(later, random, "same phone, typed again", Shared::phone); }
  void same_device(Later& later, Random random) { one(later, random, "same device", Shared::device); }
  void same_home(Later& later, Random random) { one(later, random, "same home, typed again", Shared::address); }
  void same_face(Later& later, Random random) { one(later, random, "same face, other photos", Shared::face); }
  void same_card(Later& later, Random random) { one(later, random, "same card, another CURP on it", Shared::card); }
  void others_card(Later& later, Random random) {
    const std::size_t whom = anybody(random.fork("whom"));
    later.story = "another's card";
    plant(later, Shared::curp, whom, random);
    plant(later, Shared::card, whom, random);
  }
  void series(Later& later, Random random) { one(later, random, "CURP of a series", Shared::series); }

  void face_and_account(Later& later, Random random) {
    const std::size_t whom = anybody(random.fork("whom"));
    later.story = "same face and account";
    plant(later, Shared::face, whom, random);
    plant(later, Shared::clabe, whom, random);
  }

  // One to three of the past live where this one does: nothing is wrong.
  void household(Later& later, Random random) {
    constexpr std::size_t kMost = 3;
    if (settled() + (households_ + 1) * kMost > past_.size()) return;  // no more homes: a stranger
    const std::size_t first = settled() + households_++ * kMost;
    later.story = "household";
    plant(later, Shared::address, first, random);
    const auto members = static_cast<std::size_t>(random.integer(1, static_cast<int>(kMost)));
    for (std::size_t i = 1; i < members; ++i) {
      const std::size_t member = first + i;
      Application& moved = past_[member].application;
      moved.person.home = past_[first].application.person.home;
      moved.address = address_of(moved.person.home, random.fork(std::to_string(i)));
      later.planted.push_back({Shared::address, member});
    }
  }

  void same_person(Later& later, Random random) {
    const Invented& before = past_[anybody(random.fork("whom"))];
    later.story = "the same person again";
    later.same_person = true;
    later.application = before.application;
    Person& person = later.application.person;
    Random renewal = random.fork("renewal");
    if (renewal.chance(0.3)) {  // for another home
      person.cic = digits(renewal, 9);
      person.section = digits(renewal, 4);
    }
    later.application.phone = phone_again(before.application.person.phone, random);
    later.application.portrait = photograph(before.face, Photographed::as_printed_on_a_card, random.fork("portrait"));
    later.application.selfie = photograph(before.face, Photographed::in_a_selfie, random.fork("selfie"));
    later.application.day = 0;
  }

  Random random_;
  std::vector<Invented>& past_;
  std::size_t households_ = 0;
};

}  // namespace

std::string_view name(Shared what) {
  constexpr std::array<std::string_view, 8> kNames{"curp", "clabe",   "phone", "device",
                                                   "card", "address", "face",  "series"};
  return kNames[static_cast<std::size_t>(what)];
}

History make_history(Random random, std::size_t past, std::size_t later) {
  std::vector<Invented> people;
  people.reserve(past);
  for (std::size_t i = 0; i < past; ++i) people.push_back(apply(random.fork("past " + std::to_string(i))));
  History history;
  Stories stories(random.fork("later"), people);
  for (std::size_t i = 0; i < later; ++i) history.later.push_back(stories.tell(i));
  for (Invented& each : people) history.past.push_back(std::move(each.application));
  return history;
}

boost::json::object as_json(const Application& a) {
  constexpr std::array kParts{"street", "exterior_number", "interior_number", "colonia", "postal_code", "municipality",
                              "state"};
  boost::json::object out{{"given_names", a.person.given_names},
                          {"surname", a.person.surname},
                          {"second_surname", a.person.second_surname},
                          {"curp", a.declared_curp},
                          {"clabe", a.clabe},
                          {"phone", a.phone},
                          {"device_id", a.device}};
  for (std::size_t i = 0; i < kParts.size(); ++i) out[kParts[i]] = a.address[i];
  return {{"application", out},
          {"card_curp", a.person.curp},
          {"card_number", a.person.cic},
          {"card_ocr", a.person.ocr()},
          {"days_ago", a.day}};
}

boost::json::object as_json(const Later& later) {
  boost::json::object out = as_json(later.application);
  boost::json::array planted;
  for (const Planted& each : later.planted) planted.push_back({{"shares", name(each.what)}, {"with", each.past}});
  out["truth"] = {{"story", later.story}, {"links", planted}, {"same_person", later.same_person}};
  return out;
}

}  // namespace cotejo::specimens
