// Telling the host what was wrong with what it gave us.
#pragma once

#include <cstring>
#include <string_view>

#include "acta/acta.h"
#include "runtime/core/writer.h"

namespace acta::runtime {

// Fills an acta_detail, or nothing when the host gave none.
class Complaint {
 public:
  explicit Complaint(acta_detail* detail) : host_(detail) {
    std::memset(&detail_, 0, sizeof detail_);
  }
  Complaint(const Complaint&) = delete;
  Complaint& operator=(const Complaint&) = delete;

  [[nodiscard]] FixedText& message() { return message_; }
  void Path(std::string_view text) { FixedText(detail_.path).Put(text); }
  void Expected(std::string_view text) { FixedText(detail_.expected).Put(text); }
  void Found(std::string_view text) { FixedText(detail_.found).Put(text); }
  void Suggestion(std::string_view text) { FixedText(detail_.suggestion).Put(text); }
  void Declaration(std::string_view text) { FixedText(detail_.declaration).Put(text); }
  void At(std::uint64_t offset, std::uint32_t line, std::uint32_t column) {
    detail_.offset = offset;
    detail_.line = line;
    detail_.column = column;
  }
  [[nodiscard]] acta_detail& detail() { return detail_; }

  acta_status Fail(acta_status status) {
    if (host_ == nullptr || host_->struct_size < sizeof(std::uint32_t) * 2) {
      return status;
    }
    // What the host gave as a path may be no text.
    MakeUtf8(detail_.path);
    MakeUtf8(detail_.found);
    MakeUtf8(detail_.message);
    detail_.status = status;
    detail_.struct_size = host_->struct_size;
    const std::size_t size =
        host_->struct_size < sizeof detail_ ? host_->struct_size : sizeof detail_;
    std::memcpy(host_, &detail_, size);
    return status;
  }
  acta_status Say(acta_status status, std::string_view message) {
    message_.Put(message);
    return Fail(status);
  }

 private:
  // U+FFFD for each byte that belongs to none.
  template <std::size_t N>
  static void MakeUtf8(char (&text)[N]) {
    if (IsUtf8(text)) {
      return;
    }
    char copy[N];
    std::memcpy(copy, text, N);
    FixedText out(text);
    for (std::string_view rest = copy; !rest.empty();) {
      const std::size_t length = CodePointLength(rest);
      out.Put(length == 0 ? "\xEF\xBF\xBD" : Slice(rest, 0, length));
      rest = Slice(rest, length == 0 ? 1 : length);
    }
  }

  acta_detail* host_;
  acta_detail detail_;
  FixedText message_{detail_.message};
};

}  // namespace acta::runtime
