// Simple voter cards of fictional people, drawn for the tests of the readers: two generations, several fonts, three
// levels of distortion. They are no likeness of the real print; they have its labels, its fields and its ways of
// arranging them.
#pragma once
#include <cstdint>
#include <map>
#include <opencv2/core.hpp>
#include <random>
#include <string>
#include <vector>

namespace cotejo::test {

struct Person {
  std::map<std::string, std::string> fields;  // traits of ine.front and ine.back by name; an absent one has no entry
  std::vector<std::string> address_lines;
  std::string emission_number;  // two digits
};

enum class Generation { kDef, kGh };
enum class Level { kClean, kPhone, kHard };

struct Print {
  Generation generation = Generation::kGh;
  std::string value_font, label_font;  // paths; empty: chosen by the generator
  Level level = Level::kClean;
};

// People and prints follow from the generator alone.
Person invent_person(std::mt19937& random);
Print invent_print(std::mt19937& random, Level level);

// 1011x638, BGR.
cv::Mat print_front(const Person& person, const Print& print, std::mt19937& random);
cv::Mat print_back(const Person& person, const Print& print, std::mt19937& random);

}  // namespace cotejo::test
