// Through which parts of a rule a difference can be seen in its result: the clauses, exceptions and
// expressions of it that read what two laws have otherwise. Private to compiler/simulate.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/simulate/difference.h"
#include "compiler/simulate/translator.h"

namespace acta::simulate {

// What stands behind the name of a rule or table that another rule reads.
struct Behind {
  std::vector<std::size_t> links;
  std::set<std::string> names;  // itself and what it calls, as Item::through has them
};

class SightMaker {
 public:
  // All must outlive the maker. The difference has its translators.
  SightMaker(const WithInstances& before, const WithInstances& after,
             std::function<Behind(const std::string& rule)> behind, Difference& difference);

  // Gives the link its sights. Its items, and the links that it reads, are known.
  void Make(std::size_t link);

 private:
  enum class Side : std::uint8_t { kBefore, kAfter };
  using Sights = std::vector<std::size_t>;  // indices

  void MakeRule(Side side);
  void AddDefault(Side side, const ir::Rule& rule, Sight& whole);
  std::size_t Group(Side side, ir::GroupId id);
  std::size_t ClauseOf(Side side, ir::ClauseId id,
                       const std::vector<std::pair<ir::ClauseId, ir::GroupId>>& tied);
  void AddClauses(Side side, ir::GroupId id, std::vector<ir::ClauseId>& to) const;
  // Nothing where no difference can be seen through the expression.
  Sights Expression(Side side, ir::NodeId id);
  void Gather(Side side, ir::NodeId id, Sight& leaf) const;
  void AddOwn(Side side, ir::NodeId id, Sight& leaf) const;
  void FindTwins();
  void FindTwinsOf(Side side);
  void PutChange(Item& item);
  void AskWords(Item& item);
  void AskRead(Side side, ir::NodeId id, Item& item) const;
  [[nodiscard]] std::optional<std::size_t> AskCalendars(Side side, ir::NodeId id) const;
  // Whether the other law can be asked what this one says.
  [[nodiscard]] bool CanAskOther(Side side, const Probe& probe) const;
  // What stands behind the sight, by numbers of links and of items.
  void AddBehind(Side side, std::size_t sight, std::set<std::size_t>& links,
                 std::set<std::size_t>& items) const;
  [[nodiscard]] bool IsOfOneLaw(Side side, ir::RuleId rule) const;

  [[nodiscard]] static Side Other(Side side) {
    return side == Side::kBefore ? Side::kAfter : Side::kBefore;
  }
  [[nodiscard]] const ir::Program& ProgramOf(Side side) const {
    return *(side == Side::kBefore ? before_ : after_).graph.program;
  }
  // What puts to that law what the other one says.
  [[nodiscard]] const Translator& To(Side side) const {
    return side == Side::kBefore ? *difference_.to_before : *difference_.to_after;
  }
  [[nodiscard]] std::vector<Sight>& SightsOf(Side side) const {
    return side == Side::kBefore ? difference_.sights_before : difference_.sights_after;
  }
  std::size_t Add(Side side, Sight sight) const;
  [[nodiscard]] std::size_t Add(const Rewording& rewording) const;
  [[nodiscard]] std::size_t Ask(Side side, const Probe& probe) const;
  // Whether the clause applies; nothing where it always does.
  [[nodiscard]] std::optional<std::size_t> AskClause(Side side, ir::ClauseId id) const;

  const WithInstances& before_;
  const WithInstances& after_;
  std::function<Behind(const std::string&)> behind_;
  Difference& difference_;
  std::size_t link_ = 0;  // the one at hand
  // Expressions of it: by their words, where they are seen and asked. Of the result of a rule that
  // both laws have it is known without asking whether it differs.
  struct Said {
    std::vector<std::size_t> sights;
    std::optional<Probe> probe;
  };
  std::map<std::string, Said> said_before_, said_after_;
  [[nodiscard]] std::map<std::string, Said>& SaidBy(Side side) {
    return side == Side::kBefore ? said_before_ : said_after_;
  }
};

}  // namespace acta::simulate
