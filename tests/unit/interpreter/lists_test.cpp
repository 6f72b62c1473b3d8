// Folds over lists, with elements that are known, undetermined, or out.
#include <limits>

#include <gtest/gtest.h>

#include "tests/unit/interpreter/workbench.h"

namespace acta::interpreter {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;

// A list of up to four entities {chosen: boolean, amount: integer}.
class Lists : public testing::Test {
 protected:
  struct Element {
    std::int64_t chosen, amount;
  };

  Lists() {
    entity_ = bench_.b.Entity(
        "Item", {{"chosen", bench_.b.Of(Kind::kBoolean)}, {"amount", bench_.b.Of(Kind::kInteger)}});
    list_ = bench_.b.types().ListOf(bench_.b.types().EntityOf(entity_), 4);
    slot_ = bench_.b.Fact("items", list_);
  }

  static std::vector<std::int64_t> Case(const std::vector<Element>& elements) {
    std::vector<std::int64_t> slots{0, static_cast<std::int64_t>(2ULL << 32 | elements.size())};
    for (const Element& element : elements) {
      slots.push_back(element.chosen);
      slots.push_back(element.amount);
    }
    return slots;
  }

  NodeId Field(Kind kind, std::int64_t offset) {
    const NodeId element =
        bench_.b.Make(Op::kElement, bench_.b.types().EntityOf(entity_), {}, {.imm = 5});
    return bench_.Make(Op::kField, kind, {element}, {.imm = offset});
  }
  NodeId List() { return bench_.b.Slot(slot_, list_); }

  Value AtLeast(std::int64_t k, const std::vector<Element>& elements) {
    return bench_.Of(bench_.Make(Op::kAtLeast, Kind::kBoolean, {List(), Field(Kind::kBoolean, 0)},
                                 {.imm = k, .aux = 5}),
                     Case(elements));
  }
  Value Count(const std::vector<Element>& elements) {
    return bench_.Of(
        bench_.Make(Op::kCount, Kind::kInteger, {List(), Field(Kind::kBoolean, 0)}, {.aux = 5}),
        Case(elements));
  }
  Value Taken(Op op, const std::vector<Element>& elements) {
    const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
    const ir::TypeId type = op == Op::kSum ? integer : bench_.b.types().Optional(integer);
    const ir::NodeParts parts{.aux = 5, .reason = bench_.b.Arithmetic("overflow")};
    return bench_.Of(
        bench_.b.Make(op, type, {List(), Field(Kind::kBoolean, 0), Field(Kind::kInteger, 1)},
                      parts),
        Case(elements));
  }

  static constexpr std::int64_t kMissing = ACTA_MISSING;
  Workbench bench_;
  ir::EntityId entity_;
  ir::TypeId list_;
  std::uint32_t slot_ = 0;
};

TEST_F(Lists, AtLeastIsYesAsSoonAsEnoughAreYes) {
  EXPECT_THAT(AtLeast(2, {{1, 0}, {kMissing, 0}, {1, 0}}), IsYesValue());
  EXPECT_THAT(AtLeast(0, {}), IsYesValue());
}

TEST_F(Lists, AtLeastIsNoAsSoonAsNoMoreCanBeYes) {
  EXPECT_THAT(AtLeast(3, {{1, 0}, {kMissing, 0}, {0, 0}}), IsNoValue());
  EXPECT_THAT(AtLeast(1, {}), IsNoValue());
}

TEST_F(Lists, AtLeastIsElseUndeterminedForTheUndeterminedElements) {
  EXPECT_OPEN_FOR(bench_, AtLeast(2, {{1, 0}, {kMissing, 0}, {0, 0}, {kMissing, 0}}),
                  "missing slot 4", "missing slot 8");
}

TEST_F(Lists, CountIsStrict) {
  EXPECT_THAT(Count({{1, 0}, {0, 0}, {1, 0}}), IsKnown(2));
  EXPECT_THAT(Count({}), IsKnown(0));
  EXPECT_OPEN_FOR(bench_, Count({{1, 0}, {kMissing, 0}, {0, 0}, {kMissing, 0}}), "missing slot 4",
                  "missing slot 8");
}

TEST_F(Lists, SumTakesWhatIsChosen) {
  EXPECT_THAT(Taken(Op::kSum, {{1, 10}, {0, 100}, {1, -3}}), IsKnown(7));
  EXPECT_THAT(Taken(Op::kSum, {}), IsKnown(0));
}

TEST_F(Lists, AnElementThatIsOutContributesNoReasons) {
  EXPECT_THAT(Taken(Op::kSum, {{0, kMissing}, {1, 3}}), IsKnown(3));
}

TEST_F(Lists, UndeterminedConditionsAndValuesMakeASumUndetermined) {
  EXPECT_OPEN_FOR(bench_, Taken(Op::kSum, {{1, kMissing}, {1, 3}}), "missing slot 3");
  EXPECT_OPEN_FOR(bench_, Taken(Op::kSum, {{kMissing, 5}, {1, kMissing}, {0, kMissing}}),
                  "missing slot 2", "missing slot 5");
  EXPECT_OPEN_FOR(bench_, Taken(Op::kSum, {{kMissing, kMissing}}), "missing slot 2",
                  "missing slot 3");
}

TEST_F(Lists, OnlyTheExactTotalCanOverflow) {
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  EXPECT_THAT(Taken(Op::kSum, {{1, kMax}, {1, 5}, {1, -5}}), IsKnown(kMax));
  EXPECT_OPEN_FOR(bench_, Taken(Op::kSum, {{1, kMax}, {1, 1}}), "overflow");
  EXPECT_OPEN_FOR(bench_, Taken(Op::kSum, {{1, kMax}, {1, 1}, {1, kMissing}}), "missing slot 7");
}

TEST_F(Lists, EarliestAndLatestOfNothingAreAbsent) {
  EXPECT_THAT(Taken(Op::kEarliest, {}), IsKnown(ACTA_ABSENT));
  EXPECT_THAT(Taken(Op::kLatest, {{0, 5}}), IsKnown(ACTA_ABSENT));
}

TEST_F(Lists, EarliestAndLatestCompareWhatIsChosen) {
  EXPECT_THAT(Taken(Op::kEarliest, {{1, 5}, {1, -2}, {0, -9}}), IsKnown(-2));
  EXPECT_THAT(Taken(Op::kLatest, {{1, 5}, {1, -2}, {0, 9}}), IsKnown(5));
  EXPECT_OPEN_FOR(bench_, Taken(Op::kEarliest, {{1, 5}, {kMissing, -2}}), "missing slot 4");
}

TEST_F(Lists, AnUndeterminedListIsTheOnlyReason) {
  const NodeId fold = bench_.Make(Op::kAtLeast, Kind::kBoolean, {List(), bench_.Open("body")},
                                  {.imm = 0, .aux = 5});
  EXPECT_OPEN_FOR(bench_, bench_.Of(fold), "missing items");
}

TEST_F(Lists, ScalarElementsAreReadWhereTheyLie) {
  const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
  const ir::TypeId numbers = bench_.b.types().ListOf(integer, 3);
  const std::uint32_t slot = bench_.b.Fact("numbers", numbers);
  const NodeId element = bench_.b.Make(Op::kElement, integer, {}, {.imm = 0});
  const NodeId sum =
      bench_.b.Make(Op::kSum, integer, {bench_.b.Slot(slot, numbers), bench_.Yes(), element},
                    {.reason = bench_.b.Arithmetic("overflow")});
  EXPECT_THAT(bench_.Of(sum, {0, kMissing, static_cast<std::int64_t>(3ULL << 32 | 3), 7, 8, 9}),
              IsKnown(24));
  EXPECT_OPEN_FOR(
      bench_,
      bench_.Of(sum, {0, kMissing, static_cast<std::int64_t>(3ULL << 32 | 3), 7, kMissing, 9}),
      "missing slot 4");
}

TEST_F(Lists, InnerFoldsSeeTheElementsOfOuterOnes) {
  const ir::TypeId integer = bench_.b.Of(Kind::kInteger);
  const ir::TypeId numbers = bench_.b.types().ListOf(integer, 3);
  const std::uint32_t slot = bench_.b.Fact("numbers", numbers);
  const auto element = [&](std::int64_t variable) {
    return bench_.b.Make(Op::kElement, integer, {}, {.imm = variable});
  };
  // Two different numbers, the first the smaller.
  const NodeId inner = bench_.Make(Op::kAtLeast, Kind::kBoolean,
                                   {bench_.b.Slot(slot, numbers),
                                    bench_.Make(Op::kLt, Kind::kBoolean, {element(1), element(2)})},
                                   {.imm = 2, .aux = 2});
  const NodeId outer =
      bench_.Make(Op::kCount, Kind::kInteger, {bench_.b.Slot(slot, numbers), inner}, {.aux = 1});
  EXPECT_THAT(bench_.Of(outer, {0, kMissing, static_cast<std::int64_t>(3ULL << 32 | 3), 1, 2, 3}),
              IsKnown(1));
}

TEST_F(Lists, KnowTheirLength) {
  EXPECT_THAT(
      bench_.Of(bench_.Make(Op::kLength, Kind::kInteger, {List()}), Case({{1, 0}, {kMissing, 0}})),
      IsKnown(2));
}

}  // namespace
}  // namespace acta::interpreter
