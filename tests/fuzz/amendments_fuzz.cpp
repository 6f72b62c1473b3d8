// Hostile laws and amendments: whatever is asked of them, they are applied or refused, what comes
// out is read again, and nothing is looked for outside of the text.
//
// Input: the law, a line of `====`, the amendments.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/amend/apply.h"
#include "compiler/amend/changes.h"
#include "compiler/semantics/check.h"
#include "compiler/syntax/parser.h"

using namespace acta;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kBetween = "\n====\n";
  const std::size_t cut = input.find(kBetween);
  const std::string law_text(input.substr(0, cut));
  const std::string amendments(cut == std::string_view::npos ? std::string_view()
                                                             : input.substr(cut + kBetween.size()));

  SourceMap sources;
  Reporter reporter;
  const std::vector<ast::Document> law{
      Parse(sources, sources.Add("law.acta.md", law_text), reporter)};
  std::vector<ast::Document> files{
      Parse(sources, sources.Add("amendments.acta", amendments), reporter)};
  // Broken declarations are left out; what is there is tried all the same.
  Reporter amending;
  const std::vector<std::string> wanted{""};
  const amend::Settled settled(sources, std::move(files), wanted, {}, amending);
  const std::vector<amend::LawText> changed =
      amend::Apply(law, sources, settled.amendments(), {}, amending);
  for (const amend::LawText& one : changed) {
    Reporter again;
    const SourceId source = sources.Add("amended.acta.md", one.text.view());
    const std::vector<ast::Document> amended{Parse(sources, source, again)};
    static_cast<void>(amend::ChangesBetween(law[0], sources[law[0].source].text(), amended[0],
                                            sources[source].text()));
    static_cast<void>(Check(amended, again));
    for (std::size_t at = 0; at < one.text.size(); at += 7) {
      const Span origin = settled.OriginOf(one.text.OriginOf(at, at + 1));
      if (origin.valid() && origin.end > sources[origin.source].text().size()) {
        __builtin_trap();
      }
    }
  }
  return 0;
}
