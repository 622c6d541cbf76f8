#include "page_digests.hpp"

#include <algorithm>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>
#include <stdexcept>

namespace pdf_analyzer {
namespace {

constexpr int kDeepest = 12;                 // of objects below a page
constexpr std::size_t kMostNodes = 500'000;  // of objects below all pages

// FNV-1a: equality of two states of one file, not a defence; whoever may append may also rewrite the file.
class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    value_ = (value_ ^ 0xffU) * 0x100000001b3ULL;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

class Walker {
 public:
  Walker(double bytes, const Stop& stop) : bytes_(bytes), stop_(stop) {}

  std::uint64_t digest(QPDFObjectHandle object) {
    Hash hash;
    std::set<std::pair<int, int>> seen;
    add(hash, object, 0, seen);
    return hash.value();
  }

 private:
  void add(Hash& hash, QPDFObjectHandle object, int depth, std::set<std::pair<int, int>>& seen) {
    if (stop_() || ++nodes_ > kMostNodes) throw std::runtime_error("enough");
    if (depth > kDeepest) return;
    if (object.isIndirect() && !seen.emplace(object.getObjectID(), object.getGeneration()).second) return;
    if (object.isStream()) {
      const auto data = object.getRawStreamData();
      bytes_ -= static_cast<double>(data->getSize());
      if (bytes_ < 0) throw std::runtime_error("enough");
      hash.add({reinterpret_cast<const char*>(data->getBuffer()), data->getSize()});
      object = object.getDict();
    }
    if (object.isArray()) {
      for (auto& entry : object.getArrayAsVector()) add(hash, entry, depth + 1, seen);
    } else if (object.isDictionary()) {
      for (auto& [key, entry] : object.getDictAsMap()) {
        if (key == "/Parent" || key == "/P" || key == "/Length") continue;
        hash.add(key);
        add(hash, entry, depth + 1, seen);
      }
    } else {
      hash.add(object.unparseResolved());
    }
  }

  double bytes_;
  const Stop& stop_;
  std::size_t nodes_ = 0;
};

}  // namespace

PageDigests page_digests(std::string_view file, std::int64_t pages, double bytes, const Stop& stop) {
  PageDigests out;
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("state", file.data(), file.size());
    Walker walker(bytes, stop);
    for (auto& object : pdf.getAllObjects())
      if (object.isDictionary() && object.hasKey("/ByteRange") && object.hasKey("/Contents")) ++out.signatures;
    const auto& all = pdf.getAllPages();
    if (static_cast<std::int64_t>(all.size()) > pages) return out;
    for (auto page : all) {
      auto resources = QPDFPageObjectHelper(page).getAttribute("/Resources", false);
      out.contents.push_back(walker.digest(page.getKey("/Contents")) * 31 + walker.digest(resources));
      out.annotations.push_back(walker.digest(page.getKey("/Annots")));
    }
    out.readable = true;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    out = {};
  }
  return out;
}

Appended difference(const PageDigests& before, const PageDigests& after) {
  Appended out;
  out.readable = before.readable && after.readable;
  out.signature = after.signatures > before.signatures;
  if (!out.readable) return out;
  const auto most = std::max(before.contents.size(), after.contents.size());
  for (std::size_t i = 0; i < most; ++i) {
    const bool both = i < before.contents.size() && i < after.contents.size();
    if (!both || before.contents[i] != after.contents[i]) out.pages.push_back(i);
    if (both && before.annotations[i] != after.annotations[i]) out.annotations.push_back(i);
  }
  return out;
}

}  // namespace pdf_analyzer
