// Small PDF files, made object by object, for the tests of this folder.
#pragma once
#include <cstdio>
#include <memory>
#include <qpdf/Pl_Buffer.hh>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <string>
#include <vector>

namespace pdf_analyzer::testing {

class File {
 public:
  // Returns the object's number.
  int add(const std::string& body) {
    bodies_.push_back(body);
    return static_cast<int>(bodies_.size());
  }
  int add_stream(const std::string& dictionary, const std::string& data) {
    return add("<<" + dictionary + "/Length " + std::to_string(data.size()) + ">>stream\n" + data + "\nendstream");
  }
  static std::string reference(int number) { return std::to_string(number) + " 0 R"; }

  std::string bytes(int root, const std::string& trailer = {}) const {
    std::string out = "%PDF-1.7\n";
    std::string table = "xref\n0 " + std::to_string(bodies_.size() + 1) + "\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < bodies_.size(); ++i) {
      char line[32];
      std::snprintf(line, sizeof line, "%010zu 00000 n \n", out.size());
      table += line;
      out += std::to_string(i + 1) + " 0 obj\n" + bodies_[i] + "\nendobj\n";
    }
    const std::size_t at = out.size();
    return out + table + "trailer\n<</Size " + std::to_string(bodies_.size() + 1) + "/Root " + reference(root) +
           trailer + ">>\nstartxref\n" + std::to_string(at) + "\n%%EOF\n";
  }

 private:
  std::vector<std::string> bodies_;
};

inline std::string deflated(const std::string& data) {
  Pl_Buffer end("end");
  Pl_Flate flate("flate", &end, Pl_Flate::a_deflate);
  flate.writeString(data);
  flate.finish();
  const auto buffer = end.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

// One line of text for each string, from the top of the page down.
inline std::string content_of(const std::vector<std::string>& lines, const std::string& before = {}) {
  std::string content = "BT " + before + " /F1 10 Tf 72 720 Td 14 TL\n";
  for (const auto& line : lines) content += "(" + line + ") Tj T*\n";
  return content + "ET";
}

struct Recipe {
  std::vector<std::string> pages;                            // contents
  std::string catalogue;                                     // more of the root's dictionary
  std::string page;                                          // more of each page's dictionary
  std::string resources;                                     // more of each page's resources
  std::string info;                                          // the information dictionary
  std::vector<std::pair<std::string, std::string>> streams;  // dictionary and data of objects that nothing refers to
};

inline std::string make(const Recipe& recipe) {
  File file;
  const int font = file.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
  const int tree = static_cast<int>(recipe.pages.size()) * 2 + 2;  // comes after the pages
  std::string kids;
  for (const auto& content : recipe.pages) {
    const int stream = file.add_stream("", content);
    const int page = file.add("<</Type/Page/Parent " + File::reference(tree) + "/MediaBox[0 0 612 792]/Contents " +
                              File::reference(stream) + "/Resources<</Font<</F1 " + File::reference(font) + ">>" +
                              recipe.resources + ">>" + recipe.page + ">>");
    kids += File::reference(page) + " ";
  }
  file.add("<</Type/Pages/Count " + std::to_string(recipe.pages.size()) + "/Kids[" + kids + "]>>");
  for (const auto& [dictionary, data] : recipe.streams) file.add_stream(dictionary, data);
  const int root = file.add("<</Type/Catalog/Pages " + File::reference(tree) + recipe.catalogue + ">>");
  const std::string trailer = recipe.info.empty() ? "" : "/Info " + File::reference(file.add(recipe.info));
  return file.bytes(root, trailer);
}

inline Recipe letter() {
  Recipe recipe;
  recipe.pages = {content_of({"Estado de cuenta del periodo 01/09/2026 al 30/09/2026",
                              "Saldo inicial 1,234.50 Abonos 200.00 Cargos 34.50 Saldo final 1,400.00"})};
  return recipe;
}

inline std::string locked(const std::string& plain, const char* user_password) {
  QPDF pdf;
  pdf.processMemoryFile("plain", plain.data(), plain.size());
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters(user_password, "owner", true, true, false, false, false, false, qpdf_r3p_low, true);
  writer.write();
  const std::unique_ptr<Buffer> buffer(writer.getBuffer());
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

}  // namespace pdf_analyzer::testing
