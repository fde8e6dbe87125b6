// What has no use any more and no command ends: sessions, tickets and links that are over, wrong codes of hours that
// are over. Journaled like everything that the authority writes of its own accord.
#include <array>
#include <memory>

#include "authority/jobs.h"
#include "domain/limits.h"
#include "domain/states.h"

namespace parasol {
namespace {

constexpr std::size_t most_swept_at_once = 500;

bool is_over(const SessionRow& row, Instant now) { return has_passed(row.expires, now); }

bool is_over(const SessionUseRow& row, Instant now) { return has_passed(row.expires, now); }

bool is_over(const LinkRow& row, Instant now) { return has_passed(row.expires, now); }

bool is_over(const LinkOfRow& row, Instant now) { return has_passed(row.expires, now); }

bool is_over(const TicketRow& row, Instant now) { return has_passed(row.expires, now); }

bool is_over(const TriesRow& row, Instant now) {
    const bool locked = !has_passed(row.locked_until, now);
    const bool counts = !row.tried.empty() && !has_passed(row.tried.back() + code_lock_window, now);
    return !locked && !counts;
}

class SweepJob : public Job {
  public:
    SweepJob(Desk& desk, std::vector<Scope> scopes) : desk_(desk), scopes_(std::move(scopes)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        for (const Scope& scope : scopes_) {
            sweep<SessionRow>(work, scope);
            sweep<TriesRow>(work, scope);
            sweep<TicketRow>(work, scope);
            sweep<LinkRow>(work, scope);
            sweep<LinkOfRow>(work, scope);
            sweep<SessionUseRow>(work, scope);
        }
        return turn.conclude(work);
    }

    Reply settle(DatabaseError, ReadAnswer*) override { return {}; }

  private:
    template <class R>
    void sweep(Work& work, const Scope& scope) {
        work.erase_where<R>(scope, [&](const R& row) { return is_over(row, desk_.clock.now()); });
    }

    Desk& desk_;
    std::vector<Scope> scopes_;
};

}  // namespace

std::unique_ptr<Job> make_sweep_job(Desk& desk, std::vector<Scope> scopes) {
    return std::make_unique<SweepJob>(desk, std::move(scopes));
}

namespace {

// One kind of scope after the other, so that the database does other things in between. It outlives the desk.
void find_next(Database& database, Instant now, std::size_t at, std::shared_ptr<std::vector<Scope>> found,
               Callback<void(std::vector<Scope>)> done) {
    static constexpr std::array kinds = {ScopeKind::key_session, ScopeKind::key_tries, ScopeKind::key_ticket,
                                        ScopeKind::key_link, ScopeKind::key_link_of,
                                        ScopeKind::key_sessions};
    if (at == kinds.size()) return done(std::move(*found));
    const auto visit = [found, now](const Scope& scope, const ScopeRows& rows) {
        bool over = false;
        const auto look = [&](const auto& row) { over = over || is_over(row, now); };
        rows.each<SessionRow>(look);
        rows.each<TriesRow>(look);
        rows.each<TicketRow>(look);
        rows.each<LinkRow>(look);
        rows.each<LinkOfRow>(look);
        rows.each<SessionUseRow>(look);
        if (over) found->push_back(scope);
        return found->size() < most_swept_at_once;
    };
    // Where a scan fails there is another time.
    database.scan(kinds[at], visit, [&database, now, at, found, done = std::move(done)](DatabaseError) {
        find_next(database, now, at + 1, found, done);
    });
}

}  // namespace

void find_sweepings(Desk& desk, Callback<void(std::vector<Scope>)> done) {
    find_next(desk.database, desk.clock.now(), 0, std::make_shared<std::vector<Scope>>(), std::move(done));
}

}  // namespace parasol
