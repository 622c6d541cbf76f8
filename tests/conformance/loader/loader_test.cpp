#include "plugins/loader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "plugins/component.hpp"

namespace cotejo::plugins {
namespace {

class Loader : public testing::Test {
 protected:
  static std::unique_ptr<Registry> load(std::map<std::string, std::string, std::less<>> digests = {}) {
    LoadOptions options;
    options.directories = {FIXTURES};
    options.digests = std::move(digests);
    return load_plugins(std::move(options));
  }
  static std::string refusal(const Registry& registry, std::string_view file) {
    for (const auto& r : registry.refusals())
      if (r.file == file) return r.reason;
    return "(not refused)";
  }
};

TEST_F(Loader, RegistersTheComponentsOfGoodPluginsWhateverElseIsRefused) {
  const auto registry = load();
  const auto* good = registry->find("fixture.good");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->declaration.version, "1.2.3");
  EXPECT_EQ(good->plugin, "good.so");
  EXPECT_EQ(good->declaration.params_schema.at("properties").at("level").at("maximum").to_number<double>(), 1);
}

TEST_F(Loader, RefusesWhatIsNoPluginInOneSentence) {
  const auto registry = load();
  EXPECT_EQ(refusal(*registry, "text.so"), "text.so: not a plugin: it is not a shared library of this machine");
  EXPECT_EQ(refusal(*registry, "no_entry.so"), "no_entry.so: not a plugin: it does not export cotejo_entry_v1");
}

TEST_F(Loader, RefusesAnotherMajorFromTheSymbolTable) {
  EXPECT_EQ(refusal(*load(), "other_major.so"),
            "other_major.so: built for plugin ABI 2, this host speaks 1 (upgrade the host, or rebuild with SDK 1.x)");
}

TEST_F(Loader, RefusesANewerMinorAndSaysWhatIsMissing) {
  EXPECT_EQ(refusal(*load(), "newer_minor.so"),
            "newer_minor.so: built for plugin ABI 1.4, this host speaks 1.1; missing here: cotejo.future/1 (upgrade "
            "the host, or rebuild "
            "with SDK 1.1)");
}

TEST_F(Loader, RefusesWhatNeedsAServiceThatThisHostDoesNotHave) {
  EXPECT_EQ(refusal(*load(), "needs_extension.so"),
            "needs_extension.so: it needs cotejo.oracle/1, which this host does not have (upgrade the host)");
}

TEST_F(Loader, RefusesAnEntryThatIsHalfThereOrLeadsToNothing) {
  const auto registry = load();
  EXPECT_EQ(refusal(*registry, "incomplete_entry.so"), "incomplete_entry.so: its entry is incomplete");
  EXPECT_EQ(refusal(*registry, "no_components.so"), "no_components.so: it has no components that this host knows");
}

TEST_F(Loader, RefusesALibraryThatWasCutOffOnItsWay) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "cotejo_cut_off";
  std::filesystem::create_directories(folder);
  for (const std::uintmax_t size : {0u, 10u, 64u, 1000u, 5000u}) {
    const auto file = folder / "cut.so";
    std::filesystem::copy_file(std::string(FIXTURES) + "/good.so", file,
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(file, size);
    LoadOptions options;
    options.directories = {folder};
    EXPECT_EQ(refusal(*load_plugins(std::move(options)), "cut.so"),
              "cut.so: not a plugin: it is not a shared library of this machine")
        << size;
  }
  std::filesystem::remove_all(folder);
}

TEST_F(Loader, RefusesAnIdThatAnotherPluginHas) {
  const auto registry = load();
  EXPECT_EQ(registry->find("fixture.twin")->plugin, "first_of_two.so");
  EXPECT_EQ(refusal(*registry, "second_of_two.so"),
            "second_of_two.so: component 'fixture.twin' is already provided by first_of_two.so");
}

TEST_F(Loader, RefusesADigestOtherThanPinned) {
  const auto registry = load({{"good.so", "sha256:00"}});
  EXPECT_EQ(registry->find("fixture.good"), nullptr);
  EXPECT_TRUE(refusal(*registry, "good.so").ends_with("and the configuration pins sha256:00"))
      << refusal(*registry, "good.so");
}

TEST_F(Loader, RefusesADeclarationThatItCannotUse) {
  EXPECT_EQ(refusal(*load(), "bad_declaration.so"),
            "bad_declaration.so: fixture.bad: its declaration cannot be used: 'concurrency' is missing");
}

TEST_F(Loader, ThrowInCreateBecomesTheReasonOfTheRefusal) {
  const auto registry = load();
  const auto broken = registry->create("fixture.broken", {});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message,
            "component 'fixture.broken' of throws_in_create.so could not be created: the oven is cold");
  EXPECT_FALSE(registry->create("fixture.unnamed", {}));
  EXPECT_FALSE(registry->create("fixture.nowhere", {}));
}

TEST_F(Loader, RunsAPluginWrittenInC) {
  const auto registry = load();
  const auto component = registry->create("check.consent", {});
  ASSERT_TRUE(component) << component.error().message;
  const domain::Value consent{domain::ValueType::boolean, false};
  CallContext context;
  context.deadline = std::chrono::steady_clock::now() + std::chrono::hours{1};
  context.inputs = {{{&consent, 0.75, "application.consent", "application", {}, nullptr}}};
  const auto result = (*component)->run(context);
  EXPECT_FALSE(result.error);
  EXPECT_EQ(result.verdict, domain::Verdict::fail);
  EXPECT_EQ(result.confidence, 0.75);
  ASSERT_EQ(result.items.size(), 1u);
  EXPECT_EQ(result.items[0].code, "consent.missing");
}

TEST_F(Loader, SharesOneComponentAmongEqualParamsOnly) {
  const auto registry = load();
  const auto a = registry->create("fixture.good", {{"level", 0.1}});
  const auto b = registry->create("fixture.good", {{"level", 0.1}});
  const auto c = registry->create("fixture.good", {{"level", 0.2}});
  ASSERT_TRUE(a && b && c);
  EXPECT_EQ(*a, *b);
  EXPECT_NE(*a, *c);
}

TEST_F(Loader, RefusesParamsThatTheComponentDoesNotHave) {
  const auto described = load()->describe("fixture.good", {{"levle", 0.1}});
  ASSERT_FALSE(described);
  EXPECT_EQ(described.error().message, "unknown param 'levle'");
}

}  // namespace
}  // namespace cotejo::plugins
