#include "compiler/driver/blame.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace acta {
namespace {

constexpr std::size_t kMostInstructions = 200;

bool IsSame(const Diagnostic& one, const Diagnostic& other) {
  return one.code == other.code && one.message == other.message && one.span == other.span;
}

// The first `count` instructions of all amendments, one after the other.
class Beginning {
 public:
  Beginning(std::span<const amend::Written> amendments, std::size_t count) {
    for (const amend::Written& written : amendments) {
      ast::Amendment& begun = amendments_.emplace_back(*written.amendment);
      begun.instructions.resize(std::min(count, begun.instructions.size()));
      count -= begun.instructions.size();
      written_.push_back({written.sources, written.document, &begun, written.in_all_cases});
    }
  }
  Beginning(const Beginning&) = delete;
  Beginning& operator=(const Beginning&) = delete;

  [[nodiscard]] std::span<const amend::Written> written() const { return written_; }

 private:
  std::deque<ast::Amendment> amendments_;
  std::vector<amend::Written> written_;
};

}  // namespace

void PointAtInstructions(std::span<const amend::Written> amendments,
                         const ErrorsUnder& errors_under,
                         const std::function<bool(const Span&)>& stands_in_law,
                         Reporter& reporter) {
  std::vector<Diagnostic> unexplained;
  for (const Diagnostic& found : reporter.diagnostics()) {
    if (found.severity == Severity::kError && stands_in_law(found.span)) {
      unexplained.push_back(found);
    }
  }
  std::vector<Span> instructions;
  for (const amend::Written& written : amendments) {
    for (const ast::Amendment::Instruction& instruction : written.amendment->instructions) {
      instructions.push_back(instruction.span);
    }
  }
  // Nothing brought what is there without amendments.
  for (std::size_t count = 0;
       count <= std::min(instructions.size(), kMostInstructions) && !unexplained.empty(); ++count) {
    const Beginning begun(amendments, count);
    const std::vector<Diagnostic> errors = errors_under(begun.written());
    const auto is_there = [&](const Diagnostic& one) {
      return std::ranges::any_of(errors,
                                 [&](const Diagnostic& other) { return IsSame(one, other); });
    };
    for (const Diagnostic& one : unexplained) {
      if (count > 0 && is_there(one)) {
        reporter.Revise([&](Diagnostic& diagnostic) {
          if (IsSame(diagnostic, one)) {
            diagnostic.labels.insert(diagnostic.labels.begin(),
                                     {one.span, "here, in the law as amended"});
            diagnostic.span = instructions[count - 1];
          }
        });
      }
    }
    std::erase_if(unexplained, is_there);
  }
}

}  // namespace acta
