// The states of PRODUCT 3 as tables: every state of a join request and of a membership against every command
// that names it, each with what must come of it.
#include "domain/federation_scene.h"

using namespace federation_tests;

namespace {

const std::map<std::string, Step> request_states = {
    {"absent",
     [](Scene& scene) {
         asked(scene);
         scene.must(scene.birch(), Withdraw{scene.federation.id, scene.request});
         scene.request = scene.world.fresh<JoinRequestId>();
     }},
    {"pending", [](Scene& scene) { asked(scene); }},
    {"run out",
     [](Scene& scene) {
         asked(scene);
         scene.world.now += join_request_life;
     }},
    {"accepted",
     [](Scene& scene) {
         asked(scene);
         scene.member = scene.world.accept(scene.federation, scene.request);
     }},
    {"rejected",
     [](Scene& scene) {
         asked(scene);
         scene.must(scene.ash(), Reject{scene.federation.id, scene.request, ""});
     }},
    {"withdrawn",
     [](Scene& scene) {
         asked(scene);
         scene.must(scene.birch(), Withdraw{scene.federation.id, scene.request});
     }},
    {"expired",
     [](Scene& scene) {
         asked(scene);
         scene.world.now += join_request_life;
         scene.world.tick();
     }},
    {"rejected by the federation's end",
     [](Scene& scene) {
         asked(scene);
         scene.must(scene.ash(), Dissolve{scene.federation.id, "Trees"});
     }},
};

const std::map<std::string, Try> request_commands = {
    {"join, same id",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.federation.code);
         return scene.give(scene.birch(), Join{scene.request, ticket});
     }},
    {"join, new id",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.federation.code);
         return scene.give(scene.birch(), Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"withdraw",
     [](Scene& scene) {
         return scene.give(scene.birch(), Withdraw{scene.federation.id, scene.request});
     }},
    {"accept",
     [](Scene& scene) {
         return scene.give(scene.ash(), scene.world.acceptance(scene.federation, scene.request));
     }},
    {"reject",
     [](Scene& scene) {
         return scene.give(scene.ash(), Reject{scene.federation.id, scene.request, "No"});
     }},
    {"end due",
     [](Scene& scene) {
         const Id owner = scene.federation.id;
         return scene.give(scene.system(), EndDue{DueKind::join_request, scene.request, owner,
                                                              scene.world.now});
     }},
};

}  // namespace

TEST_CASE("every command on a join request in every state") {
    check_table(request_states, request_commands,
                {
                    {"absent",
                     {{"join, same id", "done"},
                      {"join, new id", "done"},
                      {"withdraw", "not_found"},
                      {"accept", "not_found"},
                      {"reject", "not_found"},
                      {"end due", "same"}}},
                    {"pending",
                     {{"join, same id", "same"},
                      {"join, new id", "same"},
                      {"withdraw", "done"},
                      {"accept", "done"},
                      {"reject", "done"},
                      {"end due", "same"}}},
                    // The code runs out at the same instant as a request of its first day.
                    {"run out",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "code_not_valid"},
                      {"withdraw", "request_expired"},
                      {"accept", "request_expired"},
                      {"reject", "request_expired"},
                      {"end due", "done"}}},
                    {"accepted",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "already_in_federation"},
                      {"withdraw", "already_accepted"},
                      {"accept", "same"},
                      {"reject", "already_accepted"},
                      {"end due", "same"}}},
                    {"rejected",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "done"},
                      {"withdraw", "request_rejected"},
                      {"accept", "request_rejected"},
                      {"reject", "same"},
                      {"end due", "same"}}},
                    {"withdrawn",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "done"},
                      {"withdraw", "same"},
                      {"accept", "request_withdrawn"},
                      {"reject", "request_withdrawn"},
                      {"end due", "same"}}},
                    {"expired",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "code_not_valid"},
                      {"withdraw", "request_expired"},
                      {"accept", "request_expired"},
                      {"reject", "request_expired"},
                      {"end due", "same"}}},
                    {"rejected by the federation's end",
                     {{"join, same id", "id_taken"},
                      {"join, new id", "code_not_valid"},
                      {"withdraw", "request_rejected"},
                      {"accept", "federation_dissolved"},
                      {"reject", "federation_dissolved"},
                      {"end due", "same"}}},
                });
}

// ---- memberships ----

namespace {

const std::map<std::string, Step> membership_states = {
    {"absent",
     [](Scene& scene) {
         joined(scene);
         scene.member = scene.world.fresh<MembershipId>();
     }},
    {"active", [](Scene& scene) { joined(scene); }},
    {"left",
     [](Scene& scene) {
         joined(scene);
         scene.must(scene.birch(), Leave{scene.federation.id, scene.member});
     }},
    {"removed",
     [](Scene& scene) {
         joined(scene);
         scene.must(scene.ash(), RemoveMember{scene.federation.id, scene.member});
     }},
    {"dissolved",
     [](Scene& scene) {
         joined(scene);
         scene.must(scene.ash(), Dissolve{scene.federation.id, "Trees"});
     }},
    {"the owner's, with others",
     [](Scene& scene) {
         joined(scene);
         scene.member = scene.federation.owner_membership;
     }},
    {"the owner's, alone",
     [](Scene& scene) {
         joined(scene);
         scene.must(scene.birch(), Leave{scene.federation.id, scene.member});
         scene.member = scene.federation.owner_membership;
     }},
    {"the owner's, dissolved",
     [](Scene& scene) {
         joined(scene);
         scene.must(scene.ash(), Dissolve{scene.federation.id, "Trees"});
         scene.member = scene.federation.owner_membership;
     }},
};

const std::map<std::string, Try> membership_commands = {
    {"leave",
     [](Scene& scene) {
         const bool owner = scene.member == scene.federation.owner_membership;
         return scene.give(owner ? scene.ash() : scene.birch(), Leave{scene.federation.id, scene.member});
     }},
    {"leave, by another member's person",
     [](Scene& scene) { return scene.give(scene.cedar(), Leave{scene.federation.id, scene.member}); }},
    {"remove",
     [](Scene& scene) {
         return scene.give(scene.ash(), RemoveMember{scene.federation.id, scene.member});
     }},
    {"leave and leave again",
     [](Scene& scene) {
         const bool owner = scene.member == scene.federation.owner_membership;
         const Actor actor = owner ? scene.ash() : scene.birch();
         scene.give(actor, Leave{scene.federation.id, scene.member});
         return scene.give(actor, Leave{scene.federation.id, scene.member});
     }},
};

}  // namespace

TEST_CASE("every command on a membership in every state") {
    const std::string other = "leave, by another member's person";
    const std::string twice = "leave and leave again";
    check_table(
        membership_states, membership_commands,
        {
            {"absent",
             {{"leave", "not_found"}, {other, "not_found"}, {"remove", "not_found"}, {twice, "not_found"}}},
            {"active", {{"leave", "done"}, {other, "not_found"}, {"remove", "done"}, {twice, "same"}}},
            {"left", {{"leave", "same"}, {other, "not_found"}, {"remove", "not_a_member"}, {twice, "same"}}},
            {"removed",
             {{"leave", "not_a_member"}, {other, "not_found"}, {"remove", "same"}, {twice, "not_a_member"}}},
            {"dissolved",
             {{"leave", "not_a_member"},
              {other, "not_found"},
              {"remove", "federation_dissolved"},
              {twice, "not_a_member"}}},
            {"the owner's, with others",
             {{"leave", "owner_must_transfer_or_dissolve"},
              {other, "not_found"},
              {"remove", "owner_must_transfer_or_dissolve"},
              {twice, "owner_must_transfer_or_dissolve"}}},
            {"the owner's, alone",
             {{"leave", "done"},
              {other, "not_found"},
              {"remove", "owner_must_transfer_or_dissolve"},
              {twice, "same"}}},
            {"the owner's, dissolved",
             {{"leave", "not_a_member"},
              {other, "not_found"},
              {"remove", "federation_dissolved"},
              {twice, "not_a_member"}}},
        });
}
