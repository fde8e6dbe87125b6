// One federation, of ash, with what a test of states is about, and tables of states against commands.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "catch.h"
#include "domain/federation_world.h"
#include "domain/limits.h"

namespace federation_tests {

struct Scene {
    FederationWorld world;
    FederationWorld::Made federation;
    JoinRequestId request;
    TicketId ticket;  // of birch, with which the request was asked
    MembershipId member;
    AccessCodeId code;

    Actor ash() const { return world.own(world.ann, world.ash); }
    Actor birch() const { return world.own(world.ben, world.birch); }
    Actor cedar() const { return world.own(world.cleo, world.cedar); }
    Actor system() const { return world.system(); }

    std::string give(const Actor& actor, const Command& command) { return world.give(actor, command); }
    void must(const Actor& actor, const Command& command) { REQUIRE(give(actor, command) == "done"); }
};

// The federation is made, and birch has asked.
inline void asked(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.code = scene.federation.code;
    scene.request = scene.world.fresh<JoinRequestId>();
    scene.ticket = scene.world.ticket(scene.world.ben, scene.world.birch, scene.federation, scene.code);
    scene.must(scene.birch(), Join{scene.request, scene.ticket});
}

// The federation is made, and birch is a member.
inline void joined(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.member = scene.world.bring_in(scene.world.birch, scene.federation);
}

inline TicketId new_ticket(Scene& scene, PersonId person, AccountId account, AccessCodeId code) {
    return scene.world.ticket(person, account, scene.federation, code);
}

// Brings a new scene into a state; gives it a command and says how that ended.
using Step = std::function<void(Scene&)>;
using Try = std::function<std::string(Scene&)>;

struct Expected {
    std::string state;
    std::map<std::string, std::string> verdicts;  // by command
};

inline void check_table(const std::map<std::string, Step>& states, const std::map<std::string, Try>& commands,
                 const std::vector<Expected>& table) {
    REQUIRE(table.size() == states.size());
    for (const Expected& line : table) {
        REQUIRE(line.verdicts.size() == commands.size());
        for (const auto& [command, verdict] : line.verdicts) {
            INFO(line.state << " / " << command);
            Scene scene;
            states.at(line.state)(scene);
            CHECK(commands.at(command)(scene) == verdict);
        }
    }
}

}  // namespace federation_tests
