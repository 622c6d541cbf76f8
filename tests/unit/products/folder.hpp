// A configuration folder of this test's own: a copy of one beside the tests, to be changed and thrown away.
#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace cotejo::products {

inline std::filesystem::path beside_tests(const std::string& name) {
  return std::filesystem::path(COTEJO_SOURCE_DIR) / "tests/unit/products" / name;
}

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class Folder {
 public:
  explicit Folder(const std::string& name) {
    static int made = 0;
    path_ = std::filesystem::path(testing::TempDir()) /
            ("cotejo_products_" + std::to_string(getpid()) + "_" + std::to_string(++made));
    std::filesystem::copy(beside_tests(name), path_, std::filesystem::copy_options::recursive);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }

  void replace(const std::string& name, const std::string& from, const std::string& to) const {
    std::string text = text_of(path_ / name);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    write(name, text);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace cotejo::products
