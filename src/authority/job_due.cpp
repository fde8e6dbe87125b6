// What is due: the authority's own commands, given when instants pass (DESIGN 4 "Time").
#include <memory>

#include "authority/jobs.h"
#include "domain/sort_by.h"
#include "domain/states.h"

namespace parasol {
namespace {

constexpr std::size_t most_due_at_once = 200;

class DueJob : public Job {
  public:
    DueJob(Desk& desk, std::vector<DueRow> due, Callback<void(const std::vector<DueRow>&)> ended)
        : desk_(desk), due_(std::move(due)), ended_(std::move(ended)) {
        for (const DueRow& row : due_) {
            Wish wish;
            wish.envelope.command = EndDue{row.kind, row.id, row.owner, row.at};
            wish.envelope.time = desk_.clock.now();
            wishes_.push_back(std::move(wish));
        }
    }

    Missing attempt(Turn& turn) override {
        for (; next_ < wishes_.size(); ++next_) {
            auto ended = turn.decide_wish(wishes_[next_]);
            if (auto* missing = std::get_if<Missing>(&ended)) return std::move(*missing);
        }
        still_due_.clear();
        Work work(turn.rows());
        for (const DueRow& row : due_) {
            if (work.find<DueRow>(due_key(utc_day(row.at)), row.id).present()) still_due_.push_back(row);
        }
        return turn.conclude(work);
    }

    void reset() override { next_ = 0; }

    Reply settle(DatabaseError error, ReadAnswer*) override {
        if (error == DatabaseError::none) ended_(still_due_);
        return {};
    }

  private:
    Desk& desk_;
    std::vector<DueRow> due_;
    Callback<void(const std::vector<DueRow>&)> ended_;
    std::vector<Wish> wishes_;
    std::size_t next_ = 0;
    std::vector<DueRow> still_due_;
};

}  // namespace

std::unique_ptr<Job> make_due_job(Desk& desk, std::vector<DueRow> due,
                                  Callback<void(const std::vector<DueRow>&)> ended) {
    return std::make_unique<DueJob>(desk, std::move(due), std::move(ended));
}

void find_due(Desk& desk, std::set<Id> passed_over, Callback<void(DueFound)> done) {
    const auto found = std::make_shared<DueFound>();
    const Instant now = desk.clock.now();
    const auto visit = [found, now, passed_over = std::move(passed_over)](const Scope&,
                                                                          const ScopeRows& rows) {
        rows.each<DueRow>([&](const DueRow& row) {
            if (passed_over.count(row.id) != 0) return;
            if (has_passed(row.at, now)) {
                found->due.push_back(row);
            } else if (!found->next || row.at < *found->next) {
                found->next = row.at;
            }
        });
        return true;
    };
    desk.database.scan(ScopeKind::key_due, visit, [found, now, done = std::move(done)](DatabaseError error) {
        found->error = error;
        sort_in_order(found->due,
                      [](const DueRow& a, const DueRow& b) { return a.at != b.at ? a.at < b.at : a.id < b.id; });
        if (found->due.size() > most_due_at_once) {
            found->due.resize(most_due_at_once);
            found->next = now;
        }
        done(std::move(*found));
    });
}

}  // namespace parasol
