#include <gtest/gtest.h>

#include <latch>
#include <mutex>

#include "engine/components.hpp"

namespace cotejo::test {
namespace {

class Upper : public SubAnalyzer {
 public:
  static constexpr About about{"upper", "1.0.0", "Passes a text on"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> upper{this, "upper", "The text"};
  static inline std::atomic<int> calls{0};
  Status run(Call& call) override {
    ++calls;
    call.emit(upper, std::string(*call.get(text)) + "!", 0.8);
    return Status::ok;
  }
};

class Today : public Check {
 public:
  static constexpr About about{"today", "1.0.0", "Fails unless it is the last day of 2025"};
  Port<std::string> text{this, "text", "reader.text"};
  Status run(Call& call) override {
    call.conclude(call.today() == "2025-12-31" ? Verdict::pass : Verdict::fail, 1);
    return Status::ok;
  }
};

// Two nodes that each wait until the other has started: they can only end when they overlap.
class Meets : public SubAnalyzer {
 public:
  static constexpr bool parallel = true;
  static constexpr About about{"meets", "1.0.0", "Waits for its peer"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<std::string> met{this, "met", "It met its peer"};
  static inline std::latch* both = nullptr;
  Status run(Call& call) override {
    both->arrive_and_wait();
    call.emit(met, "yes", 1.0);
    return Status::ok;
  }
};

// Two pixels for people, and one for other components.
class Draws : public SubAnalyzer {
 public:
  static constexpr About about{"draws", "1.0.0", "Draws what it saw"};
  Port<std::string> text{this, "text", "reader.text"};
  Trait<Image> map{this, "map", "Where it saw something", keep};
  Trait<Image> scratch{this, "scratch", "For other components"};
  Status run(Call& call) override {
    static constexpr std::uint8_t pixels[] = {0, 255};
    const Image image{COTEJO_GRAY8, 2, 1, 2, pixels, 0, Image::whole(2, 1)};
    call.emit(map, image);
    call.emit(scratch, image);
    return Status::ok;
  }
};

// Finds fault with the second of the texts that it is given.
class Second : public Check {
 public:
  static constexpr About about{"second", "1.0.0", "Dislikes the second text"};
  ManyPort<std::string> texts{this, "texts", "reader.text"};
  Code bad{this, "test.bad"};
  Status run(Call& call) override {
    call.item(bad, Severity::major, 1, {texts.at(1)});
    call.conclude(Verdict::fail, 1);
    return Status::ok;
  }
};

TEST(Engine, AFindingRestsOnOneOfManyValues) {
  engine::Engine engine(limits());
  auto product =
      reading({"a", "b", "c"}).node<Second>("second", {}, {"a:reader.text b:reader.text c:reader.text"}).build();
  const auto v = run(engine, submission(product, {{"a", "x"}, {"b", "y"}, {"c", "z"}}));
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"b"});
  EXPECT_EQ(v.items[0].traits, std::vector<std::string>{"b:reader.text"});
}

TEST(Engine, AResultHoldsThePicturesThatAreToBeKept) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Draws>("a:draws", "a", {"a:reader.text"}).build();
  const auto v = run(engine, submission(product, {{"a", "good"}}));
  ASSERT_EQ(v.artifacts.size(), 1u);
  const auto& kept = v.artifacts.front();
  EXPECT_EQ(kept.name, "a:draws.map");
  EXPECT_EQ(kept.evidence, "a");
  EXPECT_EQ(kept.outline[2], (std::array{1.0, 1.0}));
  ASSERT_TRUE(kept.content);
  EXPECT_EQ(kept.content->digest, kept.digest);
  const std::string_view file(reinterpret_cast<const char*>(kept.content->data), kept.content->size);
  EXPECT_EQ(file.substr(1, 3), "PNG");
}

TEST(Engine, ApprovesWhenAllChecksPass) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Present>("present", {}, {"a:reader.text", ""}).build();
  const auto v = run(engine, submission(product, {{"a", "good"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::pass);
  ASSERT_TRUE(v.decision);
  EXPECT_EQ(v.decision->outcome, domain::Outcome::approve);
  ASSERT_EQ(v.traits.size(), 1u);
  EXPECT_EQ(v.traits[0].name, "a:reader.text");
  EXPECT_EQ(v.traits[0].evidence, "a");
  EXPECT_EQ(v.traits[0].component, "reader@1.0.0");
}

TEST(Engine, ItemNamesTheTraitsAndEvidenceOfItsPorts) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Present>("present", {}, {"a:reader.text", ""}).build();
  const auto v = run(engine, submission(product, {{"a", "bad"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::fail);
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "test.bad");
  EXPECT_EQ(v.items[0].traits, std::vector<std::string>{"a:reader.text"});
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
  EXPECT_NE(v.decision->outcome, domain::Outcome::approve);
}

TEST(Engine, NodesOfDifferentEvidenceOverlap) {
  engine::Engine engine(limits(2));
  std::latch both(2);
  Meets::both = &both;
  auto product = reading({"a", "b"})
                     .node<Meets>("a:meets", "a", {"a:reader.text"})
                     .node<Meets>("b:meets", "b", {"b:reader.text"})
                     .node<Present>("present", {}, {"a:meets.met", "b:meets.met"})
                     .build();
  const auto v = run(engine, submission(product, {{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(check(v, "present").verdict, domain::Verdict::pass);
}

TEST(Engine, DatesAreJudgedInTheTimeZoneOfTheProduct) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Today>("today", {}, {"a:reader.text"}).build();
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "x"}})), "today").verdict, domain::Verdict::pass);
}

TEST(Evidence, MissingRequiredEvidenceIsToldWithWhatToSend) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"})
                     .node<Present>("first", {}, {"a:reader.text", ""})
                     .node<Present>("second", {}, {"b:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"b", "good"}}));
  EXPECT_EQ(check(v, "second").verdict, domain::Verdict::pass);
  EXPECT_EQ(check(v, "first").blocked_by.at(0).node, "a");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.missing");
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(Evidence, WhatIsMissingIsToldInTheOrderOfTheProduct) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b", "c"})
                     .node<Present>("first", {}, {"c:reader.text", "b:reader.text"})
                     .node<Present>("second", {}, {"a:reader.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {{"b", "unreadable"}}));
  ASSERT_EQ(v.items.size(), 3u);
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
  EXPECT_EQ(v.items[1].evidence, std::vector<std::string>{"c"});
  EXPECT_EQ(v.items[2].code, "evidence.unreadable");
}

TEST(Evidence, MissingEvidenceIsTheOnlyCauseWhenAComponentsPortsAreAllOptional) {
  engine::Engine engine(limits());
  auto product = reading({"a"})
                     .node<Either>("a:either", "a", {"", "a:reader.text"})
                     .node<Present>("p", {}, {"a:either.text", ""})
                     .build();
  const auto v = run(engine, submission(product, {}));
  ASSERT_EQ(check(v, "p").blocked_by.size(), 1u);
  EXPECT_EQ(check(v, "p").blocked_by[0].node, "a");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.missing");
  EXPECT_EQ(check(run(engine, submission(product, {{"a", "x"}})), "p").verdict, domain::Verdict::pass);
}

TEST(Evidence, UnreadableEvidenceIsAnErrorAndAnItem) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Present>("p", {}, {"a:reader.text", ""}).build();
  const auto v = run(engine, submission(product, {{"a", "unreadable"}}));
  EXPECT_EQ(v.errors.at(0).scope, domain::Scope::evidence);
  EXPECT_EQ(v.errors.at(0).code, "evidence.unreadable");
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "evidence.unreadable");
  EXPECT_EQ(v.items[0].evidence, std::vector<std::string>{"a"});
}

TEST(Evidence, TraitThatCouldNotBeToldBlocksWithItsReason) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Present>("p", {}, {"a:reader.text", ""}).build();
  const auto v = run(engine, submission(product, {{"a", "absent"}}));
  const auto& p = check(v, "p");
  EXPECT_EQ(p.verdict, domain::Verdict::undecided);
  ASSERT_EQ(p.blocked_by.size(), 1u);
  EXPECT_EQ(p.blocked_by[0].reason, "test.cannot_tell");
  EXPECT_FALSE(p.blocked_by[0].error);
  ASSERT_EQ(v.items.size(), 1u);
  EXPECT_EQ(v.items[0].code, "test.cannot_tell");
  EXPECT_EQ(boost::json::serialize(v.items[0].params), R"({"field":["text"]})") << "a text can say what it is";
  EXPECT_EQ(v.items[0].traits, std::vector<std::string>{"a:reader.text"});
}

TEST(Evidence, OfAnotherKindOrTooLargeIsRefusedBeforeAnyComponentSeesIt) {
  engine::Engine engine(limits());
  auto product = reading({"a"}).node<Present>("p", {}, {"a:reader.text", ""}).build();
  auto s = submission(product, {});
  auto video = std::make_shared<domain::Bytes>(*bytes_of("other kind"));
  video->media_type = "video/mp4";
  s.evidence.emplace("a", video);
  const int before = Reader::calls;
  EXPECT_EQ(run(engine, std::move(s)).errors.at(0).code, "evidence.media_type_mismatch");
  EXPECT_EQ(run(engine, submission(product, {{"a", std::string((1 << 20) + 1, 'x')}})).errors.at(0).code,
            "evidence.too_large");
  EXPECT_EQ(Reader::calls, before);
}

// Judges what the evidence is declared to be, as every analyzer of files does.
class Declared : public Analyzer {
 public:
  static constexpr About about{"declared", "1.0.0", "Emits the declared media type"};
  Port<Evidence> evidence{this, "evidence", "evidence"};
  Trait<std::string> text{this, "text", "The media type"};
  Status run(Call& call) override {
    call.emit(text, std::string(call.get(evidence)->media_type), 1.0);
    return Status::ok;
  }
};

// A bill as a PDF or as a photo, each with an analyzer of its own.
PlanBuilder pdf_or_photo() {
  PlanBuilder plan;
  return plan.evidence("bill")
      .also_as("bill", "pdf")
      .node<Reader>("bill:photo", "bill", {"bill"})
      .only_for("bill:photo", {"image"})
      .node<Reader>("bill:pdf", "bill", {"bill"})
      .only_for("bill:pdf", {"pdf"})
      .node<Upper>("bill:of_pdf", "bill", {"bill:pdf.text"})
      .node<Either>("bill:either", "bill", {"bill:of_pdf.upper", "bill:photo.text"});
}

engine::Submission bill_as(std::shared_ptr<const products::Product> product, std::string media_type, std::string text) {
  auto s = submission(std::move(product), {});
  auto bytes = std::make_shared<domain::Bytes>(*bytes_of(std::move(text)));
  bytes->media_type = std::move(media_type);
  s.evidence.emplace("bill", bytes);
  return s;
}

TEST(EvidenceOfSeveralKinds, OnlyWhatIsForTheKindThatCameIsRun) {
  engine::Engine engine(limits());
  auto product = pdf_or_photo().node<Present>("p", {}, {"bill:either.text", "bill:of_pdf.upper"}).build();
  const auto statuses = [](const domain::Verification& v) {
    std::string all;
    for (const auto& node : v.trace) all += node.node.str() + "=" + node.status.str() + ' ';
    return all;
  };
  int before = Reader::calls;
  const auto photo = run(engine, bill_as(product, "image/jpeg", "a photo"));
  EXPECT_EQ(Reader::calls, before + 1);
  EXPECT_EQ(check(photo, "p").verdict, domain::Verdict::pass) << "what a PDF would have told is not missing";
  EXPECT_EQ(photo.decision->outcome, domain::Outcome::approve);
  EXPECT_EQ(statuses(photo),
            "bill:photo=completed bill:pdf=left_out bill:of_pdf=left_out bill:either=completed p=completed ");
  EXPECT_EQ(photo.evidence.at(0).media_type, "image/jpeg");
  before = Reader::calls;
  const auto pdf = run(engine, bill_as(product, "application/pdf", "a file"));
  EXPECT_EQ(Reader::calls, before + 1);
  EXPECT_EQ(check(pdf, "p").verdict, domain::Verdict::pass);
  EXPECT_EQ(statuses(pdf),
            "bill:photo=left_out bill:pdf=completed bill:of_pdf=completed bill:either=completed p=completed ");
}

TEST(EvidenceOfSeveralKinds, AnErrorOfTheOneThatCameIsToldAlone) {
  engine::Engine engine(limits());
  auto product = pdf_or_photo().node<Present>("p", {}, {"bill:either.text", ""}).build();
  const auto v = run(engine, bill_as(product, "application/pdf", "unreadable"));
  ASSERT_EQ(check(v, "p").blocked_by.size(), 1u);
  EXPECT_EQ(check(v, "p").blocked_by[0].node, "bill:pdf");
  EXPECT_EQ(v.errors.size(), 1u);
}

TEST(EvidenceOfSeveralKinds, ACheckWithoutWhatItNeedsIsUndecidedAndSaysWhy) {
  engine::Engine engine(limits());
  auto product = pdf_or_photo().node<Present>("p", {}, {"bill:of_pdf.upper", ""}).build();
  const auto v = run(engine, bill_as(product, "image/jpeg", "a photo"));
  EXPECT_EQ(check(v, "p").verdict, domain::Verdict::undecided);
  ASSERT_EQ(check(v, "p").blocked_by.size(), 1u);
  EXPECT_EQ(check(v, "p").blocked_by[0].node, "bill");
  EXPECT_EQ(check(v, "p").blocked_by[0].reason, "evidence.other_kind");
  EXPECT_EQ(v.decision->outcome, domain::Outcome::review);
}

TEST(EvidenceOfSeveralKinds, MissingEvidenceIsToldAsForAnyOther) {
  engine::Engine engine(limits());
  auto product = pdf_or_photo().node<Present>("p", {}, {"bill:either.text", ""}).build();
  const auto v = run(engine, submission(product, {}));
  ASSERT_EQ(check(v, "p").blocked_by.size(), 1u);
  EXPECT_EQ(check(v, "p").blocked_by[0].node, "bill");
  EXPECT_EQ(v.items.at(0).code, "evidence.missing");
}

TEST(Memo, ResubmissionRunsOnlyWhatTheNewEvidenceTouches) {
  engine::Engine engine(limits());
  auto product = reading({"a", "b"})
                     .node<Upper>("a:upper", "a", {"a:reader.text"})
                     .node<Upper>("b:upper", "b", {"b:reader.text"})
                     .node<Present>("p", {}, {"a:upper.upper", "b:upper.upper"})
                     .build();
  run(engine, submission(product, {{"a", "memo 1"}, {"b", "memo 2"}}));
  const int readers = Reader::calls, uppers = Upper::calls;
  const auto v = run(engine, submission(product, {{"a", "memo 1"}, {"b", "memo 3"}}));
  EXPECT_EQ(Reader::calls - readers, 1);
  EXPECT_EQ(Upper::calls - uppers, 1);
  EXPECT_EQ(v.trace.at(0).status, "memoised");
  EXPECT_EQ(v.trace.at(1).status, "completed");
  EXPECT_EQ(check(v, "p").verdict, domain::Verdict::pass);
}

TEST(Memo, TheSameBytesDeclaredAsAnotherMediaTypeAreOtherEvidence) {
  engine::Engine engine(limits());
  auto product = PlanBuilder{}
                     .evidence("bill")
                     .node<Declared>("bill:declared", "bill", {"bill"})
                     .node<Upper>("bill:upper", "bill", {"bill:declared.text"})
                     .build();
  const auto told = [&](const char* media_type) {
    const auto v = run(engine, bill_as(product, media_type, "the same bytes"));
    return std::get<std::string>(v.traits.at(1).value->data) + ' ' + v.trace.at(0).status.str();
  };
  EXPECT_EQ(told("image/png"), "image/png! completed");
  EXPECT_EQ(told("image/jpeg"), "image/jpeg! completed");
  EXPECT_EQ(told("image/png"), "image/png! memoised");
}

TEST(Trace, TellsWhatEachNodeDidInTheOrderOfThePlan) {
  engine::Engine engine(limits());
  auto product = reading({"a"})
                     .node<Upper>("a:upper", "a", {"a:reader.text"})
                     .node<Present>("p", {}, {"a:upper.upper", ""})
                     .build();
  std::vector<std::string> progress;
  std::mutex mutex;
  const auto v = run(engine, submission(product, {{"a", "trace"}}), [&](const domain::NodeTrace& t) {
    const std::lock_guard lock(mutex);
    progress.push_back(t.node);
  });
  ASSERT_EQ(v.trace.size(), 3u);
  EXPECT_EQ(v.trace[0].node, "a:reader");
  EXPECT_EQ(v.trace[0].component, "reader@1.0.0");
  EXPECT_EQ(v.trace[1].status, "completed");
  EXPECT_GE(v.trace[1].started_ms, v.trace[0].started_ms);
  EXPECT_EQ(progress, (std::vector<std::string>{"a:reader", "a:upper", "p"}));
}

}  // namespace
}  // namespace cotejo::test
