// The text model for tests, where Debian's package tesseract-ocr-spa puts it, or where TESSDATA_PREFIX
// says.
#pragma once
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace cotejo::test {

inline std::string text_model_bytes(const std::string& language) {
  const char* folder = std::getenv("TESSDATA_PREFIX");
  const std::string path =
      std::string(folder != nullptr ? folder : "/usr/share/tesseract-ocr/5/tessdata") + "/" + language + ".traineddata";
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("text model is not installed: " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace cotejo::test
