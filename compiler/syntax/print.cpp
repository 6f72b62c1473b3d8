#include "compiler/syntax/print.h"

#include <utility>
#include <variant>

#include "compiler/syntax/document_printer.h"
#include "compiler/syntax/print_words.h"

namespace acta {

namespace syntax {

std::string DocumentPrinter::Run() {
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

void DocumentPrinter::Write(const ast::Law& law) {
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
    Part("counted by " + Print(*law.counted_by));
  }
  if (law.month_rounding) {
    Part(fmt::format("rounding months {}", WordOf(*law.month_rounding)));
  }
}

void DocumentPrinter::Write(const ast::Module& module) {
  Head("module " + Print(module.name));
}

void DocumentPrinter::Write(const ast::Use& use) {
  Head("use " + Print(use.name));
}

void DocumentPrinter::Write(const ast::Party& party) {
  Head("party " + party.name.text + Doc(party.doc));
}

void DocumentPrinter::Write(const ast::Unit& unit) {
  std::string names;
  for (const ast::Ident& name : unit.names) {
    names += (names.empty() ? " " : ", ") + name.text;
  }
  Head("unit" + names);
}

void DocumentPrinter::Write(const ast::Enum& enumeration) {
  Head("enum " + enumeration.name.text + Doc(enumeration.doc));
  for (const ast::Enum::Member& member : enumeration.members) {
    Part(member.name.text + Doc(member.doc));
  }
}

void DocumentPrinter::Fields(const std::vector<ast::FieldDecl>& fields) {
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
        If(field.judged_by, [](const ast::Name& party) { return ", judged by " + Print(party); });
    Part(text + Doc(field.doc));
  }
}

void DocumentPrinter::Write(const ast::Entity& entity) {
  Head("entity " + entity.name.text);
  Fields(entity.fields);
}

void DocumentPrinter::Write(const ast::Facts& facts) {
  Head("facts");
  Fields(facts.fields);
}

void DocumentPrinter::Write(const ast::Reading& reading) {
  Head("reading " + reading.name.text + " " + Quote(reading.question.text));
  for (const ast::Reading::Alternative& alternative : reading.alternatives) {
    Part(alternative.name.text + " " + Quote(alternative.text.text) +
         If(alternative.counts, [](ast::Reading::Counts counts) {
           return std::string(counts == ast::Reading::Counts::kNth ? " counts nth"
                                                                   : " counts clear");
         }));
  }
}

void DocumentPrinter::Write(const ast::Answers& answers) {
  Head("answers");
  for (const ast::Answers::Item& item : answers.items) {
    Part(item.name.text + " " + Quote(item.question.text) +
         If(item.path, [](const ast::Name& path) { return " is " + Print(path); }));
  }
}

void DocumentPrinter::Write(const ast::Scenario& scenario) {
  Head("scenario " + Quote(scenario.title.text) +
       If(scenario.like, [](const ast::Text& other) { return " like " + Quote(other.text); }));
  for (const ast::Scenario::Given& given : scenario.given) {
    Part("given " + Print(given.path) + " is " + Expr(given.value));
  }
  for (const ast::Name& name : scenario.without) {
    Part("without " + Print(name));
  }
  for (const ast::Scenario::Choice& choice : scenario.under) {
    Part("under " + Print(choice.reading) + " " + choice.alternative.text);
  }
  if (scenario.governed_by) {
    Part("governed by " + Print(*scenario.governed_by));
  }
  for (const ast::Scenario::Expect& expect : scenario.expects) {
    Expectation(expect);
  }
}

void DocumentPrinter::Expectation(const ast::Scenario::Expect& expect) {
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

std::string DocumentPrinter::Word(ast::Scenario::ReasonWord word) {
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

}  // namespace syntax

std::string Print(const ast::Document& document) {
  return syntax::DocumentPrinter(document).Run();
}

std::string Print(const ast::Document& document, ast::ExprId id) {
  return syntax::ExpressionPrinter(document).Print(id);
}

}  // namespace acta
