#include "pdf_signs.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <vector>

namespace cotejo::tamper {
namespace {

namespace json = boost::json;

constexpr double kRare = 0.03;           // share of a document's words from which a font is no longer rare
constexpr std::size_t kFewOfFamily = 2;  // words: a family that only a number or two has came later
constexpr std::size_t kFewWords = 60;    // shorter documents have rare fonts of their own accord
constexpr double kCovers = 0.45;         // of the smaller word's box, from which two words are in one place
constexpr double kCovered = 0.95;        // how strong a sign it is
constexpr double kOtherSize = 0.12;      // relative difference of two sizes within one number
constexpr std::size_t kMostWords = 60'000;
constexpr std::size_t kWordsBetweenStops = 16;  // each is compared with kMostWords others at most: a millisecond

struct Editor {
  std::string_view name;
  double weight;
};
constexpr Editor kEditors[] = {
#include "editors.inc"
};

struct Word {
  double x = 0, y = 0, width = 0, height = 0, size = 0;
  std::string text;
  std::int64_t font = 0;
  bool space_after = true, figure = false;
  double right() const { return x + width; }
};

struct Page {
  std::uint32_t number = 0;
  double width = 1, height = 1;
  std::vector<Word> words;
  Region region(const Word& w) const {
    const auto unit = [](double v) { return std::clamp(v, 0.0, 1.0); };
    return {unit(w.x / width), unit(w.y / height), unit(w.width / width), unit(w.height / height), number, 0};
  }
};

bool is_figure(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) digits += c >= '0' && c <= '9' ? 1 : 0;
  return digits * 2 > text.size();
}

std::optional<Word> word_of(const json::value& value) {
  const auto* list = value.if_array();
  if (!list || list->size() < 8 || !(*list)[4].is_string() || !(*list)[5].is_int64()) return std::nullopt;
  for (const std::size_t i : {0, 1, 2, 3, 6, 7})
    if (!(*list)[i].is_number()) return std::nullopt;
  const auto number = [&](std::size_t i) { return (*list)[i].to_number<double>(); };
  Word word{number(0),
            number(1),
            number(2),
            number(3),
            number(6),
            std::string((*list)[4].as_string()),
            (*list)[5].as_int64(),
            number(7) != 0,
            false};
  word.figure = is_figure(word.text);
  return word;
}

std::vector<Page> pages_of(const json::value& text) {
  std::vector<Page> out;
  const auto* object = text.if_object();
  const auto* pages = object ? object->if_contains("pages") : nullptr;
  if (!pages || !pages->is_array()) return out;
  std::size_t count = 0;
  for (const auto& value : pages->as_array()) {
    const auto* page = value.if_object();
    const auto* words = page ? page->if_contains("words") : nullptr;
    Page read;
    read.number = static_cast<std::uint32_t>(out.size());
    if (words && words->is_array() && page->contains("width") && page->at("width").is_number() &&
        page->contains("height") && page->at("height").is_number()) {
      read.width = std::max(1.0, page->at("width").to_number<double>());
      read.height = std::max(1.0, page->at("height").to_number<double>());
      for (const auto& word : words->as_array())
        if (++count < kMostWords)
          if (auto one = word_of(word)) read.words.push_back(std::move(*one));
    }
    out.push_back(std::move(read));
  }
  return out;
}

// Words that nobody sees, by page, with the places of `pages`.
std::map<std::uint32_t, std::vector<Word>> unseen_of(const json::value& unseen, const std::vector<Page>& pages) {
  std::map<std::uint32_t, std::vector<Word>> out;
  const auto* object = unseen.if_object();
  const auto* words = object ? object->if_contains("words") : nullptr;
  if (!words || !words->is_array()) return out;
  for (const auto& value : words->as_array()) {
    const auto* word = value.if_object();
    const auto* text = word ? word->if_contains("text") : nullptr;
    const auto* page = word ? word->if_contains("page") : nullptr;
    const auto* box = word ? word->if_contains("box") : nullptr;
    if (!text || !text->is_string() || !page || !page->is_number() || !box || !box->is_array()) continue;
    const auto at = page->to_number<double>();
    const auto& sides = box->as_array();
    const auto is_number = [](const json::value& side) { return side.is_number(); };
    if (!(at >= 0 && at < static_cast<double>(pages.size())) || sides.size() != 4 ||
        !std::all_of(sides.begin(), sides.end(), is_number))
      continue;
    const Page& on = pages[static_cast<std::size_t>(at)];
    const auto side = [&](std::size_t i, double whole) { return sides[i].to_number<double>() * whole; };
    Word read{side(0, on.width),
              side(1, on.height),
              side(2, on.width),
              side(3, on.height),
              0,
              std::string(text->as_string())};
    read.figure = read.text.find_first_of("0123456789") != std::string::npos;
    out[on.number].push_back(std::move(read));
  }
  return out;
}

// A subset has a tag before its name: `ABCDEF+Arial`.
std::map<std::int64_t, std::string> fonts_of(const json::value& text) {
  std::map<std::int64_t, std::string> out;
  const auto* object = text.if_object();
  const auto* fonts = object ? object->if_contains("fonts") : nullptr;
  if (!fonts || !fonts->is_array()) return out;
  for (const auto& font : fonts->as_array())
    if (font.is_string()) {
      std::string name(font.as_string());
      if (const auto plus = name.find('+'); plus == 6) name.erase(0, 7);
      out.emplace(static_cast<std::int64_t>(out.size()), name);
    }
  return out;
}

class Finder {
 public:
  Finder(const std::vector<Page>& pages, const std::map<std::int64_t, std::string>& fonts,
         const std::map<std::uint32_t, std::vector<Word>>& unseen, PdfSigns& out)
      : pages_(pages), fonts_(fonts), unseen_(unseen), out_(out) {}

  bool run(const Stop& stop) {
    count_fonts();
    for (const auto& page : pages_) {
      within_numbers(page);
      columns(page);
      if (!covered(page, stop)) return false;
      if (const auto at = unseen_.find(page.number); at != unseen_.end())
        for (const auto& word : at->second) unseen(page, word);
    }
    return true;
  }

 private:
  void set(PdfSign sign, double value, const std::optional<Region>& where) {
    const auto i = static_cast<std::size_t>(sign);
    if (value <= out_.value[i]) return;
    out_.value[i] = value, out_.where[i] = where;
  }

  const std::string& font(const Word& word) const {
    static const std::string none;
    const auto at = fonts_.find(word.font);
    return at == fonts_.end() ? none : at->second;
  }

  void count_fonts() {
    for (const auto& page : pages_)
      for (const auto& word : page.words) ++used_[font(word)], ++families_[family_of(font(word))], ++words_;
    if (words_ < kFewWords) return;
    for (const auto& page : pages_)
      for (const auto& word : page.words) {
        const double share = static_cast<double>(used_[font(word)]) / static_cast<double>(words_);
        if (!word.figure || share >= kRare) continue;
        const std::string family = family_of(font(word));
        if (families_[family] <= kFewOfFamily) set(PdfSign::mixed_fonts, 0.9, page.region(word));
        // Titles have fonts of their own; a number in a font that hardly anything else has does not.
        set(PdfSign::rare_font, 0.6 * (1 - share / kRare), page.region(word));
      }
  }

  // A number in pieces of different fonts, sizes or base lines.
  void within_numbers(const Page& page) {
    for (std::size_t i = 1; i < page.words.size(); ++i) {
      const Word &a = page.words[i - 1], &b = page.words[i];
      if (!a.figure || !b.figure || a.space_after) continue;
      if (std::abs(a.y - b.y) > 0.5 * a.height || b.x - a.right() > 0.3 * a.height || b.x < a.x) continue;
      const bool size = std::abs(a.size - b.size) > kOtherSize * std::max(a.size, b.size);
      if (font(a) != font(b) || size) set(PdfSign::mixed_fonts, 0.95, page.region(b));
    }
  }

  // The bold sum below a column is of the family of the others.
  bool is_total(const Word& word, const std::vector<const Word*>& column) const {
    return std::all_of(column.begin(), column.end(), [&](const Word* other) {
      return other == &word || (other->y < word.y && family_of(font(*other)) == family_of(font(word)));
    });
  }

  // Numbers that end at one column: one in another font or size among many.
  void columns(const Page& page) {
    std::map<long, std::vector<const Word*>> by_end;
    for (const auto& word : page.words)
      if (word.figure) by_end[std::lround(word.right() / 10)].push_back(&word);
    for (const auto& [end, column] : by_end) {
      if (column.size() < 5) continue;
      std::map<std::pair<std::string, long>, std::vector<const Word*>> looks;
      for (const auto* word : column) looks[{font(*word), std::lround(word->size)}].push_back(word);
      for (const auto& [look, members] : looks)
        if (members.size() == 1 && looks.size() == 2 && !is_total(*members.front(), column))
          set(PdfSign::mixed_fonts, 0.8, page.region(*members.front()));
    }
  }

  // The same letters again are a way of making them bold.
  static bool in_one_place(const Word& a, const Word& b) {
    const double w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
    const double h = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    const double smaller = std::min(a.width * a.height, b.width * b.height);
    return w > 0 && h > 0 && smaller > 0 && w * h >= kCovers * smaller && a.text != b.text;
  }

  // Marks that machines look for are white words, too; figures that nobody sees have no such use.
  void unseen(const Page& page, const Word& word) {
    set(PdfSign::hidden_text, word.figure ? 0.9 : 0.6, page.region(word));
    if (std::any_of(page.words.begin(), page.words.end(), [&](const Word& seen) { return in_one_place(seen, word); }))
      set(PdfSign::covered_text, kCovered, page.region(word));
  }

  // Of words from the top down, none is on one that begins further below than the tallest is high.
  bool covered(const Page& page, const Stop& stop) {
    std::vector<const Word*> down;
    double tallest = 0;
    for (const auto& word : page.words) down.push_back(&word), tallest = std::max(tallest, word.height);
    std::stable_sort(down.begin(), down.end(), [](const Word* a, const Word* b) { return a->y < b->y; });
    for (std::size_t i = 0; i < down.size(); ++i) {
      if (i % kWordsBetweenStops == 0 && stop()) return false;
      for (std::size_t j = i + 1; j < down.size() && down[j]->y - down[i]->y <= tallest; ++j) {
        const Word &a = *down[i], &b = *down[j];
        if (in_one_place(a, b)) set(PdfSign::covered_text, kCovered, page.region(a.figure ? a : b));
      }
    }
    return true;
  }

  const std::vector<Page>& pages_;
  const std::map<std::int64_t, std::string>& fonts_;
  const std::map<std::uint32_t, std::vector<Word>>& unseen_;
  PdfSigns& out_;
  // `Arial-BoldMT` and `Arial,Bold` are of the family `Arial`.
  static std::string family_of(const std::string& name) { return name.substr(0, name.find_first_of("-,")); }

  std::map<std::string, std::size_t> families_;
  std::map<std::string, std::size_t> used_;
  std::size_t words_ = 0;
};

const Editor* editor_in(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& editor : kEditors)
    if (lower.find(editor.name) != std::string::npos) return &editor;
  return nullptr;
}

}  // namespace

std::string_view editor_named(std::string_view text) {
  const auto* editor = editor_in(text);
  return editor ? editor->name : std::string_view();
}

std::string_view name_of(PdfSign sign) {
  static constexpr std::array<std::string_view, kPdfSigns> names{"updated",      "mixed_fonts",   "rare_font",
                                                                 "covered_text", "hidden_text",   "text_over_picture",
                                                                 "editor",       "modified_later"};
  return names[static_cast<std::size_t>(sign)];
}

std::optional<PdfSigns> find_signs(const PdfInput& input, const Stop& stop) {
  PdfSigns out;
  const auto set = [&](PdfSign sign, double value) { out.value[static_cast<std::size_t>(sign)] = value; };
  // Each signature is appended; whatever else is appended changed the file after it was made. A signature changes no
  // page's contents, so that none explains that.
  if (input.page_changed || input.revisions - 1 > input.signatures) set(PdfSign::updated, 0.88);
  if (input.text_over_pictures > 0) set(PdfSign::text_over_picture, 0.9);
  for (const auto& text : {input.producer, input.creator})
    if (const auto* editor = editor_in(text);
        editor && editor->weight > out.value[static_cast<std::size_t>(PdfSign::editor)]) {
      set(PdfSign::editor, editor->weight);
      out.editor = editor->name;
    }
  if (!input.created.empty() && !input.modified.empty() && input.modified > input.created)
    set(PdfSign::modified_later, 0.5);
  if (!input.text) return out;
  const auto pages = pages_of(*input.text);
  const auto unseen = unseen_of(input.unseen.value_or(json::value()), pages);
  if (!Finder(pages, fonts_of(*input.text), unseen, out).run(stop)) return std::nullopt;
  return out;
}

}  // namespace cotejo::tamper
