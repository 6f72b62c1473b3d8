#include "compiler/amend/apply.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <variant>

#include "compiler/amend/places.h"
#include "compiler/amend/versions.h"
#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {

namespace {

Text WholeOf(const SourceMap& sources, SourceId source) {
  const std::string_view text = sources[source].text();
  return {std::string(text), Span{source, 0, static_cast<std::uint32_t>(text.size())}};
}

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

// A document under amendment. Copies share what they have in common.
class Draft {
 public:
  // Both outlive it.
  Draft(const ast::Document& document, const SourceMap& sources)
      : Draft(document, sources[document.source].path(), WholeOf(sources, document.source)) {}
  Draft(const ast::Document& document, std::string path, Text text)
      : path_(std::move(path)),
        first_(&document),
        now_(std::make_shared<Reading>(
            Reading{.text = std::move(text), .made = {}, .tree = &document})),
        before_(now_) {}

  [[nodiscard]] const Text& text() const { return now_->text; }

  // What is put in from now on is of another day than what is there.
  void BeginDay() {
    before_ = now_;
    changes_.clear();
  }

  // Does it change words that another of the same day changes too? That is reported. What only
  // those before it have put there is no matter: an amendment may build on them.
  bool Clashes(const Written& written, Reporter& reporter) {
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

  // Carries it out. False where that cannot be, which is reported.
  // `then`: the law of its day, where this is that of all days.
  bool Put(const Written& written, Effect effect, Reporter& reporter, const Draft* then = nullptr) {
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
    auto next = std::make_shared<Reading>(
        Reading{.text = Edited(now_->text, std::move(edits)), .made = {}});
    SourceMap scratch;
    Reporter later;  // what does not read well is found again, where the whole is checked
    next->made = Parse(scratch, scratch.Add(path_, next->text.view()), later);
    next->tree = &next->made;
    now_ = std::move(next);
    return true;
  }

 private:
  struct Reading {
    Text text;
    ast::Document made;
    const ast::Document* tree = nullptr;  // `made`, or what stood there before all amendments
  };
  std::string path_;
  const ast::Document* first_;
  std::shared_ptr<const Reading> now_, before_;
  // What those of the day change of what was there before.
  std::vector<std::pair<std::string, Change>> changes_;
};

}  // namespace

std::vector<Written> AmendmentsIn(const SourceMap& sources, const ast::Document& document) {
  std::vector<Written> found;
  for (const ast::Decl& decl : document.decls) {
    if (const auto* amendment = std::get_if<ast::Amendment>(&decl.kind)) {
      found.push_back({&sources, &document, amendment});
    }
  }
  return found;
}

// ---- amendments of amendments
// ---------------------------------------------------------------------

namespace {

// The amendments that were asked for, and those of them that amend others.
class Settlement {
 public:
  Settlement(SourceMap& sources, std::vector<ast::Document>& documents,
             std::span<const std::string> wanted, std::map<SourceId, Text>& texts,
             const ApplyOptions& options, Reporter& reporter)
      : sources_(sources),
        documents_(documents),
        wanted_(wanted),
        texts_(texts),
        options_(options),
        reporter_(reporter) {}

  std::vector<Written> Run() {
    if (!AreNamedApart()) {
      return {};
    }
    while (true) {
      const std::vector<Found> pending = Pending();
      if (pending.empty()) {
        break;
      }
      const std::optional<std::string> target = Next(pending);
      if (!target || !Amend(*target, pending)) {
        return {};
      }
    }
    std::vector<Written> left;
    for (const Found& found : All()) {
      if (found.is_wanted && !IsDone(found.written)) {
        left.push_back(found.written);
      }
    }
    return left;
  }

 private:
  struct Found {
    std::size_t at;  // in which document
    Written written;
    bool is_wanted;

    [[nodiscard]] std::string target() const { return ast::Dotted(written.amendment->law); }
  };

  [[nodiscard]] std::vector<Found> All() const {
    std::vector<Found> all;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      for (const Written& written : AmendmentsIn(sources_, documents_[i])) {
        all.push_back({i, written, wanted_[i].empty() || wanted_[i] == written.name()});
      }
    }
    return all;
  }

  [[nodiscard]] bool IsDone(const Written& written) const {
    return std::ranges::find(done_, written.name()) != done_.end();
  }

  bool AreNamedApart() {
    std::map<std::string, Span> names;
    for (const Found& found : All()) {
      if (!found.is_wanted) {
        continue;
      }
      const ast::Ident& name = found.written.amendment->name;
      const auto [first, is_new] = names.try_emplace(name.text, name.span);
      if (!is_new) {
        reporter_.Report<diag::DuplicateName>(name.span, name.text)
            .Label(first->second, "another amendment of this name is given here")
            .Help("give each a name of its own, and each once");
      }
    }
    return !reporter_.HasErrors();
  }

  // What amends another and is still to be carried out.
  [[nodiscard]] std::vector<Found> Pending() const {
    const std::vector<Found> all = All();
    std::vector<Found> pending;
    std::ranges::copy_if(all, std::back_inserter(pending), [&](const Found& found) {
      return found.is_wanted && !IsDone(found.written) &&
             std::ranges::any_of(
                 all, [&](const Found& other) { return other.written.name() == found.target(); });
    });
    return pending;
  }

  // One that is amended by such as are amended no more themselves.
  std::optional<std::string> Next(const std::vector<Found>& pending) {
    const auto amend = [&](const std::string& name) {
      return std::ranges::any_of(pending, [&](const Found& one) { return one.target() == name; });
    };
    for (const Found& found : pending) {
      const bool are_all_ready = std::ranges::none_of(pending, [&](const Found& one) {
        return one.target() == found.target() && amend(one.written.name());
      });
      if (are_all_ready) {
        return found.target();
      }
    }
    // Each target is amended by one that is a target too: that leads into a circle.
    const Found* in_circle = &pending.front();
    std::string target = in_circle->target();
    for (std::size_t step = 0; step <= pending.size(); ++step) {
      in_circle = &*std::ranges::find_if(pending, [&](const Found& one) {
        return one.target() == target && amend(one.written.name());
      });
      target = in_circle->written.name();
    }
    const ast::Amendment& amendment = *in_circle->written.amendment;
    reporter_.Report<diag::CannotBeAmendedSo>(
        amendment.law.span, amendment.name.text == in_circle->target()
                                ? fmt::format("`{}` amends itself", amendment.name.text)
                                : fmt::format("`{}` amends `{}`, which amends it in turn",
                                              amendment.name.text, in_circle->target()));
    return std::nullopt;
  }

  // Carries out all that amend `target`; false when something is reported.
  bool Amend(const std::string& target, const std::vector<Found>& pending) {
    std::vector<Written> amending;
    for (const Found& found : pending) {
      if (found.target() == target) {
        amending.push_back(found.written);
        done_.push_back(found.written.name());
      }
    }
    const std::vector<Found> all = All();
    const auto amended = std::ranges::find_if(
        all, [&](const Found& found) { return found.is_wanted && found.written.name() == target; });
    if (amended == all.end()) {
      reporter_
          .Report<diag::AmendsUnknown>(
              amending.front().amendment->law.span,
              fmt::format("`{}` amends `{}`, which is not among the amendments that are given",
                          amending.front().name(), target))
          .Help("give both");
      return false;
    }
    ast::Document& document = documents_[amended->at];
    const auto known = texts_.find(document.source);
    const std::string path = sources_[document.source].path();
    Draft draft(document, path,
                known != texts_.end() ? known->second : WholeOf(sources_, document.source));
    for (const Written& written : amending) {
      const std::optional<bool> takes_effect = TakesEffect(written, *amended->written.amendment);
      if (!takes_effect) {
        return false;
      }
      if (*takes_effect && (draft.Clashes(written, reporter_) ||
                            !draft.Put(written, Effect::kOutright, reporter_))) {
        return false;
      }
    }
    const SourceId source = sources_.Add(path, draft.text().view());
    texts_[source] = draft.text();
    ast::Document made = Parse(sources_, source, reporter_);
    if (reporter_.HasErrors() || !LeavesOthers(amending.front(), target, document, made)) {
      return false;
    }
    document = std::move(made);
    return true;
  }

  // Whether one that may have a day of its own applies to `amended`; none where that cannot be said
  // once for all, which is reported. Before `amended` is in force there is nothing to change.
  std::optional<bool> TakesEffect(const Written& written, const ast::Amendment& amended) {
    const std::optional<ast::DateLit>& from = written.amendment->from;
    if (!from || (amended.from && *from <= *amended.from)) {
      return true;
    }
    if (options_.on) {
      return *from <= *options_.on;
    }
    reporter_
        .Report<diag::CannotTakeEffectLater>(
            written.amendment->from_span,
            fmt::format("what is said of `{}` cannot take effect later than it", amended.name.text))
        .Help("amend the law from that day, or ask for the law of one day with `--on`");
    return std::nullopt;
  }

  // Whether but for `target` the amendments of a document stay what they were; else it is reported.
  bool LeavesOthers(const Written& written, const std::string& target, const ast::Document& before,
                    const ast::Document& after) {
    const auto others = [&](const ast::Document& document) {
      std::map<std::string, std::string> texts;
      for (const ast::Decl& decl : document.decls) {
        const auto* const amendment = std::get_if<ast::Amendment>(&decl.kind);
        if (amendment != nullptr && amendment->name.text != target) {
          texts[amendment->name.text] = Evened(sources_.TextOf(decl.span));
        }
      }
      return texts;
    };
    if (others(before) == others(after)) {
      return true;
    }
    reporter_
        .Report<diag::CannotBeAmendedSo>(
            written.amendment->law.span,
            fmt::format("this would change, add or rename another amendment than `{}`", target))
        .Help("an amendment of an amendment changes the one that it names, and not its name");
    return false;
  }

  SourceMap& sources_;
  std::vector<ast::Document>& documents_;
  std::span<const std::string> wanted_;
  std::map<SourceId, Text>& texts_;
  const ApplyOptions& options_;
  Reporter& reporter_;
  std::vector<std::string> done_;
};

}  // namespace

Settled::Settled(SourceMap& sources, std::vector<ast::Document> documents,
                 std::span<const std::string> wanted, const ApplyOptions& options,
                 Reporter& reporter)
    : documents_(std::move(documents)) {
  amendments_ = Settlement(sources, documents_, wanted, texts_, options, reporter).Run();
}

Span Settled::OriginOf(Span span) const {
  // An amendment that was amended may have amended another.
  for (auto text = texts_.find(span.source); text != texts_.end();
       text = texts_.find(span.source)) {
    span = text->second.OriginOf(span.begin, span.end);
  }
  return span;
}

// ---- applying
// -------------------------------------------------------------------------------------

namespace {

std::optional<std::size_t> LawOf(const Written& written, std::span<const ast::Document> law) {
  const std::string wanted = ast::Dotted(written.amendment->law);
  for (std::size_t i = 0; i < law.size(); ++i) {
    if (ast::NameOf(law[i]) == wanted) {
      return i;
    }
  }
  return std::nullopt;
}

// An amendment and which file of the law it amends; from which day, if later than that.
struct Placed {
  Written written;
  std::size_t at;
  std::optional<ast::DateLit> day;
};

// In the order in which they are applied, without those of unknown laws.
std::vector<Placed> PlacedInOrder(std::span<const ast::Document> law,
                                  std::span<const Written> amendments) {
  std::vector<Placed> placed;
  for (const Written& written : amendments) {
    if (const std::optional<std::size_t> at = LawOf(written, law)) {
      placed.push_back({written, *at, FirstDayOf(written, law[*at])});
    }
  }
  std::ranges::stable_sort(placed, {}, &Placed::day);
  return placed;
}

class Applier {
 public:
  Applier(std::span<const ast::Document> law, const SourceMap& sources, const ApplyOptions& options,
          Reporter& reporter)
      : law_(law), sources_(sources), options_(options), reporter_(reporter) {}

  std::vector<LawText> Run(std::span<const Written> amendments) {
    std::vector<Written> taken;
    for (const Written& written : amendments) {
      const auto& from = written.amendment->from;
      if (options_.on && from && *from > *options_.on) {
        continue;
      }
      if (LawOf(written, law_)) {
        taken.push_back(written);
      } else {
        ReportUnknown(written);
      }
    }
    for (const Placed& placed : PlacedInOrder(law_, taken)) {
      Put(placed);
    }
    std::vector<LawText> changed;
    for (const auto& [at, state] : states_) {
      const Draft& draft = state.by_day ? *state.by_day : state.outright;
      changed.push_back({sources_[law_[at].source].path(), law_[at].source, draft.text()});
    }
    return changed;
  }

 private:
  // One file of the law under amendment.
  struct State {
    // The law of the day of the amendment at hand: that speaks of what is in force on its day.
    Draft outright;
    // The law of all days, once it is another.
    std::optional<Draft> by_day = {};
    std::optional<ast::DateLit> day = {};
  };

  void ReportUnknown(const Written& written) {
    const std::string wanted = ast::Dotted(written.amendment->law);
    std::vector<std::string> known;
    for (const ast::Document& document : law_) {
      known.push_back(ast::NameOf(document));
    }
    auto diagnostic = reporter_.Report<diag::AmendsUnknown>(
        written.amendment->law.span,
        fmt::format("`{}` amends `{}`, which is neither the act nor one that it uses",
                    written.name(), wanted));
    if (const auto close = ClosestName(wanted, known)) {
      diagnostic.Help(fmt::format("did you mean `{}`?", *close));
    } else if (!known.empty()) {
      diagnostic.Help(fmt::format("the act is `{}`", known.front()));
    }
  }

  void Put(const Placed& placed) {
    const Written& written = placed.written;
    State& state =
        states_.try_emplace(placed.at, State{Draft(law_[placed.at], sources_)}).first->second;
    if (state.day != placed.day) {
      state.outright.BeginDay();
      state.day = placed.day;
    }
    if (!options_.on && placed.day && !state.by_day) {
      state.by_day = state.outright;
    }
    const Draft then = state.outright;
    if (state.outright.Clashes(written, reporter_) ||
        !state.outright.Put(written, Effect::kOutright, reporter_)) {
      return;
    }
    if (state.by_day) {
      state.by_day->Put(written, Effect::kByDay, reporter_, &then);
    }
  }

  std::span<const ast::Document> law_;
  const SourceMap& sources_;
  const ApplyOptions& options_;
  Reporter& reporter_;
  std::map<std::size_t, State> states_;
};

}  // namespace

std::vector<Written> InOrder(std::span<const ast::Document> law,
                             std::span<const Written> amendments) {
  std::vector<Written> ordered;
  for (const Placed& placed : PlacedInOrder(law, amendments)) {
    ordered.push_back(placed.written);
  }
  std::ranges::copy_if(amendments, std::back_inserter(ordered),
                       [&](const Written& written) { return !LawOf(written, law); });
  return ordered;
}

std::vector<LawText> Apply(std::span<const ast::Document> law, const SourceMap& sources,
                           std::span<const Written> amendments, const ApplyOptions& options,
                           Reporter& reporter) {
  return Applier(law, sources, options, reporter).Run(amendments);
}

std::vector<OtherLaw> OtherLaws(std::span<const ast::Document> law, const SourceMap& sources,
                                std::span<const Written> amendments) {
  using Drafts = std::map<std::size_t, Draft>;
  const auto put = [&](Drafts& drafts, const Placed& placed) {
    Reporter silent;
    Draft& draft = drafts.try_emplace(placed.at, Draft(law[placed.at], sources)).first->second;
    return draft.Put(placed.written, Effect::kOutright, silent);
  };
  const auto files_of = [&](const Drafts& drafts) {
    std::vector<LawText> files;
    for (const auto& [at, draft] : drafts) {
      files.push_back({sources[law[at].source].path(), law[at].source, draft.text()});
    }
    return files;
  };
  const std::vector<Placed> placed = PlacedInOrder(law, amendments);
  std::vector<OtherLaw> laws;
  std::vector<Written> in_force;
  Drafts drafts;
  for (auto first = placed.begin(); first != placed.end();) {
    const auto last =
        std::find_if(first, placed.end(), [&](const Placed& one) { return one.day != first->day; });
    Drafts in_those_cases = drafts;
    std::vector<Written> in_force_there = in_force;
    bool is_for_some_cases = false;
    bool can_be_put = true;
    for (auto one = first; one != last; ++one) {
      put(drafts, *one);
      in_force.push_back(one->written);
      Placed there = *one;
      there.written.in_all_cases = true;
      is_for_some_cases = is_for_some_cases || one->written.is_for_some_cases();
      can_be_put = put(in_those_cases, there) && can_be_put;
      in_force_there.push_back(there.written);
    }
    if (first->day || last != placed.end()) {
      laws.push_back({first->day, false, in_force, files_of(drafts)});
    }
    if (is_for_some_cases && can_be_put) {
      laws.push_back({first->day, true, std::move(in_force_there), files_of(in_those_cases)});
    }
    first = last;
  }
  return laws;
}

}  // namespace acta::amend
