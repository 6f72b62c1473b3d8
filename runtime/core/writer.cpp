#include "runtime/core/writer.h"

namespace acta::runtime {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101U;

// Whether none of eight bytes needs a second look within a JSON string: no quote, backslash,
// control character, no byte of a longer code point.
bool IsPlain(std::uint64_t word) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  // The high bit of each byte that is zero, and perhaps of one above it: too careful never harms
  // here.
  const auto zero_bytes = [](std::uint64_t x) { return (x - kOnes) & ~x; };
  const std::uint64_t controls = word - kOnes * 0x20;
  const std::uint64_t quotes = zero_bytes(word ^ kOnes * '"');
  const std::uint64_t backslashes = zero_bytes(word ^ kOnes * '\\');
  return ((word | controls | quotes | backslashes) & kHighBits) == 0;
}

std::uint64_t Load(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, count);
  return word;
}

// Copies the text to `to` as far as it is plain, and returns how far that is; there is room for all
// of it.
std::size_t CopyPlain(std::string_view text, char* to) {
  const std::size_t size = text.size();
  const auto copy_word = [&](std::size_t at) {
    const std::uint64_t word = Load(text.data() + at, 8);
    std::memcpy(to + at, &word, 8);
    return IsPlain(word);
  };
  std::size_t at = 0;
  while (at + 8 <= size) {
    if (!copy_word(at)) {
      return at;
    }
    at += 8;
  }
  // The last word begins among what was copied already.
  if (at < size && size >= 8) {
    return copy_word(size - 8) ? size : at;
  }
  for (; at < size; ++at) {
    to[at] = text[at];
    if (!IsPlain(static_cast<unsigned char>(text[at]) * kOnes)) {
      return at;
    }
  }
  return at;
}

}  // namespace

Writer::Writer(const acta_allocator& allocator, acta_buffer& buffer) : buffer_(buffer) {
  if (buffer_.data == nullptr) {
    buffer_.allocator = allocator;
    buffer_.capacity = 0;
  }
  buffer_.size = 0;
}

bool Writer::Grow(std::size_t count) {
  constexpr std::size_t kMost = SIZE_MAX / 4;
  constexpr std::size_t kFirst = 256;
  if (failed_ || count > kMost || buffer_.size > kMost) {
    failed_ = true;
    return false;
  }
  const std::size_t needed = buffer_.size + count + 1;
  if (needed <= buffer_.capacity) {
    return true;
  }
  std::size_t capacity = buffer_.capacity < kFirst ? kFirst : buffer_.capacity * 2;
  if (capacity < needed) {
    capacity = needed;
  }
  const acta_allocator& allocator = buffer_.allocator;
  void* const memory = allocator.allocate(allocator.context, capacity);
  if (memory == nullptr) {
    failed_ = true;
    return false;
  }
  if (buffer_.data != nullptr) {
    std::memcpy(memory, buffer_.data, buffer_.size);
    allocator.release(allocator.context, buffer_.data, buffer_.capacity);
  }
  buffer_.data = static_cast<char*>(memory);
  buffer_.capacity = capacity;
  return true;
}

Writer& Writer::Number(std::int64_t value) {
  char digits[24];
  return Put(std::string_view(digits, DigitsOf(value, digits)));
}

Writer& Writer::Repeat(char c, std::size_t count) {
  for (; count > 0; --count) {
    Put(c);
  }
  return *this;
}

Writer& Writer::Quoted(std::string_view text) {
  if (!Room(text.size() + 2)) {
    return *this;
  }
  char* const to = buffer_.data + buffer_.size;
  to[0] = '"';
  const std::size_t plain = CopyPlain(text, to + 1);
  if (plain == text.size()) {
    to[plain + 1] = '"';
    buffer_.size += plain + 2;
    return *this;
  }
  buffer_.size += plain + 1;
  Escaped(Slice(text, plain));
  return Put('"');
}

void Writer::Escaped(std::string_view text) {
  std::size_t plain = 0;
  std::size_t at = 0;
  const auto flush = [&] { Put(Slice(text, plain, at - plain)); };
  while (at < text.size()) {
    if (at + 8 <= text.size() && IsPlain(Load(text.data() + at, 8))) {
      at += 8;
      continue;
    }
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    if (c >= 0x80) {
      if (const std::size_t length = CodePointLength(Slice(text, at)); length > 0) {
        at += length;
        continue;
      }
      flush();
      Put("\xEF\xBF\xBD");
    } else {
      flush();
      Put('\\');
      switch (c) {
        case '"':
          Put('"');
          break;
        case '\\':
          Put('\\');
          break;
        case '\n':
          Put('n');
          break;
        case '\t':
          Put('t');
          break;
        case '\r':
          Put('r');
          break;
        default:
          Put("u00").Put("0123456789abcdef"[c >> 4]).Put("0123456789abcdef"[c & 15]);
          break;
      }
    }
    plain = ++at;
  }
  flush();
}

acta_status Writer::Finish() {
  if (!Room(0)) {
    return ACTA_NO_MEMORY;
  }
  buffer_.data[buffer_.size] = '\0';
  return failed_ ? ACTA_NO_MEMORY : ACTA_OK;
}

FixedText::FixedText(char* data, std::size_t capacity) : data_(data), capacity_(capacity) {
  data_[0] = '\0';
}

FixedText& FixedText::Put(std::string_view text) {
  if (full_) {
    return *this;
  }
  std::size_t count = text.size();
  const std::size_t room = capacity_ - 1 - size_;
  if (count > room) {
    full_ = true;
    count = room;
    while (count > 0 && (static_cast<unsigned char>(text[count]) & 0xC0) == 0x80) {
      --count;
    }
  }
  if (count > 0) {
    std::memcpy(data_ + size_, text.data(), count);
  }
  size_ += count;
  data_[size_] = '\0';
  return *this;
}

FixedText& FixedText::Number(std::int64_t value) {
  char digits[24];
  return Put(std::string_view(digits, DigitsOf(value, digits)));
}

std::size_t DigitsOf(std::int64_t value, char* digits) {
  char reversed[20];
  std::size_t count = 0;
  std::uint64_t rest =
      value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  do {
    reversed[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  std::size_t size = 0;
  if (value < 0) {
    digits[size++] = '-';
  }
  while (count > 0) {
    digits[size++] = reversed[--count];
  }
  return size;
}

std::size_t CodePointLength(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(text[i]);
  };
  const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const std::uint32_t first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return continues(1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF && continues(1) && continues(2)) {
    const std::uint32_t point = (first & 15) << 12 | (byte(1) & 63) << 6 | (byte(2) & 63);
    return point >= 0x800 && (point < 0xD800 || point > 0xDFFF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4 && continues(1) && continues(2) && continues(3)) {
    const std::uint32_t point =
        (first & 7) << 18 | (byte(1) & 63) << 12 | (byte(2) & 63) << 6 | (byte(3) & 63);
    return point >= 0x10000 && point <= 0x10FFFF ? 4 : 0;
  }
  return 0;
}

bool IsUtf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  while (!text.empty()) {
    // Most text is plain: many bytes at a time.
    if (std::uint64_t words[4]; text.size() >= sizeof words) {
      std::memcpy(words, text.data(), sizeof words);
      if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) == 0) {
        text.remove_prefix(sizeof words);
        continue;
      }
    }
    const std::size_t length = CodePointLength(text);
    if (length == 0) {
      return false;
    }
    text.remove_prefix(length);
  }
  return true;
}

std::size_t CodePoints(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  }
  return count;
}

}  // namespace acta::runtime

extern "C" void acta_buffer_free(acta_buffer* buffer) {
  if (buffer == nullptr || buffer->data == nullptr) {
    return;
  }
  buffer->allocator.release(buffer->allocator.context, buffer->data, buffer->capacity);
  buffer->data = nullptr;
  buffer->size = 0;
  buffer->capacity = 0;
}
