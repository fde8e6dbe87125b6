// Who may give which command, generated (authorisation.h), asked of the rules themselves.
#include <set>

#include "catch.h"
#include "domain/authorisation.h"

using namespace authorisation;

TEST_CASE("the matrix has every command") {
    std::set<std::string> names = {"accept_invitation", "end_due", "register_person",  // below
                                   "read_notices", "set_notice_preferences"};
    for (const Line& line : table()) names.insert(line.name);
    CHECK(names.size() == command_count);
    for (std::size_t at = 0; at < command_count; ++at) CHECK(names.count(std::string(command_name(at))) == 1);
}

TEST_CASE("who may give which command, by every path") {
    std::size_t asked = 0;
    for (const Line& line : table()) {
        Place p(line.stage);
        const Command command = line.make(p);
        REQUIRE(command_name(command.index()) == line.name);
        for (const auto& [who, person] : p.people) {
            const auto& [relation, role] = who;
            const AccountId home = p.home_of(relation);
            for (const Actor& actor : all_paths(person, home, p.target)) {
                std::string expected = "not_found";
                const bool granted = role == Role::account_owner;
                if (relation == "own" && actor.via == Via::own) expected = granted ? line.own : "not_allowed";
                const bool from_root = actor.home == p.root && actor.via == Via::parent;
                if (relation == "parent" && from_root) expected = granted ? line.parent : "not_allowed";
                if (relation == "federated" && actor.via == Via::federation) continue;  // next case
                CAPTURE(line.name, relation, static_cast<int>(role), static_cast<int>(actor.via),
                        p.account(actor.home).name);
                CHECK(p.ask_of(actor, command) == expected);
                ++asked;
            }
        }
        for (const Actor& actor : all_paths(p.nobody, p.target, p.target)) {
            CAPTURE(line.name, static_cast<int>(actor.via));
            CHECK(p.ask_of(actor, command) == "not_found");
        }
    }
    CHECK(asked > 4000);
}

TEST_CASE("what a federation's administrator may do at each limit, whatever the role at home") {
    for (const Line& line : table()) {
        for (std::size_t at = 0; at < limits.size(); ++at) {
            Place p(line.stage);
            p.set_limit(limits[at]);
            const Command command = line.make(p);
            for (const Role role : roles) {
                const PersonId person = p.people.at({"federated", role});
                // From an account held or from the owner account, and from nowhere else.
                for (const AccountId home : {p.desk, p.trees.owner}) {
                    CAPTURE(line.name, static_cast<int>(limits[at]), static_cast<int>(role), p.account(home).name);
                    CHECK(p.ask_of({person, home, Via::federation, p.target}, command) == line.federated[at]);
                }
                for (const AccountId home : {p.foreign, p.fellow, p.root}) {
                    CHECK(p.ask_of({person, home, Via::federation, p.target}, command) == "not_found");
                }
                // Not below a member, and not what a member merely knows.
                for (const AccountId other : {p.child, p.root, p.sibling, p.former, p.asker}) {
                    CAPTURE(line.name, p.account(other).name);
                    CHECK(p.ask_of({person, p.desk, Via::federation, other}, command) == "not_found");
                }
            }
        }
    }
}

TEST_CASE("an invitation is accepted by whom it is for, on the account alone") {
    Place p(Stage::member);
    const auto id = p.fresh<InvitationId>();
    p.must(p.as(p.staff, p.target), InviteAdministrator{id, World::email_of("Nobody"), Role::viewer});
    const AcceptInvitation accept{id, p.fresh<GrantId>()};
    for (const auto& [who, person] : p.people) {
        for (const Actor& actor : all_paths(person, p.home_of(who.first), p.target)) {
            const bool stated = actor.via == Via::own && actor.home == p.target;
            CAPTURE(who.first, static_cast<int>(actor.via), p.account(actor.home).name);
            CHECK(p.ask_of(actor, accept) == (stated ? "invitation_not_for_you" : "not_found"));
        }
    }
    CHECK(p.ask_of({p.nobody, p.target, Via::own, p.target}, accept) == "done");
    CHECK(p.ask_of({p.nobody, p.target, Via::federation, p.target}, accept) == "not_found");
    CHECK(p.ask_of({p.nobody, p.root, Via::parent, p.target}, accept) == "not_found");
}

TEST_CASE("an inbox is for its person alone, wherever that person is") {
    Place p(Stage::member);
    const NoticeId notice = p.fresh<NoticeId>();
    const PersonId owner = p.people.at({"own", Role::account_owner});
    NoticeRow row;
    row.id = notice;
    p.write({{inbox_of(owner), row}});
    for (const Command& command : {Command(ReadNotices{{notice}}), Command(SetNoticePreferences{1})}) {
        const bool reads = std::holds_alternative<ReadNotices>(command);
        for (const auto& [who, person] : p.people) {
            for (const Actor& actor : all_paths(person, p.home_of(who.first), p.target)) {
                const bool stated = actor.via == Via::own && actor.home == actor.account;
                const std::string done = !reads || person == owner ? "done" : "same";
                CAPTURE(who.first, static_cast<int>(actor.via), reads);
                CHECK(p.ask_of(actor, command) == (stated ? done : "not_found"));
                const Decision decision = p.decide_in_full(p.envelope_of(actor, command));
                if (!decision.done()) continue;
                for (const Change& change : decision.done()->changes) CHECK(change.scope == inbox_of(person));
            }
        }
    }
}

TEST_CASE("the system's commands are nobody's, and the system gives no other") {
    Place p(Stage::member);
    for (const Command& command :
         {Command(EndDue{DueKind::limit, p.membership, p.target, p.now}),
          Command(RegisterPerson{p.fresh<PersonId>(), "New", "new@people.example"})}) {
        for (const auto& [who, person] : p.people) {
            for (const Actor& actor : all_paths(person, p.home_of(who.first), p.target)) {
                CHECK(p.ask_of(actor, command) == "malformed");
            }
        }
    }
    for (const Line& line : table()) {
        Place other(line.stage);
        const Command command = line.make(other);
        CAPTURE(line.name);
        CHECK(other.ask_of(World::system(), command) == "malformed");
        CHECK(other.ask_of({PersonId(), other.target, Via::own, other.target}, command) == "malformed");
    }
}
