// The core of a service that keeps filings up to date with the law: filings go in from any thread,
// clerks look at them side by side with one act that they share, findings come out.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "filing.h"

namespace office {

// The act answers both questions of the desk: may it be held, and must the akimat refuse?
struct Answered {
  assemblies_Outcome outcome = assemblies_Outcome_not_governed;
  bool must_refuse = false;
  std::optional<std::chrono::local_days> answer_by;  // the akimat's last day to answer
  // Where one of the answers is against the organiser: why, the nearest reason first.
  std::vector<std::string> provisions;
};
// The act leaves one of them open, for want of this.
struct Open {
  std::vector<std::string> to_ask;        // facts that the organiser has to tell
  std::vector<std::string> to_judge;      // facts that somebody has to judge, and who
  std::vector<std::string> to_interpret;  // readings of the act that somebody has to choose
  std::vector<std::string> gaps;          // where the act itself does not say
};
// The filing is no case that the act allows for: a slip of the register.
struct Refused {
  std::string problem;
};
using Finding = std::variant<Answered, Open, Refused>;

class Clerk;

class Desk {
 public:
  // As many clerks, each a thread. Asks the act as of `today`.
  Desk(unsigned clerks, std::chrono::local_days today);
  // Leaves what still waits unanswered.
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // A new filing, or a newer version of one with the same number, which replaces it. From any
  // thread.
  void Submit(Filing filing);
  // Until each filing that was submitted has its finding. Throws what kept a clerk from one.
  void WaitUntilDone();
  // By number. As of the last filings that the clerks were done with.
  [[nodiscard]] std::map<std::string, Finding> Findings() const;

 private:
  struct Entry {
    Filing filing;
    unsigned version = 0;
    Finding finding;
  };

  void Work(Clerk& clerk, const std::stop_token& stop);

  const acta::Act act_;
  const std::chrono::local_days today_;
  mutable std::mutex mutex_;
  std::condition_variable_any arrived_, done_;
  std::map<std::string, Entry> register_;
  std::deque<std::string> waiting_;
  std::size_t unfinished_ = 0;
  std::exception_ptr failure_;        // the first
  std::vector<std::jthread> clerks_;  // the last member: they end before the others do
};

}  // namespace office
