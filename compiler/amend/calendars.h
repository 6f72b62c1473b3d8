// A calendar that is amended from a day on: what it says of the days before stays.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/amend/text.h"
#include "compiler/base/result.h"
#include "compiler/syntax/ast.h"

namespace acta::amend {

class CalendarVersions {
 public:
  // `text` is that of the law in which `calendar` stands; both outlive it.
  CalendarVersions(const ast::Calendar& calendar, const Text& text, const ast::DateLit& from)
      : calendar_(calendar), text_(text), from_(from) {}

  // What stands in the place of `item`: `code` from the day of the amendment, and the old item
  // before. Empty code ends it. Fails with what would change a day before.
  [[nodiscard]] Result<Text> InPlaceOf(const ast::CalendarItem& item, const Text& code) const;
  // Items that are put in.
  [[nodiscard]] Result<Text> Added(const Text& code) const;
  // Edits that put the items of `made`, a calendar that was read behind `base` bytes of `code`, in
  // the place of those at hand. Those that both have stay as they are.
  [[nodiscard]] Result<std::vector<Edit>> Replaced(const ast::Calendar& made, const Text& code,
                                                   std::uint32_t base) const;

 private:
  // An item where it was written.
  struct Written {
    const ast::CalendarItem& item;
    Text text;
  };
  struct Time {
    std::optional<ast::DateLit> from, until;
  };
  [[nodiscard]] bool IsBefore(const ast::DateLit& date) const { return date < from_; }
  // Whether the two say the same of all days before.
  [[nodiscard]] bool AgreeBefore(const ast::CalendarItem& old, const ast::CalendarItem& made) const;
  // What it says until the day before, and from then on; empty where that is nothing.
  [[nodiscard]] Result<Text> Ended(const Written& old) const;
  [[nodiscard]] Result<Text> Begun(const Written& made) const;
  [[nodiscard]] static Text In(const Time& time, const Written& item);
  // Whether the calendar names the day in an item of this kind.
  [[nodiscard]] bool Names(const ast::DateLit& date, ast::CalendarItem::Kind kind) const;

  const ast::Calendar& calendar_;
  const Text& text_;
  ast::DateLit from_;
};

}  // namespace acta::amend
