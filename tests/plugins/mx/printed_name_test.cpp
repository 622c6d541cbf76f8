#include "mx/printed_name.hpp"

#include <gtest/gtest.h>

namespace cotejo::mx {
namespace {

const Person kRosa{.surname = "Zamora", .second_surname = "Quiñónez", .given_names = "Rosa María"};

TEST(PrintedName, AnyFormThatDocumentsUseIsTheSameName) {
  for (const char* printed : {"ROSA MARIA ZAMORA QUIÑONEZ", "ZAMORA QUINONEZ ROSA MARIA", "ROSA ZAMORA QUIÑONEZ",
                              "ZAMORA QUIÑONEZ ROSA", "ROSA MARIA ZAMORA", "ZAMORA ROSA MARIA"})
    EXPECT_EQ(likeness_as_printed(printed, kRosa).score, 1) << printed;
}

TEST(PrintedName, OneLetterIsAMisreadingAndARelativeIsNot) {
  EXPECT_TRUE(likeness_as_printed("ROSA MARLA ZAMORA QUIÑONEZ", kRosa).one_letter);
  const auto brother = likeness_as_printed("JORGE LUIS ZAMORA QUIÑONEZ", kRosa);
  EXPECT_FALSE(brother.one_letter);
  EXPECT_LT(brother.score, 0.75);
}

TEST(PrintedName, NobodyIsLikeNobody) {
  EXPECT_EQ(likeness_as_printed("", kRosa).score, 0);
  EXPECT_EQ(likeness_as_printed("ROSA", {.surname = "", .given_names = "Rosa"}).score, 0);
}

}  // namespace
}  // namespace cotejo::mx
