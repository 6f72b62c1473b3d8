#include "compiler/syntax/print.h"

#include <utility>
#include <variant>

#include <fmt/format.h>

#include "compiler/syntax/printer.h"

namespace acta {

namespace {

using syntax::ExpressionPrinter;
using syntax::Print;
using syntax::Quote;

// The word or words for `value`, or nothing.
template <class T, class Words>
std::string If(const std::optional<T>& value, Words words) {
  return value ? words(*value) : std::string();
}

std::string WordOf(const ast::TypeRef& type) {
  switch (type.word) {
    case ast::TypeWord::kBoolean:
      return "boolean";
    case ast::TypeWord::kInteger:
      return "integer";
    case ast::TypeWord::kDecimal:
      return "decimal";
    case ast::TypeWord::kMoney:
      return "money";
    case ast::TypeWord::kDate:
      return "date";
    case ast::TypeWord::kTime:
      return "time";
    case ast::TypeWord::kDateTime:
      return "datetime";
    case ast::TypeWord::kDays:
      return "days";
    case ast::TypeWord::kWorkingDays:
      return "working days";
    case ast::TypeWord::kMonths:
      return "months";
    case ast::TypeWord::kYears:
      return "years";
    case ast::TypeWord::kHours:
      return "hours";
    case ast::TypeWord::kMinutes:
      return "minutes";
    case ast::TypeWord::kPeriodOfDates:
      return "period of dates";
    case ast::TypeWord::kPeriodOfTimes:
      return "period of times";
    case ast::TypeWord::kText:
      return "text";
    case ast::TypeWord::kNamed:
      return Print(*type.name);
    case ast::TypeWord::kSetOf:
      return "set of " + Print(*type.name);
    case ast::TypeWord::kListOf:
      return "list of";
  }
  return "";
}

std::string Type(const ast::TypeRef& type) {
  std::string text = (type.optional ? "optional " : "") + WordOf(type);
  if (type.unit) {
    text += (type.word == ast::TypeWord::kMoney ? " in " : " of ") + type.unit->text;
  }
  text += If(type.per, [](const ast::Ident& per) { return " per " + per.text; });
  for (const ast::TypeRef& element : type.element) {
    text += " " + Type(element);
  }
  return text +
         If(type.at_most, [](std::int64_t most) { return fmt::format(", at most {}", most); });
}

std::string Doc(const std::optional<ast::Text>& doc) {
  return If(doc, [](const ast::Text& text) { return " " + Quote(text.text); });
}

std::string Why(const std::optional<ast::Gloss>& gloss) {
  return If(gloss, [](const ast::Gloss& found) { return " gloss " + Quote(found.why.text); });
}

std::string Cited(const std::optional<ast::Citation>& citation) {
  return If(citation, [](const ast::Citation& found) { return "[" + found.text + "] "; });
}

std::string CitedAfter(const std::optional<ast::Citation>& citation) {
  return If(citation, [](const ast::Citation& found) { return " [" + found.text + "]"; });
}

std::string After(std::string_view word, const std::optional<ast::Ident>& name) {
  return name ? fmt::format(" {} {}", word, name->text) : "";
}

std::string InForce(const ast::Force& force) {
  return "from " + Print(force.from) +
         If(force.until, [](const ast::DateLit& last) { return " until " + Print(last); });
}

std::string Params(const std::vector<ast::Parameter1>& params) {
  std::string text;
  for (const ast::Parameter1& param : params) {
    text += fmt::format("{}{}: {}", text.empty() ? "(" : ", ", param.name.text, Type(param.type));
  }
  return params.empty() ? text : text + ")";
}

std::string Of(const std::optional<ast::TypeRef>& type) {
  return If(type, [](const ast::TypeRef& found) { return " : " + Type(found); });
}

class DocumentPrinter {
 public:
  explicit DocumentPrinter(const ast::Document& document)
      : document_(document), expressions_(document) {}

  std::string Run() {
    for (const ast::ProvisionId id : document_.provisions.Ids()) {
      const ast::Provision& provision = document_.provisions[id];
      Line(fmt::format("provision {} {} {} {}", id.value,
                       std::string(static_cast<std::size_t>(provision.level), '#'),
                       Quote(provision.citation), Quote(provision.title)));
    }
    for (const ast::Decl& decl : document_.decls) {
      place_ = fmt::format("  @{}-{}", decl.span.begin, decl.span.end);
      if (decl.provision.valid()) {
        place_ += fmt::format(" provision {}", decl.provision.value);
      }
      std::visit([this](const auto& node) { Write(node); }, decl.kind);
    }
    return std::move(out_);
  }

 private:
  void Line(std::string_view text) { out_.append(text).push_back('\n'); }
  void Head(std::string_view text) { Line(std::string(text) + place_); }
  void Part(std::string_view text) { Line(fmt::format("  {}", text)); }
  [[nodiscard]] std::string Expr(ast::ExprId id) const { return expressions_.Print(id); }
  [[nodiscard]] std::string Expr(std::string_view word,
                                 const std::optional<ast::ExprId>& id) const {
    return id ? fmt::format("{} {}", word, Expr(*id)) : "";
  }

  void Write(const ast::Law& law) {
    Head("law " + Print(law.name));
    const auto text = [&](std::string_view word, const std::optional<ast::Text>& value) {
      if (value) {
        Part(fmt::format("{} {}", word, Quote(value->text)));
      }
    };
    text("title", law.title);
    text("number", law.number);
    text("source", law.source);
    if (law.in_force) {
      Part("in force " + InForce(*law.in_force));
    }
    if (law.governed_by) {
      Part("governed by " + Expr(*law.governed_by));
    }
    if (law.time_zone) {
      Part("time zone" + Doc(law.time_zone->iana) +
           If(law.time_zone->path, [](const ast::Name& path) { return " by " + Print(path); }));
    }
    if (law.calendar) {
      Part("working days by " + Print(*law.calendar));
    }
    if (law.counted_by) {
      Part("counted by " + law.counted_by->text);
    }
    if (law.month_rounding) {
      Part(fmt::format("rounding months {}", syntax::WordOf(*law.month_rounding)));
    }
  }

  void Write(const ast::Module& module) { Head("module " + Print(module.name)); }
  void Write(const ast::Use& use) { Head("use " + Print(use.name)); }
  void Write(const ast::Party& party) { Head("party " + party.name.text + Doc(party.doc)); }

  void Write(const ast::Unit& unit) {
    std::string names;
    for (const ast::Ident& name : unit.names) {
      names += (names.empty() ? " " : ", ") + name.text;
    }
    Head("unit" + names);
  }

  void Write(const ast::Enum& enumeration) {
    Head("enum " + enumeration.name.text + Doc(enumeration.doc));
    for (const ast::Enum::Member& member : enumeration.members) {
      Part(member.name.text + Doc(member.doc));
    }
  }

  void Fields(const std::vector<ast::FieldDecl>& fields) {
    for (const ast::FieldDecl& field : fields) {
      std::string text;
      for (const ast::Ident& name : field.names) {
        text += (text.empty() ? "" : ", ") + name.text;
      }
      text += " : " + Type(field.type);
      if (field.low && field.high) {
        text += fmt::format(", {} to {}", Expr(*field.low), Expr(*field.high));
      }
      text +=
          If(field.judged_by, [](const ast::Ident& party) { return ", judged by " + party.text; });
      Part(text + Doc(field.doc));
    }
  }
  void Write(const ast::Entity& entity) {
    Head("entity " + entity.name.text);
    Fields(entity.fields);
  }
  void Write(const ast::Facts& facts) {
    Head("facts");
    Fields(facts.fields);
  }

  // `word` stands before the conditions: `when` of rules and norms, `must when` of powers.
  void Clauses(const std::vector<ast::Clause>& clauses, bool show_value,
               std::string_view prefix = "") {
    for (const ast::Clause& clause : clauses) {
      std::string text = Cited(clause.citation) + std::string(prefix);
      text += clause.name ? "clause " + clause.name->text + " " : "";
      text += If(clause.force, [](const ast::Force& force) { return InForce(force) + " "; });
      text += show_value ? "is " + Expr(clause.value) + " " : "";
      text += Expr("when", clause.when) + (clause.when && clause.unless ? " " : "");
      text += Expr("unless", clause.unless);
      Part(std::string_view(text).substr(0, text.find_last_not_of(' ') + 1));
    }
  }

  void Write(const ast::Rule& rule) {
    Head("rule " + rule.name.text + Params(rule.params) + Of(rule.type) + Doc(rule.doc) +
         Why(rule.gloss));
    Clauses(rule.clauses, true);
  }
  void Write(const ast::Exception& exception) {
    Head("exception " + exception.name.text + " to " + Print(exception.target) +
         Why(exception.gloss));
    Clauses(exception.clauses, true);
  }
  void Write(const ast::Disapply& disapply) {
    Head("disapply " + Print(disapply.target) + Why(disapply.gloss));
    Part(Cited(disapply.citation) + "where " + Expr(disapply.where));
  }
  void Write(const ast::Presumption& presumption) {
    Head("presumption " + presumption.name.text + " for " + Print(presumption.target) +
         Why(presumption.gloss));
    Part("is " + Expr(presumption.value));
  }
  void Write(const ast::Prohibition& prohibition) {
    Head("prohibition " + prohibition.name.text + Params(prohibition.params) +
         After("on", prohibition.on) + Doc(prohibition.doc) + Why(prohibition.gloss));
    Clauses(prohibition.clauses, false);
  }
  void Write(const ast::Permission& permission) {
    std::string lifted;
    for (const ast::Name& name : permission.lifts) {
      lifted += (lifted.empty() ? " lifts " : ", ") + Print(name);
    }
    Head("permission " + permission.name.text + lifted + Doc(permission.doc) +
         Why(permission.gloss));
    Clauses(permission.clauses, false);
  }
  void Member(std::string_view word, const std::optional<ast::ExprId>& value,
              const std::optional<ast::Citation>& citation) {
    if (value) {
      Part(fmt::format("{}{} {}", Cited(citation), word, Expr(*value)));
    }
  }
  void Write(const ast::Obligation& obligation) {
    Head("obligation " + obligation.name.text + After("on", obligation.on) + Doc(obligation.doc) +
         Why(obligation.gloss));
    Clauses(obligation.clauses, false);
    Member("due", obligation.due, obligation.due_citation);
    Member("done", obligation.done, obligation.done_citation);
  }
  void Write(const ast::Power& power) {
    Head("power " + power.name.text + After("of", power.of) + Doc(power.doc) + Why(power.gloss));
    Clauses(power.may, false, "may ");
    Clauses(power.must, false, "must ");
    Member("by", power.by, power.by_citation);
    Member("done", power.done, power.done_citation);
  }
  void Write(const ast::Grounds& grounds) {
    Head("grounds " + grounds.name.text + After("by", grounds.by) + Doc(grounds.doc) +
         Why(grounds.gloss));
    Clauses(grounds.grounds, false);
  }

  void Write(const ast::Calendar& calendar) {
    Head("calendar " + calendar.name.text + Doc(calendar.doc));
    if (calendar.covers_from && calendar.covers_to) {
      Part("covers " + Print(*calendar.covers_from) + " to " + Print(*calendar.covers_to));
    }
    std::string weekend;
    for (const int day : calendar.weekend) {
      weekend += fmt::format(" {}", day);
    }
    if (!weekend.empty()) {
      Part("weekend" + weekend);
    }
    for (const ast::CalendarItem& item : calendar.items) {
      Item(item);
    }
    if (calendar.substitute_next_working_day) {
      Part("substitute next working day");
    }
  }
  void Item(const ast::CalendarItem& item) {
    const std::string_view word = [&] {
      switch (item.kind) {
        case ast::CalendarItem::Kind::kHoliday:
          return "holiday";
        case ast::CalendarItem::Kind::kDayOff:
          return "day off";
        case ast::CalendarItem::Kind::kMoved:
          return "moved";
        case ast::CalendarItem::Kind::kWorkingOn:
          return "working on";
      }
      return "";
    }();
    std::string text = std::string(word) + Doc(item.title);
    for (const ast::CalendarRule& rule : item.every_year) {
      text += " " + YearDay(rule);
    }
    for (const ast::DateLit& date : item.dates) {
      text += " " + Print(date);
    }
    text += If(item.from, [](const ast::DateLit& date) { return " from " + Print(date); });
    text += If(item.until, [](const ast::DateLit& date) { return " until " + Print(date); });
    Part(text + CitedAfter(item.citation));
  }
  static std::string YearDay(const ast::CalendarRule& rule) {
    switch (rule.kind) {
      case ast::CalendarRule::Kind::kFixed:
        return fmt::format("every {:02}-{:02}", rule.day.month, rule.day.day);
      case ast::CalendarRule::Kind::kEaster:
        return fmt::format("easter{:+}", rule.offset_days);
      case ast::CalendarRule::Kind::kOrthodoxEaster:
        return fmt::format("orthodox easter{:+}", rule.offset_days);
      case ast::CalendarRule::Kind::kNthWeekday:
        return fmt::format("weekday {} number {} of month {:02}", rule.weekday, rule.nth,
                           rule.day.month);
    }
    return "";
  }

  void Write(const ast::PeriodDecl& period) {
    Head("period " + period.name.text + Doc(period.doc));
    Part("is " + Expr(period.value));
  }
  void Write(const ast::ParameterDecl& parameter) {
    Head("parameter " + parameter.name.text + " : " + Type(parameter.type) + Doc(parameter.doc));
    for (const ast::ParameterDecl::Version& version : parameter.versions) {
      Part(InForce(version.force) + " is " + Expr(version.value) + CitedAfter(version.citation));
    }
  }

  [[nodiscard]] std::string Test(const ast::TableCell::Test& test) const {
    switch (test.kind) {
      case ast::TableCell::Test::Kind::kAny:
        return "any";
      case ast::TableCell::Test::Kind::kEq:
        return Expr(test.value);
      case ast::TableCell::Test::Kind::kNe:
        return "not " + Expr(test.value);
      case ast::TableCell::Test::Kind::kLt:
        return "< " + Expr(test.value);
      case ast::TableCell::Test::Kind::kLe:
        return "<= " + Expr(test.value);
      case ast::TableCell::Test::Kind::kGt:
        return "> " + Expr(test.value);
      case ast::TableCell::Test::Kind::kGe:
        return ">= " + Expr(test.value);
      case ast::TableCell::Test::Kind::kRange:
        return Expr(test.value) + " to " + Expr(test.high);
    }
    return "";
  }
  void Write(const ast::Table& table) {
    Head("table " + table.name.text + Params(table.params) + Of(table.type) + Doc(table.doc) +
         Why(table.gloss));
    std::string head = "|";
    for (const ast::ExprId column : table.columns) {
      head += " " + Expr(column) + " |";
    }
    Part(head + " is |");
    for (const ast::Table::Row& row : table.rows) {
      std::string text = Cited(row.citation) + "|";
      for (const ast::TableCell& cell : row.cells) {
        std::string tests;
        for (const ast::TableCell::Test& test : cell.tests) {
          tests += (tests.empty() ? " " : ", ") + Test(test);
        }
        text += tests + " |";
      }
      Part(text + " " + Expr(row.value) + " |");
    }
  }

  void Write(const ast::Reading& reading) {
    Head("reading " + reading.name.text + " " + Quote(reading.question.text));
    for (const ast::Reading::Alternative& alternative : reading.alternatives) {
      Part(alternative.name.text + " " + Quote(alternative.text.text) +
           If(alternative.counts, [](ast::Reading::Counts counts) {
             return std::string(counts == ast::Reading::Counts::kNth ? " counts nth"
                                                                     : " counts clear");
           }));
    }
  }
  void Write(const ast::Answers& answers) {
    Head("answers");
    for (const ast::Answers::Item& item : answers.items) {
      Part(item.name.text + " " + Quote(item.question.text) +
           If(item.path, [](const ast::Name& path) { return " is " + Print(path); }));
    }
  }

  void Write(const ast::Scenario& scenario) {
    Head("scenario " + Quote(scenario.title.text) +
         If(scenario.like, [](const ast::Text& other) { return " like " + Quote(other.text); }));
    for (const ast::Scenario::Given& given : scenario.given) {
      Part("given " + Print(given.path) + " is " + Expr(given.value));
    }
    for (const ast::Name& name : scenario.without) {
      Part("without " + Print(name));
    }
    for (const ast::Scenario::Choice& choice : scenario.under) {
      Part("under " + choice.reading.text + " " + choice.alternative.text);
    }
    if (scenario.governed_by) {
      Part("governed by " + Print(*scenario.governed_by));
    }
    for (const ast::Scenario::Expect& expect : scenario.expects) {
      Expectation(expect);
    }
  }
  void Expectation(const ast::Scenario::Expect& expect) {
    std::string text = "expect " + Print(expect.path);
    if (expect.args) {
      std::string args;
      for (const ast::ExprId arg : *expect.args) {
        args += (args.empty() ? "" : ", ") + Expr(arg);
      }
      text += "(" + args + ")";
    }
    text += " is " + (expect.value ? Expr(*expect.value) : "undetermined");
    for (const ast::Citation& citation : expect.because) {
      text += " because [" + citation.text + "]";
    }
    for (const ast::Scenario::Reason& reason : expect.reasons) {
      text += " because " + Word(reason.word) +
              If(reason.subject, [](const ast::Name& name) { return " " + Print(name); });
    }
    Part(text);
  }
  static std::string Word(ast::Scenario::ReasonWord word) {
    switch (word) {
      case ast::Scenario::ReasonWord::kMissing:
        return "missing";
      case ast::Scenario::ReasonWord::kReading:
        return "reading";
      case ast::Scenario::ReasonWord::kConflict:
        return "conflict";
      case ast::Scenario::ReasonWord::kUncovered:
        return "uncovered";
      case ast::Scenario::ReasonWord::kArithmetic:
        return "arithmetic";
    }
    return "";
  }

  static std::string Shown(const ast::Amendment::Target& target) {
    return target.name ? Print(*target.name) : "[" + target.provision->text + "]";
  }
  static std::string Shown(const Span& material) {
    return fmt::format(" {{@{}-{}}}", material.begin, material.end);
  }
  static std::string Prose(const std::optional<ast::Text>& heading,
                           const std::vector<ast::Text>& prose) {
    std::string text = If(heading, [](const ast::Text& found) { return " titled " + Quote(found.text); });
    for (const ast::Text& paragraph : prose) {
      text += " as " + Quote(paragraph.text);
    }
    return text;
  }
  void Instruct(const ast::Amendment::Substitute& what) {
    Part("substitute " + Quote(what.words.text) + " with " + Quote(what.replacement.text) + " in " +
         Shown(what.target));
  }
  void Instruct(const ast::Amendment::Reword& what) {
    Part("reword [" + what.provision.text + "]" + Prose(what.heading, what.prose));
  }
  void Instruct(const ast::Amendment::Repeal& what) {
    for (const ast::Amendment::Target& target : what.targets) {
      Part("repeal " + Shown(target));
    }
  }
  void Instruct(const ast::Amendment::Replace& what) {
    Part("replace " + Shown(what.target) + " with" + Shown(what.material));
  }
  void Instruct(const ast::Amendment::InsertIn& what) {
    Part("insert in [" + what.provision.text + "]" + Shown(what.material));
  }
  void Instruct(const ast::Amendment::InsertAfter& what) {
    Part("insert after " + Print(what.name) + Shown(what.material));
  }
  void Instruct(const ast::Amendment::InsertProvision& what) {
    Part("insert provision " + Quote(what.number.text) + " after [" + what.after.text + "]" +
         Prose(what.heading, what.prose) +
         If(what.material, [](const Span& material) { return Shown(material); }));
  }
  void Instruct(const ast::Amendment::AddTo& what) {
    Part("add to " + Print(what.name) + Shown(what.material));
  }
  void Write(const ast::Amendment& amendment) {
    Head("amendment " + amendment.name.text + " to " + Print(amendment.law));
    if (amendment.title) {
      Part("title" + Doc(amendment.title));
    }
    if (amendment.source) {
      Part("source" + Doc(amendment.source));
    }
    if (amendment.from) {
      Part("in force from " + Print(*amendment.from));
    }
    if (amendment.cases) {
      Part("for cases where " + Expr(*amendment.cases));
    }
    for (const ast::Amendment::Instruction& instruction : amendment.instructions) {
      std::visit([this](const auto& what) { Instruct(what); }, instruction.what);
    }
  }

  [[nodiscard]] std::string Drawn(const ast::Population::Draw& draw) const {
    using Kind = ast::Population::Draw::Kind;
    switch (draw.kind) {
      case Kind::kValue:
        return Expr(draw.first);
      case Kind::kMissing:
        return "missing";
      case Kind::kPresent:
        return "present";
      case Kind::kUniform:
        return "uniform " + Expr(draw.first) + " to " + Expr(draw.second);
      case Kind::kNormal:
      case Kind::kLognormal:
        return fmt::format("{} median {}, {} millionths below {}",
                           draw.kind == Kind::kNormal ? "normal" : "lognormal", Expr(draw.first),
                           draw.below, Expr(draw.second));
      case Kind::kDay: {
        std::string text = "day from " + Print(draw.from) + " to " + Print(draw.to);
        for (const std::int64_t weight : draw.weights) {
          text += fmt::format(" {}", weight);
        }
        return text;
      }
      case Kind::kFile:
        return "from" + (draw.column ? Doc(draw.column) + " of" : "") + Doc(draw.file);
      case Kind::kNested:
        return "(" + Drawn(draw.options) + ")";
      case Kind::kList: {
        std::string text = "list of " + Drawn(draw.options.front().draw) + " each ";
        if (draw.options.size() > 1) {
          return text + Drawn(draw.options.back().draw);
        }
        text += "{";
        for (const ast::Population::Item& item : draw.each) {
          text += (&item == draw.each.data() ? "" : "; ") + Print(item.path) + " is " +
                  Drawn(item.options);
        }
        return text + "}";
      }
    }
    return "";
  }
  [[nodiscard]] std::string Drawn(const std::vector<ast::Population::Option>& options) const {
    std::string text;
    for (const ast::Population::Option& option : options) {
      text += (text.empty() ? "" : ", ") + std::string(option.otherwise ? "otherwise " : "") +
              Drawn(option.draw);
      text += If(option.share, [](std::int64_t share) { return fmt::format(" {} millionths", share); });
      text += option.when ? " " + Expr("when", option.when) : "";
    }
    return text;
  }
  void Write(const ast::Population& population) {
    Head("population " + population.name.text + " of " + Print(population.law) +
         Doc(population.doc));
    for (const ast::Population::Item& item : population.items) {
      const std::string of =
          If(item.type, [](const ast::TypeRef& type) { return " : " + Type(type); });
      Part((item.type ? "let " : "") + Print(item.path) + of + " is " + Drawn(item.options));
    }
  }

  const ast::Document& document_;
  ExpressionPrinter expressions_;
  std::string out_;
  // Where the declaration at hand stands.
  std::string place_;
};

}  // namespace

std::string Print(const ast::Document& document) {
  return DocumentPrinter(document).Run();
}

std::string Print(const ast::Document& document, ast::ExprId id) {
  return ExpressionPrinter(document).Print(id);
}

}  // namespace acta
