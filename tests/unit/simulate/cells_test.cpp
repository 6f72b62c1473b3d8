// A case out of its columns is the case that was drawn.
#include "compiler/simulate/cells.h"

#include <memory>
#include <set>

#include <gtest/gtest.h>

#include "compiler/diagnostics/render.h"
#include "compiler/driver/session.h"
#include "compiler/population/stream.h"
#include "compiler/semantics/populations.h"
#include "compiler/simulate/groups.h"

namespace acta::simulate {
namespace {

class Cells : public testing::Test {
 protected:
  void SetUp() override {
    session_ = LoadAct(law(), {});
    ASSERT_TRUE(session_->ok()) << RenderText(session_->reporter.diagnostics(), session_->sources,
                                              Colour::kNever);
    const auto populations = PopulationsIn(session_->documents[0]);
    population_ = CheckPopulation(session_->documents, session_->documents[0], *populations[0],
                                  session_->sources, session_->reporter);
    ASSERT_TRUE(population_);
    stream_ = std::make_unique<population::PopulationStream>(*population_, 1, 200);
    block_ = *stream_->Next(nullptr);
  }

  // Of the groups in which the cases are.
  std::set<std::string> labels(const std::string& path) {
    const ir::Program& program = population_->program;
    const Result<GroupingBy> by = GroupingOf(program, path);
    EXPECT_TRUE(by) << by.error().message;
    std::vector<std::int64_t> keys;
    FindGroups(program, *by, block_->schema(), block_->array(), keys);
    std::set<std::string> names;
    for (const std::int64_t key : keys) {
      names.insert(LabelOf(program, *by, key));
    }
    return names;
  }

  [[nodiscard]] virtual const char* law() const { return "tests/simulate/visits.acta.md"; }

  std::unique_ptr<Session> session_;
  std::optional<ir::Population> population_;
  std::unique_ptr<population::PopulationStream> stream_;
  std::unique_ptr<cases::CaseBlock> block_;
};

TEST_F(Cells, AsJsonReadBackAreTheSameCase) {
  const Result<Engine> engine =
      Engine::Make(session_->graph, session_->sources, EngineKind::kInterpreter);
  ASSERT_TRUE(engine);
  for (std::size_t row = 0; row < 200; ++row) {
    const std::vector<Cell> cells = CellsOf(block_->schema(), block_->array(), row);
    const CaseHandle first = engine->NewCase();
    Put(cells, *first);
    const std::string json =
        JsonOf(cells, [&](const Cell&) { return Holder{engine->act(), first.get()}; });
    const CaseHandle second = engine->NewCase();
    acta_detail detail{};
    detail.struct_size = sizeof detail;
    ASSERT_EQ(acta_case_read_json(second.get(), json.data(), json.size(), &detail), ACTA_OK)
        << json << detail.message;
    std::size_t count = 0;
    std::size_t other_count = 0;
    const std::int64_t* const slots = acta_case_slots(first.get(), &count);
    const std::int64_t* const others = acta_case_slots(second.get(), &other_count);
    ASSERT_EQ(std::vector(slots, slots + count), std::vector(others, others + other_count)) << json;
  }
}

// Whatever the kind of a fact, what was drawn of it arrives at the case and in the JSON.
class CellsOfEveryKind : public Cells {
 protected:
  [[nodiscard]] const char* law() const override { return "tests/simulate/kinds.acta"; }
};
TEST_F(CellsOfEveryKind, AreAllOfTheCase) {
  const Result<Engine> engine =
      Engine::Make(session_->graph, session_->sources, EngineKind::kInterpreter);
  ASSERT_TRUE(engine);
  const std::vector<Cell> cells = CellsOf(block_->schema(), block_->array(), 0);
  const CaseHandle facts = engine->NewCase();
  Put(cells, *facts);
  const std::string json =
      JsonOf(cells, [&](const Cell&) { return Holder{engine->act(), facts.get()}; });
  EXPECT_EQ(json, R"({"as_of":"2021-03-05","outside":true,"count":7,"people":120,"share":"0.25",)"
                  R"("fine":"15.50","day":"2021-03-05","hour":"12:30","moment":"2021-03-05 12:30",)"
                  R"("lead":3,"stay":{"start":"2021-03-05","end":"2021-03-08"},)"
                  R"("hours":{"start":"09:00","end":"18:00"},"form":"rally",)"
                  R"("forms":["picket","rally"],"note":"as drawn","by":null,)"
                  R"("guests":[{"age":40,"since":{"start":"2020-01-01","end":"2020-02-01"}}],)"
                  R"("place":{"start":"2021-01-01","end":"2021-01-02"},"ages":[4,4]})");
}

TEST_F(Cells, AreGroupedByTheirValues) {
  EXPECT_EQ(labels("kind"), (std::set<std::string>{"lunch", "dinner", "party"}));
  EXPECT_EQ(labels("guests"), (std::set<std::string>{"1", "3"}));
  EXPECT_EQ(labels("lead"),
            (std::set<std::string>{"0 days", "1 day", "2 to 4 days", "5 to 9 days"}));
  EXPECT_EQ(labels("cheerful"), (std::set<std::string>{"yes", "missing"}));
  EXPECT_TRUE(labels("visit").contains("2021-05"));
  EXPECT_TRUE(labels("gift").contains("absent"));
  EXPECT_FALSE(GroupingOf(population_->program, "kinds"));
  EXPECT_FALSE(GroupingOf(population_->program, "guests.age"));
}

TEST_F(CellsOfEveryKind, AreGroupedInWords) {
  EXPECT_EQ(labels("count"), (std::set<std::string>{"5 to 9"}));
  EXPECT_EQ(labels("share"), (std::set<std::string>{"0.2 to below 0.5"}));
  EXPECT_EQ(labels("fine"), (std::set<std::string>{"10 KZT to below 20 KZT"}));
}

}  // namespace
}  // namespace acta::simulate
