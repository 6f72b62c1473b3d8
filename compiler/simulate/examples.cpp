#include "compiler/simulate/examples.h"

#include <algorithm>
#include <set>
#include <utility>

#include "compiler/base/check.h"

namespace acta::simulate {

namespace {

// What an answer comes to: in words, for a text of the case has no payload that lasts, and why it
// is open.
struct Said {
  std::string words;
  std::set<std::pair<std::int32_t, std::string>> reasons;  // kinds and subjects
  friend bool operator==(const Said&, const Said&) = default;
};

Said SaidIn(acta_outcome& outcome, std::size_t answer) {
  const auto subject = static_cast<std::uint32_t>(answer);
  Said said;
  Buffer words;
  acta_outcome_format(&outcome, subject, words.get());
  said.words = words.view();
  std::uint32_t count = 0;
  acta_outcome_reason_count(&outcome, subject, &count);
  for (std::uint32_t i = 0; i < count; ++i) {
    auto reason = Sized<acta_reason>();
    acta_outcome_reason(&outcome, subject, i, &reason);
    said.reasons.emplace(reason.kind, static_cast<const char*>(reason.subject));
  }
  return said;
}

// "notification" of "notification.registered", "organisers" of "organisers[0].adult".
std::string_view FactOf(std::string_view path) {
  std::size_t end = 0;
  while (end < path.size() && path[end] != '.' && path[end] != '[') {
    ++end;
  }
  return path.substr(0, end);
}

// Leaves out what can be left out while both laws answer as they do, and what is open is open for
// the same reasons.
class Shrinking {
 public:
  Shrinking(const std::vector<Cell>& cells, const Single& before, std::size_t before_answer,
            const Single& after, std::size_t after_answer)
      : cells_(cells),
        before_(before),
        before_answer_(before_answer),
        after_(after),
        after_answer_(after_answer) {
    wanted_before_ = SaidIn(*before.Ask(cells, Trace::kOff), before_answer);
    wanted_after_ = SaidIn(*after.Ask(cells, Trace::kOff), after_answer);
  }

  std::vector<Cell> Run() {
    std::vector<std::string> facts;
    for (const Cell& cell : cells_) {
      const std::string fact(FactOf(cell.path));
      if (std::ranges::find(facts, fact) == facts.end()) {
        facts.push_back(fact);
      }
    }
    // Half of them at once, a quarter, and so on: most facts of a case do not matter.
    for (std::size_t size = facts.size(); size > 0; size /= 2) {
      for (std::size_t begin = 0; begin < facts.size();) {
        const std::size_t end = std::min(begin + size, facts.size());
        const std::set<std::string_view> gone(facts.begin() + static_cast<std::ptrdiff_t>(begin),
                                              facts.begin() + static_cast<std::ptrdiff_t>(end));
        if (Without([&](const Cell& cell) { return gone.contains(FactOf(cell.path)); })) {
          facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(begin),
                      facts.begin() + static_cast<std::ptrdiff_t>(end));
        } else {
          begin = end;
        }
      }
    }
    // Then single fields of what is left.
    for (std::size_t i = cells_.size(); i-- > 0;) {
      const bool is_field = FactOf(cells_[i].path).size() < cells_[i].path.size();
      const bool is_value = cells_[i].holds == Cell::Holds::kValue ||
                            cells_[i].holds == Cell::Holds::kText ||
                            cells_[i].holds == Cell::Holds::kAbsent;
      if (is_field && is_value) {
        const std::string path = cells_[i].path;
        static_cast<void>(Without([&](const Cell& cell) { return cell.path == path; }));
      }
      i = std::min(i, cells_.size());
    }
    return std::move(cells_);
  }

 private:
  template <class F>
  bool Without(F is_gone) {
    std::vector<Cell> fewer;
    std::ranges::copy_if(cells_, std::back_inserter(fewer),
                         [&](const Cell& cell) { return !is_gone(cell); });
    if (SaidIn(*before_.Ask(fewer, Trace::kOff), before_answer_) != wanted_before_ ||
        SaidIn(*after_.Ask(fewer, Trace::kOff), after_answer_) != wanted_after_) {
      return false;
    }
    cells_ = std::move(fewer);
    return true;
  }

  std::vector<Cell> cells_;
  const Single& before_;
  std::size_t before_answer_;
  const Single& after_;
  std::size_t after_answer_;
  Said wanted_before_, wanted_after_;
};

findings::Explained Explain(const Single& law, const std::vector<Cell>& cells, std::size_t answer) {
  const auto subject = static_cast<std::uint32_t>(answer);
  const OutcomeHandle outcome = law.Ask(cells, Trace::kOn);
  findings::Explained explained;
  Buffer value;
  acta_outcome_format(outcome.get(), subject, value.get());
  explained.value = value.view();
  auto options = Sized<acta_explain_options>();
  Buffer text;
  acta_explain_text(outcome.get(), subject, &options, text.get());
  explained.explanation = text.view();
  const std::uint32_t* indices = nullptr;
  std::uint32_t count = 0;
  acta_outcome_citations(outcome.get(), subject, &indices, &count);
  for (std::uint32_t i = 0; i < count; ++i) {
    auto citation = Sized<acta_citation_info>();
    acta_act_citation(law.law().act(), indices[i], &citation);
    explained.citations.emplace_back(View(citation.text));
  }
  return explained;
}

// The docstring of the fact or field.
std::string DocOf(const ir::Program& program, std::string_view path) {
  const std::vector<ir::FactField>* fields = &program.facts;
  std::string doc;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find_first_of(".["));
    const auto field = std::ranges::find(*fields, part, &ir::FactField::name);
    if (field == fields->end()) {
      return doc;
    }
    doc = field->doc;
    const std::size_t dot = path.find('.');
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    ir::Type type = program.types[field->type];
    type = type.kind == ir::Kind::kList ? program.types[type.element] : type;
    if (type.kind != ir::Kind::kEntity) {
      return doc;
    }
    fields = &program.entities[type.entity].fields;
  }
  return doc;
}

const char* KindName(std::int32_t kind) {
  switch (kind) {
    case ACTA_REASON_MISSING:
      return "missing";
    case ACTA_REASON_READING:
      return "reading";
    case ACTA_REASON_CONFLICT:
      return "conflict";
    case ACTA_REASON_UNCOVERED:
      return "uncovered";
    default:
      return "arithmetic";
  }
}

}  // namespace

Single::Single(const Law& law, const ir::Program& source, const Asking& asking)
    : law_(law), source_(source), asking_(asking) {
  const ir::Program& program = law.program();
  for (const ir::FactField& fact : program.facts) {
    const auto given = std::ranges::find(source.facts, fact.name, &ir::FactField::name);
    if (given != source.facts.end() && IsSameThing(program, fact.type, source, given->type)) {
      facts_.insert(fact.name);
    }
  }
  for (const ir::Enum& own : program.enums) {
    const auto other = std::ranges::find(source.enums, own.name, &ir::Enum::name);
    renames_ = renames_ || (other != source.enums.end() &&
                            !std::ranges::equal(own.members, other->members, {},
                                                &ir::EnumMember::name, &ir::EnumMember::name));
  }
}

// The cell with the law's ordinals; nothing for a member that the law has not.
std::optional<Cell> Single::Renamed(const Cell& cell) const {
  const auto own = TypeAt(law_.program(), cell.path);
  const auto given = TypeAt(source_, cell.path);
  if (!renames_ || cell.holds != Cell::Holds::kValue || !own || !given ||
      own->kind != given->kind || (own->kind != ir::Kind::kEnum && own->kind != ir::Kind::kSet)) {
    return cell;
  }
  const std::vector<std::int64_t> ordinals = OrdinalsOf(law_.program(), *own, source_, *given);
  if (ordinals.empty()) {
    return cell;
  }
  Cell renamed = cell;
  renamed.payload = 0;
  for (std::size_t i = 0; i < ordinals.size(); ++i) {
    const bool is_set = own->kind == ir::Kind::kSet;
    const bool is_meant = is_set ? (static_cast<std::uint64_t>(cell.payload) >> i & 1) != 0
                                 : cell.payload == static_cast<std::int64_t>(i);
    if (is_meant && ordinals[i] < 0) {
      return std::nullopt;
    }
    if (is_meant) {
      renamed.payload |= is_set ? std::int64_t{1} << ordinals[i] : ordinals[i];
    }
  }
  return renamed;
}

bool Single::Knows(const Cell& cell) const {
  return facts_.contains(FactOf(cell.path));
}

CaseHandle Single::CaseOf(const std::vector<Cell>& cells) const {
  CaseHandle facts = law_.engine().NewCase();
  for (const Cell& cell : cells) {
    if (!Knows(cell)) {
      continue;
    }
    if (!renames_) {
      Put(cell, *facts);
    } else if (const std::optional<Cell> renamed = Renamed(cell)) {
      Put(*renamed, *facts);
    }
  }
  auto detail = Sized<acta_detail>();
  if (asking_.as_of) {
    static_cast<void>(acta_case_set_payload(facts.get(), "as_of", *asking_.as_of, &detail));
  }
  for (const auto& [reading, alternative] : asking_.readings) {
    static_cast<void>(acta_case_choose(facts.get(), reading.c_str(), alternative.c_str(), &detail));
  }
  return facts;
}

OutcomeHandle Single::Ask(const std::vector<Cell>& cells, Trace trace) const {
  Result<OutcomeHandle> outcome = law_.engine().Evaluate(*CaseOf(cells), trace);
  ACTA_CHECK(outcome.has_value(), "a case that columns gave can be evaluated by itself");
  return *std::move(outcome);
}

findings::Example ExampleOf(std::uint64_t number, const std::vector<Cell>& cells,
                            const Single& before, std::size_t before_answer, const Single& after,
                            std::size_t after_answer) {
  findings::Example example{.number = number + 1};
  const std::vector<Cell> kept = Shrinking(cells, before, before_answer, after, after_answer).Run();
  // Each law may know facts that the other does not.
  const CaseHandle facts_before = before.CaseOf(kept);
  const CaseHandle facts_after = after.CaseOf(kept);
  const auto holder_of = [&](const Cell& cell) {
    return before.Knows(cell) ? Holder{before.law().act(), facts_before.get()}
                              : Holder{after.law().act(), facts_after.get()};
  };
  for (const Cell& cell : kept) {
    const bool is_shape =
        cell.holds == Cell::Holds::kPresent || cell.holds == Cell::Holds::kElement;
    const bool has_fields = std::ranges::any_of(kept, [&](const Cell& other) {
      return other.path.size() > cell.path.size() && other.path.starts_with(cell.path) &&
             (other.path[cell.path.size()] == '.' || other.path[cell.path.size()] == '[');
    });
    if (is_shape && has_fields) {
      continue;
    }
    const ir::Program& program = (before.Knows(cell) ? before : after).law().program();
    std::string value = ValueOf(cell, holder_of(cell));
    if (cell.holds == Cell::Holds::kElement) {
      // Of elements of which nothing matters but that they are there.
      const auto is_one = [&](const Cell& other) {
        return other.holds == Cell::Holds::kElement && other.path == cell.path;
      };
      if (&*std::ranges::find_if(kept, is_one) != &cell) {
        continue;
      }
      value = fmt::format("list of {}", std::ranges::count_if(kept, is_one));
    }
    example.facts.push_back({cell.path, std::move(value), DocOf(program, cell.path)});
  }
  std::set<std::string_view> all, left;
  for (const Cell& cell : cells) {
    all.insert(FactOf(cell.path));
  }
  for (const Cell& cell : kept) {
    left.insert(FactOf(cell.path));
  }
  example.facts_left_out = all.size() - left.size();
  example.json = JsonOf(kept, holder_of);
  example.before = Explain(before, kept, before_answer);
  example.after = Explain(after, kept, after_answer);
  return example;
}

void CountReasons(const Single& law, const std::vector<Cell>& cells, ReasonCounts& counts) {
  const OutcomeHandle outcome = law.Ask(cells, Trace::kOff);
  counts.resize(law.law().answers());
  for (std::size_t answer = 0; answer < counts.size(); ++answer) {
    std::uint32_t count = 0;
    acta_outcome_reason_count(outcome.get(), static_cast<std::uint32_t>(answer), &count);
    for (std::uint32_t i = 0; i < count; ++i) {
      auto reason = Sized<acta_reason>();
      acta_outcome_reason(outcome.get(), static_cast<std::uint32_t>(answer), i, &reason);
      const ReasonView key{KindName(reason.kind), static_cast<const char*>(reason.subject)};
      auto own = counts[answer].find(key);
      if (own == counts[answer].end()) {
        const ReasonKey made{std::string(key.kind), std::string(key.subject)};
        own = counts[answer].try_emplace(made).first;
        own->second.doc = View(reason.doc);
        own->second.judged_by = View(reason.judged_by);
      }
      ++own->second.count;
    }
  }
}

}  // namespace acta::simulate
