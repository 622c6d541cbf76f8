// C++17 alone: the fuzzers are built with clang 14, which takes QPDF's headers for no more (tests/fuzz/CMakeLists.txt).
#include "pdf_structure.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "page_digests.hpp"
#include "revisions.hpp"

namespace pdf_analyzer {
namespace {

constexpr int kMaxDepth = 32;  // of dictionaries and arrays inside one object

struct Interrupted {
  PdfError error;
};

// Counts what streams hold when they are decompressed. QPDF swallows what a pipeline throws, hence `over`.
class Counter final : public Pipeline {
 public:
  Counter(double limit, const Stop& stop) : Pipeline("counter", nullptr), limit_(limit), stop_(stop) {}
  void write(unsigned char const*, std::size_t size) override {
    total_ += static_cast<double>(size);
    if (total_ > limit_) over_ = PdfError::too_complex;
    if (stop_()) over_ = PdfError::cancelled;
    if (over_) throw std::runtime_error("enough");
  }
  void finish() override {}
  void check() const {
    if (over_) throw Interrupted{*over_};
  }

 private:
  double limit_, total_ = 0;
  const Stop& stop_;
  std::optional<PdfError> over_;
};

// Looks for text that is shown in the invisible mode, `3 Tr`, and for text that is written over a picture of the page.
class ShownText final : public QPDFObjectHandle::ParserCallbacks {
 public:
  // `pictures`: those of the page by name, and how many pixels each has.
  ShownText(std::map<std::string, double> pictures, double page_area)
      : pictures_(std::move(pictures)), page_area_(page_area) {}
  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) {
      operands_.push_back(object);
      if (operands_.size() > kOperands) operands_.erase(operands_.begin());
      return;
    }
    apply(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}
  // A picture over the page, and a few words on it: pages that are made that way have many.
  bool over_a_picture() const { return over_picture_ > 0 && shown_ <= kFewTexts; }
  bool hidden = false;
  double dots = 0;  // an inch, of the finest picture over the page; 0: there is none

 private:
  static constexpr double kPointsPerInch = 72;
  static constexpr std::size_t kOperands = 6;
  static constexpr int kFewTexts = 40;
  static constexpr double kCovers = 0.7;  // of the page
  struct State {
    int mode = 0;
    double scale = 1;  // of areas
  };

  void apply(const std::string& name) {
    if (name == "q") {
      kept_.push_back(now_);
      if (kept_.size() > 1000) terminateParsing();
    } else if (name == "Q" && !kept_.empty()) {
      now_ = kept_.back();
      kept_.pop_back();
    } else if (name == "cm" && operands_.size() == 6) {
      now_.scale *= std::abs(operands_[0].getNumericValue() * operands_[3].getNumericValue() -
                             operands_[1].getNumericValue() * operands_[2].getNumericValue());
    } else if (name == "Tr") {
      now_.mode = !operands_.empty() && operands_.back().isInteger() ? operands_.back().getIntValueAsInt() : 0;
    } else if (name == "Do" && !operands_.empty() && operands_.back().isName()) {
      const auto found = pictures_.find(operands_.back().getName());
      if (found == pictures_.end() || !(now_.scale > kCovers * page_area_) || !(page_area_ > 0)) return;
      picture_ = true;
      dots = std::max(dots, kPointsPerInch * std::sqrt(found->second / now_.scale));
    } else if (name == "Tj" || name == "TJ" || name == "'" || name == "\"") {
      ++shown_;
      if (now_.mode == 3 || now_.mode == 7) {
        hidden = true;
      } else if (picture_) {
        ++over_picture_;
      }
    }
  }

  const std::map<std::string, double> pictures_;
  const double page_area_;  // square points
  std::vector<QPDFObjectHandle> operands_;
  State now_;
  std::vector<State> kept_;
  bool picture_ = false;
  int shown_ = 0, over_picture_ = 0;
};

class Reader {
 public:
  Reader(std::string_view file, const Limits& limits, const Stop& stop)
      : file_(file), limits_(limits), stop_(stop), counter_(limits.decompressed_bytes, stop) {}

  Structure read() {
    if (!is_closed(file_)) throw Interrupted{PdfError::truncated};
    pdf_.setSuppressWarnings(true);
    pdf_.processMemoryFile("evidence", file_.data(), file_.size());
    if (static_cast<std::int64_t>(pdf_.getObjectCount()) > limits_.objects) throw Interrupted{PdfError::too_complex};
    found_.encrypted = pdf_.isEncrypted();
    const auto ends = revision_ends(file_);
    found_.revisions = std::max<std::int64_t>(static_cast<std::int64_t>(ends.size()), 1);
    look_at_appended(ends);
    for (auto& object : pdf_.getAllObjects()) {
      if (stop_()) throw Interrupted{PdfError::cancelled};
      look_into(object, 0);
      if (object.isStream()) look_at_stream(object);
    }
    look_at_pages();
    look_at_info();
    return std::move(found_);
  }

 private:
  void look_into(QPDFObjectHandle object, int depth) {
    if (depth > kMaxDepth) throw Interrupted{PdfError::too_complex};
    if (object.isStream()) object = object.getDict();
    if (object.isArray()) {
      for (auto& entry : object.getArrayAsVector())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    } else if (object.isDictionary()) {
      if (object.hasKey("/JS")) found_.javascript = true;
      if (object.hasKey("/EF")) ++found_.embedded_files;
      if (object.hasKey("/ByteRange") && object.hasKey("/Contents")) look_at_signature(object);
      if (object.getKey("/FT").isNameAndEquals("/Sig")) look_at_field(object);
      for (auto& [key, entry] : object.getDictAsMap())
        if (!entry.isIndirect()) look_into(entry, depth + 1);
    }
  }

  void look_at_signature(QPDFObjectHandle dictionary) {
    auto range = dictionary.getKey("/ByteRange");
    if (!range.isArray() || range.getArrayNItems() != 4 || found_.signatures.size() >= kMaxSignatures) return;
    auto start = range.getArrayItem(2), length = range.getArrayItem(3);
    if (!start.isInteger() || !length.isInteger()) return;
    Signature signature;
    auto filter = dictionary.getKey("/SubFilter");
    if (filter.isName()) signature.sub_filter = plain(filter.getName().substr(1));
    const auto size = static_cast<std::int64_t>(file_.size());
    if (start.getIntValue() < 0 || start.getIntValue() > size || length.getIntValue() < 0 ||
        length.getIntValue() > size)
      return;
    signature.covered_end = start.getIntValue() + length.getIntValue();
    const auto rest = file_.substr(static_cast<std::size_t>(std::min(signature.covered_end, size)));
    signature.covers_file = rest.find_first_not_of(" \r\n") == std::string_view::npos;
    for (auto& bound : range.getArrayAsVector())
      signature.byte_range.push_back(bound.isInteger() ? bound.getIntValue() : -1);
    auto contents = dictionary.getKey("/Contents");
    if (signature.sub_filter == "ETSI.RFC3161" && contents.isString() &&
        contents.getStringValue().size() <= kMaxTokenBytes)
      signature.contents = contents.getStringValue();
    found_.signatures.push_back(signature);
  }

  void look_at_field(QPDFObjectHandle dictionary) {
    if (found_.signature_fields.size() >= kMaxSignatures) return;
    auto name = dictionary.getKey("/T");
    found_.signature_fields.push_back(
        {plain(name.isString() ? name.getUTF8Value() : std::string{}), dictionary.getKey("/V").isDictionary()});
  }

  // Each state of the file is a file of its own: its beginning, up to where it was saved.
  void look_at_appended(const std::vector<std::size_t>& ends) {
    if (ends.size() < 2) return;
    PageDigests before = page_digests(file_.substr(0, ends.front()), limits_.pages, limits_.decompressed_bytes, stop_);
    for (std::size_t i = 1; i < std::min(ends.size(), kMaxAppended + 1); ++i) {
      PageDigests after = page_digests(file_.substr(0, ends[i]), limits_.pages, limits_.decompressed_bytes, stop_);
      found_.appended.push_back(difference(before, after));
      found_.appended.back().start = static_cast<std::int64_t>(ends[i - 1]);
      before = std::move(after);
    }
  }

  void look_at_stream(QPDFObjectHandle stream) {
    auto dictionary = stream.getDict();
    if (dictionary.getKey("/Subtype").isNameAndEquals("/Image")) {
      auto width = dictionary.getKey("/Width"), height = dictionary.getKey("/Height");
      if (width.isInteger() && height.isInteger() &&
          static_cast<double>(width.getIntValue()) * static_cast<double>(height.getIntValue()) > limits_.image_pixels)
        throw Interrupted{PdfError::too_many_pixels};
      return;
    }
    stream.pipeStreamData(&counter_, 0, qpdf_dl_generalized, true, false);
    counter_.check();
  }

  void look_at_pages() {
    const auto& pages = pdf_.getAllPages();
    if (static_cast<std::int64_t>(pages.size()) > limits_.pages) throw Interrupted{PdfError::too_many_pages};
    found_.pages = pages.size();
    for (const auto& page : pages) {
      if (stop_()) throw Interrupted{PdfError::cancelled};
      QPDFPageObjectHelper helper(page);
      ShownText shown(pictures_on(helper), area_of(helper));
      helper.parseContents(&shown);
      found_.hidden_text.push_back(shown.hidden);
      found_.picture_dots.push_back(shown.dots);
      found_.text_over_images += shown.over_a_picture() ? 1 : 0;
      look_at_remarks(page, found_.picture_dots.size() - 1);
    }
  }

  void look_at_remarks(QPDFObjectHandle page, std::size_t index) {
    auto all = page.getKey("/Annots");
    if (!all.isArray()) return;
    for (auto& one : all.getArrayAsVector()) {
      if (found_.remarks.size() >= kMaxRemarks) return;
      if (!one.isDictionary() || !one.getKey("/Subtype").isNameAndEquals("/FreeText")) continue;
      auto text = one.getKey("/Contents");
      found_.remarks.push_back({index, plain(text.isString() ? text.getUTF8Value() : std::string{})});
    }
  }

  static std::map<std::string, double> pictures_on(QPDFPageObjectHelper& page) {
    std::map<std::string, double> pixels;
    for (auto& [name, image] : page.getImages()) {
      auto width = image.getDict().getKey("/Width"), height = image.getDict().getKey("/Height");
      const bool sized = width.isInteger() && height.isInteger();
      pixels[name] = sized ? static_cast<double>(width.getIntValue()) * static_cast<double>(height.getIntValue()) : 0;
    }
    return pixels;
  }

  static double area_of(QPDFPageObjectHelper& page) {
    auto box = page.getMediaBox();
    if (!box.isRectangle()) return 0;
    const auto area = box.getArrayAsRectangle();
    return std::abs((area.urx - area.llx) * (area.ury - area.lly));
  }

  static std::string info(QPDFObjectHandle dictionary, const char* key) {
    auto value = dictionary.getKey(key);
    return value.isString() ? value.getUTF8Value() : std::string{};
  }

  // Plain letters only: strings in a file need not be what they claim to be.
  static std::string plain(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c < 0x20 || c > 0x7e; }), text.end());
    return text.substr(0, kMaxInfoBytes);
  }

  void look_at_info() {
    auto dictionary = pdf_.getTrailer().getKey("/Info");
    if (!dictionary.isDictionary()) return;
    found_.producer = plain(info(dictionary, "/Producer"));
    found_.creator = plain(info(dictionary, "/Creator"));
    found_.created = iso_date(info(dictionary, "/CreationDate"));
    found_.modified = iso_date(info(dictionary, "/ModDate"));
  }

  std::string_view file_;
  const Limits& limits_;
  const Stop& stop_;
  Counter counter_;
  QPDF pdf_;
  Structure found_;
};

}  // namespace

std::variant<Structure, PdfError> read_structure(std::string_view file, const Limits& limits, const Stop& stop) {
  try {
    return Reader(file, limits, stop).read();
  } catch (const Interrupted& interrupted) {
    return interrupted.error;
  } catch (const std::bad_alloc&) {
    return PdfError::out_of_memory;
  } catch (const QPDFExc& error) {
    return error.getErrorCode() == qpdf_e_password ? PdfError::encrypted : PdfError::unreadable;
  } catch (const std::exception&) {  // QPDF's logic errors on files that make no sense
    return PdfError::unreadable;
  }
}

}  // namespace pdf_analyzer
