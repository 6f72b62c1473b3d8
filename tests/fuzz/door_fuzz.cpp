// The generic door, called in any order by a host that makes every mistake: names that are none,
// indices of nothing, values out of all range, NULL, structs of other versions, memory that runs
// out. A refusal says why and leaves the case as it was; what is accepted can be read back,
// evaluated and explained; at the end all memory has come back.
//
// Input: calls, one after the other; each takes the bytes that it needs.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "acta/acta.h"
#include "tests/fuzz/hostile_host.h"
#include "tests/unit/runtime/assembly_act.h"

namespace {

using acta::Fresh;
using namespace acta::fuzz;  // What this host is made of.

constexpr const char* kPaths[] = {"as_of",
                                  "form",
                                  "starts",
                                  "participants",
                                  "notification",
                                  "notification.registered",
                                  "notification.place",
                                  "organisers",
                                  "organisers[0]",
                                  "organisers[0].birth_date",
                                  "organisers[1].citizenship",
                                  "organisers[2].incapacitated",
                                  "days",
                                  "days[0]",
                                  "days[5]",
                                  "threat",
                                  "fine",
                                  "share",
                                  "note",
                                  "closed",
                                  "night",
                                  "forms",
                                  "opens",
                                  "notice",
                                  "chair",
                                  "chair.citizenship",
                                  "chair.incapacitated"};
constexpr const char* kWords[] = {"rally",
                                  "kz",
                                  "other",
                                  "picket",
                                  "2021-03-29",
                                  "12:00",
                                  "2917.50",
                                  "yes",
                                  "no",
                                  "1",
                                  "2021-03-29 12:00",
                                  "22:00 to 06:00",
                                  "main square",
                                  "-1",
                                  "10 working days",
                                  R"({"form":"rally","days":["2021-03-01"],"organisers":[{}]})"};
constexpr const char* kNames[] = {"backward", "lenient", "strict",      "outcome",
                                  "deadline", "refused", "may_organise"};

class Host {
 public:
  explicit Host(Input& input) : input_(input) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host() {
    acta_outcome_free(outcome_);
    acta_case_free(facts_);
    acta_buffer_free(&text_);
    acta_act_close(act_);
    Require(purse_.lent == 0);
  }

  // False when there was no memory for it.
  bool Open() {
    static const acta::AssemblyAct good;
    acta_act_options options = good.Options();
    options.allocator = purse_.Allocator();
    purse_.allocations_left = input_.Rarely() ? input_.Byte() : UINT32_MAX;
    const acta_status opened = acta_act_open(&options, &act_, nullptr);
    Require(opened == ACTA_OK ||
            (opened == ACTA_NO_MEMORY && act_ == nullptr && !purse_.is_full()));
    purse_.allocations_left = UINT32_MAX;
    return opened == ACTA_OK && acta_case_create(act_, &facts_) == ACTA_OK &&
           acta_outcome_create(act_, &outcome_) == ACTA_OK;
  }

  void Call() {
    purse_.allocations_left = input_.Rarely() ? input_.Byte() % 8 : UINT32_MAX;
    switch (input_.Byte() % 12) {
      case 0:
        return Evaluate();
      case 1:
        return AskOutcome();
      case 2:
        return AskAct();
      case 3:
        return Replace();
      case 4:
        return Read();
      default:
        return Set();
    }
  }

 private:
  // What was accepted can be read where it was put.
  enum class Becomes { kKnown, kAbsent, kMissing, kWhatItWas };

  void Set() {
    const std::vector<std::int64_t> before = Slots(facts_);
    auto detail = Fresh<acta_detail>();
    Becomes becomes = Becomes::kKnown;
    const std::optional<std::string> path = input_.Name(kPaths);
    const acta_status status = SetSomething(Chars(path), &detail, &becomes);
    if (status != ACTA_OK) {
      Require(Slots(facts_) == before);
      Require(detail.status == status && detail.message[0] != '\0');
      Require(status != ACTA_NO_MEMORY || !purse_.is_full());
      return;
    }
    Require(detail.status == 0 && detail.message[0] == '\0');
    if (becomes != Becomes::kWhatItWas) {
      auto value = Fresh<acta_value>();
      Require(acta_case_get(facts_, Chars(path), &value, nullptr) == ACTA_OK);
      Require(value.state == (becomes == Becomes::kKnown    ? ACTA_KNOWN
                              : becomes == Becomes::kAbsent ? ACTA_IS_ABSENT
                                                            : ACTA_UNDETERMINED));
    }
  }

  acta_status SetSomething(const char* path, acta_detail* detail, Becomes* becomes) {
    switch (input_.Byte() % 21) {
      case 0:
        // Of an entity that always exists only the fields are missing afterwards.
        *becomes = Becomes::kWhatItWas;
        return acta_case_set_missing(facts_, path, detail);
      case 1:
        *becomes = Becomes::kAbsent;
        return acta_case_set_absent(facts_, path, detail);
      case 2:
        return acta_case_set_boolean(facts_, path, input_.Int(), detail);
      case 3:
        return acta_case_set_integer(facts_, path, input_.Number(), detail);
      case 4:
        return acta_case_set_decimal(facts_, path, input_.Number(), detail);
      case 5:
        return acta_case_set_money(facts_, path, input_.Number(), detail);
      case 6:
        return acta_case_set_date(facts_, path, input_.Int(), input_.Int(), input_.Int(), detail);
      case 7:
        return acta_case_set_time(facts_, path, input_.Int(), input_.Int(), input_.Int(), detail);
      case 8:
        return acta_case_set_datetime(facts_, path, input_.Int(), input_.Int(), input_.Int(),
                                      input_.Int(), input_.Int(), input_.Int(), detail);
      case 9:
        return acta_case_set_duration(facts_, path, input_.Number(), detail);
      case 10:
        return acta_case_set_enum(facts_, path, Chars(input_.Name(kWords)), detail);
      case 11:
        return acta_case_set_ordinal(facts_, path, input_.Index(), detail);
      case 12:
        return acta_case_set_set(facts_, path, static_cast<std::uint64_t>(input_.Number()), detail);
      case 13:
        return SetText(path, acta_case_set_text, detail);
      case 14:
        return acta_case_set_present(facts_, path, detail);
      case 15:
        return acta_case_set_empty_list(facts_, path, detail);
      case 16: {
        std::uint32_t index = 0;
        return acta_case_append(facts_, path, input_.Rarely() ? nullptr : &index, detail);
      }
      case 17: {
        const std::int64_t payload = input_.Number();
        *becomes = payload == ACTA_ABSENT ? Becomes::kAbsent : Becomes::kKnown;
        return acta_case_set_payload(facts_, path, payload, detail);
      }
      case 18: {
        *becomes = Becomes::kWhatItWas;
        const std::uint32_t fact = input_.Index();
        return acta_case_set_fact(facts_, fact, input_.Number(), detail);
      }
      case 19: {
        *becomes = Becomes::kWhatItWas;
        const std::optional<std::string> reading = input_.Name(kNames);
        return acta_case_choose(facts_, Chars(reading), Chars(input_.Name(kNames)), detail);
      }
      default:
        return SetText(path, acta_case_set_from_text, detail);
    }
  }

  template <class Setter>
  acta_status SetText(const char* path, Setter set, acta_detail* detail) {
    if (input_.Rarely()) {
      return set(facts_, path, nullptr, input_.Byte(), detail);
    }
    const std::string words = input_.Name(kWords).value_or(std::string(70'000, 'x'));
    return set(facts_, path, words.data(), words.size(), detail);
  }

  // The case by a copy, by nothing, or by what JSON says.
  void Replace() {
    const std::uint8_t how = input_.Byte() % 3;
    if (how == 0) {
      acta_case* copy = nullptr;
      if (acta_case_clone(facts_, &copy) == ACTA_OK) {
        Require(Slots(copy) == Slots(facts_));
        std::swap(copy, facts_);
        acta_case_free(copy);
      }
    } else if (how == 1) {
      acta_case_reset(facts_);
    } else {
      auto detail = Fresh<acta_detail>();
      const std::string json = input_.Name(kWords).value_or("");
      const acta_status status = acta_case_read_json(facts_, json.data(), json.size(), &detail);
      Require(status == ACTA_OK || (detail.status == status && detail.message[0] != '\0'));
    }
  }

  void Read() {
    const std::optional<std::string> path = input_.Name(kPaths);
    OfAnySize<acta_value>(input_, [&](acta_value* out) {
      static_cast<void>(
          acta_case_get(facts_, Chars(path), input_.Rarely() ? nullptr : out, nullptr));
    });
    const std::uint32_t type = input_.Index();
    static_cast<void>(
        acta_format_value(act_, input_.Rarely() ? nullptr : facts_, type, input_.Number(), &text_));
  }

  // Traced or not, the answers are the same, and so they are to a copy.
  void Evaluate() {
    auto options = Fresh<acta_evaluate_options>();
    options.flags = ACTA_TRACE;
    if (acta_evaluate_into(facts_, &options, outcome_) != ACTA_OK) {
      Require(!purse_.is_full());
      return;
    }
    acta_outcome* row = nullptr;
    if (acta_evaluate(facts_, nullptr, &row) != ACTA_OK) {
      Require(!purse_.is_full() && row == nullptr);
      return;
    }
    for (std::uint32_t answer = 0; answer < acta_act_answer_count(act_); ++answer) {
      auto traced = Fresh<acta_value>();
      auto untraced = Fresh<acta_value>();
      Require(acta_outcome_value(outcome_, answer, &traced) == ACTA_OK);
      Require(acta_outcome_value(row, answer, &untraced) == ACTA_OK);
      Require(traced.state == untraced.state && traced.payload == untraced.payload);
      Require(acta_explain_json(outcome_, answer, nullptr, &text_) == ACTA_OK || !purse_.is_full());
    }
    acta_outcome_free(row);
  }

  void AskOutcome() {
    acta_outcome* const outcome = input_.Rarely() ? nullptr : outcome_;
    acta_buffer* const text = input_.Rarely() ? nullptr : &text_;
    const std::uint32_t subject = input_.Index();
    std::uint32_t count = 0;
    const std::uint32_t* indices = nullptr;
    switch (input_.Byte() % 9) {
      case 0:
        OfAnySize<acta_value>(input_, [&](acta_value* out) {
          static_cast<void>(acta_outcome_value(outcome, subject, out));
        });
        return static_cast<void>(acta_outcome_format(outcome, subject, text));
      case 1:
        static_cast<void>(acta_outcome_reason_count(outcome, subject, &count));
        return OfAnySize<acta_reason>(input_, [&](acta_reason* out) {
          const std::uint32_t index = count != 0 ? input_.Byte() % count : input_.Index();
          const bool can_be_told = count != 0 && out->struct_size >= 8;
          Require((acta_outcome_reason(outcome, subject, index, out) == ACTA_OK) == can_be_told ||
                  !purse_.is_full());
        });
      case 2:
        if (acta_outcome_citations(outcome, subject, &indices, &count) == ACTA_OK) {
          for (std::uint32_t i = 0; i < count; ++i) {
            Require(indices[i] < acta_act_citation_count(act_));
          }
        }
        return;
      case 3:
        return static_cast<void>(acta_outcome_text(outcome, text));
      case 4:
        return static_cast<void>(acta_outcome_json(outcome, text));
      case 5:
        static_cast<void>(acta_ask_text(outcome, text));
        static_cast<void>(acta_ask_json(outcome, text));
        return OfAnySize<acta_question>(
            input_, [&](acta_question* out) { static_cast<void>(acta_ask(outcome, out)); });
      case 6: {
        std::vector<std::uint8_t> clauses(acta_act_clause_count(act_));
        std::vector<std::uint8_t> groups(acta_act_group_count(act_));
        return static_cast<void>(acta_outcome_coverage(outcome, clauses.data(), groups.data()));
      }
      default:
        return OfAnySize<acta_explain_options>(input_, [&](acta_explain_options* options) {
          // A host that says less has less.
          if (options->struct_size >= sizeof *options) {
            *options = {options->struct_size, input_.Byte() % 4U, input_.Index(), input_.Index()};
          }
          static_cast<void>(acta_explain_text(outcome, subject, options, text));
          static_cast<void>(acta_explain_json(outcome, subject, options, text));
        });
    }
  }

  template <class Info>
  void AskFor(acta_status (*ask)(const acta_act*, std::uint32_t, Info*), std::uint32_t count) {
    const std::uint32_t index = input_.Index();
    OfAnySize<Info>(
        input_, [&](Info* out) { Require((ask(act_, index, out) == ACTA_OK) <= (index < count)); });
  }

  void AskAct() {
    const std::uint32_t index = input_.Index();
    std::uint32_t found = 0;
    switch (input_.Byte() % 13) {
      case 0:
        return AskFor(acta_act_type, acta_act_type_count(act_));
      case 1:
        return AskFor(acta_act_enum, acta_act_enum_count(act_));
      case 2:
        return AskFor(acta_act_fact, acta_act_fact_count(act_));
      case 3:
        return AskFor(acta_act_entity, acta_act_entity_count(act_));
      case 4:
        return AskFor(acta_act_reading, acta_act_reading_count(act_));
      case 5:
        return AskFor(acta_act_answer, acta_act_answer_count(act_));
      case 6:
        return AskFor(acta_act_rule, acta_act_rule_count(act_));
      case 7:
        return AskFor(acta_act_citation, acta_act_citation_count(act_));
      case 8:
        return AskFor(acta_act_clause, acta_act_clause_count(act_));
      case 9:
        return AskFor(acta_act_group, acta_act_group_count(act_));
      case 10:
        return OfAnySize<acta_fact_info>(input_, [&](acta_fact_info* out) {
          static_cast<void>(acta_act_field(act_, index, input_.Index(), out));
        });
      case 11:
        return OfAnySize<acta_member_info>(input_, [&](acta_member_info* out) {
          static_cast<void>(acta_act_member(act_, index, input_.Index(), out));
        });
      default: {
        const std::optional<std::string> name = input_.Name(kNames);
        Require(acta_act_find_answer(act_, Chars(name), &found) != ACTA_OK ||
                found < acta_act_answer_count(act_));
        Require(acta_act_find_rule(act_, Chars(name), &found) != ACTA_OK ||
                found < acta_act_rule_count(act_));
      }
    }
  }

  static std::vector<std::int64_t> Slots(const acta_case* facts) {
    std::size_t count = 0;
    const std::int64_t* const slots = acta_case_slots(facts, &count);
    return {slots, slots + count};
  }

  Input& input_;
  Purse purse_;
  acta_act* act_ = nullptr;
  acta_case* facts_ = nullptr;
  acta_outcome* outcome_ = nullptr;
  acta_buffer text_{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  Host host(input);
  if (host.Open()) {
    while (!input.empty()) {
      host.Call();
    }
  }
  return 0;
}
