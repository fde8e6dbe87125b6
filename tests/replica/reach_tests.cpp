// What comes into reach, and goes out of it, by what others decide.
#include "replica/world.h"

using namespace world;

namespace {

// Acme owns a federation in which Globex is; Serena looks after Acme's services and administers the federation.
struct Harbour {
    World world;
    FederationId federation = world.fresh<FederationId>();
    MembershipId member = world.fresh<MembershipId>();
    PersonId serena = world.administrator(world.acme, Role::service_administrator, "serena@acme.example");
    std::string session = world.sign_in(world.staff);

    Harbour() {
        const auto code = world.fresh<AccessCodeId>();
        staff(world.acme, CreateFederation{federation, world.fresh<MembershipId>(), code, "Harbour"});
        const auto text = ask<CodeText>(RevealCode{world.root, Via::parent, world.acme, federation, code}).text;
        const auto found = ask<CodeFound>(LookUpCode{world.root, Via::parent, world.globex, text});
        const auto request = world.fresh<JoinRequestId>();
        staff(world.globex, Join{request, found.ticket, Limit::paused, 0});
        const auto* row = world.database.rows().find<JoinRequestRow>(federation_owner_scope(federation), request);
        REQUIRE(row);
        staff(world.acme, Accept{federation, request, member, row->card});
        const auto seat = world.fresh<FederationAdministratorId>();
        staff(world.acme, NameFederationAdministrator{federation, seat, serena, world.acme});
    }
    void staff(AccountId account, Command command) {
        REQUIRE_FALSE(world.run(world.staff, world.root, account, std::move(command)));
    }
    template <class R>
    R ask(RequestBody body) {
        const auto reply = world.ask(session, std::move(body));
        REQUIRE(reply);
        REQUIRE(std::holds_alternative<R>(*reply));
        return std::get<R>(*reply);
    }
    void limit(Limit to) {
        staff(world.globex, SetLimit{federation, member, to, 0});
        world.settle(two_minutes);
    }
};

}  // namespace

TEST_CASE("a member's account is shown as soon as its limit lets its federation's administrators in") {
    Harbour harbour;
    World& world = harbour.world;
    Tab& tab = world.open(world.desktop, harbour.serena, world.sign_in(harbour.serena));
    world.settle();
    const Scope record = activity_scope(world.globex, utc_month(world.clock.now()));
    tab->open(world.globex);
    tab->look_at({record});
    world.settle();
    REQUIRE(tab->details_of(world.globex) == AccountDetails::gone);
    REQUIRE_FALSE(tab->rows().holds(record));

    harbour.limit(Limit::services_only);
    CHECK(tab->details_of(world.globex) == AccountDetails::known);
    CHECK(tab->rows().holds(record));
    CHECK(text_of(tab->rows()) == truth_for(world, tab));

    harbour.limit(Limit::paused);
    CHECK(tab->details_of(world.globex) == AccountDetails::gone);
    CHECK_FALSE(tab->rows().holds(record));
    harbour.limit(Limit::full);
    CHECK(tab->details_of(world.globex) == AccountDetails::known);
    CHECK(tab->rows().holds(record));
}
