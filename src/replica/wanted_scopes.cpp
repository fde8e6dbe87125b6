#include "replica/wanted_scopes.h"

#include <algorithm>
#include <utility>

#include "domain/text_rules.h"
#include "replica/view.h"

namespace parasol {
namespace {

// Collects; no chain in the tree is longer than this.
constexpr std::size_t longest_chain = 1000;

class Collector {
  public:
    Collector(const RowSet& rows, const AccountTree& tree, PersonId person)
        : tree_(tree), person_(person), view_(rows, tree, person, 0) {}

    ShownRows::ScopeSet collect(const std::vector<AccountId>& accounts) {
        wanted_.insert(person_scope(person_));
        wanted_.insert(inbox_of(person_));
        if (const PersonRow* person = view_.person())
            wanted_.insert(invited_scope(lower_email(person->email)));
        for (const HeldGrantRow* grant : view_.grants()) {
            if (grant->role == Role::account_owner) owned_.push_back(grant->account);
        }
        for (const HeldGrantRow* grant : view_.grants()) {
            details(grant->account);
            if (is_base(grant->account_kind)) lists_below(grant->account);
        }
        view_.rows().each<HeldSeatRow>(person_scope(person_), [&](const HeldSeatRow& seat) {
            wanted_.insert(federation_scope(seat.federation));
            wanted_.insert(federation_owner_scope(seat.federation));
            details(seat.owner);
        });
        for (const AccountId& account : accounts) details(account);
        return std::move(wanted_);
    }

  private:
    void lists_below(AccountId top) {
        std::vector<AccountId> left = {top};
        while (!left.empty()) {
            const AccountId base = left.back();
            left.pop_back();
            // Where two grants are one above the other, the lower tree was walked already, or is now.
            if (!wanted_.insert(children_of(base)).second) continue;
            for (const Id& child : tree_.base_children(base)) left.push_back(AccountId(child));
        }
    }

    void details(AccountId account) {
        if (!wanted_.insert(account_scope(account)).second) return;
        wanted_.insert(people_of(account));
        const auto summary = view_.account(account);
        if (summary && is_base(summary->kind)) {
            wanted_.insert(standing_of(account));
            wanted_.insert(face_of(account));
            wanted_.insert(logo_of(account));
        }
        const AccountId logo = view_.brand_of(account).logo_of;
        if (!logo.is_none()) wanted_.insert(logo_of(logo));
        const AccountId parent = view_.parent_of(account);
        if (!parent.is_none()) wanted_.insert(face_of(parent));
        bool owned = reaches_as_owner(account);
        AccountId above = parent;
        for (std::size_t steps = 0; !above.is_none() && steps < longest_chain; ++steps) {
            wanted_.insert(standing_of(above));
            owned = owned || reaches_as_owner(above);
            above = view_.parent_of(above);
        }
        if (const OwnMembershipRow* membership = view_.membership_of(account)) {
            wanted_.insert(federation_scope(membership->federation));
            if (membership->owner && owned) wanted_.insert(federation_owner_scope(membership->federation));
        }
    }

    bool reaches_as_owner(AccountId account) const {
        return std::find(owned_.begin(), owned_.end(), account) != owned_.end();
    }

    const AccountTree& tree_;
    PersonId person_;
    View view_;
    std::vector<AccountId> owned_;  // accounts with an account owner's grant
    ShownRows::ScopeSet wanted_;
};

}  // namespace

ShownRows::ScopeSet wanted_scopes(const RowSet& rows, const AccountTree& tree, PersonId person,
                                  const std::vector<AccountId>& accounts) {
    return Collector(rows, tree, person).collect(accounts);
}

}  // namespace parasol
