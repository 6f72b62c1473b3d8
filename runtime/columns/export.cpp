#include "runtime/columns/export.h"

#include "runtime/columns/schema.h"

namespace acta::runtime::columns {
namespace {

class Exporter {
 public:
  Exporter(acta_batch& batch, std::int64_t rows, ArrowArray* out)
      : batch_(batch),
        memory_(batch.act.allocator),
        rows_(rows),
        tiles_((static_cast<std::size_t>(rows) + ACTA_TILE - 1) / ACTA_TILE),
        out_(out) {}

  bool Make() {
    std::uint32_t children = batch_.wants_clauses() ? 1 : 0;
    for (const AnswerColumn& answer : batch_.answers) {
      children += ColumnsOf(batch_, answer);
    }
    if (!MakeArray(memory_, {.length = rows_, .buffer_count = 1, .child_count = children}, out_)) {
      return false;
    }
    std::uint32_t child = 0;
    for (AnswerColumn& answer : batch_.answers) {
      if (!MakeAnswer(answer, out_->children[child++])) {
        return false;
      }
      answer.absent = nullptr;
      if (answer.optional) {
        ArrowArray* const absent = out_->children[child++];
        if (!MakeLeaf(0, tiles_ * 8, absent)) {
          return false;
        }
        answer.absent = reinterpret_cast<std::uint64_t*>(BufferOf(*absent, 1));
      }
      child += batch_.wants_reasons() ? 1 : 0;
    }
    return !batch_.wants_clauses() || MakeClauses(out_->children[child]);
  }

  bool Finish() {
    std::uint32_t child = 0;
    for (std::size_t i = 0; i < batch_.answers.size(); ++i) {
      const AnswerColumn& answer = batch_.answers[i];
      ArrowArray* const values = out_->children[child++];
      values->null_count = NullsIn(answer.known);
      if ((answer.kind == ACTA_KIND_ENUM && !NameMembers(answer, values)) ||
          (answer.kind == ACTA_KIND_TEXT && !NameTexts(answer, values))) {
        return false;
      }
      child += answer.optional ? 1 : 0;
      if (batch_.wants_reasons() && !MakeReasons(i, out_->children[child++])) {
        return false;
      }
    }
    for (std::size_t i = 0; i < batch_.clauses.size(); ++i) {
      out_->children[child]->children[i]->null_count = NullsIn(batch_.clauses[i].known);
    }
    return true;
  }

 private:
  bool MakeLeaf(std::size_t validity, std::size_t values, ArrowArray* out) {
    return MakeArray(
        memory_, {.length = rows_, .buffer_count = 2, .buffer_sizes = {validity, values, 0}}, out);
  }

  bool MakeAnswer(AnswerColumn& answer, ArrowArray* out) {
    const std::size_t words = tiles_ * 8;
    const bool is_named = answer.kind == ACTA_KIND_ENUM || answer.kind == ACTA_KIND_TEXT;
    const std::size_t size =
        answer.shelf == Shelf::kBits ? words : tiles_ * ACTA_TILE * WidthOf(answer.shelf);
    answer.ends = nullptr;
    if (answer.shelf == Shelf::kPeriod) {
      if (!MakeArray(
              memory_,
              {.length = rows_, .buffer_count = 1, .buffer_sizes = {words, 0, 0}, .child_count = 2},
              out) ||
          !MakeLeaf(0, size, out->children[0]) || !MakeLeaf(0, size, out->children[1])) {
        return false;
      }
      answer.values = BufferOf(*out->children[0], 1);
      answer.ends = BufferOf(*out->children[1], 1);
    } else {
      if (!MakeArray(memory_,
                     {.length = rows_,
                      .buffer_count = 2,
                      .buffer_sizes = {words, size, 0},
                      .has_dictionary = is_named && !batch_.is_plain()},
                     out)) {
        return false;
      }
      answer.values = BufferOf(*out, 1);
    }
    answer.known = reinterpret_cast<std::uint64_t*>(BufferOf(*out, 0));
    return true;
  }

  bool MakeClauses(ArrowArray* out) {
    const auto count = static_cast<std::uint32_t>(batch_.clauses.size());
    if (!MakeArray(memory_, {.length = rows_, .buffer_count = 1, .child_count = count}, out)) {
      return false;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      ArrowArray* const clause = out->children[i];
      if (!MakeLeaf(tiles_ * 8, tiles_ * 8, clause)) {
        return false;
      }
      batch_.clauses[i] = {reinterpret_cast<std::uint64_t*>(BufferOf(*clause, 1)),
                           reinterpret_cast<std::uint64_t*>(BufferOf(*clause, 0))};
    }
    return true;
  }

  [[nodiscard]] std::int64_t NullsIn(const std::uint64_t* known) const {
    std::int64_t nulls = rows_;
    for (std::size_t tile = 0; known != nullptr && tile < tiles_; ++tile) {
      nulls -= CountBits(known[tile]);
    }
    return known == nullptr ? 0 : nulls;
  }

  // An array of utf8 whose value i is text_of(i); null where `known` says so.
  template <class TextOf>
  bool MakeTexts(std::int64_t count, const std::uint64_t* known, TextOf text_of, ArrowArray* out) {
    std::size_t bytes = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      bytes += text_of(i).size();
    }
    const std::size_t words = known == nullptr ? 0 : tiles_ * 8;
    if (bytes > INT32_MAX ||
        !MakeArray(memory_,
                   {.length = count,
                    .buffer_count = 3,
                    .buffer_sizes = {words, (static_cast<std::size_t>(count) + 1) * 4, bytes + 1}},
                   out)) {
      return false;
    }
    if (known != nullptr && words != 0) {
      std::memcpy(BufferOf(*out, 0), known, words);
    }
    auto* const offsets = reinterpret_cast<std::int32_t*>(BufferOf(*out, 1));
    std::uint8_t* const to = BufferOf(*out, 2);
    offsets[0] = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::string_view text = text_of(i);
      if (!text.empty()) {
        std::memcpy(to + offsets[i], text.data(), text.size());
      }
      offsets[i + 1] = offsets[i] + static_cast<std::int32_t>(text.size());
    }
    return true;
  }

  // Numbers of names into the names themselves. `values` holds the numbers, and then the names.
  template <class Number, class TextOf>
  bool Spell(const AnswerColumn& answer, TextOf text_of, ArrowArray* values) {
    ArrowArray numbers = *values;
    const auto* const from = static_cast<const Number*>(answer.values);
    const auto is_known = [&](std::int64_t i) {
      return (answer.known[i / ACTA_TILE] >> (i % ACTA_TILE) & 1) != 0;
    };
    const bool good = MakeTexts(
        rows_, answer.known,
        [&](std::int64_t i) { return is_known(i) ? text_of(from[i]) : std::string_view(); },
        values);
    if (good) {
      values->null_count = numbers.null_count;
    }
    Release(&numbers);
    return good;
  }

  bool NameMembers(const AnswerColumn& answer, ArrowArray* values) {
    const Descriptor& d = batch_.act.d;
    const auto members = d.MembersOf(d.types[answer.type].enumeration);
    const auto name_of = [&](std::int64_t i) {
      return d.Text(members[static_cast<std::size_t>(i)].name);
    };
    if (!batch_.is_plain()) {
      return MakeTexts(static_cast<std::int64_t>(members.size()), nullptr, name_of,
                       values->dictionary);
    }
    switch (answer.shelf) {
      case Shelf::kInt8:
        return Spell<std::int8_t>(answer, name_of, values);
      case Shelf::kInt16:
        return Spell<std::int16_t>(answer, name_of, values);
      default:
        return Spell<std::int32_t>(answer, name_of, values);
    }
  }

  // Only the texts that are answers come into the dictionary, in the order in which they are met.
  bool NameTexts(const AnswerColumn& answer, ArrowArray* values) {
    if (batch_.is_plain()) {
      return Spell<std::int32_t>(
          answer, [&](std::int64_t id) { return batch_.texts.Find(id); }, values);
    }
    Array<std::int32_t> place_of(memory_);
    Array<std::int32_t> used(memory_);
    if (!place_of.Resize(batch_.texts.size(), -1)) {
      return false;
    }
    auto* const ids = static_cast<std::int32_t*>(answer.values);
    for (std::size_t tile = 0; tile < tiles_; ++tile) {
      bool good = true;
      ForEachBit(answer.known[tile], [&](std::uint32_t i) {
        std::int32_t& id = ids[tile * ACTA_TILE + i];
        std::int32_t& place = place_of[static_cast<std::size_t>(id)];
        if (place < 0) {
          place = static_cast<std::int32_t>(used.size());
          good = good && used.Push(id);
        }
        id = place;
      });
      if (!good) {
        return false;
      }
    }
    return MakeTexts(
        static_cast<std::int64_t>(used.size()), nullptr,
        [&](std::int64_t i) { return batch_.texts.Find(used[static_cast<std::size_t>(i)]); },
        values->dictionary);
  }

  bool MakeReasons(std::size_t answer, ArrowArray* out) {
    const ReasonColumn& reasons = batch_.reasons[answer];
    const std::size_t count = reasons.words.size();
    if (!MakeArray(memory_,
                   {.length = rows_,
                    .buffer_count = 2,
                    .buffer_sizes = {0, reasons.offsets.size() * 4, 0},
                    .child_count = 1},
                   out)) {
      return false;
    }
    std::memcpy(BufferOf(*out, 1), reasons.offsets.data(), reasons.offsets.size() * 4);
    ArrowArray* const items = out->children[0];
    const auto word_of = [&](std::int64_t i) {
      return batch_.words[static_cast<std::uint32_t>(i)];
    };
    if (batch_.is_plain()) {
      return MakeTexts(
          static_cast<std::int64_t>(count), nullptr,
          [&](std::int64_t i) { return word_of(reasons.words[static_cast<std::size_t>(i)]); },
          items);
    }
    if (!MakeArray(memory_,
                   {.length = static_cast<std::int64_t>(count),
                    .buffer_count = 2,
                    .buffer_sizes = {0, count * 4 + 4, 0},
                    .has_dictionary = true},
                   items)) {
      return false;
    }
    if (count != 0) {
      std::memcpy(BufferOf(*items, 1), reasons.words.data(), count * 4);
    }
    return MakeTexts(batch_.words.size(), nullptr, word_of, items->dictionary);
  }

  acta_batch& batch_;
  const acta_allocator memory_;
  std::int64_t rows_;
  std::size_t tiles_;
  ArrowArray* out_;
};

bool Finished(bool good, ArrowArray* out) {
  if (!good) {
    Release(out);
  }
  return good;
}

}  // namespace

bool MakeOutput(acta_batch& batch, std::int64_t rows, ArrowArray* out) {
  return Finished(Exporter(batch, rows, out).Make(), out);
}

bool FinishOutput(acta_batch& batch, ArrowArray* out) {
  return Finished(Exporter(batch, out->length, out).Finish(), out);
}

}  // namespace acta::runtime::columns
