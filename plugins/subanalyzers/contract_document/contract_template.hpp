// The text that a contract must have: words, and slots that an offer fills. README.md says how templates are written.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cotejo::contract_document {

// How a value of the offer is written out.
enum class Format { text, upper, money, words, percent, date };

struct Piece {
  std::string text;   // of a literal
  std::string field;  // of a slot: the offer's key; empty for a literal
  Format format = Format::text;
};

struct Paragraph {
  std::vector<Piece> pieces;
  std::string signer;  // of a line to sign above: whose role; empty for text
};

struct Template {
  std::vector<Paragraph> body;
  std::vector<std::vector<Piece>> furniture;  // what stands above and below the text of every page
};

// Throws std::invalid_argument with the line and what is wrong with it.
Template parse_template(std::string_view text);

// The shipped template of that name. Throws std::invalid_argument when there is none.
std::string_view shipped_template(std::string_view name);

}  // namespace cotejo::contract_document
