// Acta for C++17: the handles of acta.h as objects that free themselves, statuses as exceptions.
// Header only; whoever cannot have exceptions uses acta.h. What each call means, its units and its
// limits stand there.
#ifndef ACTA_ACTA_HPP
#define ACTA_ACTA_HPP

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "acta/acta.h"

namespace acta {

// A status other than ACTA_OK. what() is the sentence of the detail, or the name of the status.
class Failure : public std::exception {
 public:
  Failure(acta_status status, const acta_detail& detail) : status_(status), detail_(detail) {}
  [[nodiscard]] const char* what() const noexcept override {
    return detail_.message[0] != '\0' ? detail_.message : acta_status_name(status_);
  }
  [[nodiscard]] acta_status status() const noexcept { return status_; }
  // Path, expected, found, suggestion; empty where the call gives none.
  [[nodiscard]] const acta_detail& detail() const noexcept { return detail_; }

 private:
  acta_status status_;
  acta_detail detail_;
};

namespace internal {

template <class T>
[[nodiscard]] T Sized() {
  T value{};
  value.struct_size = sizeof value;
  return value;
}

// Calls with a detail, and throws what comes back.
template <class Call>
void Checked(Call call) {
  acta_detail detail = Sized<acta_detail>();
  if (const acta_status status = call(&detail); status != ACTA_OK) {
    throw Failure(status, detail);
  }
}

// Numbers, of which letters and truths are none.
template <class T>
inline constexpr bool kIsWhole =
    std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>;

inline std::string_view View(acta_string text) {
  return {text.data, text.size};
}

// Text that the library writes into a buffer of its own, as a string.
template <class Write>
[[nodiscard]] std::string Written(Write write) {
  struct Buffer {
    acta_buffer raw{};
    ~Buffer() { acta_buffer_free(&raw); }
  } buffer;
  Checked([&](acta_detail*) { return write(&buffer.raw); });
  return {buffer.raw.data, buffer.raw.size};
}

}  // namespace internal

class Act;

// The facts of one case. Copies are independent. The act must outlive it.
class Case {
 public:
  explicit Case(const Act& act);
  Case(const Case& other) {
    acta_case* copy = nullptr;
    internal::Checked([&](acta_detail*) { return acta_case_clone(other.get(), &copy); });
    facts_.reset(copy);
  }
  Case(Case&&) noexcept = default;
  Case& operator=(Case other) noexcept {
    std::swap(facts_, other.facts_);
    return *this;
  }
  ~Case() = default;

  Case& Reset() {
    acta_case_reset(get());
    return *this;
  }
  // Text as an author would write it: "2021-03-29", "2917.50", "rally", "yes".
  Case& Set(const std::string& path, std::string_view text) {
    internal::Checked([&](acta_detail* detail) {
      return acta_case_set_from_text(get(), path.c_str(), text.data(), text.size(), detail);
    });
    return *this;
  }
  Case& Set(const std::string& path, const char* text) { return Set(path, std::string_view(text)); }
  // A boolean fact. Of nothing that only converts to bool: 250 is no yes.
  template <class Truth, std::enable_if_t<std::is_same_v<Truth, bool>, int> = 0>
  Case& Set(const std::string& path, Truth value) {
    internal::Checked([&](acta_detail* detail) {
      return acta_case_set_boolean(get(), path.c_str(), value ? 1 : 0, detail);
    });
    return *this;
  }
  // An integer fact.
  template <class Number, std::enable_if_t<internal::kIsWhole<Number>, int> = 0>
  Case& Set(const std::string& path, Number value) {
    if constexpr (std::is_unsigned_v<Number> && sizeof(Number) >= sizeof(std::int64_t)) {
      if (value > static_cast<Number>(INT64_MAX)) {
        return Set(path, std::string_view(std::to_string(value)));  // which says that it is none
      }
    }
    internal::Checked([&](acta_detail* detail) {
      return acta_case_set_integer(get(), path.c_str(), static_cast<std::int64_t>(value), detail);
    });
    return *this;
  }
  template <class Inexact, std::enable_if_t<std::is_floating_point_v<Inexact>, int> = 0>
  Case& Set(const std::string& path, Inexact value) = delete;  // Write it as text: "0.3" is exact.
  // A payload: an integer, hundredths of money, millionths of a decimal, a day number, a count
  // (acta/evaluator.h).
  Case& SetPayload(const std::string& path, std::int64_t payload) {
    internal::Checked([&](acta_detail* detail) {
      return acta_case_set_payload(get(), path.c_str(), payload, detail);
    });
    return *this;
  }
  Case& SetAbsent(const std::string& path) {
    internal::Checked(
        [&](acta_detail* detail) { return acta_case_set_absent(get(), path.c_str(), detail); });
    return *this;
  }
  Case& SetMissing(const std::string& path) {
    internal::Checked(
        [&](acta_detail* detail) { return acta_case_set_missing(get(), path.c_str(), detail); });
    return *this;
  }
  Case& SetEmptyList(const std::string& path) {
    internal::Checked(
        [&](acta_detail* detail) { return acta_case_set_empty_list(get(), path.c_str(), detail); });
    return *this;
  }
  // The position of the new element.
  std::uint32_t Append(const std::string& path) {
    std::uint32_t index = 0;
    internal::Checked(
        [&](acta_detail* detail) { return acta_case_append(get(), path.c_str(), &index, detail); });
    return index;
  }
  Case& Choose(const std::string& reading, const std::string& alternative) {
    internal::Checked([&](acta_detail* detail) {
      return acta_case_choose(get(), reading.c_str(), alternative.c_str(), detail);
    });
    return *this;
  }
  // Needs the library acta_json.
  Case& ReadJson(std::string_view json) {
    internal::Checked([&](acta_detail* detail) {
      return acta_case_read_json(get(), json.data(), json.size(), detail);
    });
    return *this;
  }

  [[nodiscard]] acta_case* get() const noexcept { return facts_.get(); }

 private:
  struct Free {
    void operator()(acta_case* facts) const noexcept { acta_case_free(facts); }
  };
  std::unique_ptr<acta_case, Free> facts_;
};

enum class Trace { kOff, kOn };

// The answers to a case. The act must outlive it; the case need not.
class Outcome {
 public:
  // Empty, for Evaluate.
  explicit Outcome(const Act& act);
  // Asks the act about the case; memory is used again.
  Outcome& Evaluate(const Case& facts, Trace trace = Trace::kOn) {
    auto options = internal::Sized<acta_evaluate_options>();
    options.flags = trace == Trace::kOn ? ACTA_TRACE : 0;
    internal::Checked(
        [&](acta_detail*) { return acta_evaluate_into(facts.get(), &options, get()); });
    return *this;
  }

  [[nodiscard]] acta_value Value(std::uint32_t subject) const {
    auto value = internal::Sized<acta_value>();
    internal::Checked([&](acta_detail*) { return acta_outcome_value(get(), subject, &value); });
    return value;
  }
  [[nodiscard]] std::string Format(std::uint32_t subject) const {
    return internal::Written(
        [&](acta_buffer* out) { return acta_outcome_format(get(), subject, out); });
  }
  [[nodiscard]] std::vector<acta_reason> Reasons(std::uint32_t subject) {
    std::uint32_t count = 0;
    internal::Checked(
        [&](acta_detail*) { return acta_outcome_reason_count(get(), subject, &count); });
    std::vector<acta_reason> reasons(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      reasons[i].struct_size = sizeof(acta_reason);
      internal::Checked(
          [&](acta_detail*) { return acta_outcome_reason(get(), subject, i, &reasons[i]); });
    }
    return reasons;
  }
  // Indices for Act::Citation.
  [[nodiscard]] std::vector<std::uint32_t> Citations(std::uint32_t subject) {
    const std::uint32_t* indices = nullptr;
    std::uint32_t count = 0;
    internal::Checked(
        [&](acta_detail*) { return acta_outcome_citations(get(), subject, &indices, &count); });
    return {indices, indices + count};
  }
  [[nodiscard]] std::string Text() {
    return internal::Written([&](acta_buffer* out) { return acta_outcome_text(get(), out); });
  }
  // `flags`: ACTA_EXPLAIN_*.
  [[nodiscard]] std::string Explain(std::uint32_t subject, std::uint32_t flags = 0) {
    auto options = internal::Sized<acta_explain_options>();
    options.flags = flags;
    return internal::Written(
        [&](acta_buffer* out) { return acta_explain_text(get(), subject, &options, out); });
  }
  [[nodiscard]] std::string ExplainJson(std::uint32_t subject, std::uint32_t flags = 0) {
    auto options = internal::Sized<acta_explain_options>();
    options.flags = flags;
    return internal::Written(
        [&](acta_buffer* out) { return acta_explain_json(get(), subject, &options, out); });
  }
  // Needs the library acta_json.
  [[nodiscard]] std::string Json() {
    return internal::Written([&](acta_buffer* out) { return acta_outcome_json(get(), out); });
  }

  [[nodiscard]] acta_outcome* get() const noexcept { return outcome_.get(); }

 private:
  struct Free {
    void operator()(acta_outcome* outcome) const noexcept { acta_outcome_free(outcome); }
  };
  std::unique_ptr<acta_outcome, Free> outcome_;
};

// An act, ready to be asked. Immutable: share it among threads.
class Act {
 public:
  // `options.struct_size` is set here; without an allocator malloc and free are used.
  explicit Act(acta_act_options options) {
    options.struct_size = sizeof options;
    if (options.allocator.allocate == nullptr) {
      options.allocator = *acta_default_allocator();
    }
    acta_act* act = nullptr;
    internal::Checked([&](acta_detail* detail) { return acta_act_open(&options, &act, detail); });
    act_.reset(act);
  }
  // What an object made by `acta build` exports; with malloc and free.
  explicit Act(const acta_compiled_act& compiled) : Act(compiled, *acta_default_allocator()) {}
  Act(const acta_compiled_act& compiled, const acta_allocator& allocator) {
    acta_act* act = nullptr;
    internal::Checked(
        [&](acta_detail* detail) { return acta_act_load(&compiled, &allocator, &act, detail); });
    act_.reset(act);
  }

  [[nodiscard]] std::uint32_t AnswerCount() const noexcept { return acta_act_answer_count(get()); }
  [[nodiscard]] std::uint32_t Answer(const std::string& name) const {
    std::uint32_t answer = 0;
    internal::Checked(
        [&](acta_detail*) { return acta_act_find_answer(get(), name.c_str(), &answer); });
    return answer;
  }
  [[nodiscard]] acta_answer_info AnswerInfo(std::uint32_t answer) const {
    auto info = internal::Sized<acta_answer_info>();
    internal::Checked([&](acta_detail*) { return acta_act_answer(get(), answer, &info); });
    return info;
  }
  // "Article 9(4), first sentence". Good as long as the act.
  [[nodiscard]] std::string_view Citation(std::uint32_t citation) const {
    auto info = internal::Sized<acta_citation_info>();
    internal::Checked([&](acta_detail*) { return acta_act_citation(get(), citation, &info); });
    return internal::View(info.text);
  }
  [[nodiscard]] Outcome Evaluate(const Case& facts, Trace trace = Trace::kOn) const {
    Outcome outcome(*this);
    outcome.Evaluate(facts, trace);
    return outcome;
  }

  [[nodiscard]] const acta_act* get() const noexcept { return act_.get(); }

 private:
  struct Close {
    void operator()(acta_act* act) const noexcept { acta_act_close(act); }
  };
  std::unique_ptr<acta_act, Close> act_;
};

inline Case::Case(const Act& act) {
  acta_case* facts = nullptr;
  internal::Checked([&](acta_detail*) { return acta_case_create(act.get(), &facts); });
  facts_.reset(facts);
}

inline Outcome::Outcome(const Act& act) {
  acta_outcome* outcome = nullptr;
  internal::Checked([&](acta_detail*) { return acta_outcome_create(act.get(), &outcome); });
  outcome_.reset(outcome);
}

}  // namespace acta

#endif
