#include "compiler/amend/apply.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

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

// All that an amendment puts in, on one line.
std::string PutInBy(const Written& written) {
  using A = ast::Amendment;
  std::string all;
  const auto add = [&all](std::string_view text) { all.append(" ").append(text); };
  const auto add_code = [&](const Span& material) { add(written.sources->TextOf(material)); };
  const auto add_prose = [&](const std::optional<ast::Text>& heading,
                             const std::vector<ast::Text>& prose) {
    add(heading ? heading->text : "");
    for (const ast::Text& paragraph : prose) {
      add(paragraph.text);
    }
  };
  for (const A::Instruction& instruction : written.amendment->instructions) {
    std::visit(
        [&](const auto& what) {
          using T = std::decay_t<decltype(what)>;
          if constexpr (std::is_same_v<T, A::Substitute>) {
            add(what.replacement.text);
          } else if constexpr (std::is_same_v<T, A::Reword>) {
            add_prose(what.heading, what.prose);
          } else if constexpr (std::is_same_v<T, A::InsertProvision>) {
            add(what.number.text);
            add_prose(what.heading, what.prose);
            if (what.material) {
              add_code(*what.material);
            }
          } else if constexpr (!std::is_same_v<T, A::Repeal>) {
            add_code(what.material);
          }
        },
        instruction.what);
  }
  return Evened(all);
}

// Whether it says that something is not there.
bool IsOfWhatIsNotThere(const Diagnostic& found) {
  return found.code == diag::NothingToAmend::code || found.code == diag::WordsNotThere::code;
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
    bool read_well = true;
    for (const auto& [at, state] : states_) {
      const Draft& draft = state.by_day ? *state.by_day : state.outright;
      read_well = read_well && draft.reads_well();
      changed.push_back({sources_[law_[at].source].path(), law_[at].source, draft.text()});
    }
    if (read_well && !reporter_.HasErrors()) {
      reporter_.Take(std::move(following_));
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
    // What is not in it as it is meant to be: it was refused, or cannot be read.
    std::vector<Written> lacking = {};
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
    Reporter found;
    const bool is_whole = PutInto(state, written, found);
    Report(std::move(found), written, state);
    if (!is_whole || !state.outright.reads_well()) {
      state.lacking.push_back(written);
    }
  }

  static bool PutInto(State& state, const Written& written, Reporter& reporter) {
    const Draft then = state.outright;
    if (state.outright.Clashes(written, reporter) ||
        !state.outright.Put(written, Effect::kOutright, reporter)) {
      return false;
    }
    return !state.by_day || state.by_day->Put(written, Effect::kByDay, reporter, &then);
  }

  // Where an amendment lacks what one before it should have put in, that one is at fault: it is not
  // reported of this one, unless it is all that can be said.
  void Report(Reporter found, const Written& written, const State& state) {
    const auto follows = [&](const Diagnostic& one) {
      return IsOfWhatIsNotThere(one) &&
             std::ranges::any_of(state.lacking, [&](const Written& earlier) {
               return PutInBy(earlier).find(NamedBy(one, written)) != std::string::npos;
             });
    };
    if (!found.diagnostics().empty() && std::ranges::all_of(found.diagnostics(), follows)) {
      following_.Take(std::move(found));
      return;
    }
    found.Revise([&](Diagnostic& one) {
      if (follows(one)) {
        one.help = "it may follow from what is wrong with an earlier amendment";
      }
    });
    reporter_.Take(std::move(found));
  }

  // The words, the name or the citation that is not there; of `rule.clause` the clause.
  static std::string NamedBy(const Diagnostic& found, const Written& written) {
    std::string_view words = written.sources->TextOf(found.span);
    if (words.size() >= 2 && (words.front() == '"' || words.front() == '[')) {
      return Evened(words.substr(1, words.size() - 2));
    }
    return std::string(words.substr(words.rfind('.') + 1));
  }

  std::span<const ast::Document> law_;
  const SourceMap& sources_;
  const ApplyOptions& options_;
  Reporter& reporter_;
  std::map<std::size_t, State> states_;
  Reporter following_;
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
