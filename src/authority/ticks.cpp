// When the engine looks for what is due. Timers count monotonic time while the wall clock may jump, so it
// also looks at the clock every minute; and every ten minutes through the due rows, for those that another
// authority wrote.
#include <algorithm>

#include "authority/engine.h"

namespace parasol {
namespace {

constexpr Duration longest_sleep = 60 * one_second;
constexpr Duration retry_delay = 5 * one_second;
constexpr Duration look_again = 600 * one_second;

}  // namespace

void Authority::Engine::start() {
    if (started_) return;
    started_ = true;
    look_for_due();
    if (options_.mailer) next_mail_ = desk_.clock.now();
    if (!options_.people) return;
    (this->*options_.people->watch_mails)();
    (this->*options_.people->look_for_erasures)();
}

void Authority::Engine::watch() {
    if (!started_) return;
    desk_.clock.cancel(timer_);
    const Instant now = desk_.clock.now();
    const Duration until = next_due_ ? std::max<Duration>(*next_due_ - now, 0) : longest_sleep;
    timer_ = desk_.clock.after(std::min(until, longest_sleep), guarded([](Engine& self) {
                                   const Instant later = self.desk_.clock.now();
                                   const bool due = self.next_due_ && later >= *self.next_due_;
                                   if (due || later - self.looked_ >= look_again || later < self.looked_) {
                                       self.look_for_due();
                                   } else {
                                       self.watch();
                                   }
                               }));
}

void Authority::Engine::note_due(const ChangeSet& changes) {
    bool sooner = false;
    for (const Change& change : changes) {
        const DueRow* row = change.after ? std::get_if<DueRow>(&*change.after) : nullptr;
        if (!row || (next_due_ && *next_due_ <= row->at)) continue;
        next_due_ = row->at;
        sooner = true;
    }
    if (sooner) watch();
}

void Authority::Engine::look_for_due() {
    if (looking_) return;
    looking_ = true;
    Item look;
    look.solo = [this](Done done) {
        find_due(desk_, never_ends_, guarded([done = std::move(done)](Engine& self, DueFound found) {
                     self.take_due(std::move(found));
                     done({});
                 }));
    };
    queue_.push_front(std::move(look));
    next();
}

void Authority::Engine::take_due(DueFound found) {
    looking_ = false;
    looked_ = desk_.clock.now();
    next_due_ = found.next;
    if (found.error != DatabaseError::none || !found.due.empty()) {
        // Until they have ended: should that fail, they are looked for again.
        next_due_ = looked_ + retry_delay;
    }
    if (!found.due.empty()) {
        Item end;
        end.job = make_due_job(desk_, std::move(found.due),
                               guarded([next = found.next](Engine& self, const std::vector<DueRow>& left) {
                                   for (const DueRow& row : left) self.never_ends_.insert(row.id);
                                   self.next_due_ = next;
                                   self.watch();
                               }));
        queue_.push_front(std::move(end));
    }
    if (looked_ - swept_ >= one_day || looked_ < swept_) look_for_sweepings();
    watch();
}

void Authority::Engine::look_for_sweepings() {
    swept_ = looked_;
    Item look;
    look.solo = [this](Done done) {
        find_sweepings(desk_, guarded([done = std::move(done)](Engine& self, std::vector<Scope> scopes) {
                           if (!scopes.empty()) {
                               Item sweep;
                               sweep.job = make_sweep_job(self.desk_, std::move(scopes));
                               self.queue_.push_back(std::move(sweep));
                           }
                           done({});
                       }));
    };
    queue_.push_back(std::move(look));
}

}  // namespace parasol
