// What persons wish who know what they want: one function each. Internal to the simulation; see aims.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "domain/states.h"
#include "simulation/world.h"

namespace simulation {

struct Here {
    AccountRow account;
    Path path;
};

class Aim {
public:
    Aim(World& world, Tab& tab) : world_(world), tab_(tab), rows_(world.ground->rows()) {}

    void create();
    void ask_to_join();
    void ask_while_waiting();
    void ask_while_member();
    void ask_as_owner();
    void ask_outside();
    void answer_request();
    void withdraw_request();
    void end_membership();
    void end_code();
    void repeat_reference();
    void repeat_id();
    void invite_again();
    void invite_oneself();
    void answer_invitation();
    void revoke_accepted();
    void resume();
    void add_partner();
    void close_account();
    void act_in_closed();
    void move_account();
    void import_file();
    void use_ended_session();
    void sign_out_elsewhere();
    void push_oddly();
    void guess_codes();
    void suspend_again();
    void settle();
    void offer_transfer();
    void answer_transfer();
    void name_administrator();
    void end_administrator();
    void set_limit();
    void set_consent();
    void act_through();
    void set_brand();
    void look_into_inbox();

private:
    template <class Some>
    auto any(const Some& some) -> decltype(&some[0]) {
        return some.empty() ? nullptr : &some[world_.chance.below(some.size())];
    }
    // Of one kind of scope, in an order of their own: the set's is no part of the seed.
    template <class R, class Fits>
    std::vector<R> rows_of(ScopeKind kind, Fits&& fits) const {
        std::vector<R> found;
        for (const auto& [scope, held] : rows_.scopes()) {
            if (scope.kind != kind) continue;
            held.template each<R>([&](const R& row) {
                if (fits(row)) found.push_back(row);
            });
        }
        std::sort(found.begin(), found.end(), [](const R& a, const R& b) { return a.id < b.id; });
        return found;
    }
    const AccountRow* account(AccountId id) const { return rows_.find<AccountRow>(account_scope(id), id); }
    template <class Fits>
    std::optional<Here> some_account(Fits&& fits) {
        std::vector<Here> found;
        for (const AccountId& id : world_.accounts) {
            const AccountRow* row = account(id);
            const auto path = row && fits(*row) ? tab_.replica->view().best_path(id) : std::nullopt;
            if (path) found.push_back({*row, *path});
        }
        const Here* here = any(found);
        return here ? std::optional(*here) : std::nullopt;
    }
    template <class Row>
    bool has_open(AccountId account) const {
        bool open = false;
        rows_.each<Row>(account_scope(account), [&](const Row& row) {
            if constexpr (std::is_same_v<Row, OwnMembershipRow>) open = open || row.state == MembershipState::active;
            else open = open || request_state(row, world_.clock.now()) == RequestState::pending;
        });
        return open;
    }
    bool is_free(const AccountRow& row) const {
        return !row.parent.is_none() && !has_open<OwnMembershipRow>(row.id) && !has_open<OwnRequestRow>(row.id);
    }
    // The account below the root that this one is or is under.
    AccountId branch_of(AccountId id) const {
        const AccountRow* row = account(id);
        while (row) {
            const AccountRow* above = row->parent.is_none() ? nullptr : account(row->parent);
            if (!above || above->parent.is_none()) break;
            row = above;
        }
        return row ? row->id : id;
    }
    void give(AccountId account, const Path& path, Command command) {
        world_.submit(tab_, account, path.home, path.via, std::move(command));
    }
    std::optional<AccessCodeRow> usable_code(AccountId not_owned_by, const std::vector<FederationId>& of);
    std::vector<FederationId> federations_in(AccountId branch, bool inside) const;
    void join_with(const Here& here, const AccessCodeRow& code);
    void join_some(const std::optional<Here>& here, bool inside = true);
    std::string csv_text(const AccountRow& base);
    void by_staff(AccountId account, Command command);
    std::optional<FederationRow> some_federation();
    void bring_in(const FederationRow& federation);
    void seat_somebody(const FederationRow& federation);
    Limit some_limit();
    Instant some_end();
    bool is_on_or_below(AccountId id, AccountId above) const;
    Command in_member(AccountId id);
    Command at_owner(const FederationRow& federation, AccountId id);

    World& world_;
    Tab& tab_;
    const RowSet& rows_;
};

}  // namespace simulation
