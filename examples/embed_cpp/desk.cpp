#include "desk.h"

#include <memory>
#include <utility>

#include "clerk.h"

namespace office {

Desk::Desk(unsigned clerks, std::chrono::local_days today)
    : act_(acta_act_assemblies), today_(today) {
  for (unsigned i = 0; i < clerks; ++i) {
    clerks_.emplace_back([this, clerk = std::make_unique<Clerk>(act_, today_)](
                             const std::stop_token& stop) { Work(*clerk, stop); });
  }
}

Desk::~Desk() = default;

void Desk::Submit(Filing filing) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(filing.number);
    ++unfinished_;
    Entry& entry = register_[filing.number];
    entry.filing = std::move(filing);
    ++entry.version;
  }
  arrived_.notify_one();
}

void Desk::WaitUntilDone() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [this] { return unfinished_ == 0; });
  if (failure_) {
    std::rethrow_exception(std::exchange(failure_, nullptr));
  }
}

std::map<std::string, Finding> Desk::Findings() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, Finding> findings;
  for (const auto& [number, entry] : register_) {
    findings.emplace(number, entry.finding);
  }
  return findings;
}

void Desk::Work(Clerk& clerk, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [this] { return !waiting_.empty(); }) &&
         !stop.stop_requested()) {
    const std::string number = std::move(waiting_.front());
    waiting_.pop_front();
    const Filing filing = register_.at(number).filing;
    const unsigned version = register_.at(number).version;

    lock.unlock();
    std::optional<Finding> finding;
    std::exception_ptr failure;
    try {
      finding = clerk.LookAt(filing);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();

    failure_ = failure_ ? failure_ : failure;
    // Another clerk may have had a newer version in the meantime.
    if (Entry& entry = register_.at(number); finding && entry.version == version) {
      entry.finding = *std::move(finding);
    }
    if (--unfinished_ == 0) {
      done_.notify_all();
    }
  }
}

}  // namespace office
