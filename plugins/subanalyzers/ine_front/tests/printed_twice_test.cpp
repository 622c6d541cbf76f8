#include "../printed_twice.hpp"

#include <gtest/gtest.h>

namespace {

using namespace cotejo::ine_front;
using cotejo::text_reading::Settled;

// A fictional person's.
constexpr const char* kCurp = "FUBH660226HYNNTC04";
constexpr const char* kClave = "FNBTHC66022631H400";
constexpr const char* kBirth = "26021966";
constexpr const char* kInitials = "FNBTHC";

Settled clear(const std::string& text) {
  Settled out;
  out.text = text;
  out.first = out.second = 0.99;
  out.agreed = true;
  for (char letter : text) out.choices.push_back({{std::string(1, letter), 0.9999}, {"?", 1e-6}});
  return out;
}
// `at` was read as `letter`; the print bears out what `text` has there with `share`.
Settled blurred(const std::string& text, std::size_t at, char letter, double share = 0.2) {
  Settled out = clear(text);
  out.choices[at] = {{std::string(1, letter), 1 - share}, {std::string(1, text[at]), share}};
  out.text[at] = letter;
  out.agreed = false;
  return out;
}

TEST(PrintedTwice, ABlurredLetterIsSettledByTheOtherPrintOfItsFact) {
  Settled curp = blurred(kCurp, 4, '5'), clave = clear(kClave);
  PrintedTwice prints{&curp, &clave};
  ask_each_other(prints);
  EXPECT_EQ(curp.text, kCurp);
  EXPECT_TRUE(prints.curp_changed);
  EXPECT_FALSE(curp.agreed) << "what was changed is no agreement of two readers";
  EXPECT_FALSE(prints.clave_changed);
}

TEST(PrintedTwice, TheDateOfBirthAndTheNamesAreWitnessesToo) {
  Settled clave = blurred(kClave, 7, '5'), birth = clear(kBirth);
  PrintedTwice by_date{nullptr, &clave, &birth};
  ask_each_other(by_date);
  EXPECT_EQ(clave.text, kClave);
  clave = blurred(kClave, 1, 'H');
  PrintedTwice by_name{nullptr, &clave, nullptr, kInitials};
  ask_each_other(by_name);
  EXPECT_EQ(clave.text, kClave);
}

TEST(PrintedTwice, WhatWasReadSurelyIsNotChanged) {
  Settled curp = clear(kCurp), clave = clear("FNBTHC67022631H400");
  curp.choices[5].push_back({"7", 0.001});
  PrintedTwice prints{&curp, &clave, nullptr, "MNBTHC"};
  ask_each_other(prints);
  EXPECT_EQ(curp.text, kCurp);
  EXPECT_EQ(clave.text, "FNBTHC67022631H400") << "the card contradicts itself: that is for a check to find";
  EXPECT_FALSE(prints.curp_changed || prints.clave_changed);
}

TEST(PrintedTwice, ALetterThatThePrintDoesNotBearOutIsNotTakenFromElsewhere) {
  Settled curp = blurred(kCurp, 4, '5', 1e-7), clave = clear(kClave);
  PrintedTwice prints{&curp, &clave};
  ask_each_other(prints);
  EXPECT_EQ(curp.text[4], '5');
  EXPECT_FALSE(prints.curp_changed);
}

TEST(PrintedTwice, StateAndNumberAreSettledTogether) {
  Settled curp = blurred(kCurp, 12, 'M'), clave = clear(kClave);  // YM is no state; 31 is YN
  PrintedTwice prints{&curp, &clave};
  ask_each_other(prints);
  EXPECT_EQ(curp.text, kCurp);
}

TEST(PrintedTwice, ABlurredCheckDigitIsProvedOnlyWhereTheClaveVouchesForTheRest) {
  Settled curp = blurred(kCurp, 17, '1'), clave = clear(kClave);
  PrintedTwice alone{&curp};
  ask_each_other(alone);
  EXPECT_EQ(curp.text[17], '1');
  PrintedTwice both{&curp, &clave};
  ask_each_other(both);
  EXPECT_EQ(curp.text, kCurp);
}

TEST(PrintedTwice, AWrongCheckDigitThatWasReadSurelyStays) {
  Settled curp = clear(std::string(kCurp, 17) + "1"), clave = clear(kClave);
  curp.choices[17].push_back({"4", 0.01});
  PrintedTwice prints{&curp, &clave};
  ask_each_other(prints);
  EXPECT_EQ(curp.text[17], '1');
}

}  // namespace
