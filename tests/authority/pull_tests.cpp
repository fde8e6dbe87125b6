#include <algorithm>

#include "authority/scene.h"
#include "domain/limits.h"
#include "support/commands.h"
#include "wire/json.h"
#include "wire/row_patch.h"
#include "wire/scope_sum.h"

using namespace scene;

namespace {

// A small tree: two partners under the root, a customer under each, each with its owner.
struct Tree {
    explicit Tree(Scene& scene) : staff(scene.sign_in(scene.staff)) {
        west = scene.add(staff, scene.root, AccountKind::partner, "West");
        east = scene.add(staff, scene.root, AccountKind::partner, "East");
        blueface = scene.add(staff, west, AccountKind::customer, "Blueface Control");
        team = scene.add(staff, east, AccountKind::customer, "Cloud Team");
        jane = scene.administrator(staff, west, Role::account_owner, "jane@west.example");
        john = scene.administrator(staff, blueface, Role::account_owner, "john@blueface.example");
    }
    User staff;
    User jane;  // owner of west
    User john;  // owner of blueface
    AccountId west;
    AccountId east;
    AccountId blueface;
    AccountId team;
};

const ScopeAnswer* answer_of(const Pulled& pulled, const Scope& scope) {
    const PulledScope* found = answer_for(pulled, scope);
    return found ? &found->answer : nullptr;
}

void add_three(Scene& scene, User& staff, AccountId partner) {
    for (int at = 0; at < 3; ++at) scene.add(staff, partner, AccountKind::customer, "C" + std::to_string(at));
}

}  // namespace

TEST_CASE("what one may read comes whole, all else as gone") {
    Scene scene;
    Tree tree(scene);
    const std::vector<Scope> readable = {children_of(tree.west), account_scope(tree.west),
                                         people_of(tree.blueface), account_scope(tree.blueface),
                                         person_scope(tree.jane.person)};
    const std::vector<Scope> hidden = {children_of(tree.east),
                                       account_scope(tree.team),
                                       people_of(scene.root),
                                       account_scope(scene.root),
                                       children_of(scene.root),
                                       person_scope(tree.john.person),
                                       account_scope(scene.fresh<AccountId>()),
                                       number_key("100000001"),
                                       email_key("jane@west.example"),
                                       session_key(scene.vault.fingerprint("session", tree.jane.session)),
                                       tries_key(tree.west),
                                       due_key(utc_day(scene.clock.now()))};
    std::vector<Scope> wanted = readable;
    wanted.insert(wanted.end(), hidden.begin(), hidden.end());
    const Pulled pulled = scene.pull(tree.jane, wanted);
    CHECK(pulled.scopes.size() == wanted.size());
    for (const Scope& scope : readable) {
        CAPTURE(to_string(scope));
        REQUIRE(answer_of(pulled, scope));
        CHECK(*answer_of(pulled, scope) == ScopeAnswer::whole);
        CHECK(answer_for(pulled, scope)->rows.size() >= 1);
    }
    for (const Scope& scope : hidden) {
        CAPTURE(to_string(scope));
        REQUIRE(answer_of(pulled, scope));
        CHECK(*answer_of(pulled, scope) == ScopeAnswer::gone);
        CHECK(answer_for(pulled, scope)->rows.empty());
    }
    CHECK(pulled.time == scene.clock.now());
    CHECK(scene.refused("", Pull{}) == Refusal::signed_out);
}

TEST_CASE("afterwards only what changed comes") {
    Scene scene;
    Tree tree(scene);
    const std::vector<Scope> scopes = {children_of(tree.west), account_scope(tree.blueface),
                                       people_of(tree.west)};
    const Pulled first = scene.pull(tree.jane, scopes);
    const Pulled nothing = scene.pull(tree.jane, {}, scopes, first.cookie);
    CHECK(nothing.scopes.empty());
    CHECK(nothing.from == first.cookie);

    REQUIRE(scene.run(tree.staff, tree.blueface, renaming("Blueface Control", "Blueface")) == std::nullopt);
    REQUIRE(scene.run(tree.staff, tree.team, renaming("Cloud Team", "Team")) == std::nullopt);
    const Pulled changed = scene.pull(tree.jane, {}, scopes, first.cookie);
    REQUIRE(changed.scopes.size() == 2);
    for (const Scope& scope : {children_of(tree.west), account_scope(tree.blueface)}) {
        const PulledScope* one = answer_for(changed, scope);
        REQUIRE(one);
        CHECK(one->answer == ScopeAnswer::changes);
        CHECK(one->rows.size() == 1);
        CHECK(one->deleted.empty());
    }
    CHECK(scene.pull(tree.jane, {}, scopes, changed.cookie).scopes.empty());

    SECTION("what was deleted is named") {
        const User june = scene.administrator(tree.staff, tree.west, Role::viewer, "june@west.example");
        const Pulled more = scene.pull(tree.jane, {}, scopes, changed.cookie);
        GrantId grant;
        scene.database.rows().each<GrantRow>(people_of(tree.west), [&](const GrantRow& row) {
            if (row.person == june.person) grant = row.id;
        });
        REQUIRE(scene.run(tree.jane, tree.west, RemoveAdministrator{grant}) == std::nullopt);
        const Pulled less = scene.pull(tree.jane, {}, scopes, more.cookie);
        const PulledScope* people = answer_for(less, people_of(tree.west));
        REQUIRE(people);
        CHECK(people->answer == ScopeAnswer::changes);
        REQUIRE(people->deleted.size() == 1);
        CHECK(people->deleted[0].id == grant);
        CHECK(people->deleted[0].type == row_type<GrantRow>);

        SECTION("for 90 days; an older pull is answered whole") {
            scene.clock.jump(kept_history + one_day);
            const User again = scene.sign_in(tree.jane.person);
            User staff = scene.sign_in(scene.staff);
            REQUIRE(scene.run(staff, tree.team, renaming("Team", "The Team")) == std::nullopt);
            const Pulled old = scene.pull(again, {}, scopes, more.cookie);
            REQUIRE(answer_of(old, people_of(tree.west)));
            CHECK(*answer_of(old, people_of(tree.west)) == ScopeAnswer::whole);
        }
    }
    SECTION("a cookie of another epoch, from ahead or of no kind is answered whole") {
        scene.database.restore_as("epoch-b");
        for (const std::string& cookie :
             {changed.cookie, std::string("epoch-b.99999"), std::string("epoch-b.-1"),
              std::string("nonsense"), std::string(), std::string("epoch-b.1x"), std::string(".")}) {
            CAPTURE(cookie);
            const Pulled whole = scene.pull(tree.jane, {}, scopes, cookie);
            REQUIRE(whole.scopes.size() == scopes.size());
            for (const PulledScope& one : whole.scopes) CHECK(one.answer == ScopeAnswer::whole);
            CHECK(whole.restored == !cookie.empty());
        }
    }
}

TEST_CASE("losing a permission is gone, gaining one is whole") {
    Scene scene;
    Tree tree(scene);
    const std::vector<Scope> scopes = {account_scope(tree.blueface), people_of(tree.blueface),
                                       standing_of(tree.west), face_of(tree.west),
                                       person_scope(tree.john.person)};
    const Pulled first = scene.pull(tree.john, scopes);
    for (const PulledScope& one : first.scopes) CHECK(one.answer == ScopeAnswer::whole);

    scene.administrator(tree.staff, tree.blueface, Role::account_owner, "joan@blueface.example");
    GrantId grant;
    scene.database.rows().each<GrantRow>(people_of(tree.blueface), [&](const GrantRow& row) {
        if (row.person == tree.john.person) grant = row.id;
    });
    REQUIRE(scene.run(tree.staff, tree.blueface, RemoveAdministrator{grant}) == std::nullopt);
    const Pulled after = scene.pull(tree.john, {}, scopes, first.cookie);
    for (const Scope& scope : scopes) {
        CAPTURE(to_string(scope));
        if (scope.kind == ScopeKind::person) {
            CHECK(answer_for(after, scope)->deleted.size() == 1);
        } else {
            REQUIRE(answer_of(after, scope));
            CHECK(*answer_of(after, scope) == ScopeAnswer::gone);
        }
    }
}

TEST_CASE("a reply has room for so many rows") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    std::vector<Scope> wanted;
    for (int base = 0; base < 6; ++base) {
        const AccountId partner =
            scene.add(staff, scene.root, AccountKind::partner, "P" + std::to_string(base));
        for (int at = 0; at < 4; ++at)
            scene.add(staff, partner, AccountKind::customer, "C" + std::to_string(at));
        wanted.push_back(children_of(partner));  // four and its own staff's account: five rows
    }
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.rows_per_reply = 11;
    scene.restart_authority(options);
    std::vector<Scope> held;
    std::string cookie;
    int pulls = 0;
    for (bool more = true; more; ++pulls) {
        const Pulled pulled = scene.pull(staff, wanted, held, cookie);
        REQUIRE(pulled.scopes.size() == 2);
        for (const PulledScope& one : pulled.scopes) {
            CHECK(one.answer == ScopeAnswer::whole);
            CHECK(one.rows.size() == 5);
            held.push_back(one.scope);
            wanted.erase(std::find(wanted.begin(), wanted.end(), one.scope));
        }
        cookie = pulled.cookie;
        more = pulled.more;
    }
    CHECK(pulls == 3);
    CHECK(wanted.empty());

    SECTION("a scope that is larger than the room comes all the same") {
        options.rows_per_reply = 3;
        scene.restart_authority(options);
        const Pulled pulled = scene.pull(staff, {held[0], held[1]});
        REQUIRE(pulled.scopes.size() == 1);
        CHECK(pulled.scopes[0].rows.size() == 5);
        CHECK(pulled.more);
    }
}

TEST_CASE("a list that is larger than a reply comes in parts where the client says so, and only to who may read it") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    for (int at = 0; at < 9; ++at) scene.add(staff, partner, AccountKind::customer, "C" + std::to_string(at));
    const User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.rows_per_reply = 4;
    scene.restart_authority(options);
    const Scope list = children_of(partner);

    Pull pull;
    pull.form = row_form;
    pull.most_rows = 100;  // of which the server gives its own measure
    pull.wanted = {list};
    RowSet rows;
    std::vector<std::size_t> sizes;
    const auto ask = [&] {
        const Reply reply = scene.ask(jane.session, pull);
        REQUIRE(std::holds_alternative<Pulled>(reply));
        return std::get<Pulled>(reply);
    };
    for (bool more = true; more;) {
        const Pulled pulled = ask();
        REQUIRE(pulled.scopes.size() == 1);
        const PulledScope& part = pulled.scopes[0];
        CHECK(part.answer == (sizes.empty() ? ScopeAnswer::whole : ScopeAnswer::changes));
        sizes.push_back(part.rows.size());
        apply_patch(rows, pulled.scopes);
        pull.cookie = pulled.cookie;
        pull.wanted.clear();
        more = part.after.has_value();
        if (more) pull.begun = {{list, *part.after}};
        else CHECK(part.sum == sum_of(*rows.scope(list)));
        if (sizes.size() == 1) scene.add(staff, partner, AccountKind::customer, "Meanwhile");
    }
    CHECK(sizes == std::vector<std::size_t>{4, 4, 4});  // one of them changed meanwhile, and came twice
    CHECK(rows.scope(list)->size() == 11);

    SECTION("it is one piece for a client that does not say so, and of the past") {
        pull = {};
        pull.wanted = {list};
        CHECK(ask().scopes[0].rows.size() == 11);
        CHECK_FALSE(ask().scopes[0].after.has_value());
        pull.most_rows = 2;
        pull.as_of = scene.clock.now();
        CHECK(ask().scopes[0].rows.size() == 11);
        pull.begun = {{list, {row_type<AccountIndexRow>, partner}}};
        pull.wanted.clear();
        CHECK(ask().scopes[0].rows.size() == 11);
    }
    SECTION("what may not be read any more is gone in the middle of it") {
        const User other = scene.administrator(staff, partner, Role::account_owner, "joan@partner.example");
        GrantId grant;
        scene.database.rows().each<GrantRow>(people_of(partner), [&](const GrantRow& row) {
            if (row.person == jane.person) grant = row.id;
        });
        REQUIRE(scene.run(staff, partner, RemoveAdministrator{grant}) == std::nullopt);
        const Pulled pulled = ask();
        REQUIRE(pulled.scopes.size() == 1);
        CHECK(pulled.scopes[0].answer == ScopeAnswer::gone);
        CHECK(pulled.scopes[0].rows.empty());
    }
}

TEST_CASE("held scopes have no more room in a reply than wanted ones") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    std::vector<Scope> scopes;
    for (int base = 0; base < 6; ++base) {
        const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "P" + std::to_string(base));
        add_three(scene, staff, partner);
        scopes.push_back(children_of(partner));  // three and its own staff's account: four rows
    }
    const std::string cookie = scene.pull(staff, scopes).cookie;
    AuthorityOptions options;
    options.demo_sign_in = true;
    options.rows_per_reply = 9;
    scene.restart_authority(options);

    SECTION("after a restore all of them come, a few at a time") {
        scene.database.restore_as("epoch-b");
        std::vector<Scope> held = scopes, wanted;
        std::string from = cookie;
        std::size_t answered = 0;
        for (int pulls = 0; pulls < 3; ++pulls) {
            const Pulled pulled = scene.pull(staff, wanted, held, from);
            CHECK(pulled.restored == (pulls == 0));
            CHECK(pulled.scopes.size() == 2);
            answered += pulled.scopes.size();
            for (const PulledScope& one : pulled.scopes) CHECK(one.rows.size() == 4);
            if (pulls == 0) {
                CHECK(pulled.later.size() == 4);
                wanted = pulled.later;
                held.clear();
            }
            for (const PulledScope& one : pulled.scopes) {
                held.push_back(one.scope);
                wanted.erase(std::remove(wanted.begin(), wanted.end(), one.scope), wanted.end());
            }
            from = pulled.cookie;
        }
        CHECK(answered == 6);
        CHECK(wanted.empty());
    }
    SECTION("changes of many, too; what has not changed is not among them") {
        for (std::size_t at = 0; at < 5; ++at) {
            for (int more = 0; more < 3; ++more) scene.add(staff, AccountId(scopes[at].id), AccountKind::customer, "X");
        }
        const Pulled pulled = scene.pull(staff, {}, scopes, cookie);
        CHECK(pulled.scopes.size() == 3);
        CHECK(pulled.later == std::vector<Scope>{scopes[3], scopes[4]});
    }
}

TEST_CASE("a pull that asks for more than the protocol allows is refused") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    Pull pull;
    pull.wanted.assign(most_wanted + 1, children_of(scene.root));
    CHECK(scene.refused(staff.session, pull) == Refusal::too_many);
    pull.wanted.pop_back();
    CHECK_FALSE(scene.refused(staff.session, pull));
    pull.clients.assign(most_clients + 1, scene.fresh<ClientId>());
    CHECK(scene.refused(staff.session, pull) == Refusal::too_many);
    pull.clients.clear();
    pull.held.assign(most_scopes, children_of(scene.root));
    CHECK(scene.refused(staff.session, pull) == Refusal::too_many);
}

TEST_CASE("a client of another version of the protocol is told which of the two is old") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const auto answer_to = [&](std::string text) {
        std::optional<Reply> reply;
        scene.authority->handle(std::move(text), [&](const std::string& said) { reply = decode_reply(said); });
        scene.clock.advance(10);
        REQUIRE(reply);
        return std::get<Refusing>(*reply).refusal;
    };
    CHECK(answer_to(R"({"protocol":0,"type":"pull"})") == Refusal::client_too_old);
    CHECK(answer_to(R"({"protocol":2,"type":"what is that"})") == Refusal::client_too_new);
    CHECK(answer_to(R"({"protocol":1,"type":"what is that"})") == Refusal::malformed);
    CHECK(answer_to("pull") == Refusal::malformed);
}

TEST_CASE("every answer about a scope has the checksum of what it holds then") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "P");
    const Scope scope = children_of(partner);
    RowSet held;
    std::string cookie;
    const auto pull = [&](std::int64_t form) {
        Pull request;
        request.cookie = cookie;
        (cookie.empty() ? request.wanted : request.held) = {scope};
        request.form = form;
        return scene.ask_for<Pulled>(staff.session, request);
    };
    for (int at = 0; at < 50; ++at) {  // few at first, and then as many as are counted incrementally
        scene.add(staff, partner, AccountKind::customer, "C" + std::to_string(at));
        const Pulled pulled = pull(row_form);
        REQUIRE(pulled.form == row_form);
        REQUIRE(pulled.scopes.size() == 1);
        apply_patch(held, pulled.scopes);
        CHECK(pulled.scopes[0].sum == sum_of(*held.scope(scope)));
        CHECK(pulled.scopes[0].sum != 0);
        cookie = pulled.cookie;
    }
    // Whoever knows rows in another form has no use for them.
    scene.add(staff, partner, AccountKind::customer, "Last");
    const Pulled other = pull(row_form + 1);
    CHECK(other.form == 0);
    CHECK(other.scopes[0].sum == 0);
}

TEST_CASE("outcomes are told until they are acknowledged, for 90 days") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    AddAccount add;
    for (const char* name : {"One", "", "Three"}) {
        add.id = scene.fresh<AccountId>();
        add.name = name;
        scene.push(staff, {scene.envelope(staff, scene.root, scene.root, add)});
    }
    Pull pull;
    pull.clients = {staff.client};
    auto pulled = scene.ask_for<Pulled>(staff.session, pull);
    REQUIRE(pulled.outcomes.size() == 3);
    CHECK(pulled.outcomes[1].refusal == Refusal::name_missing);
    REQUIRE(pulled.seen.size() == 1);
    CHECK(pulled.seen[0].last_seq == 3);
    pull.ended = {{staff.client, 2}};
    pulled = scene.ask_for<Pulled>(staff.session, pull);
    REQUIRE(pulled.outcomes.size() == 1);
    CHECK(pulled.outcomes[0].seq == 3);
    pull.ended.clear();
    scene.clock.jump(kept_history + one_day);
    staff.session = scene.sign_in(scene.staff).session;
    scene.push(staff, {scene.envelope(staff, scene.root, scene.root, add)});
    pulled = scene.ask_for<Pulled>(staff.session, pull);
    REQUIRE(pulled.outcomes.size() == 1);
    CHECK(pulled.outcomes[0].seq == 4);
    CHECK(pulled.seen[0].last_seq == 4);
}

TEST_CASE("a pull shows nothing that is not durable") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    AddAccount add;
    add.id = scene.fresh<AccountId>();
    add.name = "Soon";
    std::optional<Reply> pushed;
    std::optional<Reply> pulled;
    Pull pull;
    pull.wanted = {children_of(scene.root)};
    pull.clients = {staff.client};
    const DatabaseError error = GENERATE(DatabaseError::none, DatabaseError::full);
    if (error != DatabaseError::none) scene.database.fail_commits(error, 1);
    scene.send(*scene.authority, staff.session,
               scene.push_of({scene.envelope(staff, scene.root, scene.root, add)}), pushed);
    scene.send(*scene.authority, staff.session, pull, pulled);
    scene.clock.settle();
    REQUIRE(pulled);
    const auto& answer = std::get<Pulled>(*pulled);
    const std::size_t expected = error == DatabaseError::none ? 1 : 0;
    CHECK(answer_for(answer, children_of(scene.root))->rows.size() == expected);
    CHECK(answer.seen[0].last_seq == static_cast<std::int64_t>(expected));
    CHECK(answer.outcomes.size() == expected);
    CHECK(answer.cookie == "epoch-a." + std::to_string(scene.database.version()));
}

TEST_CASE("after one change a pull of thousands of scopes loads next to nothing") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    ImportAccounts import;
    std::vector<Scope> scopes;
    for (int at = 0; at < 1500; ++at) {
        ImportRow row;
        row.id = scene.fresh<AccountId>();
        row.name = "Customer " + std::to_string(at);
        scopes.push_back(account_scope(row.id));
        import.rows.push_back(row);
    }
    REQUIRE(scene.run(staff, scene.root, import) == std::nullopt);
    scopes.push_back(children_of(scene.root));
    Pulled pulled = scene.pull(staff, scopes);
    while (pulled.more) {
        std::vector<Scope> missing;
        for (const Scope& scope : scopes) {
            if (!answer_for(pulled, scope)) missing.push_back(scope);
        }
        pulled = scene.pull(staff, missing);
    }
    REQUIRE(scene.run(staff, AccountId(scopes[0].id), renaming("Customer 0", "First")) == std::nullopt);
    const std::size_t loaded = scene.database.loaded_scopes();
    const Pulled changes = scene.pull(staff, {}, scopes, pulled.cookie);
    CHECK(changes.scopes.size() == 2);
    CHECK(scene.database.loaded_scopes() == loaded);
}
