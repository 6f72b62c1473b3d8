// Explanations as JSON: docs/explanation.md describes the form.
#include "runtime/explain/reasons_json.h"
#include "runtime/explain/tree.h"
#include "runtime/values/values.h"

namespace acta::runtime {
namespace {

constexpr std::uint32_t kMostRules = 64;

std::string_view KindWord(ItemKind kind) {
  switch (kind) {
    case ItemKind::kRule:
    case ItemKind::kRuleAgain:
      return "rule";
    case ItemKind::kClause:
      return "clause";
    case ItemKind::kException:
      return "exception";
    case ItemKind::kDefault:
      return "default";
    case ItemKind::kCondition:
      return "condition";
    case ItemKind::kUnless:
      return "unless";
    case ItemKind::kWithdrawal:
      return "withdrawal";
    case ItemKind::kValue:
      return "value";
    case ItemKind::kArgument:
      return "argument";
    case ItemKind::kFact:
      return "fact";
    case ItemKind::kReading:
      return "reading";
    case ItemKind::kParameter:
      return "parameter";
  }
  return "unknown";
}

std::string_view StandingWord(Standing standing) {
  switch (standing) {
    case Standing::kApplies:
      return "applies";
    case Standing::kDefeated:
      return "defeated";
    case Standing::kNotApplicable:
      return "not_applicable";
    case Standing::kNotInForce:
      return "not_in_force";
    case Standing::kWithdrawn:
      return "disapplied";
    case Standing::kUndetermined:
      return "undetermined";
  }
  return "unknown";
}

class JsonExplainer {
 public:
  JsonExplainer(acta_outcome& outcome, const ExplanationTree& tree, Writer& out, Depth depth)
      : outcome_(outcome),
        d_(outcome.act->d),
        tree_(tree),
        out_(out),
        depth_(depth),
        reasons_(outcome.act->allocator) {}

  acta_status Explain(std::uint32_t subject) {
    const Item& root = tree_[tree_.root()];
    const std::uint32_t answer = AnswerOf(subject);
    out_.Put('{');
    if (answer != ACTA_NONE) {
      out_.Put("\"answer\":").Quoted(d_.Text(d_.answers[answer].name));
      out_.Put(",\"question\":").Quoted(d_.Text(d_.answers[answer].question));
    } else {
      out_.Put("\"rule\":").Quoted(d_.Text(d_.rules[root.index].name));
    }
    Outcome(root);
    const std::uint32_t* citations = nullptr;
    std::uint32_t count = 0;
    if (const acta_status status = acta_outcome_citations(&outcome_, subject, &citations, &count);
        status != ACTA_OK) {
      return status;
    }
    out_.Put(",\"citations\":[");
    for (std::uint32_t i = 0; i < count; ++i) {
      out_.Put(i == 0 ? "" : ",");
      CitationObject(citations[i]);
    }
    out_.Put("],\"explanation\":");
    Part(root);
    out_.Put('}');
    return ACTA_OK;
  }

 private:
  acta_d_string Words(std::uint32_t node) const { return d_.words[d_.nodes[node].words]; }

  void Text(std::string_view name, acta_d_string text) {
    if (text.size != 0) {
      out_.Put(",\"").Put(name).Put("\":").Quoted(d_.Text(text));
    }
  }

  void CitationObject(std::uint32_t index) {
    const acta_d_citation& citation = d_.citations[index];
    out_.Put("{\"text\":").Quoted(d_.Text(citation.text));
    Text("act", citation.act);
    Text("title", citation.title);
    if (depth_ == Depth::kFull) {
      Text("prose", citation.prose);
    }
    Text("path", citation.path);
    if (citation.line != 0) {
      out_.Put(",\"line\":").Number(citation.line);
    }
    out_.Put('}');
  }
  void Citation(std::uint32_t index) {
    if (index != ACTA_NONE) {
      out_.Put(",\"citation\":");
      CitationObject(index);
    }
  }

  // Status and value; why, when it is undetermined.
  void Outcome(const Item& item) {
    out_.Put(",\"status\":\"");
    out_.Put(item.why != 0                 ? "undetermined"
             : item.payload == ACTA_ABSENT ? "absent"
                                           : "known")
        .Put('"');
    if (item.why == 0 && item.payload != ACTA_ABSENT) {
      out_.Put(",\"value\":");
      WriteJsonValue(out_, *outcome_.act, &outcome_.facts, item.type, item.payload);
    } else if (item.why != 0) {
      if (CollectReasons(outcome_, item.why, reasons_) != ACTA_OK) {
        out_.Fail();
        return;
      }
      out_.Put(",\"reasons\":");
      WriteReasonsJson(out_, outcome_, reasons_);
    }
  }

  void Line(std::uint32_t line) {
    if (line != 0) {
      out_.Put(",\"line\":").Number(line);
    }
  }

  void Part(const Item& item) {
    out_.Put("{\"kind\":\"").Put(KindWord(item.kind)).Put('"');
    Head(item);
    if (item.first_part != 0) {
      out_.Put(",\"parts\":[");
      for (ItemId id = item.first_part; id != 0; id = tree_[id].next) {
        out_.Put(id == item.first_part ? "" : ",");
        Part(tree_[id]);
      }
      out_.Put(']');
    }
    out_.Put('}');
  }

  void Head(const Item& item) {
    switch (item.kind) {
      case ItemKind::kRule:
      case ItemKind::kRuleAgain:
        Text("name", d_.rules[item.index].name);
        Text("doc", d_.rules[item.index].doc);
        Outcome(item);
        Citation(item.citation);
        if (item.kind == ItemKind::kRuleAgain) {
          out_.Put(",\"explained\":\"elsewhere\"");
        }
        break;
      case ItemKind::kClause:
        Text("name", d_.clauses[item.index].name);
        Stand(item);
        Citation(item.citation);
        Line(d_.clauses[item.index].line);
        break;
      case ItemKind::kException:
        Text("name", d_.groups[item.index].name);
        Stand(item);
        Citation(item.citation);
        Line(d_.groups[item.index].line);
        break;
      case ItemKind::kDefault:
        Text("presumption", d_.rules[item.index].otherwise_name);
        Outcome(item);
        Citation(item.citation);
        break;
      case ItemKind::kCondition:
      case ItemKind::kUnless:
      case ItemKind::kWithdrawal:
      case ItemKind::kValue:
        Text("source", Words(item.index));
        Outcome(item);
        out_.Put(item.decided ? ",\"decided\":true" : ",\"decided\":false");
        Citation(item.citation);
        Line(d_.places[d_.nodes[item.index].place].line);
        break;
      case ItemKind::kArgument:
        Text("name", d_.params[item.index].name);
        Outcome(item);
        break;
      case ItemKind::kFact:
        Fact(item);
        break;
      case ItemKind::kReading:
        Text("name", item.index == ACTA_NONE ? Words(item.node) : d_.readings[item.index].name);
        Outcome(item);
        Citation(item.citation);
        break;
      case ItemKind::kParameter:
        Text("name", d_.lookups[item.index].name);
        Outcome(item);
        Citation(item.citation);
        break;
    }
  }

  void Stand(const Item& item) {
    out_.Put(",\"standing\":\"").Put(StandingWord(item.standing)).Put('"');
    out_.Put(item.decided ? ",\"decided\":true" : ",\"decided\":false");
    if (item.by != ACTA_NONE) {
      Text("by", d_.groups[item.by].name);
    }
    if (item.standing == Standing::kApplies || item.standing == Standing::kUndetermined) {
      Outcome(item);
    }
  }

  void Fact(const Item& item) {
    char path[256];
    FixedText text(path);
    Place place;
    if (item.slot != ACTA_NONE &&
        WritePath(outcome_.facts, item.slot, SlotMeans::kField, text, &place)) {
      out_.Put(",\"path\":").Quoted(text.view());
      Text("doc", place.field->doc);
      if (place.field->judged_by != ACTA_NONE) {
        Text("judged_by", d_.parties[place.field->judged_by].name);
      }
    } else {
      Text("source", Words(item.node));
    }
    Outcome(item);
  }

  acta_outcome& outcome_;
  const Descriptor& d_;
  const ExplanationTree& tree_;
  Writer& out_;
  Depth depth_;
  Array<std::uint32_t> reasons_;
};

}  // namespace
}  // namespace acta::runtime

extern "C" acta_status acta_explain_json(acta_outcome* outcome, uint32_t subject,
                                         const acta_explain_options* given, acta_buffer* out) {
  using namespace acta::runtime;
  std::uint32_t rule = 0;
  acta_explain_options options;
  if (out == nullptr || !RuleOf(outcome, subject, &rule) ||
      !Accept(given, &acta_explain_options::max_depth, &options) ||
      (options.flags & ~(ACTA_EXPLAIN_COLOUR | ACTA_EXPLAIN_FULL)) != 0) {
    return ACTA_BAD_ARGUMENT;
  }
  const Depth depth = (options.flags & ACTA_EXPLAIN_FULL) != 0 ? Depth::kFull : Depth::kShort;
  const std::uint32_t rules =
      options.max_depth == 0 || options.max_depth > kMostRules ? kMostRules : options.max_depth;
  ExplanationTree tree(*outcome);
  if (const acta_status status = tree.Build(rule, depth, rules); status != ACTA_OK) {
    return status;
  }
  Writer writer(outcome->act->allocator, *out);
  if (const acta_status status = JsonExplainer(*outcome, tree, writer, depth).Explain(subject);
      status != ACTA_OK) {
    return status;
  }
  return writer.Finish();
}
