#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/report/numbers.h"
#include "compiler/report/report.h"

namespace acta::report {

extern const std::string_view page_style_css;
extern const std::string_view page_charts_js;

namespace {

using namespace findings;
using Json = nlohmann::ordered_json;

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
        break;
    }
  }
  return escaped;
}

// A name that may be broken after its underscores.
std::string Breakable(std::string_view name) {
  std::string html;
  for (const char c : Escaped(name)) {
    html += c;
    html += c == '_' ? "<wbr>" : "";
  }
  return html;
}

// Prose with its paragraphs; Markdown's marks are left as they are.
std::string Paragraphs(std::string_view prose) {
  std::string html;
  while (!prose.empty()) {
    const std::size_t end = std::min(prose.find("\n\n"), prose.size());
    const std::string_view paragraph = prose.substr(0, end);
    if (paragraph.find_first_not_of(" \n") != std::string_view::npos) {
      html += "<p>" + Escaped(paragraph) + "</p>\n";
    }
    prose.remove_prefix(std::min(end + 2, prose.size()));
  }
  return html;
}

std::string Sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

class Page {
 public:
  explicit Page(const Findings& found) : found_(found) {}

  std::string Write(const std::string& charts) {
    const std::string title = found_.title.empty() ? found_.act : found_.title;
    Add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}: a "
        "simulation</title>\n",
        Escaped(title));
    out_ += "<style>\n" + std::string(page_style_css) + "</style>\n</head>\n<body>\n<main>\n";
    Add("<p class=\"faint\">What would change, for whom, and because of which "
        "provision</p>\n<h1>{}</h1>\n",
        Escaped(title));
    Headline();
    Contents();
    for (std::size_t i = 0; i < found_.comparisons.size(); ++i) {
      if (found_.comparisons[i].kind != Comparison::Kind::kLeftOut) {
        Section(found_.comparisons[i], i);
      }
    }
    LeftOut();
    SweepSection();
    OpenAnswers();
    Method();
    out_ += "</main>\n";
    if (!charts.empty()) {
      out_ += "<script>\n" + charts + "\n</script>\n";
    }
    out_ += "<script>\n" + std::string(page_charts_js) + "</script>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  template <class... Args>
  void Add(fmt::format_string<Args...> pattern, Args&&... args) {
    out_ += fmt::format(pattern, std::forward<Args>(args)...);
  }

  // What `acta simulate` was asked, in a sentence each.
  void Headline() {
    for (const Comparison& comparison : found_.comparisons) {
      if (comparison.kind == Comparison::Kind::kLeftOut) {
        continue;
      }
      Add("<p class=\"headline\">{}, <strong>{}</strong> of {}, {}, {} an answer changed.</p>\n",
          Escaped(Sentence(NameOf(comparison))), Grouped(comparison.changed_cases),
          Cases(found_.cases), ShareOf(found_, comparison.changed_cases, found_.cases),
          comparison.changed_cases == 1 ? "has" : "have");
    }
    if (found_.drawn) {
      Add("<p class=\"note\">The cases are <strong>drawn from assumptions</strong> ({}), not "
          "counted in the world. The figures "
          "show how the provisions work on such cases; the assumptions stand at the end.</p>\n",
          Escaped(found_.cases_from));
    }
    for (const Amendment& amendment : found_.amendments) {
      Add("<p><strong>{}</strong>{}: {}{}</p>\n", Escaped(amendment.name),
          amendment.amends.empty() ? "" : ", which amends " + Escaped(amendment.amends),
          Escaped(amendment.title.empty() ? "an amendment" : amendment.title),
          amendment.source.empty()
              ? ""
              : "<br><span class=\"faint\">Source: " + Escaped(amendment.source) + "</span>");
    }
  }

  void Contents() {
    out_ += "<nav aria-label=\"Contents\"><ul>\n";
    for (std::size_t i = 0; i < found_.comparisons.size(); ++i) {
      if (found_.comparisons[i].kind != Comparison::Kind::kLeftOut) {
        Add("<li><a href=\"#comparison-{}\">{}</a></li>\n", i,
            Escaped(Sentence(NameOf(found_.comparisons[i]))));
      }
    }
    if (found_.sweep) {
      Add("<li><a href=\"#sweep\">What if {} were another number</a></li>\n",
          Escaped(found_.sweep->target));
    }
    out_ +=
        "<li><a href=\"#open\">Answers that stay open</a></li>\n<li><a href=\"#method\">Method and "
        "assumptions</a></li>\n</ul></nav>\n";
  }

  void Section(const Comparison& comparison, std::size_t index) {
    Add("<section id=\"comparison-{}\" data-changed=\"{}\">\n<h2>{}</h2>\n", index,
        comparison.changed_cases, Escaped(Sentence(NameOf(comparison))));
    std::vector<const Answer*> changed;
    std::string same;
    for (const Answer& answer : comparison.answers) {
      if (answer.changed > 0) {
        changed.push_back(&answer);
      } else {
        same += (same.empty() ? "" : ", ") + answer.name;
      }
    }
    std::ranges::stable_sort(changed, std::ranges::greater(),
                             [](const Answer* answer) { return answer->changed; });
    if (changed.empty()) {
      out_ += "<p>No answer changes in any case.</p>\n";
    } else {
      Overview(changed);
    }
    for (const Answer* answer : changed) {
      Write(*answer);
    }
    if (!same.empty() && !changed.empty()) {
      Add("<p class=\"faint\">The same in every case: {}.</p>\n", Escaped(same));
    }
    if (!comparison.answers_of_one_law.empty()) {
      Add("<p class=\"faint\">Given by one of the two only, and not compared: {}.</p>\n",
          Escaped(fmt::format("{}", fmt::join(comparison.answers_of_one_law, ", "))));
    }
    out_ += "</section>\n";
  }

  void Overview(const std::vector<const Answer*>& changed) {
    out_ +=
        "<div class=\"table\"><table>\n<caption>Answers that "
        "change</caption>\n<thead><tr><th>Question</th><th>Cases</th>"
        "<th>Share</th><th class=\"text\"></th></tr></thead>\n<tbody>\n";
    for (const Answer* answer : changed) {
      const double share = static_cast<double>(answer->changed) /
                           static_cast<double>(std::max<std::uint64_t>(found_.cases, 1));
      Add("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"text\"><span class=\"bar\" "
          "style=\"width:{:.2f}rem\"></span></td></tr>\n",
          Escaped(answer->question), Grouped(answer->changed),
          ShareOf(found_, answer->changed, found_.cases), 8 * share);
    }
    out_ += "</tbody></table></div>\n";
  }

  // A chart and the figures that it is drawn from.
  void Chart(const char* kind, const std::string& name, const Json& figures) {
    const std::size_t number = ++charts_;
    std::string data = figures.dump(-1, ' ', false, Json::error_handler_t::replace);
    for (std::size_t at = data.find("</"); at != std::string::npos; at = data.find("</", at + 3)) {
      data.replace(at, 2, "<\\/");
    }
    Add("<div class=\"chart\" role=\"img\" aria-label=\"{}\" data-kind=\"{}\" "
        "data-figures=\"figures-{}\"></div>\n"
        "<script type=\"application/json\" id=\"figures-{}\">{}</script>\n",
        Escaped(name), kind, number, number, data);
  }

  void Write(const Answer& answer) {
    Add("<h3>{} <span class=\"faint\">{}</span></h3>\n<p>{} of {} {}, {}.</p>\n",
        Escaped(answer.question), Escaped(answer.name), Grouped(answer.changed),
        Cases(found_.cases), answer.changed == 1 ? "changes" : "change",
        ShareOf(found_, answer.changed, found_.cases));
    Matrix(answer);
    for (const Grouping& grouping : answer.by) {
      Groups(answer, grouping);
    }
    out_ += "<h4>Because of</h4>\n";
    for (const Responsible& responsible : answer.responsible) {
      Write(responsible, answer);
    }
  }

  void Matrix(const Answer& answer) {
    Json links = Json::array();
    for (std::size_t i = 0; i < answer.outcomes.size(); ++i) {
      for (std::size_t k = 0; k < answer.outcomes.size(); ++k) {
        if (answer.matrix[i][k] > 0) {
          links.push_back({i, k, answer.matrix[i][k]});
        }
      }
    }
    if (answer.outcomes.size() > 1) {
      Chart("flow", "From outcomes before to outcomes after: " + answer.question,
            {{"before", answer.outcomes}, {"after", answer.outcomes}, {"links", links}});
    }
    out_ +=
        "<div class=\"table\"><table>\n<caption>Cases by outcome: before in rows, after in "
        "columns</caption>\n<thead><tr><th>before \\ after</th>";
    for (const std::string& outcome : answer.outcomes) {
      Add("<th>{}</th>", Breakable(outcome));
    }
    out_ += "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < answer.outcomes.size(); ++i) {
      Add("<tr><td>{}</td>", Breakable(answer.outcomes[i]));
      for (std::size_t k = 0; k < answer.outcomes.size(); ++k) {
        const std::uint64_t count = answer.matrix[i][k];
        Add("<td class=\"{}\">{}</td>", i == k ? "same" : count > 0 ? "moved" : "", Grouped(count));
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table></div>\n";
    if (answer.other_value > 0) {
      Add("<p class=\"faint\">{} of the cases that change go from one value to another within one "
          "outcome of this table.</p>\n",
          Grouped(answer.other_value));
    }
  }

  void Groups(const Answer& answer, const Grouping& grouping) {
    Json labels = Json::array();
    Json cases = Json::array();
    Json changed = Json::array();
    for (const Group& group : grouping.groups) {
      labels.push_back(group.label);
      cases.push_back(group.cases);
      changed.push_back(group.changed);
    }
    Add("<h4>By {}{}</h4>\n", Escaped(grouping.fact),
        grouping.doc.empty() ? "" : ": " + Escaped(grouping.doc));
    Chart("groups",
          fmt::format("Share of cases that change by {}: {}", grouping.fact, answer.question),
          {{"labels", labels}, {"cases", cases}, {"changed", changed}});
    Add("<div "
        "class=\"table\"><table>\n<thead><tr><th>{}</th><th>Cases</th><th>Changed</th><th>Share</"
        "th></tr></thead>\n<tbody>\n",
        Escaped(grouping.fact));
    for (const Group& group : grouping.groups) {
      Add("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", Escaped(group.label),
          Grouped(group.cases), Grouped(group.changed), Share(group.changed, group.cases));
    }
    out_ += "</tbody></table></div>\n";
  }

  void Write(const Responsible& responsible, const Answer& answer) {
    out_ += "<div class=\"provision\">\n";
    if (responsible.provisions.empty()) {
      out_ += "<strong>elsewhere in the law</strong>\n";
    }
    for (const Provision& provision : responsible.provisions) {
      Add("<strong>{}</strong>\n", Escaped(Heading(provision)));
      if (!provision.prose.empty()) {
        out_ += "<details><summary>its words</summary>\n" + Paragraphs(provision.prose) +
                "</details>\n";
      }
    }
    Add("<p>{}, {} of those that change{}:</p>\n<ul>\n", Cases(responsible.cases),
        Share(responsible.cases, answer.changed),
        responsible.amendments.empty()
            ? ""
            : Escaped(fmt::format(", by {}", fmt::join(responsible.amendments, ", "))));
    for (const Transition& transition : responsible.transitions) {
      Add("<li>{} → {}: {}</li>\n", Escaped(answer.outcomes[transition.before]),
          Escaped(answer.outcomes[transition.after]), Grouped(transition.cases));
    }
    out_ += "</ul>\n";
    for (const Example& example : responsible.examples) {
      Write(example);
    }
    out_ += "</div>\n";
  }

  void Write(const Example& example) {
    Add("<details class=\"case\"><summary>Case {}: {} → {}</summary>\n<p class=\"faint\">With "
        "these facts alone both laws answer as they do",
        example.number, Escaped(example.before.value), Escaped(example.after.value));
    if (example.facts_left_out > 0) {
      Add("; {}",
          example.facts_left_out == 1
              ? "1 other fact of the case does not matter"
              : fmt::format("{} other facts of the case do not matter", example.facts_left_out));
    }
    out_ += ".</p>\n<dl class=\"facts\">\n";
    for (const Example::Fact& fact : example.facts) {
      Add("<dt><code>{}</code> is {}</dt><dd class=\"faint\">{}</dd>\n", Escaped(fact.path),
          Escaped(fact.value), Escaped(fact.doc));
    }
    out_ += "</dl>\n<div class=\"pair\">\n";
    for (const auto& [name, explained] :
         {std::pair("Before", &example.before), std::pair("After", &example.after)}) {
      Add("<div><h4>{}: {}</h4>\n<p class=\"faint\">{}</p>\n<pre tabindex=\"0\">{}</pre></div>\n",
          name, Escaped(explained->value),
          Escaped(fmt::format("{}", fmt::join(explained->citations, "; "))),
          Escaped(explained->explanation));
    }
    Add("</div>\n<pre tabindex=\"0\">{}</pre>\n</details>\n", Escaped(example.json));
  }

  void LeftOut() {
    const bool any = std::ranges::any_of(found_.comparisons, [](const Comparison& one) {
      return one.kind == Comparison::Kind::kLeftOut;
    });
    if (!any) {
      return;
    }
    const auto together =
        std::ranges::find(found_.comparisons, Comparison::Kind::kTogether, &Comparison::kind);
    out_ +=
        "<section>\n<h2>Each amendment left out</h2>\n<div class=\"table\"><table>\n<caption>Cases "
        "with an answer changed</caption>\n"
        "<thead><tr><th>Without</th><th>Cases</th><th>Share</th></tr></thead>\n<tbody>\n";
    if (together != found_.comparisons.end()) {
      Add("<tr><td>none: all amendments</td><td>{}</td><td>{}</td></tr>\n",
          Grouped(together->changed_cases), ShareOf(found_, together->changed_cases, found_.cases));
    }
    for (const Comparison& comparison : found_.comparisons) {
      if (comparison.kind == Comparison::Kind::kLeftOut) {
        Add("<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n", Escaped(comparison.amendment),
            Grouped(comparison.changed_cases),
            ShareOf(found_, comparison.changed_cases, found_.cases));
      }
    }
    out_ += "</tbody></table></div>\n</section>\n";
  }

  void SweepSection() {
    if (!found_.sweep) {
      return;
    }
    const Sweep& sweep = *found_.sweep;
    Add("<section id=\"sweep\">\n<h2>What if {} were another number</h2>\n<p>{}.</p>\n",
        Escaped(sweep.target), Escaped(InWords(sweep)));
    for (const Sweep::Answer& answer : sweep.answers) {
      Json values = Json::array();
      for (const SweepPoint& point : answer.points) {
        values.push_back(std::to_string(point.value));
      }
      Json lines = Json::array();
      for (std::size_t i = 0; i < answer.outcomes.size(); ++i) {
        Json counts = Json::array();
        for (const SweepPoint& point : answer.points) {
          counts.push_back(point.counts[i]);
        }
        lines.push_back({{"name", answer.outcomes[i]}, {"counts", counts}});
      }
      Add("<h3>{}</h3>\n", Escaped(answer.question));
      Chart("sweep", "Cases by outcome while " + sweep.target + " changes: " + answer.question,
            {{"values", values}, {"unit", sweep.unit}, {"law", sweep.in_law}, {"lines", lines}});
      Add("<div class=\"table\"><table>\n<thead><tr><th>{}</th>",
          Escaped(sweep.unit.empty() ? sweep.target : sweep.unit));
      for (const std::string& outcome : answer.outcomes) {
        Add("<th>{}</th>", Breakable(outcome));
      }
      out_ += "<th>cases change</th></tr></thead>\n<tbody>\n";
      for (const SweepPoint& point : answer.points) {
        Add("<tr><td>{}{}</td>", point.value, point.value == sweep.in_law ? " (the law)" : "");
        for (const std::uint64_t count : point.counts) {
          Add("<td>{}</td>", Grouped(count));
        }
        Add("<td>{}</td></tr>\n", Grouped(point.changed));
      }
      out_ += "</tbody></table></div>\n";
    }
    out_ += "</section>\n";
  }

  void OpenAnswers() {
    out_ += "<section id=\"open\">\n<h2>Answers that stay open</h2>\n";
    if (found_.comparisons.empty() || found_.looked_at == 0) {
      out_ += "<p>Not looked at.</p>\n</section>\n";
      return;
    }
    Add("<p>Why answers are undetermined, in {} looked at one by one. Where a party is "
        "named, only it can judge: nobody computes that.</p>\n"
        "<div class=\"table\"><table>\n<thead><tr><th>Answer</th><th class=\"text\">Reason</th><th "
        "class=\"text\">Who must judge</th><th>Before</th>"
        "<th>After</th></tr></thead>\n",
        IsSampled(found_) ? fmt::format("a sample of {} of the {}", Grouped(found_.looked_at),
                                        Cases(found_.cases))
                          : Cases(found_.looked_at));
    const Comparison* comparison = &found_.comparisons.front();
    for (const Comparison& one : found_.comparisons) {
      comparison = one.kind == Comparison::Kind::kTogether ? &one : comparison;
    }
    for (const Answer& answer : comparison->answers) {
      constexpr std::size_t kMost = 6;
      out_ += "<tbody>\n";
      for (std::size_t i = 0; i < std::min(answer.undetermined.size(), kMost); ++i) {
        const Reason& reason = answer.undetermined[i];
        Add("<tr><td>{}</td><td class=\"text\">{} {}{}</td><td "
            "class=\"text\">{}</td><td>{}</td><td>{}</td></tr>\n",
            i == 0 ? Escaped(answer.name) : "", Escaped(reason.kind), Escaped(reason.subject),
            reason.doc.empty() ? "" : ": " + Escaped(reason.doc), Escaped(reason.judged_by),
            Share(reason.before, found_.looked_at), Share(reason.after, found_.looked_at));
      }
      out_ += "</tbody>\n";
    }
    out_ += "</table></div>\n</section>\n";
  }

  // What was done with each case, in sentences.
  [[nodiscard]] std::string HowCompared() const {
    std::string text;
    if (!found_.comparisons.empty()) {
      text = found_.comparisons.front().kind == Comparison::Kind::kAct
                 ? "Each case was put to both acts; every answer that both give was compared."
                 : "Each case was put to the act and to the act as amended; every answer of both "
                   "was compared.";
      text +=
          " A change is laid to the clauses that the two laws do not share and through whose "
          "results the difference reaches the answer, in that very case. Example cases are the "
          "ones with the lowest numbers, without the facts that can be left out while both laws "
          "answer as they do.";
    }
    if (found_.sweep) {
      text += fmt::format(
          "{}Each case was put to the act{} with each of the numbers in the place of "
          "the one that it says.",
          text.empty() ? "" : " ", found_.sweep->is_amended ? " as amended" : "");
    }
    return text;
  }

  void Method() {
    Add("<section id=\"method\">\n<h2>Method and assumptions</h2>\n<p>{}</p>\n<p "
        "class=\"paper\">On paper the first case of each cause is "
        "explained, and any other that was open on the screen.</p>\n<ul>\n<li>Act: {} "
        "(<code>{}</code>)</li>\n<li>Cases: {} from {}; {} rejected</li>\n",
        HowCompared(), Escaped(found_.act), Escaped(found_.path), Grouped(found_.cases),
        Escaped(found_.cases_from), Grouped(found_.rejected));
    if (found_.drawn) {
      Add("<li>Seed: {}. Behind ± stands half of the interval that holds the share of the whole "
          "population in 95 of 100 draws (Wilson)</li>\n",
          found_.seed);
    }
    for (const Unworked& unworked : found_.unworked) {
      Add("<li>Drawn: {}</li>\n", Escaped(InWords(unworked)));
    }
    for (const std::string& choice : Choices(found_)) {
      Add("<li>{}</li>\n", Escaped(choice));
    }
    out_ += "</ul>\n";
    if (!found_.assumptions.empty()) {
      out_ += "<details><summary>The assumptions, as written</summary>\n<pre tabindex=\"0\">";
      for (const std::string& assumption : found_.assumptions) {
        out_ += Escaped(assumption) + "\n";
      }
      out_ += "</pre>\n</details>\n";
    }
    out_ += "</section>\n";
  }

  const Findings& found_;
  std::string out_;
  std::size_t charts_ = 0;
};

}  // namespace

std::string PageOf(const Findings& found, const std::string& charts) {
  return Page(found).Write(charts);
}

}  // namespace acta::report
