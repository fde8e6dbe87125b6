// The authority: what decides. It takes requests in the order they came (but what can be committed together goes
// before pulls in between), loads what they need and answers each exactly once: from the session, the stated path and
// the same rules that the clients run. It never shows anything newer than the last durable version of its database.
// What a person may not see is answered as what does not exist. It may stop at any moment and be made anew over the
// same database: a request that was not answered is repeated by whoever asked, and no command takes effect twice.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "authority/ports.h"
#include "domain/callback.h"
#include "wire/messages.h"
#include "wire/ports.h"

namespace parasol {

// The part of the authority that only people with passwords need: a program that does not name it does not contain it.
struct AuthorityPeople;
const AuthorityPeople& authority_people();

struct AuthorityOptions {
    // Whether anybody may sign in as anybody (ListSignIns, SignInAs): the demo. Elsewhere both are
    // not_allowed.
    bool demo_sign_in = false;
    std::vector<PersonId> featured;        // who ListSignIns names first
    std::size_t rows_per_reply = 4000;     // a pull stops taking wanted scopes here
    std::size_t cached_rows = 100000;      // loaded rows beyond this are dropped, least lately used first
    std::size_t requests_per_commit = 64;  // pushes and look-ups that wait are committed together
    // Borrowed, and outlives the authority. Without it nobody has a password: SignIn and links are not_allowed. With it
    // an invitation is accepted by its link alone, for nothing else says that an address is a person's: whoever
    // invites could otherwise take the address of somebody whom others invite.
    Passwords* passwords = nullptr;
    const AuthorityPeople* people = nullptr;  // authority_people() where there are passwords
    // Without it nobody can be erased (ErasePerson is not_allowed). Borrowed like passwords, and needs them; of the
    // authority's own database.
    JournalKeeper* keeper = nullptr;
    // The next two need passwords; borrowed like them. Without the one there is no second factor, without the other
    // nothing is mailed.
    OneTimeCodes* codes = nullptr;
    Mailer* mailer = nullptr;
    Duration mails_gather = 60 * one_second;  // notices are mailed together with those of so long afterwards
    Duration mail_pause = 60 * one_second;    // after a mail that could not be sent; doubled each time, up to 6 hours
    // How long a session of a person with a password may rest, and lasts at most; on a shared computer the second two.
    Duration session_rest = 14 * one_day;
    Duration session_most = 90 * one_day;
    Duration shared_rest = one_day / 2;
    Duration shared_most = one_day / 2;
};

class Authority {
  public:
    // Borrows the four; they outlive it. An answer of theirs that comes after the authority's end is ignored.
    Authority(Database& database, Clock& clock, Chance& chance, Vault& vault, AuthorityOptions options = {});
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    // Begins to end what is due (expired requests, invitations, codes and tickets), as instants pass.
    void start();

    // The text of one Request, answered by the text of one Reply (wire/json.h). Text that does not decode is
    // answered Refusing malformed. `done` is called once, never after the authority's end; it may be called
    // before this returns where the database answers at once, and it may end the authority.
    void handle(std::string request, Callback<void(std::string)> done);
    void handle(Request request, Callback<void(Reply)> done);

    // Called after every commit with the scopes that changed: the transport pokes its clients ("pull soon").
    void on_changed(Callback<void(const std::vector<Scope>&)> changed);

    // Nothing is being worked on or waits for its turn.
    bool is_idle() const;

  private:
    class Engine;
    friend struct AuthorityPeople;
    friend const AuthorityPeople& authority_people();
    std::shared_ptr<Engine> engine_;
};

// Tells a command from another one sent under the same client and seq: a hash of what the client sent.
std::int64_t content_of(const Envelope& envelope);

}  // namespace parasol
