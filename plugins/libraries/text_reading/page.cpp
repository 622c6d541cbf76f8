#include "page.hpp"

#include <algorithm>
#include <cmath>

namespace cotejo::text_reading {

cv::Rect PageLine::box_of(Span span) const {
  const int from = std::max(place.box.x, static_cast<int>(std::floor(x_of(span.first))));
  const int to = std::min(place.box.br().x, static_cast<int>(std::ceil(x_of(span.last))));
  return {from, place.box.y, std::max(1, to - from), place.box.height};
}

double PageLine::clearness() const {
  const auto count = decoded.letters.size();
  return count == 0 ? 0 : std::pow(decoded.probability, 1.0 / static_cast<double>(count));
}

Alphabet every_letter(const LineNetwork& network) {
  std::string all;
  for (std::size_t i = 1; i < network.letters().size(); ++i) all += network.letters()[i];
  return Alphabet(network, all);
}

std::vector<PageLine> read_lines(const cv::Mat& grey, const std::vector<TextLine>& places, const LineNetwork& network,
                                 const Alphabet& alphabet, const Cut& cut, const Stop& stop) {
  std::vector<cv::Mat> cuts;
  for (const auto& place : places) cuts.push_back(cut_line(grey, place, cut));
  std::vector<Posteriors> posteriors = network.read(cuts, stop);
  std::vector<PageLine> out(posteriors.size());
  for (std::size_t i = 0; i < out.size() && !(stop && stop()); ++i) {
    PageLine& line = out[i];
    line.place = places[i];
    line.left = places[i].box.x - cut.side * places[i].letter_height;
    line.posteriors = std::move(posteriors[i]);
    line.decoded = decode(line.posteriors, alphabet, line.whole());
  }
  return out;
}

}  // namespace cotejo::text_reading
