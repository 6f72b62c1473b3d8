#include "compiler/amend/draft.h"

#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {

namespace {

bool Overlap(const Region& one, const Region& other) {
  return one.begin < other.end && other.begin < one.end;
}

// Edits of the same bytes. Two insertions at one point are none: both stand there.
bool Overlap(const Edit& one, const Edit& other) {
  return Overlap(Region{one.begin, one.end}, Region{other.begin, other.end});
}

// Whether the order of two changes matters, or one undoes the other.
bool Collide(const Change& one, const Change& other) {
  if (one.only_adds && other.only_adds) {
    return false;
  }
  if (one.only_adds || other.only_adds) {
    const Change& added = one.only_adds ? one : other;
    const Change& changed = one.only_adds ? other : one;
    const bool goes_with_it = added.about.begin < added.about.end &&
                              changed.about.begin <= added.about.begin &&
                              added.about.end <= changed.about.end;
    return goes_with_it || Overlap(changed.about, {added.edit.begin, added.edit.end});
  }
  return Overlap(one.about, other.about);
}

// Whether no two of the changes touch the same words; else it is reported.
bool AreApart(const Written& written, const std::vector<Change>& changes, Reporter& reporter) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    for (std::size_t k = i + 1; k < changes.size(); ++k) {
      if (Overlap(changes[i].edit, changes[k].edit)) {
        reporter
            .Report<diag::AmendmentsClash>(changes[k].instruction, written.name(), written.name(),
                                           changes[k].subject)
            .Label(changes[i].instruction, "it is changed here too");
        return false;
      }
    }
  }
  return true;
}

}  // namespace

Text WholeOf(const SourceMap& sources, SourceId source) {
  const std::string_view text = sources[source].text();
  return {std::string(text), Span{source, 0, static_cast<std::uint32_t>(text.size())}};
}

bool Draft::Clashes(const Written& written, Reporter& reporter) {
  Reporter silent;
  const std::vector<Change> changes =
      ChangesOf(written, *before_->tree, before_->text, *first_, Effect::kOutright, silent);
  for (const Change& change : changes) {
    for (const auto& [earlier, other] : changes_) {
      if (Collide(other, change)) {
        reporter
            .Report<diag::AmendmentsClash>(change.instruction, earlier, written.name(),
                                           change.subject)
            .Label(other.instruction, fmt::format("`{}` changes it here", earlier))
            .Help("amend the amendment, or take one of them");
        return true;
      }
    }
  }
  for (const Change& change : changes) {
    changes_.emplace_back(written.name(), change);
  }
  return false;
}

bool Draft::Put(const Written& written, Effect effect, Reporter& reporter, const Draft* then) {
  const std::size_t errors = reporter.error_count();
  const Reading& there = then != nullptr ? *then->now_ : *now_;
  const LawThen law_then{.law = *there.tree, .text = there.text};
  const std::vector<Change> changes = ChangesOf(written, *now_->tree, now_->text, *first_, effect,
                                                reporter, then != nullptr ? &law_then : nullptr);
  if (reporter.error_count() > errors || !AreApart(written, changes, reporter)) {
    return false;
  }
  std::vector<Edit> edits;
  for (const Change& change : changes) {
    edits.push_back(change.edit);
  }
  auto next =
      std::make_shared<Reading>(Reading{.text = Edited(now_->text, std::move(edits)), .made = {}});
  SourceMap scratch;
  Reporter later;  // what does not read well is found again, where the whole is checked
  next->made = Parse(scratch, scratch.Add(path_, next->text.view()), later);
  next->tree = &next->made;
  next->reads_well = !later.HasErrors();
  now_ = std::move(next);
  return true;
}

}  // namespace acta::amend
