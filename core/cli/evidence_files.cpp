#include "cli/evidence_files.hpp"

#include <cerrno>
#include <cstring>

#include "cli/commands.hpp"
#include "domain/digest.hpp"
#include "domain/mapped_file.hpp"
#include "domain/media_type.hpp"

namespace cotejo::cli {

std::shared_ptr<const domain::Bytes> read_evidence(const std::filesystem::path& file) {
  const auto mapped = domain::MappedFile::open(file);
  if (!mapped)
    throw Stop("cannot read " + file.string() + ": " +
               (errno == EINVAL ? "it is not a regular file; save what it gives in one" : std::strerror(errno)));
  if (mapped->bytes().empty()) throw Stop(file.string() + " is empty");
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->data = mapped->bytes().data();
  bytes->size = mapped->bytes().size();
  bytes->media_type = domain::sniff_media_type(mapped->bytes());
  bytes->digest = domain::digest_of(mapped->text());
  bytes->owner = mapped;
  return bytes;
}

std::pair<std::string, std::filesystem::path> split_assignment(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size())
    throw Stop("expected NAME=FILE, found '" + text + "'");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace cotejo::cli
