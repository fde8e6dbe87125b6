// Signing out, exporting and importing.
#include "replica/world.h"

using namespace world;

namespace {

std::string true_name(World& world, AccountId account) {
    const auto* row = world.database.rows().find<AccountRow>(account_scope(account), account);
    return row ? row->name : "";
}

}  // namespace

TEST_CASE("signing out empties the device, in every tab, and ends the session") {
    World world;
    const std::string session = world.sign_in(world.staff);
    Tab& first = world.open(world.laptop, world.staff, session);
    world.settle();
    Tab& second = world.open(world.laptop, world.staff, session);
    world.settle();
    first->save_draft("draft", "half a form");
    second.run(world.root, world.reseller, second.customer("Initech"));
    std::optional<bool> emptied;
    first->sign_out([&](bool done) { emptied = done; });
    // What the other was about to write must not come after.
    second.run(world.root, world.reseller, second.customer("Too late"));
    world.settle();
    CHECK(emptied == true);
    CHECK(first->status().ended);
    CHECK(second->status().ended);
    CHECK(first->rows().row_count() == 0);
    CHECK(second->rows().row_count() == 0);
    CHECK(second->pending().empty());
    CHECK(second->draft("draft") == nullptr);
    CHECK(world.laptop.disks[world.staff].bytes() == 0);
    CHECK(second.run(world.root, world.reseller, second.customer("No")).verdict == Verdict::refused);
    world.settle(two_minutes);
    CHECK(world.laptop.disks[world.staff].bytes() == 0);
    const auto reply = world.ask(session, Pull{});
    REQUIRE(reply);
    CHECK(std::get_if<Refusing>(&*reply));

    SECTION("and the next sign-in begins anew") {
        first.kill();
        Tab& next = world.open(world.staff);
        world.settle();
        CHECK(next.shown_name(world.acme) == "Acme");
        CHECK(next->draft("draft") == nullptr);
    }
}

TEST_CASE("an export brings commands to another browser, once") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    const AddAccount one = tab.customer("One");
    const AddAccount two = tab.customer("Two \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D <b>");
    tab.run(world.root, world.reseller, one);
    tab.run(world.root, world.reseller, two);
    world.settle();
    const std::string text = tab->export_pending();
    CHECK(text.find("One") != std::string::npos);

    world.set_online(true);
    tab.transport->set_online(false);
    Tab& other = world.open(world.desktop, world.staff, world.sign_in(world.staff));
    world.settle();
    REQUIRE(other->import_export(text) == ImportResult::imported);
    CHECK(other->pending().size() == 2);
    REQUIRE(other->import_export(text) == ImportResult::imported);
    CHECK(other->pending().size() == 2);
    world.settle();
    CHECK(other->pending().empty());
    CHECK(true_name(world, one.id) == one.name);
    CHECK(true_name(world, two.id) == two.name);
    // The browser it came from comes back: they have ended there too.
    tab.transport->set_online(true);
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
    // And once more, when they have ended long ago.
    REQUIRE(other->import_export(text) == ImportResult::imported);
    world.settle(two_minutes);
    CHECK(other->pending().empty());
    CHECK(other->outcomes().empty());
    CHECK(text_of(other->rows()) == truth_for(world, other));
}

TEST_CASE("an import of anything else is refused whole") {
    World world;
    const PersonId viewer = world.administrator(world.acme, Role::viewer, "viewer@acme.example");
    Tab& tab = world.open(world.staff);
    Tab& other = world.open(world.desktop, viewer, world.sign_in(viewer));
    world.settle();
    world.set_online(false);
    tab.run(world.root, world.reseller, tab.customer("Initech"));
    const std::string text = tab->export_pending();
    CHECK(other->import_export(text) == ImportResult::another_person);
    CHECK(tab->import_export("") == ImportResult::not_an_export);
    CHECK(tab->import_export("{}") == ImportResult::not_an_export);
    CHECK(tab->import_export("[1,2") == ImportResult::not_an_export);
    for (std::size_t cut = 0; cut < text.size(); cut += 7) {
        CHECK(tab->import_export(text.substr(0, cut)) == ImportResult::not_an_export);
    }
    CHECK(tab->pending().size() == 1);
    CHECK(other->pending().empty());
}

TEST_CASE("a sequence that two copies of a browser have used is not taken for the same command") {
    World world;
    Tab& tab = world.ready(world.staff);
    world.set_online(false);
    const AddAccount one = tab.customer("One");
    tab.run(world.root, world.reseller, one);
    world.settle();
    const std::string text = tab->export_pending();
    // The copy: the same client and seq, another wish.
    std::string changed = text;
    const std::string id = to_string(one.id);
    const AccountId other_id(tab->new_id());
    for (std::size_t at = changed.find(id); at != std::string::npos; at = changed.find(id)) {
        changed.replace(at, id.size(), to_string(other_id));
    }
    world.set_online(true);
    tab.transport->set_online(false);
    Tab& copy = world.open(world.desktop, world.staff, world.sign_in(world.staff));
    world.settle();
    REQUIRE(copy->import_export(changed) == ImportResult::imported);
    const AddAccount later = copy.customer("Later");
    copy.run(world.root, world.reseller, later);
    world.settle();
    CHECK(true_name(world, other_id) == "One");
    tab.run(world.root, world.reseller, tab.customer("Two"));
    tab.transport->set_online(true);
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
    CHECK(true_name(world, one.id) == "One");
    CHECK(true_name(world, later.id) == "Later");
    CHECK(text_of(tab->rows()) == truth_for(world, tab));
    // Its own later commands go on under another name.
    tab.run(world.root, world.acme, SuspendAccount{});
    world.settle(two_minutes);
    CHECK(tab->pending().empty());
    CHECK(tab->outcomes().empty());
}
