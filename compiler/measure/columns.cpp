#include "compiler/measure/columns.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <string>

#include "compiler/cases/lent.h"
#include "compiler/measure/draw.h"

namespace acta::measure {

namespace {

using Holds = ColumnType::Holds;

}  // namespace

// Columns while they grow.
class CaseColumns::Writer {
 public:
  Writer(const ir::Program& program, const ColumnType& type) : program_(program), type_(type) {
    for (const ColumnType& part : type.parts) {
      parts_.emplace_back(program, part);
    }
    if (type.holds == Holds::kLists || type.holds == Holds::kTexts) {
      Append(values_, std::int32_t{0});
    }
  }

  // One row more: what the slots from `base` on say.
  void Add(const std::vector<std::int64_t>& slots, std::size_t base) {
    const std::int64_t payload = type_.in_place ? 0 : slots[base + type_.slot];
    if (type_.holds == Holds::kAbsence) {
      SetBit(values_, payload == ACTA_ABSENT);
    } else if (payload == ACTA_MISSING || payload == ACTA_ABSENT) {
      SetValid(false);
      AddZero();
    } else {
      SetValid(true);
      AddKnown(slots, base, payload);
    }
    ++rows_;
  }

  // Leaves what has grown to `columns`, its own array first.
  void Give(CaseColumns& columns, std::vector<std::vector<std::byte>>& contents) {
    ArrowArray array{};
    array.length = static_cast<std::int64_t>(rows_);
    array.null_count = static_cast<std::int64_t>(nulls_);
    array.n_children = static_cast<std::int64_t>(parts_.size());
    array.release = cases::KeepArray;
    const bool has_bitmap = nulls_ > 0;
    AddBuffer(columns, contents, has_bitmap ? std::move(validity_) : std::vector<std::byte>());
    array.n_buffers = 1;
    if (type_.holds == Holds::kPeriods) {
      array.n_children = 2;
      columns.arrays_.push_back(array);
      GiveEnd(columns, contents, values_);
      GiveEnd(columns, contents, ends_);
      return;
    }
    if (type_.holds != Holds::kRecords) {
      AddBuffer(columns, contents, std::move(values_));
      ++array.n_buffers;
    }
    if (type_.holds == Holds::kTexts) {
      AddBuffer(columns, contents, std::move(ends_));
      ++array.n_buffers;
    }
    columns.arrays_.push_back(array);
    for (Writer& part : parts_) {
      part.Give(columns, contents);
    }
  }

 private:
  void AddKnown(const std::vector<std::int64_t>& slots, std::size_t base, std::int64_t payload) {
    const auto bits = static_cast<std::uint64_t>(payload);
    switch (type_.holds) {
      case Holds::kBits:
        SetBit(values_, payload != 0);
        return;
      case Holds::kNumbers:
        Append(values_, payload, type_.width);
        return;
      case Holds::kPeriods:
        Append(values_, static_cast<std::int32_t>(payload >> 32));
        Append(ends_, static_cast<std::int32_t>(bits));
        return;
      case Holds::kTexts: {
        const std::string text = TextOf(program_, payload);
        std::ranges::copy(std::as_bytes(std::span(text)), std::back_inserter(ends_));
        Append(values_, static_cast<std::int32_t>(ends_.size()));
        return;
      }
      case Holds::kRecords:
        AddParts(slots, type_.in_place ? base : bits);
        return;
      case Holds::kLists:
        for (std::uint64_t i = 0; i < (bits & 0xffffffff); ++i) {
          AddParts(slots, (bits >> 32) + i * type_.width);
        }
        Append(values_, static_cast<std::int32_t>(parts_.front().rows_));
        return;
      case Holds::kAbsence:
        return;
    }
  }
  void AddParts(const std::vector<std::int64_t>& slots, std::size_t base) {
    for (Writer& part : parts_) {
      part.Add(slots, base);
    }
  }

  // What stands under a null.
  void AddZero() {
    switch (type_.holds) {
      case Holds::kBits:
      case Holds::kAbsence:
        SetBit(values_, false);
        return;
      case Holds::kNumbers:
        Append(values_, 0, type_.width);
        return;
      case Holds::kPeriods:
        Append(values_, std::int32_t{0});
        Append(ends_, std::int32_t{0});
        return;
      case Holds::kTexts:
        Append(values_, static_cast<std::int32_t>(ends_.size()));
        return;
      case Holds::kLists:
        Append(values_, static_cast<std::int32_t>(parts_.front().rows_));
        return;
      case Holds::kRecords:
        // Within what is null nothing need be null again.
        for (Writer& part : parts_) {
          part.SetValid(true);
          part.AddZero();
          ++part.rows_;
        }
        return;
    }
  }

  void SetValid(bool valid) {
    SetBit(validity_, valid);
    nulls_ += valid ? 0 : 1;
  }
  void SetBit(std::vector<std::byte>& bits, bool bit) const {
    bits.resize(rows_ / 8 + 1);
    bits[rows_ / 8] |= std::byte{bit} << rows_ % 8;
  }
  static void Append(std::vector<std::byte>& to, std::int64_t value, std::size_t width) {
    const std::size_t at = to.size();
    to.resize(at + width);
    std::memcpy(to.data() + at, &value, width);
  }
  static void Append(std::vector<std::byte>& to, std::int32_t value) {
    Append(to, value, sizeof value);
  }
  void AddBuffer(CaseColumns& columns, std::vector<std::vector<std::byte>>& contents,
                 std::vector<std::byte> content) const {
    columns.buffers_.push_back({.offset = 0, .bytes = content.size(), .is_read = type_.is_read});
    contents.push_back(std::move(content));
  }
  void GiveEnd(CaseColumns& columns, std::vector<std::vector<std::byte>>& contents,
               std::vector<std::byte>& values) const {
    ArrowArray end{};
    end.length = static_cast<std::int64_t>(rows_);
    end.n_buffers = 2;
    end.release = cases::KeepArray;
    AddBuffer(columns, contents, {});
    AddBuffer(columns, contents, std::move(values));
    columns.arrays_.push_back(end);
  }

  const ir::Program& program_;
  const ColumnType& type_;
  std::size_t rows_ = 0, nulls_ = 0;
  std::vector<std::byte> validity_;
  std::vector<std::byte> values_;  // kLists and kTexts: offsets. kPeriods: starts
  std::vector<std::byte> ends_;    // kPeriods. kTexts: the bytes
  std::vector<Writer> parts_;
};

CaseColumns::CaseColumns(const ColumnTypes& types, std::size_t cases, const CaseSource& source) {
  Writer writer(types.program(), types.root());
  std::vector<std::int64_t> slots;
  for (std::size_t i = 0; i < cases; ++i) {
    source(i, slots);
    writer.Add(slots, 0);
  }
  std::vector<std::vector<std::byte>> contents;
  writer.Give(*this, contents);

  std::size_t size = 0;
  for (Buffer& buffer : buffers_) {
    buffer.offset = size;
    size += blocks() * ShareOf(buffer.bytes, blocks());
  }
  memory_ = Memory(std::max<std::size_t>(size, 1));
  for (std::size_t i = 0; i < buffers_.size(); ++i) {
    std::ranges::copy(contents[i], memory_.data() + buffers_[i].offset);
    bytes_ += buffers_[i].is_read ? buffers_[i].bytes : 0;
  }
  // Children follow their parents; each takes what comes next.
  std::size_t next_buffer = 0;
  std::size_t next_child = 0;
  const std::function<void(std::size_t)> link = [&](std::size_t index) {
    ArrowArray& array = arrays_[index];
    pointers_.push_back(std::make_unique<const void*[]>(static_cast<std::size_t>(array.n_buffers)));
    array.buffers = pointers_.back().get();
    for (std::int64_t i = 0; i < array.n_buffers; ++i) {
      const Buffer& buffer = buffers_[next_buffer++];
      const bool is_bitmap_of_none = i == 0 && buffer.bytes == 0;
      array.buffers[i] = is_bitmap_of_none ? nullptr : memory_.data() + buffer.offset;
    }
    children_.push_back(
        std::make_unique<ArrowArray*[]>(static_cast<std::size_t>(array.n_children)));
    ArrowArray** const children = children_.back().get();
    array.children = children;
    for (std::int64_t i = 0; i < array.n_children; ++i) {
      children[i] = &arrays_[++next_child];
      link(next_child);
    }
  };
  link(0);
}

void CaseColumns::AddStreams(std::vector<Stream>& to) const {
  for (const Buffer& buffer : buffers_) {
    if (buffer.is_read && buffer.bytes > 0) {
      to.push_back({memory_.data() + buffer.offset, ShareOf(buffer.bytes, blocks())});
    }
  }
}

}  // namespace acta::measure
