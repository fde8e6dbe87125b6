#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "authority/jobs.h"
#include "domain/visibility.h"
#include "wire/scope_sum.h"

namespace parasol {
namespace {

// "epoch.version" of this database; -1 for anything else: then everything is answered whole.
Version version_of_cookie(const std::string& cookie, const std::string& epoch) {
    const std::size_t dot = cookie.rfind('.');
    if (dot == std::string::npos || cookie.compare(0, dot, epoch) != 0) return -1;
    Version version = -1;
    const char* end = cookie.data() + cookie.size();
    const auto read = std::from_chars(cookie.data() + dot + 1, end, version);
    return read.ec == std::errc() && read.ptr == end && version >= 0 ? version : -1;
}

class PullJob : public Job {
  public:
    PullJob(Desk& desk, std::string session, Pull pull)
        : desk_(desk), session_(std::move(session)), pull_(std::move(pull)) {}

    bool alone() const override { return true; }

    Missing attempt(Turn& turn) override {
        held_.clear();
        begun_.clear();
        wanted_.clear();
        gone_.clear();
        // The future is not known: it is as it is now.
        as_of_ = std::min(pull_.as_of, desk_.clock.now());
        Work work(turn.rows());
        person_ = signed_in(work, desk_, session_);
        if (!person_.is_none()) {
            std::unordered_set<Scope, ScopeHash> seen;
            // A scope that is asked for twice is answered once; wanted goes first, as its answer is whole.
            for (const Scope& scope : pull_.wanted) {
                if (seen.insert(scope).second && is_readable(work, scope)) wanted_.push_back(scope);
            }
            for (const BegunScope& begun : pull_.begun) {
                if (!seen.insert(begun.scope).second || !is_readable(work, begun.scope)) continue;
                // How it was comes in one piece.
                if (as_of_ == 0) begun_.push_back(begun);
                else wanted_.push_back(begun.scope);
            }
            for (const Scope& scope : pull_.held) {
                if (seen.insert(scope).second && is_readable(work, scope)) held_.push_back(scope);
            }
        }
        return turn.conclude(work);
    }

    void ask(ReadRequest& request) override {
        if (person_.is_none()) return;
        const Version since = version_of_cookie(pull_.cookie, desk_.database.epoch());
        for (const Scope& scope : held_) request.changes.push_back({scope, since});
        for (const BegunScope& begun : begun_) request.begun.push_back({begun.scope, since, begun.after});
        request.whole = wanted_;
        request.as_of = as_of_;
        request.most_rows = desk_.options.rows_per_reply;
        if (pull_.most_rows > 0 || !begun_.empty()) {
            const std::size_t most = desk_.options.rows_per_reply;
            request.part_rows = pull_.most_rows > 0 ? std::min(static_cast<std::size_t>(pull_.most_rows), most) : most;
        }
        for (const ClientId& client : pull_.clients) {
            ClientSeen asked{client, 0};
            for (const ClientSeen& ended : pull_.ended) {
                if (ended.client == client) asked.last_seq = ended.last_seq;
            }
            request.clients.push_back(asked);
        }
    }

    Reply settle(DatabaseError error, ReadAnswer* answer) override {
        if (error != DatabaseError::none) return not_stored();
        if (person_.is_none()) return Refusing{Refusal::signed_out, 0};
        Pulled pulled;
        pulled.from = pull_.cookie;
        const std::string cookie = desk_.database.epoch() + "." + std::to_string(answer->version);
        pulled.cookie = as_of_ == 0 ? cookie : pull_.cookie;
        pulled.time = desk_.clock.now();
        pulled.as_of = answer->as_of;
        // Of another epoch, or of a version that is not there yet: what it was told of may be lost.
        const Version since = version_of_cookie(pull_.cookie, desk_.database.epoch());
        pulled.restored = !pull_.cookie.empty() && (since < 0 || since > answer->version);
        const bool sums = pull_.form == row_form && as_of_ == 0;
        pulled.form = sums ? row_form : 0;
        pulled.later = std::move(answer->later);
        for (const Scope& scope : gone_) pulled.scopes.push_back({scope, ScopeAnswer::gone, {}, {}});
        for (auto* scopes : {&answer->changes, &answer->whole}) {
            for (ScopeChanges& one : *scopes) {
                pulled.scopes.push_back({std::move(one.scope),
                                         one.whole ? ScopeAnswer::whole : ScopeAnswer::changes,
                                         std::move(one.rows), std::move(one.deleted), sums ? one.sum : 0, one.after});
            }
        }
        pulled.more = answer->whole.size() < wanted_.size();
        for (ClientRecord& record : answer->clients) {
            // Somebody else's client is answered as one that nobody has heard of.
            const bool own = record.person == person_;
            pulled.seen.push_back({record.client, own ? record.last_seq : 0});
            if (!own) continue;
            for (KeptOutcome& kept : record.outcomes) pulled.outcomes.push_back(std::move(kept.outcome));
        }
        return pulled;
    }

  private:
    // What is not is gone.
    bool is_readable(Work& work, const Scope& scope) {
        const Instant now = desk_.clock.now();
        // Who has an address is not known where links are what proves it: see Turn::decide_wish.
        const bool unproven = scope.kind == ScopeKind::invited && desk_.options.passwords;
        const Reading reading = unproven      ? Reading::no
                                : as_of_ == 0 ? may_read(work, person_, scope, now)
                                              : may_read_past(work, person_, scope, as_of_, now);
        if (reading == Reading::no) gone_.push_back(scope);
        return reading == Reading::yes;
    }

    Desk& desk_;
    std::string session_;
    Pull pull_;
    PersonId person_;
    std::vector<Scope> held_;
    std::vector<BegunScope> begun_;
    std::vector<Scope> wanted_;
    std::vector<Scope> gone_;
    Instant as_of_ = 0;
};

}  // namespace

std::unique_ptr<Job> make_pull_job(Desk& desk, std::string session, Pull pull) {
    const std::size_t wanted = pull.wanted.size();
    if (wanted > most_wanted || pull.begun.size() > most_wanted ||
        wanted + pull.begun.size() + pull.held.size() > most_scopes || pull.clients.size() > most_clients ||
        pull.ended.size() > most_clients) {
        return make_answer_job(Refusing{Refusal::too_many, 0});
    }
    return std::make_unique<PullJob>(desk, std::move(session), std::move(pull));
}

}  // namespace parasol
