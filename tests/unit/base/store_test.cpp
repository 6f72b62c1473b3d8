#include "compiler/base/store.h"

#include <string>
#include <unordered_set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/base/typed_id.h"

namespace acta {
namespace {

using ClauseId = Id<struct ClauseTag>;

TEST(Id, MadeFromNothingItNamesNothing) {
  EXPECT_FALSE(ClauseId().valid());
  EXPECT_EQ(ClauseId(), ClauseId::kInvalid);
  EXPECT_TRUE(ClauseId(0).valid());
}

TEST(Id, OrdersAndHashesByPosition) {
  EXPECT_LT(ClauseId(1), ClauseId(2));
  const std::unordered_set<ClauseId> ids = {ClauseId(1), ClauseId(1), ClauseId(2)};
  EXPECT_EQ(ids.size(), 2u);
}

TEST(Store, FindsAThingUnderTheIdItGaveOut) {
  Store<ClauseId, std::string> clauses;
  const ClauseId first = clauses.Add("one");
  const ClauseId second = clauses.Add("two");
  EXPECT_EQ(clauses[first], "one");
  EXPECT_EQ(clauses[second], "two");
  EXPECT_THAT(clauses, testing::ElementsAre("one", "two"));
  EXPECT_THAT(std::vector<ClauseId>(clauses.Ids().begin(), clauses.Ids().end()),
              testing::ElementsAre(first, second));
}

TEST(Store, RefusesAnIdItDidNotGiveOut) {
  const Store<ClauseId, std::string> clauses;
  EXPECT_FALSE(clauses.Contains(ClauseId(0)));
  EXPECT_EXIT((void)clauses[ClauseId(0)], testing::ExitedWithCode(3), "internal error");
}

}  // namespace
}  // namespace acta
