// Amendments and populations.
#include <variant>

#include "compiler/syntax/document_printer.h"
#include "compiler/syntax/print_words.h"

namespace acta::syntax {

std::string DocumentPrinter::Shown(const ast::Amendment::Target& target) {
  return target.name ? Print(*target.name) : "[" + target.provision->text + "]";
}

std::string DocumentPrinter::Shown(const Span& material) {
  return fmt::format(" {{@{}-{}}}", material.begin, material.end);
}

std::string DocumentPrinter::Prose(const std::optional<ast::Text>& heading,
                                   const std::vector<ast::Text>& prose) {
  std::string text =
      If(heading, [](const ast::Text& found) { return " titled " + Quote(found.text); });
  for (const ast::Text& paragraph : prose) {
    text += " as " + Quote(paragraph.text);
  }
  return text;
}

void DocumentPrinter::Instruct(const ast::Amendment::Substitute& what) {
  Part("substitute " + Quote(what.words.text) + " with " + Quote(what.replacement.text) + " in " +
       Shown(what.target));
}

void DocumentPrinter::Instruct(const ast::Amendment::Reword& what) {
  Part("reword [" + what.provision.text + "]" + Prose(what.heading, what.prose));
}

void DocumentPrinter::Instruct(const ast::Amendment::Repeal& what) {
  for (const ast::Amendment::Target& target : what.targets) {
    Part("repeal " + Shown(target));
  }
}

void DocumentPrinter::Instruct(const ast::Amendment::Replace& what) {
  Part("replace " + Shown(what.target) + " with" + Shown(what.material));
}

void DocumentPrinter::Instruct(const ast::Amendment::InsertIn& what) {
  Part("insert in [" + what.provision.text + "]" + Shown(what.material));
}

void DocumentPrinter::Instruct(const ast::Amendment::InsertAfter& what) {
  Part("insert after " + Print(what.name) + Shown(what.material));
}

void DocumentPrinter::Instruct(const ast::Amendment::InsertProvision& what) {
  Part("insert provision " + Quote(what.number.text) + " after [" + what.after.text + "]" +
       Prose(what.heading, what.prose) +
       If(what.material, [](const Span& material) { return Shown(material); }));
}

void DocumentPrinter::Instruct(const ast::Amendment::AddTo& what) {
  Part("add to " + Print(what.name) + Shown(what.material));
}

void DocumentPrinter::Write(const ast::Amendment& amendment) {
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

std::string DocumentPrinter::Drawn(const ast::Population::Draw& draw) const {
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

std::string DocumentPrinter::Drawn(const std::vector<ast::Population::Option>& options) const {
  std::string text;
  for (const ast::Population::Option& option : options) {
    text += (text.empty() ? "" : ", ") + std::string(option.otherwise ? "otherwise " : "") +
            Drawn(option.draw);
    text +=
        If(option.share, [](std::int64_t share) { return fmt::format(" {} millionths", share); });
    text += option.when ? " " + Expr("when", option.when) : "";
  }
  return text;
}

void DocumentPrinter::Write(const ast::Population& population) {
  Head("population " + population.name.text + " of " + Print(population.law) + Doc(population.doc));
  for (const ast::Population::Item& item : population.items) {
    const std::string of =
        If(item.type, [](const ast::TypeRef& type) { return " : " + Type(type); });
    Part((item.type ? "let " : "") + Print(item.path) + of + " is " + Drawn(item.options));
  }
}

}  // namespace acta::syntax
