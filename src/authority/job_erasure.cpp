// How a person is erased: what goes at once, and what the walk through the journal finds (erasing.cpp).
#include "authority/mails.h"
#include "authority/own_job.h"
#include "domain/account_rules.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

class ErasePersonJob : public OwnJob {
  public:
    ErasePersonJob(Desk& desk, std::string session, std::string email)
        : OwnJob(desk, std::move(session), true), typed_(std::move(email)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const Scope own = person_scope(session.person);
        const auto found = work.find<PersonRow>(own, session.person);
        if (!found.present()) return Refusing{Refusal::not_found, 0};
        const PersonRow person = *found;
        const Erased who{person.id, person.name, lower_email(person.email)};
        if (typed_ != who.email) return Refusing{Refusal::not_found, 0};
        const AccountId left = account_left_alone(work, own);
        if (!left.is_none()) return Refusing{Refusal::last_account_owner, 0, left};

        end_roles(work, own, who);
        end_seats(work, own, who);
        end_invitations(work, who);
        for (Row row : rows_of<ActivityRow>(work, own)) {
            if (forget(row, own, who, true)) work.put(own, std::move(row));
        }
        const Scope inbox = inbox_of(who.person);
        work.erase_all<NoticeRow>(inbox);
        if (work.find<NoticePreferencesRow>(inbox, who.person).present()) {
            work.put(inbox, NoticePreferencesRow{who.person, 0, std::nullopt});
        }
        end_sign_in(work, session, who);
        work.put(own, PersonRow{who.person, who.pseudonym(), who.address()});
        work.create(erasure_key(who.person));
        work.put(erasure_key(who.person), ErasureRow{who.person, who.name, who.email, desk_.clock.now()});
        return Acknowledged{};
    }

    // An account that was closed needs nobody.
    static AccountId account_left_alone(Work& work, const Scope& own) {
        for (const HeldGrantRow& held : rows_of<HeldGrantRow>(work, own)) {
            const auto account = work.find<AccountRow>(account_scope(held.account), held.account);
            if (account.present() && account->state == AccountState::closed) continue;
            if (rules::is_last_owner(work, held.account, held.id, held.role)) return held.account;
        }
        return {};
    }

    void end_roles(Work& work, const Scope& own, const Erased& who) {
        for (const HeldGrantRow& held : rows_of<HeldGrantRow>(work, own)) {
            work.erase<GrantRow>(people_of(held.account), held.id);
            record(work, held.account, command_number<RemoveAdministrator>, who);
        }
    }

    void end_seats(Work& work, const Scope& own, const Erased& who) {
        for (const HeldSeatRow& held : rows_of<HeldSeatRow>(work, own)) {
            const Scope scope = federation_scope(held.federation);
            const auto seat = work.find<FederationAdministratorRow>(scope, held.id);
            if (!seat.present()) continue;
            FederationAdministratorRow ended = *seat;
            ended.ended = desk_.clock.now();
            ended.person_name = who.pseudonym();
            work.put(scope, std::move(ended));
            record(work, held.owner, command_number<EndFederationAdministrator>, who);
        }
    }

    // What everybody else in the account sees of it.
    void record(Work& work, AccountId account, std::int64_t command, const Erased& who) {
        const Instant now = desk_.clock.now();
        const Scope scope = activity_scope(account, utc_month(now));
        const auto on = work.find<AccountRow>(account_scope(account), account);
        if (!work.holds(scope) || !on.present()) return;
        ActivityRow row;
        row.id = ActivityId(make_uuid7(now, 0, who.person.low + ++recorded_));
        row.time = now;
        row.account = account;
        row.person_name = who.pseudonym();
        row.home = account;
        row.home_name = on->name;
        row.command = command;
        row.subject = who.pseudonym();
        work.put(scope, std::move(row));
    }

    // Those of before stay with the account, without the address; those that wait come to an end.
    static void end_invitations(Work& work, const Erased& who) {
        for (const auto& copy : rows_of<ReceivedInvitationRow>(work, invited_scope(who.email))) {
            const auto found = work.find<InvitationRow>(people_of(copy.account), copy.id);
            if (!found.present()) continue;
            InvitationRow row = *found;
            row.email = who.address();
            if (row.state == InvitationState::pending) row.state = InvitationState::revoked;
            work.put(people_of(copy.account), std::move(row));
        }
    }

    void end_sign_in(Work& work, const LiveSession& session, const Erased& who) {
        end_sessions(work, who.person);
        work.erase<SessionRow>(session_key(session.fingerprint), session.id);
        work.erase_all<SecondFactorRow>(second_factor_key(who.person));
        work.erase_all<TriesRow>(tries_key(who.person));
        // Nobody's hash, from now: what sessions and links there still are began before it.
        work.put(password_key(who.person), PasswordRow{who.person, {}, desk_.clock.now()});
        for (const Scope& mails : mail_scopes()) {
            work.erase_where<MailRow>(mails, [&](const MailRow& mail) {
                return mail.person == who.person || lower_email(mail.email) == who.email;
            });
        }
    }

    std::string typed_;
    std::uint64_t recorded_ = 0;  // rows of Activity, which differ by it
};

class ForgetJob : public ReplyingJob {
  public:
    ForgetJob(Erased who, std::vector<Trace> traces) : who_(std::move(who)), traces_(std::move(traces)) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        for (const Trace& trace : traces_) {
            if (!work.holds(trace.scope)) continue;
            if (trace.recorded != 0) {
                for (ActivityRow& row : rows_of<ActivityRow>(work, trace.scope)) {
                    if (row.time == trace.recorded) put(work, trace, std::move(row));
                }
            } else if (auto row = turn.rows().scope(trace.scope)->find_row(trace.row.type, trace.row.id)) {
                put(work, trace, std::move(*row));
            }
        }
        return turn.conclude(work);
    }

  private:
    void put(Work& work, const Trace& trace, Row row) {
        if (forget(row, trace.scope, who_, trace.written)) work.put(trace.scope, std::move(row));
    }

    Erased who_;
    std::vector<Trace> traces_;
};

class EndErasureJob : public ReplyingJob {
  public:
    explicit EndErasureJob(PersonId person) : person_(person) {}

    Missing attempt(Turn& turn) override {
        Work work(turn.rows());
        const Scope scope = erasure_key(person_);
        const auto row = work.find<ErasureRow>(scope, person_);
        if (row.present() && row->email.empty()) {
            work.erase<ErasureRow>(scope, person_);
        } else if (row.present()) {
            work.put(scope, ErasureRow{person_, {}, {}, row->at});
        }
        return turn.conclude(work);
    }

  private:
    PersonId person_;
};

}  // namespace

std::unique_ptr<Job> make_erase_person_job(Desk& desk, std::string session, std::string email) {
    return std::make_unique<ErasePersonJob>(desk, std::move(session), std::move(email));
}

std::unique_ptr<Job> make_forget_job(Erased who, std::vector<Trace> traces) {
    return std::make_unique<ForgetJob>(std::move(who), std::move(traces));
}

std::unique_ptr<Job> make_end_erasure_job(PersonId person) {
    return std::make_unique<EndErasureJob>(person);
}

}  // namespace parasol
