// Moving and closing at the authority: what is moved away is gone for those who reached it from above, and comes whole
// to those who reach it now.
#include "authority/scene.h"

using namespace scene;

namespace {

struct Moors {
    Scene scene;
    bool started = (scene.authority->start(), true);
    User staff = scene.sign_in(scene.staff);
    AccountId partner = scene.add(staff, scene.root, AccountKind::partner, "Partner");
    AccountId moor = scene.add(staff, partner, AccountKind::reseller, "Moor");
    AccountId heath = scene.add(staff, partner, AccountKind::reseller, "Heath");
    AccountId elm = scene.add(staff, moor, AccountKind::customer, "Elm");
    User mo = scene.administrator(staff, moor, Role::account_owner, "mo@moor.example");
    User hanna = scene.administrator(staff, heath, Role::account_owner, "hanna@heath.example");
    User ella = scene.administrator(staff, elm, Role::account_owner, "ella@elm.example");

    static std::string answer(const Pulled& pulled, const Scope& scope) {
        const PulledScope* one = answer_for(pulled, scope);
        if (!one) return "-";
        return one->answer == ScopeAnswer::gone ? "gone" : one->answer == ScopeAnswer::whole ? "whole" : "changes";
    }
};

}  // namespace

TEST_CASE("what is moved is gone for whom it was below, and comes whole to whom it is below now") {
    Moors m;
    const std::vector<Scope> scopes = {account_scope(m.elm), people_of(m.elm), children_of(m.moor),
                                       children_of(m.heath)};
    const Pulled mos = m.scene.pull(m.mo, scopes);
    const Pulled hannas = m.scene.pull(m.hanna, scopes);
    CHECK(Moors::answer(mos, scopes[0]) == "whole");
    CHECK(Moors::answer(hannas, scopes[0]) == "gone");
    const std::vector<Scope> ellas_scopes = {account_scope(m.elm), face_of(m.moor), standing_of(m.moor)};
    const Pulled ellas = m.scene.pull(m.ella, ellas_scopes);

    REQUIRE(m.scene.run(m.staff, m.elm, MoveAccount{m.heath}) == std::nullopt);
    const Pulled after = m.scene.pull(m.mo, {}, {scopes[0], scopes[1], scopes[2]}, mos.cookie);
    CHECK(Moors::answer(after, scopes[0]) == "gone");
    CHECK(Moors::answer(after, scopes[1]) == "gone");
    REQUIRE(Moors::answer(after, scopes[2]) == "changes");
    CHECK(answer_for(after, scopes[2])->deleted.size() == 1);
    const Pulled gained = m.scene.pull(m.hanna, {scopes[0], scopes[1]}, {scopes[3]}, hannas.cookie);
    CHECK(Moors::answer(gained, scopes[0]) == "whole");
    CHECK(Moors::answer(gained, scopes[1]) == "whole");
    REQUIRE(Moors::answer(gained, scopes[3]) == "changes");
    CHECK(answer_for(gained, scopes[3])->rows.size() == 1);
    const Pulled own = m.scene.pull(m.ella, {face_of(m.heath), standing_of(m.heath)}, ellas_scopes, ellas.cookie);
    CHECK(Moors::answer(own, face_of(m.moor)) == "gone");
    CHECK(Moors::answer(own, standing_of(m.moor)) == "gone");
    CHECK(Moors::answer(own, face_of(m.heath)) == "whole");
    CHECK(Moors::answer(own, standing_of(m.heath)) == "whole");
    CHECK(m.scene.run(m.mo, m.elm, SuspendAccount{}) == Refusal::not_found);
    CHECK(m.scene.run(m.hanna, m.elm, SuspendAccount{}) == std::nullopt);
}

TEST_CASE("a closed account is read as before, and takes no invitation") {
    Moors m;
    REQUIRE(m.scene.run(m.mo, m.elm, CloseAccount{}) == std::nullopt);
    const Pulled pulled = m.scene.pull(m.ella, {account_scope(m.elm), people_of(m.elm)});
    CHECK(Moors::answer(pulled, account_scope(m.elm)) == "whole");
    CHECK(Moors::answer(pulled, people_of(m.elm)) == "whole");
    const InviteAdministrator invite{m.scene.fresh<InvitationId>(), "x@elm.example", Role::viewer};
    CHECK(m.scene.run(m.ella, m.elm, invite) == Refusal::account_closed);
    CHECK(m.scene.run(m.mo, m.moor, CloseAccount{}) == Refusal::needs_grant_above);
    CHECK(m.scene.run(m.staff, m.moor, CloseAccount{}) == std::nullopt);
}
