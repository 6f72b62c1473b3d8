// What is tied to a rule from elsewhere: exceptions, disapplications, permissions, presumptions.
#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "compiler/semantics/context.h"
#include "compiler/semantics/lowerer.h"

namespace acta::semantics {

// The group or clause that a name means: a rule, `rule.clause`, an exception, a ground, a member of
// a norm. Reports what it cannot be.
std::optional<Target> Context::FindTarget(std::uint32_t from, const ast::Name& name) {
  if (name.parts.empty()) {
    return std::nullopt;
  }
  GroupId group;
  std::size_t next = 0;
  const Lookup exception = Find(exception_names, from, name, NotInModule::kMayBeElsewhere);
  if (exception.reported) {
    return std::nullopt;
  }
  if (exception.found) {
    group = exceptions[exception.found->symbol.index].group;
    next = exception.found->parts;
  } else {
    const Lookup lookup = Find(names, from, name);
    if (lookup.reported) {
      return std::nullopt;
    }
    if (!lookup.found) {
      std::vector<std::string> others;
      others.reserve(exceptions.size());
      for (const ExceptionInfo& info : exceptions) {
        others.push_back(info.tree->name.text);
      }
      ReportUnknown(names, from, name.parts.front().text, name.parts.front().span,
                    std::move(others));
      return std::nullopt;
    }
    const Symbol symbol = lookup.found->symbol;
    next = lookup.found->parts;
    RuleId rule;
    if (symbol.kind == SymbolKind::kRule) {
      rule = RuleId(symbol.index);
      const ir::RuleRole role = program.rules[rule].role;
      const bool is_norm = role == ir::RuleRole::kProhibition || role == ir::RuleRole::kPermission;
      if (is_norm && next < name.parts.size() && name.parts[next].text == "applies") {
        ++next;
      }
    } else if ((symbol.kind == SymbolKind::kDuty || symbol.kind == SymbolKind::kGrounds) &&
               next < name.parts.size()) {
      rule = symbol.kind == SymbolKind::kDuty ? MemberOf(duties[symbol.index], name.parts[next])
                                              : MemberOf(grounds[symbol.index], name.parts[next]);
      ++next;
      if (!rule.valid()) {
        return std::nullopt;
      }
    } else {
      const bool has_members =
          symbol.kind == SymbolKind::kDuty || symbol.kind == SymbolKind::kGrounds;
      DiagnosticBuilder report = reporter.Report<diag::WrongKindOfName>(
          name.span, TextOf(name), Describe(symbol.kind),
          "a rule, clause, exception, prohibition, ground or member of a norm");
      report.Label(symbol.span, "declared here");
      if (has_members) {
        report.Help(fmt::format("name a member: `{}.applies`", TextOf(name)));
      }
      return std::nullopt;
    }
    group = program.rules[rule].root;
  }
  if (next == name.parts.size()) {
    return Target{.group = group};
  }
  const ast::Name::Part& part = name.parts[next];
  std::vector<ClauseId> clauses = ClausesNamed(group, part.text);
  if (clauses.empty() || next + 1 != name.parts.size()) {
    reporter.Report<diag::NoSuchClause>(part.span, name.parts[next - 1].text, part.text);
    return std::nullopt;
  }
  return Target{.group = group, .clauses = std::move(clauses)};
}

std::vector<Target> Context::FindTargets(std::uint32_t from, const ast::Name& name) {
  const Lookup lookup = Find(names, from, name, NotInModule::kMayBeElsewhere);
  if (lookup.reported) {
    return {};
  }
  std::vector<Target> targets;
  if (lookup.found && lookup.found->symbol.kind == SymbolKind::kGrounds &&
      lookup.found->parts == name.parts.size()) {
    for (const RuleId ground : grounds[lookup.found->symbol.index].grounds) {
      targets.push_back({.group = program.rules[ground].root, .clauses = {}});
    }
  } else if (auto target = FindTarget(from, name)) {
    targets.push_back(*std::move(target));
  }
  return targets;
}

void Context::TieExceptions() {
  std::vector<std::optional<Target>> targets;
  targets.reserve(exceptions.size());
  for (const ExceptionInfo& exception : exceptions) {
    targets.push_back(FindTarget(exception.place.document, exception.tree->target));
  }
  // Which exception a group belongs to, to follow a chain of exceptions down to its rule.
  std::unordered_map<std::uint32_t, std::size_t> exception_of_group;
  for (std::size_t i = 0; i < exceptions.size(); ++i) {
    exception_of_group[exceptions[i].group.value] = i;
  }
  std::vector<Progress> progress(exceptions.size(), Progress::kUntouched);
  for (std::size_t start = 0; start < exceptions.size(); ++start) {
    std::vector<std::size_t> chain;
    RuleId rule;
    for (std::size_t at = start;;) {
      if (progress[at] == Progress::kDone) {
        rule = group_infos[exceptions[at].group.index()].rule;
        break;
      }
      if (progress[at] == Progress::kUnderWay) {
        reporter.Report<diag::DefinedByItself>(exceptions[at].span, exceptions[at].tree->name.text)
            .Help("exceptions to each other except nothing");
        targets[at].reset();
        break;
      }
      progress[at] = Progress::kUnderWay;
      chain.push_back(at);
      if (!targets[at]) {
        break;
      }
      const auto outer = exception_of_group.find(targets[at]->group.value);
      if (outer == exception_of_group.end()) {
        rule = group_infos[targets[at]->group.index()].rule;
        break;
      }
      at = outer->second;
    }
    for (const std::size_t at : chain) {
      progress[at] = Progress::kDone;
      group_infos[exceptions[at].group.index()].rule = rule;
    }
  }
  for (std::size_t i = 0; i < exceptions.size(); ++i) {
    const std::optional<Target>& target = targets[i];
    if (!target || !group_infos[exceptions[i].group.index()].rule.valid()) {
      continue;
    }
    ir::Group& group = program.groups[target->group];
    if (target->clauses.empty()) {
      group.exceptions.push_back(exceptions[i].group);
      continue;
    }
    group.clause_exceptions.emplace_back(target->clauses.front(), exceptions[i].group);
    for (const ClauseId version : std::span(target->clauses).subspan(1)) {
      tied_to_versions_.push_back({target->group, version, exceptions[i].group});
    }
  }
}

GroupId Context::Copy(GroupId original) {
  ir::Group group = program.groups[original];
  const auto copy_clause = [this](ClauseId id) {
    ir::Clause clause = program.clauses[id];
    clause.guard = Clone(clause.guard);
    clause.condition = Clone(clause.condition);
    for (NodeId& withdrawal : clause.withdrawals) {
      withdrawal = Clone(withdrawal);
    }
    clause.value = Clone(clause.value);
    return program.clauses.Add(std::move(clause));
  };
  std::map<ClauseId, ClauseId> copies;
  for (ClauseId& clause : group.clauses) {
    clause = copies.emplace(clause, copy_clause(clause)).first->second;
  }
  for (GroupId& exception : group.exceptions) {
    exception = Copy(exception);
  }
  for (auto& [clause, exception] : group.clause_exceptions) {
    clause = copies.at(clause);
    exception = Copy(exception);
  }
  const GroupInfo info = group_infos[original.index()];
  group_infos.push_back(info);
  return program.groups.Add(std::move(group));
}

void Context::TieToVersions() {
  for (const auto& [group, version, exception] : tied_to_versions_) {
    const GroupId copy = Copy(exception);
    program.groups[group].clause_exceptions.emplace_back(version, copy);
  }
}

void Context::LowerDisapplications() {
  const auto withdraw = [&](const Target& target, NodeId condition, ir::CitationId citation) {
    const std::vector<ClauseId> clauses =
        target.clauses.empty() ? program.groups[target.group].clauses : target.clauses;
    bool first = true;
    for (const ClauseId clause : clauses) {
      const NodeId own = first ? condition : Clone(condition);
      first = false;
      if (own.valid()) {
        program.clauses[clause].withdrawals.push_back(own);
        program.clauses[clause].withdrawal_citations.push_back(citation);
      }
    }
  };
  ForEach<ast::Disapply>([&](const ast::Disapply& tree, const ast::Decl&, const Place& place) {
    const std::vector<Target> targets = FindTargets(place.document, tree.target);
    const RuleId rule =
        targets.empty() ? RuleId() : group_infos[targets.front().group.index()].rule;
    NodeId condition = Lowerer(*this, place, rule).LowerCondition(tree.where);
    for (const Target& target : targets) {
      if (group_infos[target.group.index()].rule.valid()) {
        withdraw(target, condition, Cite(place, tree.citation));
        condition = condition.valid() ? Clone(condition) : condition;
      }
    }
  });
  ForEach<ast::Permission>([&](const ast::Permission& tree, const ast::Decl&, const Place& place) {
    const RuleId permission = rule_of_tree.at(&tree);
    for (const ast::Name& lifted : tree.lifts) {
      const auto symbol = FindKind(place.document, lifted, SymbolKind::kRule);
      if (!symbol) {
        continue;
      }
      const ir::Rule& prohibition = program.rules[RuleId(symbol->index)];
      if (prohibition.role != ir::RuleRole::kProhibition) {
        reporter
            .Report<diag::WrongKindOfName>(lifted.span, TextOf(lifted), "a rule", "a prohibition")
            .Label(symbol->span, "declared here");
        continue;
      }
      withdraw({.group = prohibition.root}, Result(permission, tree.name.span), Cite(place));
    }
  });
}

namespace {

bool IsAlways(const ast::Clause& clause) {
  return !clause.force && !clause.when && !clause.unless;
}

// Whether some day both are presumed in every case: then it is open which of them.
bool AreRivals(const ast::Presumption& one, const ast::Presumption& other) {
  const auto meet = [](const ast::Clause& a, const ast::Clause& b) {
    const bool are_certain = !a.when && !a.unless && !b.when && !b.unless;
    return are_certain && !(a.force && b.force && AreApart(*a.force, *b.force));
  };
  return std::ranges::any_of(one.clauses, [&](const ast::Clause& a) {
    return std::ranges::any_of(other.clauses, [&](const ast::Clause& b) { return meet(a, b); });
  });
}

}  // namespace

void Context::LowerPresumptions() {
  // Of each rule, in the order of its first.
  std::vector<std::pair<RuleId, std::vector<Presumed>>> presumed;
  ForEach<ast::Presumption>(
      [&](const ast::Presumption& tree, const ast::Decl&, const Place& place) {
        const auto target = FindTarget(place.document, tree.target);
        const RuleId rule = target ? group_infos[target->group.index()].rule : RuleId();
        const bool is_rule =
            rule.valid() && target->clauses.empty() && program.rules[rule].root == target->group;
        if (target && !is_rule) {
          reporter.Report<diag::WrongKindOfName>(tree.target.span, TextOf(tree.target),
                                                 "an exception or a clause", "a rule");
        }
        if (tree.clauses.empty()) {
          reporter.Report<diag::EmptyDeclaration>(tree.name.span, tree.name.text, "clauses");
        }
        if (!is_rule) {
          return;
        }
        rule_infos[rule.index()].is_presumed = true;
        auto known = std::ranges::find(presumed, rule, &decltype(presumed)::value_type::first);
        if (known == presumed.end()) {
          known = presumed.insert(known, {rule, {}});
        }
        const auto rival = std::ranges::find_if(
            known->second, [&](const Presumed& earlier) { return AreRivals(*earlier.tree, tree); });
        if (rival != known->second.end()) {
          reporter.Report<diag::SecondDefault>(tree.name.span, program.rules[rule].name)
              .Label(rival->tree->name.span, "the first presumption");
          return;
        }
        known->second.push_back({&tree, place});
      });
  for (const auto& [rule, presumptions] : presumed) {
    Presume(rule, presumptions);
  }
}

void Context::Presume(RuleId rule, std::span<const Presumed> presumptions) {
  const auto& [tree, place] = presumptions.front();
  const TypeId type = TypeOfRule(rule, tree->name.span);
  if (presumptions.size() == 1 && tree->clauses.size() == 1 && IsAlways(tree->clauses[0])) {
    const ast::Clause& clause = tree->clauses[0];
    const NodeId value =
        type.valid() ? Lowerer(*this, place, rule).LowerAs(clause.value, type) : NodeId();
    if (value.valid()) {
      program.rules[rule].otherwise = ir::Default{
          .value = value, .name = tree->name.text, .citation = Cite(place, clause.citation)};
    }
    return;
  }
  if (!type.valid()) {
    return;
  }
  // What is presumed on some days or in some cases is a rule of its own, which where none of its
  // clauses applies says what the other one said: it speaks in the other's name.
  const RuleId made = AddRule({.name = program.rules[rule].name + ".presumed",
                               .place = rule_infos[rule.index()].place,
                               .span = tree->name.span,
                               .role = ir::RuleRole::kPresumed,
                               .type = type});
  ir::Rule& of = program.rules[rule];
  ir::Rule& own = program.rules[made];
  own.params = of.params;
  own.citation = of.citation;
  own.uncovered = of.uncovered;
  own.conflict = of.conflict;
  own.otherwise.swap(of.otherwise);
  const GroupId root = own.root;
  for (const auto& [presumption, where] : presumptions) {
    for (const ast::Clause& clause : presumption->clauses) {
      const ClauseId id = AddClause(root, clause, where);
      if (!clause.name) {
        program.clauses[id].name = presumption->name.text;
      }
    }
  }
  std::vector<NodeId> arguments;
  for (std::size_t i = 0; i < program.rules[rule].params.size(); ++i) {
    arguments.push_back(Make(Op::kParam, program.rules[rule].params[i].type, {}, tree->name.span,
                             {.imm = static_cast<std::int64_t>(i)}));
  }
  const NodeId value = arguments.empty() ? Result(made, tree->name.span)
                                         : Make(Op::kCall, type, arguments, tree->name.span,
                                                {.imm = static_cast<std::int64_t>(made.value)});
  program.rules[rule].otherwise = ir::Default{.value = value};
  LowerPendingClauses();
}

}  // namespace acta::semantics
