// An index over a store, past verifications put into it, and questions turned into values.
#pragma once
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <string>

#include "services/index.hpp"
#include "services/index_request.hpp"
#include "storage/store_fixture.hpp"

namespace cotejo::services {

using storage::wait_for;

enum class Kind { memory, sqlite };
inline std::string name_of(Kind kind) {
  return kind == Kind::memory ? "Memory" : "Sqlite";
}

inline domain::TimePoint at(std::string_view iso) {
  return *domain::from_iso8601(iso);
}
constexpr const char* kNow = "2026-11-22T12:00:00Z";

inline Asker asker(std::string verification, std::string_view accepted = kNow) {
  Asker asker;
  asker.tenant = "default";
  asker.verification = std::move(verification);
  asker.accepted_at = at(accepted);
  return asker;
}

inline domain::Request request_of(std::string body) {
  return {domain::Service::index, "index", "exchange", "/", "", std::move(body), ""};
}

// `{"space": "face", "vector": […]}` of numbers around a circle: the cosine of two is that of their difference.
inline std::string vector_at(double angle) {
  return "[" + std::to_string(std::cos(angle)) + ", " + std::to_string(std::sin(angle)) + "]";
}

class IndexOver {
 public:
  explicit IndexOver(Kind kind, IndexOptions options = {}) : kind_(kind), options_(options) { open(); }
  ~IndexOver() { close(); }

  Index& index() { return *index_; }
  storage::Store& store() { return *store_; }
  const std::filesystem::path& path() const { return folder_.path(); }

  // As a process that ends and starts again.
  void reopen() {
    close();
    open();
  }

  domain::Result<Answer> ask(const Asker& who, std::string body) {
    const auto request = request_of(std::move(body));
    return wait_for<Answer>([&](auto then) { index_->ask(who, request, then); });
  }
  boost::json::value answer(const Asker& who, std::string body) {
    return boost::json::parse(ask(who, std::move(body)).value().response.body);
  }

  // A verification that asked `body`, and was completed.
  void past(const Asker& who, std::string body, int attempt = 1) {
    complete(who, ask(who, std::move(body)).value(), attempt);
  }
  void complete(const Asker& who, const Answer& given, int attempt = 1) {
    auto acceptance = storage::acceptance(who.verification, attempt);
    acceptance.work.tenant = who.tenant;
    acceptance.work.accepted_at = who.accepted_at;
    ASSERT_TRUE(storage::accept(*store_, std::move(acceptance)));
    auto v = storage::result_of(who.verification, attempt);
    v.tenant = who.tenant;
    v.completed_at = who.accepted_at + std::chrono::seconds(1);
    v.index = std::make_shared<domain::IndexPuts>(given.puts);
    ASSERT_TRUE(storage::complete(*store_, v));
    index_->completed(v);
  }

 private:
  void open() {
    if (kind_ == Kind::memory) {
      store_ = storage::open_memory({.incoming = folder_.path()});
      index_ = std::make_unique<Index>(*store_, Secret::random(), options_);
    } else {
      store_ = storage::open_sqlite({.directory = folder_.path()});
      index_ = std::make_unique<Index>(*store_, Secret::open(folder_.path() / "index.secret"), options_);
    }
  }
  void close() {
    store_->stop();
    index_.reset();
    store_.reset();
  }

  const Kind kind_;
  const IndexOptions options_;
  storage::Folder folder_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Index> index_;
};

}  // namespace cotejo::services
