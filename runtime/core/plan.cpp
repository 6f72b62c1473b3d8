#include "runtime/core/plan.h"

namespace acta::runtime {
namespace {

constexpr std::uint32_t kMaskBytes = 8;

class PlanChecker {
 public:
  PlanChecker(const acta_batch_plan& plan, const Descriptor& d) : plan_(plan), d_(d) {}

  // What is wrong, or nothing.
  [[nodiscard]] std::string_view Fault() const {
    if (plan_.struct_size < sizeof(acta_batch_plan) || plan_.domain_count == 0 ||
        plan_.domains == nullptr || (plan_.columns == nullptr && plan_.column_count != 0)) {
      return "its plan has no domains";
    }
    if (plan_.result_count != d_.answers.size() || plan_.clause_count != d_.clauses.size() ||
        (plan_.results == nullptr && plan_.result_count != 0) ||
        (plan_.clauses == nullptr && plan_.clause_count != 0)) {
      return "its plan is that of another act";
    }
    return DomainsFit() && ColumnsFit() && ResultsFit() ? std::string_view()
                                                        : "its plan is damaged";
  }

 private:
  [[nodiscard]] bool DomainsFit() const {
    const acta_batch_domain& cases = plan_.domains[0];
    if (cases.parent != 0 || cases.list != ACTA_NO_PLACE || cases.width != d_.header->slot_count) {
      return false;
    }
    // A column takes at most one place for its values, and three words.
    std::uint64_t places = 0;
    for (std::uint32_t i = 0; i < plan_.domain_count; ++i) {
      const acta_batch_domain& domain = plan_.domains[i];
      places += domain.value_columns;
      if (domain.scratch_bytes % ACTA_TILE != 0 || places > plan_.column_count ||
          domain.mask_words > std::uint64_t{3} * plan_.column_count) {
        return false;
      }
      if (i > 0 && (domain.parent >= i || domain.list >= plan_.column_count ||
                    plan_.columns[domain.list].domain != domain.parent ||
                    plan_.columns[domain.list].elements != i)) {
        return false;
      }
    }
    return true;
  }

  [[nodiscard]] bool ColumnsFit() const {
    for (std::uint32_t i = 0; i < plan_.column_count; ++i) {
      const acta_batch_column& column = plan_.columns[i];
      if (column.domain >= plan_.domain_count || column.type >= d_.types.size() ||
          column.store > ACTA_STORE_INT64 || column.elements >= plan_.domain_count) {
        return false;
      }
      if (i > 0 && !StandsBefore(plan_.columns[i - 1], column)) {
        return false;
      }
      const acta_batch_domain& domain = plan_.domains[column.domain];
      const bool is_list = d_.types[column.type].kind == ACTA_KIND_LIST;
      const std::uint32_t places =
          column.store == ACTA_STORE_BITS ? domain.mask_words : domain.value_columns;
      if (column.slot >= domain.width || !IsStoreFor(column) || is_list != (column.elements != 0) ||
          (is_list && plan_.domains[column.elements].list != i) || !IsPlace(column.value, places) ||
          !IsPlace(column.given, domain.mask_words) || !IsPlace(column.absent, domain.mask_words)) {
        return false;
      }
    }
    return true;
  }

  // By halving it is found which column a fact has.
  [[nodiscard]] static bool StandsBefore(const acta_batch_column& column,
                                         const acta_batch_column& next) {
    return column.domain < next.domain || (column.domain == next.domain && column.slot < next.slot);
  }

  // How values lie tells how many bytes are read and written for them.
  [[nodiscard]] bool IsStoreFor(const acta_batch_column& column) const {
    switch (d_.types[column.type].kind) {
      case ACTA_KIND_BOOLEAN:
        return column.store == ACTA_STORE_BITS;
      case ACTA_KIND_ENTITY:
      case ACTA_KIND_LIST:
        return column.store == ACTA_STORE_NONE;
      case ACTA_KIND_PERIOD_OF_DATES:
      case ACTA_KIND_PERIOD_OF_TIMES:
        return column.store == ACTA_STORE_INT64;
      default:
        return column.store >= ACTA_STORE_INT8;
    }
  }

  [[nodiscard]] bool ResultsFit() const {
    for (std::uint32_t i = 0; i < plan_.result_count; ++i) {
      const acta_batch_result& result = plan_.results[i];
      if (result.rule != d_.answers[i].rule || !ValueFits(result) || !IsMask(result.known) ||
          !IsMask(result.absent)) {
        return false;
      }
    }
    for (std::uint32_t i = 0; i < plan_.clause_count; ++i) {
      if (!IsMask(plan_.clauses[i])) {
        return false;
      }
    }
    return InScratch(plan_.out_of_range, kMaskBytes, kMaskBytes) &&
           InScratch(plan_.deferred, kMaskBytes, kMaskBytes);
  }

  [[nodiscard]] bool ValueFits(const acta_batch_result& result) const {
    const std::uint32_t kind = d_.types[d_.rules[result.rule].type].kind;
    const bool is_period = kind == ACTA_KIND_PERIOD_OF_DATES || kind == ACTA_KIND_PERIOD_OF_TIMES;
    if ((kind == ACTA_KIND_BOOLEAN) != (result.store == ACTA_STORE_BITS) ||
        (is_period && result.store != ACTA_STORE_INT64)) {
      return false;
    }
    switch (result.store) {
      case ACTA_STORE_BITS:
        return InScratch(result.value, kMaskBytes, kMaskBytes);
      case ACTA_STORE_INT32:
        return InScratch(result.value, 4, 4 * ACTA_TILE);
      case ACTA_STORE_INT64:
        return InScratch(result.value, 8, 8 * ACTA_TILE);
      default:
        return false;
    }
  }

  [[nodiscard]] static bool IsPlace(std::uint32_t place, std::uint32_t places) {
    return place == ACTA_NO_PLACE || place < places;
  }
  [[nodiscard]] bool IsMask(std::uint32_t place) const {
    return place == ACTA_NO_PLACE || InScratch(place, kMaskBytes, kMaskBytes);
  }
  // Whether so many bytes lie in the scratch of a tile of cases.
  [[nodiscard]] bool InScratch(std::uint32_t place, std::uint32_t alignment,
                               std::uint32_t bytes) const {
    const std::uint64_t room = plan_.domains[0].scratch_bytes;
    return place % alignment == 0 && std::uint64_t{place} + bytes <= room;
  }

  const acta_batch_plan& plan_;
  const Descriptor& d_;
};

}  // namespace

std::string_view FaultIn(const acta_batch_plan& plan, const Descriptor& d) {
  return PlanChecker(plan, d).Fault();
}

bool CheckPlan(const acta_compiled_act& compiled, const Descriptor& d, std::string_view* problem) {
  if ((compiled.plan == nullptr) != (compiled.code_count == 0) ||
      (compiled.code == nullptr) != (compiled.code_count == 0)) {
    *problem = "its batch evaluators have no plan";
    return false;
  }
  for (std::uint32_t i = 0; i < compiled.code_count; ++i) {
    const acta_batch_code& code = compiled.code[i];
    if (code.general == nullptr || code.all_given == nullptr ||
        (i > 0 && code.level <= compiled.code[i - 1].level)) {
      *problem = "its batch evaluators are damaged";
      return false;
    }
  }
  if (compiled.plan != nullptr) {
    *problem = FaultIn(*compiled.plan, d);
  }
  return problem->empty();
}

}  // namespace acta::runtime
