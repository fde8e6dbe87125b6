#include <algorithm>

#include "authority/scene.h"
#include "domain/limits.h"

using namespace scene;

namespace {

AddAccount customer(Scene& scene, const std::string& name) {
    AddAccount add;
    add.id = scene.fresh<AccountId>();
    add.name = name;
    return add;
}

std::size_t customers(const Scene& scene) {
    const ScopeRows* rows = scene.database.rows().scope(children_of(scene.root));
    return rows ? rows->count<AccountIndexRow>() : 0;
}

}  // namespace

TEST_CASE("a command takes effect once and its outcome is told") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AddAccount add = customer(scene, "Blueface Control");
    const Envelope command = scene.envelope(staff, scene.root, scene.root, add);

    CHECK(scene.push(staff, {command}).last_seq == 1);
    const auto* row = scene.row<AccountRow>(account_scope(add.id), add.id);
    REQUIRE(row);
    CHECK(row->name == "Blueface Control");
    CHECK(row->number.size() == 9);
    CHECK(scene.row<NumberKeyRow>(number_key(row->number), add.id));
    CHECK(scene.outcome(staff, 1).refusal == std::nullopt);

    SECTION("a repeated push is skipped") {
        const Version before = scene.database.version();
        const Pushed again = scene.push(staff, {command});
        CHECK(again.last_seq == 1);
        CHECK(again.refusal == std::nullopt);
        CHECK(scene.database.version() == before);
    }
    SECTION("also by an authority that was not there") {
        scene.restart_authority();
        const Version before = scene.database.version();
        CHECK(scene.push(staff, {command}).last_seq == 1);
        CHECK(scene.database.version() == before);
    }
    SECTION("another command under the same seq is named") {
        Envelope other = command;
        other.command = customer(scene, "Somebody else");
        const Pushed reused = scene.push(staff, {other});
        CHECK(reused.refusal == Refusal::sequence_reused);
        CHECK(reused.last_seq == 1);
        scene.restart_authority();
        CHECK(scene.push(staff, {other}).refusal == Refusal::sequence_reused);
        CHECK(customers(scene) == 1);
    }
}

TEST_CASE("commands are taken in order, without a gap") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const Envelope first = scene.envelope(staff, scene.root, scene.root, customer(scene, "One"));
    const Envelope second = scene.envelope(staff, scene.root, scene.root, customer(scene, "Two"));
    const Envelope third = scene.envelope(staff, scene.root, scene.root, customer(scene, "Three"));

    SECTION("what comes too early is not taken") {
        const Pushed early = scene.push(staff, {second, third});
        CHECK(early.refusal == Refusal::sequence_gap);
        CHECK(early.last_seq == 0);  // the one after it is missing
        CHECK(customers(scene) == 0);
        CHECK(scene.push(staff, {first}).last_seq == 1);
        const Pushed later = scene.push(staff, {third});
        CHECK(later.refusal == Refusal::sequence_gap);
        CHECK(later.last_seq == 1);
        CHECK(customers(scene) == 1);
        CHECK(scene.push(staff, {second, third}).last_seq == 3);
        CHECK(customers(scene) == 3);
    }
    SECTION("what overlaps is skipped and the rest taken") {
        CHECK(scene.push(staff, {first, second}).last_seq == 2);
        CHECK(scene.push(staff, {first, second, third}).last_seq == 3);
        CHECK(customers(scene) == 3);
    }
    SECTION("what is not one client's row of commands is malformed") {
        CHECK(scene.push(staff, {first, third}).refusal == Refusal::malformed);
        Envelope other = second;
        other.client = scene.fresh<ClientId>();
        CHECK(scene.push(staff, {first, other}).refusal == Refusal::malformed);
        CHECK(scene.push(staff, {}).refusal == Refusal::malformed);
        CHECK(customers(scene) == 0);
    }
    SECTION("after a restore the sequence goes on from what the client knows to have ended") {
        CHECK(scene.push(staff, {third}, 1).refusal == Refusal::sequence_gap);
        CHECK(scene.push(staff, {third}, 2).last_seq == 3);
        CHECK(customers(scene) == 1);
    }
}

TEST_CASE("more in one push than the protocol allows is refused, and nothing is taken") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    std::vector<Envelope> commands;
    for (std::size_t at = 0; at <= most_commands; ++at) {
        commands.push_back(scene.envelope(staff, scene.root, scene.root, customer(scene, "C" + std::to_string(at))));
    }
    CHECK(scene.refused(staff.session, scene.push_of(commands)) == Refusal::too_many);
    CHECK(customers(scene) == 0);
    commands.pop_back();
    CHECK(scene.push(staff, commands).last_seq == static_cast<std::int64_t>(most_commands));
}

TEST_CASE("a refused command consumes its seq") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    CHECK(scene.run(staff, scene.root, customer(scene, "  ")) == Refusal::name_missing);
    CHECK(scene.run(staff, scene.root, customer(scene, "Fine")) == std::nullopt);
    CHECK(scene.database.entries().back().refusal == std::nullopt);
    CHECK(scene.database.entries()[scene.database.entries().size() - 2].refusal == Refusal::name_missing);
}

TEST_CASE("only one's own commands are taken, from one's own client") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    const Version before = scene.database.version();

    SECTION("without a session") {
        User nobody = staff;
        nobody.session = "";
        const auto push =
            scene.push_of({scene.envelope(nobody, scene.root, scene.root, customer(scene, "X"))});
        CHECK(scene.refused("", push) == Refusal::signed_out);
        CHECK(scene.refused("0123456789abcdef", push) == Refusal::signed_out);
    }
    SECTION("as another person") {
        User forged = jane;
        forged.person = staff.person;
        const auto pushed =
            scene.push(forged, {scene.envelope(forged, scene.root, scene.root, customer(scene, "X"))});
        CHECK(pushed.refusal == Refusal::malformed);
    }
    SECTION("of two clients at once") {
        const Envelope first = scene.envelope(staff, scene.root, scene.root, customer(scene, "X"));
        User other = staff;
        other.client = scene.fresh<ClientId>();
        const Envelope second = scene.envelope(other, scene.root, scene.root, customer(scene, "Y"));
        CHECK(scene.push(staff, {first, second}).refusal == Refusal::malformed);
    }
    SECTION("from another person's client") {
        User borrowed = jane;
        borrowed.client = staff.client;
        borrowed.seq = staff.seq;
        const auto pushed =
            scene.push(borrowed, {scene.envelope(borrowed, partner, partner, customer(scene, "X"))});
        CHECK(pushed.refusal == Refusal::malformed);
        CHECK(pushed.last_seq == 0);
        Pull pull;
        pull.clients = {staff.client, scene.fresh<ClientId>()};
        const auto pulled = scene.ask_for<Pulled>(jane.session, pull);
        REQUIRE(pulled.seen.size() == 2);
        CHECK(pulled.seen[0].last_seq == pulled.seen[1].last_seq);
        CHECK(pulled.outcomes.empty());
    }
    SECTION("after signing out") {
        scene.ask_for<SignedOut>(staff.session, SignOut{});
        const auto push =
            scene.push_of({scene.envelope(staff, scene.root, scene.root, customer(scene, "X"))});
        CHECK(scene.refused(staff.session, push) == Refusal::signed_out);
        CHECK(scene.database.version() == before + 1);
        return;
    }
    CHECK(scene.database.version() == before);
}

TEST_CASE("a session ends after its time") {
    Scene scene;
    const User staff = scene.sign_in(scene.staff);
    scene.clock.jump(session_life - 1);
    CHECK(scene.refused(staff.session, Pull{}) == std::nullopt);
    scene.clock.jump(1);
    CHECK(scene.refused(staff.session, Pull{}) == Refusal::signed_out);
}

TEST_CASE("a client's system command ends as malformed") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const RegisterPerson command{scene.fresh<PersonId>(), "Mallory", "mallory@example.com"};
    CHECK(scene.run(staff, scene.root, command) == Refusal::malformed);
    CHECK(scene.database.rows().scope(person_scope(command.person)) == nullptr);
    CHECK(scene.run(staff, scene.root, customer(scene, "Next")) == std::nullopt);
}

TEST_CASE("permission is decided when the command is, not when it was wished") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    const Envelope wished = scene.envelope(jane, partner, partner, customer(scene, "Late"));
    GrantId grant;
    scene.database.rows().each<GrantRow>(people_of(partner), [&](const GrantRow& row) { grant = row.id; });
    // The last owner cannot be removed: a second one first.
    scene.administrator(staff, partner, Role::account_owner, "june@partner.example");
    REQUIRE(scene.run(staff, partner, RemoveAdministrator{grant}) == std::nullopt);
    scene.push(jane, {wished});
    CHECK(scene.outcome(jane, wished.seq).refusal == Refusal::not_found);
}

TEST_CASE("what waits is committed together and answered one by one, whatever is asked in between") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    std::vector<User> users(8, staff);
    std::vector<std::optional<Reply>> replies(users.size()), pulls(users.size());
    const std::size_t commits = scene.database.commits();
    for (std::size_t at = 0; at < users.size(); ++at) {
        users[at].client = scene.fresh<ClientId>();
        const auto name = "Customer " + std::to_string(at);
        const auto command = scene.envelope(users[at], scene.root, scene.root, customer(scene, name));
        Envelope first = command;
        first.seq = 1;
        scene.send(*scene.authority, staff.session, scene.push_of({first}), replies[at]);
        scene.send(*scene.authority, staff.session, Pull{}, pulls[at]);
    }
    scene.clock.settle();
    for (const auto& reply : replies) {
        REQUIRE(reply);
        CHECK(std::get<Pushed>(*reply).last_seq == 1);
    }
    for (const auto& reply : pulls) {
        REQUIRE(reply);
        CHECK(std::holds_alternative<Pulled>(*reply));
    }
    CHECK(customers(scene) == users.size());
    // The first began a turn of its own; the others waited for it.
    CHECK(scene.database.commits() == commits + 2);
}

TEST_CASE("a client is its person's from the turn in which it begins") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    // The first request begins a turn; the two that wait for it are of one client, and share the next.
    User other = staff;
    other.client = scene.fresh<ClientId>();
    staff.client = jane.client = scene.fresh<ClientId>();
    other.seq = staff.seq = 0;
    jane.seq = 1;
    const Push waited_for = scene.push_of({scene.envelope(other, scene.root, scene.root, customer(scene, "One"))});
    const Push begins = scene.push_of({scene.envelope(staff, scene.root, scene.root, customer(scene, "Two"))});
    const Push borrows = scene.push_of({scene.envelope(jane, partner, partner, customer(scene, "Three"))});
    std::vector<std::optional<Reply>> replies(3);
    scene.send(*scene.authority, staff.session, waited_for, replies[0]);
    scene.send(*scene.authority, staff.session, begins, replies[1]);
    scene.send(*scene.authority, jane.session, borrows, replies[2]);
    scene.clock.settle();
    REQUIRE((replies[0] && replies[1] && replies[2]));
    CHECK(std::get<Pushed>(*replies[1]).last_seq == 1);
    CHECK(std::get<Pushed>(*replies[2]).refusal == Refusal::malformed);
    CHECK(std::get<Pushed>(*replies[2]).last_seq == 0);
}

TEST_CASE("what cannot be stored is undone and pushed again") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const Envelope command = scene.envelope(staff, scene.root, scene.root, customer(scene, "Blueface"));
    const auto before = text_of(scene.database.rows());

    SECTION("no room") {
        scene.database.fail_commits(DatabaseError::full, 1);
        const Pushed pushed = scene.push(staff, {command});
        CHECK(pushed.refusal == Refusal::not_stored);
        CHECK(pushed.last_seq == 0);
        CHECK(text_of(scene.database.rows()) == before);
        CHECK(
            answer_for(scene.pull(staff, {children_of(scene.root)}), children_of(scene.root))->rows.empty());
    }
    SECTION("not known whether") {
        const bool written = GENERATE(false, true);
        scene.database.fail_commits(DatabaseError::lost, 1, written);
        CHECK(scene.push(staff, {command}).refusal == Refusal::not_stored);
        CHECK(customers(scene) == (written ? 1 : 0));
    }
    CHECK(scene.push(staff, {command}).last_seq == 1);
    CHECK(customers(scene) == 1);
    CHECK(scene.run(staff, scene.root, customer(scene, "Second")) == std::nullopt);
}

TEST_CASE("a crash between commit and answer repeats nothing and loses nothing") {
    Scene scene;
    User staff = scene.sign_in(scene.staff);
    const Envelope command = scene.envelope(staff, scene.root, scene.root, customer(scene, "Blueface"));
    const bool written = GENERATE(false, true);
    std::optional<Reply> reply;
    // Every moment of the request in turn: so many calls of the database are answered before the machine
    // stops.
    const int calls = GENERATE(0, 1, 2, 3, 4, 5, 6, 7, 8);
    scene.send(*scene.authority, staff.session, scene.push_of({command}), reply);
    for (int call = 0; call < calls; ++call) scene.clock.time().step();
    scene.database.crash(written);
    scene.restart_authority();
    if (reply) CHECK(customers(scene) == 1);
    CHECK(scene.push(staff, {command}).last_seq == 1);
    CHECK(customers(scene) == 1);
    const auto entries = scene.database.entries();
    const auto adds = std::count_if(entries.begin(), entries.end(), [&](const JournalRecord& record) {
        return record.envelope.client == staff.client;
    });
    CHECK(adds == 1);
}
