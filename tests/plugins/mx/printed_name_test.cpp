#include "mx/printed_name.hpp"

#include <gtest/gtest.h>

namespace cotejo::mx {
namespace {

const Person kRosa{.surname = "Zamora", .second_surname = "Quiñónez", .given_names = "Rosa María"};

TEST(PrintedName, AnyFormThatDocumentsUseIsTheSameName) {
  for (const char* printed :
       {"ROSA MARIA ZAMORA QUIÑONEZ", "ZAMORA QUINONEZ ROSA MARIA", "ROSA ZAMORA QUIÑONEZ", "ZAMORA QUIÑONEZ ROSA",
        "ROSA MARIA ZAMORA", "ZAMORA ROSA MARIA", "SRA. ROSA MARIA ZAMORA QUIÑONEZ", "Lic. Rosa María Zamora"})
    EXPECT_EQ(likeness_as_printed(printed, kRosa).score, 1) << printed;
}

TEST(PrintedName, OneLetterIsAMisreadingAndARelativeIsNot) {
  EXPECT_TRUE(likeness_as_printed("ROSA MARLA ZAMORA QUIÑONEZ", kRosa).one_letter);
  const auto brother = likeness_as_printed("JORGE LUIS ZAMORA QUIÑONEZ", kRosa);
  EXPECT_FALSE(brother.one_letter);
  EXPECT_LT(brother.score, 0.75);
}

TEST(PrintedName, AnotherGivenNameWithTheSameSurnamesIsAnotherPerson) {
  struct Two {
    const char *printed, *given, *surname, *second;
  };
  for (const auto& [printed, given, surname, second] :
       {Two{"MARIO HERNANDEZ MARTINEZ", "María", "Hernández", "Martínez"},
        Two{"FRANCISCA LOPEZ LUNA", "Francisco", "López", "Luna"},
        Two{"GABRIELA LOPEZ LUNA", "Gabriel", "López", "Luna"},
        Two{"JUAN MANUEL HERNANDEZ GUTIERREZ", "Iván Manuel", "Hernández", "Gutiérrez"},
        Two{"MARIA GUADALUPE HERNANDEZ LI", "María Guadalupe", "Hernández", "Xu"}}) {
    const auto like =
        likeness_as_printed(printed, {.surname = surname, .second_surname = second, .given_names = given});
    EXPECT_TRUE(like.other_name) << printed;
    EXPECT_FALSE(like.is_same(0.92)) << printed;
    EXPECT_GE(like.score, 0.75) << printed << ": a person looks";
  }
}

TEST(PrintedName, OtherSpellingsAreNoOtherNames) {
  struct Two {
    const char *printed, *given, *surname, *second;
  };
  for (const auto& [printed, given, surname, second] :
       {Two{"ROSA MARIA ZAMORA QUIROS", "Rosa María", "Zamora", "Quiroz"},
        Two{"GUADALUPE GONZALES RUIS", "Guadalupe", "González", "Ruiz"},
        Two{"MA FERNANDA NUNEZ LOPEZ", "Ma. Fernanda", "Núñez", "López"},
        Two{"MA. GUADALUPE RIOS PAZ", "María Guadalupe", "Ríos", "Paz"},
        Two{"JOSE LUIS RIOS PAZ", "J. Luis", "Ríos", "Paz"},
        Two{"ALEJANDRP HERNANDEZ MARTINEZ", "Alejandro", "Hernández", "Martínez"},
        Two{"MARIAFERNANDA NUÑEZ LOPEZ", "María Fernanda", "Núñez", "López"}}) {
    const auto like =
        likeness_as_printed(printed, {.surname = surname, .second_surname = second, .given_names = given});
    EXPECT_TRUE(like.is_same(0.9)) << printed << ' ' << like.score;
  }
}

TEST(PrintedName, LeavesOutWhatBanksLeaveOut) {
  struct Two {
    const char *printed, *given, *surname, *second;
  };
  for (const auto& [printed, given, surname, second] :
       {Two{"MARIA ANGELES CRUZ GARZA", "María de los Ángeles", "de la Cruz", "de la Garza"},
        Two{"ROSA ZAMORA QUIROZ Y/O JUAN LOPEZ LUNA", "Rosa", "Zamora", "Quiroz"},
        Two{"JUAN LOPEZ LUNA Y/O ROSA ZAMORA QUIROZ", "Rosa", "Zamora", "Quiroz"},
        Two{"JOHN SMITH X", "John", "Smith", ""}}) {
    const auto like =
        likeness_as_printed(printed, {.surname = surname, .second_surname = second, .given_names = given});
    EXPECT_TRUE(like.is_same(0.92)) << printed << ' ' << like.score;
  }
}

TEST(PrintedName, CommonSurnamesALetterApartAreTwo) {
  for (const auto& [printed, surname] : {std::pair{"ANA FERNANDEZ QUIROZ", "Hernández"},
                                         {"ANA SUAREZ QUIROZ", "Juárez"},
                                         {"ANA ROSAS QUIROZ", "Rojas"}}) {
    const auto like =
        likeness_as_printed(printed, {.surname = surname, .second_surname = "Quiroz", .given_names = "Ana"});
    EXPECT_FALSE(like.is_same(0.92)) << printed;
    EXPECT_GE(like.score, 0.75) << printed << ": a person looks";
  }
}

TEST(PrintedName, NobodyIsLikeNobody) {
  EXPECT_EQ(likeness_as_printed("", kRosa).score, 0);
  EXPECT_EQ(likeness_as_printed("ROSA", {.surname = "", .given_names = "Rosa"}).score, 0);
}

}  // namespace
}  // namespace cotejo::mx
