// The files of one applicant's folder.
#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <vector>

namespace cotejo::specimens {

// Throw std::runtime_error when the file cannot be written.
void save(const std::filesystem::path& file, const char* data, std::size_t size);
void save(const std::filesystem::path& file, const std::vector<unsigned char>& bytes);
void save(const std::filesystem::path& file, const boost::json::object& object);

// Empty when there is none.
std::vector<unsigned char> bytes_of(const std::filesystem::path& file);
// What the file holds, or `fresh` when there is none: documents are added to one after the other.
boost::json::object read_or(const std::filesystem::path& file, boost::json::object fresh);

}  // namespace cotejo::specimens
