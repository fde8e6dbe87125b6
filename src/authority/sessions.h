// How a session begins: what signing in by choice (the demo), by password and by link have in common.
#pragma once

#include <string>

#include "authority/turn.h"
#include "domain/permissions.h"

namespace parasol {

// What is drawn for a session before it is known whose it is, and where it begins.
struct NewSession {
    explicit NewSession(Desk& desk, Sender from = {}, bool shared = false);
    SessionId id;
    std::string token;
    Sender sender;
    bool shared;
};

// A session that lives: `person` is none for any other, and where `work` misses what says so.
struct LiveSession {
    PersonId person;
    SessionId id;
    std::string fingerprint;
    Instant confirmed = 0;  // when the password was last typed in it
};
LiveSession live_session(Work& work, Desk& desk, const std::string& token);
// Whether what needs a confirmation is taken from it. Always where nobody has a password.
bool is_confirmed(const LiveSession& session, Desk& desk);
// What changes of a session, to be put: as it was, or as it began.
SessionUseRow use_of(Work& work, const LiveSession& session);

// How the person signs in.
Sessions sessions_of(Work& work, Desk& desk, const LiveSession& session);

// When it ends where it rests.
Instant rests_until(Desk& desk, const SessionUseRow& use);

void end_session(Work& work, const PersonId& person, const SessionUseRow& use);
// All of the person, but for one.
void end_sessions(Work& work, const PersonId& person, const SessionId& but = {});

// The second factor that the person has turned on; nullopt where there is none (or `work` misses what says so).
std::optional<SecondFactorRow> factor_of(Work& work, const PersonId& person);
// What is kept of a recovery code.
std::string recovery_print(Desk& desk, const PersonId& person, const std::string& symbols);
// The code of a second factor, where the person has one: nullopt where there is none, or where it is right, and then it
// is used up in `work`; else second_factor_needed or code_wrong.
std::optional<Refusal> take_code(Work& work, Desk& desk, const PersonId& person, const std::string& code);

// SignedIn, and the session in `work`; not_found where there is no such person (or `work` misses what says so).
Reply begin_session(Work& work, Desk& desk, const NewSession& session, const PersonId& person);

// The hash of the person's password; empty where there is none (or `work` misses what says so).
std::string hash_of(Work& work, Desk& desk, const PersonId& person);

// Whose address this is (in lower case); none where it is nobody's (or `work` misses what says so).
PersonId person_of(Work& work, const std::string& email);

// "j.doe@example.com" -> "J Doe": what a person is called until somebody says better.
std::string name_from_email(const std::string& email);

// The person whom an open invitation is addressed to, made at the first time, named after the address. For the life of
// one job.
class InvitedPerson {
  public:
    InvitedPerson(Desk& desk, AccountId account, InvitationId invitation);
    // none where the invitation cannot be accepted. What is missing leaves `person` as it was.
    Missing find(Turn& turn, PersonId& person);
    void reset() { registered_ = false; }

  private:
    Desk& desk_;
    AccountId account_;
    InvitationId invitation_;
    PersonId new_person_;
    Wish wish_;
    bool registered_ = false;
};

// nullopt where the path that a query states allows what goes with this command (or where `work` misses what says so).
template <class Query>
std::optional<Refusal> check_path(Work& work, PersonId person, const Query& query, const Command& with, Instant now) {
    return refusal_of_path(work, person, query.home, query.via, query.account, *needs_of(with), now);
}

// What a new password has to be: 12 characters at least, at most 256 bytes, and not so easy that anybody would try it:
// the address or its first part, or fewer than five different characters.
std::optional<Refusal> check_password(const std::string& password, const std::string& email);

}  // namespace parasol
