#include "services/vector_set.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "services/dot_product.hpp"
#include "services/index_request.hpp"

namespace cotejo::services {
namespace {

// Persons, each seen some times: what faces are like.
class Crowd {
 public:
  explicit Crowd(std::size_t dimensions) : dimensions_(dimensions) {}
  std::vector<float> person() {
    std::vector<float> numbers(dimensions_);
    for (float& x : numbers) x = normal_(random_);
    normalise(numbers);
    return numbers;
  }
  std::vector<float> again(const std::vector<float>& person, float noise) {
    auto numbers = person;
    const float each = noise / std::sqrt(static_cast<float>(dimensions_));
    for (float& x : numbers) x += each * normal_(random_);
    normalise(numbers);
    return numbers;
  }

 private:
  std::size_t dimensions_;
  std::mt19937 random_{7};
  std::normal_distribution<float> normal_;
};

storage::StoredVector stored(int owner, int verification, std::vector<float> numbers) {
  storage::StoredVector v;
  v.tenant = "default";
  v.owner = "owner " + std::to_string(owner);
  v.verification = "ver_" + std::to_string(verification);
  v.expires = domain::TimePoint::max();
  v.vector = std::move(numbers);
  return v;
}

storage::IndexView view() {
  return {"default", "ver_asks", "", domain::TimePoint{}};
}

void tend(VectorSet& set) {
  while (set.tend(64)) {
  }
}

TEST(DotProduct, IsTheSumOfProducts) {
  alignas(64) float a[64], b[64];
  double expected = 0;
  for (int i = 0; i < 64; ++i) {
    a[i] = static_cast<float>(std::sin(i));
    b[i] = static_cast<float>(std::cos(3 * i));
    expected += double{a[i]} * b[i];
  }
  EXPECT_NEAR(dot_product(a, b, 64), expected, 1e-5);
}

TEST(VectorSet, TheGraphFindsWhatLookingAtAllFinds) {
  constexpr int people = 3000, times = 2, count = 10;
  Crowd crowd(64);
  VectorSet set(64, 1000);
  std::vector<std::vector<float>> faces;
  for (int i = 0; i < people; ++i) {
    faces.push_back(crowd.person());
    for (int k = 0; k < times; ++k) set.add(stored(i, i * times + k, crowd.again(faces.back(), 0.4f)));
  }
  tend(set);
  ASSERT_EQ(set.waiting(), 0u);
  int found = 0, wanted = 0, same_person = 0;
  for (int i = 0; i < 200; ++i) {
    const auto probe = crowd.again(faces[static_cast<std::size_t>(i) * 7], 0.4f);
    const VectorSet::Question question{probe, {}, count, -1};
    const auto exact = set.nearest(view(), question, true).nearest, graph = set.nearest(view(), question).nearest;
    ASSERT_EQ(exact.size(), static_cast<std::size_t>(count));
    same_person += !graph.empty() && graph[0].owner == exact[0].owner;
    for (const auto& one : exact) {
      ++wanted;
      for (const auto& other : graph) found += other.owner == one.owner;
    }
  }
  EXPECT_EQ(same_person, 200);
  EXPECT_GE(static_cast<double>(found) / wanted, 0.95);
}

TEST(VectorSet, RowsThatAreNotInTheGraphYetAreFound) {
  Crowd crowd(32);
  VectorSet set(32, 100);
  for (int i = 0; i < 200; ++i) set.add(stored(i, i, crowd.person()));
  set.tend(50);
  const auto late = crowd.person();
  set.add(stored(999, 999, late));
  EXPECT_EQ(set.waiting(), 151u);
  const auto found = set.nearest(view(), {late, {}, 1, 0.9}).nearest;
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].owner, "owner 999");
  EXPECT_NEAR(found[0].cosine, 1, 1e-5);
}

// One who applies a thousand times does not hide the others from the graph.
TEST(VectorSet, OneOwnerDoesNotTakeThePlacesOfTheOthers) {
  Crowd crowd(32);
  VectorSet set(32, 100);
  const auto face = crowd.person();
  for (int i = 0; i < 1000; ++i) set.add(stored(1, i, crowd.again(face, 0.05f)));
  set.add(stored(2, 5000, crowd.again(face, 0.5f)));
  for (int i = 0; i < 500; ++i) set.add(stored(10 + i, 6000 + i, crowd.person()));
  tend(set);
  const auto found = set.nearest(view(), {face, {}, 2, 0.6}).nearest;
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].owner, "owner 2");
}

TEST(VectorSet, WhatIsErasedIsOverwrittenAlsoInTheGraph) {
  Crowd crowd(32);
  VectorSet set(32, 100);
  std::vector<std::vector<float>> faces;
  for (int i = 0; i < 400; ++i) {
    faces.push_back(crowd.person());
    set.add(stored(i, i, faces.back()));
  }
  tend(set);
  storage::EntryErasure what;
  what.tenant = "default";
  what.owner = "owner 123";
  ASSERT_TRUE(set.holds(faces[123]));
  EXPECT_EQ(set.erase(what), 1u);
  EXPECT_FALSE(set.holds(faces[123]));
  EXPECT_TRUE(set.nearest(view(), {faces[123], {}, 1, 0.99}).nearest.empty());
  EXPECT_EQ(set.nearest(view(), {faces[124], {}, 1, 0.99}).nearest.size(), 1u);
  EXPECT_EQ(set.size(), 399u);
}

TEST(VectorSet, IsMadeAnewWhenMuchOfItIsErased) {
  Crowd crowd(32);
  VectorSet set(32, 100);
  std::vector<std::vector<float>> faces;
  for (int i = 0; i < 600; ++i) {
    faces.push_back(crowd.person());
    set.add(stored(i % 3, i, faces.back()));
  }
  tend(set);
  const auto before = set.bytes();
  storage::EntryErasure what;
  what.tenant = "default";
  what.owner = "owner 1";
  EXPECT_EQ(set.erase(what), 200u);
  tend(set);
  EXPECT_EQ(set.size(), 400u);
  EXPECT_EQ(set.waiting(), 0u);
  EXPECT_LE(set.bytes(), before);
  for (int i = 0; i < 600; ++i)
    EXPECT_EQ(set.nearest(view(), {faces[static_cast<std::size_t>(i)], {}, 1, 0.99}).nearest.size(),
              i % 3 == 1 ? 0u : 1u);
}

}  // namespace
}  // namespace cotejo::services
