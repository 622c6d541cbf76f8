// A template filled with an offer: the words that the contract must have.
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contract_template.hpp"
#include "words.hpp"

namespace cotejo::contract_document {

struct FilledSlot {
  std::string field, text;
  std::size_t first = 0, last = 0;  // expected words [first, last)
};

struct SignatureLine {
  std::string signer, label;
  std::size_t first = 0, last = 0;  // expected words of the label
};

struct Filled {
  std::vector<ExpectedWord> words;
  std::vector<FilledSlot> slots;
  std::vector<SignatureLine> lines;
  std::vector<std::string> headings;                // by paragraph: its first words, to name the place by
  std::vector<std::vector<std::string>> furniture;  // comparable words; kAnyNumber stands for a page number
};
inline constexpr std::string_view kAnyNumber = "#";

// A value in that format, or nothing when the offer has none that fits it.
std::optional<std::string> written(const boost::json::object& offer, const std::string& field, Format format);

// Nothing when a slot cannot be filled; `missing` then names it.
std::optional<Filled> fill(const Template& form, const boost::json::object& offer, std::string& missing);

}  // namespace cotejo::contract_document
