#include "compiler/base/result.h"

#include <filesystem>
#include <iterator>
#include <memory>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "compiler/base/check.h"
#include "compiler/base/file.h"
#include "compiler/base/temporary_folder.h"

namespace acta {
namespace {

Result<int> Half(int number) {
  if (number % 2 != 0) {
    return Fail("{} is odd", number);
  }
  return number / 2;
}

Result<int> Quarter(int number) {
  ACTA_TRY(const int half, Half(number));
  ACTA_TRY(const int quarter, Half(half));
  return quarter;
}

Result<void> MustBeEven(int number) {
  ACTA_TRY([[maybe_unused]] const int half, Half(number));
  return {};
}

Result<int> IfEven(int number) {
  ACTA_TRY_VOID(MustBeEven(number));
  return number;
}

TEST(Result, TryGoesOnWithTheValue) {
  EXPECT_EQ(Quarter(12), 3);
  EXPECT_EQ(IfEven(2), 2);
}

TEST(Result, TryHandsTheErrorUp) {
  EXPECT_EQ(Quarter(6).error().message, "3 is odd");
  EXPECT_EQ(IfEven(7).error().message, "7 is odd");
}

TEST(Result, TryMovesWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(4); };
  const auto use = [&]() -> Result<int> {
    ACTA_TRY(const std::unique_ptr<int> owned, make());
    return *owned;
  };
  EXPECT_EQ(use(), 4);
}

TEST(Check, ABrokenPromiseEndsTheProcessWithStatusThreeAndSaysWhich) {
  EXPECT_EXIT(ACTA_CHECK(1 + 1 == 3, "sums come out right"), testing::ExitedWithCode(3),
              "tests/unit/base/result_test.cpp.*sums come out right");
}

TEST(File, WhatWasWrittenIsRead) {
  const std::string path = testing::TempDir() + "/acta_file_test";
  const std::string content("a\0\xff\n", 4);
  ASSERT_TRUE(WriteFile(path, content));
  EXPECT_EQ(ReadFile(path), content);
}

TEST(File, WhatCannotBeWrittenLeavesNothingBehind) {
  const Result<TemporaryFolder> folder = TemporaryFolder::Make();
  ASSERT_TRUE(folder);
  const std::string taken = folder->PathOf("taken");
  ASSERT_TRUE(std::filesystem::create_directories(taken + "/by a folder"));
  EXPECT_EQ(WriteFile(taken, "content").error().message,
            "cannot write " + taken + ": Is a directory");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder->path()), {}), 1);
}

TEST(File, WhatIsWrittenThroughALinkIsWrittenBehindIt) {
  const Result<TemporaryFolder> folder = TemporaryFolder::Make();
  ASSERT_TRUE(folder);
  const std::string file = folder->PathOf("file"), link = folder->PathOf("link");
  ASSERT_TRUE(WriteFile(file, "before"));
  std::filesystem::create_symlink("file", link);
  ASSERT_TRUE(WriteFile(link, "after"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(ReadFile(file), "after");
  EXPECT_TRUE(IsSameFile(file, link));
}

TEST(File, APipeIsNotReplacedByAFile) {
  const Result<TemporaryFolder> folder = TemporaryFolder::Make();
  ASSERT_TRUE(folder);
  const std::string pipe = folder->PathOf("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(WriteFile(pipe, "content").error().message,
            "cannot write " + pipe + ": this is no regular file");
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST(File, FilesThatAreNotThereAreTheSameByTheirPlace) {
  EXPECT_TRUE(IsSameFile("no/../none", "none"));
  EXPECT_FALSE(IsSameFile("none", "other"));
}

TEST(File, ATemporaryFolderGoesWithItsOwner) {
  std::string path;
  {
    const Result<TemporaryFolder> folder = TemporaryFolder::Make();
    ASSERT_TRUE(folder);
    path = folder->path();
    ASSERT_TRUE(WriteFile(folder->PathOf("file"), "content"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(File, AMissingFileAndADirectoryAreErrorsWithTheirPath) {
  EXPECT_EQ(ReadFile("no/such/file").error().message,
            "cannot read no/such/file: No such file or directory");
  EXPECT_EQ(ReadFile("/").error().message, "cannot read /: Is a directory");
}

}  // namespace
}  // namespace acta
