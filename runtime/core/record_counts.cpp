#include "runtime/core/record_counts.h"

namespace acta::runtime {

// Walks down from the rules, to each part once, with a stack of its own: no act exhausts ours.
class RecordCounter {
 public:
  RecordCounter(const Descriptor& d, const TiedExceptions& tied, RecordCounts& of)
      : d_(d),
        tied_(tied),
        of_(of),
        heights_(of.parts_.allocator()),
        path_(of.parts_.allocator()) {}

  acta_status Count() {
    if (!of_.parts_.Resize(PlaceOf(ACTA_TAG_RULE) + d_.rules.size(), kUncounted) ||
        !heights_.Resize(of_.parts_.size(), 0)) {
      return ACTA_NO_MEMORY;
    }
    for (std::uint32_t rule = 0; rule < d_.rules.size(); ++rule) {
      if (const acta_status status = CountFrom(ACTA_TAG_RULE | rule); status != ACTA_OK) {
        return status;
      }
    }
    return ACTA_OK;
  }

 private:
  static constexpr std::uint16_t kDeepest = 4000;
  static constexpr std::uint32_t kUncounted = RecordCounts::kTooDeep - 1;
  static constexpr std::uint32_t kOpen = RecordCounts::kTooDeep - 2;

  // A part whose own parts are being counted.
  struct Open {
    std::uint32_t tag = 0;
    std::uint32_t next = 0;          // of its parts
    std::uint32_t tied = ACTA_NONE;  // the next exception that is tied to it
    std::uint32_t records = 1;
    std::uint32_t more = 0;  // RecordCounts::kMore, or 0
    std::uint16_t height = 1;
  };

  std::size_t PlaceOf(std::uint32_t tag) const {
    return of_.first_of_kind_[tag >> RecordCounts::kKindShift] + (tag & ~ACTA_TAG_MASK);
  }

  acta_status CountFrom(std::uint32_t tag) {
    if (of_.parts_[PlaceOf(tag)] == kUncounted && !Enter(tag)) {
      return ACTA_NO_MEMORY;
    }
    while (!path_.empty()) {
      const std::uint32_t part = NextPart(path_.back());
      if (part == ACTA_NONE) {
        Leave();
        continue;
      }
      const std::size_t place = PlaceOf(part);
      if (of_.parts_[place] == kOpen) {
        return ACTA_BAD_DESCRIPTOR;
      }
      if (of_.parts_[place] == kUncounted && !CountLeaf(part)) {
        if (!Enter(part)) {
          return ACTA_NO_MEMORY;
        }
        continue;
      }
      Add(place);
    }
    return ACTA_OK;
  }

  // Most parts are nodes without operands. False for any other.
  bool CountLeaf(std::uint32_t tag) {
    if ((tag & ACTA_TAG_MASK) != ACTA_TAG_NODE) {
      return false;
    }
    const acta_d_node& node = d_.nodes[tag];
    if (node.operand_count != 0 || node.op == ACTA_OP_Call) {
      return false;
    }
    of_.parts_[tag] = OwnRecords(node) | OwnMore(node);
    heights_[tag] = 1;
    return true;
  }

  bool Enter(std::uint32_t tag) {
    const std::uint32_t index = tag & ~ACTA_TAG_MASK;
    if (!path_.Push(Open())) {
      return false;
    }
    of_.parts_[PlaceOf(tag)] = kOpen;
    Open& open = path_.back();
    open.tag = tag;
    switch (tag & ACTA_TAG_MASK) {
      case ACTA_TAG_NODE:
        open.records = OwnRecords(d_.nodes[index]);
        open.more = OwnMore(d_.nodes[index]);
        break;
      case ACTA_TAG_CLAUSE:
        open.tied = tied_.first_of_clause[index];
        break;
      case ACTA_TAG_GROUP_VALUE:
        // Whether it applies, and its value.
        open.records = 2;
        break;
      default:
        break;
    }
    return true;
  }

  static std::uint32_t OwnRecords(const acta_d_node& node) {
    const bool is_fold = ACTA_OP_AtLeast <= node.op && node.op <= ACTA_OP_Latest;
    return node.op == ACTA_OP_Const ? 0 : is_fold ? RecordCounts::kVaries : 1;
  }
  std::uint32_t OwnMore(const acta_d_node& node) const {
    const bool rests_on_more = d_.CitationOf(node) != ACTA_NONE || node.op == ACTA_OP_Rule ||
                               node.op == ACTA_OP_Call || node.op == ACTA_OP_Reading ||
                               node.op == ACTA_OP_Lookup || IsOfCitedDays(node);
    return rests_on_more ? RecordCounts::kMore : 0;
  }

  // Whether it looks at the days of a calendar in which some are free, or worked, by a provision.
  bool IsOfCitedDays(const acta_d_node& node) const {
    if (node.op < ACTA_OP_IsWorkingDay || node.op > ACTA_OP_Roll) {
      return false;
    }
    const acta_d_calendar& calendar = d_.calendars[static_cast<std::size_t>(node.imm)];
    bool any = false;
    for (const acta_d_day_name& day : Descriptor::Part(d_.day_names, calendar.names)) {
      any = any || day.citation != ACTA_NONE;
    }
    return any;
  }

  void Leave() {
    const Open& done = path_.back();
    const std::size_t place = PlaceOf(done.tag);
    of_.parts_[place] =
        (done.height > kDeepest ? RecordCounts::kTooDeep : done.records) | done.more;
    heights_[place] = done.height;
    path_.Truncate(path_.size() - 1);
    if (!path_.empty()) {
      Add(place);
    }
  }

  // Adds a part that is counted to the one that is open.
  void Add(std::size_t part) {
    Open& whole = path_.back();
    const std::uint32_t records = of_.parts_[part] & RecordCounts::kVaries;
    const bool is_known =
        records < RecordCounts::kLeastMark && whole.records < RecordCounts::kLeastMark - records;
    whole.records = is_known ? whole.records + records : RecordCounts::kVaries;
    whole.more |= of_.parts_[part] & RecordCounts::kMore;
    const int height = heights_[part] > kDeepest ? heights_[part] : heights_[part] + 1;
    whole.height = whole.height < height ? static_cast<std::uint16_t>(height) : whole.height;
  }

  // The tag of the next part, or ACTA_NONE.
  std::uint32_t NextPart(Open& whole) const {
    const std::uint32_t index = whole.tag & ~ACTA_TAG_MASK;
    switch (whole.tag & ACTA_TAG_MASK) {
      case ACTA_TAG_NODE:
        return NextOperand(d_.nodes[index], whole.next++);
      case ACTA_TAG_CLAUSE:
        if (const std::uint32_t tied = whole.tied; tied != ACTA_NONE) {
          whole.tied = tied_.next_of_group[tied];
          return ACTA_TAG_GROUP_VALUE | tied;
        }
        return NextNode(d_.clauses[index], whole.next);
      case ACTA_TAG_GROUP_VALUE:
        return NextAlternative(d_.groups[index], whole.next++);
      default: {
        const acta_d_rule& rule = d_.rules[index];
        const std::uint32_t i = whole.next++;
        const bool is_default = i == 1 && rule.otherwise != ACTA_NONE;
        return i == 0       ? ACTA_TAG_GROUP_VALUE | rule.root
               : is_default ? ACTA_TAG_NODE | rule.otherwise
                            : ACTA_NONE;
      }
    }
  }

  // Operands, then what is called.
  std::uint32_t NextOperand(const acta_d_node& node, std::uint32_t i) const {
    if (i < node.operand_count) {
      return ACTA_TAG_NODE | d_.OperandsOf(node)[i];
    }
    const bool is_callee = i == node.operand_count && node.op == ACTA_OP_Call;
    return is_callee ? ACTA_TAG_RULE | static_cast<std::uint32_t>(node.imm) : ACTA_NONE;
  }

  std::uint32_t NextNode(const acta_d_clause& clause, std::uint32_t& next) const {
    const std::uint32_t single[] = {clause.guard, clause.condition, clause.value};
    while (next < 3 + clause.withdrawals.count) {
      const std::uint32_t i = next++;
      const std::uint32_t node = i < 3 ? single[i] : d_.Indices(clause.withdrawals)[i - 3];
      if (node != ACTA_NONE) {
        return ACTA_TAG_NODE | node;
      }
    }
    return ACTA_NONE;
  }

  std::uint32_t NextAlternative(const acta_d_group& group, std::uint32_t i) const {
    if (i < group.exceptions.count) {
      return ACTA_TAG_GROUP_VALUE | d_.Indices(group.exceptions)[i];
    }
    const std::uint32_t clause = i - group.exceptions.count;
    return clause < group.clauses.count ? ACTA_TAG_CLAUSE | d_.Indices(group.clauses)[clause]
                                        : ACTA_NONE;
  }

  const Descriptor& d_;
  const TiedExceptions& tied_;
  RecordCounts& of_;
  Array<std::uint16_t> heights_;  // like of_.parts_
  Array<Open> path_;
};

acta_status RecordCounts::Count(const Descriptor& d, const TiedExceptions& tied) {
  first_of_kind_[ACTA_TAG_CLAUSE >> kKindShift] = d.nodes.size();
  first_of_kind_[ACTA_TAG_GROUP_VALUE >> kKindShift] = d.nodes.size() + d.clauses.size();
  first_of_kind_[ACTA_TAG_RULE >> kKindShift] = d.nodes.size() + d.clauses.size() + d.groups.size();
  return RecordCounter(d, tied, *this).Count();
}

}  // namespace acta::runtime
