#include "identifiers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace cotejo::specimens {
namespace {

bool vowel(char c) {
  return std::string_view("AEIOU").find(c) != std::string_view::npos;
}

// One character per letter: Ñ (two bytes) becomes X, as identifiers write it.
std::string letters(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if ((c & 0xC0) != 0x80) {
      out += 'X';
    }
  }
  return out;
}

// The word that counts: the first one after the particles and, in given names, after JOSE and MARIA.
std::string counted_word(const std::string& name, bool given) {
  static const std::vector<std::string> particles = {"DA",  "DAS", "DE", "DEL", "DER", "DI", "DIE", "DD",  "EL", "LA",
                                                     "LOS", "LAS", "LE", "LES", "MAC", "MC", "VAN", "VON", "Y"};
  static const std::vector<std::string> common = {"JOSE", "J", "MARIA", "MA", "M"};
  std::istringstream in(letters(name));
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    if (std::find(particles.begin(), particles.end(), word) == particles.end()) words.push_back(word);
  }
  if (words.empty()) return {};
  if (given && words.size() > 1 && std::find(common.begin(), common.end(), words[0]) != common.end()) return words[1];
  return words[0];
}

char inner(const std::string& word, bool want_vowel) {
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (vowel(word[i]) == want_vowel) return word[i];
  }
  return 'X';
}

char initial(const std::string& word) {
  return word.empty() ? 'X' : word[0];
}

bool forbidden(std::string_view four) {
  static const std::vector<std::string_view> words = {
      "BACA", "BAKA", "BUEI", "BUEY", "CACA", "CACO", "CAGA", "CAGO", "CAKA", "CAKO", "COGE", "COGI", "COJA", "COJE",
      "COJI", "COJO", "COLA", "CULO", "FALO", "FETO", "GETA", "GUEI", "GUEY", "JETA", "JOTO", "KACA", "KACO", "KAGA",
      "KAGO", "KAKA", "KAKO", "KOGE", "KOGI", "KOJA", "KOJE", "KOJI", "KOJO", "KOLA", "KULO", "LILO", "LOCA", "LOCO",
      "LOKA", "LOKO", "MAME", "MAMO", "MEAR", "MEAS", "MEON", "MIAR", "MION", "MOCO", "MOKO", "MULA", "MULO", "NACA",
      "NACO", "PEDA", "PEDO", "PENE", "PIPI", "PITO", "POPO", "PUTA", "PUTO", "QULO", "RATA", "ROBA", "ROBE", "ROBO",
      "RUIN", "SENO", "TETA", "VACA", "VAGA", "VAGO", "VAKA", "VUEI", "VUEY", "WUEI", "WUEY"};
  return std::find(words.begin(), words.end(), four) != words.end();
}

char curp_check_digit(std::string_view seventeen) {
  int sum = 0;
  for (int i = 0; i < 17; ++i) {
    const char c = seventeen[static_cast<std::size_t>(i)];
    int value = 0;
    if (c >= '0' && c <= '9') {
      value = c - '0';
    } else {
      value = c - 'A' + 10 + (c > 'N' ? 1 : 0);  // Ñ counts between N and O
    }
    sum += value * (18 - i);
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string transliterated(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      out += c == ' ' ? '<' : static_cast<char>(c);
    } else if ((c & 0xC0) != 0x80) {
      out += 'N';
    }
  }
  return out;
}

}  // namespace

std::string make_curp(const Names& names, const Date& birth, char sex, std::string_view state, Random random) {
  const std::string p = counted_word(names.surname, false), m = counted_word(names.second_surname, false),
                    n = counted_word(names.given_names, true);
  std::string curp = {initial(p), inner(p, true), initial(m), initial(n)};
  if (forbidden(curp)) curp[1] = 'X';
  curp += birth.compact() + sex + std::string(state);
  curp += {inner(p, false), inner(m, false), inner(n, false)};
  const int homonym = random.chance(0.85) ? 0 : random.integer(1, 9);
  curp += static_cast<char>((birth.year < 2000 ? '0' : 'A') + homonym);
  return curp + curp_check_digit(curp);
}

std::string make_clave_elector(const Names& names, const Date& birth, char sex, int state, Random random) {
  std::string clave;
  for (const auto& word : {counted_word(names.surname, false), counted_word(names.second_surname, false),
                           counted_word(names.given_names, true)}) {
    clave += initial(word);
    clave += inner(word, false);
  }
  return clave + fmt::format("{}{:02}{}{}{:02}", birth.compact(), state, sex, random.integer(0, 9),
                             random.chance(0.9) ? 0 : random.integer(1, 5));
}

char check_digit(std::string_view text) {
  constexpr int weights[] = {7, 3, 1};
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int value = c == '<' ? 0 : (c <= '9' ? c - '0' : c - 'A' + 10);
    sum += value * weights[i % 3];
  }
  return static_cast<char>('0' + sum % 10);
}

std::array<std::string, 3> make_mrz(const Names& names, const Person& person, int number) {
  const std::string first = "IDMEX" + person.cic + check_digit(person.cic) + "<<" + person.ocr();
  const std::string birth = person.birth.compact(), expiry = fmt::format("{:02}1231", person.valid_until % 100);
  std::string second = birth + check_digit(birth) + person.sex + expiry + check_digit(expiry);
  second += fmt::format("MEX<{:02}<<{:05}<", person.emission_number, number);
  second += check_digit(first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
  std::string third = transliterated(names.surname);
  if (!names.second_surname.empty()) third += "<" + transliterated(names.second_surname);
  third += "<<" + transliterated(names.given_names);
  third.resize(30, '<');
  return {first, second, third};
}

}  // namespace cotejo::specimens
