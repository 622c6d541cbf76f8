// The `pdf` analyzer: emits the words of a PDF's pages with their places, pictures of pages that have no words, and the
// structure of the file.
#pragma once
#include <algorithm>
#include <boost/json/value_from.hpp>
#include <cmath>
#include <cotejo/plugin.hpp>
#include <stdexcept>

#include "own_letters.hpp"
#include "pdf_pages.hpp"
#include "pdf_structure.hpp"
#include "seen_text.hpp"
#include "upright_copy.hpp"

namespace pdf_analyzer {

using namespace cotejo;

class PdfAnalyzer final : public Analyzer {
 public:
  static constexpr About about{"pdf", "1.0.0",
                               "Words with places, page pictures and structure of a PDF (Poppler, QPDF)"};

  struct Params {
    std::int64_t max_pages = 60;
    std::int64_t max_objects = 100'000;
    double max_decompressed_bytes = 256e6;
    double max_image_pixels = 50e6;
    std::int64_t min_words = 12;
    std::string images = "scanned";
    double resolution = 200;
    double max_page_pixels = 6e6;
    static void describe(ParamSet<Params>& set) {
      set.add("max_pages", &Params::max_pages, "Documents with more pages are refused").range(1, 1000);
      set.add("max_objects", &Params::max_objects, "Files with more PDF objects are refused").range(10, 10'000'000);
      set.add("max_decompressed_bytes", &Params::max_decompressed_bytes,
              "Files whose streams, without pictures, are larger than this together are refused")
          .range(1e3, 4e9);
      set.add("max_image_pixels", &Params::max_image_pixels, "Files with a larger picture inside are refused")
          .range(1, 268435456);
      set.add("min_words", &Params::min_words, "A page with fewer words counts as scanned").range(0, 1000);
      set.add("images", &Params::images,
              "When page pictures are made: if at least one page is scanned, always, or never")
          .one_of({"scanned", "always", "never"});
      set.add("resolution", &Params::resolution,
              "Dots per inch of page pictures; a scan is drawn at its own, up to 1.6 times as many")
          .range(50, 400);
      set.add("max_page_pixels", &Params::max_page_pixels, "Larger pages are drawn at a lower resolution")
          .range(1e4, 1e8);
    }
  };

  explicit PdfAnalyzer(const Params& params) : params_(params) {}

  Port<Evidence> evidence{this, "evidence", "evidence", "The file as it was submitted"};

  Trait<Json> text{this, "text", "Words of each page with places and fonts; README.md has the form"};
  Trait<Frames> page_images{this, "page_images", "Grey pictures of all pages, in their order"};
  Trait<std::int64_t> pages{this, "pages", "How many"};
  Trait<std::int64_t> text_pages{this, "text_pages", "Pages whose words can be read without looking at pictures"};
  Trait<std::string> producer{this, "producer", "The program that wrote the file, in its own words"};
  Trait<std::string> creator{this, "creator", "The program that the document was made with, in its own words"};
  Trait<Date> created{this, "created", "As the file says"};
  Trait<Date> modified{this, "modified", "As the file says"};
  Trait<bool> encrypted{this, "encrypted", "Protected against changes; it opens without a password"};
  Trait<bool> javascript{this, "javascript", "Holds scripts"};
  Trait<std::int64_t> embedded_files{this, "embedded_files", "Files inside the file"};
  Trait<std::int64_t> revisions{this, "revisions", "1, and one for each time that something was appended"};
  Trait<std::int64_t> text_over_images{this, "text_over_images",
                                       "Pages that are pictures, with a few visible words on them"};
  Trait<Json> unseen{this, "unseen",
                     "Words that the file holds and nobody sees: count, figures, and the first of them"};
  Trait<Json> appended{this, "appended", "Of each time that something was appended: start, and which pages differ"};
  Trait<Json> signatures{this, "signatures", "Of each digital signature: sub_filter, what it covers, a time stamp"};
  Trait<Json> signature_fields{this, "signature_fields", "Fields to be signed digitally: name, signed"};

  Code unreadable{this, "evidence.unreadable"};
  Code truncated{this, "evidence.truncated"};
  Code locked{this, "evidence.encrypted"};
  Code too_many_pages{this, "evidence.too_many_pages"};
  Code too_complex{this, "evidence.too_complex"};
  Code too_many_pixels{this, "evidence.too_many_pixels"};
  Code media_type_mismatch{this, "evidence.media_type_mismatch"};
  Code not_stated{this, "pdf.not_stated"};
  Code not_drawn{this, "pdf.pages_not_drawn"};

  void prepare(Host&) override {
    warmth_ = warm_up();
    if (!warmth_) throw std::runtime_error("Poppler does not open a PDF that it must");
  }

  Status run(Call& call) override {
    const auto file = call.get(evidence);
    if (!may_be_pdf(file->media_type))
      return call.reject(media_type_mismatch, "the declared media type is not a PDF's");
    const std::string_view bytes(reinterpret_cast<const char*>(file->data.data()), file->data.size());
    if (!begins_as_pdf(bytes)) return call.reject(unreadable, "the bytes are no PDF");
    const Stop stop = [&] { return call.cancelled(); };
    const auto structure = read_structure(bytes, limits(), stop);
    if (const auto* error = std::get_if<PdfError>(&structure)) return refuse(call, *error);
    const auto& parts = std::get<Structure>(structure);
    auto read = read_pages(bytes, parts.pages, stop);
    if (const auto* error = std::get_if<PdfError>(&read)) return refuse(call, *error);
    auto& [copy, opened, words] = std::get<ReadPages>(read);
    std::vector<bool> unread = parts.hidden_text;
    for (std::size_t i = 0; i < unread.size(); ++i) unread[i] = unread[i] || !words.pages[i].legible;
    const auto hidden = take_out_unseen(words, copy.empty() ? bytes : copy, unread, stop);
    if (const auto* error = std::get_if<PdfError>(&hidden)) return refuse(call, *error);
    call.emit(unseen, as_json(std::get<std::vector<UnseenWord>>(hidden), words), 1);
    return report(call, parts, *opened, words, stop);
  }

 private:
  // Whether the file begins with a PDF header. Other bytes may precede it, as PDF readers allow and some mail programs
  // cause.
  static bool begins_as_pdf(std::string_view file) {
    constexpr std::size_t kHead = 1024;
    return file.substr(0, kHead).find("%PDF-") != std::string_view::npos && file.size() < (std::size_t{1} << 31);
  }
  struct ReadPages {
    std::string copy;  // of the file, from which the pages are read; empty: from itself
    std::unique_ptr<Pages> pages;
    DocumentText words;
  };

  static std::variant<ReadPages, PdfError> read_pages(std::string_view bytes, std::size_t count, const Stop& stop) try {
    ReadPages file;
    const auto read = [&]() -> std::optional<PdfError> {
      const std::string_view shown = file.copy.empty() ? bytes : file.copy;
      file.pages = Pages::open({reinterpret_cast<const std::uint8_t*>(shown.data()), shown.size()}, count);
      if (!file.pages) return PdfError::unreadable;
      auto words = file.pages->text(stop);
      if (const auto* error = std::get_if<PdfError>(&words)) return *error;
      file.words = std::get<DocumentText>(std::move(words));
      return std::nullopt;
    };
    OwnLetters own = own_letters(bytes);
    file.copy = std::move(own.copy);
    if (const auto error = read()) return *error;
    if (auto upright = with_upright_pages(file.copy.empty() ? bytes : file.copy, file.words)) {
      file.pages.reset();
      file.copy = std::move(*upright);
      if (const auto error = read()) return *error;
    }
    for (auto& page : file.words.pages) page.legible = page.legible && own.believable;
    return file;
  } catch (const std::bad_alloc&) {
    return PdfError::out_of_memory;
  }

  static std::optional<std::string> with_upright_pages(std::string_view file, const DocumentText& words) {
    std::vector<int> degrees;
    for (const auto& page : words.pages) degrees.push_back(page.degrees);
    const bool any = std::any_of(degrees.begin(), degrees.end(), [](int one) { return one != 0; });
    return any ? upright_copy(file, degrees) : std::nullopt;
  }

  static bool may_be_pdf(std::string_view declared) {
    declared = declared.substr(0, declared.find(';'));
    return declared.empty() || declared == "application/octet-stream" || declared == "application/pdf";
  }

  Limits limits() const {
    return {params_.max_pages, params_.max_objects, params_.max_decompressed_bytes, params_.max_image_pixels};
  }

  Status refuse(Call& call, PdfError error) {
    switch (error) {
      case PdfError::cancelled:
        return Status::cancelled;
      case PdfError::out_of_memory:
        return call.unavailable("no memory for the pages");
      case PdfError::truncated:
        return call.reject(truncated, "the file ends before its index does");
      case PdfError::encrypted:
        return call.reject(locked, "the file cannot be opened without a password");
      case PdfError::too_many_pages:
        return call.reject(too_many_pages, "more pages than max_pages");
      case PdfError::too_complex:
        return call.reject(too_complex, "more objects, bytes or words than the limits allow");
      case PdfError::too_many_pixels:
        return call.reject(too_many_pixels, "a picture in it has more pixels than max_image_pixels");
      case PdfError::unreadable:
        break;
    }
    return call.reject(unreadable, "no PDF that can be read");
  }

  bool has_text(const PageText& page, bool hidden) const {
    return !hidden && page.legible && static_cast<std::int64_t>(page.words.size()) >= params_.min_words;
  }

  Status report(Call& call, const Structure& parts, const Pages& opened, const DocumentText& read, const Stop& stop) {
    std::vector<bool> with_text;
    for (std::size_t i = 0; i < read.pages.size(); ++i)
      with_text.push_back(has_text(read.pages[i], parts.hidden_text[i]));
    const auto readable = std::count(with_text.begin(), with_text.end(), true);
    const std::string words = boost::json::serialize(as_json(read, with_text, parts.remarks));
    if (words.size() > kMaxTextBytes) return refuse(call, PdfError::too_complex);
    const bool scanned = readable < static_cast<std::ptrdiff_t>(read.pages.size());
    if (params_.images == "always" || (params_.images == "scanned" && scanned)) {
      const auto drawn = opened.draw(
          params_.resolution, params_.max_page_pixels, parts.picture_dots,
          [&](std::uint64_t size) { return call.allocate(size); }, stop);
      if (const auto* error = std::get_if<PdfError>(&drawn)) return refuse(call, *error);
      emit_pictures(call, std::get<std::vector<Picture>>(drawn));
    } else {
      call.absent(page_images, not_drawn);
    }
    call.emit(text, Json{words}, 1);
    call.emit(pages, static_cast<std::int64_t>(parts.pages), 1);
    call.emit(text_pages, static_cast<std::int64_t>(readable), 1);
    emit_structure(call, parts);
    return Status::ok;
  }

  void emit_pictures(Call& call, const std::vector<Picture>& drawn) {
    std::vector<Image> images;
    for (const auto& picture : drawn) {
      Image image;
      image.format = COTEJO_GRAY8;
      image.width = picture.width, image.height = picture.height, image.stride = picture.width;
      image.pixels = picture.pixels;
      image.to_evidence = Image::whole(picture.width, picture.height);
      images.push_back(image);
    }
    call.emit(page_images, images, std::chrono::nanoseconds{0});
  }

  void emit_structure(Call& call, const Structure& parts) {
    emit_or_absent(call, producer, parts.producer);
    emit_or_absent(call, creator, parts.creator);
    emit_or_absent(call, created, parts.created);
    emit_or_absent(call, modified, parts.modified);
    call.emit(encrypted, parts.encrypted, 1);
    call.emit(javascript, parts.javascript, 1);
    call.emit(embedded_files, parts.embedded_files, 1);
    call.emit(revisions, parts.revisions, 1);
    call.emit(text_over_images, parts.text_over_images, 1);
    call.emit(appended, as_json(parts.appended), 1);
    boost::json::array all;
    for (const auto& signature : parts.signatures) {
      boost::json::object one{{"sub_filter", signature.sub_filter},
                              {"covers_file", signature.covers_file},
                              {"covered_end", signature.covered_end},
                              {"byte_range", boost::json::value_from(signature.byte_range)}};
      if (!signature.contents.empty()) one["time_stamp"] = hexadecimal(signature.contents);
      all.push_back(std::move(one));
    }
    boost::json::array fields;
    for (const auto& field : parts.signature_fields)
      fields.push_back(boost::json::object{{"name", field.name}, {"signed", field.is_signed}});
    call.emit(signature_fields, fields, 1);
    call.emit(signatures, all, 1);
  }

  static boost::json::array as_json(const std::vector<Appended>& all) {
    boost::json::array out;
    for (const auto& one : all)
      out.push_back(boost::json::object{{"start", one.start},
                                        {"pages", boost::json::value_from(one.pages)},
                                        {"annotations", boost::json::value_from(one.annotations)},
                                        {"signature", one.signature},
                                        {"readable", one.readable}});
    return out;
  }

  static boost::json::object as_json(const std::vector<UnseenWord>& unseen, const DocumentText& read) {
    const auto is_figure = [](const UnseenWord& one) {
      return one.word.text.find_first_of("0123456789") != std::string::npos;
    };
    // However many words of no ink there are, those that are on the paper are told.
    std::vector<const UnseenWord*> order;
    for (const auto& one : unseen) order.push_back(&one);
    std::stable_partition(order.begin(), order.end(), [](const UnseenWord* one) { return one->inked; });
    boost::json::array first;
    for (const UnseenWord* word : order) {
      const UnseenWord& one = *word;
      if (first.size() == kMostUnseen) break;
      const auto& page = read.pages[one.page];
      boost::json::object told{{"text", one.word.text},
                               {"page", one.page},
                               {"box",
                                {one.word.x / page.width, one.word.y / page.height, one.word.width / page.width,
                                 one.word.height / page.height}}};
      if (one.inked) told["inked"] = true;
      first.push_back(std::move(told));
    }
    return {{"count", unseen.size()},
            {"figures", std::count_if(unseen.begin(), unseen.end(), is_figure)},
            {"words", std::move(first)}};
  }

  static std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
      text += kDigits[static_cast<unsigned char>(c) >> 4U];
      text += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
  }

  template <class T>
  void emit_or_absent(Call& call, const Trait<T>& trait, const std::string& value) {
    if (value.empty())
      call.absent(trait, not_stated);
    else
      call.emit(trait, std::string_view(value), 1);
  }

  // Tenths of a point, rounded: finer than any printer, and short.
  static std::int64_t tenths(double points) { return std::llround(points * 10); }

  // What a page shows beside its upright words: turned ones as one text, and remarks, each with the place of the first.
  static boost::json::array beside(const PageText& page, std::size_t index, const std::vector<Remark>& remarks) {
    constexpr std::size_t kLongest = 150;  // bytes
    boost::json::array all;
    const auto add = [&](const std::string& text, double x, double y, double width, double height) {
      all.push_back(boost::json::array{text, tenths(x), tenths(y), tenths(width), tenths(height)});
    };
    std::string turned;
    for (const Word& word : page.turned)
      if (turned.size() + word.text.size() < kLongest) turned += (turned.empty() ? "" : " ") + word.text;
    if (!turned.empty()) {
      const Word& first = page.turned.front();
      add(turned, first.x, first.y, first.width, first.height);
    }
    for (const Remark& remark : remarks)
      if (remark.page == index) add(remark.text, 0, 0, page.width, page.height);
    return all;
  }

  boost::json::value as_json(const DocumentText& read, const std::vector<bool>& with_text,
                             const std::vector<Remark>& remarks) const {
    boost::json::array all;
    for (std::size_t i = 0; i < read.pages.size(); ++i) {
      boost::json::array words, crossed;
      if (with_text[i])
        for (const auto& word : read.pages[i].words) {
          if (word.crossed) crossed.emplace_back(words.size());
          words.push_back(boost::json::array{tenths(word.x), tenths(word.y), tenths(word.width), tenths(word.height),
                                             word.text, word.font, tenths(word.size), word.space_after ? 1 : 0});
        }
      boost::json::object page{{"width", tenths(read.pages[i].width)},
                               {"height", tenths(read.pages[i].height)},
                               {"scanned", !with_text[i]},
                               {"words", std::move(words)}};
      if (!crossed.empty()) page["crossed"] = std::move(crossed);
      if (auto more = beside(read.pages[i], i, remarks); !more.empty()) page["beside"] = std::move(more);
      all.push_back(std::move(page));
    }
    boost::json::array fonts;
    for (const auto& name : read.fonts) fonts.emplace_back(boost::json::string(name));
    return boost::json::object{{"pages", std::move(all)}, {"fonts", std::move(fonts)}};
  }

  static constexpr std::size_t kMostUnseen = 40;
  static constexpr std::size_t kMaxTextBytes = std::size_t{1} << 20;  // what a host takes of one trait
  const Params params_;
  std::shared_ptr<void> warmth_;
};

}  // namespace pdf_analyzer
