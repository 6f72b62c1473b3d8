#include "compiler/driver/sweep.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <ranges>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "compiler/amend/places.h"
#include "compiler/base/edit_distance.h"

namespace acta {
namespace {

// The one number that a rule or parameter says.
struct Turned {
  Span span;  // of the whole literal, "5 working days"
  std::int64_t number = 0;
  std::string unit;
  std::string citation;
};

std::optional<Turned> NumberIn(const Session& session, const std::string& target) {
  const ast::Document& act = session.documents[0];
  ast::Name name;
  for (std::size_t at = 0; at <= target.size();) {
    const std::size_t dot = std::min(target.find('.', at), target.size());
    name.parts.push_back({target.substr(at, dot - at), {}});
    at = dot + 1;
  }
  const std::vector<amend::Place> places = amend::PlacesOf(act, name);
  if (places.size() != 1) {
    fmt::print(stderr, "--sweep: the act has no rule or parameter `{}`", target);
    if (const auto close = ClosestName(target, amend::NamesIn(act))) {
      fmt::print(stderr, "; did you mean `{}`?", *close);
    }
    fmt::print(stderr, "\n");
    return std::nullopt;
  }
  std::vector<ast::ExprId> values;
  const amend::Place& place = places.front();
  if (place.clause != nullptr) {
    values.push_back(place.clause->value);
  } else if (const auto* parameter = std::get_if<ast::ParameterDecl>(&place.decl->kind)) {
    for (const ast::ParameterDecl::Version& version : parameter->versions) {
      values.push_back(version.value);
    }
  } else {
    for (const ast::Clause* clause : amend::ClausesOf(*place.decl)) {
      values.push_back(clause->value);
    }
  }
  Turned turned;
  if (values.size() == 1) {
    const ast::Expr& expr = act.exprs[values.front()];
    turned.span = expr.span;
    if (const auto* integer = std::get_if<ast::IntLit>(&expr.kind)) {
      turned.number = integer->value;
      turned.unit = integer->unit ? integer->unit->text : "";
    } else if (const auto* duration = std::get_if<ast::DurationLit>(&expr.kind)) {
      turned.number = duration->count;
      const std::string_view text = session.sources.TextOf(expr.span);
      turned.unit = text.substr(std::min(text.find(' ') + 1, text.size()));
    } else {
      values.clear();
    }
  }
  if (values.size() != 1) {
    fmt::print(stderr, "--sweep: `{}` does not say one whole number, such as `is 5 working days`\n",
               target);
    return std::nullopt;
  }
  if (place.decl->provision.valid()) {
    turned.citation = act.provisions[place.decl->provision].citation;
  }
  return turned;
}

}  // namespace

std::optional<SweepRange> RangeOf(const std::string& text) {
  SweepRange range;
  const std::size_t equals = text.find('=');
  const std::size_t dots = text.find("..", equals == std::string::npos ? 0 : equals);
  if (equals == std::string::npos || dots == std::string::npos || equals == 0) {
    return std::nullopt;
  }
  range.target = text.substr(0, equals);
  const auto number = [&](std::size_t begin, std::size_t end, std::int64_t& to) {
    const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, to);
    return error == std::errc() && stop == text.data() + end;
  };
  constexpr std::int64_t kMostPoints = 200;
  const bool reads =
      number(equals + 1, dots, range.first) && number(dots + 2, text.size(), range.last);
  if (!reads || range.first > range.last || range.last - range.first >= kMostPoints) {
    return std::nullopt;
  }
  return range;
}

tl::expected<Contest, Exit> ForSweep(const SimulateOptions& options, const Session& base,
                                     const SweepRange& range, findings::Sweep& sweep) {
  const std::optional<Turned> turned = NumberIn(base, range.target);
  if (!turned) {
    return tl::unexpected(Exit::kUsage);
  }
  sweep.target = range.target;
  sweep.unit = turned->unit;
  sweep.in_law = turned->number;
  sweep.citation = turned->citation;
  Contest contest;
  const std::string& path = base.sources[base.documents[0].source].path();
  const std::string text(base.sources[base.documents[0].source].text());
  const std::string unit = turned->unit.empty() ? "" : " " + turned->unit;
  for (std::int64_t value = range.first; value <= range.last; ++value) {
    std::string changed = text;
    changed.replace(turned->span.begin, turned->span.size(), std::to_string(value) + unit);
    LoadOptions loading = LoadingOf(options.common);
    // Amended already: by what is read in the place of its files.
    loading.with.clear();
    for (const amend::LawText& amended : base.amended) {
      loading.in_place_of[amended.path] = amended.text.view();
    }
    loading.in_place_of[path] = std::move(changed);
    std::unique_ptr<Session> session = LoadAct(options.act, loading);
    PrintDiagnostics(*session, options.common, Show::kErrors);
    if (!session->ok()) {
      return tl::unexpected(Exit::kLawOrCase);
    }
    contest.Add(std::move(session), findings::Comparison::Kind::kLeftOut, std::to_string(value));
  }
  return contest;
}

void TakeCurves(const findings::Findings& found, const SweepRange& range, findings::Sweep& sweep) {
  const findings::Comparison& first = found.comparisons.front();
  for (std::size_t i = 0; i < first.answers.size(); ++i) {
    findings::Sweep::Answer curve{.name = first.answers[i].name,
                                  .question = first.answers[i].question};
    bool changes = false;
    std::set<std::pair<std::int64_t, std::string>> outcomes;
    for (const findings::Comparison& comparison : found.comparisons) {
      const findings::Answer& answer = comparison.answers[i];
      changes = changes || answer.changed > 0;
      for (std::size_t k = 0; k < answer.outcomes.size(); ++k) {
        outcomes.emplace(answer.ranks[k], answer.outcomes[k]);
      }
    }
    if (!changes) {
      continue;
    }
    std::ranges::copy(outcomes | std::views::values, std::back_inserter(curve.outcomes));
    for (std::size_t at = 0; at < found.comparisons.size(); ++at) {
      const findings::Answer& answer = found.comparisons[at].answers[i];
      findings::SweepPoint point{.value = range.first + static_cast<std::int64_t>(at),
                                 .changed = answer.changed};
      for (const std::string& outcome : curve.outcomes) {
        const auto place = std::ranges::find(answer.outcomes, outcome) - answer.outcomes.begin();
        std::uint64_t count = 0;
        for (const std::vector<std::uint64_t>& row : answer.matrix) {
          count += static_cast<std::size_t>(place) < row.size()
                       ? row[static_cast<std::size_t>(place)]
                       : 0;
        }
        point.counts.push_back(count);
      }
      curve.points.push_back(std::move(point));
    }
    sweep.answers.push_back(std::move(curve));
  }
}

}  // namespace acta
