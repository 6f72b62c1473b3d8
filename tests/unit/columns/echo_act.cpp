#include "tests/unit/columns/echo_act.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <limits>
#include <span>

#include <gtest/gtest.h>

#include "compiler/base/source_file.h"
#include "compiler/descriptor/descriptor.h"
#include "compiler/interpreter/frame_adapter.h"
#include "compiler/ir/builder.h"
#include "tests/unit/columns/arrow_tree.h"

namespace acta {
namespace {

using ir::Kind;
using ir::NodeId;
using ir::Op;
using ir::TypeId;

// Evaluators are plain functions; these say whom they work for.
const ir::RuleGraph* interpreted = nullptr;
const acta_batch_plan* planned = nullptr;
bool deferring = false;

// ---- the law -----------------------------------------------------------------------------------

ir::RuleGraph MakeEchoLaw() {
  ir::ProgramBuilder b;
  ir::Program& program = b.program();
  const ir::UnitId persons = program.units.Add({"persons"});
  const ir::UnitId tenge = program.units.Add({"KZT"});
  program.texts = {"main", "side"};
  const TypeId boolean = b.Of(Kind::kBoolean);
  const TypeId date = b.Of(Kind::kDate);
  const TypeId integer = b.Of(Kind::kInteger);
  const TypeId text = b.Of(Kind::kText);
  const ir::EnumId form = b.Enum("Form", {"picket", "rally", "procession"});
  const TypeId form_type = b.types().EnumOf(form);
  const auto optional = [&](TypeId type) { return b.types().Optional(type); };
  const ir::EntityId place = b.Entity("Place", {{"city", text}, {"size", integer}});
  const ir::EntityId filing = b.Entity("Filing", {{"registered", date},
                                                  {"sheets", integer},
                                                  {"late", optional(date)},
                                                  {"urgent", boolean},
                                                  {"place", b.types().EntityOf(place)}});
  program.entities[filing].fields[1].low = 1;
  program.entities[filing].fields[1].high = 10;
  const ir::EntityId person = b.Entity("Person", {{"birth", date},
                                                  {"age", integer},
                                                  {"local", boolean},
                                                  {"jobs", b.types().ListOf(integer, 3)}});
  program.entities[person].fields[1].low = 0;
  program.entities[person].fields[1].high = 150;
  const auto range = [&](std::int64_t low, std::int64_t high) {
    program.facts.back().low = low;
    program.facts.back().high = high;
  };
  std::vector<std::pair<std::string, TypeId>> echoed;
  const auto fact = [&](const std::string& name, TypeId type) {
    echoed.emplace_back(name, type);
    return b.Fact(name, type);
  };

  const auto slot_of = [&](const std::string& name) {
    return std::ranges::find(program.facts, name, &ir::FactField::name)->offset;
  };
  fact("flag", boolean);
  fact("persons", b.types().Intern({.kind = Kind::kInteger, .unit = persons}));
  range(1, 1000);
  program.facts.back().doc = "how many are expected";
  fact("small", integer);
  range(-5, 100);
  fact("big", integer);
  fact("fee", b.types().Intern({.kind = Kind::kMoney, .unit = tenge}));
  fact("share", b.Of(Kind::kDecimal));
  fact("day", date);
  fact("opens", b.Of(Kind::kTime));
  fact("starts", b.Of(Kind::kDateTime));
  fact("notice", b.Of(Kind::kWorkingDays));
  fact("form", form_type);
  fact("forms", b.types().SetOf(form));
  fact("note", text);
  fact("remark", optional(text));
  fact("closed", b.Of(Kind::kPeriodOfDates));
  fact("night", b.Of(Kind::kPeriodOfTimes));
  fact("answered", optional(date));
  fact("maybe", optional(boolean));
  b.Fact("filing", optional(b.types().EntityOf(filing)));
  b.Fact("chair", b.types().EntityOf(person));
  b.Fact("organisers", b.types().ListOf(b.types().EntityOf(person), 4));
  b.Fact("days", b.types().ListOf(date, 100));
  b.Fact("tags", b.types().ListOf(text, 5));
  b.Fact("shapes", b.types().ListOf(form_type, 5));
  const std::uint32_t reading = b.Reading("way", {"lenient", "strict"});

  const auto answer = [&](const std::string& name, TypeId type, NodeId value) {
    const ir::RuleId rule = b.Rule(name, type);
    b.Clause(rule, {.value = value, .condition = {}, .guard = {}, .withdrawals = {}});
    b.Answer(rule);
    program.answers.back().question = "What is " + name + "?";
  };
  answer("as_of", date, b.Slot(0, date));
  for (const auto& [name, type] : echoed) {
    answer(name, type, b.Slot(slot_of(name), type));
  }

  const TypeId filing_type = b.types().EntityOf(filing);
  const auto filing_slot = [&] { return b.Slot(slot_of("filing"), optional(filing_type)); };
  const auto filed = [&] {
    return b.Make(Op::kValue, filing_type, {filing_slot()}, {.reason = b.Uncovered("filing")});
  };
  const auto field = [&](NodeId entity, std::uint32_t offset, TypeId type) {
    return b.Make(Op::kField, type, {entity}, {.imm = offset});
  };
  const auto offset_in = [&](ir::EntityId entity, std::size_t index) {
    return program.entities[entity].fields[index].offset;
  };
  answer("is_filed", boolean, b.Make(Op::kPresent, boolean, {filing_slot()}));
  answer("registered", date, field(filed(), offset_in(filing, 0), date));
  answer("sheets", integer, field(filed(), offset_in(filing, 1), integer));
  answer("late", optional(date), field(filed(), offset_in(filing, 2), optional(date)));
  answer("urgent", boolean, field(filed(), offset_in(filing, 3), boolean));
  const NodeId inner =
      b.Make(Op::kInner, b.types().EntityOf(place), {filed()}, {.imm = offset_in(filing, 4)});
  answer("city", text, field(inner, offset_in(place, 0), text));
  answer("chair_age", integer, b.Slot(slot_of("chair") + offset_in(person, 1), integer));

  const auto list = [&](const std::string& name) {
    return b.Slot(slot_of(name),
                  std::ranges::find(program.facts, name, &ir::FactField::name)->type);
  };
  const auto element = [&](TypeId type, int variable) {
    return b.Make(Op::kElement, type, {}, {.imm = variable});
  };
  const TypeId person_type = b.types().EntityOf(person);
  answer("organiser_count", integer, b.Make(Op::kLength, integer, {list("organisers")}));
  answer("locals", integer,
         b.Make(Op::kCount, integer,
                {list("organisers"), field(element(person_type, 0), offset_in(person, 2), boolean)},
                {.aux = 0}));
  answer("ages", integer,
         b.Make(Op::kSum, integer,
                {list("organisers"), b.Yes(),
                 field(element(person_type, 0), offset_in(person, 1), integer)},
                {.aux = 0, .reason = b.Arithmetic("ages")}));
  const NodeId jobs =
      field(element(person_type, 0), offset_in(person, 3), b.types().ListOf(integer, 3));
  const NodeId is_seven = b.Make(Op::kEq, boolean, {element(integer, 1), b.Const(integer, 7)});
  answer("has_seven", boolean,
         b.Make(Op::kAtLeast, boolean,
                {list("organisers"),
                 b.Make(Op::kAtLeast, boolean, {jobs, is_seven}, {.imm = 1, .aux = 1})},
                {.imm = 1, .aux = 0}));
  answer(
      "first_day", optional(date),
      b.Make(Op::kEarliest, optional(date), {list("days"), b.Yes(), element(date, 0)}, {.aux = 0}));
  answer("is_main", boolean,
         b.Make(Op::kAtLeast, boolean,
                {list("tags"), b.Make(Op::kEq, boolean, {element(text, 0), b.Const(text, 0)})},
                {.imm = 1, .aux = 0}));
  answer("rallies", integer,
         b.Make(Op::kCount, integer,
                {list("shapes"),
                 b.Make(Op::kEq, boolean, {element(form_type, 0), b.Const(form_type, 1)})},
                {.aux = 0}));
  answer(
      "way", integer,
      b.Make(Op::kSwitch, integer, {b.Choice(reading), b.Const(integer, 5), b.Const(integer, 6)}));

  ir::RuleGraph graph;
  ir::Program built = std::move(b).Build();
  for (std::uint32_t i = 0; i < built.rules.size(); ++i) {
    graph.order.push_back(ir::RuleId(i));
  }
  graph.program = std::make_shared<const ir::Program>(std::move(built));
  return graph;
}

// ---- evaluators --------------------------------------------------------------------------------

std::atomic<std::uint64_t> general_calls, all_given_calls, row_calls;

void Interpret(acta_frame* frame, interpreter::Tracing tracing) {
  ++row_calls;
  const std::span<const std::int64_t> slots(frame->slots, std::size_t{1} << 20);
  interpreter::Frame result =
      interpreter::ToFrame(interpreter::Evaluate(*interpreted, slots, tracing));
  std::ranges::copy(result.values, frame->values);
  std::ranges::copy(result.whys, frame->whys);
  frame->union_count = static_cast<std::uint32_t>(result.unions.size());
  frame->trace_count = result.trace.size();
  if (frame->union_count > frame->union_capacity || frame->trace_count > frame->trace_capacity) {
    frame->overflow = 1;
    return;
  }
  std::ranges::copy(result.unions, frame->unions);
  std::ranges::copy(result.trace, frame->trace);
}
void InterpretRow(acta_frame* frame) {
  frame->trace_capacity = 0;
  Interpret(frame, interpreter::Tracing::kOff);
}
void InterpretTraced(acta_frame* frame) {
  Interpret(frame, interpreter::Tracing::kOn);
}

std::int64_t ValueIn(const void* values, std::uint32_t store, std::size_t row) {
  switch (store) {
    case ACTA_STORE_INT8:
      return static_cast<const std::int8_t*>(values)[row];
    case ACTA_STORE_INT16:
      return static_cast<const std::int16_t*>(values)[row];
    case ACTA_STORE_INT32:
      return static_cast<const std::int32_t*>(values)[row];
    default:
      return static_cast<const std::int64_t*>(values)[row];
  }
}

// Puts one case of a block together again.
class Mirror {
 public:
  explicit Mirror(const acta_batch_block& block) : block_(block) {}

  struct Result {
    std::vector<std::int64_t> slots;
    bool is_out_of_range = false;
  };
  Result Reassemble(std::uint32_t row) {
    result_ = {};
    result_.slots.assign(planned->domains[0].width, ACTA_MISSING);
    PutRow(0, row, 0);
    const ir::Program& program = *interpreted->program;
    for (std::size_t i = 0; i < program.readings.size(); ++i) {
      result_.slots[program.readings[i].slot] = block_.readings[i];
    }
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool Mask(const acta_batch_column& column, std::uint32_t place,
                          std::uint32_t row) const {
    const std::size_t word =
        std::size_t{row / ACTA_TILE} * planned->domains[column.domain].mask_words + place;
    return (block_.rows[column.domain].masks[word] >> (row % ACTA_TILE) & 1) != 0;
  }
  void PutRow(std::uint32_t domain, std::uint32_t row, std::uint32_t base) {
    for (std::uint32_t i = 0; i < planned->column_count; ++i) {
      const acta_batch_column& column = planned->columns[i];
      if (column.domain == domain && column.given != ACTA_NO_PLACE) {
        Put(column, row, base + column.slot);
      }
    }
  }
  void Put(const acta_batch_column& column, std::uint32_t row, std::uint32_t slot) {
    const acta_batch_rows& rows = block_.rows[column.domain];
    if (column.absent != ACTA_NO_PLACE && Mask(column, column.absent, row)) {
      EXPECT_TRUE(Mask(column, column.given, row)) << "what is absent counts as given";
      result_.slots[slot] = ACTA_ABSENT;
      return;
    }
    if (!Mask(column, column.given, row)) {
      return;
    }
    if (column.store == ACTA_STORE_BITS) {
      result_.slots[slot] = Mask(column, column.value, row) ? 1 : 0;
    } else if (column.elements != 0) {
      PutList(column, row, slot);
    } else if (column.store == ACTA_STORE_NONE) {
      result_.slots[slot] = std::int64_t{slot} + 1;
    } else {
      const std::int64_t value = ValueIn(rows.values[column.value], column.store, row);
      result_.slots[slot] = value;
      result_.is_out_of_range =
          result_.is_out_of_range || value < column.low || value > column.high;
    }
  }
  void PutList(const acta_batch_column& column, std::uint32_t row, std::uint32_t slot) {
    const acta_batch_rows& elements = block_.rows[column.elements];
    const std::uint32_t begin = elements.offsets[row];
    const std::uint32_t end = elements.offsets[row + 1];
    const auto base = static_cast<std::uint32_t>(result_.slots.size());
    const std::uint32_t width = planned->domains[column.elements].width;
    result_.slots.resize(base + std::size_t{end - begin} * width, ACTA_MISSING);
    result_.slots[slot] =
        static_cast<std::int64_t>(std::uint64_t{begin == end ? 0 : base} << 32 | (end - begin));
    for (std::uint32_t element = begin; element < end; ++element) {
      EXPECT_EQ(elements.parents[element], row);
      PutRow(column.elements, element, base + (element - begin) * width);
    }
  }

  const acta_batch_block& block_;
  Result result_;
};

void SetBit(unsigned char* scratch, std::uint32_t place, std::uint32_t row, bool bit) {
  std::uint64_t word = 0;
  std::memcpy(&word, scratch + place, 8);
  const std::uint64_t mask = std::uint64_t{1} << row;
  word = bit ? word | mask : word & ~mask;
  std::memcpy(scratch + place, &word, 8);
}

void WriteResult(const acta_batch_result& result, unsigned char* scratch, std::uint32_t row,
                 std::int64_t payload, bool is_known) {
  const bool is_absent = is_known && payload == ACTA_ABSENT;
  SetBit(scratch, result.known, row, is_known);
  if (result.absent != ACTA_NO_PLACE) {
    SetBit(scratch, result.absent, row, is_absent);
  }
  // What is not known may be anything.
  const std::int64_t value = !is_known || is_absent ? 0x5a : payload;
  if (result.store == ACTA_STORE_BITS) {
    SetBit(scratch, result.value, row, value != 0);
  } else if (result.store == ACTA_STORE_INT32) {
    reinterpret_cast<std::int32_t*>(scratch + result.value)[row] = static_cast<std::int32_t>(value);
  } else {
    reinterpret_cast<std::int64_t*>(scratch + result.value)[row] = value;
  }
}

// Reads every byte that the contract promises, so that a sanitizer sees what is not there.
std::int64_t ReadAll(const acta_batch_block& block) {
  std::int64_t sum = 0;
  for (std::uint32_t i = 0; i < planned->column_count; ++i) {
    const acta_batch_column& column = planned->columns[i];
    const acta_batch_rows& rows = block.rows[column.domain];
    if (column.store == ACTA_STORE_BITS || column.value == ACTA_NO_PLACE) {
      continue;
    }
    for (std::size_t row = 0; row < std::size_t{rows.tiles} * ACTA_TILE; ++row) {
      sum += ValueIn(rows.values[column.value], column.store, row) & 1;
    }
  }
  for (std::uint32_t i = 1; i < planned->domain_count; ++i) {
    const acta_batch_rows& rows = block.rows[i];
    if (rows.offsets == nullptr) {
      EXPECT_EQ(rows.count, 0U);
      continue;
    }
    const acta_batch_rows& parent = block.rows[planned->domains[i].parent];
    for (std::size_t row = parent.count; row <= std::size_t{parent.tiles} * ACTA_TILE; ++row) {
      EXPECT_EQ(rows.offsets[row], rows.count);
    }
    for (std::size_t row = 0; row < std::size_t{rows.tiles} * ACTA_TILE; ++row) {
      EXPECT_LT(rows.parents[row], parent.count);
    }
  }
  return sum;
}

void EvaluateBlock(const acta_batch_block* block) {
  EXPECT_GE(ReadAll(*block), 0);
  Mirror mirror(*block);
  const ir::Program& program = *interpreted->program;
  const acta_batch_rows& cases = block->rows[0];
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(cases.scratch) % 64, 0U);
  std::memset(cases.scratch, 0xa5, std::size_t{cases.tiles} * planned->domains[0].scratch_bytes);
  for (std::uint32_t row = 0; row < cases.count; ++row) {
    unsigned char* const scratch =
        cases.scratch + std::size_t{row / ACTA_TILE} * planned->domains[0].scratch_bytes;
    Mirror::Result found = mirror.Reassemble(row);
    const interpreter::Evaluation values =
        interpreter::Evaluate(*interpreted, found.slots, interpreter::Tracing::kOff);
    SetBit(scratch, planned->out_of_range, row % ACTA_TILE, found.is_out_of_range);
    SetBit(scratch, planned->deferred, row % ACTA_TILE, deferring);
    for (std::uint32_t i = 0; i < planned->result_count; ++i) {
      const interpreter::Value& value = values.Of(program.answers[i].rule);
      const bool is_left = deferring && i % 10 == 3;
      WriteResult(planned->results[i], scratch, row % ACTA_TILE, value.payload,
                  value.known() && !is_left);
    }
    for (std::uint32_t i = 0; i < planned->clause_count; ++i) {
      SetBit(scratch, planned->clauses[i], row % ACTA_TILE, i % 2 == 0);
    }
  }
}

void General(const acta_batch_block* block) {
  ++general_calls;
  EvaluateBlock(block);
}

void AllGiven(const acta_batch_block* block) {
  ++all_given_calls;
  for (std::uint32_t i = 0; i < planned->column_count; ++i) {
    const acta_batch_column& column = planned->columns[i];
    const std::uint32_t words = planned->domains[column.domain].mask_words;
    for (std::uint32_t tile = 0;
         column.given != ACTA_NO_PLACE && tile < block->rows[column.domain].tiles; ++tile) {
      EXPECT_EQ(block->rows[column.domain].masks[std::size_t{tile} * words + column.given],
                ~std::uint64_t{0});
    }
  }
  EvaluateBlock(block);
}

struct Range {
  std::int64_t low, high;
};

Range RangeOf(const ir::Program& program, const ir::FactField& field) {
  Range range{ACTA_MISSING + 1, INT64_MAX};
  const ir::Type& type = program.types[field.type];
  switch (type.kind) {
    case Kind::kDate:
      range = {ACTA_MIN_DAY, ACTA_MAX_DAY};
      break;
    case Kind::kTime:
      range = {0, 86400};
      break;
    case Kind::kDateTime:
      range = {ACTA_MIN_DAY * INT64_C(86400), (ACTA_MAX_DAY + 1) * INT64_C(86400) - 1};
      break;
    case Kind::kEnum:
      range = {0, static_cast<std::int64_t>(program.enums[type.enumeration].members.size()) - 1};
      break;
    case Kind::kSet:
      range = {0, (std::int64_t{1} << program.enums[type.enumeration].members.size()) - 1};
      break;
    case Kind::kText:
      range = {0, INT32_MAX};
      break;
    default:
      break;
  }
  return {field.low.value_or(range.low), field.high.value_or(range.high)};
}

std::uint32_t StoreFor(Kind kind, Range range) {
  const auto fits = [&]<class T>(T) {
    return range.low >= std::numeric_limits<T>::min() &&
           range.high <= std::numeric_limits<T>::max();
  };
  return kind == Kind::kEntity || kind == Kind::kList ? ACTA_STORE_NONE
         : kind == Kind::kBoolean                     ? ACTA_STORE_BITS
         : kind == Kind::kDate || kind == Kind::kTime ? ACTA_STORE_INT32
         : fits(std::int8_t{})                        ? ACTA_STORE_INT8
         : fits(std::int16_t{})                       ? ACTA_STORE_INT16
         : fits(std::int32_t{})                       ? ACTA_STORE_INT32
                                                      : ACTA_STORE_INT64;
}

}  // namespace

EchoCalls& Calls() {
  static thread_local EchoCalls calls;
  calls = {general_calls, all_given_calls, row_calls};
  return calls;
}

void EchoAct::AddColumns(std::uint32_t domain, std::uint32_t base,
                         const std::vector<ir::FactField>& fields, const EchoOptions& options,
                         bool is_read) {
  const ir::Program& program = *graph_.program;
  for (const ir::FactField& field : fields) {
    const ir::Type& type = program.types[field.type];
    const bool reads = is_read && !options.unread.contains(field.name);
    if (type.kind == Kind::kEntity && !type.optional) {
      AddColumns(domain, base + field.offset, program.entities[type.entity].fields, options, reads);
      continue;
    }
    const Range range = RangeOf(program, field);
    acta_batch_column column{};
    column.domain = domain;
    column.slot = base + field.offset;
    column.type = field.type.value;
    column.store = StoreFor(type.kind, range);
    column.value = column.given = column.absent = ACTA_NO_PLACE;
    column.low = range.low;
    column.high = range.high;
    acta_batch_domain& of = domains_[domain];
    if (reads) {
      column.given = of.mask_words++;
      column.absent = type.optional ? of.mask_words++ : ACTA_NO_PLACE;
      column.value = column.store == ACTA_STORE_BITS   ? of.mask_words++
                     : column.store != ACTA_STORE_NONE ? of.value_columns++
                                                       : ACTA_NO_PLACE;
    }
    const auto index = static_cast<std::uint32_t>(columns_.size());
    if (type.kind == Kind::kList) {
      column.elements = static_cast<std::uint32_t>(domains_.size());
      domains_.push_back({.parent = domain,
                          .list = index,
                          .mask_words = 0,
                          .value_columns = 0,
                          .scratch_bytes = 64,
                          .width = ir::WidthOf(program, type.element)});
    }
    columns_.push_back(column);
    if (type.kind == Kind::kEntity) {
      AddColumns(domain, column.slot + 1, program.entities[type.entity].fields, options, reads);
    }
  }
}

void EchoAct::PlanColumns(const EchoOptions& options) {
  const ir::Program& program = *graph_.program;
  domains_.push_back({.parent = 0,
                      .list = ACTA_NO_PLACE,
                      .mask_words = 0,
                      .value_columns = 0,
                      .scratch_bytes = 0,
                      .width = program.slot_count});
  AddColumns(0, 0, {program.facts.begin(), program.facts.end()}, options, true);
  for (std::uint32_t domain = 1; domain < domains_.size(); ++domain) {
    const acta_batch_column list = columns_[domains_[domain].list];
    const ir::Type& type = program.types[ir::TypeId(list.type)];
    const ir::Type& element = program.types[type.element];
    const bool is_read = list.given != ACTA_NO_PLACE;
    if (element.kind == Kind::kEntity) {
      AddColumns(domain, 0, program.entities[element.entity].fields, options, is_read);
    } else {
      AddColumns(domain, 0, {ir::FactField{.name = {}, .type = type.element}}, options, is_read);
    }
  }
  PlanResults();
}

void EchoAct::PlanResults() {
  const ir::Program& program = *graph_.program;
  std::uint32_t next = 16;
  const auto word = [&] { return std::exchange(next, next + 8); };
  for (const ir::Answer& answer : program.answers) {
    const ir::Type& type = program.types[program.rules[answer.rule].type];
    acta_batch_result result{};
    result.rule = answer.rule.value;
    result.known = word();
    result.absent = type.optional ? word() : ACTA_NO_PLACE;
    const bool is_narrow = type.kind == Kind::kDate || type.kind == Kind::kTime ||
                           type.kind == Kind::kEnum || type.kind == Kind::kText ||
                           type.kind == Kind::kSet;
    result.store = type.kind == Kind::kBoolean ? ACTA_STORE_BITS
                   : is_narrow                 ? ACTA_STORE_INT32
                                               : ACTA_STORE_INT64;
    result.value = next;
    next += result.store == ACTA_STORE_BITS ? 8 : result.store == ACTA_STORE_INT32 ? 256 : 512;
    results_.push_back(result);
  }
  for (std::size_t i = 0; i < program.clauses.size(); ++i) {
    clauses_.push_back(word());
  }
  domains_[0].scratch_bytes = (next + 63) / 64 * 64;
  plan_.struct_size = sizeof plan_;
  plan_.domain_count = static_cast<std::uint32_t>(domains_.size());
  plan_.column_count = static_cast<std::uint32_t>(columns_.size());
  plan_.result_count = static_cast<std::uint32_t>(results_.size());
  plan_.clause_count = static_cast<std::uint32_t>(clauses_.size());
  plan_.out_of_range = 0;
  plan_.deferred = 8;
  plan_.domains = domains_.data();
  plan_.columns = columns_.data();
  plan_.results = results_.data();
  plan_.clauses = clauses_.data();
}

EchoAct::EchoAct(const EchoOptions& options)
    : graph_(MakeEchoLaw()), has_plan_(options.has_plan), allocator_(options.allocator) {
  descriptor_ = WriteDescriptor(graph_, SourceMap());
  PlanColumns(options);
  code_ = {.level = ACTA_LEVEL_BASE, .reserved = 0, .general = General, .all_given = AllGiven};
  interpreted = &graph_;
  planned = &plan_;
  deferring = options.defers;
  const acta_act_options act_options = Options();
  auto detail = Fresh<acta_detail>();
  EXPECT_EQ(acta_act_open(&act_options, &act_, &detail), ACTA_OK) << detail.message;
}

EchoAct::~EchoAct() {
  acta_act_close(act_);
}

acta_act_options EchoAct::Options() const {
  auto options = Fresh<acta_act_options>();
  options.descriptor = descriptor_.data();
  options.descriptor_size = descriptor_.size();
  options.row = InterpretRow;
  options.traced = InterpretTraced;
  options.allocator = allocator_;
  options.plan = has_plan_ ? &plan_ : nullptr;
  options.code = has_plan_ ? &code_ : nullptr;
  return options;
}

std::uint32_t EchoAct::Answer(const std::string& name) const {
  std::uint32_t answer = 0;
  EXPECT_EQ(acta_act_find_answer(act_, name.c_str(), &answer), ACTA_OK) << name;
  return answer;
}

const acta_batch_column& EchoAct::ColumnOf(const std::string& fact) const {
  const ir::Program& program = *graph_.program;
  const auto found = std::ranges::find(program.facts, fact, &ir::FactField::name);
  return *std::ranges::find_if(columns_, [&](const acta_batch_column& column) {
    return column.domain == 0 && column.slot == found->offset;
  });
}

}  // namespace acta
