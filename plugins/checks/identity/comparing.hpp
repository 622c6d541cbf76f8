// Comparisons that several rules share.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mx/clave_elector.hpp"
#include "mx/curp.hpp"
#include "rules.hpp"

namespace identity {

enum class Likeness { same, unclear, different };

// Compares by the product's two thresholds. A difference of one letter is never a different name, since it may be
// misread.
Likeness compare(double similarity, std::size_t letters_apart, const Params& params);
Likeness compare_names(const std::string& a, const std::string& b, const Params& params);

// Whether `cut` is what a finger or glare leaves of the name `whole`: it has fewer letters, and its words are, in this
// order, some of `whole`'s or beginnings or ends of them. The last word of `whole` may be cut off itself, as in a zone
// whose field is full. Accents and case are not looked at.
bool is_cut_from(const std::string& cut, const std::string& whole);

using cotejo::judgement::Ground;

// One reading of something that several places on a card state.
struct Statement {
  std::string value;
  Ground ground;
};

// Compares what several places on a card state. The value of the largest group of equal statements is expected (at a
// tie, that of the first statement), and every other statement is a finding. Fewer than two statements are not
// compared.
void compare_statements(const std::vector<Statement>& statements, std::string_view code, cotejo::Severity severity,
                        Judgement& judgement);

// A CURP without a problem, or nothing.
std::optional<cotejo::mx::Curp> sound_curp(const Text& fact);

// The person whom the names on the front describe; names that could not be read are empty.
cotejo::mx::Person person_of(const Text& surname, const Text& second_surname, const Text& given_names);

// `curp` with those letters replaced that come from names, as `person` would have them: to be shown beside `curp`.
std::string expected_curp(const cotejo::mx::Curp& curp, cotejo::mx::Person person);
// The characters of a CURP that RENAPO does not choose.
std::string shown(const cotejo::mx::Curp& curp);

// "surname, sex" for texts.
std::string join(const std::vector<cotejo::mx::CurpPart>& parts);

// "GOMEZ VELAZQUEZ MARGARITA"
std::string full_name(const Text& surname, const Text& second_surname, const Text& given_names);

// Whether the front's name is what a finger or glare over a part of it leaves of the zone's.
bool front_is_cut_from_zone(const Facts& facts);

}  // namespace identity
