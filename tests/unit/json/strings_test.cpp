// Strings in JSON, byte for byte, wherever in a word the bytes stand that need a second look.
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "runtime/core/writer.h"
#include "runtime/json/reader.h"
#include "tests/unit/runtime/assembly_act.h"

namespace acta {
namespace {

using nlohmann::json;

std::string Quoted(std::string_view text) {
  Text out;
  runtime::Writer writer(*acta_default_allocator(), *out.get());
  writer.Quoted(text);
  EXPECT_EQ(writer.Finish(), ACTA_OK);
  return out.str();
}

// Nothing comes back when it is refused.
std::string ReadBack(std::string_view quoted) {
  runtime::JsonReader reader(quoted, *acta_default_allocator());
  std::string_view text;
  const bool good = reader.Peek() == runtime::JsonKind::kString && reader.TakeString(&text);
  return good && reader.AtEnd() ? std::string(text) : std::string();
}

TEST(JsonStrings, AreWrittenAndReadWhateverStandsWhere) {
  for (const std::string_view special : {"", "\"", "\\", "\n", "\t", "\r", "\x01", "\x1f", " ",
                                         "\x7f", "\xC3\xA9", "\xE2\x80\x94", "\xF0\x9F\x98\x80"}) {
    for (std::size_t size = 0; size <= 24; ++size) {
      for (std::size_t at = 0; at <= size; ++at) {
        std::string text(size, 'x');
        text.insert(at, special);
        const std::string quoted = Quoted(text);
        ASSERT_EQ(json::parse(quoted).get<std::string>(), text) << quoted;
        ASSERT_EQ(ReadBack(quoted), text) << quoted;
      }
    }
  }
}

TEST(JsonStrings, EscapeNoMoreThanTheyMust) {
  EXPECT_EQ(Quoted("caf\xC3\xA9 / \"a\\b\"\n\x01"), "\"caf\xC3\xA9 / \\\"a\\\\b\\\"\\n\\u0001\"");
}

TEST(JsonStrings, ReplaceBytesThatAreNoUtf8) {
  EXPECT_EQ(Quoted("abcdefgh\xFFijklmnop\xC3"), "\"abcdefgh\xEF\xBF\xBDijklmnop\xEF\xBF\xBD\"");
}

TEST(JsonStrings, ForWhichThereIsNoMemoryAreNotToBlame) {
  const acta_allocator none{nullptr, [](void*, std::size_t) -> void* { return nullptr; },
                            [](void*, void*, std::size_t) {}};
  const auto runs_out = [&](std::string_view quoted) {
    runtime::JsonReader reader(quoted, none);
    std::string_view text;
    EXPECT_FALSE(reader.Peek() == runtime::JsonKind::kString && reader.TakeString(&text));
    return reader.ran_out_of_memory();
  };
  EXPECT_TRUE(runs_out("\"\\n\""));
  EXPECT_FALSE(runs_out("\"\n\""));
}

TEST(JsonStrings, WithABareControlCharacterOrWithoutEndAreRefused) {
  for (std::size_t size = 0; size <= 20; ++size) {
    const std::string plain(size, 'x');
    EXPECT_EQ(ReadBack("\"" + plain + "\n\""), "") << size;
    EXPECT_EQ(ReadBack("\"x" + plain), "") << size;
  }
}

}  // namespace
}  // namespace acta
