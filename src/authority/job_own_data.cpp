// What is kept of a person, gathered for the person to keep.
#include "authority/own_data.h"
#include "authority/own_job.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

class OwnDataJob : public OwnJob {
  public:
    OwnDataJob(Desk& desk, std::string session, std::shared_ptr<OwnDataFile> found)
        : OwnJob(desk, std::move(session), true), found_(std::move(found)) {}

  private:
    Reply act(Work& work, const LiveSession& session) override {
        const Scope own = person_scope(session.person);
        const Scope inbox = inbox_of(session.person);
        OwnDataParts parts;
        const auto person = work.find<PersonRow>(own, session.person);
        if (person.present()) parts.person = *person;
        work.each<HeldGrantRow>(own, [&](const HeldGrantRow& held) {
            OwnRole& role = parts.roles.emplace_back(OwnRole{held.account, {}, {}, held.role, 0, {}});
            const auto account = work.find<AccountRow>(account_scope(held.account), held.account);
            if (account.present()) {
                role.account_name = account->name;
                role.account_number = account->number;
            }
            const auto grant = work.find<GrantRow>(people_of(held.account), held.id);
            if (!grant.present()) return;
            role.since = grant->since;
            role.through_name = grant->through_name;
        });
        parts.federations = rows_of<HeldSeatRow>(work, own);
        parts.activity = rows_of<ActivityRow>(work, own);
        // Of the others none has been shown to be for whoever has this address (ARCHITECTURE, "The server").
        work.each<ReceivedInvitationRow>(
            invited_scope(lower_email(parts.person.email)), [&](const ReceivedInvitationRow& row) {
                if (row.state == InvitationState::accepted) parts.invitations.push_back(row);
            });
        parts.notices = rows_of<NoticeRow>(work, inbox);
        parts.preferences = rows_of<NoticePreferencesRow>(work, inbox);
        const auto password = work.find<PasswordRow>(password_key(session.person), session.person);
        if (password.present()) parts.password_set = password->set;
        parts.sign_in = sessions_of(work, desk_, session);
        found_->made = desk_.clock.now();
        found_->parts = std::move(parts);
        return Acknowledged{};
    }

    std::shared_ptr<OwnDataFile> found_;
};

}  // namespace

std::unique_ptr<Job> make_own_data_job(Desk& desk, std::string session, std::shared_ptr<OwnDataFile> found) {
    return std::make_unique<OwnDataJob>(desk, std::move(session), std::move(found));
}

}  // namespace parasol
