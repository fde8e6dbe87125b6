// Access codes as requests: looking up what was typed, and showing the text to those who may issue codes
// (PRODUCT 3).
#include <algorithm>

#include "authority/jobs.h"
#include "authority/sessions.h"
#include "domain/joining.h"
#include "domain/limits.h"
#include "domain/permissions.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// The wrong codes of the last hour; an hour after the first of five has left, the sixth may be tried.
void forget_old_tries(TriesRow& tries, Instant now) {
    std::size_t old = 0;
    while (old < tries.tried.size() && tries.tried[old] + code_lock_window <= now) ++old;
    tries.tried.erase(tries.tried.begin(), tries.tried.begin() + static_cast<std::ptrdiff_t>(old));
    tries.fingerprints.erase(tries.fingerprints.begin(),
                             tries.fingerprints.begin() + static_cast<std::ptrdiff_t>(old));
}

class LookUpJob : public ReplyingJob {
  public:
    LookUpJob(Desk& desk, std::string session, LookUpCode request)
        : desk_(desk), session_(std::move(session)), request_(std::move(request)) {
        ticket_ = TicketId(draw_id(desk_.clock, desk_.chance));
        if (const auto code = normalise_access_code(request_.code)) {
            code_ = *code;
            fingerprint_ = desk_.vault.fingerprint("code", code_);
        }
    }

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        reply_ = look_up(work);
        return turn.conclude(work);
    }

  private:
    Reply look_up(Work& work) {
        const Instant now = desk_.clock.now();
        const PersonId person = signed_in(work, desk_, session_);
        if (person.is_none()) return Refusing{Refusal::signed_out, 0};
        const auto refusal = check_path(work, person, request_, Join{}, now);
        if (refusal) return Refusing{*refusal, 0};
        // Less than a whole code is no try.
        if (code_.empty()) return Refusing{Refusal::code_not_valid, 0};

        const Instant locked = std::max(locked_until(work, request_.account), locked_until(work, person));
        const auto found = find_code(work, now);
        if (work.undecided()) return {};
        if (locked > now) return Refusing{Refusal::code_entry_locked, locked};
        if (found.refusal == Refusal::code_not_valid) {
            const Instant until =
                std::max(note_wrong(work, request_.account, now), note_wrong(work, person, now));
            if (until > now) return Refusing{Refusal::code_entry_locked, until};
            return Refusing{Refusal::code_not_valid, 0};
        }
        if (found.refusal) return Refusing{*found.refusal, 0};
        TicketRow ticket;
        ticket.id = ticket_;
        ticket.person = person;
        ticket.account = request_.account;
        ticket.code = found.code;
        ticket.federation = found.reply.federation;
        ticket.expires = now + ticket_life;
        work.put(ticket_key(ticket_), ticket);
        return found.reply;
    }

    Instant locked_until(Work& work, const Id& whose) const {
        const auto tries = work.find<TriesRow>(tries_key(whose), whose);
        return tries.present() ? tries->locked_until : 0;
    }

    // Counts a wrong code, once however often it is typed; the answer is until when entry is locked.
    Instant note_wrong(Work& work, const Id& whose, Instant now) const {
        const Scope scope = tries_key(whose);
        const auto found = work.find<TriesRow>(scope, whose);
        TriesRow tries;
        if (found.present()) tries = *found;
        tries.id = whose;
        forget_old_tries(tries, now);
        const auto& known = tries.fingerprints;
        if (std::find(known.begin(), known.end(), fingerprint_) == known.end()) {
            tries.fingerprints.push_back(fingerprint_);
            tries.tried.push_back(now);
        }
        if (tries.fingerprints.size() >= wrong_codes_until_locked) {
            tries.locked_until = tries.tried.front() + code_lock_window;
        }
        const Instant until = tries.locked_until;
        work.put(scope, std::move(tries));
        return until;
    }

    struct Opened {
        std::optional<Refusal> refusal;  // the rest means nothing then
        AccessCodeId code;
        CodeFound reply;
    };

    // What the code opens for this account now. Means nothing where `work` is undecided afterwards.
    Opened find_code(Work& work, Instant now) const {
        std::optional<CodeKeyRow> key;
        work.each<CodeKeyRow>(code_key(fingerprint_), [&](const CodeKeyRow& row) { key = row; });
        if (!key) return {Refusal::code_not_valid, {}, {}};
        const JoinAnswer answer =
            may_join(work, request_.account, key->federation, key->id, now, JoinProof::typed);
        if (answer.refusal) return {answer.refusal, {}, {}};
        const Scope scope = federation_scope(key->federation);
        const auto federation = work.find<FederationRow>(scope, key->federation);
        Opened opened;
        opened.code = key->id;
        opened.reply.ticket = ticket_;
        opened.reply.code = grouped_access_code(code_);
        opened.reply.federation = key->federation;
        if (!federation.present()) return opened;  // undecided: may_join has seen to the rest
        opened.reply.federation_name = federation->name;
        work.each<MembershipRow>(scope, [&](const MembershipRow& membership) {
            if (membership.state != MembershipState::active) return;
            ++opened.reply.members;
            if (membership.account == federation->owner) opened.reply.creator_name = membership.account_name;
        });
        return opened;
    }

    Desk& desk_;
    std::string session_;
    LookUpCode request_;
    TicketId ticket_;
    std::string code_;  // empty where less than a whole code was typed
    std::string fingerprint_;
};

class RevealJob : public ReplyingJob {
  public:
    RevealJob(Desk& desk, std::string session, RevealCode request)
        : desk_(desk), session_(std::move(session)), request_(std::move(request)) {}

    // A text goes out only where everything that allows it is durable.
    bool alone() const override { return true; }

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        reply_ = reveal(work);
        return turn.conclude(work);
    }

  private:
    Reply reveal(Work& work) {
        const PersonId person = signed_in(work, desk_, session_);
        if (person.is_none()) return Refusing{Refusal::signed_out, 0};
        const auto refusal = check_path(work, person, request_, IssueCode{}, desk_.clock.now());
        if (refusal) return Refusing{*refusal, 0};
        const auto federation =
            work.find<FederationRow>(federation_scope(request_.federation), request_.federation);
        const auto code =
            work.find<AccessCodeRow>(federation_owner_scope(request_.federation), request_.code);
        const auto sealed = work.find<SealedCodeRow>(ticket_key(TicketId(request_.code)), request_.code);
        const bool owns = federation.present() && federation->owner == request_.account;
        if (!owns || !code.present() || !sealed.present()) return Refusing{Refusal::not_found, 0};
        const auto text = desk_.vault.open(sealed->sealed);
        if (!text) return Refusing{Refusal::not_found, 0};
        return CodeText{request_.code, grouped_access_code(*text)};
    }

    Desk& desk_;
    std::string session_;
    RevealCode request_;
};

}  // namespace

std::unique_ptr<Job> make_look_up_job(Desk& desk, std::string session, LookUpCode request) {
    return std::make_unique<LookUpJob>(desk, std::move(session), std::move(request));
}

std::unique_ptr<Job> make_reveal_job(Desk& desk, std::string session, RevealCode request) {
    return std::make_unique<RevealJob>(desk, std::move(session), std::move(request));
}

}  // namespace parasol
