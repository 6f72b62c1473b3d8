#include "compiler/codegen/batch_layout.h"

#include <algorithm>
#include <limits>
#include <set>

#include "compiler/base/check.h"
#include "compiler/ir/builder.h"
#include "compiler/ir/walk.h"

namespace acta::codegen {
namespace {

using ir::Kind;

constexpr std::int64_t kSecondsPerDay = 86'400;
// Two payloads are reserved in every type.
constexpr std::int64_t kLeast = INT64_MIN + 2;

std::vector<ir::RuleId> AllRules(const ir::RuleGraph& graph) {
  std::vector<ir::RuleId> rules = graph.order;
  rules.insert(rules.end(), graph.callees.begin(), graph.callees.end());
  return rules;
}

// The slots and fields that some rule reads.
struct ReadSlots {
  std::set<std::uint32_t> of_case;
  std::set<std::pair<std::uint32_t, std::uint32_t>> of_entity;  // (entity, offset)

  explicit ReadSlots(const ir::RuleGraph& graph) {
    const ir::Program& program = *graph.program;
    ir::NodeWalk walk(program);
    for (const ir::RuleId rule : AllRules(graph)) {
      for (const ir::NodeId id : walk.NodesOf(rule)) {
        const ir::Node& node = program.nodes[id];
        if (node.op == ir::Op::kSlot) {
          of_case.insert(static_cast<std::uint32_t>(node.imm));
        } else if (node.op == ir::Op::kField) {
          const ir::Node& owner = program.nodes[program.OperandsOf(node)[0]];
          of_entity.emplace(program.types[owner.type].entity.value,
                            static_cast<std::uint32_t>(node.imm));
        }
      }
    }
  }
};

}  // namespace

std::uint32_t NarrowestStore(std::int64_t low, std::int64_t high) {
  const auto fits = [&]<class T>(T) {
    return low >= std::numeric_limits<T>::min() && high <= std::numeric_limits<T>::max();
  };
  return fits(std::int8_t{})    ? ACTA_STORE_INT8
         : fits(std::int16_t{}) ? ACTA_STORE_INT16
         : fits(std::int32_t{}) ? ACTA_STORE_INT32
                                : ACTA_STORE_INT64;
}

unsigned BitsOf(std::uint32_t store) {
  ACTA_CHECK(store >= ACTA_STORE_INT8 && store <= ACTA_STORE_INT64, "integers have a width");
  return 8u << (store - ACTA_STORE_INT8);
}

PayloadRange RangeOf(const ir::Program& program, ir::TypeId id) {
  const ir::Type& type = program.types[id];
  switch (type.kind) {
    case Kind::kBoolean:
      return {0, 1};
    case Kind::kDate:
      return {ACTA_MIN_DAY, ACTA_MAX_DAY};
    case Kind::kTime:
      return {0, kSecondsPerDay};
    case Kind::kDateTime:
      return {ACTA_MIN_DAY * kSecondsPerDay, (ACTA_MAX_DAY + 1) * kSecondsPerDay};
    case Kind::kEnum:
      return {0, static_cast<std::int64_t>(program.enums[type.enumeration].members.size()) - 1};
    case Kind::kSet: {
      const std::size_t members = program.enums[type.enumeration].members.size();
      return {0, members < 63 ? (std::int64_t{1} << members) - 1 : INT64_MAX};
    }
    case Kind::kText:
      return {0, INT32_MAX};
    case Kind::kEntity:
    case Kind::kList:
      return {0, 0};
    case Kind::kInteger:
    case Kind::kDecimal:
    case Kind::kMoney:
    case Kind::kDays:
    case Kind::kWorkingDays:
    case Kind::kMonths:
    case Kind::kYears:
    case Kind::kHours:
    case Kind::kMinutes:
    case Kind::kPeriodOfDates:
    case Kind::kPeriodOfTimes:
      return {kLeast, INT64_MAX};
  }
  return {kLeast, INT64_MAX};
}

// Lists the columns of one domain after the other, each in the order of its slots.
class BatchLayout::Columns {
 public:
  Columns(BatchLayout& layout, const ir::RuleGraph& graph)
      : layout_(layout), program_(*graph.program), read_(graph) {}

  void List() {
    AddDomain(0, ACTA_NO_PLACE, program_.slot_count);
    for (const ir::FactField& fact : program_.facts) {
      Add(0, fact.offset, fact, read_.of_case.contains(fact.offset), ACTA_NO_PLACE);
    }
    // Lists add domains while we go through them.
    for (std::uint32_t domain = 1; domain < layout_.domains_.size(); ++domain) {
      const acta_batch_column& list = layout_.columns_[layout_.domains_[domain].list];
      const bool is_read = list.given != ACTA_NO_PLACE;
      const ir::TypeId element = program_.types[ir::TypeId(list.type)].element;
      if (program_.types[element].kind == Kind::kEntity) {
        AddFields(domain, 0, program_.types[element].entity, ACTA_NO_PLACE);
      } else {
        Add(domain, 0, ir::FactField{.name = {}, .type = element}, is_read, ACTA_NO_PLACE);
      }
    }
  }

 private:
  std::uint32_t AddDomain(std::uint32_t parent, std::uint32_t list, std::uint32_t width) {
    layout_.domains_.push_back({.parent = parent,
                                .list = list,
                                .mask_words = 0,
                                .value_columns = 0,
                                .scratch_bytes = 0,
                                .width = width});
    return static_cast<std::uint32_t>(layout_.domains_.size() - 1);
  }

  void AddFields(std::uint32_t domain, std::uint32_t base, ir::EntityId entity,
                 std::uint32_t around) {
    for (const ir::FactField& field : program_.entities[entity].fields) {
      const std::uint32_t slot = base + field.offset;
      const bool is_read = read_.of_entity.contains({entity.value, field.offset}) ||
                           (domain == 0 && read_.of_case.contains(slot));
      Add(domain, slot, field, is_read, around);
    }
  }

  void Add(std::uint32_t domain, std::uint32_t slot, const ir::FactField& field, bool is_read,
           std::uint32_t around) {
    const ir::Type& type = program_.types[field.type];
    if (type.kind == Kind::kEntity && !type.optional) {
      AddFields(domain, slot, type.entity, around);
      return;
    }
    const PayloadRange natural = FactRangeOf(field.type);
    acta_batch_column column{.domain = domain,
                             .slot = slot,
                             .type = field.type.value,
                             .store = StoreOf(type.kind, natural, field),
                             .value = ACTA_NO_PLACE,
                             .given = ACTA_NO_PLACE,
                             .absent = ACTA_NO_PLACE,
                             .elements = 0,
                             .low = field.low.value_or(natural.low),
                             .high = field.high.value_or(natural.high)};
    acta_batch_domain& of = layout_.domains_[domain];
    if (is_read) {
      column.given = of.mask_words++;
      if (type.optional) {
        column.absent = of.mask_words++;
      }
      if (column.store == ACTA_STORE_BITS) {
        column.value = of.mask_words++;
      } else if (column.store != ACTA_STORE_NONE) {
        column.value = of.value_columns++;
      }
    }
    const auto index = static_cast<std::uint32_t>(layout_.columns_.size());
    layout_.by_slot_[{domain, slot}] = index;
    if (type.kind == Kind::kList) {
      column.elements = AddDomain(domain, index, ir::WidthOf(program_, type.element));
    }
    layout_.columns_.push_back(column);
    layout_.around_.push_back(around);
    if (type.kind == Kind::kEntity) {
      AddFields(domain, slot + 1, type.entity, index);
      ReadWithFields(index);
    }
  }

  // Whoever reads a field looks at whether there is an entity, too.
  void ReadWithFields(std::uint32_t index) {
    acta_batch_column& entity = layout_.columns_[index];
    const bool some_field_is_read =
        std::any_of(layout_.columns_.begin() + index + 1, layout_.columns_.end(),
                    [](const acta_batch_column& field) { return field.given != ACTA_NO_PLACE; });
    if (entity.given == ACTA_NO_PLACE && some_field_is_read) {
      acta_batch_domain& of = layout_.domains_[entity.domain];
      entity.given = of.mask_words++;
      entity.absent = of.mask_words++;
    }
  }

  // A rule may yield 24:00 of the last day there is; a case may not hold it.
  [[nodiscard]] PayloadRange FactRangeOf(ir::TypeId type) const {
    PayloadRange range = RangeOf(program_, type);
    range.high -= program_.types[type].kind == Kind::kDateTime ? 1 : 0;
    return range;
  }

  static std::uint32_t StoreOf(Kind kind, PayloadRange natural, const ir::FactField& field) {
    if (kind == Kind::kEntity || kind == Kind::kList) {
      return ACTA_STORE_NONE;
    }
    if (kind == Kind::kBoolean) {
      return ACTA_STORE_BITS;
    }
    // A wider range of dates would save nothing: columns of dates have 32 bits.
    return kind == Kind::kDate || kind == Kind::kTime
               ? ACTA_STORE_INT32
               : NarrowestStore(field.low.value_or(natural.low), field.high.value_or(natural.high));
  }

  BatchLayout& layout_;
  const ir::Program& program_;
  const ReadSlots read_;
};

BatchLayout::BatchLayout(const ir::RuleGraph& graph, const BatchWeights& weights) {
  Columns(*this, graph).List();
  PlaceResults(graph, weights);
}

// Words first, then values, each 64 of them on a boundary of 64 bytes.
void BatchLayout::PlaceResults(const ir::RuleGraph& graph, const BatchWeights& weights) {
  const ir::Program& program = *graph.program;
  std::uint32_t next = kDeferred + 8;
  const auto word = [&] { return std::exchange(next, next + 8); };
  rules_.resize(program.rules.size());
  clauses_.assign(program.clauses.size(), ACTA_NO_PLACE);
  for (const ir::RuleId rule : graph.order) {
    const ir::Type& type = program.types[program.rules[rule].type];
    TilePlace& place = rules_[rule.index()];
    place.known = word();
    if (type.optional) {
      place.absent = word();
    }
    if (type.kind == Kind::kBoolean) {
      place.value = word();
    }
  }
  const auto place_clauses = [&](const auto& self, ir::GroupId id) -> void {
    const ir::Group& group = program.groups[id];
    for (const ir::ClauseId clause : group.clauses) {
      clauses_[clause.index()] = word();
    }
    for (const ir::GroupId exception : group.exceptions) {
      self(self, exception);
    }
    for (const auto& [clause, exception] : group.clause_exceptions) {
      self(self, exception);
    }
  };
  for (const ir::RuleId rule : graph.order) {
    if (!weights.IsTooHeavy(rule)) {
      place_clauses(place_clauses, program.rules[rule].root);
    }
  }
  next = (next + 63) / 64 * 64;
  for (const ir::RuleId rule : graph.order) {
    const ir::TypeId type = program.rules[rule].type;
    if (program.types[type].kind == Kind::kBoolean) {
      continue;
    }
    const PayloadRange range = RangeOf(program, type);
    TilePlace& place = rules_[rule.index()];
    place.store = std::max<std::uint32_t>(NarrowestStore(range.low, range.high), ACTA_STORE_INT32);
    place.value = std::exchange(next, next + ACTA_TILE * BitsOf(place.store) / 8);
  }
  taken_ = next;
}

std::uint32_t BatchLayout::ColumnAt(std::uint32_t domain, std::uint32_t slot) const {
  const auto found = by_slot_.find({domain, slot});
  ACTA_CHECK(found != by_slot_.end(), "every slot that a rule reads has a column");
  return found->second;
}

bool BatchLayout::Encloses(std::uint32_t outer, std::uint32_t inner) const {
  while (inner > outer) {
    inner = domains_[inner].parent;
  }
  return inner == outer;
}

}  // namespace acta::codegen
