#include "compiler/amend/apply.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "compiler/amend/draft.h"
#include "compiler/amend/versions.h"
#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"
#include "compiler/syntax/names.h"

namespace acta::amend {

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
