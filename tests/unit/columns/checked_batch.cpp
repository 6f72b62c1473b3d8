#include "tests/unit/columns/checked_batch.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace acta {

Batch::Batch(const acta_act* act, acta_batch_options options) {
  options.struct_size = sizeof options;
  detail_.struct_size = sizeof detail_;
  EXPECT_EQ(acta_batch_create(act, &options, &batch_, &detail_), ACTA_OK) << detail_.message;
  EXPECT_EQ(acta_batch_output_schema(batch_, &schema_.raw), ACTA_OK);
}

acta_status Batch::Evaluate(const Column& cases) {
  Exported exported(cases);
  answers_ = std::make_unique<GivenArray>();
  detail_ = Fresh<acta_detail>();
  return acta_batch_evaluate(batch_, &exported.schema(), &exported.array(), &answers_->raw,
                             &detail_);
}

const ArrowArray& Batch::Of(const std::string& column) const {
  const ArrowArray* const found = ChildOf(schema_.raw, answers_->raw, column);
  EXPECT_NE(found, nullptr) << column;
  return *found;
}

const ArrowSchema& Batch::SchemaOf(const std::string& column) const {
  const ArrowSchema* const found = ChildOf(schema_.raw, column);
  EXPECT_NE(found, nullptr) << column;
  return *found;
}

std::string Batch::At(const std::string& answer, std::int64_t row) const {
  const ArrowArray& array = Of(answer);
  const ArrowSchema& schema = SchemaOf(answer);
  if (!IsValid(array, row)) {
    const ArrowArray* const absent = ChildOf(schema_.raw, answers_->raw, answer + "$absent");
    return absent != nullptr && BitOf(*absent, row) ? "absent" : "null";
  }
  const std::string format = schema.format;
  if (format == "b") {
    return BitOf(array, row) ? "true" : "false";
  }
  if (format == "+s") {
    return std::to_string(NumberOf(*schema.children[0], *array.children[0], row)) + " to " +
           std::to_string(NumberOf(*schema.children[1], *array.children[1], row));
  }
  return format == "u" || schema.dictionary != nullptr
             ? TextOf(schema, array, row)
             : std::to_string(NumberOf(schema, array, row));
}

std::vector<std::string> Batch::ReasonsAt(const std::string& answer, std::int64_t row) const {
  const std::string column = answer + "$reasons";
  return TextsOf(SchemaOf(column), Of(column), row);
}

std::vector<acta_batch_reject> Batch::Rejects() const {
  std::uint32_t kept = 0;
  EXPECT_EQ(acta_batch_reject_count(batch_, nullptr, &kept), ACTA_OK);
  std::vector<acta_batch_reject> rejects(kept, Fresh<acta_batch_reject>());
  for (std::uint32_t i = 0; i < kept; ++i) {
    EXPECT_EQ(acta_batch_reject_at(batch_, i, &rejects[i]), ACTA_OK);
  }
  return rejects;
}

std::string InWords(const acta_act* act, const acta_outcome* outcome, std::uint32_t answer) {
  auto value = Fresh<acta_value>();
  EXPECT_EQ(acta_outcome_value(outcome, answer, &value), ACTA_OK);
  if (value.state != ACTA_KNOWN) {
    return value.state == ACTA_IS_ABSENT ? "absent" : "null";
  }
  auto type = Fresh<acta_type_info>();
  EXPECT_EQ(acta_act_type(act, value.type, &type), ACTA_OK);
  switch (type.kind) {
    case ACTA_KIND_BOOLEAN:
      return value.payload != 0 ? "true" : "false";
    case ACTA_KIND_PERIOD_OF_DATES:
    case ACTA_KIND_PERIOD_OF_TIMES:
      return std::to_string(value.payload >> 32) + " to " +
             std::to_string(static_cast<std::int32_t>(value.payload));
    case ACTA_KIND_TEXT:
    case ACTA_KIND_ENUM: {
      acta_buffer text{};
      EXPECT_EQ(acta_outcome_format(outcome, answer, &text), ACTA_OK);
      std::string words(text.data, text.size);
      acta_buffer_free(&text);
      return type.kind == ACTA_KIND_TEXT ? words.substr(1, words.size() - 2) : words;
    }
    default:
      return std::to_string(value.payload);
  }
}

std::vector<std::string> ReasonsInWords(acta_outcome* outcome, std::uint32_t answer) {
  static const char* const kKinds[] = {"missing", "reading", "conflict", "uncovered", "arithmetic"};
  std::uint32_t count = 0;
  EXPECT_EQ(acta_outcome_reason_count(outcome, answer, &count), ACTA_OK);
  std::vector<std::string> words;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto reason = Fresh<acta_reason>();
    EXPECT_EQ(acta_outcome_reason(outcome, answer, i, &reason), ACTA_OK);
    words.push_back(std::string(kKinds[reason.kind]) + ": " + reason.subject);
  }
  return words;
}

namespace {

std::string WhyRejected(const Batch& batch, std::uint64_t row) {
  for (const acta_batch_reject& reject : batch.Rejects()) {
    if (reject.row == row) {
      return std::string(": ") + reject.path + " is " + reject.found + ", expected " +
             reject.expected;
    }
  }
  return {};
}

}  // namespace

void ExpectSameAnswers(const acta_act* act, const Batch& batch, const std::vector<Case>& cases,
                       const acta_batch_options& options, Reading reading) {
  acta_case* facts = nullptr;
  acta_outcome* outcome = nullptr;
  ASSERT_EQ(acta_case_create(act, &facts), ACTA_OK);
  ASSERT_EQ(acta_outcome_create(act, &outcome), ACTA_OK);
  std::set<std::uint64_t> rejected;
  for (const acta_batch_reject& reject : batch.Rejects()) {
    EXPECT_TRUE(rejected.insert(reject.row).second) << "row " << reject.row << " is rejected twice";
  }
  const RandomCases values(act, 0);
  for (std::size_t row = 0; row < cases.size() && !testing::Test::HasFailure(); ++row) {
    const auto at = static_cast<std::int64_t>(row);
    const bool is_bad = RandomCases::IsBad(cases[row]);
    if (reading == Reading::kSomeFacts && is_bad && !rejected.contains(row)) {
      continue;
    }
    EXPECT_EQ(rejected.contains(row), is_bad) << "row " << row << WhyRejected(batch, row);
    if (!is_bad) {
      values.Set(cases[row], facts);
      for (std::uint32_t i = 0; i < options.choice_count; ++i) {
        const acta_batch_choice& choice = options.choices[i];
        EXPECT_EQ(acta_case_choose(facts, choice.reading, choice.alternative, nullptr), ACTA_OK);
      }
      ASSERT_EQ(acta_evaluate_into(facts, nullptr, outcome), ACTA_OK);
    }
    for (std::uint32_t answer = 0; answer < acta_act_answer_count(act); ++answer) {
      auto info = Fresh<acta_answer_info>();
      ASSERT_EQ(acta_act_answer(act, answer, &info), ACTA_OK);
      const std::string name(info.name.data, info.name.size);
      EXPECT_EQ(batch.At(name, at), is_bad ? "null" : InWords(act, outcome, answer))
          << name << " in row " << row;
      if ((options.flags & ACTA_BATCH_REASONS) != 0) {
        EXPECT_EQ(batch.ReasonsAt(name, at),
                  is_bad ? std::vector<std::string>() : ReasonsInWords(outcome, answer))
            << name << " in row " << row;
      }
    }
  }
  acta_outcome_free(outcome);
  acta_case_free(facts);
}

}  // namespace acta
