// The tree of accounts, row by row.
#include "replica/account_tree.h"

#include "catch.h"

using namespace parasol;

namespace {

AccountId account(std::uint64_t number) { return AccountId(Id{number, number}); }

AccountIndexRow row(std::uint64_t number, std::uint64_t parent, AccountKind kind) {
    AccountIndexRow row;
    row.id = account(number);
    row.parent = account(parent);
    row.kind = kind;
    row.users = 1;
    return row;
}

}  // namespace

TEST_CASE("an account that a reused id covers comes back when the new one is refused") {
    AccountTree tree;
    const AccountIndexRow partner = row(2, 1, AccountKind::partner);
    const AccountIndexRow reseller = row(3, 2, AccountKind::reseller);
    const AccountIndexRow customer = row(4, 3, AccountKind::customer);
    for (const AccountIndexRow* one : {&partner, &reseller, &customer}) tree.change(nullptr, one);
    const Totals before = tree.below(account(1));
    CHECK(before == Totals{3, 3, 0});

    const AccountIndexRow again = row(3, 1, AccountKind::customer);
    tree.change(nullptr, &again);
    CHECK(tree.parent_of(account(3)) == account(1));
    CHECK(tree.base_children(account(2)).empty());

    SECTION("as it was") {
        tree.change(&again, nullptr);
        CHECK(tree.below(account(1)) == before);
    }
    SECTION("as it has become meanwhile") {
        AccountIndexRow grown = reseller;
        grown.users = 5;
        tree.change(&reseller, &grown);
        tree.change(&again, nullptr);
        CHECK(tree.below(account(1)) == Totals{3, 7, 0});
        CHECK(tree.below(account(2)) == Totals{2, 6, 0});
    }
    SECTION("unless it has gone meanwhile") {
        tree.change(&reseller, nullptr);
        CHECK(tree.parent_of(account(3)) == account(1));
        tree.change(&again, nullptr);
        CHECK(tree.base_children(account(2)).empty());
        CHECK(tree.parent_of(account(3)).is_none());
        return;
    }
    CHECK(tree.parent_of(account(3)) == account(2));
    CHECK(tree.base_children(account(2)).count(account(3)) == 1);
}
