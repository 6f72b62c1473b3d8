// Writers of text: one into a buffer that grows, one into an array that does not.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "acta/acta.h"

namespace acta::runtime {

// Replaces the content of an acta_buffer. Want of memory is remembered and told by Finish; nothing
// else can go wrong.
class Writer {
 public:
  Writer(const acta_allocator& allocator, acta_buffer& buffer);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Writer& Put(char c) {
    if (Room(1)) {
      buffer_.data[buffer_.size++] = c;
    }
    return *this;
  }
  Writer& Put(std::string_view text) {
    if (Room(text.size()) && !text.empty()) {
      std::memcpy(buffer_.data + buffer_.size, text.data(), text.size());
      buffer_.size += text.size();
    }
    return *this;
  }
  Writer& Number(std::int64_t value);
  Writer& Repeat(char c, std::size_t count);
  // A JSON string with its quotes. Bytes that are no UTF-8 become U+FFFD.
  Writer& Quoted(std::string_view text);

  [[nodiscard]] std::size_t size() const { return buffer_.size; }
  // What was written from `begin` on; good until more is written.
  [[nodiscard]] std::string_view From(std::size_t begin) const {
    return {buffer_.data + begin, buffer_.size - begin};
  }
  // Takes back what was written from `begin` on.
  void Rewind(std::size_t begin) { buffer_.size = begin; }
  // What was to be written could not be found out for want of memory: Finish will say so.
  void Fail() { failed_ = true; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] acta_status Finish();

 private:
  // One byte more than asked for is always kept for the zero at the end.
  bool Room(std::size_t count) {
    return count < buffer_.capacity - buffer_.size ? true : Grow(count);
  }
  bool Grow(std::size_t count);
  // What stands within the quotes of a JSON string.
  void Escaped(std::string_view text);

  acta_buffer& buffer_;
  bool failed_ = false;
};

// Fills a char array of the host, always ended by a zero byte; what does not fit is cut at a code
// point.
class FixedText {
 public:
  template <std::size_t N>
  explicit FixedText(char (&array)[N]) : FixedText(array, N) {}
  FixedText(char* data, std::size_t capacity);

  FixedText& Put(std::string_view text);
  FixedText& Put(char c) { return Put(std::string_view(&c, 1)); }
  FixedText& Number(std::int64_t value);
  [[nodiscard]] std::string_view view() const { return {data_, size_}; }

 private:
  char* data_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  bool full_ = false;
};

// The decimal digits of `value` into `digits` (at least 20 bytes); returns how many.
std::size_t DigitsOf(std::int64_t value, char* digits);

// The bytes of the code point at the start of `text`, 0 when it begins with no valid UTF-8.
std::size_t CodePointLength(std::string_view text);
[[nodiscard]] bool IsUtf8(std::string_view text);
// How many code points: the columns of a terminal, nearly.
std::size_t CodePoints(std::string_view text);

// Part of a text; nothing of it can be out of range.
constexpr std::string_view Slice(std::string_view text, std::size_t begin,
                                 std::size_t count = SIZE_MAX) {
  if (begin > text.size()) {
    begin = text.size();
  }
  const std::size_t rest = text.size() - begin;
  return {text.data() + begin, count < rest ? count : rest};
}

}  // namespace acta::runtime
