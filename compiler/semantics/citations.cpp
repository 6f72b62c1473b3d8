// How provisions are cited: in the words of their headings, and of another act with its name.
#include <algorithm>

#include "compiler/base/edit_distance.h"
#include "compiler/semantics/context.h"
#include "compiler/syntax/provisions.h"

namespace acta::semantics {
namespace {

// "Article 3(1)" or "Article 3, first sentence" stands within "Article 3": the wider names no act.
bool IsWithin(std::string_view citation, std::string_view wider) {
  return citation.starts_with(wider);
}

}  // namespace

std::vector<ast::ProvisionId> Context::ProvisionsCited(std::uint32_t document,
                                                       const std::string& citation) {
  if (provisions_cited_.empty()) {
    for (const DocumentInfo& info : documents) {
      provisions_cited_.push_back(syntax::ProvisionsByCitation(*info.tree));
    }
  }
  const auto found = provisions_cited_[document].find(citation);
  return found == provisions_cited_[document].end() ? std::vector<ast::ProvisionId>()
                                                    : found->second;
}

std::string Context::ActOf(std::uint32_t document, ast::ProvisionId id) const {
  const auto& provisions = documents[document].tree->provisions;
  // The outermost heading above.
  ast::ProvisionId outermost = id;
  for (std::uint32_t above = id.value; above-- > 0;) {
    if (provisions[ast::ProvisionId(above)].level < provisions[outermost].level) {
      outermost = ast::ProvisionId(above);
    }
  }
  if (outermost != id) {
    return IsWithin(provisions[id].citation, provisions[outermost].citation)
               ? documents[document].name
               : provisions[outermost].citation;
  }
  const ast::ProvisionId next(id.value + 1);
  const bool heads_the_act = id.value == 0 && next.value < provisions.size() &&
                             provisions[next].level > provisions[id].level &&
                             !IsWithin(provisions[next].citation, provisions[id].citation);
  return heads_the_act ? std::string() : documents[document].name;
}

ir::CitationId Context::Cite(const Place& place, const std::optional<ast::Citation>& more) {
  const ast::Provision* provision =
      place.provision.valid() ? &TreeOf(place).provisions[place.provision] : nullptr;
  if (provision == nullptr && !more) {
    return {};
  }
  const std::string key = fmt::format("{}/{}/{}", place.document, place.provision.value,
                                      more ? more->text : std::string());
  const auto [entry, added] = citations_.try_emplace(key);
  if (!added) {
    return entry->second;
  }
  ir::Citation citation;
  if (provision != nullptr) {
    citation = {.text = provision->citation,
                .title = provision->title,
                .prose = provision->prose,
                .span = provision->span};
  }
  ast::ProvisionId cited = place.provision;
  if (more && !more->text.empty()) {
    const char first = more->text.front();
    const bool appended = first == '(' && provision != nullptr;
    const bool after_comma = first >= 'a' && first <= 'z' && provision != nullptr;
    if (appended) {
      citation.text += more->text;
    } else if (after_comma) {
      citation.text += ", " + more->text;
    } else {
      citation = {.text = more->text};
      // It may yet be a provision of the same act.
      const std::vector<ast::ProvisionId> meant = ProvisionsCited(place.document, more->text);
      cited = meant.empty() ? ast::ProvisionId() : meant.front();
    }
    citation.span = more->span;
  }
  if (cited.valid() && place.document != 0) {
    citation.act = ActOf(place.document, cited);
    citation.text += citation.act.empty() ? "" : ", " + citation.act;
  }
  citation.first = FirstCitation(place.document, cited, citation.text);
  entry->second = program.citations.Add(std::move(citation));
  return entry->second;
}

// Of provisions that are cited alike each has citations of its own.
ir::CitationId Context::FirstCitation(std::uint32_t document, ast::ProvisionId cited,
                                      const std::string& text) {
  std::string key = "0/" + text;
  if (cited.valid()) {
    const std::string& heading = documents[document].tree->provisions[cited].citation;
    const bool is_alone = ProvisionsCited(document, heading).size() == 1;
    key = is_alone ? fmt::format("{}/{}", document, text)
                   : fmt::format("{}/{}/{}", document, cited.value, text);
  }
  const auto next = ir::CitationId(static_cast<std::uint32_t>(program.citations.size()));
  return first_citations_.try_emplace(std::move(key), next).first->second;
}

void Context::WarnOfProvisionsCitedAlike() {
  const ast::Document& act = *documents.front().tree;
  std::vector<std::pair<ast::ProvisionId, ast::ProvisionId>> alike;  // with the first
  for (const auto& [citation, provisions] : syntax::ProvisionsByCitation(act)) {
    for (std::size_t i = 1; i < provisions.size(); ++i) {
      alike.emplace_back(provisions[i], provisions[0]);
    }
  }
  std::ranges::sort(alike);
  for (const auto& [provision, first] : alike) {
    reporter
        .Report<diag::CitedAlike>(act.provisions[provision].span,
                                  act.provisions[provision].citation)
        .Label(act.provisions[first].span, "the first")
        .Help("give it a citation of its own, as with what it is part of: `Article 2, Part 1`");
  }
}

void Context::ReportUncited(const ast::Citation& citation, const std::vector<std::string>& cited) {
  const bool may_suggest = ReadyForNames();
  DiagnosticBuilder report = reporter.Report<diag::UnknownCitation>(citation.span, citation.text);
  if (!may_suggest) {
    return;
  }
  if (const auto closest = ClosestName(citation.text, cited)) {
    report.Help(fmt::format("did you mean `{}`?", *closest));
  }
}

}  // namespace acta::semantics
