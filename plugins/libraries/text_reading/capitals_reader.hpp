// Reads lines of a page with the network for capitals; the results have the same form as those of the line networks.
// Thread-safe: const after construction.
#pragma once
#include "capitals_network.hpp"
#include "page.hpp"

namespace cotejo::text_reading {

class CapitalsReader {
 public:
  explicit CapitalsReader(std::span<const std::uint16_t> weights = capitals::trained_weights());

  // As LineNetwork::letters().
  const std::vector<std::string>& letters() const { return letters_; }

  // Reads each line, beginning a quarter of a letter before it. Once `stop` returns true, the remaining lines stay
  // unread.
  std::vector<PageLine> read_lines(const cv::Mat& grey, const std::vector<TextLine>& places, const Alphabet& alphabet,
                                   const Stop& stop = {}) const;

 private:
  capitals::Network network_;
  std::vector<std::string> letters_;
};

}  // namespace cotejo::text_reading
