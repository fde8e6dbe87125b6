#include "domain/projections.h"

#include "domain/projections_internal.h"
#include "domain/text_rules.h"

namespace parasol {
namespace projections {
namespace {

template <class R>
bool project_as(Work& work, const Change& change) {
    const R* before = change.before ? std::get_if<R>(&*change.before) : nullptr;
    const R* after = change.after ? std::get_if<R>(&*change.after) : nullptr;
    if (!before && !after) return false;
    project_change(work, before, after);
    return true;
}

template <class... R>
bool is_any(const Change& change) {
    const Row& row = change.after ? *change.after : *change.before;
    return (std::holds_alternative<R>(row) || ...);
}

template <class... R>
void project_one(Work& work, std::size_t at) {
    if (!is_any<R...>(work.changes()[at])) return;
    const Change change = work.changes()[at];  // a copy: what is written makes the list longer
    (project_as<R>(work, change) || ...);
}

}  // namespace

void keep_due(Work& work, DueKind kind, const Id& id, const Id& owner, std::optional<Instant> before,
              std::optional<Instant> after) {
    if (before == after) return;
    if (before) {
        // An end and a reminder go by the same id: what has meanwhile come in its place on that day stays.
        const Scope day = due_key(utc_day(*before));
        const auto there = work.find<DueRow>(day, id);
        if (there.present() && there->kind == kind) work.erase<DueRow>(day, id);
    }
    if (after) work.put_copy(due_key(utc_day(*after)), DueRow{id, owner, kind, *after});
}

void project_change(Work& work, const GrantRow* before, const GrantRow* after) {
    const GrantRow& grant = after ? *after : *before;
    if (!after) {
        work.erase<HeldGrantRow>(person_scope(grant.person), grant.id);
    } else {
        const auto account = work.find<AccountRow>(account_scope(grant.account), grant.account);
        if (!account.present()) return;
        const AccountKind kind = account->kind;
        work.put_copy(person_scope(grant.person), HeldGrantRow{grant.id, grant.account, kind, grant.role});
    }
    const int more = (after ? 1 : 0) - (before ? 1 : 0);
    if (more == 0) return;
    change_index(work, grant.account, [&](AccountIndexRow& index) { index.administrators += more; });
}

void project_change(Work& work, const InvitationRow* before, const InvitationRow* after) {
    const auto due = [](const InvitationRow* row) {
        return row && row->state == InvitationState::pending ? std::optional<Instant>(row->expires)
                                                             : std::nullopt;
    };
    const InvitationRow& row = after ? *after : *before;
    keep_due(work, DueKind::invitation, row.id, row.account, due(before), due(after));
    keep_reminder(work, DueKind::remind_invitation, row.account, before, after);
    if (!after) {
        work.erase<ReceivedInvitationRow>(invited_scope(row.email), row.id);
        return;
    }
    if (before && before->email != after->email) {
        work.erase<ReceivedInvitationRow>(invited_scope(before->email), row.id);
    }
    work.put_copy(invited_scope(row.email),
                  ReceivedInvitationRow{row.id, row.account, row.account_name, row.account_kind, row.role,
                                        row.state, row.invited, row.expires, row.invited_by_name});
}

void project_change(Work& work, const PersonRow* before, const PersonRow* after) {
    const auto key = [](const PersonRow* row) { return row ? lower_email(row->email) : std::string(); };
    if (key(before) == key(after)) return;
    if (before) work.erase<EmailKeyRow>(email_key(key(before)), before->id);
    if (after) work.put_copy(email_key(key(after)), EmailKeyRow{after->id});
}

}  // namespace projections

void project(Work& work) {
    for (std::size_t at = 0; at < work.changes().size(); ++at) {
        projections::project_one<AccountRow, FaceRow, GrantRow, InvitationRow, PersonRow, MembershipRow,
                                 JoinRequestRow, AccessCodeRow, TicketRow, FederationRow, LimitRow,
                                 FederationAdministratorRow, TransferRow>(work, at);
    }
}

}  // namespace parasol
