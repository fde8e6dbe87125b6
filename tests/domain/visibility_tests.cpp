#include "domain/visibility.h"

#include "catch.h"
#include "domain/world.h"

using namespace parasol;
using world::World;

namespace {

// The operator; north with the reseller moor (elm) and ash; south with palm. Each has an owner and a viewer.
struct Tree : World {
    AccountId north = partner("North");
    AccountId moor = reseller(north, "Moor");
    AccountId elm = customer(moor, "Elm");
    AccountId ash = customer(north, "Ash");
    AccountId south = partner("South");
    AccountId palm = customer(south, "Palm");
    PersonId norman = person(north, Role::account_owner, "Norman");
    PersonId mo = person(moor, Role::account_owner, "Mo");
    PersonId ella = person(elm, Role::account_owner, "Ella");
    PersonId ann = person(ash, Role::account_owner, "Ann");
    PersonId sue = person(south, Role::account_owner, "Sue");
    PersonId viola = person(north, Role::viewer, "Viola");
    PersonId bill = person(ash, Role::billing_administrator, "Bill");
    PersonId sam = person(moor, Role::service_administrator, "Sam");
    PersonId nobody = registered("Nobody");

    // Who of them reads the scope, as letters: the initial of each, S for staff.
    std::string readers(const Scope& scope) {
        std::string letters;
        for (const auto& [person, letter] : {std::pair(staff, 'S'),
                                             {norman, 'N'},
                                             {mo, 'M'},
                                             {ella, 'E'},
                                             {ann, 'A'},
                                             {sue, 'U'},
                                             {viola, 'V'},
                                             {bill, 'B'},
                                             {sam, 'C'},
                                             {nobody, 'X'}}) {
            Work work(rows);
            Reading reading = may_read(work, person, scope, now);
            for (int round = 0; reading == Reading::unknown && round < 100; ++round) {
                REQUIRE_FALSE(work.missed().empty());
                for (const Scope& missed : std::vector<Scope>(work.missed())) rows.hold(missed);
                Work again(rows);
                reading = may_read(again, person, scope, now);
            }
            REQUIRE(reading != Reading::unknown);
            if (reading == Reading::yes) letters.push_back(letter);
        }
        return letters;
    }
};

}  // namespace

TEST_CASE("Parents reach down, nobody up or sideways, whatever the role") {
    Tree t;
    for (const auto& [account, readers] : {std::pair(t.root, "S"),
                                           {t.north, "SNV"},
                                           {t.moor, "SNMVC"},
                                           {t.elm, "SNMEVC"},
                                           {t.ash, "SNAVB"},
                                           {t.south, "SU"},
                                           {t.palm, "SU"}}) {
        CAPTURE(t.account(account).name);
        CHECK(t.readers(account_scope(account)) == readers);
        CHECK(t.readers(people_of(account)) == readers);
        CHECK(t.readers(activity_scope(account, "2026-11")) == readers);
        CHECK(t.readers(children_of(account)) == readers);
        for (const PersonId person : {t.norman, t.ella, t.nobody}) {
            Work work(t.rows);
            const bool reads = t.readers(account_scope(account))
                                   .find(person == t.norman ? 'N'
                                         : person == t.ella ? 'E'
                                                            : 'X') != std::string::npos;
            CHECK((reaches(work, person, account) == Reading::yes) == reads);
        }
    }
}

TEST_CASE("What is not there answers as what may not be seen") {
    Tree t;
    const Id nowhere{5, 5};
    for (const Scope& scope :
         {account_scope(AccountId(nowhere)), children_of(AccountId(nowhere)), people_of(AccountId(nowhere)),
          standing_of(AccountId(nowhere)), face_of(AccountId(nowhere)),
          federation_scope(FederationId(nowhere)), federation_owner_scope(FederationId(nowhere))}) {
        CAPTURE(to_string(scope));
        CHECK(t.readers(scope).empty());
    }
}

TEST_CASE("The chain upwards is seen from below, names only by those directly below") {
    Tree t;
    CHECK(t.readers(standing_of(t.root)) == "SNMEAUVBC");
    CHECK(t.readers(standing_of(t.north)) == "SNMEAVBC");
    CHECK(t.readers(standing_of(t.moor)) == "SNMEVC");
    CHECK(t.readers(logo_of(t.moor)) == "SNMEVC");
    CHECK(t.readers(logo_of(t.root)) == "SNMEAUVBC");
    CHECK(t.readers(standing_of(t.south)) == "SU");

    CHECK(t.readers(face_of(t.root)) == "SNUV");
    CHECK(t.readers(face_of(t.north)) == "SNMAVBC");
    CHECK(t.readers(face_of(t.moor)) == "SNMEVC");
}

TEST_CASE("A person's own, and invitations by address") {
    Tree t;
    CHECK(t.readers(person_scope(t.ella)) == "E");
    CHECK(t.readers(person_scope(t.nobody)) == "X");
    CHECK(t.readers(inbox_of(t.ella)) == "E");
    CHECK(t.readers(invited_scope("ella@people.example")) == "E");
    CHECK(t.readers(invited_scope("Ella@people.example")).empty());  // scopes are named in lower case
    CHECK(t.readers(invited_scope("new@people.example")).empty());
}

TEST_CASE("Key scopes are nobody's") {
    Tree t;
    for (int kind = 0; kind < scope_kind_count; ++kind) {
        if (!is_key(static_cast<ScopeKind>(kind))) continue;
        CAPTURE(kind);
        CHECK(t.readers({static_cast<ScopeKind>(kind), t.staff, "text"}).empty());
    }
    CHECK(t.readers(number_key(t.account(t.ash).number)).empty());
    CHECK(t.readers(email_key("ann@people.example")).empty());
}

TEST_CASE("A federation is seen from its active members that are not suspended, and from above them") {
    Tree t;
    const auto federation = t.federation(t.ash);
    const Scope scope = federation_scope(federation.id);
    const Scope owner = federation_owner_scope(federation.id);
    CHECK(t.readers(scope) == "SNAVB");
    CHECK(t.readers(owner) == "SNA");  // account owners on or above the owner account

    const JoinRequestId request = t.ask(t.elm, federation);
    CHECK(t.readers(scope) == "SNAVB");  // asking shows nothing
    CHECK(t.readers(owner) == "SNA");
    const MembershipId membership = t.accept(federation, request);
    CHECK(t.readers(scope) == "SNMEAVBC");
    CHECK(t.readers(owner) == "SNA");

    t.suspend(t.elm);
    CHECK(t.readers(scope) == "SNAVB");
    t.resume(t.elm);
    t.suspend(t.moor);  // by an ancestor
    CHECK(t.readers(scope) == "SNAVB");
    t.resume(t.moor);
    CHECK(t.readers(scope) == "SNMEAVBC");
    t.suspend(t.ash);  // the owner sees what it decides, but shares nothing
    CHECK(t.readers(scope) == "SNMEVC");
    CHECK(t.readers(owner) == "SNA");
    t.resume(t.ash);

    t.must(t.as(t.ella, t.elm), Leave{federation.id, membership});
    CHECK(t.readers(scope) == "SNAVB");
    t.must(t.as(t.ann, t.ash), Dissolve{federation.id, "Trees"});
    CHECK(t.readers(scope).empty());
    CHECK(t.readers(owner) == "SNA");
}

TEST_CASE("A seat reads its federation, and of each member what the limit lets it reach") {
    Tree t;
    const auto federation = t.federation(t.ash);
    const MembershipId elm = t.bring_in(t.elm, federation);
    const Scope scope = federation_scope(federation.id);
    const Scope owner = federation_owner_scope(federation.id);
    const auto seat = t.fresh<FederationAdministratorId>();
    t.must(t.as(t.norman, t.ash), NameFederationAdministrator{federation.id, seat, t.bill, t.ash});
    const auto limit = [&](Limit which, Instant until = 0) {
        t.must(t.as(t.ella, t.elm), SetLimit{federation.id, elm, which, until});
    };
    // Bill (B) is billing administrator on ash; elm is below moor, which is below north.
    CHECK(t.readers(scope) == "SNMEAVBC");
    CHECK(t.readers(owner) == "SNAB");
    CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");  // paused: nobody chose yet
    CHECK(t.readers(people_of(t.elm)) == "SNMEVC");
    CHECK(t.readers(standing_of(t.moor)) == "SNMEVC");
    CHECK(t.readers(logo_of(t.moor)) == "SNMEVC");
    CHECK(t.readers(face_of(t.moor)) == "SNMEVC");
    for (const Limit which : {Limit::full, Limit::without_billing, Limit::services_only}) {
        limit(which);
        CHECK(t.readers(account_scope(t.elm)) == "SNMEVBC");
        CHECK(t.readers(people_of(t.elm)) == "SNMEVBC");
        CHECK(t.readers(activity_scope(t.elm, "2026-11")) == "SNMEVBC");
        CHECK(t.readers(activity_scope(t.moor, "2026-11")) == "SNMVC");
        CHECK(t.readers(standing_of(t.moor)) == "SNMEVBC");
        CHECK(t.readers(logo_of(t.moor)) == "SNMEVBC");
        CHECK(t.readers(face_of(t.moor)) == "SNMEVBC");
        for (const Scope& other : {standing_of(t.south), logo_of(t.south), face_of(t.south)}) {
            CHECK(t.readers(other) == "SU");
        }
        CHECK(t.readers(face_of(t.root)) == "SNUV");  // directly below it, no deeper
        CHECK(t.readers(children_of(t.elm)) == "SNMEVC");
        CHECK(t.readers(account_scope(t.moor)) == "SNMVC");  // what is above is no member
        CHECK(t.readers(account_scope(t.south)) == "SU");
    }
    limit(Limit::full, t.now + one_day);
    t.now += one_day;
    CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");  // its end has passed
    limit(Limit::full);
    t.suspend(t.moor);
    CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");
    t.resume(t.moor);
    CHECK(t.readers(account_scope(t.elm)) == "SNMEVBC");

    SECTION("of another federation it reads nothing") {
        const auto palms = t.federation(t.palm, "Palms");
        CHECK(t.readers(federation_scope(palms.id)) == "SU");
        CHECK(t.readers(federation_owner_scope(palms.id)) == "SU");
    }
    SECTION("so does a seat of somebody who holds nothing near it") {
        t.must(t.as(t.staff, t.ash),
               NameFederationAdministrator{federation.id, t.fresh<FederationAdministratorId>(), t.sue, t.south});
        CHECK(t.readers(scope) == "SNMEAUVBC");
        CHECK(t.readers(owner) == "SNAUB");
        CHECK(t.readers(account_scope(t.elm)) == "SNMEUVBC");
        CHECK(t.readers(face_of(t.north)) == "SNMAUVBC");
    }
    SECTION("an account owner elsewhere, who only sees the owner account, does not read the owner's side") {
        t.appoint(t.ella, t.ash, Role::viewer);
        CHECK(t.readers(owner) == "SNAB");
        CHECK(t.readers(scope) == "SNMEAVBC");
    }
    SECTION("a base member is reached, and not what is below it") {
        const MembershipId moor = t.bring_in(t.moor, federation);
        t.must(t.as(t.mo, t.moor), SetLimit{federation.id, moor, Limit::full, 0});
        const AccountId twig = t.customer(t.moor, "Twig");
        CHECK(t.readers(account_scope(t.moor)) == "SNMVBC");
        CHECK(t.readers(children_of(t.moor)) == "SNMVC");
        CHECK(t.readers(account_scope(twig)) == "SNMVC");
        CHECK(t.readers(face_of(t.north)) == "SNMAVBC");
    }
    SECTION("the end of the membership is the end of it") {
        t.must(t.as(t.ella, t.elm), Leave{federation.id, elm});
        CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");
        CHECK(t.readers(standing_of(t.moor)) == "SNMEVC");
        CHECK(t.readers(owner) == "SNAB");
    }
    SECTION("the end of the seat is the end of it") {
        t.must(t.as(t.norman, t.ash), EndFederationAdministrator{federation.id, seat});
        CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");
        CHECK(t.readers(owner) == "SNA");
    }
    SECTION("so is a transfer, which opens the new owner's side") {
        const auto offer = t.fresh<TransferId>();
        t.must(t.as(t.ann, t.ash), OfferTransfer{federation.id, offer, elm});
        CHECK(t.readers(owner) == "SNAB");
        t.must(t.as(t.ella, t.elm), AcceptTransfer{federation.id, offer});
        CHECK(t.readers(owner) == "SNME");
        CHECK(t.readers(account_scope(t.elm)) == "SNMEVC");
        CHECK(t.readers(scope) == "SNMEAVBC");
    }
}

TEST_CASE("The past of a federation is of who was in it then, and its owner's side of who owned it then") {
    Tree t;
    const AccountId oak = t.customer(t.north, "Oak");
    const PersonId otto = t.person(oak, Role::account_owner, "Otto");
    const auto moment = [&] {
        t.now += 2;
        return t.now - 1;
    };
    const auto federation = t.federation(t.ash);
    const Instant alone = moment();
    const MembershipId elms = t.bring_in(t.elm, federation);
    const MembershipId oaks = t.bring_in(oak, federation);
    const Instant of_ash = moment();
    const auto hand_over = [&](PersonId from, AccountId owner, PersonId to, AccountId member, MembershipId membership) {
        const auto offer = t.fresh<TransferId>();
        t.must(t.as(from, owner), OfferTransfer{federation.id, offer, membership});
        t.must(t.as(to, member), AcceptTransfer{federation.id, offer});
    };
    hand_over(t.ann, t.ash, t.ella, t.elm, elms);
    const Instant of_elm = moment();
    hand_over(t.ella, t.elm, otto, oak, oaks);
    const Instant of_oak = moment();
    t.must(t.as(t.ann, t.ash), Leave{federation.id, federation.owner_membership});
    t.must(t.as(t.ella, t.elm), Leave{federation.id, elms});
    const Instant of_oak_alone = moment();

    const auto past = [&](PersonId person, const Scope& scope) {
        std::string answers;
        for (const Instant at : {alone, of_ash, of_elm, of_oak, of_oak_alone}) {
            Work work(t.rows);
            const Reading reading = may_read_past(work, person, scope, at, t.now);
            answers.push_back(reading == Reading::yes ? 'y' : reading == Reading::no ? '-' : '?');
        }
        return answers;
    };
    const Scope owner = federation_owner_scope(federation.id);
    CHECK(past(t.ann, owner) == "yy---");
    CHECK(past(t.ella, owner) == "--y--");
    CHECK(past(t.mo, owner) == "--y--");    // above elm
    CHECK(past(otto, owner) == "yyyyy");    // who owns it today reads all of it
    CHECK(past(t.viola, owner) == "-----");  // no account owner
    CHECK(past(t.bill, owner) == "-----");
    CHECK(past(t.sue, owner) == "-----");
    const PersonId vera = t.person(t.south, Role::account_owner, "Vera");
    t.appoint(vera, t.ash, Role::viewer);
    CHECK(past(vera, owner) == "-----");  // account owner elsewhere

    const Scope scope = federation_scope(federation.id);
    CHECK(past(t.ann, scope) == "yyyy-");
    CHECK(past(t.bill, scope) == "yyyy-");
    CHECK(past(t.ella, scope) == "-yyy-");
    CHECK(past(otto, scope) == "yyyyy");
    CHECK(past(t.sue, scope) == "-----");
    t.suspend(t.ash);
    CHECK(past(t.ann, scope) == "-----");
    // Of anything else the past is open to whom today is, and what has no past to nobody.
    CHECK(past(t.ella, account_scope(t.elm)) == "yyyyy");
    CHECK(past(t.ella, account_scope(t.ash)) == "-----");
    CHECK(past(t.ella, person_scope(t.ella)) == "-----");
    CHECK(past(t.ella, activity_scope(t.elm, "2026-11")) == "-----");
}

TEST_CASE("Nobody reads nothing") {
    Tree t;
    for (const Scope& scope : {account_scope(t.root), person_scope(PersonId()), inbox_of(PersonId())}) {
        Work work(t.rows);
        CHECK(may_read(work, PersonId(), scope, t.now) == Reading::no);
        CHECK(work.missed().empty());
    }
}

TEST_CASE("A member whose tree is not there opens nothing") {
    Tree t;
    const auto federation = t.federation(t.ash);
    const MembershipId elm = t.bring_in(t.elm, federation);
    t.must(t.as(t.ella, t.elm), SetLimit{federation.id, elm, Limit::full, 0});
    t.must(t.as(t.norman, t.ash),
           NameFederationAdministrator{federation.id, t.fresh<FederationAdministratorId>(), t.bill, t.ash});
    CHECK(t.readers(account_scope(t.elm)) == "SNMEVBC");
    CHECK(t.readers(federation_scope(federation.id)) == "SNMEAVBC");
    // As no command leaves it: what is above elm is known to be absent.
    for (const Scope& scope : {account_scope(t.moor), standing_of(t.moor)}) {
        t.rows.drop(scope);
        t.rows.hold(scope);
    }
    CHECK(t.readers(account_scope(t.elm)) == "E");
    CHECK(t.readers(federation_scope(federation.id)) == "SNAVB");
}

TEST_CASE("A removed grant closes everything at once") {
    Tree t;
    t.must(t.as(t.staff, t.moor), RemoveAdministrator{t.grant_of(t.sam, t.moor)});
    CHECK(t.readers(account_scope(t.elm)) == "SNMEV");
    CHECK(t.readers(standing_of(t.root)) == "SNMEAUVB");
}

TEST_CASE("Without the rows that decide, the answer is unknown and says what to load") {
    Tree t;
    const auto federation = t.federation(t.ash);
    const MembershipId elm = t.bring_in(t.elm, federation);
    t.must(t.as(t.ella, t.elm), SetLimit{federation.id, elm, Limit::services_only, 0});
    t.must(t.as(t.norman, t.ash),
           NameFederationAdministrator{federation.id, t.fresh<FederationAdministratorId>(), t.bill, t.ash});
    const std::vector<Scope> scopes = {account_scope(t.elm),
                                       children_of(t.moor),
                                       people_of(t.ash),
                                       standing_of(t.north),
                                       face_of(t.north),
                                       federation_scope(federation.id),
                                       federation_owner_scope(federation.id),
                                       person_scope(t.ella),
                                       invited_scope("ella@people.example")};
    const std::vector<PersonId> persons = {t.staff, t.norman, t.mo, t.ella, t.ann, t.sue, t.viola, t.bill, t.nobody};
    for (const Scope& scope : scopes) {
        for (const PersonId person : persons) {
            Work full(t.rows);
            const Reading expected = may_read(full, person, scope, t.now);
            REQUIRE(expected != Reading::unknown);
            for (const Scope& read : std::vector<Scope>(full.read())) {
                RowSet less;
                for (const auto& [held, rows] : t.rows.scopes()) {
                    if (held == read) continue;
                    less.hold(held);
                    rows.each_row([&, in = held](const auto& row) { less.put(in, row); });
                }
                Work work(less);
                const Reading reading = may_read(work, person, scope, t.now);
                CAPTURE(to_string(scope), to_string(read));
                CHECK((reading == expected || (reading == Reading::unknown && !work.missed().empty())));
            }
        }
    }
}
