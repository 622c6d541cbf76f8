#include <algorithm>
#include <mx/clave_elector.hpp>

#include "placing.hpp"

namespace cotejo::ine_front {
namespace {

using text_reading::PageLine;
using Block = std::vector<Spot>;

constexpr std::size_t kInitials = 6;           // initial and first inner consonant of each name, as a clave begins
constexpr std::size_t kTellingly = 4;          // so many of them agree by no accident
constexpr std::size_t kTellinglyAnywhere = 5;  // the same of any two or three lines below each other
constexpr double kSameColumn = 1.0;            // letter heights: names and address begin below each other

// What the identifiers say of the names, each in the order of the clave; empty when it was not found.
std::vector<std::string> initials_of(const CardPage& page, const Places& places) {
  std::vector<std::string> out;
  if (const auto clave = first_text(page, places, Key::clave_elector, 0, kInitials); !clave.empty())
    out.push_back(clave);
  if (const auto curp = first_text(page, places, Key::curp, 0, 18); !curp.empty())
    out.push_back({curp[0], curp[13], curp[2], curp[14], curp[3], curp[15]});
  return out;
}

// How many letters of an identifier the block gives, read as names.
std::size_t agreement(const CardPage& page, const Block& block, const std::vector<std::string>& initials) {
  if (block.size() < 2 || block.size() > kNameLines) return 0;
  const auto text = [&](std::size_t i) { return page.text.lines[block[i].line].decoded.text(); };
  const mx::Person person{.surname = text(0),
                          .second_surname = block.size() == kNameLines ? text(1) : std::string(),
                          .given_names = text(block.size() - 1)};
  const std::string given = mx::derive_clave_elector(person);
  std::size_t most = 0;
  for (const auto& said : initials) {
    std::size_t same = 0;
    for (std::size_t i = 0; i < kInitials && i < given.size(); ++i) same += given[i] == said[i];
    most = std::max(most, same);
  }
  return most;
}

bool has_digits(const CardPage& page, const Block& block) {
  return std::any_of(block.begin(), block.end(), [&](const Spot& spot) {
    const auto& letters = page.text.lines[spot.line].decoded.letters;
    return std::count_if(letters.begin(), letters.end(),
                         [](const auto& l) { return l.text.size() == 1 && l.text[0] >= '0' && l.text[0] <= '9'; }) > 1;
  });
}

bool begins_with(const Block& block, const Block& other) {
  return !block.empty() && !other.empty() && block.front().line == other.front().line && block.size() == other.size();
}

class Stacks {
 public:
  Stacks(const CardPage& page, const Places& places, bool wide = false)
      : page_(page), height_(value_height(page, places)) {
    double top = 0;
    for (const auto& label : page.text.labels)
      if (label.label == Label::heading && 2 * label.box.y < page.text.size.height)
        top = std::max<double>(top, label.box.br().y);
    for (auto& stack : stacks_of(page.text, height_, wide)) {
      // A value that was placed belongs to no block, and what stands below it does not belong to what is above.
      Block block;
      const auto finish = [&] {
        if (block.size() >= 2) all_.push_back(block);
        block.clear();
      };
      for (const Spot& spot : stack) {
        const bool placed = std::any_of(places.patterns.begin(), places.patterns.end(),
                                        [&](const auto& place) { return place.second.spot.line == spot.line; });
        if (placed || box(spot).y < top)
          finish();
        else
          block.push_back(spot);
      }
      finish();
    }
    std::sort(all_.begin(), all_.end(), [&](const auto& a, const auto& b) { return box(a[0]).y < box(b[0]).y; });
  }

  // The one that the identifiers speak for; without any, the first that has a name's letters.
  const Block* names(const std::vector<std::string>& initials) const {
    const Block* best = nullptr;
    std::size_t most = 0;
    for (const auto& block : all_)
      if (const auto agrees = agreement(page_, block, initials); agrees > most) most = agrees, best = &block;
    if (most >= kTellingly) return best;
    const auto first = std::find_if(all_.begin(), all_.end(), [&](const auto& block) {
      return block.size() <= kNameLines && !has_digits(page_, block);
    });
    return first == all_.end() ? nullptr : &*first;
  }

  struct Told {
    Block names, rest;
    std::size_t agrees = 0;
  };
  // The lines of any stack that the identifiers speak for, and those below them.
  Told told(const std::vector<std::string>& initials) const {
    Told best;
    for (const auto& block : all_)
      for (std::size_t count : {kNameLines, kNameLines - 1})
        for (std::size_t first = 0; first + count <= block.size(); ++first) {
          const auto from = block.begin() + static_cast<std::ptrdiff_t>(first),
                     to = from + static_cast<std::ptrdiff_t>(count);
          const Block names(from, to);
          const auto rest = std::min<std::ptrdiff_t>(kAddressLines, block.end() - to);
          if (const auto agrees = agreement(page_, names, initials); agrees > best.agrees)
            best = {names, Block(to, to + rest), agrees};
        }
    return best;
  }

  // The next one below the names.
  const Block* address(const Block& names) const {
    const cv::Rect above = box(names.back()), first = box(names.front());
    for (const auto& block : all_)
      if (block.size() <= kAddressLines && box(block[0]).y > above.y + above.height / 2 &&
          std::abs(box(block[0]).x - first.x) <= kSameColumn * height_)
        return &block;
    return nullptr;
  }

 private:
  cv::Rect box(const Spot& spot) const { return page_.text.lines[spot.line].place.box; }

  const CardPage& page_;
  double height_;
  std::vector<Block> all_;
};

}  // namespace

void place_names(const CardPage& page, Places& places) {
  const LabelHit *name = page.text.find(Label::name), *address = page.text.find(Label::address);
  const auto initials = initials_of(page, places);
  const bool led = name != nullptr && name->score >= 1 && places.names.size() >= 2;
  if (!led && value_height(page, places) > 0) {
    const Stacks stacks(page, places);
    const Block* block = stacks.names(initials);
    if (block != nullptr && !begins_with(*block, places.names) &&
        (places.names.empty() || agreement(page, *block, initials) > agreement(page, places.names, initials))) {
      places.names = *block;
      places.names_placed = false;
    }
  }
  if (value_height(page, places) > 0 && agreement(page, places.names, initials) < kTellingly) {
    auto told = Stacks(page, places, true).told(initials);
    if (told.agrees >= kTellinglyAnywhere) {
      places.names = std::move(told.names);
      places.names_placed = false;
      if (address == nullptr && told.rest.size() >= 2) {
        places.address = std::move(told.rest);
        places.address_placed = false;
      }
    }
  }
  const bool shown = address == nullptr || address->score < 1;
  if (places.names.size() < 2 || !shown || (address != nullptr && places.address.size() >= 2)) return;
  if (value_height(page, places) <= 0) return;
  const Stacks stacks(page, places);
  const Block* block = stacks.address(places.names);
  if (block == nullptr || begins_with(*block, places.address)) return;
  places.address = *block;
  places.address_placed = false;
}

}  // namespace cotejo::ine_front
