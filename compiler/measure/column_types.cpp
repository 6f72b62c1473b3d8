#include "compiler/measure/column_types.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/cases/lent.h"
#include "compiler/ir/builder.h"

namespace acta::measure {

namespace {

using ir::Kind;
using Holds = ColumnType::Holds;

// Of whole numbers, dates and times.
std::uint32_t WidthOf(std::string_view format) {
  return format == "c" ? 1 : format == "s" ? 2 : format == "l" || format.starts_with("tss") ? 8 : 4;
}

}  // namespace

// Goes through the facts, the plan's columns and the canonical schema side by side.
class ColumnTypes::Reader {
 public:
  Reader(const ir::Program& program, const acta_batch_plan& plan)
      : program_(program), plan_(plan.columns, plan.column_count) {}

  // The columns of fields that begin at `place` of the domain; offsets count from `base`.
  std::size_t AddFields(std::span<const ir::FactField> fields, std::uint32_t domain,
                        std::uint32_t place, std::uint32_t base, const ArrowSchema& schema,
                        ColumnType& to) {
    std::int64_t child = 0;
    std::size_t read = 0;
    for (const ir::FactField& field : fields) {
      const ArrowSchema& own = *schema.children[child++];
      const bool is_optional = program_.types[field.type].optional;
      const ArrowSchema* const absence = is_optional ? schema.children[child++] : nullptr;
      const std::uint32_t at = base + field.offset;
      ColumnType column = Column(field.type, domain, place + field.offset, at, own);
      if (!column.is_read) {
        continue;
      }
      ++read;
      to.parts.push_back(std::move(column));
      if (absence != nullptr) {
        to.parts.push_back({.holds = Holds::kAbsence, .slot = at, .schema = *absence});
      }
    }
    return read;
  }

  // Sets what points from a column to its parts, which then stay where they are.
  static void Link(ColumnType& column) {
    for (ColumnType& part : column.parts) {
      Link(part);
      column.schema_parts.push_back(&part.schema);
    }
    if (column.holds != Holds::kPeriods) {
      column.schema.children = column.schema_parts.data();
      column.schema.n_children = static_cast<std::int64_t>(column.schema_parts.size());
    }
    column.schema.release = cases::KeepSchema;
  }

 private:
  ColumnType Column(ir::TypeId id, std::uint32_t domain, std::uint32_t place, std::uint32_t slot,
                    const ArrowSchema& schema) {
    const ir::Type& type = program_.types[id];
    ColumnType column{.slot = slot, .schema = schema};
    if (type.kind == Kind::kEntity) {
      column.in_place = !type.optional;
      const std::uint32_t begin = type.optional ? 1 : 0;
      const std::size_t read = AddFields(program_.entities[type.entity].fields, domain,
                                         place + begin, column.in_place ? slot : 0, schema, column);
      column.is_read = read > 0 || (type.optional && IsRead(domain, place));
      return column;
    }
    column.is_read = IsRead(domain, place);
    if (type.kind == Kind::kList) {
      AddElement(type, Find(domain, place)->elements, *schema.children[0], column);
      return column;
    }
    column.holds = HoldingOf(type.kind);
    column.width = column.holds == Holds::kNumbers ? WidthOf(schema.format) : 0;
    return column;
  }

  void AddElement(const ir::Type& list, std::uint32_t domain, const ArrowSchema& schema,
                  ColumnType& column) {
    column.holds = Holds::kLists;
    column.width = ir::WidthOf(program_, list.element);
    const ir::Type& element = program_.types[list.element];
    if (element.kind == Kind::kEntity) {
      // Elements always exist.
      ColumnType record{.in_place = true, .schema = schema};
      AddFields(program_.entities[element.entity].fields, domain, 0, 0, schema, record);
      column.parts.push_back(std::move(record));
    } else {
      column.parts.push_back(Column(list.element, domain, 0, 0, schema));
    }
  }

  static Holds HoldingOf(Kind kind) {
    return kind == Kind::kBoolean                                         ? Holds::kBits
           : kind == Kind::kText                                          ? Holds::kTexts
           : kind == Kind::kPeriodOfDates || kind == Kind::kPeriodOfTimes ? Holds::kPeriods
                                                                          : Holds::kNumbers;
  }

  [[nodiscard]] const acta_batch_column* Find(std::uint32_t domain, std::uint32_t place) const {
    const auto found = std::ranges::find_if(plan_, [&](const acta_batch_column& column) {
      return column.domain == domain && column.slot == place;
    });
    ACTA_CHECK(found != plan_.end(), "the plan has a column for every field");
    return &*found;
  }
  [[nodiscard]] bool IsRead(std::uint32_t domain, std::uint32_t place) const {
    return Find(domain, place)->given != ACTA_NO_PLACE;
  }

  const ir::Program& program_;
  std::span<const acta_batch_column> plan_;
};

ColumnTypes::ColumnTypes(const ir::Program& program, const acta_batch_plan& plan,
                         const acta_act* act)
    : program_(program) {
  ACTA_CHECK(acta_batch_input_schema(act, &whole_) == ACTA_OK, "there is memory for a schema");
  root_ = {.in_place = true, .schema = whole_};
  facts_read_ = Reader(program, plan).AddFields(program.facts, 0, 0, 0, whole_, root_);
  Reader::Link(root_);
}

ColumnTypes::~ColumnTypes() {
  whole_.release(&whole_);
}

}  // namespace acta::measure
