#include "replica/view.h"

#include <algorithm>

#include "domain/sort_by.h"
#include "domain/states.h"
#include "domain/text_rules.h"

namespace parasol {
namespace {

// No chain of a sound tree comes near it; a ring in damaged rows ends here.
constexpr std::size_t longest_chain = 1000;

AccountSummary summary_of(const AccountRow& row) {
    AccountSummary summary;
    summary.id = row.id;
    summary.parent = row.parent;
    summary.kind = row.kind;
    summary.state = row.state;
    summary.name = row.name;
    summary.number = row.number;
    summary.third_party_reference = row.third_party_reference;
    summary.signed_up = row.signed_up;
    summary.in_full = true;
    return summary;
}

AccountSummary summary_of(const AccountIndexRow& row) {
    AccountSummary summary;
    summary.id = row.id;
    summary.parent = row.parent;
    summary.kind = row.kind;
    summary.state = row.state;
    summary.name = row.name;
    summary.number = row.number;
    summary.third_party_reference = row.third_party_reference;
    summary.signed_up = row.signed_up;
    return summary;
}

}  // namespace

const PersonRow* View::person() const { return rows_.find<PersonRow>(person_scope(person_), person_); }

std::vector<const HeldGrantRow*> View::grants() const {
    std::vector<const HeldGrantRow*> grants;
    rows_.each<HeldGrantRow>(person_scope(person_),
                             [&](const HeldGrantRow& grant) { grants.push_back(&grant); });
    return grants;
}

std::vector<const HeldSeatRow*> View::seats() const {
    std::vector<const HeldSeatRow*> seats;
    rows_.each<HeldSeatRow>(person_scope(person_), [&](const HeldSeatRow& seat) { seats.push_back(&seat); });
    return seats;
}

const HeldSeatRow* View::seat_at(AccountId owner) const {
    const HeldSeatRow* found = nullptr;
    rows_.each<HeldSeatRow>(person_scope(person_), [&](const HeldSeatRow& seat) {
        if (seat.owner == owner) found = &seat;
    });
    return found;
}

std::vector<const NoticeRow*> View::notices() const {
    std::vector<const NoticeRow*> notices;
    rows_.each<NoticeRow>(inbox_of(person_), [&](const NoticeRow& notice) { notices.push_back(&notice); });
    sort_by(notices, [](const NoticeRow* notice) { return -notice->time; });
    return notices;
}

std::int64_t View::unread_notices() const {
    std::int64_t unread = 0;
    rows_.each<NoticeRow>(inbox_of(person_), [&](const NoticeRow& notice) { unread += notice.read ? 0 : 1; });
    return unread;
}

std::int64_t View::muted_notices() const {
    const auto* preferences = rows_.find<NoticePreferencesRow>(inbox_of(person_), person_);
    return preferences ? preferences->muted : 0;
}

std::int64_t View::mailed_notices() const {
    const auto* preferences = rows_.find<NoticePreferencesRow>(inbox_of(person_), person_);
    return preferences && preferences->mailed ? *preferences->mailed : mailed_by_default;
}

const FaceRow& View::brand_of(AccountId id) const {
    static const FaceRow none;
    const auto summary = account(id);
    if (!summary) return none;
    const AccountId shown = is_base(summary->kind) ? id : summary->parent;
    const auto* face = rows_.find<FaceRow>(face_of(shown), shown);
    return face ? *face : none;
}

const std::string& View::logo_for(AccountId id) const {
    static const std::string none;
    const AccountId owner = brand_of(id).logo_of;
    const auto* logo = owner.is_none() ? nullptr : rows_.find<LogoRow>(logo_of(owner), owner);
    return logo ? logo->png : none;
}

std::vector<const ReceivedInvitationRow*> View::invitations_received() const {
    std::vector<const ReceivedInvitationRow*> invitations;
    const PersonRow* self = person();
    if (!self) return invitations;
    rows_.each<ReceivedInvitationRow>(invited_scope(lower_email(self->email)), [&](const auto& row) {
        if (is_open(row, now_)) invitations.push_back(&row);
    });
    return invitations;
}

const AccountRow* View::account_row(AccountId id) const {
    return rows_.find<AccountRow>(account_scope(id), id);
}

const AccountIndexRow* View::index_row(AccountId id) const {
    const AccountId parent = tree_.parent_of(id);
    return parent.is_none() ? nullptr : rows_.find<AccountIndexRow>(children_of(parent), id);
}

std::optional<AccountSummary> View::account(AccountId id) const {
    const AccountRow* full = account_row(id);
    const AccountIndexRow* index = index_row(id);
    if (full || index) {
        AccountSummary summary = full ? summary_of(*full) : summary_of(*index);
        if (index) {
            summary.in_list = true;
            summary.users = index->users;
            summary.open_requests = index->open_requests;
            summary.administrators = index->administrators;
        }
        summary.federation = federation_of(id);
        return summary;
    }
    const StandingRow* standing = rows_.find<StandingRow>(standing_of(id), id);
    const FaceRow* face = rows_.find<FaceRow>(face_of(id), id);
    if (!standing && !face) return std::nullopt;
    AccountSummary summary;
    summary.id = id;
    summary.kind = AccountKind::reseller;
    if (standing) {
        summary.parent = standing->parent;
        summary.kind = standing->kind;
        summary.state = standing->state;
    }
    if (face) summary.name = face->name;
    return summary;
}

std::string View::name_of(AccountId id) const {
    if (const AccountRow* row = account_row(id)) return row->name;
    if (const AccountIndexRow* row = index_row(id)) return row->name;
    const FaceRow* face = rows_.find<FaceRow>(face_of(id), id);
    return face ? face->name : std::string();
}

AccountId View::parent_of(AccountId id) const {
    if (const AccountRow* row = account_row(id)) return row->parent;
    const AccountId parent = tree_.parent_of(id);
    if (!parent.is_none()) return parent;
    const StandingRow* standing = rows_.find<StandingRow>(standing_of(id), id);
    return standing ? standing->parent : AccountId();
}

std::vector<AccountId> View::chain_up(AccountId id) const {
    std::vector<AccountId> chain;
    while (!id.is_none() && chain.size() < longest_chain) {
        chain.push_back(id);
        id = parent_of(id);
    }
    return chain;
}

std::vector<AccountId> View::breadcrumb(AccountId home, AccountId account) const {
    std::vector<AccountId> chain = chain_up(account);
    const auto found = std::find(chain.begin(), chain.end(), home);
    if (found == chain.end()) return {};
    chain.erase(found + 1, chain.end());
    std::reverse(chain.begin(), chain.end());
    return chain;
}

std::size_t View::child_count(AccountId base) const {
    const ScopeRows* rows = rows_.scope(children_of(base));
    return rows ? rows->count<AccountIndexRow>() : 0;
}

std::vector<AccountId> View::bases_from(AccountId top) const {
    std::vector<AccountId> bases = {top};
    for (std::size_t at = 0; at < bases.size(); ++at) {
        for (const Id& child : tree_.base_children(bases[at])) {
            // Each is below one other: only a ring of damaged rows leads back, and that to where it began.
            if (child != top) bases.push_back(AccountId(child));
        }
    }
    return bases;
}

AccountState View::effective_state(AccountId account) const {
    const AccountState own = own_state(account);
    if (own == AccountState::closed) return own;
    return suspended_by(account).is_none() ? AccountState::active : AccountState::suspended;
}

AccountState View::own_state(AccountId account) const {
    if (const AccountRow* row = account_row(account)) return row->state;
    if (const AccountIndexRow* row = index_row(account)) return row->state;
    const StandingRow* standing = rows_.find<StandingRow>(standing_of(account), account);
    return standing ? standing->state : AccountState::active;
}

AccountId View::suspended_by(AccountId account) const {
    for (std::size_t steps = 0; !account.is_none() && steps < longest_chain; ++steps) {
        if (own_state(account) == AccountState::suspended) return account;
        account = parent_of(account);
    }
    return {};
}

Access View::access(AccountId home, Via via, AccountId account, Permission permission) const {
    const bool reads = permission == Permission::see || permission == Permission::see_money;
    if (!reads && changes_ == Changes::none) return Access::not_allowed;
    if (via == Via::federation) return access_through_federation(home, account, permission);
    if ((via == Via::own) != (home == account)) return Access::not_found;
    bool granted = false;
    bool permitted = false;
    rows_.each<HeldGrantRow>(person_scope(person_), [&](const HeldGrantRow& grant) {
        if (grant.account != home) return;
        granted = true;
        permitted = permitted || permits(grant.role, permission);
    });
    if (!granted || (via == Via::parent && !is_below(home, account))) return Access::not_found;
    return permitted ? Access::allowed : Access::not_allowed;
}

bool View::is_below(AccountId home, AccountId account) const {
    AccountId at = parent_of(account);
    for (std::size_t steps = 0; !at.is_none() && steps < longest_chain; ++steps) {
        if (at == home) return true;
        at = parent_of(at);
    }
    return false;
}

std::vector<Role> View::roles_on(AccountId home) const {
    std::vector<Role> roles;
    rows_.each<HeldGrantRow>(person_scope(person_), [&](const HeldGrantRow& grant) {
        if (grant.account != home) return;
        const auto weaker = [&](Role other) { return grant.role < other; };
        roles.insert(std::find_if(roles.begin(), roles.end(), weaker), grant.role);
    });
    return roles;
}

std::optional<Path> View::best_path(AccountId account) const {
    AccountId at = account;
    for (std::size_t steps = 0; !at.is_none() && steps < longest_chain; ++steps) {
        if (!roles_on(at).empty()) return Path{at, at == account ? Via::own : Via::parent};
        at = parent_of(at);
    }
    for (const HeldSeatRow* seat : seats()) {
        const Path path{seat->owner, Via::federation};
        if (access(path.home, path.via, account, Permission::see) == Access::allowed) return path;
    }
    return std::nullopt;
}

std::vector<const GrantRow*> View::administrators(AccountId account) const {
    std::vector<const GrantRow*> grants;
    rows_.each<GrantRow>(people_of(account), [&](const GrantRow& grant) { grants.push_back(&grant); });
    sort_in_order(grants, [](const GrantRow* a, const GrantRow* b) {
        return a->person_name != b->person_name ? a->person_name < b->person_name : a->id < b->id;
    });
    return grants;
}

std::vector<const InvitationRow*> View::open_invitations(AccountId account) const {
    std::vector<const InvitationRow*> invitations;
    rows_.each<InvitationRow>(people_of(account), [&](const InvitationRow& row) {
        if (is_open(row, now_)) invitations.push_back(&row);
    });
    sort_by(invitations, [](const InvitationRow* row) { return -row->invited; });
    return invitations;
}

}  // namespace parasol
