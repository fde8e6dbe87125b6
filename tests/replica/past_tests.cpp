// Looking back: what was, beside all that goes on meanwhile.
#include "domain/visibility.h"
#include "replica/world.h"
#include "support/commands.h"

using namespace world;

namespace {

// The rows with a past that a tab holds, as they are.
std::vector<std::string> held_with_past(Tab& tab) {
    RowSet rows;
    for (const auto& [scope, held] : tab->rows().scopes()) {
        if (!has_past(scope.kind)) continue;
        rows.hold(scope);
        held.each_row([&, in = scope](const auto& row) { rows.put(in, Row(row)); });
    }
    return text_of(rows);
}

// The same scopes out of what is shown of the past.
std::vector<std::string> past_of(Tab& tab, const std::vector<Scope>& scopes) {
    RowSet rows;
    const RowSet& past = tab->past_view().rows();
    for (const Scope& scope : scopes) {
        if (!past.holds(scope)) continue;
        rows.hold(scope);
        past.scope(scope)->each_row([&](const auto& row) { rows.put(scope, Row(row)); });
    }
    return text_of(rows);
}

std::vector<Scope> scopes_with_past(Tab& tab) {
    std::vector<Scope> scopes;
    for (const auto& [scope, held] : tab->rows().scopes()) {
        if (has_past(scope.kind)) scopes.push_back(scope);
    }
    return scopes;
}

struct Memory {
    Instant at = 0;
    std::vector<Scope> scopes;
    std::vector<std::string> rows;
    Totals below;
};

struct Looker {
    World world;
    Tab& tab = world.ready(world.staff);

    Memory remember() {
        world.settle();
        Memory memory{world.clock.now(), scopes_with_past(tab), held_with_past(tab), tab->tree().below(world.root)};
        world.time.advance(2 * one_second);
        return memory;
    }
    void look_back(Instant at) {
        tab->look_back(at);
        world.settle();
        REQUIRE(tab->shows_past());
    }
    void shows(const Memory& memory) {
        REQUIRE(tab->shows_past());
        CHECK(past_of(tab, memory.scopes) == memory.rows);
        CHECK(tab->past_view().below(world.root) == memory.below);
        CHECK(tab->past_view().now() == memory.at);
    }
};

}  // namespace

TEST_CASE("what was is shown beside what is, however much goes on meanwhile") {
    Looker l;
    const Memory before = l.remember();
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.acme, renaming("Acme", "Acme and Sons")));
    const AccountId initech = l.world.add(l.world.reseller, AccountKind::customer, "Initech");
    l.world.poke_all();
    const Memory after = l.remember();

    l.look_back(before.at);
    l.shows(before);
    CHECK(l.tab->past_view().name_of(l.world.acme) == "Acme");
    CHECK_FALSE(l.tab->past_view().account(initech));
    CHECK(l.tab.shown_name(l.world.acme) == "Acme and Sons");

    // Others' commands, and this person's own that wait.
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.globex, renaming("Globex", "Globex Two")));
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.globex, MoveAccount{l.world.partner}));
    l.world.poke_all();
    l.world.settle();
    l.shows(before);
    l.world.hold_pushes = true;
    l.tab.run(l.world.root, l.world.acme, renaming("Acme and Sons", "Acme Three"));
    l.tab.run(l.world.root, l.world.reseller, l.tab.customer("Umbrella"));
    l.shows(before);
    CHECK(l.tab.shown_name(l.world.acme) == "Acme Three");
    l.world.hold_pushes = false;
    l.world.settle(two_minutes);
    CHECK(l.tab->pending().empty());
    l.shows(before);

    l.look_back(after.at);
    l.shows(after);
    CHECK(l.tab->past_view().name_of(initech) == "Initech");
    l.tab->look_back(std::nullopt);
    CHECK(l.tab->past_state() == PastState::none);
    CHECK(text_of(l.tab->rows()) == truth_for(l.world, l.tab));
}

TEST_CASE("what waits is not in the past, also where it waited before") {
    Looker l;
    const Memory before = l.remember();
    l.world.hold_pushes = true;
    l.tab.run(l.world.root, l.world.acme, renaming("Acme", "Acme Two"));
    const AddAccount add = l.tab.customer("Initech");
    l.tab.run(l.world.root, l.world.reseller, add);
    l.world.settle(one_second);
    l.look_back(before.at);
    l.shows(before);
    CHECK_FALSE(l.tab->past_view().account(add.id));
    l.world.hold_pushes = false;
    l.world.settle(two_minutes);
    l.shows(before);
}

TEST_CASE("who looks back while the authority is restored is shown the past that is left") {
    Looker l;
    const Tables backup = l.world.database.back_up();
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.acme, renaming("Acme", "Acme Two")));
    l.world.time.advance(one_second);
    const Memory forgotten = l.remember();
    l.world.poke_all();
    l.look_back(forgotten.at);
    l.shows(forgotten);
    CHECK(l.tab->past_view().name_of(l.world.acme) == "Acme Two");
    l.world.authority.reset();
    l.world.database.crash(false);
    l.world.database.restore(backup, "epoch-b");
    AuthorityOptions options;
    options.demo_sign_in = true;
    l.world.authority =
        std::make_unique<Authority>(l.world.database, l.world.clock, l.world.chance, l.world.vault, options);
    l.world.authority->start();
    l.tab->pull_now();
    l.world.settle(two_minutes);
    REQUIRE(l.tab->shows_past());
    CHECK(l.tab->past_view().name_of(l.world.acme) == "Acme");
    CHECK(l.tab->past_view().now() == forgotten.at);
}

TEST_CASE("an account that is opened meanwhile is as it was") {
    World world;
    const AccountId initech = world.add(world.reseller, AccountKind::customer, "Initech");
    Tab& tab = world.ready(world.staff);
    const Instant before = world.clock.now();
    world.time.advance(2 * one_second);
    REQUIRE_FALSE(world.run(world.staff, world.root, initech, renaming("Initech", "Initrode")));
    world.poke_all();
    world.settle();
    tab->look_back(before);
    world.settle();
    REQUIRE(tab->shows_past());
    CHECK(tab->past_details_of(initech) == AccountDetails::coming);
    tab->open(initech);
    world.settle();
    CHECK(tab->past_details_of(initech) == AccountDetails::known);
    REQUIRE(tab->past_view().account_row(initech));
    CHECK(tab->past_view().account_row(initech)->name == "Initech");
    CHECK(tab->past_view().index_row(initech)->name == "Initech");
    CHECK(tab->view().account_row(initech)->name == "Initrode");
    CHECK(tab->past_details_of(world.fresh<AccountId>()) == AccountDetails::coming);
    // Nothing can be done there.
    CHECK(tab->past_view().may(world.root, Via::parent, initech, Permission::see));
    CHECK_FALSE(tab->past_view().may(world.root, Via::parent, initech, Permission::manage));
    CHECK(tab->view().may(world.root, Via::parent, initech, Permission::manage));
}

TEST_CASE("a moved account is looked for where it was, and one that cannot be read is gone") {
    World world;
    const AccountId other = world.add(world.partner, AccountKind::reseller, "Other");
    const PersonId seller = world.administrator(world.reseller, Role::account_owner, "seller@reseller.example");
    Tab& staff = world.ready(world.staff);
    const Instant before = world.clock.now();
    world.time.advance(2 * one_second);
    REQUIRE_FALSE(world.run(world.staff, world.root, world.acme, MoveAccount{other}));
    world.poke_all();
    world.settle();
    staff->look_back(before);
    world.settle();
    REQUIRE(staff->shows_past());
    CHECK(staff->past_view().parent_of(world.acme) == world.reseller);
    CHECK(staff->past_view().child_count(other) == 1);  // its internal-use account
    CHECK(staff->past_view().breadcrumb(world.root, world.acme) ==
          std::vector<AccountId>{world.root, world.partner, world.reseller, world.acme});

    // The reseller's list still says that it was there; the account itself is another's now.
    Tab& tab = world.open(world.desktop, seller, world.sign_in(seller));
    world.settle();
    tab->look_back(before);
    world.settle();
    REQUIRE(tab->shows_past());
    CHECK(tab->past_view().name_of(world.acme) == "Acme");
    tab->open(world.acme);
    world.settle();
    CHECK(tab->past_details_of(world.acme) == AccountDetails::gone);
}

TEST_CASE("without the authority nothing is shown as if it had been, and it is asked again") {
    Looker l;
    const Memory before = l.remember();
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.acme, renaming("Acme", "Acme Two")));
    l.world.poke_all();
    l.world.settle();
    l.world.set_online(false);
    l.tab->look_back(before.at);
    l.world.settle(two_minutes);
    CHECK(l.tab->past_state() == PastState::unreachable);
    CHECK_FALSE(l.tab->shows_past());
    l.world.set_online(true);
    l.world.settle(two_minutes);
    l.shows(before);
    // Signing out ends it; a view that is in use meanwhile stays what it is.
    const View view = l.tab->past_view();
    l.tab->sign_out([](bool) {});
    CHECK(view.name_of(l.world.acme) == "Acme");
    l.world.settle();
    CHECK_FALSE(l.tab->shows_past());
    CHECK(l.tab->past_state() == PastState::none);
}

TEST_CASE("a tab that follows another looks back for itself") {
    Looker l;
    const Memory before = l.remember();
    Tab& second = l.world.ready(l.world.staff);
    REQUIRE_FALSE(l.world.run(l.world.staff, l.world.root, l.world.acme, renaming("Acme", "Acme Two")));
    l.world.poke_all();
    l.world.settle();
    second->look_back(before.at);
    l.world.settle();
    REQUIRE(second->shows_past());
    CHECK(second->past_view().name_of(l.world.acme) == "Acme");
    CHECK(l.tab->past_state() == PastState::none);
    l.tab.kill();  // the second takes over, and reads its rows anew
    l.world.settle(two_minutes);
    REQUIRE(second->shows_past());
    CHECK(second->past_view().name_of(l.world.acme) == "Acme");
    CHECK(second.shown_name(l.world.acme) == "Acme Two");
    CHECK(text_of(second->rows()) == truth_for(l.world, second));
}
