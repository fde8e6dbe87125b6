// The states of PRODUCT 3 as tables: every state of an access code and of a federation against every command
// that names it, each with what must come of it.
#include "domain/federation_scene.h"

using namespace federation_tests;

namespace {

void issued(Scene& scene) {
    scene.federation = scene.world.create(scene.world.ash);
    scene.code = scene.world.issue(scene.federation, 1);
}

// Somebody else asks with the code.
void take_use(Scene& scene) {
    scene.request = scene.world.fresh<JoinRequestId>();
    const TicketId ticket = new_ticket(scene, scene.world.cleo, scene.world.cedar, scene.code);
    scene.must(scene.cedar(), Join{scene.request, ticket});
}

const std::map<std::string, Step> code_states = {
    {"absent",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.fresh<AccessCodeId>();
     }},
    {"live", [](Scene& scene) { issued(scene); }},
    {"used up by a request",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
     }},
    {"used up by a member who left",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
         const MembershipId member = scene.world.accept(scene.federation, scene.request);
         scene.must(scene.cedar(), Leave{scene.federation.id, member});
     }},
    {"given back by a rejection",
     [](Scene& scene) {
         issued(scene);
         take_use(scene);
         scene.must(scene.ash(), Reject{scene.federation.id, scene.request, ""});
     }},
    {"given back by time alone",
     [](Scene& scene) {
         issued(scene);
         IssueCode longer{scene.federation.id, scene.world.fresh<AccessCodeId>(), "", 0, 1, {}};
         longer.expires = scene.world.now + 2 * join_request_life;
         scene.must(scene.ash(), longer);
         scene.code = longer.code;
         take_use(scene);
         scene.world.now += join_request_life;
     }},
    {"for another account",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.issue(scene.federation, 1, scene.world.cedar);
     }},
    {"for this account",
     [](Scene& scene) {
         issued(scene);
         scene.code = scene.world.issue(scene.federation, 1, scene.world.birch);
     }},
    {"run out",
     [](Scene& scene) {
         issued(scene);
         scene.world.now += access_code_life;
     }},
    {"expired",
     [](Scene& scene) {
         issued(scene);
         scene.world.now += access_code_life;
         scene.world.tick();
     }},
    {"revoked",
     [](Scene& scene) {
         issued(scene);
         scene.must(scene.ash(), RevokeCode{scene.federation.id, scene.code});
     }},
    {"of a dissolved federation",
     [](Scene& scene) {
         issued(scene);
         scene.must(scene.ash(), Dissolve{scene.federation.id, "Trees"});
     }},
};

const std::map<std::string, Try> code_commands = {
    {"join",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ben, scene.world.birch, scene.code);
         return scene.give(scene.birch(), Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"revoke",
     [](Scene& scene) { return scene.give(scene.ash(), RevokeCode{scene.federation.id, scene.code}); }},
    {"issue",
     [](Scene& scene) {
         IssueCode issue{scene.federation.id, scene.code, "", scene.world.now + one_day, 1, {}};
         return scene.give(scene.ash(), issue);
     }},
    {"end due",
     [](Scene& scene) {
         const EndDue end{DueKind::access_code, scene.code, scene.federation.id, scene.world.now};
         return scene.give(scene.system(), end);
     }},
};

}  // namespace

TEST_CASE("every command on an access code in every state") {
    const std::string no = "code_not_valid";
    const std::string taken = "id_taken";
    check_table(code_states, code_commands, {
        {"absent", {{"join", no}, {"revoke", "not_found"}, {"issue", "done"}, {"end due", "same"}}},
        {"live", {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"used up by a request", {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"used up by a member who left",
         {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"given back by a rejection",
         {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"given back by time alone",
         {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"for another account", {{"join", no}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"for this account", {{"join", "done"}, {"revoke", "done"}, {"issue", taken}, {"end due", "same"}}},
        {"run out", {{"join", no}, {"revoke", "code_already_ended"}, {"issue", taken}, {"end due", "done"}}},
        {"expired", {{"join", no}, {"revoke", "code_already_ended"}, {"issue", taken}, {"end due", "same"}}},
        {"revoked", {{"join", no}, {"revoke", "same"}, {"issue", taken}, {"end due", "same"}}},
        {"of a dissolved federation",
         {{"join", no}, {"revoke", "federation_dissolved"}, {"issue", "federation_dissolved"},
          {"end due", "same"}}},
    });
}

// ---- federations ----

namespace {

const std::map<std::string, Step> federation_states = {
    {"absent",
     [](Scene& scene) {
         scene.federation = {scene.world.fresh<FederationId>(), scene.world.ash,
                             scene.world.fresh<MembershipId>(), scene.world.fresh<AccessCodeId>()};
         scene.member = scene.world.fresh<MembershipId>();
         scene.request = scene.world.fresh<JoinRequestId>();
     }},
    {"active",
     [](Scene& scene) {
         joined(scene);
         scene.request = scene.world.ask(scene.world.cedar, scene.federation);
     }},
    {"dissolved",
     [](Scene& scene) {
         joined(scene);
         scene.request = scene.world.ask(scene.world.cedar, scene.federation);
         scene.must(scene.ash(), Dissolve{scene.federation.id, "Trees"});
     }},
};

const std::map<std::string, Try> federation_commands = {
    {"create, same id",
     [](Scene& scene) {
         const CreateFederation create{scene.federation.id, scene.world.fresh<MembershipId>(),
                                       scene.world.fresh<AccessCodeId>(), "Again"};
         return scene.give(scene.world.north_on(scene.world.elm), create);
     }},
    {"create, by the owner",
     [](Scene& scene) {
         const CreateFederation create{scene.world.fresh<FederationId>(), scene.world.fresh<MembershipId>(),
                                       scene.world.fresh<AccessCodeId>(), "Another"};
         return scene.give(scene.world.north_on(scene.world.ash), create);
     }},
    {"issue",
     [](Scene& scene) {
         const IssueCode issue{scene.federation.id, scene.world.fresh<AccessCodeId>(), "",
                               scene.world.now + one_day, 1, {}};
         return scene.give(scene.ash(), issue);
     }},
    {"revoke",
     [](Scene& scene) {
         return scene.give(scene.ash(), RevokeCode{scene.federation.id, scene.federation.code});
     }},
    {"join",
     [](Scene& scene) {
         const TicketId ticket = new_ticket(scene, scene.world.ella, scene.world.elm, scene.federation.code);
         return scene.give(scene.world.own(scene.world.ella, scene.world.elm),
                                 Join{scene.world.fresh<JoinRequestId>(), ticket});
     }},
    {"withdraw",
     [](Scene& scene) {
         return scene.give(scene.cedar(), Withdraw{scene.federation.id, scene.request});
     }},
    {"accept",
     [](Scene& scene) {
         return scene.give(scene.ash(), scene.world.acceptance(scene.federation, scene.request));
     }},
    {"reject",
     [](Scene& scene) { return scene.give(scene.ash(), Reject{scene.federation.id, scene.request, "No"}); }},
    {"remove",
     [](Scene& scene) {
         return scene.give(scene.ash(), RemoveMember{scene.federation.id, scene.member});
     }},
    {"leave",
     [](Scene& scene) { return scene.give(scene.birch(), Leave{scene.federation.id, scene.member}); }},
    {"dissolve",
     [](Scene& scene) { return scene.give(scene.ash(), Dissolve{scene.federation.id, "Trees"}); }},
};

}  // namespace

TEST_CASE("every command on a federation in every state") {
    const std::string gone = "federation_dissolved";
    const std::string none = "not_found";
    check_table(federation_states, federation_commands, {
        {"absent", {{"create, same id", "done"}, {"create, by the owner", "done"}, {"issue", none},
                    {"revoke", none}, {"join", "code_not_valid"}, {"withdraw", none}, {"accept", none},
                    {"reject", none}, {"remove", none}, {"leave", none}, {"dissolve", none}}},
        {"active", {{"create, same id", "id_taken"}, {"create, by the owner", "already_in_federation"},
                    {"issue", "done"}, {"revoke", "done"}, {"join", "done"}, {"withdraw", "done"},
                    {"accept", "done"}, {"reject", "done"}, {"remove", "done"}, {"leave", "done"},
                    {"dissolve", "done"}}},
        {"dissolved", {{"create, same id", "id_taken"}, {"create, by the owner", "done"}, {"issue", gone},
                       {"revoke", gone}, {"join", "code_not_valid"}, {"withdraw", "request_rejected"},
                       {"accept", gone}, {"reject", gone}, {"remove", gone}, {"leave", "not_a_member"},
                       {"dissolve", "same"}}},
    });
}
