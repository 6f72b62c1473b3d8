// Which case a bad value belongs to, and where in it it stands.
#include "runtime/columns/block.h"

namespace acta::runtime::columns {

// "organisers[2].birth_date" for a row of the field's domain.
void Block::WritePlace(std::uint32_t index, std::uint32_t row, FixedText& out) const {
  const Field& field = shape_[index];
  if (field.parent == kNone) {
    out.Put(shape_.NameOf(field));
    return;
  }
  if (shape_[field.parent].kind != ACTA_KIND_LIST) {
    WritePlace(field.parent, row, out);
    out.Put('.').Put(shape_.NameOf(field));
    return;
  }
  const std::uint32_t owner = rows_[field.domain].parents[row];
  WritePlace(field.parent, owner, out);
  out.Put('[').Number(row - rows_[field.domain].offsets[owner]).Put(']');
}

bool Block::Reject(std::uint32_t field, std::uint32_t row, acta_status status,
                   std::string_view found) {
  std::uint32_t of_case = row;
  for (std::uint32_t domain = shape_[field].domain; domain != 0;
       domain = plan_->domains[domain].parent) {
    of_case = rows_[domain].parents[of_case];
  }
  std::uint64_t& word = rejected_[of_case / ACTA_TILE];
  const std::uint64_t bit = std::uint64_t{1} << of_case % ACTA_TILE;
  if ((word & bit) != 0) {
    return true;
  }
  word |= bit;
  char text[256];
  FixedText path(text);
  WritePlace(field, row, path);
  return rejects_.Add(domains_[0].first + of_case, field, status, path.view(), found) || NoMemory();
}

bool Block::RejectOutOfRange(std::uint32_t of_case) {
  for (const Work& work : work_) {
    const Field& field = shape_[work.field];
    if (work.task == Task::kNothing || work.task == Task::kEntity || work.task == Task::kList ||
        sources_[work.field].is_missing()) {
      continue;
    }
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    RowsOfCase(field.domain, of_case, &begin, &end);
    for (std::uint32_t row = begin; row < end; ++row) {
      const std::int64_t source_row = domains_[field.domain].SourceRow(row);
      std::uint64_t wanted = IsValid(shape_, sources_, work.field, source_row) ? 1 : 0;
      std::int64_t payload = 0;
      if (decoder_.Decode(work.field, source_row, 1, &wanted, &payload) != 0) {
        char text[96];
        FixedText found(text);
        const acta_status status = decoder_.Explain(work.field, source_row, found);
        return Reject(work.field, row, status, found.view());
      }
    }
  }
  // No evaluator of ours says so without a reason.
  return Reject(0, of_case, ACTA_OUT_OF_RANGE, "");
}

void Block::RowsOfCase(std::uint32_t domain, std::uint32_t of_case, std::uint32_t* begin,
                       std::uint32_t* end) const {
  if (domain == 0) {
    *begin = of_case;
    *end = of_case + 1;
    return;
  }
  RowsOfCase(plan_->domains[domain].parent, of_case, begin, end);
  const std::uint32_t* const offsets = rows_[domain].offsets;
  *begin = offsets == nullptr ? 0 : offsets[*begin];
  *end = offsets == nullptr ? 0 : offsets[*end];
}

}  // namespace acta::runtime::columns
