#include "compiler/amend/apply.h"

#include <algorithm>
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

std::vector<Edit> EditsOf(const std::vector<Change>& changes) {
  std::vector<Edit> edits;
  for (const Change& change : changes) {
    edits.push_back(change.edit);
  }
  return edits;
}

// Changes of the same bytes. Two insertions at one point are none: both stand there.
bool Collide(const Change& one, const Change& other) {
  if (one.only_adds() && other.only_adds()) {
    return false;
  }
  if (one.only_adds() || other.only_adds()) {
    const Change& added = one.only_adds() ? one : other;
    const Change& changed = one.only_adds() ? other : one;
    return changed.edit.begin < added.edit.begin && added.edit.begin < changed.edit.end;
  }
  return one.edit.begin < other.edit.end && other.edit.begin < one.edit.end;
}

// Whether no two of the changes touch the same words; else it is reported.
bool AreApart(const Written& written, const std::vector<Change>& changes, Reporter& reporter) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    for (std::size_t k = i + 1; k < changes.size(); ++k) {
      if (Collide(changes[i], changes[k])) {
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

Settled::Settled(SourceMap& sources, std::vector<ast::Document> documents,
                 std::span<const std::string> wanted, Reporter& reporter)
    : documents_(std::move(documents)) {
  const auto all = [&] {
    std::vector<std::pair<std::size_t, Written>> found;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      for (const Written& written : AmendmentsIn(sources, documents_[i])) {
        found.emplace_back(i, written);
      }
    }
    return found;
  };
  // Every amendment of an amendment is taken in its turn; each is done once.
  std::vector<std::string> done;
  const auto next = [&]() -> std::optional<std::pair<std::size_t, Written>> {
    const auto known = all();
    for (const auto& [at, written] : known) {
      const std::string target = ast::Dotted(written.amendment->law);
      const bool amends_amendment = std::ranges::any_of(
          known, [&](const auto& other) { return other.second.name() == target; });
      const bool is_wanted = wanted[at].empty() || wanted[at] == written.name();
      if (amends_amendment && is_wanted && std::ranges::find(done, written.name()) == done.end()) {
        return std::pair(at, written);
      }
    }
    return std::nullopt;
  };
  while (const auto found = next()) {
    done.push_back(found->second.name());
    const std::string target = ast::Dotted(found->second.amendment->law);
    for (ast::Document& document : documents_) {
      const bool holds =
          std::ranges::any_of(AmendmentsIn(sources, document),
                              [&](const Written& one) { return one.name() == target; });
      if (!holds) {
        continue;
      }
      const auto known = texts_.find(document.source);
      const Text text = known != texts_.end() ? known->second : WholeOf(sources, document.source);
      const std::vector<Change> changes =
          ChangesOf(found->second, document, text, Effect::kOutright, reporter);
      if (reporter.HasErrors() || !AreApart(found->second, changes, reporter)) {
        return;
      }
      Text edited = Edited(text, EditsOf(changes));
      const SourceId source = sources.Add(sources[document.source].path(), edited.view());
      texts_[source] = std::move(edited);
      document = Parse(sources, source, reporter);
      break;
    }
  }
  for (const auto& [at, written] : all()) {
    const bool is_wanted = wanted[at].empty() || wanted[at] == written.name();
    if (is_wanted && std::ranges::find(done, written.name()) == done.end()) {
      amendments_.push_back(written);
    }
  }
}

Span Settled::OriginOf(const Span& span) const {
  const auto text = texts_.find(span.source);
  return text == texts_.end() ? span : text->second.OriginOf(span.begin, span.end);
}

// ---- applying
// -------------------------------------------------------------------------------------

namespace {

class Applier {
 public:
  Applier(std::span<const ast::Document> law, const SourceMap& sources, const ApplyOptions& options,
          Reporter& reporter)
      : law_(law), sources_(sources), options_(options), reporter_(reporter) {}

  std::vector<LawText> Run(std::span<const Written> amendments) {
    for (const Written& written : amendments) {
      const auto& from = written.amendment->from;
      if (options_.on && from && *from > *options_.on) {
        continue;
      }
      if (const std::optional<std::size_t> at = LawOf(written)) {
        Put(written, *at);
      }
    }
    std::vector<LawText> changed;
    for (auto& [at, state] : states_) {
      changed.push_back({sources_[law_[at].source].path(), law_[at].source, std::move(state.text)});
    }
    return changed;
  }

 private:
  // One file of the law under amendment.
  struct State {
    Text text;
    // Of the text at hand, once it is changed: parsed anew after every amendment.
    bool is_changed = false;
    SourceMap scratch;
    ast::Document tree;
    // What earlier amendments changed of the law as it was before all of them.
    std::vector<std::pair<const Written*, Change>> changes;
  };

  std::optional<std::size_t> LawOf(const Written& written) {
    const std::string wanted = ast::Dotted(written.amendment->law);
    std::vector<std::string> known;
    for (std::size_t i = 0; i < law_.size(); ++i) {
      known.push_back(ast::NameOf(law_[i]));
      if (known.back() == wanted) {
        return i;
      }
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
    return std::nullopt;
  }

  void Put(const Written& written, std::size_t at) {
    const auto [found, is_new] = states_.try_emplace(at);
    State& state = found->second;
    if (is_new) {
      state.text = WholeOf(sources_, law_[at].source);
    }
    const Effect effect = options_.on ? Effect::kOutright : Effect::kByDay;
    if (Clashes(written, at, state, effect)) {
      return;
    }
    const std::size_t errors = reporter_.error_count();
    const std::vector<Change> changes =
        ChangesOf(written, state.is_changed ? state.tree : law_[at], state.text, effect, reporter_);
    if (reporter_.error_count() > errors || !AreApart(written, changes, reporter_)) {
      return;
    }
    state.text = Edited(state.text, EditsOf(changes));
    state.is_changed = true;
    Reporter later;  // what does not read well is found again, where the whole is checked
    const SourceId source = state.scratch.Add(sources_[law_[at].source].path(), state.text.view());
    state.tree = Parse(state.scratch, source, later);
  }

  // Does it change words of the original law that one given before changes too, from the same day?
  // What only those before have put there is no matter: an amendment may build on them; and one of
  // another day means the law of its own day.
  bool Clashes(const Written& written, std::size_t at, State& state, Effect effect) {
    Reporter silent;
    const Text original = WholeOf(sources_, law_[at].source);
    const std::vector<Change> changes = ChangesOf(written, law_[at], original, effect, silent);
    for (const Change& change : changes) {
      for (const auto& [earlier, other] : state.changes) {
        if (Collide(other, change) &&
            FirstDayOf(*earlier, law_[at]) == FirstDayOf(written, law_[at])) {
          reporter_
              .Report<diag::AmendmentsClash>(change.instruction, earlier->name(), written.name(),
                                             change.subject)
              .Label(other.instruction, fmt::format("`{}` changes it here", earlier->name()))
              .Help("amend the amendment, or take one of them");
          return true;
        }
      }
    }
    for (const Change& change : changes) {
      state.changes.emplace_back(&written, change);
    }
    return false;
  }

  std::span<const ast::Document> law_;
  const SourceMap& sources_;
  const ApplyOptions& options_;
  Reporter& reporter_;
  std::map<std::size_t, State> states_;
};

}  // namespace

std::vector<LawText> Apply(std::span<const ast::Document> law, const SourceMap& sources,
                           std::span<const Written> amendments, const ApplyOptions& options,
                           Reporter& reporter) {
  return Applier(law, sources, options, reporter).Run(amendments);
}

}  // namespace acta::amend
