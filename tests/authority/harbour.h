// A federation at the authority, for tests of what it opens and closes to whom.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "authority/scene.h"
#include "domain/limits.h"

namespace scene {

// Jane, the partner's owner, made the federation on Owner; Member joined; Serena, who looks after Owner's services, is
// its administrator. Mary is the member's owner.
struct Harbour {
    Scene scene;
    bool started = (scene.authority->start(), true);
    User staff = scene.sign_in(scene.staff);
    AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    AccountId owner = scene.add(staff, partner, AccountKind::customer, "Owner Ltd");
    AccountId member = scene.add(staff, partner, AccountKind::customer, "Member Ltd");
    User jane = scene.administrator(staff, partner, Role::account_owner, "jane@partner.example");
    User mary = scene.administrator(staff, member, Role::account_owner, "mary@member.example");
    User john = scene.administrator(staff, owner, Role::account_owner, "john@owner.example");
    User serena = scene.administrator(staff, owner, Role::service_administrator, "serena@owner.example");
    Scene::Founded founded = scene.found(jane, partner, owner, "Harbour");
    MembershipId membership = bring_in();
    FederationAdministratorId seat = scene.fresh<FederationAdministratorId>();

    MembershipId bring_in() {
        const LookUpCode look_up{member, Via::own, member, founded.text};
        const auto found = scene.ask_for<CodeFound>(mary.session, look_up);
        const auto request = scene.fresh<JoinRequestId>();
        const Join join{request, found.ticket, Limit::services_only, 0};
        REQUIRE(scene.run(mary, member, join) == std::nullopt);
        const auto* row = scene.row<JoinRequestRow>(federation_owner_scope(founded.federation), request);
        const Accept accept{founded.federation, request, scene.fresh<MembershipId>(), row->card};
        REQUIRE(scene.run(john, owner, accept) == std::nullopt);
        return accept.membership;
    }
    void name() {
        const NameFederationAdministrator command{founded.federation, seat, serena.person, owner};
        REQUIRE(scene.run(john, owner, command) == std::nullopt);
    }
    void set_limit(Limit limit, Instant until = 0) {
        REQUIRE(scene.run(mary, member, SetLimit{founded.federation, membership, limit, until}) == std::nullopt);
    }
    std::vector<Scope> scopes() const {
        return {account_scope(member), people_of(member), federation_scope(founded.federation),
                federation_owner_scope(founded.federation), children_of(partner)};
    }
    // "whole", "changes", "gone" or "-" for each of scopes(), and the cookie to go on from.
    std::string cookie;
    std::vector<Scope> held;
    std::vector<std::string> pulled(const User& user) {
        std::vector<Scope> wanted;
        for (const Scope& scope : scopes()) {
            if (std::find(held.begin(), held.end(), scope) == held.end()) wanted.push_back(scope);
        }
        const Pulled pulled = scene.pull(user, wanted, held, cookie);
        cookie = pulled.cookie;
        std::vector<std::string> words;
        for (const Scope& scope : scopes()) {
            const PulledScope* answer = answer_for(pulled, scope);
            const auto at = std::find(held.begin(), held.end(), scope);
            const bool whole = answer && answer->answer == ScopeAnswer::whole;
            const bool gone = answer && answer->answer == ScopeAnswer::gone;
            words.push_back(!answer ? "-" : whole ? "whole" : gone ? "gone" : "changes");
            if (whole && at == held.end()) held.push_back(scope);
            if (gone && at != held.end()) held.erase(at);
        }
        return words;
    }
    using Words = std::vector<std::string>;
};

}  // namespace scene
