#include "specimen_files.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace cotejo::specimens {

namespace fs = std::filesystem;

void save(const fs::path& file, const char* data, std::size_t size) {
  std::ofstream out(file, std::ios::binary);
  out.write(data, static_cast<std::streamsize>(size));
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

void save(const fs::path& file, const std::vector<unsigned char>& bytes) {
  save(file, reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void save(const fs::path& file, const boost::json::object& object) {
  const std::string text = boost::json::serialize(object) + "\n";
  save(file, text.data(), text.size());
}

std::vector<unsigned char> bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What was written for the specimen already; else what it alone says.
boost::json::object read_or(const fs::path& file, boost::json::object fresh) {
  const auto bytes = bytes_of(file);
  if (bytes.empty()) return fresh;
  return boost::json::parse({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).as_object();
}

}  // namespace cotejo::specimens
