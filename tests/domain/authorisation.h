// The matrix of who may give which command: persons of every role in every relation to the account that a command is
// on, every command, and what each is told. It is PRODUCT's, written here once more: the table of section 4 ("a grant
// counts for the account and everything below it; parents reach down, never up or sideways; what is outside one's reach
// does not exist"), and of section 3 what a federation administrator may do at each limit. tests/domain asks the rules;
// tests/server asks a server over HTTP.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/limits.h"
#include "domain/world.h"

namespace authorisation {

using namespace parasol;
using world::Actor;
using world::usual_start;
using world::World;

inline constexpr std::array<Role, 4> roles = {Role::account_owner, Role::billing_administrator,
                                              Role::service_administrator, Role::viewer};
inline constexpr std::array<Limit, 4> limits = {Limit::full, Limit::without_billing, Limit::services_only,
                                                Limit::paused};

// What the account that commands are on is to its federation.
enum class Stage { outside, member, owner };

// The partner Target, below the operator, with a child; a sibling partner with accounts of its own. Whoever is in the
// federation with Target is there with a fellow; somebody has left; and there is a federation that Target itself left.
struct Place : World {
    AccountId target = partner("Target");
    AccountId child = customer(target, "Child");
    AccountId sibling = partner("Sibling");
    AccountId foreign = customer(sibling, "Foreign");
    AccountId desk = customer(sibling, "Desk");  // where the federation's administrators hold their roles
    AccountId fellow = customer(sibling, "Fellow");
    AccountId former = customer(sibling, "Former");
    AccountId founder = customer(sibling, "Founder");
    AccountId past_founder = customer(sibling, "Past Founder");
    AccountId asker = customer(sibling, "Asker");
    Stage stage;
    Made trees;
    MembershipId membership;  // of Target in it; none outside
    MembershipId fellows;
    JoinRequestId askers;
    std::map<std::pair<std::string, Role>, PersonId> people;
    PersonId nobody = registered("Nobody");

    explicit Place(Stage where, Instant at = usual_start) : World(at), stage(where) {
        for (const AccountId partner : {target, sibling}) must(as(staff, partner), SetConsent{true});
        Made past = federation(past_founder, "Past");
        const MembershipId was = bring_in(target, past);
        for (const Role role : roles) {
            const auto person_on = [&](const std::string& relation, AccountId account) {
                people[{relation, role}] = person(account, role, relation + std::to_string(static_cast<int>(role)));
            };
            person_on("own", target);
            person_on("parent", root);
            person_on("child", child);
            person_on("sibling", sibling);
            person_on("foreign", foreign);
            person_on("fellow", fellow);
            person_on("former", former);
            person_on("federated", desk);
            person_on("federated once", desk);
        }
        seat_all(past, "federated once");
        must(as(staff, target), Leave{past.id, was});

        trees = federation(stage == Stage::owner ? target : founder);
        if (stage == Stage::owner) membership = trees.owner_membership;
        if (stage == Stage::member) membership = bring_in(target, trees);
        fellows = bring_in(fellow, trees);
        must(as(staff, former), Leave{trees.id, bring_in(former, trees)});
        askers = ask(asker, trees);
        seat_all(trees, "federated");
    }
    void seat_all(const Made& federation, const std::string& relation) {
        for (const Role role : roles) {
            const NameFederationAdministrator name{federation.id, fresh<FederationAdministratorId>(),
                                                   people.at({relation, role}), desk};
            must(as(staff, federation.owner), name);
        }
    }
    void set_limit(Limit limit) {
        if (stage == Stage::member) must(as(staff, target), SetLimit{trees.id, membership, limit, 0});
    }
    std::string ask_of(const Actor& actor, const Command& command) {
        return in_words(decide_in_full(envelope_of(actor, command)));
    }
    AccountId home_of(const std::string& relation) const {
        if (relation == "own") return target;
        if (relation == "parent") return root;
        if (relation == "child") return child;
        if (relation == "sibling") return sibling;
        if (relation == "foreign") return foreign;
        if (relation == "fellow") return fellow;
        if (relation == "former") return former;
        return desk;
    }
};

// What a federation's administrator is told at each limit, in the order of `limits`.
using Told = std::array<std::string, 4>;
inline const std::string no = "not_through_federation";
inline const std::string beyond = "beyond_limit";
inline const std::string above = "needs_grant_above";
inline const Told as_owner = {"done", "done", beyond, beyond};     // the account owner's column
inline const Told never = {no, no, no, no};                        // excepted whatever the limit
inline const Told from_above = {above, above, beyond, beyond};     // needs a grant above
inline const Told on_owners = {"done", "done", "done", "done"};    // the owner account is always full
inline const Told unreached = {"not_found", "not_found", "not_found", "not_found"};

struct Line {
    std::string name;
    Stage stage;
    std::string own, parent;  // an account owner on the account, and above it
    Told federated;
    std::function<Command(Place&)> make;
};

// All that exists needs an account owner: "edit the account; add and import accounts; administrators; every federation
// command".
inline std::vector<Line> table() {
    const auto invitation = [](Place& p) {
        const auto id = p.fresh<InvitationId>();
        p.must(p.as(p.staff, p.target), InviteAdministrator{id, "open@people.example", Role::viewer});
        return id;
    };
    const auto offer_to_target = [](Place& p) {
        const auto id = p.fresh<TransferId>();
        p.must(p.as(p.staff, p.founder), OfferTransfer{p.trees.id, id, p.membership});
        return id;
    };
    return {
        {"add_account", Stage::member, "done", "done", as_owner,
         [](Place& p) {
             AddAccount add;
             add.id = p.fresh<AccountId>();
             add.name = "New";
             return add;
         }},
        {"edit_account", Stage::member, "done", "done", as_owner,
         [](Place&) {
             EditAccount edit;
             edit.name = Edit{"Target", "Renamed"};
             return edit;
         }},
        {"import_accounts", Stage::member, "done", "done", as_owner,
         [](Place& p) {
             ImportRow row;
             row.id = p.fresh<AccountId>();
             row.name = "Imported";
             return ImportAccounts{{row}};
         }},
        {"suspend_account", Stage::member, above, "done", from_above, [](Place&) { return SuspendAccount{}; }},
        {"resume_account", Stage::outside, above, "done", unreached,
         [](Place& p) {
             p.suspend(p.target);
             return ResumeAccount{};
         }},
        {"invite_administrator", Stage::member, "done", "done", as_owner,
         [](Place& p) {
             return InviteAdministrator{p.fresh<InvitationId>(), "new@people.example", Role::viewer};
         }},
        {"revoke_invitation", Stage::member, "done", "done", {no, no, beyond, beyond},
         [=](Place& p) { return RevokeInvitation{invitation(p)}; }},
        {"remove_administrator", Stage::member, "done", "done", {no, no, beyond, beyond},
         [](Place& p) {
             return RemoveAdministrator{p.grant_of(p.people.at({"own", Role::viewer}), p.target)};
         }},
        {"create_federation", Stage::outside, "done", "done", unreached,
         [](Place& p) {
             return CreateFederation{p.fresh<FederationId>(), p.fresh<MembershipId>(), p.fresh<AccessCodeId>(), "New"};
         }},
        {"join", Stage::outside, "code_not_valid", "code_not_valid", unreached,  // a ticket is its person's
         [](Place& p) {
             return Join{p.fresh<JoinRequestId>(), p.ticket(p.nobody, p.target, p.trees), Limit::full, 0};
         }},
        {"withdraw", Stage::outside, "done", "done", unreached,
         [](Place& p) { return Withdraw{p.trees.id, p.ask(p.target, p.trees)}; }},
        {"issue_code", Stage::owner, "done", "done", on_owners,
         [](Place& p) {
             return IssueCode{p.trees.id, p.fresh<AccessCodeId>(), "", p.now + one_day, 1, {}};
         }},
        {"revoke_code", Stage::owner, "done", "done", on_owners,
         [](Place& p) { return RevokeCode{p.trees.id, p.trees.code}; }},
        {"accept", Stage::owner, "done", "done", on_owners,
         [](Place& p) {
             const auto* row = p.rows.find<JoinRequestRow>(federation_owner_scope(p.trees.id), p.askers);
             return Accept{p.trees.id, p.askers, p.fresh<MembershipId>(), row->card};
         }},
        {"reject", Stage::owner, "done", "done", on_owners,
         [](Place& p) { return Reject{p.trees.id, p.askers, "No"}; }},
        {"remove_member", Stage::owner, "done", "done", on_owners,
         [](Place& p) { return RemoveMember{p.trees.id, p.fellows}; }},
        {"leave", Stage::member, "done", "done", never, [](Place& p) { return Leave{p.trees.id, p.membership}; }},
        {"dissolve", Stage::owner, "done", "done", never, [](Place& p) { return Dissolve{p.trees.id, "Trees"}; }},
        {"offer_transfer", Stage::owner, "done", "done", never,
         [](Place& p) { return OfferTransfer{p.trees.id, p.fresh<TransferId>(), p.fellows}; }},
        {"accept_transfer", Stage::member, "done", "done", never,
         [=](Place& p) { return AcceptTransfer{p.trees.id, offer_to_target(p)}; }},
        {"decline_transfer", Stage::member, "done", "done", never,
         [=](Place& p) { return DeclineTransfer{p.trees.id, offer_to_target(p)}; }},
        {"withdraw_transfer", Stage::owner, "done", "done", never,
         [](Place& p) {
             const auto id = p.fresh<TransferId>();
             p.must(p.as(p.staff, p.target), OfferTransfer{p.trees.id, id, p.fellows});
             return WithdrawTransfer{p.trees.id, id};
         }},
        {"name_federation_administrator", Stage::owner, "done", "done", never,
         [](Place& p) {
             return NameFederationAdministrator{p.trees.id, p.fresh<FederationAdministratorId>(),
                                                p.people.at({"child", Role::viewer}), p.child};
         }},
        {"end_federation_administrator", Stage::owner, "done", "done", never,
         [](Place& p) {
             const auto all = p.all<FederationAdministratorRow>(federation_scope(p.trees.id));
             return EndFederationAdministrator{p.trees.id, all.at(0).id};
         }},
        {"set_limit", Stage::member, "done", "done", never,
         [](Place& p) { return SetLimit{p.trees.id, p.membership, Limit::full, p.now + one_day}; }},
        {"set_consent", Stage::member, "done", "done", never, [](Place&) { return SetConsent{false}; }},
        {"close_account", Stage::member, above, "done", from_above,
         [](Place& p) {
             p.must(p.as(p.staff, p.child), CloseAccount{});
             return CloseAccount{};
         }},
        {"set_brand", Stage::member, "done", "done", as_owner,
         [](Place&) { return SetBrand{Edit{"", "Brand"}, {}, {}}; }},
        // A partner stays below the operator, where it is already.
        {"move_account", Stage::member, above, "same", from_above, [](Place& p) { return MoveAccount{p.root}; }},
    };
}

// Every path that somebody may state from a home.
inline std::vector<Actor> all_paths(PersonId person, AccountId home, AccountId account) {
    std::vector<Actor> actors;
    for (const Via via : {Via::own, Via::parent, Via::federation}) {
        actors.push_back({person, home, via, account});
        if (home != account) actors.push_back({person, account, via, account});
    }
    return actors;
}

// The same command by each of them, as one client gives them.
inline std::vector<Envelope> one_after_another(ClientId client, const std::vector<Actor>& actors,
                                               const Command& command) {
    std::vector<Envelope> envelopes;
    for (const Actor& actor : actors) {
        Envelope envelope;
        envelope.client = client;
        envelope.seq = static_cast<std::int64_t>(envelopes.size()) + 1;
        envelope.person = actor.person;
        envelope.home = actor.home;
        envelope.via = actor.via;
        envelope.account = actor.account;
        envelope.command = command;
        envelopes.push_back(envelope);
    }
    return envelopes;
}

}  // namespace authorisation
