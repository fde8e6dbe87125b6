// How it was: rows as of an instant, and who may read them. What is true is written down as it happens.
#include <map>
#include <set>

#include "authority/harbour.h"
#include "domain/visibility.h"
#include "support/commands.h"
#include "wire/row_patch.h"

using namespace scene;

namespace {

RowSet with_past(const RowSet& rows) {
    RowSet past;
    for (const auto& [scope, held] : rows.scopes()) {
        if (!has_past(scope.kind)) continue;
        held.each_row([&, in = scope](const auto& row) { past.put(in, Row(row)); });
    }
    return past;
}

// The rows of each scope, without those that have none.
std::map<Scope, std::vector<std::string>> texts(const RowSet& rows) {
    std::map<Scope, std::vector<std::string>> all;
    for (const auto& [scope, held] : rows.scopes()) {
        held.each_row([&, in = scope](const auto& row) { all[in].push_back(encode(Row(row))); });
        if (all.count(scope) != 0) std::sort(all[scope].begin(), all[scope].end());
    }
    return all;
}

// A harbour that remembers how it was after each step, and what scopes there ever were.
struct Remembered : Harbour {
    struct Moment {
        Instant at = 0;
        RowSet rows;
        std::string cookie;
    };
    std::vector<Moment> moments;
    std::set<Scope> scopes_ever;

    void remember() {
        Moment moment{scene.clock.now(), with_past(scene.database.rows()), scene.pull(staff, {}).cookie};
        for (const auto& [scope, rows] : moment.rows.scopes()) scopes_ever.insert(scope);
        moments.push_back(std::move(moment));
        scene.clock.advance(10 * one_second);
    }
    void step(User& user, AccountId account, Command command) {
        REQUIRE(scene.run(user, account, std::move(command)) == std::nullopt);
        remember();
    }
    std::string answer(const User& user, Instant at, const Scope& scope) {
        const Pulled pulled = scene.pull_past(user, at, {scope});
        REQUIRE(pulled.scopes.size() == 1);
        return pulled.scopes[0].answer == ScopeAnswer::gone ? "gone" : pulled.scopes[0].rows.empty() ? "empty" : "rows";
    }
    Scope federation() const { return federation_scope(founded.federation); }
    Scope owners() const { return federation_owner_scope(founded.federation); }
};

}  // namespace

TEST_CASE("every moment is as it was, from any cookie and whole") {
    Remembered h;
    h.remember();
    const AccountId reseller = h.scene.add(h.staff, h.partner, AccountKind::reseller, "Reseller");
    h.remember();
    h.step(h.john, h.owner, renaming("Owner Ltd", "Owner and Sons"));
    h.step(h.staff, h.member, MoveAccount{reseller});
    h.name();
    h.remember();
    h.set_limit(Limit::full, h.scene.clock.now() + one_day);
    h.remember();
    User nora = h.scene.administrator(h.mary, h.member, Role::viewer, "nora@member.example");
    h.remember();
    GrantId grant;
    h.scene.database.rows().each<GrantRow>(people_of(h.member), [&](const GrantRow& row) {
        if (row.person == nora.person) grant = row.id;
    });
    h.step(h.mary, h.member, RemoveAdministrator{grant});
    h.step(h.staff, h.owner, SuspendAccount{});
    h.step(h.staff, h.owner, ResumeAccount{});
    h.step(h.mary, h.member, Leave{h.founded.federation, h.membership});
    h.scene.clock.advance(2 * one_day);  // the limit would have ended
    h.remember();
    h.step(h.staff, h.member, CloseAccount{});

    // The staff reaches everything; what is of the federation's owner too.
    const std::vector<Scope> all(h.scopes_ever.begin(), h.scopes_ever.end());
    for (const auto& moment : h.moments) {
        const auto truth = texts(moment.rows);
        INFO(moment.at - h.moments.front().at);
        RowSet whole;
        const Pulled pulled = h.scene.pull_past(h.staff, moment.at, all);
        CHECK(pulled.as_of == moment.at);
        REQUIRE_FALSE(pulled.more);
        apply_patch(whole, pulled.scopes);
        CHECK(texts(whole) == truth);
        for (const auto& other : h.moments) {
            INFO("from " << other.at - h.moments.front().at);
            RowSet rows = copy_of(other.rows);
            const Pulled back = h.scene.pull_past(h.staff, moment.at, {}, all, other.cookie);
            CHECK(back.cookie == other.cookie);
            apply_patch(rows, back.scopes);
            CHECK(texts(rows) == truth);
        }
    }
    // What has not been yet is as it is, and nothing is known of before the beginning.
    const Scope name = account_scope(h.owner);
    const Pulled future = h.scene.pull_past(h.staff, h.scene.clock.now() + one_day, {name});
    CHECK(future.as_of == h.scene.clock.now());
    const Pulled before = h.scene.pull_past(h.staff, 1, {children_of(h.scene.root)});
    CHECK(before.as_of > 1);
    CHECK(before.as_of <= h.moments.front().at);
}

TEST_CASE("the past is read by whoever reads it today") {
    Remembered h;
    h.remember();
    const Instant then = h.moments.back().at;
    const AccountId heath = h.scene.add(h.staff, h.partner, AccountKind::reseller, "Heath");
    User hanna = h.scene.administrator(h.staff, heath, Role::account_owner, "hanna@heath.example");
    CHECK(h.answer(hanna, then, account_scope(h.member)) == "gone");
    CHECK(h.answer(hanna, then, people_of(h.member)) == "gone");
    h.step(h.staff, h.member, MoveAccount{heath});
    // Below it now: all of its past, as of its Activity. Of whom it was below before: nothing more.
    CHECK(h.answer(hanna, then, account_scope(h.member)) == "rows");
    CHECK(h.answer(hanna, then, people_of(h.member)) == "rows");
    CHECK(h.answer(hanna, then, children_of(heath)) == "empty");
    CHECK(h.answer(hanna, then, children_of(h.partner)) == "gone");
    CHECK(h.answer(hanna, then, account_scope(h.owner)) == "gone");

    // Whose grant has ended reads nothing, not even of when it was there.
    GrantId grant;
    h.scene.database.rows().each<GrantRow>(people_of(h.owner), [&](const GrantRow& row) {
        if (row.person == h.serena.person) grant = row.id;
    });
    CHECK(h.answer(h.serena, then, account_scope(h.owner)) == "rows");
    h.step(h.john, h.owner, RemoveAdministrator{grant});
    CHECK(h.answer(h.serena, then, account_scope(h.owner)) == "gone");
    CHECK(h.answer(h.serena, then, h.federation()) == "gone");

    // What is no past of anything: one's own rows, records, keys.
    for (const Scope& scope :
         {person_scope(h.john.person), inbox_of(h.john.person), activity_scope(h.owner, utc_month(then)),
          email_key("john@owner.example"), due_key(utc_day(then)), code_key(h.scene.vault.fingerprint("code", "X"))}) {
        CHECK(h.answer(h.john, then, scope) == "gone");
    }
    Pull pull;
    pull.as_of = then;
    CHECK(h.scene.refused("", pull) == Refusal::signed_out);
}

TEST_CASE("the past of a federation is of those who were in it") {
    Remembered h;
    h.remember();
    const Instant member = h.moments.back().at;
    Instant before = 0;  // it joined
    h.scene.database.rows().each<MembershipRow>(h.federation(), [&](const MembershipRow& row) {
        if (row.account == h.member) before = row.since - 1;
    });
    const AccountId other = h.scene.add(h.staff, h.partner, AccountKind::customer, "Other Ltd");
    User otto = h.scene.administrator(h.staff, other, Role::account_owner, "otto@other.example");
    CHECK(h.answer(h.mary, member, h.federation()) == "rows");
    CHECK(h.answer(h.mary, before, h.federation()) == "rows");  // she reads it today
    CHECK(h.answer(otto, member, h.federation()) == "gone");

    SECTION("one that left") {
        h.step(h.mary, h.member, Leave{h.founded.federation, h.membership});
        CHECK(h.answer(h.mary, member, h.federation()) == "rows");
        CHECK(h.answer(h.mary, h.moments.back().at, h.federation()) == "gone");
        CHECK(h.answer(h.mary, before, h.federation()) == "gone");
        CHECK(h.answer(h.mary, member, h.owners()) == "gone");
        REQUIRE(h.scene.run(h.staff, h.member, SuspendAccount{}) == std::nullopt);
        CHECK(h.answer(h.mary, member, h.federation()) == "gone");
    }
    SECTION("one that was dissolved") {
        h.step(h.john, h.owner, Dissolve{h.founded.federation, "Harbour"});
        CHECK(h.answer(h.mary, member, h.federation()) == "rows");
        CHECK(h.answer(h.john, member, h.federation()) == "rows");
        CHECK(h.answer(h.john, member, h.owners()) == "rows");
        CHECK(h.answer(h.john, h.moments.back().at, h.federation()) == "gone");
        CHECK(h.answer(otto, member, h.federation()) == "gone");
    }
    SECTION("one that changed hands") {
        const auto offer = h.scene.fresh<TransferId>();
        h.step(h.john, h.owner, OfferTransfer{h.founded.federation, offer, h.membership});
        h.step(h.mary, h.member, AcceptTransfer{h.founded.federation, offer});
        // The former owner: as of when it was. The new one reads it today, and so all of it.
        CHECK(h.answer(h.john, member, h.owners()) == "rows");
        CHECK(h.answer(h.john, h.moments.back().at, h.owners()) == "gone");
        CHECK(h.answer(h.mary, member, h.owners()) == "rows");
        CHECK(h.answer(h.serena, member, h.owners()) == "gone");  // no account owner
        CHECK(h.answer(otto, member, h.owners()) == "gone");
    }
    SECTION("for its administrators: as long as they are") {
        h.name();
        CHECK(h.answer(h.serena, member, account_scope(h.member)) == "rows");
        CHECK(h.answer(h.serena, member, h.owners()) == "rows");
        REQUIRE(h.scene.run(h.john, h.owner, EndFederationAdministrator{h.founded.federation, h.seat}) ==
                std::nullopt);
        CHECK(h.answer(h.serena, member, account_scope(h.member)) == "gone");
        CHECK(h.answer(h.serena, member, h.owners()) == "gone");
    }
}
