// A batch, its answers, and whether they are those of the row door.
#pragma once

#include <string>
#include <vector>

#include "tests/unit/columns/arrow_tree.h"
#include "tests/unit/columns/random_cases.h"

namespace acta {

class Batch {
 public:
  explicit Batch(const acta_act* act, acta_batch_options options = {});
  ~Batch() { acta_batch_free(batch_); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  [[nodiscard]] acta_batch* get() const { return batch_; }
  // The status; on success the answers are there until the next call.
  acta_status Evaluate(const Column& cases);
  [[nodiscard]] const acta_detail& detail() const { return detail_; }

  // Of the last call.
  [[nodiscard]] const ArrowArray& answers() const { return answers_->raw; }
  [[nodiscard]] const ArrowSchema& schema() const { return schema_.raw; }
  [[nodiscard]] const ArrowArray& Of(const std::string& column) const;
  [[nodiscard]] const ArrowSchema& SchemaOf(const std::string& column) const;
  // A value in words: "null", "absent", "true", a number, a name.
  [[nodiscard]] std::string At(const std::string& answer, std::int64_t row) const;
  [[nodiscard]] std::vector<std::string> ReasonsAt(const std::string& answer,
                                                   std::int64_t row) const;
  [[nodiscard]] std::vector<acta_batch_reject> Rejects() const;

 private:
  acta_batch* batch_ = nullptr;
  GivenSchema schema_;
  std::unique_ptr<GivenArray> answers_;
  acta_detail detail_{};
};

// The answer of the row door in the same words.
[[nodiscard]] std::string InWords(const acta_act* act, const acta_outcome* outcome,
                                  std::uint32_t answer);
[[nodiscard]] std::vector<std::string> ReasonsInWords(acta_outcome* outcome, std::uint32_t answer);

// Whether every fact is read by some rule: what is wrong with others nobody sees.
enum class Reading { kEveryFact, kSomeFacts };

// Expects of every row what the row door says under the same options, or, of bad ones, that they
// were rejected.
void ExpectSameAnswers(const acta_act* act, const Batch& batch, const std::vector<Case>& cases,
                       const acta_batch_options& options, Reading reading = Reading::kEveryFact);

}  // namespace acta
