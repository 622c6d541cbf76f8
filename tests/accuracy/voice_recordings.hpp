// Recordings whose speaker is known, for measuring voices: Debian's synthesisers in interviews and readings, and people
// from a folder, through channels of four kinds. The same seed gives the same recordings.
#pragma once
#include <filesystem>
#include <speech.hpp>
#include <string>
#include <vector>

namespace cotejo::accuracy {

struct Recording {
  std::string speaker, channel;
  char sex = '?';  // H, M; unknown of people
  bool interview = false;
  specimens::Spoken spoken;
};

// clean, phone, telephone, hard: a quiet room; a messenger's codec in a room; a telephone line of 300 to 3400 Hz with
// GSM or mu-law; 8 to 15 dB above noise, with echo.
std::vector<std::string> channel_names();

// An interview without the operator's voice, or the reading of a contract, each of another applicant's words.
Recording recorded(const specimens::Voice& who, const std::string& channel, bool interview, specimens::Random random);

// An interview in which an operator of the same sex asks aloud, through a telephone's or messenger's channel.
Recording asked(const specimens::Voice& who, specimens::Random random);

// Somebody whose sound files lie in a folder: each recording takes files that no other takes, until it is so long.
class People {
 public:
  explicit People(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::vector<std::string> names() const;
  std::vector<Recording> recorded(const std::string& who, int each, specimens::Random random) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace cotejo::accuracy
