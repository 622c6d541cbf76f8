#include "keys.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace identity_links {
namespace {

TEST(Keys, OneSpellingForEachPhone) {
  for (const char* text :
       {"55 1234 5678", "+52 55 1234 5678", "+521 55 1234 5678", "044 55 1234 5678", "(55) 1234-5678"})
    EXPECT_EQ(phone_key(text), "5512345678") << text;
}

TEST(Keys, NobodysPhoneIsNone) {
  for (const char* text : {"5555555555", "55 5555 5555", "123", "no tengo"}) EXPECT_FALSE(phone_key(text)) << text;
}

TEST(Keys, OneSpellingForEachDevice) {
  const std::vector<std::string> none;
  for (const char* text : {"3F2504E0-4F89-11D3-9A0C-0305E82C3301", "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}",
                           "3f2504e04f8911d39a0c0305e82c3301"})
    EXPECT_EQ(device_key(text, none), "3f2504e04f8911d39a0c0305e82c3301") << text;
}

TEST(Keys, WhatDevicesWithoutAnIdentitySayIsNone) {
  const std::vector<std::string> none;
  for (const char* text : {"00000000-0000-0000-0000-000000000000", "unknown", "Unknown-Device", "undefined", "iPhone",
                           "9774d56d682e549c", ""})
    EXPECT_FALSE(device_key(text, none)) << text;
  EXPECT_FALSE(device_key(std::string(200, 'a') + "bcd", none));
}

TEST(Keys, TheLendersOwnDevicesLinkNobody) {
  const std::vector<std::string> own{"TABLET-0001-AB"};
  EXPECT_FALSE(device_key("tablet0001ab", own));
  EXPECT_TRUE(device_key("tablet0002ab", own));
}

TEST(Keys, OnlyValidIdentifiersAreKeys) {
  EXPECT_EQ(curp_key("zaqr900514mdfmrs07"), "ZAQR900514MDFMRS07");
  EXPECT_FALSE(curp_key("ZAQR900514MDFMRS08"));
  EXPECT_EQ(clabe_key("002010077777777771"), "002010077777777771");
  EXPECT_EQ(clabe_key("002 010 07777777777 1"), "002010077777777771");
  EXPECT_FALSE(clabe_key("002010077777777772"));
  EXPECT_FALSE(clabe_key("000000000000000000"));
}

TEST(Keys, ACardsNumbersAreExactlySoManyDigits) {
  EXPECT_EQ(digits_key("183657710", kCardNumber), "183657710");
  EXPECT_EQ(digits_key("0747116375842", kOcrNumber), "0747116375842");
  for (const char* text : {"", "18365771", "1836577101", "18365771O", "000000000", "111111112"})
    EXPECT_FALSE(digits_key(text, kCardNumber)) << text;
}

TEST(Keys, ACurpsLikenessIsItsNamesDaySexAndPlaceOrWithoutTheDay) {
  EXPECT_EQ(homonym_key("GOMV800705MASMLR03"), "GOMV800705MASMLR");
  EXPECT_EQ(letters_key("GOMV800705MASMLR03"), "GOMVMASMLR");
}

}  // namespace
}  // namespace identity_links
