#include "storage/blob.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace cotejo::storage {
namespace {

// Written at once, where it belongs in the file: the page cache takes it in large pieces then, which costs half as much
// as taking the socket's pieces page by page.
constexpr std::size_t written_at_once = 256u << 10;
constexpr std::uint64_t hashed_at_once = 1u << 20;  // below that, waking a thread for it is not worth it

std::filesystem::path fresh_name(const std::filesystem::path& folder) {
  static std::atomic<std::uint64_t> counter{0};
  return folder / (std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1)));
}

domain::Result<std::shared_ptr<const void>> map(int descriptor, std::size_t size) {
  void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (memory == MAP_FAILED) return disk_failed("mapping evidence", errno);
  return std::shared_ptr<const void>(memory,
                                     [size](const void* address) { ::munmap(const_cast<void*>(address), size); });
}

}  // namespace

domain::Error disk_failed(const char* what, int error) {
  return domain::make_retriable_error(domain::Scope::platform, "platform.storage",
                                      std::string(what) + ": " + std::strerror(error));
}

IncomingFile::~IncomingFile() {
  ::close(descriptor_);
  if (!published_) ::unlink(path_.c_str());
}

domain::Result<void> IncomingFile::publish(const std::filesystem::path& target) {
  if (published_) return {};
  // First the name: what a journaling file system writes for the content then has the name in it, and flushing the
  // folder finds nothing left to do. No row names the file before both are on the disk.
  if (::rename(path_.c_str(), target.c_str()) != 0) return disk_failed("placing evidence", errno);
  published_ = true;
  if (::fsync(descriptor_) == 0) return {};
  const int failure = errno;
  ::unlink(target.c_str());
  return disk_failed("flushing evidence", failure);
}

BlobWriter::BlobWriter(std::filesystem::path incoming, std::uint64_t limit, HashingThread* hashing,
                       std::atomic<bool>* refused)
    : incoming_(std::move(incoming)), limit_(limit), hashing_(hashing), refused_(refused) {}
BlobWriter::~BlobWriter() = default;
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&&) noexcept = default;

domain::Result<void> BlobWriter::write(std::span<const std::uint8_t> piece) {
  if (piece.size() > limit_ - size_) {
    return domain::make_error(domain::Scope::evidence, "evidence.too_large",
                              "evidence is larger than " + std::to_string(limit_) + " bytes");
  }
  size_ += piece.size();
  const auto taken = piece.first(std::min(piece.size(), head_.size() - head_size_));
  std::copy(taken.begin(), taken.end(), head_.begin() + static_cast<std::ptrdiff_t>(head_size_));
  head_size_ += taken.size();
  if (!file_ && size_ > inline_blob_bytes) {
    if (auto spilled = spill(); !spilled) return spilled;
  }
  while (file_ && buffer_.size() + piece.size() >= written_at_once) {
    const auto fitting = piece.first(written_at_once - buffer_.size());
    piece = piece.subspan(fitting.size());
    buffer_.insert(buffer_.end(), fitting.begin(), fitting.end());
    if (auto written = write_out(); !written) return written;
  }
  buffer_.insert(buffer_.end(), piece.begin(), piece.end());
  return {};
}

domain::Result<void> BlobWriter::spill() {
  const auto path = fresh_name(incoming_);
  const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return refuse("creating a file for evidence", errno);
  file_ = std::make_shared<IncomingFile>(path, descriptor);
  digest_ = std::make_shared<FileDigest>(file_);
  return {};
}

domain::Error BlobWriter::refuse(const char* what, int error) const {
  if (refused_ && error != EMFILE && error != ENFILE) *refused_ = true;  // these are no disk's
  return disk_failed(what, error);
}

domain::Result<void> BlobWriter::write_out() {
  for (std::span<const std::uint8_t> rest = buffer_; !rest.empty();) {
    const ssize_t written = ::write(file_->descriptor(), rest.data(), rest.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return refuse("writing evidence", errno);
    }
    rest = rest.subspan(static_cast<std::size_t>(written));
    in_file_ += static_cast<std::uint64_t>(written);
  }
  buffer_.clear();
  digest_->written(in_file_);
  if (in_file_ - told_ >= hashed_at_once) have_hashed();
  return {};
}

void BlobWriter::have_hashed() {
  if (hashing_) hashing_->look_at(digest_);
  told_ = in_file_;
}

domain::Result<Blob> BlobWriter::seal(std::string media_type) {
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->media_type = std::move(media_type);
  bytes->size = size_;
  if (file_) {
    if (auto written = write_out(); !written) return written.error();
    buffer_ = {};
    auto digest = digest_->finish();
    if (!digest) return digest.error();
    bytes->digest = std::move(*digest);
    digest_.reset();
    auto mapped = map(file_->descriptor(), size_);
    if (!mapped) return mapped.error();
    // The mapping outlives the name: an unpublished file may be unlinked while a component still reads it.
    bytes->owner = *mapped;
  } else {
    bytes->digest = domain::digest_of({reinterpret_cast<const char*>(buffer_.data()), buffer_.size()});
    bytes->owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(buffer_));
  }
  bytes->data = file_ ? static_cast<const std::uint8_t*>(bytes->owner.get())
                      : static_cast<const std::vector<std::uint8_t>*>(bytes->owner.get())->data();
  return Blob{std::move(bytes), std::move(file_)};
}

std::filesystem::path blob_path(const std::filesystem::path& root, std::string_view digest) {
  const auto hex = digest.substr(digest.find(':') + 1);
  return root / "blobs" / hex.substr(0, 2) / hex;
}

domain::Error lost() {
  return domain::make_error(domain::Scope::evidence, "evidence.lost", "stored evidence is not there any more");
}

domain::Result<std::shared_ptr<const domain::Bytes>> map_blob(const std::filesystem::path& file, std::string media_type,
                                                              std::string digest) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0 || ::fstat(descriptor, &status) != 0 || status.st_size == 0) {
    if (descriptor >= 0) ::close(descriptor);
    return lost();
  }
  auto mapped = map(descriptor, static_cast<std::size_t>(status.st_size));
  ::close(descriptor);
  if (!mapped) return mapped.error();
  auto bytes = std::make_shared<domain::Bytes>();
  bytes->data = static_cast<const std::uint8_t*>(mapped->get());
  bytes->size = static_cast<std::size_t>(status.st_size);
  bytes->media_type = std::move(media_type);
  bytes->digest = std::move(digest);
  bytes->owner = *mapped;
  return std::shared_ptr<const domain::Bytes>(std::move(bytes));
}

}  // namespace cotejo::storage
