#include "desk.h"

#include <utility>

#include "clerk.h"

namespace office {

Desk::Desk(unsigned clerks, std::chrono::local_days today)
    : act_(acta_act_assemblies), today_(today) {
  for (unsigned i = 0; i < clerks; ++i) {
    clerks_.emplace_back([this](const std::stop_token& stop) { Work(stop); });
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
}

std::map<std::string, Finding> Desk::Findings() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, Finding> findings;
  for (const auto& [number, entry] : register_) {
    findings.emplace(number, entry.finding);
  }
  return findings;
}

void Desk::Work(const std::stop_token& stop) {
  Clerk clerk(act_, today_);
  std::unique_lock lock(mutex_);
  while (arrived_.wait(lock, stop, [this] { return !waiting_.empty(); })) {
    const std::string number = std::move(waiting_.front());
    waiting_.pop_front();
    const Filing filing = register_.at(number).filing;
    const unsigned version = register_.at(number).version;

    lock.unlock();
    Finding finding = clerk.LookAt(filing);
    lock.lock();

    // Another clerk may have had a newer version in the meantime.
    if (Entry& entry = register_.at(number); entry.version == version) {
      entry.finding = std::move(finding);
    }
    if (--unfinished_ == 0) {
      done_.notify_all();
    }
  }
}

}  // namespace office
