// A component that reads one side of an upright voter card: its ports, models and limits.
//
//   class IneFront final : public CardSide<FrontReader> { … Status run(Call& call) override { … } };
//
// READER is made of the model, and const afterwards: its components are entered by several workers at once.
#pragma once
#include <charconv>
#include <cotejo/opencv.hpp>
#include <cotejo/plugin.hpp>
#include <optional>
#include <text_reading/model_file.hpp>

namespace cotejo::voter_card {

template <class READER>
class CardSide : public SubAnalyzer {
 public:
  static constexpr bool parallel = true;

  Port<Image> card{this, "card", "document.rectify.card", "Upright card, cut out of its photo"};
  Model spanish{this, "tesseract-spa"};

  void prepare(Host& host) override { reader_.emplace(text_reading::read_model(std::as_bytes(host.model(spanish)))); }

 protected:
  static bool usable(const Image& image) {
    return image.width >= kSmallest && image.height >= kSmallest && image.width <= kLargest && image.height <= kLargest;
  }
  static constexpr const char* kNotUsable = "the image of the card is too small or too large to be read";

  static int year_of(const Call& call) {
    int year = 0;
    const auto today = call.today();
    std::from_chars(today.data(), today.data() + std::min<std::size_t>(4, today.size()), year);
    return year;
  }

  template <class BOX>
  static std::optional<Region> region_of(const Image& image, const BOX& box) {
    if (box.empty()) return std::nullopt;
    return image.region(box.x, box.y, box.width, box.height);
  }

  const READER& reader() const { return *reader_; }

 private:
  static constexpr std::uint32_t kSmallest = 200,
                                 kLargest = 4096;  // pixels a side; the host's rectified cards have 1011x638
  std::optional<READER> reader_;
};

}  // namespace cotejo::voter_card
