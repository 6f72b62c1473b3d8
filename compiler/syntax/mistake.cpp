#include "compiler/syntax/mistake.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "compiler/base/edit_distance.h"
#include "compiler/diagnostics/catalogue.h"

namespace acta::syntax {

namespace {

using Types = std::set<std::size_t>;

bool IsKeyword(std::size_t type) {
  return type >= ActaLexer::K_AMENDMENT && type < ActaLexer::IDENT;
}

// The beginning of a long text, cut between characters.
std::string Short(std::string_view text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) {
    return std::string(text);
  }
  std::size_t end = kMost;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return std::string(text.substr(0, end)) + "…";
}

// A group of words that is said in one: `words`, if all of `signs` are among what could follow.
struct Group {
  std::string_view words;
  std::vector<std::size_t> signs;
  std::vector<std::size_t> members;
};

const std::vector<Group>& Groups() {
  using L = ActaLexer;
  static const std::vector<Group> groups = {
      {"a value",
       {L::IDENT, L::INT, L::L_PAREN},
       {L::INT,      L::DECIMAL, L::PERCENT,   L::DATE,    L::TIME,     L::TEXT,
        L::CITATION, L::L_PAREN, L::L_BRACE,   L::MINUS,   L::K_YES,    L::K_NO,
        L::K_ABSENT, L::K_AS_OF, L::K_NOT,     L::K_IF,    L::K_MATCH,  L::K_SOME,
        L::K_EVERY,  L::K_AT,    L::K_EXACTLY, L::K_UNDER, L::K_BETWEEN}},
      {"an operator",
       {L::PLUS, L::K_AND},
       {L::PLUS,      L::MINUS,     L::STAR,       L::SLASH,   L::EQUAL, L::NOT_EQUAL,
        L::LESS_THAN, L::MORE_THAN, L::AT_LEAST,   L::AT_MOST, L::K_AND, L::K_OR,
        L::K_IN,      L::K_NOT,     L::K_OVERLAPS, L::K_TO,    L::K_AT,  L::K_BEFORE,
        L::K_AFTER,   L::K_CLEAR,   L::K_COUNTING, L::K_AS,    L::K_ON,  L::DOT,
        L::L_PAREN,   L::K_ROUNDED}},
      {"a type",
       {L::K_BOOLEAN, L::K_MONEY},
       {L::IDENT, L::K_BOOLEAN, L::K_INTEGER, L::K_DECIMAL, L::K_MONEY, L::K_DATE, L::K_TIME,
        L::K_DATETIME, L::K_DAYS, L::K_WORKING, L::K_MONTHS, L::K_YEARS, L::K_HOURS, L::K_MINUTES,
        L::K_PERIOD, L::K_TEXT, L::K_SET, L::K_LIST, L::K_OPTIONAL}},
  };
  return groups;
}

// "`when`", or "a date" for what has no fixed spelling.
std::string NameOfKind(std::size_t type) {
  switch (type) {
    case antlr4::Token::EOF:
      return "the next declaration";
    case ActaLexer::IDENT:
      return "a name";
    case ActaLexer::DATE:
      return "a date";
    case ActaLexer::TIME:
      return "a time";
    case ActaLexer::PERCENT:
    case ActaLexer::DECIMAL:
    case ActaLexer::INT:
      return "a number";
    case ActaLexer::TEXT:
      return "a text in quotes";
    case ActaLexer::CITATION:
      return "a citation in brackets";
    case ActaLexer::ROW_END:
      return "`|` at the end of the line";
    default:
      return fmt::format("`{}`", SpellingOf(type));
  }
}

// "a value, `when` or the next declaration".
std::string InWords(Types types) {
  std::vector<std::string> said;
  const auto say = [&](std::string words) {
    if (std::ranges::find(said, words) == said.end()) {
      said.push_back(std::move(words));
    }
  };
  // Where a name may stand every word for a type may, as a name.
  for (const Group& group : Groups()) {
    const bool is_name = group.words == "a type" && types.contains(ActaLexer::K_ZONE);
    if (is_name ||
        !std::ranges::all_of(group.signs, [&](std::size_t type) { return types.contains(type); })) {
      continue;
    }
    say(std::string(group.words));
    std::ranges::for_each(group.members, [&](std::size_t type) { types.erase(type); });
    if (group.words == "a value") {
      types.erase(ActaLexer::IDENT);
      std::erase_if(types, IsSoft);
    }
  }
  // Nearly every soft word may be a name; where one of them may stand and a name too, the name is
  // said.
  if (types.contains(ActaLexer::IDENT) && types.contains(ActaLexer::K_ZONE) &&
      types.contains(ActaLexer::K_BOOLEAN)) {
    say("a name");
    types.erase(ActaLexer::IDENT);
    std::erase_if(types, IsSoft);
  }
  const bool can_end = types.erase(antlr4::Token::EOF) > 0;
  for (const std::size_t type : types) {
    say(NameOfKind(type));
  }
  if (can_end) {
    say(NameOfKind(antlr4::Token::EOF));
  }
  constexpr std::size_t kMost = 8;
  if (said.size() > kMost) {
    said.resize(kMost - 1);
    said.push_back("another word of this declaration");
  }
  std::string words = said.front();
  for (std::size_t i = 1; i < said.size(); ++i) {
    words += (i + 1 == said.size() ? " or " : ", ") + said[i];
  }
  return words;
}

std::optional<std::string> MeantWord(std::string_view written, const Types& possible) {
  std::vector<std::string> candidates;
  for (const Word& word : Words()) {
    if (possible.contains(word.type)) {
      candidates.push_back(word.spelling);
    }
  }
  return ClosestName(written, candidates);
}

}  // namespace

std::string_view TextOf(const antlr4::Token& token, std::string_view text) {
  return text.substr(token.getStartIndex(), token.getStopIndex() + 1 - token.getStartIndex());
}

std::optional<std::size_t> MeantDeclaration(const antlr4::Token& token, std::string_view text) {
  if (token.getType() != ActaLexer::IDENT) {
    return std::nullopt;
  }
  std::vector<std::string> candidates;
  for (const Word& word : Words()) {
    if (BeginsDeclaration(word.type)) {
      candidates.push_back(word.spelling);
    }
  }
  const std::optional<std::string> meant = ClosestName(TextOf(token, text), candidates);
  if (!meant) {
    return std::nullopt;
  }
  return std::ranges::find(Words(), *meant, &Word::spelling)->type;
}

std::string Describe(const antlr4::Token& token, std::string_view text) {
  const std::string shown = Short(TextOf(token, text));
  switch (token.getType()) {
    case ActaLexer::IDENT:
      return fmt::format("the name `{}`", shown);
    case ActaLexer::INT:
    case ActaLexer::DECIMAL:
    case ActaLexer::PERCENT:
      return fmt::format("the number `{}`", shown);
    case ActaLexer::DATE:
      return fmt::format("the date `{}`", shown);
    case ActaLexer::TIME:
      return fmt::format("the time `{}`", shown);
    case ActaLexer::TEXT:
      return fmt::format("the text `{}`", shown);
    case ActaLexer::CITATION:
      return fmt::format("the citation `{}`", shown);
    case ActaLexer::ROW_END:
      return "the `|` at the end of the line";
    default:
      return fmt::format("`{}`", shown);
  }
}

namespace {

// Words that stand between values. One too many is a slip, and no wish to call something by it.
bool JoinsValues(std::size_t type) {
  using L = ActaLexer;
  static const Types joining = {
      L::K_AND,      L::K_OR,       L::K_NOT,     L::K_IN,   L::K_IS,     L::K_TO,    L::K_AT,
      L::K_AS,       L::K_ON,       L::K_OF,      L::K_FOR,  L::K_FROM,   L::K_UNTIL, L::K_BEFORE,
      L::K_AFTER,    L::K_COUNTING, L::K_ROUNDED, L::K_THEN, L::K_ELSE,   L::K_WHEN,  L::K_UNLESS,
      L::K_OVERLAPS, L::K_WHERE,    L::K_HAS,     L::K_HAVE, L::K_BECAUSE};
  return joining.contains(type);
}

// Could what stands behind a word be read if the word were a name?
bool GoesOnAsName(const Mistake& mistake, std::size_t at, Attempts& attempts) {
  antlr4::CommonToken& word = *mistake.tokens[at];
  const std::size_t type = word.getType();
  word.setType(ActaLexer::IDENT);
  const std::vector<std::size_t> could_follow = attempts.CouldFollow(mistake.tokens, at + 1);
  word.setType(type);
  const std::size_t next =
      at + 1 < mistake.tokens.size() ? mistake.tokens[at + 1]->getType() : antlr4::Token::EOF;
  return std::ranges::find(could_follow, next) != could_follow.end();
}

// Is the word that cannot be read a reserved one in the place of a name?
bool IsReservedWord(const Mistake& mistake, std::size_t at, const Types& possible,
                    Attempts& attempts) {
  const antlr4::Token& word = *mistake.tokens[at];
  if (at == 0 || !IsKeyword(word.getType()) || IsSoft(word.getType()) ||
      !possible.contains(ActaLexer::IDENT)) {
    return false;
  }
  // A name and no value: here a word of the language cannot stand for itself.
  const bool wants_name = !possible.contains(ActaLexer::INT);
  const bool begins_line = mistake.tokens[at - 1]->getLine() < word.getLine();
  if (wants_name && !begins_line) {
    return true;
  }
  return (wants_name || !JoinsValues(word.getType())) && GoesOnAsName(mistake, at, attempts);
}

void ReportReserved(const antlr4::Token& word, std::string_view text, SourceId source,
                    Reporter& reporter) {
  const std::string_view written = TextOf(word, text);
  reporter.Report<diag::ReservedWord>(SpanOf(word, source), written)
      .Help(fmt::format("choose another name, or a longer one such as `the_{}`", written));
}

// Where a misspelt word begins a line, what follows is read as part of what stands before: `is 5
// whne x` as a number of `whne`. Then the mistake is that word, not the one after it.
std::size_t PlaceOf(const Mistake& mistake, std::string_view text, Attempts& attempts) {
  if (mistake.at < 2) {
    return mistake.at;
  }
  const antlr4::Token& before = *mistake.tokens[mistake.at - 1];
  const bool begins_line = before.getLine() > mistake.tokens[mistake.at - 2]->getLine();
  if (before.getType() != ActaLexer::IDENT || !begins_line) {
    return mistake.at;
  }
  const std::vector<std::size_t> possible = attempts.CouldFollow(mistake.tokens, mistake.at - 1);
  const bool is_misspelt =
      MeantWord(TextOf(before, text), {possible.begin(), possible.end()}).has_value();
  return is_misspelt ? mistake.at - 1 : mistake.at;
}

// Is it an answer without its question that is at fault, rather than the one on the next line?
bool LacksQuestion(const Mistake& mistake, std::size_t at, const Types& possible) {
  return at > 1 && mistake.tokens.front()->getType() == ActaLexer::K_ANSWERS &&
         possible == Types{ActaLexer::TEXT} &&
         mistake.tokens[at - 1]->getLine() < mistake.tokens[at]->getLine();
}

}  // namespace

bool ReportMistake(const Mistake& mistake, std::string_view text, SourceId source,
                   Attempts& attempts, Reporter& reporter) {
  const antlr4::Token& head = *mistake.tokens.front();
  const std::string_view keyword = SpellingOf(head.getType());
  const std::size_t at = PlaceOf(mistake, text, attempts);
  const std::vector<std::size_t> could_follow = attempts.CouldFollow(mistake.tokens, at);
  const Types possible(could_follow.begin(), could_follow.end());
  const std::string expected =
      possible.empty() ? fmt::format("what a `{}` may hold", keyword) : InWords(possible);
  if (at == mistake.tokens.size()) {
    const antlr4::Token& last = *mistake.tokens.back();
    if (mistake.next != nullptr && possible.contains(ActaLexer::IDENT) &&
        mistake.next->getLine() == last.getLine()) {
      ReportReserved(*mistake.next, text, source, reporter);
      return true;
    }
    reporter.Report<diag::EndsTooEarly>(SpanOf(last, source), keyword, expected);
    return false;
  }

  const antlr4::Token& wrong = *mistake.tokens[at];
  const std::string_view written = TextOf(wrong, text);
  if (IsReservedWord(mistake, at, possible, attempts)) {
    ReportReserved(wrong, text, source, reporter);
    return false;
  }
  if (LacksQuestion(mistake, at, possible)) {
    const antlr4::Token& answer = *mistake.tokens[at - 1];
    reporter.Report<diag::EndsTooEarly>(SpanOf(answer, source), TextOf(answer, text), expected)
        .Help("the question that it answers stands behind its name");
    return false;
  }
  auto diagnostic = reporter.Report<diag::UnexpectedToken>(SpanOf(wrong, source),
                                                           Describe(wrong, text), expected);
  if (head.getLine() != wrong.getLine()) {
    diagnostic.Label(SpanOf(head, source), fmt::format("in the `{}` that begins here", keyword));
  }
  if (wrong.getType() == ActaLexer::IDENT) {
    if (const std::optional<std::string> meant = MeantWord(written, possible)) {
      diagnostic.Help(fmt::format("did you mean `{}`?", *meant));
    }
  }
  return false;
}

}  // namespace acta::syntax
