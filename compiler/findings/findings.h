// What comparing laws over many cases found: counts, who changes and because of which provision,
// examples. Data only; JSON, text and the report are made from it, and from nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace acta::findings {

// A provision of one of the laws, as cited.
struct Provision {
  std::string citation;  // "Article 10(1)"
  std::string title;     // "Notification"
  std::string prose;  // its words in the law compared; in the law it is compared with where it is
                      // no longer there
  std::string act;    // whose it is, by name, where two acts are compared
};

// Why answers are undetermined: a fact that is missing (and who must judge it), a reading, a
// conflict.
struct Reason {
  std::string kind;       // "missing", "reading", "conflict", "uncovered", "arithmetic"
  std::string subject;    // "threat"
  std::string doc;        // the fact's words, the reading's question; may be empty
  std::string judged_by;  // the party whose discretion it is; empty: nobody's
  std::uint64_t before = 0,
                after = 0;  // cases, of Findings::looked_at, in which it stands behind the answer
};

// An answer as the two laws give it: in words, with the tree behind it.
struct Explained {
  std::string value;                   // "late", "undetermined"
  std::string explanation;             // plain text, several lines
  std::vector<std::string> citations;  // that decided it, nearest first
};

// One case whose answer changes.
struct Example {
  std::uint64_t number = 0;  // of the case
  // What matters: with these facts alone both laws answer as they do, and what is open is open for
  // the same reasons. In the order of the act.
  struct Fact {
    std::string path, value, doc;
  };
  std::vector<Fact> facts;
  std::size_t facts_left_out = 0;  // given in the case, but without weight
  std::string json;                // the facts that matter, as `acta run --case` reads them
  Explained before, after;
};

// From one outcome to another, in indices of Answer::outcomes.
struct Transition {
  std::size_t before = 0, after = 0;
  std::uint64_t cases = 0;
};

// Changes of one answer for which the same provisions and amendments are responsible.
struct Responsible {
  std::vector<Provision> provisions;  // each once, those nearest to the answer first
  // Those that matter in these cases, in their order; empty when two acts are compared.
  std::vector<std::string> amendments;
  std::uint64_t cases = 0;
  std::vector<Transition> transitions;  // the most frequent first
  std::vector<Example> examples;        // at most three, of the lowest numbers
};

// A group of cases, by a fact or a bucket of it.
struct Group {
  std::string label;  // "rally", "60 to 199", "2021-03", "missing"
  std::uint64_t cases = 0, changed = 0;
};
struct Grouping {
  std::string fact, doc;
  std::vector<Group> groups;  // in the order of the values
};

struct Answer {
  std::string name, question, type;
  // Its outcomes: members or values, then "absent", "undetermined" where they occur. Values of
  // types with many (dates, numbers) are one outcome, "known"; `other_value` counts changes from
  // one to another.
  std::vector<std::string> outcomes;
  // By outcome: where it stands among those of other comparisons of the answer.
  std::vector<std::int64_t> ranks;
  std::vector<std::vector<std::uint64_t>> matrix;  // [before][after]: cases
  std::uint64_t changed = 0;                       // off the diagonal, and other_value
  std::uint64_t other_value = 0;
  std::vector<Grouping> by;
  std::vector<Responsible> responsible;  // the most cases first; their cases sum up to `changed`
  std::vector<Reason> undetermined;      // the most frequent first
};

// The first law against one other.
struct Comparison {
  enum class Kind : std::uint8_t { kAct, kAlone, kTogether, kLeftOut };
  Kind kind = Kind::kTogether;
  std::string name;  // "shorter_notice", "all amendments", "all but shorter_notice"; the other act
  std::string amendment;            // kAlone: it. kLeftOut: the one left out
  std::uint64_t changed_cases = 0;  // cases of which some answer changes
  std::vector<Answer> answers;      // in the order of the first law; only those that both laws give
  std::vector<std::string> answers_of_one_law;  // names of those that only one gives
};

struct Amendment {
  std::string name, title, source;
  std::string path;
  std::string amends;  // the amendment that it is to; empty: to the law
};

// An answer while one number of the law is turned.
struct SweepPoint {
  std::int64_t value = 0;
  std::vector<std::uint64_t> counts;  // by outcome
  std::uint64_t changed = 0;          // cases with another answer than by the law as it reads
};
struct Sweep {
  std::string target;       // the rule or parameter: "notice_period"
  std::string unit;         // "working days"
  std::int64_t in_law = 0;  // what the law says
  std::string citation;
  bool is_amended = false;  // by all amendments
  struct Answer {
    std::string name, question;
    std::vector<std::string> outcomes;
    std::vector<SweepPoint> points;  // in the order of the values
  };
  std::vector<Answer> answers;  // those that change
};

// A fact, or what `let` draws, of which values could not be worked out: they are missing.
struct Unworked {
  std::string fact;
  std::uint64_t values = 0, first_case = 0;
};

struct Findings {
  // The law that all others are compared with.
  std::string act, title, path;
  std::vector<Amendment> amendments;
  std::string cases_from;                // "population almaty_2021, seed 7"
  bool drawn = false;                    // from a population: then shares have a sampling error
  std::uint64_t seed = 0;                // of drawn cases
  std::vector<std::string> assumptions;  // a drawn population's items, as written
  std::uint64_t cases = 0, rejected = 0;
  std::vector<Unworked> unworked;  // of drawn cases
  // Cases in which it was asked why answers are undetermined: all, or a sample of them.
  std::uint64_t looked_at = 0;
  std::vector<std::pair<std::string, std::string>> readings;  // chosen, by name
  std::string as_of;  // the day on which we ask, if it is the same for all cases; else empty
  std::string on;     // the day whose law as amended is compared; empty: of all days
  // The days by whose law cases are judged, of the second act where it has one of its own; empty:
  // as the law says.
  std::string governing_date, other_governing_date;
  std::vector<std::string> first_amended_by;  // two acts: the files of amendments to the first
  // Two acts: one. With amendments: each alone, all together, each left out (the last two only
  // where there are several).
  std::vector<Comparison> comparisons;
  std::optional<Sweep> sweep;
};

// The half-width of the interval that holds the true share in 95 of 100 draws, when `count` of
// `cases` were drawn (Wilson).
[[nodiscard]] double SamplingError(std::uint64_t count, std::uint64_t cases);

}  // namespace acta::findings
