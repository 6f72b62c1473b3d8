// Arrays that break the rules of the C Data Interface are refused, whatever part of them lies.
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/columns/checked_batch.h"
#include "tests/unit/columns/echo_act.h"

namespace acta {
namespace {

// Two cases with a column of each shape.
Column Sound() {
  Column persons = Numbers<std::int16_t>("persons", "s", {1, 2});
  persons.Nulls({true, false});
  Column form = Numbers<std::int32_t>("form", "i", {0, 1});
  form.dictionary = std::make_shared<Column>(Names("", {"rally", "picket"}));
  return Struct("", 2,
                {persons, form, Names("note", {"a", "bc"}),
                 Struct("filing", 2, {Numbers<std::int32_t>("registered", "tdD", {1, 2})}),
                 ListOf("days", {0, 1, 2}, Numbers<std::int32_t>("item", "tdD", {1, 2})),
                 ListOf("forms", {0, 1, 2}, Names("item", {"rally", "picket"})),
                 Struct("closed", 2,
                        {Numbers<std::int32_t>("start", "tdD", {1, 2}),
                         Numbers<std::int32_t>("end", "tdD", {1, 2})})});
}
enum { kPersons, kForm, kNote, kFiling, kDays, kForms, kClosed };

class Hostile : public testing::Test {
 protected:
  // What the batch says about sound cases after `spoil`.
  acta_status After(const std::function<void(ArrowSchema&, ArrowArray&)>& spoil) {
    Exported exported(Sound());
    spoil(exported.schema(), exported.array());
    GivenArray answers;
    detail_ = Fresh<acta_detail>();
    const acta_status status = acta_batch_evaluate(batch_.get(), &exported.schema(),
                                                   &exported.array(), &answers.raw, &detail_);
    EXPECT_EQ(answers.raw.release != nullptr, status == ACTA_OK);
    return status;
  }
  void Refuses(const std::function<void(ArrowSchema&, ArrowArray&)>& spoil, const char* path = "") {
    EXPECT_EQ(After(spoil), ACTA_BAD_ARGUMENT) << path;
    EXPECT_STREQ(detail_.path, path);
    EXPECT_THAT(detail_.message, testing::HasSubstr("no Arrow array"));
  }

  EchoAct act_;
  Batch batch_{act_.get()};
  acta_detail detail_{};
};

using Schema = ArrowSchema&;
using Array = ArrowArray&;

TEST_F(Hostile, TheSoundCasesAreSound) {
  EXPECT_EQ(After([](Schema, Array) {}), ACTA_OK) << detail_.message;
}

TEST_F(Hostile, LengthsAndOffsetsThatAreNone) {
  Refuses([](Schema, Array array) { array.length = -1; });
  Refuses([](Schema, Array array) { array.offset = -1; });
  Refuses([](Schema, Array array) { array.length = INT64_MAX; });
  Refuses([](Schema, Array array) { array.length = 3; }, "persons");
  Refuses([](Schema, Array array) { array.offset = 1; }, "persons");
  Refuses([](Schema, Array array) { array.children[kNote]->length = 1; }, "note");
  Refuses([](Schema, Array array) { array.children[kFiling]->offset = INT64_MAX; }, "filing");
  Refuses([](Schema, Array array) { array.children[kFiling]->children[0]->length = 1; },
          "filing.registered");
  Refuses([](Schema, Array array) { array.children[kDays]->children[0]->length = -5; }, "days");
  Refuses([](Schema, Array array) { array.children[kClosed]->children[1]->length = 0; }, "closed");
}

TEST_F(Hostile, CountsOfNullsThatAreNone) {
  Refuses([](Schema, Array array) { array.children[kPersons]->null_count = 3; }, "persons");
  Refuses([](Schema, Array array) { array.children[kPersons]->null_count = -2; }, "persons");
  Refuses([](Schema, Array array) { array.children[kNote]->null_count = 1; }, "note");
}

TEST_F(Hostile, BuffersThatAreNotThere) {
  Refuses([](Schema, Array array) { array.children[kPersons]->n_buffers = 1; }, "persons");
  Refuses([](Schema, Array array) { array.children[kNote]->n_buffers = 2; }, "note");
  Refuses([](Schema, Array array) { array.children[kPersons]->buffers = nullptr; }, "persons");
  Refuses([](Schema, Array array) { array.children[kPersons]->buffers[1] = nullptr; }, "persons");
  Refuses([](Schema, Array array) { array.children[kNote]->buffers[2] = nullptr; }, "note");
  Refuses([](Schema, Array array) { array.children[kDays]->buffers[1] = nullptr; }, "days");
  Refuses([](Schema, Array array) { array.n_buffers = 0; });
}

TEST_F(Hostile, ChildrenThatDoNotFit) {
  Refuses([](Schema, Array array) { array.n_children = 3; });
  Refuses([](Schema schema, Array) { schema.n_children = -1; });
  Refuses([](Schema, Array array) { array.children = nullptr; });
  Refuses([](Schema, Array array) { array.children[kNote] = nullptr; });
  Refuses([](Schema, Array array) { array.children[kNote]->release = nullptr; });
  Refuses([](Schema schema, Array) { schema.children[kNote]->format = nullptr; });
  Refuses(
      [](Schema schema, Array array) {
        schema.children[kDays]->n_children = array.children[kDays]->n_children = 0;
      },
      "days");
  Refuses([](Schema, Array array) { array.release = nullptr; });
  Refuses([](Schema schema, Array) { schema.release = nullptr; });
}

TEST_F(Hostile, DictionariesThatAreNotThereOrBroken) {
  Refuses([](Schema, Array array) { array.children[kForm]->dictionary = nullptr; }, "form");
  Refuses([](Schema, Array array) { array.children[kForm]->dictionary->length = -1; }, "form");
  Refuses([](Schema, Array array) { array.children[kForm]->dictionary->n_buffers = 2; }, "form");
  static const std::int32_t kBackwards[] = {5, 2, 3};
  Refuses([](Schema, Array array) { array.children[kForm]->dictionary->buffers[1] = kBackwards; },
          "form");
}

// As many lists as are looked at together, each of one day.
TEST_F(Hostile, AWholeTileOfListsWithOneThatIsNone) {
  constexpr std::int64_t kLists = 64;
  std::vector<std::int32_t> sound(kLists + 1);
  std::iota(sound.begin(), sound.end(), 0);
  const auto after = [&](const std::vector<std::int32_t>& offsets) {
    const std::vector<std::int32_t> days(kLists, 19'000);
    Exported exported(
        Struct("", kLists, {ListOf("days", offsets, Numbers<std::int32_t>("item", "tdD", days))}));
    GivenArray answers;
    detail_ = Fresh<acta_detail>();
    return acta_batch_evaluate(batch_.get(), &exported.schema(), &exported.array(), &answers.raw,
                               &detail_);
  };
  EXPECT_EQ(after(sound), ACTA_OK) << detail_.message;
  for (const auto& [at, offset] :
       std::vector<std::pair<std::size_t, std::int32_t>>{{0, -1}, {40, 42}, {40, 38}, {64, 65}}) {
    std::vector<std::int32_t> offsets = sound;
    offsets[at] = offset;
    EXPECT_EQ(after(offsets), ACTA_BAD_ARGUMENT) << at;
    EXPECT_STREQ(detail_.path, "days") << at;
  }
  // Each a step further than the last, beyond what 31 bits say.
  std::vector<std::int32_t> around(kLists + 1);
  for (std::size_t i = 0; i < around.size(); ++i) {
    around[i] = static_cast<std::int32_t>(INT32_MAX - 10 + static_cast<std::uint32_t>(i));
  }
  EXPECT_EQ(after(around), ACTA_BAD_ARGUMENT);
  around.front() = 0;
  EXPECT_EQ(after(around), ACTA_BAD_ARGUMENT);
  // From one bound to the next further than 31 bits say, and back again.
  std::vector<std::int32_t> far = sound;
  far[20] = INT32_MIN;
  EXPECT_EQ(after(far), ACTA_BAD_ARGUMENT);
}

TEST_F(Hostile, OffsetsThatGoBackwardsOrTooFar) {
  static const std::int32_t kBackwards[] = {0, 2, 1};
  static const std::int32_t kNegative[] = {-1, 1, 2};
  static const std::int32_t kTooFar[] = {0, 1, 3};
  for (const int child : {kDays, kForms}) {
    const char* const path = child == kDays ? "days" : "forms";
    for (const std::int32_t* const offsets : {kBackwards, kNegative, kTooFar}) {
      Refuses([&](Schema, Array array) { array.children[child]->buffers[1] = offsets; }, path);
    }
  }
  static const std::int32_t kBeyondTheEnd[] = {0, 1000, 3};
  Refuses([&](Schema, Array array) { array.children[kNote]->buffers[1] = kBeyondTheEnd; }, "note");
  Refuses([&](Schema, Array array) { array.children[kNote]->buffers[1] = kNegative; }, "note");
  static const std::int32_t kEndsBelowZero[] = {0, 1, -3};
  Refuses([&](Schema, Array array) { array.children[kNote]->buffers[1] = kEndsBelowZero; }, "note");
}

TEST_F(Hostile, AnIndexOutsideOfItsDictionaryIsABadRowOnly) {
  static const std::int32_t kIndices[] = {-7, 1};
  EXPECT_EQ(After([](Schema, Array array) { array.children[kForm]->buffers[1] = kIndices; }),
            ACTA_OK);
  ASSERT_EQ(batch_.Rejects().size(), 1U);
  EXPECT_STREQ(batch_.Rejects()[0].found, "entry -7 of a dictionary of 2");
}

TEST_F(Hostile, NothingAtAll) {
  Exported exported(Sound());
  ArrowArray answers{};
  EXPECT_EQ(acta_batch_evaluate(nullptr, &exported.schema(), &exported.array(), &answers, nullptr),
            ACTA_BAD_ARGUMENT);
  EXPECT_EQ(acta_batch_evaluate(batch_.get(), nullptr, &exported.array(), &answers, nullptr),
            ACTA_BAD_ARGUMENT)
      << "there was no call before";
  EXPECT_EQ(acta_batch_evaluate(batch_.get(), &exported.schema(), nullptr, &answers, nullptr),
            ACTA_BAD_ARGUMENT);
  EXPECT_EQ(
      acta_batch_evaluate(batch_.get(), &exported.schema(), &exported.array(), nullptr, nullptr),
      ACTA_BAD_ARGUMENT);
}

}  // namespace
}  // namespace acta
