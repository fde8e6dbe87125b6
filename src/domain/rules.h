// Rules: one per command, each a pure function of rows, envelope and time. `decide` checks the path, runs the
// rule and the projections, and answers with a change set or a refusal, never both.
#pragma once

#include <variant>
#include <vector>

#include "domain/commands.h"
#include "domain/work.h"

namespace parasol {

// Commits these changes; empty where the command had taken effect already.
struct Done {
    ChangeSet changes;
};
struct Refused {
    Refusal refusal = Refusal::not_found;
    std::vector<ImportProblem> problems;  // of an import
};
// The rule missed scopes: a client shows the command as waiting, an authority loads them and decides again.
struct Undecided {
    std::vector<Scope> missed;
};

struct Decision {
    std::variant<Undecided, Done, Refused> result;
    // Copies that could not be derived, and rows that were written, for want of these scopes. A client
    // ignores them; an authority must load them and decide again, or copies would be lost and rows
    // overwritten unseen.
    std::vector<Scope> missed_by_projection;
    // Every scope that was read: what a commit must find at the version it had.
    std::vector<Scope> read;

    const Done* done() const { return std::get_if<Done>(&result); }
    const Refused* refused() const { return std::get_if<Refused>(&result); }
    const Undecided* undecided() const { return std::get_if<Undecided>(&result); }
};

// Leaves `rows` as it was. `drawn` is empty on clients. `envelope.time` is the time that counts.
Decision decide(const Envelope& envelope, const Drawn& drawn, RowSet& rows);

// How many account numbers and whether a code the authority must draw for this command. A number that is in
// use makes the decision Refused number_taken without problems: draw again.
struct ToDraw {
    std::size_t account_numbers = 0;
    bool access_code = false;
};
ToDraw to_draw(const Command& command);

// What an account, a person, an administrator and a federation are worth before anything else has happened:
// the change set that makes the root account and its first owner (a new database), for the authority and for
// samples.
ChangeSet genesis(AccountId root, const std::string& operator_name, const std::string& number, PersonId owner,
                  const std::string& owner_name, const std::string& owner_email, GrantId grant, Instant now);

// Rules of one subject each; they return nullopt for done, and may return early with scopes missed.
namespace rules {

// What a rule is given besides the command itself.
struct Context {
    Work& work;
    const Envelope& envelope;
    const Drawn& drawn;
    std::vector<ImportProblem> problems;  // filled by an import's rule when it refuses
};
using Verdict = std::optional<Refusal>;

Verdict run(Context& context, const AddAccount& command);
Verdict run(Context& context, const EditAccount& command);
Verdict run(Context& context, const SuspendAccount& command);
Verdict run(Context& context, const ResumeAccount& command);
Verdict run(Context& context, const ImportAccounts& command);
Verdict run(Context& context, const InviteAdministrator& command);
Verdict run(Context& context, const AcceptInvitation& command);
Verdict run(Context& context, const RevokeInvitation& command);
Verdict run(Context& context, const RemoveAdministrator& command);
Verdict run(Context& context, const RegisterPerson& command);
Verdict run(Context& context, const CreateFederation& command);
Verdict run(Context& context, const IssueCode& command);
Verdict run(Context& context, const RevokeCode& command);
Verdict run(Context& context, const Join& command);
Verdict run(Context& context, const Withdraw& command);
Verdict run(Context& context, const Accept& command);
Verdict run(Context& context, const Reject& command);
Verdict run(Context& context, const RemoveMember& command);
Verdict run(Context& context, const Leave& command);
Verdict run(Context& context, const Dissolve& command);
Verdict run(Context& context, const EndDue& command);
Verdict run(Context& context, const OfferTransfer& command);
Verdict run(Context& context, const AcceptTransfer& command);
Verdict run(Context& context, const DeclineTransfer& command);
Verdict run(Context& context, const WithdrawTransfer& command);
Verdict run(Context& context, const NameFederationAdministrator& command);
Verdict run(Context& context, const EndFederationAdministrator& command);
Verdict run(Context& context, const SetLimit& command);
Verdict run(Context& context, const SetConsent& command);
Verdict run(Context& context, const CloseAccount& command);
Verdict run(Context& context, const MoveAccount& command);
Verdict run(Context& context, const SetBrand& command);
Verdict run(Context& context, const ReadNotices& command);
Verdict run(Context& context, const SetNoticePreferences& command);

}  // namespace rules
}  // namespace parasol
