// The jobs of the authority, one for each kind of request and one for what is due. jobs_*.cpp has one each.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "authority/turn.h"
#include "domain/callback.h"
#include "domain/erasure.h"

namespace parasol {

class Job {
  public:
    virtual ~Job() = default;

    // Must have the database to itself: it answers from a read that nothing undecided may get into.
    virtual bool alone() const { return false; }
    // Does all it can with the cached rows; what it misses is loaded and it is attempted again. A job that
    // misses something must not have changed anything, apart from wishes of its own that it has ended and
    // will not repeat.
    virtual Missing attempt(Turn& turn) = 0;
    // The turn failed over a conflict and begins anew: forgets what it ended.
    virtual void reset() {}
    // What a job alone wants read in the same transaction that checks what it has read.
    virtual void ask(ReadRequest&) {}
    // The turn has ended; with none, what it did is durable. `answer` is of the read that `alone` jobs asked
    // for.
    virtual Reply settle(DatabaseError error, ReadAnswer* answer) = 0;

  protected:
    // What any request but a push is answered where the database failed.
    static Reply not_stored() { return Refusing{Refusal::not_stored, 0}; }
};

// A job that is answered with what its last attempt came to.
class ReplyingJob : public Job {
  public:
    Reply settle(DatabaseError error, ReadAnswer*) override {
        return error == DatabaseError::none ? reply_ : not_stored();
    }

  protected:
    Reply reply_;
};

std::unique_ptr<Job> make_push_job(Desk& desk, std::string session, Push push);
std::unique_ptr<Job> make_pull_job(Desk& desk, std::string session, Pull pull);
std::unique_ptr<Job> make_look_up_job(Desk& desk, std::string session, LookUpCode request);
std::unique_ptr<Job> make_reveal_job(Desk& desk, std::string session, RevealCode request);
std::unique_ptr<Job> make_sign_in_job(Desk& desk, SignInAs request);
// Finds by whom a password may be tried, for `found` to be read when it is settled: the person of an address or a link,
// and their hash.
struct PasswordOf {
    PersonId person;   // none: nobody has this address, or nobody yet
    std::string hash;  // empty: no password, or one that a link replaces
};
struct PasswordBy {
    std::string email;    // or
    std::string session;  // else signed_out
};
std::unique_ptr<Job> make_find_password_job(Desk& desk, PasswordBy by, std::shared_ptr<PasswordOf> found);
std::unique_ptr<Job> make_look_at_link_job(Desk& desk, std::string token, std::shared_ptr<PasswordOf> found);
// What comes with a password where a session begins.
struct Entrance {
    std::string code;  // of the second factor
    bool shared = false;
    Sender sender;
};
// Begins a session where the person's hash is still the one that was compared.
std::unique_ptr<Job> make_begin_session_job(Desk& desk, PasswordOf compared, Entrance entrance);
// What was chosen by link: a password, or, by whoever has one, the proof that they typed it. One of the two is empty.
struct ByLink {
    std::string made;      // hash of the new one
    std::string compared;  // hash that the typed one was compared with
};
// Accepts the link's invitation, where it is of one, ends the link and begins a session of whom it is for.
std::unique_ptr<Job> make_use_link_job(Desk& desk, std::string token, ByLink by, Entrance entrance);
// Sends a link for another password, where the address is a person's.
std::unique_ptr<Job> make_reset_link_job(Desk& desk, std::string email);
// The password was typed once more in this session, and compared.
std::unique_ptr<Job> make_confirm_job(Desk& desk, std::string session, PasswordOf compared, std::string code);
// `hash` is of the new one.
std::unique_ptr<Job> make_change_password_job(Desk& desk, std::string session, std::string hash, Sender sender);
// Refuses a password before its hash is made.
std::unique_ptr<Job> make_may_change_password_job(Desk& desk, std::string session, std::string password);
std::unique_ptr<Job> make_list_sessions_job(Desk& desk, std::string session);
std::unique_ptr<Job> make_revoke_session_job(Desk& desk, std::string session, RevokeSession request);
// Notes that the session is used, where that was not noted lately.
std::unique_ptr<Job> make_touch_job(Desk& desk, std::string session, Sender sender);
std::unique_ptr<Job> make_begin_second_factor_job(Desk& desk, std::string session);
std::unique_ptr<Job> make_turn_on_second_factor_job(Desk& desk, std::string session, std::string code);
std::unique_ptr<Job> make_turn_off_second_factor_job(Desk& desk, std::string session);
std::unique_ptr<Job> make_recovery_codes_job(Desk& desk, std::string session);
// Gathers what is kept of the person now, for `found` to be read when it is settled. What they have done comes out of
// the journal afterwards.
class OwnDataFile;
std::unique_ptr<Job> make_own_data_job(Desk& desk, std::string session, std::shared_ptr<OwnDataFile> found);
// What goes at once where a person is erased; the rest is in ErasureRow from then on.
std::unique_ptr<Job> make_erase_person_job(Desk& desk, std::string session, std::string email);
// A row that may have an erased person's name, and whether it is their own doing that says so.
struct Trace {
    Scope scope;
    RowName row;
    bool written = false;
    Instant recorded = 0;  // not 0: in the place of `row`, what was recorded in the scope then
};
std::unique_ptr<Job> make_forget_job(Erased who, std::vector<Trace> traces);
// The note of it: without the name first, and then not at all.
std::unique_ptr<Job> make_end_erasure_job(PersonId person);
// Claims the mail that is due first.
struct MailRound {
    std::optional<Mail> mail;
    std::vector<Mail> given_up;
    std::optional<Instant> next;  // when to look again
};
std::unique_ptr<Job> make_mail_round_job(Desk& desk, std::shared_ptr<MailRound> round);
// It needs not be sent any more.
std::unique_ptr<Job> make_mail_ended_job(Desk& desk, Mail mail);
std::unique_ptr<Job> make_invitation_link_job(Desk& desk, std::string session, MakeInvitationLink request);
std::unique_ptr<Job> make_sign_out_job(Desk& desk, std::string session);
// Is answered with this, whatever the database says.
std::unique_ptr<Job> make_answer_job(Reply reply);
// Ends what is due; `ended` hears of what is still due afterwards (which must not be tried for ever).
std::unique_ptr<Job> make_due_job(Desk& desk, std::vector<DueRow> due,
                                  Callback<void(const std::vector<DueRow>&)> ended);

// Erases what is over in these scopes: sessions, tickets and wrong codes.
std::unique_ptr<Job> make_sweep_job(Desk& desk, std::vector<Scope> scopes);

// What is done without a turn, because it looks through all scopes of a kind.

// `done` keeps the desk.
void list_sign_ins(Desk& desk, ListSignIns request, Callback<void(Reply)> done);
struct DueFound {
    DatabaseError error = DatabaseError::none;
    std::vector<DueRow> due;      // by now, the earliest first, at most a few hundred
    std::optional<Instant> next;  // the earliest of the others
};
// But for those of `passed_over`.
void find_due(Desk& desk, std::set<Id> passed_over, Callback<void(DueFound)> done);
// Scopes for make_sweep_job, at most a few hundred.
void find_sweepings(Desk& desk, Callback<void(std::vector<Scope>)> done);

}  // namespace parasol
