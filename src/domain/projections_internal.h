// The projections one by one: for each type of source row, what follows from its before and after image.
// Called once for every change, in order, with the rows as they are by then; at least one of the two images
// is there. Only projections.cpp calls them; a test may.
//
// They write with put_copy, and erase only in scopes that are held, so that a client skips what it does not
// hold.
#pragma once

#include <optional>
#include <string>

#include "domain/states.h"
#include "domain/work.h"

namespace parasol::projections {

void project_change(Work& work, const AccountRow* before, const AccountRow* after);
void project_change(Work& work, const FaceRow* before, const FaceRow* after);
void project_change(Work& work, const GrantRow* before, const GrantRow* after);
void project_change(Work& work, const InvitationRow* before, const InvitationRow* after);
void project_change(Work& work, const PersonRow* before, const PersonRow* after);
void project_change(Work& work, const MembershipRow* before, const MembershipRow* after);
void project_change(Work& work, const JoinRequestRow* before, const JoinRequestRow* after);
void project_change(Work& work, const AccessCodeRow* before, const AccessCodeRow* after);
void project_change(Work& work, const TicketRow* before, const TicketRow* after);
void project_change(Work& work, const FederationRow* before, const FederationRow* after);
void project_change(Work& work, const LimitRow* before, const LimitRow* after);
void project_change(Work& work, const FederationAdministratorRow* before,
                    const FederationAdministratorRow* after);
void project_change(Work& work, const TransferRow* before, const TransferRow* after);

// The DueRow of something that ends: `before` and `after` are its instants, nothing while it has none (ended
// or not there yet).
void keep_due(Work& work, DueKind kind, const Id& id, const Id& owner, std::optional<Instant> before,
              std::optional<Instant> after);

// The same of the reminder before it (states.h).
template <class R>
void keep_reminder(Work& work, DueKind kind, const Id& owner, const R* before, const R* after) {
    const auto at = [](const R* row) { return row ? reminder_of(*row) : std::nullopt; };
    keep_due(work, kind, after ? after->id : before->id, owner, at(before), at(after));
}

// The owner's name, as it is now, for those who ask to join.
void project_creator_name(Work& work, const std::string& name, FederationId federation);

// Changes the account's index row by change(AccountIndexRow&); nothing happens where there is none (the root)
// or its place is not known.
template <class ChangeRow>
void change_index(Work& work, AccountId account, ChangeRow&& change) {
    const Found<AccountRow> row = work.find<AccountRow>(account_scope(account), account);
    if (!row.present() || row->parent.is_none()) return;
    const Scope scope = children_of(row->parent);
    const Found<AccountIndexRow> found = work.find<AccountIndexRow>(scope, account);
    if (!found.present()) return;
    AccountIndexRow index = *found;
    change(index);
    work.put_copy(scope, index);
}

}  // namespace parasol::projections
