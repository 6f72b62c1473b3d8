// Rules and their clauses.
#include <algorithm>
#include <iterator>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

bool AreApart(const ast::Force& a, const ast::Force& b) {
  return (a.until && *a.until < b.from) || (b.until && *b.until < a.from);
}

RuleId Context::AddRule(NewRule made) {
  const ir::CitationId citation = Cite(made.place, made.citation);
  const GroupId root = program.groups.Add({.citation = citation, .span = made.span});
  const ReasonId uncovered = Reason(ReasonKind::kUncovered, made.name, made.span, citation);
  const ReasonId conflict = Reason(ReasonKind::kConflict, made.name, made.span, citation);
  ir::Rule rule{.name = std::move(made.name),
                .doc = std::move(made.doc),
                .role = made.role,
                .type = made.type,
                .root = root,
                .uncovered = uncovered,
                .conflict = conflict,
                .citation = citation,
                .party = made.party,
                .gloss = std::move(made.gloss),
                .span = made.span};
  if (made.type == Of(Kind::kBoolean)) {
    rule.otherwise = ir::Default{.value = Bool(false, made.span), .citation = citation};
  }
  const RuleId id = program.rules.Add(std::move(rule));
  rule_infos.push_back({.place = made.place});
  group_infos.push_back({.rule = id, .place = made.place});
  return id;
}

ClauseId Context::AddClause(GroupId group, const ast::Clause& clause, const Place& place) {
  const ClauseId id = program.clauses.Add({.name = clause.name ? clause.name->text : "",
                                           .citation = Cite(place, clause.citation),
                                           .span = clause.span});
  program.groups[group].clauses.push_back(id);
  pending.push_back({.clause = id, .group = group, .tree = &clause, .place = place});
  if (clause.name) {
    auto& versions = clause_names_[fmt::format("{}.{}", group.value, clause.name->text)];
    const auto earlier = std::ranges::find_if(versions, [&](const NamedClause& one) {
      return !one.force || !clause.force || !AreApart(*one.force, *clause.force);
    });
    if (earlier != versions.end()) {
      reporter.Report<diag::DuplicateName>(clause.name->span, clause.name->text)
          .Label(program.clauses[earlier->id].span, "first declared here")
          .Help("a clause has versions where no two are in force on one day: `from D until D`");
    }
    versions.push_back({id, clause.force});
  }
  return id;
}

ClauseId Context::AddClause(GroupId group, NodeId value, NodeId condition, const Span& span,
                            ir::CitationId citation) {
  if (!value.valid()) {
    const RuleId rule = group_infos[group.index()].rule;
    value = Undetermined(not_understood, program.rules[rule].type, span);
  }
  const ClauseId id = program.clauses.Add(
      {.citation = citation, .condition = condition, .value = value, .span = span});
  program.groups[group].clauses.push_back(id);
  return id;
}

std::vector<ClauseId> Context::ClausesNamed(GroupId group, const std::string& name) const {
  std::vector<ClauseId> versions;
  const auto found = clause_names_.find(fmt::format("{}.{}", group.value, name));
  if (found != clause_names_.end()) {
    std::ranges::transform(found->second, std::back_inserter(versions), &NamedClause::id);
  }
  return versions;
}

TypeId Context::TypeOfRule(RuleId rule, const Span& use) {
  if (const auto duty = rule_infos[rule.index()].typed_by_duty) {
    if (duties[*duty].due == rule) {
      InferDue(*duty, use);
    } else {
      InferDone(*duty, use);
    }
  }
  return rule_infos[rule.index()].broken ? TypeId() : program.rules[rule].type;
}

void Context::ResolveSignatures() {
  const auto resolve_params = [&](RuleId rule, const std::vector<ast::Parameter1>& params,
                                  const Place& place) {
    std::unordered_map<std::string, Span> seen;
    for (const ast::Parameter1& param : params) {
      TypeId type = Resolve(place, param.type);
      if (type.valid() && TypeOf(type).kind == Kind::kList) {
        reporter.Report<diag::NoSuchType>(param.type.span, "a rule takes no lists");
        type = {};
      }
      const auto [earlier, added] = seen.try_emplace(param.name.text, param.name.span);
      if (!added) {
        reporter.Report<diag::DuplicateName>(param.name.span, param.name.text)
            .Label(earlier->second, "first declared here");
        continue;
      }
      program.rules[rule].params.push_back({.name = param.name.text, .type = type});
    }
  };
  const auto resolve_type = [&](RuleId rule, const std::optional<ast::TypeRef>& type,
                                const Place& place) {
    if (!type) {
      return;
    }
    const TypeId resolved = Resolve(place, *type);
    if (!resolved.valid()) {
      rule_infos[rule.index()].broken = true;
    } else if (TypeOf(resolved).kind == Kind::kList) {
      reporter.Report<diag::NoSuchType>(type->span, "a rule has no list as its value");
      rule_infos[rule.index()].broken = true;
    } else if (resolved != Of(Kind::kBoolean)) {
      program.rules[rule].type = resolved;
      program.rules[rule].otherwise.reset();
    }
  };
  ForEach<ast::Rule>([&](const ast::Rule& tree, const ast::Decl&, const Place& place) {
    const RuleId rule = rule_of_tree.at(&tree);
    resolve_params(rule, tree.params, place);
    resolve_type(rule, tree.type, place);
  });
  ForEach<ast::Table>([&](const ast::Table& tree, const ast::Decl&, const Place& place) {
    const RuleId rule = rule_of_tree.at(&tree);
    resolve_params(rule, tree.params, place);
    resolve_type(rule, tree.type, place);
  });
  ForEach<ast::Prohibition>(
      [&](const ast::Prohibition& tree, const ast::Decl&, const Place& place) {
        const RuleId rule = rule_of_tree.at(&tree);
        resolve_params(rule, tree.params, place);
        program.rules[rule].party = FindParty(place.document, tree.on);
      });
}

void Context::LowerPendingClauses() {
  for (const PendingClause& waiting : std::exchange(pending, {})) {
    const RuleId rule = group_infos[waiting.group.index()].rule;
    const ast::Clause& tree = *waiting.tree;
    const bool orphan = !rule.valid();  // an exception to something unknown
    const TypeId type = orphan ? Of(Kind::kBoolean) : TypeOfRule(rule, tree.span);
    Lowerer lower(*this, waiting.place, rule);
    NodeId guard;
    if (tree.force) {
      const auto [from, until] = DaysOf(*tree.force);
      guard = InForce(from, until, waiting.place, tree.force->span);
    }
    std::vector<NodeId> conditions;
    std::deque<Lowerer::Narrowing> tests;
    bool sound = true;
    if (tree.when) {
      conditions.push_back(lower.LowerCondition(*tree.when));
      tests.emplace_back(lower, lower.PresentWhen(conditions.back(), true));
      sound = conditions.back().valid();
    }
    if (tree.unless) {
      const NodeId unless = lower.LowerCondition(*tree.unless);
      tests.emplace_back(lower, lower.PresentWhen(unless, false));
      // Its words are those of what is negated.
      conditions.push_back(Not(unless, Span()));
      sound = sound && unless.valid();
    }
    // Where the type is not known the value cannot be judged, only looked over for other errors.
    NodeId value;
    if (orphan) {
      value = {};
    } else if (type.valid()) {
      value = lower.LowerAs(tree.value, type);
      const auto duty = rule_infos[rule.index()].typed_by_duty;
      if (value.valid() && duty && duties[*duty].due == rule) {
        value = DueWhereBound(duties[*duty], value, type);
      }
    } else {
      lower.Lower(tree.value);
    }
    ir::Clause& clause = program.clauses[waiting.clause];
    clause.guard = guard;
    if (!conditions.empty() && sound) {
      clause.condition = And(conditions, tree.span);
    }
    const TypeId fallback = orphan ? Of(Kind::kBoolean) : program.rules[rule].type;
    program.clauses[waiting.clause].value =
        value.valid() && sound ? value : Undetermined(not_understood, fallback, tree.span);
  }
}

void Context::ReportEmptyRules() {
  ForEach<ast::Rule>([&](const ast::Rule& tree, const ast::Decl&, const Place&) {
    const RuleId rule = rule_of_tree.at(&tree);
    const ir::Group& root = program.groups[program.rules[rule].root];
    const bool says_something =
        !root.clauses.empty() || !root.exceptions.empty() || rule_infos[rule.index()].is_presumed;
    if (!says_something) {
      reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "clauses");
    }
  });
}

// Clauses side by side under one condition never make a difference: either the later one says the
// same, or both together say nothing. Clauses that something is tied to are left alone.
void Context::CompareClauses() {
  for (const GroupId id : program.groups.Ids()) {
    const ir::Group& group = program.groups[id];
    const RuleId rule = group_infos[id.index()].rule;
    // The rows of tables are compared by table_check.cpp.
    const bool is_table = rule.valid() && program.rules[rule].role == ir::RuleRole::kTable;
    if (group.clauses.size() < 2 || !rule.valid() || is_table) {
      continue;
    }
    std::unordered_set<std::uint32_t> tied;
    for (const auto& [clause, exception] : group.clause_exceptions) {
      tied.insert(clause.value);
    }
    std::unordered_map<std::string, ClauseId> seen;
    for (const ClauseId clause_id : group.clauses) {
      const ir::Clause& clause = program.clauses[clause_id];
      const bool understood = program.nodes[clause.value].op != Op::kUndetermined;
      if (tied.contains(clause_id.value) || !clause.withdrawals.empty() || !understood) {
        continue;
      }
      const std::string key = KeyOf(clause.guard) + '|' + KeyOf(clause.condition);
      const auto [earlier, added] = seen.try_emplace(key, clause_id);
      if (added) {
        continue;
      }
      const ir::Clause& first = program.clauses[earlier->second];
      const auto one = ConstantOf(first.value);
      const auto other = ConstantOf(clause.value);
      if (KeyOf(first.value) == KeyOf(clause.value)) {
        reporter.Report<diag::ClauseNeverMatters>(clause.span, program.rules[rule].name)
            .Label(first.span, "the earlier clause");
      } else if (one && other) {
        reporter.Report<diag::ClausesContradict>(clause.span, program.rules[rule].name)
            .Label(first.span, "the other clause")
            .Help("if one prevails, make it an exception to the other");
      }
    }
  }
}

}  // namespace acta::semantics
