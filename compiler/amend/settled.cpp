#include "compiler/amend/settled.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "compiler/amend/draft.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"
#include "compiler/syntax/parser.h"

namespace acta::amend {

std::vector<Written> AmendmentsIn(const SourceMap& sources, const ast::Document& document) {
  std::vector<Written> found;
  for (const ast::Decl& decl : document.decls) {
    if (const auto* amendment = std::get_if<ast::Amendment>(&decl.kind)) {
      found.push_back({&sources, &document, amendment});
    }
  }
  return found;
}

namespace {

// The amendments that were asked for, and those of them that amend others.
class Settlement {
 public:
  Settlement(SourceMap& sources, std::vector<ast::Document>& documents,
             std::span<const std::string> wanted, std::map<SourceId, Text>& texts,
             std::vector<Amending>& amending, const ApplyOptions& options, Reporter& reporter)
      : sources_(sources),
        documents_(documents),
        wanted_(wanted),
        texts_(texts),
        amending_(amending),
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
      if (!*takes_effect) {
        continue;
      }
      if (draft.Clashes(written, reporter_) || !draft.Put(written, Effect::kOutright, reporter_)) {
        return false;
      }
      const ast::Amendment& tree = *written.amendment;
      amending_.push_back({.name = written.name(),
                           .amended = target,
                           .title = tree.title ? tree.title->text : "",
                           .source = tree.source ? tree.source->text : "",
                           .path = sources_[written.document->source].path()});
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
  std::vector<Amending>& amending_;
  const ApplyOptions& options_;
  Reporter& reporter_;
  std::vector<std::string> done_;
};

}  // namespace

Settled::Settled(SourceMap& sources, std::vector<ast::Document> documents,
                 std::span<const std::string> wanted, const ApplyOptions& options,
                 Reporter& reporter)
    : documents_(std::move(documents)) {
  amendments_ = Settlement(sources, documents_, wanted, texts_, amending_, options, reporter).Run();
}

Span Settled::OriginOf(Span span) const {
  // An amendment that was amended may have amended another.
  for (auto text = texts_.find(span.source); text != texts_.end();
       text = texts_.find(span.source)) {
    span = text->second.OriginOf(span.begin, span.end);
  }
  return span;
}

}  // namespace acta::amend
