// Published test vectors: tab-separated files with a heading line and the columns input, expected, source.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

namespace cotejo::testing {

struct Vector {
  std::string input, expected, source;
};

inline std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// Fails the test when the file is missing, malformed or empty.
inline std::vector<Vector> read_vectors(const std::string& name) {
  std::ifstream file(std::string(VECTORS_DIR) + "/" + name + ".tsv");
  std::vector<Vector> vectors;
  std::string line;
  std::getline(file, line);
  EXPECT_EQ(line, "input\texpected\tsource") << name;
  while (std::getline(file, line)) {
    const std::vector<std::string> columns = split(line, '\t');
    EXPECT_EQ(columns.size(), 3u) << name << ": " << line;
    if (columns.size() == 3) vectors.push_back({columns[0], columns[1], columns[2]});
  }
  EXPECT_FALSE(vectors.empty()) << name;
  return vectors;
}

}  // namespace cotejo::testing
