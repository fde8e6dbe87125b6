#include "replica/account_tree.h"

namespace parasol {
namespace {

Totals own_totals(const AccountIndexRow& row) {
    return {row.state == AccountState::closed ? 0 : 1, row.users, row.open_requests};
}

void add(Totals& to, const Totals& what, std::int64_t sign) {
    to.accounts += sign * what.accounts;
    to.users += sign * what.users;
    to.open_requests += sign * what.open_requests;
}

Totals sum(const Totals& a, const Totals& b) {
    return {a.accounts + b.accounts, a.users + b.users, a.open_requests + b.open_requests};
}

}  // namespace

void AccountTree::change(const AccountIndexRow* before, const AccountIndexRow* after) {
    if (!before && !after) return;
    const Id id = after ? after->id : before->id;
    Node& node = nodes_[id];
    if (node.known) {
        add_above(node.parent, sum(node.own, node.below), -1);
        if (node.base) forget_base(node.parent, id);
    }
    node.known = after != nullptr;
    node.parent = after ? after->parent : AccountId();
    node.own = after ? own_totals(*after) : Totals();
    node.base = after && is_base(after->kind);
    const bool asked = after && after->open_requests > 0;
    if (asked) {
        with_open_requests_.insert(id);
    } else {
        with_open_requests_.erase(id);
    }
    if (after) {
        if (node.base) base_children_[after->parent].insert(id);
        add_above(after->parent, sum(node.own, node.below), +1);
    } else if (node.below == Totals()) {
        nodes_.erase(id);
    }
}

void AccountTree::add_above(AccountId parent, const Totals& totals, std::int64_t sign) {
    // A ring cannot come from an authority, but what was stored may be damaged: no chain is longer than the
    // tree.
    std::size_t steps = 0;
    while (!parent.is_none() && steps++ <= nodes_.size()) {
        Node& node = nodes_[parent];
        add(node.below, totals, sign);
        if (!node.known) return;
        parent = node.parent;
    }
}

void AccountTree::forget_base(AccountId parent, Id id) {
    const auto found = base_children_.find(parent);
    if (found == base_children_.end()) return;
    found->second.erase(id);
    if (found->second.empty()) base_children_.erase(found);
}

void AccountTree::clear() {
    nodes_.clear();
    base_children_.clear();
    with_open_requests_.clear();
}

AccountId AccountTree::parent_of(AccountId account) const {
    const auto found = nodes_.find(account);
    return found == nodes_.end() ? AccountId() : found->second.parent;
}

Totals AccountTree::below(AccountId account) const {
    const auto found = nodes_.find(account);
    return found == nodes_.end() ? Totals() : found->second.below;
}

const std::set<Id>& AccountTree::base_children(AccountId account) const {
    static const std::set<Id> none;
    const auto found = base_children_.find(account);
    return found == base_children_.end() ? none : found->second;
}

}  // namespace parasol
