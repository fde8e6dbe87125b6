#include "replica/account_tree.h"

#include <algorithm>

namespace parasol {
namespace {

void add(Totals& to, const Totals& what, std::int64_t sign) {
    to.accounts += sign * what.accounts;
    to.users += sign * what.users;
    to.open_requests += sign * what.open_requests;
}

Totals sum(const Totals& a, const Totals& b) {
    return {a.accounts + b.accounts, a.users + b.users, a.open_requests + b.open_requests};
}

}  // namespace

AccountTree::Place AccountTree::place_of(const AccountIndexRow& row) {
    const bool counts = row.state != AccountState::closed;
    const Totals own = counts ? Totals{1, row.users, row.open_requests} : Totals();
    return {row.parent, own, is_base(row.kind)};
}

void AccountTree::change(const AccountIndexRow* before, const AccountIndexRow* after) {
    if (!before && !after) return;
    const Id id = after ? after->id : before->id;
    Node& node = nodes_[id];
    if (before && node.known && before->parent != node.place.parent) {
        // The row that is covered by another.
        const auto found = std::find_if(node.covered.begin(), node.covered.end(),
                                        [&](const Place& place) { return place.parent == before->parent; });
        if (found == node.covered.end()) return;
        if (after) *found = place_of(*after);
        else node.covered.erase(found);
        return;
    }
    if (node.known) {
        if (!before) node.covered.push_back(node.place);
        hide(id, node);
    }
    if (after) {
        show(id, node, place_of(*after));
    } else if (!node.covered.empty()) {
        const Place place = node.covered.back();
        node.covered.pop_back();
        show(id, node, place);
    } else if (node.below == Totals()) {
        nodes_.erase(id);
    }
}

void AccountTree::show(Id id, Node& node, const Place& place) {
    node.known = true;
    node.place = place;
    if (place.own.open_requests > 0) with_open_requests_.insert(id);
    if (place.base) base_children_[place.parent].insert(id);
    add_above(place.parent, sum(place.own, node.below), +1);
}

void AccountTree::hide(Id id, Node& node) {
    add_above(node.place.parent, sum(node.place.own, node.below), -1);
    if (node.place.base) forget_base(node.place.parent, id);
    with_open_requests_.erase(id);
    node.known = false;
    node.place = {};
}

void AccountTree::add_above(AccountId parent, const Totals& totals, std::int64_t sign) {
    // A ring cannot come from an authority, but what was stored may be damaged: no chain is longer than the
    // tree.
    std::size_t steps = 0;
    while (!parent.is_none() && steps++ <= nodes_.size()) {
        Node& node = nodes_[parent];
        add(node.below, totals, sign);
        if (!node.known) return;
        parent = node.place.parent;
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
    return found == nodes_.end() ? AccountId() : found->second.place.parent;
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
