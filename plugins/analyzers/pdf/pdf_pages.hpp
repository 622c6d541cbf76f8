// Reads the pages of a PDF with Poppler: words with their places and fonts, and pictures of whole pages.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "pdf_structure.hpp"

namespace pdf_analyzer {

// In points (1/72 inch), origin at the top left of the page as it is shown.
struct Word {
  double x = 0, y = 0, width = 0, height = 0;
  std::string text;  // UTF-8
  std::size_t font = 0;
  double size = 0;           // of the font, points
  bool space_after = false;  // the writer put a blank after it
  bool crossed = false;      // something that is no letter runs through it
};

struct PageText {
  double width = 0, height = 0;  // points, as shown
  std::vector<Word> words;       // upright ones
  std::vector<Word> turned;      // words that stand at another angle: people see them, too
  int degrees = 0;               // to turn the page by, clockwise, so that nearly all of its words are upright
  bool legible = true;           // false: most letters have no meaning (fonts without a table of characters)
};

struct DocumentText {
  std::vector<PageText> pages;
  std::vector<std::string> fonts;  // names, without the prefix of a subset
};

struct Picture {
  std::uint32_t width = 0, height = 0;
  const std::uint8_t* pixels = nullptr;  // grey, in memory from Allocate, rows without gaps
};

// A page as it was drawn, grey.
struct Sheet {
  int width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  // rows without gaps
};

// Memory for pixels; nullptr when there is none.
using Allocate = std::function<void*(std::uint64_t bytes)>;

class Pages {
 public:
  // Null when Poppler cannot open the file, or counts a number of pages other than `expected`: when two readers
  // disagree about a document, neither can be trusted.
  static std::unique_ptr<Pages> open(std::span<const std::uint8_t> file, std::size_t expected);
  ~Pages();

  std::variant<DocumentText, PdfError> text(const Stop& stop) const;
  // Draws all pages at `resolution` dots per inch, or less to keep a page within `max_pixels`. A page that consists of
  // one picture is drawn at the picture's own resolution (`picture_dots`, by page) when the two are similar: at another
  // size Poppler repeats and drops pixels, which damages small letters.
  std::variant<std::vector<Picture>, PdfError> draw(double resolution, double max_pixels,
                                                    std::span<const double> picture_dots, const Allocate& allocate,
                                                    const Stop& stop) const;
  // One page; nothing when it cannot be drawn.
  std::optional<Sheet> sheet(std::size_t page, double resolution, double max_pixels) const;

 private:
  struct Opened;
  explicit Pages(std::unique_ptr<Opened> opened);
  std::unique_ptr<Opened> opened_;
};

// Makes Poppler read its tables and the list of installed fonts; afterwards it needs no file. Keep what it returns.
std::shared_ptr<void> warm_up();

}  // namespace pdf_analyzer
