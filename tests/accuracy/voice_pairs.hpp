// What is found of voices in pairs: how often one speaker is taken for another, and whether the check's confidence
// keeps its promise.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "recording.hpp"

namespace cotejo::accuracy {

// A recording, once it was heard.
struct KnownVoice {
  std::string speaker, channel;
  char sex = '?';
  std::optional<voice::Embedding> embedding;
  voice::Absence absence = voice::Absence::no_speech;  // meaningful without an embedding
};

// Prints the tables.
void tell_pairs(const std::vector<KnownVoice>& all);

}  // namespace cotejo::accuracy
