// What is to be mailed, and the links in it: rows that are written in the commit of their cause, and sent from there
// (mail_rounds.cpp). Without AuthorityOptions::mailer none is.
#pragma once

#include <string>
#include <vector>

#include "authority/turn.h"

namespace parasol {

Scope mail_scope(const MailId& mail);
// All that there are.
std::vector<Scope> mail_scopes();

// To a person, at the address that is theirs when it is sent.
void mail_to(Work& work, Desk& desk, const MailId& id, MailKind kind, const PersonId& person);

// An invitation's one link, and the mail with it.
void put_invitation_link(Work& work, Desk& desk, const DrawnLink& link, const InvitationRow& invitation);
// A link for another password, and the mail with it.
void put_reset_link(Work& work, Desk& desk, const DrawnLink& link, const PersonId& person);

// Of these notices, those that their persons want by mail: gathered with what waits for them already. Reads what
// record_notices has read.
void mail_notices(Work& work, Desk& desk, const ChangeSet& notices, Instant now);

}  // namespace parasol
