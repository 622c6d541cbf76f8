// Sets the filled template as pages: lines broken by the width of the words, justified or ragged, with lines to sign.
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>

#include "contract.hpp"
#include "months.hpp"
#include "mx/amount_in_words.hpp"

namespace cotejo::specimens {
namespace {

class Ruler {
 public:
  Ruler() : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 8, 8)), cr_(cairo_create(surface_)) {
    // As a PDF has them: widths that are not rounded to pixels.
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_set_font_options(cr_, options);
    cairo_font_options_destroy(options);
  }
  ~Ruler() {
    cairo_destroy(cr_);
    cairo_surface_destroy(surface_);
  }
  Ruler(const Ruler&) = delete;
  Ruler& operator=(const Ruler&) = delete;
  double width(const std::string& text, const std::string& font, double size, bool bold) {
    cairo_select_font_face(cr_, font.c_str(), CAIRO_FONT_SLANT_NORMAL,
                           bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr_, size);
    cairo_text_extents_t extents;
    cairo_text_extents(cr_, text.c_str(), &extents);
    return extents.x_advance;
  }

 private:
  cairo_surface_t* surface_;
  cairo_t* cr_;
};

std::string value_of(const Offer& offer, const std::string& slot) {
  if (slot == "contract_number") return offer.number;
  if (slot == "name:upper") return printed(offer.name);
  if (slot == "amount:money") return pesos(static_cast<double>(offer.amount));
  if (slot == "amount:words") return mx::amount_in_words(offer.amount * 100).value();
  if (slot == "term_months") return std::to_string(offer.months);
  if (slot == "annual_rate:percent") return fmt::format("{:.2f}%", offer.rate);
  if (slot == "cat:percent") return fmt::format("{:.2f}%", offer.cat);
  if (slot == "payment:money") return pesos(offer.payment);
  if (slot == "date:date")
    return fmt::format("{} de {} de {}", unsigned(offer.date.day()), kMonths[unsigned(offer.date.month()) - 1],
                       int(offer.date.year()));
  throw std::runtime_error("the template has a slot that no offer fills: " + slot);
}

struct Word {
  std::string text, slot;
};

struct Block {
  std::vector<Word> words;
  std::string signer;  // of a line to sign
};

struct Text {
  std::string header, footer;
  std::vector<Block> blocks;
};

std::vector<Word> words_of(std::string line, const Offer& offer) {
  std::vector<Word> words;
  std::string slot;
  std::string text;
  const auto end = [&] {
    if (!text.empty()) words.push_back({text, slot});
    text.clear(), slot.clear();
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.compare(i, 2, "{{") == 0) {
      const auto close = line.find("}}", i);
      const std::string name = line.substr(i + 2, close - i - 2);
      for (char c : value_of(offer, name)) {
        if (c == ' ')
          end();
        else
          text += c;
        slot = name.substr(0, name.find(':'));
      }
      i = close + 1;
    } else if (line[i] == ' ') {
      end();
    } else {
      text += line[i];
    }
  }
  end();
  return words;
}

Text read_template(const Offer& offer) {
  std::ifstream in(std::string(CONTRACT_TEMPLATES) + "/credito-simple.txt");
  if (!in) throw std::runtime_error("the contract's template is not there");
  Text text;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto rest = [&](std::size_t from) { return line.substr(from); };
    if (line.starts_with("@header ")) {
      text.header = rest(8);
    } else if (line.starts_with("@footer ")) {
      text.footer = rest(8);
    } else if (line.starts_with("@sign ")) {
      const auto colon = line.find(':');
      text.blocks.push_back({words_of(line.substr(colon + 2), offer), line.substr(6, colon - 6)});
    } else {
      text.blocks.push_back({words_of(line, offer), {}});
    }
  }
  return text;
}

bool begins(const Block& block, const char* word) {
  return !block.words.empty() && block.words.front().text.starts_with(word);
}

// What somebody did to the text before it was printed.
void spoil(Text& text, const std::string& variant) {
  for (std::size_t i = 0; i < text.blocks.size(); ++i) {
    auto& words = text.blocks[i].words;
    if (variant == "changed_clause" && begins(text.blocks[i], "SEXTA.")) {
      for (auto& word : words)
        if (word.text == "uno") word.text = "tres";
    }
    if (variant == "added_clause" && begins(text.blocks[i], "QUINTA.")) {
      for (const char* word : {"El", "Acreditante", "podrá", "aumentar", "la", "tasa", "sin", "previo", "aviso."})
        words.push_back({word, {}});
    }
    if (variant == "removed_clause" && begins(text.blocks[i], "DÉCIMA") && words[1].text == "CUARTA.") {
      text.blocks.erase(text.blocks.begin() + static_cast<std::ptrdiff_t>(i));
      --i;
    }
  }
}

class Composer {
 public:
  Composer(const Offer& offer, Random random) : offer_(offer), random_(random) {
    static constexpr std::array kContractFonts{
        "Liberation Sans", "Liberation Serif", "DejaVu Serif", "Open Sans", "Lato",
        "Carlito",         "FreeSerif",        "Noto Sans"};
    out_.print.font = random_.pick(kContractFonts);
    if (random_.chance(0.3)) out_.print.width = 595, out_.print.height = 842;
    size_ = random_.uniform(8.8, 10.6) * (out_.print.font.starts_with("DejaVu") ? 0.88 : 1);
    step_ = size_ * random_.uniform(1.22, 1.5);
    left_ = random_.uniform(52, 80);
    width_ = out_.print.width - 2 * left_;
    top_ = random_.uniform(74, 92), bottom_ = out_.print.height - random_.uniform(64, 84);
    justified_ = random_.chance(0.6), hyphens_ = random_.chance(0.4);
  }

  ContractPrint compose(const Text& text, const std::vector<Writing>& borrower, const Writing& lender,
                        const std::string& typed) {
    new_page();
    std::size_t signed_by_borrower = 0;
    for (std::size_t i = 0; i < text.blocks.size(); ++i) {
      const Block& block = text.blocks[i];
      if (block.signer.empty()) {
        if (begins(block, "ANEXO")) new_page();
        paragraph(block);
        continue;
      }
      const bool pair = i + 1 < text.blocks.size() && !text.blocks[i + 1].signer.empty();
      room_to_sign();
      const double line = y_;
      const auto place = [&](const Block& at, double middle) {
        const bool is_lender = at.signer == "lender";
        const Writing* writing = is_lender ? &lender : nullptr;
        if (!is_lender && !borrower.empty()) writing = &borrower[signed_by_borrower++ % borrower.size()];
        sign(at, middle, line, writing, is_lender ? std::string{} : typed);
      };
      if (pair) {
        place(block, left_ + width_ * 0.25);
        place(text.blocks[++i], left_ + width_ * 0.75);
      } else {
        place(block, left_ + width_ * 0.5);
      }
      y_ = line + 3 * step_;
    }
    return finish(text);
  }

 private:
  void new_page() {
    out_.print.pages.emplace_back();
    y_ = top_;
  }
  StatementPage& page() { return out_.print.pages.back(); }

  void room_to_sign() {
    const double room = random_.uniform(62, 84);
    if (y_ + room + 3 * step_ > bottom_) new_page();
    y_ += room;
  }

  void sign(const Block& block, double middle, double line, const Writing* writing, const std::string& typed) {
    const double half = random_.uniform(74, 98);
    page().rules.push_back({middle - half, line, middle + half, line});
    double x = middle - width_of(block.words, true) / 2;
    for (const Word& word : block.words) {
      page().marks.push_back({Mark::Align::left, x, line + step_, size_, true, word.text});
      x += ruler_.width(word.text + " ", out_.print.font, size_, true);
    }
    if (!typed.empty()) {
      page().marks.push_back({Mark::Align::centre, middle, line - 6, size_ * 1.7, false, typed, "Dancing Script"});
    } else if (writing) {
      const double high = random_.uniform(34, 50), wide = random_.uniform(1.3, 1.75) * half;
      Writing ink = placed(
          *writing, {middle - wide / 2 + random_.uniform(-8, 8), line - high + random_.uniform(2, 9), wide, high});
      ink.pen = random_.uniform(0.9, 1.5);
      ink.colour = pen_colour_;
      page().pen.push_back(std::move(ink));
    }
  }

  double width_of(const std::vector<Word>& words, bool bold) {
    double width = 0;
    for (const Word& word : words) width += ruler_.width(word.text + " ", out_.print.font, size_, bold);
    return width;
  }

  void paragraph(const Block& block) {
    const bool title = std::none_of(block.words.begin(), block.words.end(),
                                    [](const Word& w) {
                                      return w.text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
                                    }) &&
                       block.words.size() < 10;
    const double blank = ruler_.width(" ", out_.print.font, size_, title);
    std::vector<Word> line;
    double used = 0;
    for (Word word : block.words) {
      double width = ruler_.width(word.text, out_.print.font, size_, title);
      if (!line.empty() && used + width > width_) {
        if (hyphens_ && word.slot.empty()) word = hyphenated(word, line, used, blank);
        put(line, title, blank, !title);
        line.clear(), used = 0;
        width = ruler_.width(word.text, out_.print.font, size_, title);
      }
      used += width + blank;
      line.push_back(std::move(word));
    }
    put(line, title, blank, false);
    y_ += step_ * (title ? 0.7 : 0.55);
  }

  // Leaves what fits of a long word of plain letters at the end of the line.
  Word hyphenated(const Word& word, std::vector<Word>& line, double used, double) {
    const bool plain = word.text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    if (!plain || word.text.size() < 9) return word;
    for (std::size_t cut = word.text.size() - 3; cut >= 3; --cut) {
      const std::string head = word.text.substr(0, cut) + "-";
      if (used + ruler_.width(head, out_.print.font, size_, false) > width_) continue;
      line.push_back({head, {}});
      return {word.text.substr(cut), {}};
    }
    return word;
  }

  void put(const std::vector<Word>& line, bool bold, double blank, bool full) {
    if (line.empty()) return;
    if (y_ > bottom_) new_page();
    double text = 0;
    for (const Word& word : line) text += ruler_.width(word.text, out_.print.font, size_, bold);
    double gap = blank;
    if (full && justified_ && line.size() > 1)
      gap = std::min(blank * 3, (width_ - text) / static_cast<double>(line.size() - 1));
    double x = bold ? left_ + (width_ - text - blank * static_cast<double>(line.size() - 1)) / 2 : left_;
    for (const Word& word : line) {
      const double width = ruler_.width(word.text, out_.print.font, size_, bold);
      page().marks.push_back({Mark::Align::left, x, y_, size_, bold, word.text});
      if (!word.slot.empty())
        out_.slots.try_emplace(word.slot, out_.print.pages.size() - 1, cv::Rect2d(x, y_ - size_, width, size_ * 1.25));
      x += width + gap;
    }
    y_ += step_;
  }

  ContractPrint finish(const Text& text) {
    const auto replaced = [&](std::string line, std::size_t number) {
      const auto put_in = [&](const std::string& name, const std::string& value) {
        for (auto at = line.find(name); at != std::string::npos; at = line.find(name))
          line.replace(at, name.size(), value);
      };
      put_in("{{contract_number}}", offer_.number);
      put_in("{{page}}", std::to_string(number));
      put_in("{{pages}}", std::to_string(out_.print.pages.size()));
      return line;
    };
    for (std::size_t i = 0; i < out_.print.pages.size(); ++i) {
      auto& marks = out_.print.pages[i].marks;
      marks.push_back({Mark::Align::left, left_, 44, size_ * 0.8, false, replaced(text.header, i + 1)});
      marks.push_back({Mark::Align::centre, out_.print.width / 2, out_.print.height - 34, size_ * 0.85, false,
                       replaced(text.footer, i + 1)});
    }
    return std::move(out_);
  }

  const Offer& offer_;
  Random random_;
  Ruler ruler_;
  ContractPrint out_;
  cv::Scalar pen_colour_ = random_.fork("pen").chance(0.6) ? cv::Scalar(130, 50, 25) : cv::Scalar(35, 30, 30);
  double size_ = 10, step_ = 13, left_ = 60, width_ = 480, top_ = 80, bottom_ = 720, y_ = 0;
  bool justified_ = true, hyphens_ = false;
};

Offer printed_offer(Offer offer, const std::string& variant, Random random) {
  if (variant == "changed_amount") offer.amount += random.integer(2, 20) * 1000;
  if (variant == "changed_term") offer.months += 6;
  if (variant == "changed_rate") offer.rate += random.integer(1, 9) * 0.5;
  if (variant == "changed_cat") offer.cat -= random.integer(1, 9) * 0.5;
  if (variant == "changed_payment") offer.payment += random.integer(1, 90) * 10.01;
  if (variant == "changed_name") {
    const Person other = make_person(random.fork("other"), {});
    offer.name = other.given_names + ' ' + other.surname + ' ' + other.second_surname;
  }
  return offer;
}

std::vector<Writing> written(const std::string& variant, const Person& borrower, Random random) {
  const Hand own = hand_of(borrower), other(random.fork("another hand"));
  std::vector<Writing> all;
  const Writing seen = own.sign(random.fork("seen"));
  for (int i = 0; i < 3 && variant != "blank_signature"; ++i) {
    const Random now = random.fork("signing " + std::to_string(variant == "pasted_signature" ? 0 : i));
    if (variant == "traced_signature")
      all.push_back(traced(seen, other, now));
    else if (variant == "other_signature")
      all.push_back(other.sign(now));
    else
      all.push_back(own.sign(now));
  }
  return all;
}

void move_pages(StatementPrint& print, const std::string& variant) {
  if (variant == "missing_page") print.pages.erase(print.pages.begin() + 1);
  if (variant == "swapped_pages") std::swap(print.pages[0], print.pages[1]);
  if (variant != "foreign_page") return;
  StatementPage other;
  double y = 90;
  for (const char* line : {"Receta de la abuela para una tarde de lluvia", "Se hierve el agua con canela y piloncillo,",
                           "se añade el chocolate y se bate hasta que haga espuma.",
                           "Sirva en jarros de barro con pan dulce recién horneado."}) {
    other.marks.push_back({Mark::Align::left, 80, y, 11, false, line});
    y += 20;
  }
  print.pages.insert(print.pages.begin() + 1, other);
}

// Above each page, where its header is.
void add_running_head(StatementPrint& print, const std::string& variant) {
  if (variant != "running_head") return;
  for (auto& page : print.pages)
    page.marks.push_back({Mark::Align::left, 52, 30, 9, false, "El Acreditado no pagará intereses ni capital alguno."});
}

// A line through some rows in the middle of the second page.
void cross_out(StatementPrint& print, const std::string& variant) {
  if (variant != "crossed_clause") return;
  constexpr std::size_t kRows = 3;
  StatementPage& page = print.pages.at(1);
  std::set<double> rows;
  for (const auto& mark : page.marks)
    if (mark.y > print.height * 0.35 && rows.size() < kRows && rows.insert(mark.y).second)
      page.rules.push_back({print.width * 0.15, mark.y - mark.size * 0.3, print.width * 0.8, mark.y - mark.size * 0.3});
}

}  // namespace

ContractPrint print_contract(const Offer& offer, const std::string& variant, const Person& borrower, Random random) {
  if (!find_contract_variant(variant)) throw std::invalid_argument("unknown contract variant " + variant);
  const Offer now = printed_offer(offer, variant, random.fork("change"));
  Text text = read_template(now);
  spoil(text, variant);
  const Writing lender = Hand(random.fork("lender")).sign(random.fork("lender signs"));
  ContractPrint out = Composer(now, random.fork("layout"))
                          .compose(text, written(variant, borrower, random.fork("borrower")), lender,
                                   variant == "typed_signature" ? now.name : std::string{});
  move_pages(out.print, variant);
  add_running_head(out.print, variant);
  cross_out(out.print, variant);
  return out;
}

}  // namespace cotejo::specimens
