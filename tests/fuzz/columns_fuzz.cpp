// Columns that lie: sound columns of random cases, in any form, and then edits of whatever the C
// Data Interface says about them. Whatever comes of it, nothing is read that the structs do not
// vouch for, and a refusal says why.
//
// Input: a seed (2 bytes), a number of cases, flags, then edits of 5 bytes each: column, what,
// which, value (2). The size of a buffer is nowhere said, so that a host can always lie about it;
// here buffers are longer than whatever the edits can claim.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "acta/columns.h"
#include "tests/unit/columns/arrow_tree.h"
#include "tests/unit/columns/echo_act.h"
#include "tests/unit/columns/random_cases.h"

using namespace acta;  // As the other targets.

namespace {

void Require(bool good) {
  if (!good) {
    std::abort();
  }
}

const EchoAct& Act() {
  static const EchoAct act({.unread = {"persons", "days"}, .defers = true});
  return act;
}

// Rows that an edited length or offset can name; offsets add up over four levels.
constexpr std::int64_t kSmall = 100;
constexpr std::size_t kRoom = 10'000;
// Room for offsets of 16 bits into names.
constexpr std::size_t kNameRoom = 40'000;

void MakeRoom(Column& column) {
  for (std::size_t i = 0; i < column.buffers.size(); ++i) {
    if (column.buffers[i] != nullptr) {
      column.buffers[i]->resize(i == 2 ? kNameRoom : kRoom + column.buffers[i]->size());
    }
  }
  for (Column& child : column.children) {
    MakeRoom(child);
  }
  if (column.dictionary != nullptr) {
    MakeRoom(*column.dictionary);
  }
}

// A count that lies a little, or beyond all measure.
std::int64_t CountFrom(std::uint16_t value) {
  constexpr std::int64_t kFar[] = {
      -1, -2, INT64_MIN, INT64_MAX, INT64_MAX / 2, std::int64_t{1} << 49};
  return value < 0xff00 ? value % kSmall : kFar[value % std::size(kFar)];
}

struct Edit {
  std::uint8_t column, what, which;
  std::uint16_t value;
};

void Apply(const Edit& edit, Exported& exported) {
  const std::size_t index = edit.column % exported.arrays().size();
  ArrowSchema& schema = exported.schemas()[index];
  ArrowArray& array = exported.arrays()[index];
  const std::string_view format = schema.format;
  // Narrower than it was, or of the same width: what is wider claims more than there is.
  static const char* const kFormats[] = {"n",    "b",    "c",      "s",  "i",   "l",   "C",   "I",
                                         "L",    "u",    "+s",     "+l", "tdD", "tdm", "tts", "ttn",
                                         "tss:", "tsn:", "d:38,6", "g",  "",    "x"};
  static const char* const kNames[] = {"flag",  "form",   "note", "late", "answered$absent",
                                       "start", "nobody", ""};
  switch (edit.what % 14) {
    case 0:
      array.length = CountFrom(edit.value);
      break;
    case 1:
      array.offset = CountFrom(edit.value);
      break;
    case 2:
      array.null_count = CountFrom(edit.value);
      break;
    case 3:
      array.n_buffers = edit.value % 5 == 4 ? -1 : edit.value % 5;
      break;
    case 4:
      if (edit.which % 5 < array.n_buffers) {
        array.buffers[edit.which % 5] = nullptr;
      }
      break;
    case 5:
      (edit.which % 2 == 0 ? array.n_children : schema.n_children) =
          edit.value % 4 == 0 ? -1 : array.n_children + edit.value % 3;
      break;
    case 6:
      if (array.n_children > 0) {
        array.children[edit.which % array.n_children] = nullptr;
      }
      break;
    case 7:
      array.dictionary = nullptr;
      break;
    case 8:
      schema.dictionary = nullptr;
      break;
    case 9:
      if (format != "u" && format != "+l" && format != "U" && format != "+L") {
        schema.format = kFormats[edit.value % std::size(kFormats)];
      }
      break;
    case 10:
      schema.name = kNames[edit.value % std::size(kNames)];
      break;
    case 11:
      array.release = nullptr;
      break;
    default:
      // A value, an offset, a few bits.
      if (array.n_buffers > 1 && array.n_buffers < 4 && array.buffers[edit.which % 2] != nullptr) {
        auto* const bytes =
            static_cast<std::uint8_t*>(const_cast<void*>(array.buffers[edit.which % 2]));
        const bool is_large = format == "U" || format == "+L";
        const std::size_t at = edit.which / 2 * 4;
        const std::int64_t wide = static_cast<std::int16_t>(edit.value);
        std::memcpy(bytes + (is_large ? at * 2 : at), &wide, is_large ? 8 : 4);
      }
      break;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kHead = 4;
  constexpr std::size_t kEdit = 5;
  constexpr std::size_t kMostEdits = 32;
  if (size < kHead) {
    return 0;
  }
  RandomCases random(Act().get(), data[0] | std::uint64_t{data[1]} << 8);
  std::vector<Case> cases;
  for (int i = data[2] % 70; i > 0; --i) {
    cases.push_back(random.Next({.missing = 20, .absent = 30, .bad = 2}));
  }
  Column columns = random.Columns(cases, RandomCases::Forms::kAny);
  MakeRoom(columns);
  Exported exported(columns, 4);
  const std::uint8_t flags = data[3];
  data += kHead;
  size -= kHead;
  for (std::size_t i = 0; i < kMostEdits && size >= kEdit; ++i, data += kEdit, size -= kEdit) {
    Apply({data[0], data[1], data[2], static_cast<std::uint16_t>(data[3] | data[4] << 8)},
          exported);
  }

  auto options = Fresh<acta_batch_options>();
  options.flags = flags & (ACTA_BATCH_REASONS | ACTA_BATCH_CLAUSES | ACTA_BATCH_PLAIN);
  options.block_tiles = flags >> 3 & 1;
  acta_batch* batch = nullptr;
  Require(acta_batch_create(Act().get(), &options, &batch, nullptr) == ACTA_OK);
  auto detail = Fresh<acta_detail>();
  GivenArray answers;
  const acta_status status =
      acta_batch_evaluate(batch, &exported.schema(), &exported.array(), &answers.raw, &detail);
  if (status == ACTA_OK) {
    Require(answers.raw.release != nullptr && answers.raw.length == exported.array().length);
    for (std::int64_t i = 0; i < answers.raw.n_children; ++i) {
      Require(answers.raw.children[i]->null_count <= answers.raw.length);
    }
  } else {
    Require(answers.raw.release == nullptr && detail.status == status && detail.message[0] != '\0');
  }
  std::uint32_t kept = 0;
  Require(acta_batch_reject_count(batch, nullptr, &kept) == ACTA_OK);
  for (std::uint32_t i = 0; i < kept; ++i) {
    auto reject = Fresh<acta_batch_reject>();
    Require(acta_batch_reject_at(batch, i, &reject) == ACTA_OK && reject.status != ACTA_OK);
  }
  acta_batch_free(batch);
  return 0;
}
