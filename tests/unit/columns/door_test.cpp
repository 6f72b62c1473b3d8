// What a host meets at the columnar door: schemas, refusals, rejects, memory, threads.
#include <cstdlib>
#include <map>
#include <numeric>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/columns/checked_batch.h"
#include "tests/unit/columns/echo_act.h"

namespace acta {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Column Cases(std::vector<Column> columns) {
  const std::int64_t length = columns.front().length;
  return Struct("", length, std::move(columns));
}

std::map<std::string, std::string> MetadataOf(const ArrowSchema& schema) {
  std::map<std::string, std::string> pairs;
  const char* at = schema.metadata;
  const auto number = [&] {
    std::int32_t value = 0;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    return value;
  };
  const auto text = [&] {
    const auto size = static_cast<std::size_t>(number());
    const std::string value(at, size);
    at += size;
    return value;
  };
  for (std::int32_t left = at == nullptr ? 0 : number(); left > 0; --left) {
    const std::string key = text();
    pairs[key] = text();
  }
  return pairs;
}

// ---- schemas -----------------------------------------------------------------------------------

TEST(InputSchema, NamesEveryFactInItsCanonicalType) {
  const EchoAct act;
  GivenSchema schema;
  ASSERT_EQ(acta_batch_input_schema(act.get(), &schema.raw), ACTA_OK);
  EXPECT_STREQ(schema.raw.format, "+s");
  const std::map<std::string, std::string> expected = {{"as_of", "tdD"},
                                                       {"flag", "b"},
                                                       {"persons", "s"},
                                                       {"small", "c"},
                                                       {"big", "l"},
                                                       {"fee", "l"},
                                                       {"share", "l"},
                                                       {"opens", "tts"},
                                                       {"starts", "tss:"},
                                                       {"form", "c"},
                                                       {"forms", "c"},
                                                       {"note", "u"},
                                                       {"closed", "+s"},
                                                       {"filing", "+s"},
                                                       {"organisers", "+l"},
                                                       {"answered", "tdD"},
                                                       {"answered$absent", "b"},
                                                       {"filing$absent", "b"}};
  for (const auto& [name, format] : expected) {
    const ArrowSchema* const child = ChildOf(schema.raw, name);
    ASSERT_NE(child, nullptr) << name;
    EXPECT_EQ(child->format, format) << name;
  }
  EXPECT_EQ(ChildOf(schema.raw, "persons$absent"), nullptr);
  const ArrowSchema* const filing = ChildOf(schema.raw, "filing");
  EXPECT_STREQ(ChildOf(*ChildOf(*filing, "place"), "city")->format, "u");
  EXPECT_NE(ChildOf(*filing, "late$absent"), nullptr);
  EXPECT_STREQ(ChildOf(*ChildOf(schema.raw, "organisers")->children[0], "age")->format, "s");
}

TEST(InputSchema, SaysUnitsRangesMembersAndWords) {
  const EchoAct act;
  GivenSchema schema;
  ASSERT_EQ(acta_batch_input_schema(act.get(), &schema.raw), ACTA_OK);
  auto persons = MetadataOf(*ChildOf(schema.raw, "persons"));
  EXPECT_EQ(persons["acta.unit"], "persons");
  EXPECT_EQ(persons["acta.low"], "1 persons");
  EXPECT_EQ(persons["acta.high"], "1000 persons");
  EXPECT_EQ(persons["acta.doc"], "how many are expected");
  EXPECT_EQ(MetadataOf(*ChildOf(schema.raw, "fee"))["acta.scale"], "2");
  EXPECT_EQ(MetadataOf(*ChildOf(schema.raw, "form"))["acta.members"], "picket,rally,procession");
}

TEST(OutputSchema, NamesTheAnswersWantedAndWhatStandsBesideThem) {
  const EchoAct act;
  const std::uint32_t wanted[] = {act.Answer("form"), act.Answer("late")};
  acta_batch_options options{};
  options.flags = ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES;
  options.answers = wanted;
  options.answer_count = 2;
  const Batch batch(act.get(), options);
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < batch.schema().n_children; ++i) {
    names.emplace_back(batch.schema().children[i]->name);
  }
  EXPECT_THAT(names, ElementsAre("form", "form$reasons", "late", "late$absent", "late$reasons",
                                 "$clauses"));
  EXPECT_STREQ(batch.SchemaOf("form").dictionary->format, "u");
  EXPECT_EQ(MetadataOf(batch.SchemaOf("form"))["acta.question"], "What is form?");
}

// ---- what is refused ---------------------------------------------------------------------------

TEST(Refusals, AnUnknownColumnIsNamedWithWhatWasMeant) {
  const EchoAct act;
  Batch batch(act.get());
  EXPECT_EQ(batch.Evaluate(Cases({Booleans("flagg", {true})})), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(batch.detail().suggestion, "flag");
  EXPECT_EQ(batch.Evaluate(Cases({Struct("filing", 1, {Booleans("urgant", {true})})})),
            ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(batch.detail().path, "filing.urgant");
  EXPECT_STREQ(batch.detail().suggestion, "urgent");
}

TEST(Refusals, AColumnOfTheWrongTypeIsToldWhatItShouldBe) {
  const EchoAct act;
  Batch batch(act.get());
  const auto refused = [&](const Column& column, const char* expected, const char* found) {
    EXPECT_EQ(batch.Evaluate(Cases({column})), ACTA_WRONG_TYPE) << column.name;
    EXPECT_EQ(batch.detail().path, column.name);
    EXPECT_THAT(batch.detail().expected, HasSubstr(expected));
    EXPECT_STREQ(batch.detail().found, found);
    EXPECT_THAT(batch.detail().message, HasSubstr(found));
  };
  refused(Names("day", {"2021-01-01"}), "date32", "utf8");
  refused(Numbers<std::int64_t>("starts", "tss:Asia/Almaty", {0}), "timestamp[s] without a zone",
          "timestamp[s, Asia/Almaty]");
  refused(Numbers<double>("persons", "g", {1.0}), "int16 for integer of persons", "float64");
  // Whole units are easily taken for hundredths.
  refused(Numbers<std::int32_t>("fee", "i", {1}), "int64 of hundredths", "int32");
  refused(Numbers<std::int64_t>("flag", "l", {1}), "boolean", "int64");
  refused(Numbers<std::int64_t>("answered$absent", "l", {1}), "boolean", "int64");
  refused(Numbers<std::int64_t>("organisers", "l", {1}), "list", "int64");
}

TEST(Refusals, AFactIsGivenOnceAndAbsentOnlyIfItMayBe) {
  const EchoAct act;
  Batch batch(act.get());
  EXPECT_EQ(batch.Evaluate(Cases({Booleans("flag", {true}), Booleans("flag", {true})})),
            ACTA_DUPLICATE);
  EXPECT_EQ(batch.Evaluate(Cases({Booleans("flag$absent", {true})})), ACTA_NOT_OPTIONAL);
  EXPECT_STREQ(batch.detail().path, "flag");
}

TEST(Refusals, OptionsThatNameNothingAreRefused) {
  const EchoAct act;
  acta_batch* batch = nullptr;
  auto detail = Fresh<acta_detail>();
  auto options = Fresh<acta_batch_options>();
  const acta_batch_choice no_reading{"wey", "strict"};
  options.choices = &no_reading;
  options.choice_count = 1;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail.suggestion, "way");
  const acta_batch_choice no_alternative{"way", "strikt"};
  options.choices = &no_alternative;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(detail.suggestion, "strict");
  EXPECT_THAT(detail.expected, HasSubstr("lenient or strict"));
  const acta_batch_choice one_way_and_the_other[] = {{"way", "strict"}, {"way", "lenient"}};
  options.choices = one_way_and_the_other;
  options.choice_count = 2;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_DUPLICATE);
  EXPECT_STREQ(detail.path, "way");
  options = Fresh<acta_batch_options>();
  const std::uint32_t twice[] = {1, 1};
  options.answers = twice;
  options.answer_count = 2;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_BAD_ARGUMENT);
  options = Fresh<acta_batch_options>();
  options.block_tiles = 33;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_BAD_ARGUMENT);
  options = Fresh<acta_batch_options>();
  options.flags = 8;
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_BAD_ARGUMENT);
  EXPECT_STREQ(detail.message, "the options have a flag that is none");
  options = {.flags = ACTA_BATCH_REASONS};
  EXPECT_EQ(acta_batch_create(act.get(), &options, &batch, &detail), ACTA_BAD_ARGUMENT);
  EXPECT_STREQ(detail.message, "the struct_size of the options is too small");
  EXPECT_EQ(batch, nullptr);
}

TEST(Refusals, TheSchemaOfTheCallBeforeIsTheOneThatWasGood) {
  const EchoAct act;
  acta_batch* batch = nullptr;
  ASSERT_EQ(acta_batch_create(act.get(), nullptr, &batch, nullptr), ACTA_OK);
  Exported flags(Cases({Booleans("flag", {true, false})}));
  const auto evaluate = [&](const ArrowSchema* schema) {
    GivenArray answers;
    return acta_batch_evaluate(batch, schema, &flags.array(), &answers.raw, nullptr);
  };
  EXPECT_EQ(evaluate(nullptr), ACTA_BAD_ARGUMENT) << "no call was before";
  {
    // The host's own, gone by the next call.
    Exported same(Cases({Booleans("flag", {true, false})}));
    EXPECT_EQ(evaluate(&same.schema()), ACTA_OK);
  }
  EXPECT_EQ(evaluate(nullptr), ACTA_OK);
  {
    Exported unknown(Cases({Booleans("flagg", {true, false})}));
    EXPECT_EQ(evaluate(&unknown.schema()), ACTA_UNKNOWN_NAME);
  }
  EXPECT_EQ(evaluate(nullptr), ACTA_OK) << "what was refused is not remembered";
  acta_batch_free(batch);
}

TEST(Refusals, APlanThatDoesNotFitTheActIsRefused) {
  const EchoAct act;
  acta_act_options options = act.Options();
  acta_batch_plan plan = *options.plan;
  plan.out_of_range = 4;
  options.plan = &plan;
  acta_act* opened = nullptr;
  EXPECT_EQ(acta_act_open(&options, &opened, nullptr), ACTA_BAD_DESCRIPTOR);
  EXPECT_EQ(opened, nullptr);
}

// ---- missing, absent, bad ----------------------------------------------------------------------

TEST(Facts, NullIsMissingAndAbsentIsSaidBeside) {
  const EchoAct act;
  acta_batch_options options{};
  options.flags = ACTA_BATCH_REASONS;
  Batch batch(act.get(), options);
  Column answered = Numbers<std::int32_t>("answered", "tdD", {10, 11, 12});
  answered.Nulls({true, false, true});
  ASSERT_EQ(batch.Evaluate(Cases({answered, Booleans("answered$absent", {false, false, true})})),
            ACTA_OK);
  EXPECT_EQ(batch.At("answered", 0), "10");
  EXPECT_EQ(batch.At("answered", 1), "null");
  EXPECT_EQ(batch.At("answered", 2), "absent");
  EXPECT_THAT(batch.ReasonsAt("answered", 0), IsEmpty());
  EXPECT_THAT(batch.ReasonsAt("answered", 1), ElementsAre("missing: answered"));
  EXPECT_THAT(batch.ReasonsAt("answered", 2), IsEmpty());
  EXPECT_THAT(batch.ReasonsAt("way", 0), ElementsAre("reading: way"));
}

TEST(Facts, LeftOutTheyAreMissingInEveryRow) {
  const EchoAct act;
  Batch batch(act.get());
  ASSERT_EQ(batch.Evaluate(Cases({Booleans("flag", {true, false})})), ACTA_OK);
  EXPECT_EQ(batch.At("flag", 1), "false");
  EXPECT_EQ(batch.At("persons", 0), "null");
  EXPECT_EQ(batch.At("organiser_count", 1), "null");
}

TEST(Facts, ANullCaseIsACaseOfWhichNothingIsKnown) {
  const EchoAct act;
  Batch batch(act.get());
  Column cases = Cases({Booleans("flag", {true, true}), Booleans("answered$absent", {true, true})});
  cases.Nulls({true, false});
  ASSERT_EQ(batch.Evaluate(cases), ACTA_OK);
  EXPECT_EQ(batch.At("flag", 0), "true");
  EXPECT_EQ(batch.At("flag", 1), "null");
  EXPECT_EQ(batch.At("answered", 0), "absent");
  EXPECT_EQ(batch.At("answered", 1), "null");
}

TEST(Facts, TheDayOfAskingIsOfTheWholeBatchOrAColumn) {
  const EchoAct act;
  acta_batch_options options{};
  const std::int32_t day = 18'000;
  options.as_of = &day;
  Batch batch(act.get(), options);
  ASSERT_EQ(batch.Evaluate(Cases({Booleans("flag", {true})})), ACTA_OK);
  EXPECT_EQ(batch.At("as_of", 0), "18000");
  EXPECT_EQ(batch.Evaluate(Cases({Numbers<std::int32_t>("as_of", "tdD", {5})})), ACTA_DUPLICATE);
  Batch by_column(act.get());
  ASSERT_EQ(by_column.Evaluate(Cases({Numbers<std::int32_t>("as_of", "tdD", {5})})), ACTA_OK);
  EXPECT_EQ(by_column.At("as_of", 0), "5");
}

TEST(Facts, ANullInADictionaryIsMissing) {
  const EchoAct act;
  Batch batch(act.get());
  Column form = Numbers<std::int32_t>("form", "i", {0, 1, 2});
  Column names = Names("", {"rally", "", "picket"});
  names.Nulls({true, false, true});
  form.dictionary = std::make_shared<Column>(names);
  ASSERT_EQ(batch.Evaluate(Cases({form})), ACTA_OK);
  EXPECT_EQ(batch.At("form", 0), "rally");
  EXPECT_EQ(batch.At("form", 1), "null");
  EXPECT_EQ(batch.At("form", 2), "picket");
}

TEST(Rejects, SayWhereWhatAndWhatWasExpected) {
  const EchoAct act;
  Batch batch(act.get());
  Column form = Names("form", {"rally", "raly", "picket", "rally"});
  Column age = Numbers<std::int16_t>("age", "s", {30, 40, 151});
  Column organisers = ListOf("organisers", {0, 1, 1, 1, 3}, Struct("item", 3, {age}));
  Column persons = Numbers<std::int16_t>("persons", "s", {1, 1, 1001, 1});
  ASSERT_EQ(batch.Evaluate(Cases({persons, form, organisers})), ACTA_OK);
  EXPECT_EQ(batch.At("form", 0), "rally");
  EXPECT_EQ(batch.At("form", 1), "null");
  EXPECT_EQ(batch.At("persons", 1), "null") << "all answers of a rejected row are null";
  const std::vector<acta_batch_reject> rejects = batch.Rejects();
  ASSERT_EQ(rejects.size(), 3U);
  const auto of = [&](std::uint64_t row) -> const acta_batch_reject& {
    return *std::ranges::find(rejects, row, &acta_batch_reject::row);
  };
  EXPECT_STREQ(of(1).path, "form");
  EXPECT_STREQ(of(1).found, "\"raly\"");
  EXPECT_EQ(of(1).status, ACTA_UNKNOWN_NAME);
  EXPECT_STREQ(of(2).path, "persons");
  EXPECT_STREQ(of(2).found, "1001 persons");
  EXPECT_STREQ(of(2).expected, "integer of persons, 1 persons to 1000 persons");
  EXPECT_EQ(of(2).status, ACTA_OUT_OF_RANGE);
  EXPECT_STREQ(of(3).path, "organisers[1].age");
}

TEST(Rejects, NameWhatStandsThereWhateverItIs) {
  const EchoAct act;
  const auto found = [&](const Column& column) -> std::string {
    Batch batch(act.get());
    EXPECT_EQ(batch.Evaluate(Cases({column})), ACTA_OK);
    const std::vector<acta_batch_reject> rejects = batch.Rejects();
    return rejects.size() == 1 ? rejects.front().found : "not one reject";
  };
  const auto night = [](std::int32_t start, std::int32_t end) {
    return Struct("night", 1, {Numbers<std::int32_t>("start", "tts", {start}),
                               Numbers<std::int32_t>("end", "tts", {end})});
  };
  EXPECT_EQ(found(Numbers<std::uint64_t>("big", "L", {std::uint64_t{1} << 63})),
            "a number beyond 9223372036854775807");
  EXPECT_EQ(found(Numbers<std::int64_t>("big", "l", {INT64_MIN})), "-9223372036854775808");
  EXPECT_EQ(found(Numbers<std::int64_t>("big", "l", {INT64_MIN + 1})), "-9223372036854775807");
  EXPECT_EQ(found(Numbers<std::int32_t>("opens", "tts", {-1})), "second -1");
  EXPECT_EQ(found(Numbers<std::int32_t>("opens", "tts", {86401})), "second 86401");
  EXPECT_EQ(found(night(32400, 86401)), "09:00 to second 86401");
  EXPECT_EQ(found(Struct("closed", 1, {Numbers<std::int32_t>("start", "tdD", {18630}),
                                       Numbers<std::int32_t>("end", "tdD", {18628})})),
            "2021-01-03 to 2021-01-01");
}

TEST(Rejects, AreCountedBeyondThoseThatAreKept) {
  const EchoAct act;
  acta_batch_options options{};
  options.rejects_kept = 5;
  Batch batch(act.get(), options);
  ASSERT_EQ(batch.Evaluate(Cases({Numbers("persons", "s", std::vector<std::int16_t>(500, 0))})),
            ACTA_OK);
  std::uint64_t total = 0;
  ASSERT_EQ(acta_batch_reject_count(batch.get(), &total, nullptr), ACTA_OK);
  EXPECT_EQ(total, 500U);
  EXPECT_EQ(batch.Rejects().size(), 5U);
  EXPECT_EQ(batch.Of("persons").null_count, 500);
  ASSERT_EQ(batch.Evaluate(Cases({Numbers<std::int16_t>("persons", "s", {7})})), ACTA_OK);
  EXPECT_THAT(batch.Rejects(), IsEmpty());
}

TEST(Rejects, TextsMustBeUtf8AndOfBoundedLength) {
  const EchoAct act;
  Batch batch(act.get());
  const std::string long_text(ACTA_MAX_TEXT + 1, 'x');
  ASSERT_EQ(batch.Evaluate(Cases({Names("note", {"fine", "\xc3\x28", long_text})})), ACTA_OK);
  EXPECT_EQ(batch.At("note", 0), "fine");
  ASSERT_EQ(batch.Rejects().size(), 2U);
  EXPECT_EQ(batch.Rejects()[0].status, ACTA_BAD_UTF8);
  EXPECT_EQ(batch.Rejects()[1].status, ACTA_TEXT_TOO_LONG);
}

// Lists are looked at 64 at a time where all is well with them.
TEST(Rejects, AListThatIsTooLongSpoilsNoneOfThoseBesideIt) {
  const EchoAct act;
  Batch batch(act.get());
  constexpr std::int64_t kLists = 64;
  constexpr std::int32_t kTooLong = 101;
  std::vector<std::int32_t> offsets = {0};
  for (std::int64_t row = 0; row < kLists; ++row) {
    offsets.push_back(offsets.back() + (row == 10 ? kTooLong : 1));
  }
  std::vector<std::int32_t> days(static_cast<std::size_t>(offsets.back()));
  std::iota(days.begin(), days.end(), 19'000);
  const Column items = Numbers<std::int32_t>("item", "tdD", days);
  ASSERT_EQ(batch.Evaluate(Cases({ListOf("days", offsets, items)})), ACTA_OK);
  ASSERT_EQ(batch.Rejects().size(), 1U);
  EXPECT_EQ(batch.Rejects()[0].status, ACTA_LIST_TOO_LONG);
  EXPECT_EQ(batch.Rejects()[0].row, 10U);

  offsets = {0};
  for (std::int64_t row = 0; row < kLists; ++row) {
    offsets.push_back(offsets.back() + static_cast<std::int32_t>(row % 3));
  }
  ASSERT_EQ(batch.Evaluate(Cases({ListOf("days", offsets, items)})), ACTA_OK);
  EXPECT_THAT(batch.Rejects(), IsEmpty());
}

// ---- clauses -----------------------------------------------------------------------------------

TEST(Clauses, AreABitEachUnderTheirRulesName) {
  const EchoAct act;
  acta_batch_options options{};
  options.flags = ACTA_BATCH_CLAUSES;
  Batch batch(act.get(), options);
  ASSERT_EQ(batch.Evaluate(Cases({Numbers<std::int16_t>("persons", "s", {1, 0})})), ACTA_OK);
  const ArrowArray& clauses = batch.Of("$clauses");
  const ArrowSchema& schema = batch.SchemaOf("$clauses");
  ASSERT_EQ(clauses.n_children, acta_act_clause_count(act.get()));
  EXPECT_STREQ(schema.children[0]->name, "as_of.0");
  EXPECT_TRUE(IsValid(*clauses.children[0], 0));
  EXPECT_TRUE(BitOf(*clauses.children[0], 0));
  EXPECT_FALSE(BitOf(*clauses.children[1], 0));
  EXPECT_FALSE(IsValid(*clauses.children[0], 1)) << "the second row was rejected";
}

// ---- memory ------------------------------------------------------------------------------------

struct Counted {
  std::uint64_t allocations = 0;
  std::uint64_t live = 0;
  std::uint64_t left = UINT64_MAX;

  static void* Allocate(void* context, std::size_t size) {
    auto* const self = static_cast<Counted*>(context);
    if (self->left == 0) {
      return nullptr;
    }
    --self->left;
    ++self->allocations;
    self->live += size;
    return std::malloc(size);
  }
  static void Release(void* context, void* memory, std::size_t size) {
    static_cast<Counted*>(context)->live -= size;
    std::free(memory);
  }
  acta_allocator Allocator() { return {this, Allocate, Release}; }
};

std::vector<Case> ManyCases(const acta_act* act, std::size_t count) {
  RandomCases random(act, 5);
  std::vector<Case> cases;
  for (std::size_t i = 0; i < count; ++i) {
    cases.push_back(random.Next({.missing = 10, .absent = 30, .bad = 0}));
  }
  return cases;
}

TEST(IntoMemoryOfTheHost, WindowsGiveWhatTheWholeGivesAndAllocateNothingInTheEnd) {
  Counted counted;
  const EchoAct act({.allocator = counted.Allocator()});
  const std::vector<Case> cases = ManyCases(act.get(), 300);
  RandomCases random(act.get(), 6);
  const Column columns = random.Columns(cases, RandomCases::Forms::kCanonical);
  Batch whole(act.get());
  ASSERT_EQ(whole.Evaluate(columns), ACTA_OK);

  const std::uint32_t wanted[] = {act.Answer("flag"), act.Answer("big"), act.Answer("late"),
                                  act.Answer("note")};
  acta_batch_options options{};
  options.answers = wanted;
  options.answer_count = 4;
  options.block_tiles = 1;
  const Batch batch(act.get(), options);
  Exported exported(columns);
  std::uint64_t after_first = 0;
  for (int round = 0; round < 2; ++round) {
    for (std::uint64_t first = 0; first < 300; first += 100) {
      std::uint64_t flags[2];
      std::int64_t bigs[128];
      std::int32_t lates[128];
      std::int32_t notes[128];
      std::uint64_t known[4][2];
      std::uint64_t absent[2];
      const acta_batch_output outputs[] = {{flags, known[0], nullptr},
                                           {bigs, known[1], nullptr},
                                           {lates, known[2], absent},
                                           {notes, known[3], nullptr}};
      auto detail = Fresh<acta_detail>();
      ASSERT_EQ(acta_batch_evaluate_into(batch.get(), &exported.schema(), &exported.array(), first,
                                         100, outputs, 4, &detail),
                ACTA_OK)
          << detail.message;
      for (std::uint32_t i = 0; i < 100; ++i) {
        const auto row = static_cast<std::int64_t>(first + i);
        const auto bit = [&](const std::uint64_t* words) {
          return (words[i / 64] >> i % 64 & 1) != 0;
        };
        EXPECT_EQ(bit(known[0]) ? (bit(flags) ? "true" : "false") : "null", whole.At("flag", row));
        EXPECT_EQ(bit(known[1]) ? std::to_string(bigs[i]) : "null", whole.At("big", row));
        EXPECT_EQ(bit(known[2]) ? std::to_string(lates[i])
                  : bit(absent) ? "absent"
                                : "null",
                  whole.At("late", row));
        if (bit(known[3])) {
          acta_buffer text{};
          ASSERT_EQ(acta_batch_text(batch.get(), notes[i], &text), ACTA_OK);
          EXPECT_EQ(std::string(text.data, text.size), whole.At("note", row));
          acta_buffer_free(&text);
        }
      }
    }
    if (round == 0) {
      after_first = counted.allocations;
    }
  }
  // The two texts asked for above are written into buffers of their own.
  std::uint64_t before = counted.allocations;
  EXPECT_GT(after_first, 0U);
  std::vector<std::int64_t> bigs(320);
  const acta_batch_output outputs[] = {{nullptr, nullptr, nullptr},
                                       {bigs.data(), nullptr, nullptr},
                                       {nullptr, nullptr, nullptr},
                                       {nullptr, nullptr, nullptr}};
  for (std::uint64_t first = 0; first < 300; first += 60) {
    ASSERT_EQ(acta_batch_evaluate_into(batch.get(), nullptr, &exported.array(), first, 60, outputs,
                                       4, nullptr),
              ACTA_OK);
  }
  EXPECT_EQ(counted.allocations, before);
}

TEST(IntoMemoryOfTheHost, WhatDoesNotFitTogetherIsRefused) {
  const EchoAct act;
  acta_batch_options options{};
  const std::uint32_t wanted[] = {0};
  options.answers = wanted;
  options.answer_count = 1;
  const Batch batch(act.get(), options);
  Exported exported(Cases({Booleans("flag", {true})}));
  const acta_batch_output output{};
  const auto evaluate = [&](std::uint64_t first, std::uint64_t count, std::uint32_t outputs) {
    return acta_batch_evaluate_into(batch.get(), &exported.schema(), &exported.array(), first,
                                    count, &output, outputs, nullptr);
  };
  EXPECT_EQ(evaluate(0, 1, 1), ACTA_OK);
  EXPECT_EQ(evaluate(0, 1, 2), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(evaluate(0, 2, 1), ACTA_BAD_ARGUMENT);
  EXPECT_EQ(evaluate(UINT64_MAX, 1, 1), ACTA_BAD_ARGUMENT);
}

TEST(Memory, AllOfItComesBackEvenWhenItRunsOut) {
  Counted counted;
  const EchoAct act({.unread = {"big"}, .defers = true, .allocator = counted.Allocator()});
  const std::vector<Case> cases = ManyCases(act.get(), 66);
  RandomCases random(act.get(), 7);
  const Column columns = random.Columns(cases, RandomCases::Forms::kAny);
  Exported exported(columns);
  const std::uint64_t before = counted.live;
  int refused = 0;
  for (std::uint64_t allowed = 0;; ++allowed) {
    counted.left = allowed;
    auto options = Fresh<acta_batch_options>();
    options.flags =
        ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES | (allowed % 2 == 0 ? ACTA_BATCH_PLAIN : 0);
    acta_batch* batch = nullptr;
    acta_status status = acta_batch_create(act.get(), &options, &batch, nullptr);
    GivenArray answers;
    if (status == ACTA_OK) {
      status =
          acta_batch_evaluate(batch, &exported.schema(), &exported.array(), &answers.raw, nullptr);
    }
    acta_batch_free(batch);
    if (status == ACTA_OK) {
      break;
    }
    ASSERT_EQ(status, ACTA_NO_MEMORY);
    ASSERT_EQ(answers.raw.release, nullptr);
    ASSERT_EQ(counted.live, before) << "after " << allowed << " allocations";
    ++refused;
  }
  counted.left = UINT64_MAX;
  EXPECT_GT(refused, 50);
  EXPECT_EQ(counted.live, before);
}

TEST(Memory, AnAnswerMayBeMovedOutAndOutliveAllElse) {
  auto act = std::make_unique<EchoAct>();
  GivenArray moved;
  {
    Batch batch(act->get());
    ASSERT_EQ(batch.Evaluate(Cases({Numbers<std::int64_t>("big", "l", {41, 42})})), ACTA_OK);
    const ArrowArray& big = batch.Of("big");
    moved.raw = big;
    const_cast<ArrowArray&>(big).release = nullptr;
  }
  act.reset();
  EXPECT_EQ(static_cast<const std::int64_t*>(moved.raw.buffers[1])[1], 42);
}

TEST(Threads, EightOfThemAskOneActThroughBatchesOfTheirOwn) {
  const EchoAct act;
  const std::vector<Case> cases = ManyCases(act.get(), 150);
  RandomCases random(act.get(), 8);
  const Column columns = random.Columns(cases, RandomCases::Forms::kAny);
  std::vector<std::string> found(8);
  std::vector<std::thread> threads;
  for (std::string& mine : found) {
    threads.emplace_back([&] {
      acta_batch_options options{};
      options.flags = ACTA_BATCH_REASONS;
      Batch batch(act.get(), options);
      if (batch.Evaluate(columns) != ACTA_OK) {
        return;
      }
      for (std::int64_t row = 0; row < 150; ++row) {
        mine += batch.At("note", row) + batch.At("ages", row) + batch.At("closed", row) + ";";
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_FALSE(found[0].empty());
  EXPECT_THAT(found, testing::Each(found[0]));
}

}  // namespace
}  // namespace acta
