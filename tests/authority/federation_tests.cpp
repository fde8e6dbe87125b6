// Federations in full at the authority: what is gained comes whole and what is lost is gone, for an administrator of a
// federation as for those whose account came to own it; codes that are typed and shown through a federation; and what
// ends by itself.
#include "authority/harbour.h"

using namespace scene;

TEST_CASE("an administrator of a federation gains and loses what each step opens and closes") {
    Harbour h;
    // Serena reaches Owner: its federation, but not what is the owner's to decide, and nothing of Member.
    CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "whole", "gone", "gone"});
    h.name();
    CHECK(h.pulled(h.serena) == Harbour::Words{"whole", "whole", "changes", "whole", "gone"});
    h.set_limit(Limit::paused);
    CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "-", "changes", "gone"});
    h.set_limit(Limit::full, h.scene.clock.now() + one_day);
    CHECK(h.pulled(h.serena) == Harbour::Words{"whole", "whole", "-", "changes", "gone"});
    h.scene.clock.advance(one_day);  // the limit ends
    CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "-", "changes", "gone"});
    h.set_limit(Limit::full);
    REQUIRE(h.scene.run(h.staff, h.member, SuspendAccount{}) == std::nullopt);
    CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "changes", "changes", "gone"});
    REQUIRE(h.scene.run(h.staff, h.member, ResumeAccount{}) == std::nullopt);
    CHECK(h.pulled(h.serena) == Harbour::Words{"whole", "whole", "changes", "-", "gone"});

    SECTION("the seat ends") {
        REQUIRE(h.scene.run(h.john, h.owner, EndFederationAdministrator{h.founded.federation, h.seat}) ==
                std::nullopt);
        CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "changes", "gone", "gone"});
    }
    SECTION("the member leaves") {
        REQUIRE(h.scene.run(h.mary, h.member, Leave{h.founded.federation, h.membership}) == std::nullopt);
        CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "changes", "-", "gone"});
    }
    SECTION("the federation is dissolved") {
        REQUIRE(h.scene.run(h.john, h.owner, Dissolve{h.founded.federation, "Harbour"}) == std::nullopt);
        CHECK(h.pulled(h.serena) == Harbour::Words{"gone", "gone", "gone", "gone", "gone"});
    }
}

TEST_CASE("the ownership takes the owner's scope along") {
    Harbour h;
    h.name();
    const auto offer = h.scene.fresh<TransferId>();
    CHECK(h.pulled(h.mary) == Harbour::Words{"whole", "whole", "whole", "gone", "gone"});
    REQUIRE(h.scene.run(h.john, h.owner, OfferTransfer{h.founded.federation, offer, h.membership}) == std::nullopt);
    CHECK(h.pulled(h.mary) == Harbour::Words{"changes", "-", "-", "gone", "gone"});  // the offer, in its own account
    CHECK(h.scene.row<OwnTransferRow>(account_scope(h.member), offer)->incoming);

    const auto before = h.scene.pull(h.john, {federation_owner_scope(h.founded.federation)});
    const auto seats = h.scene.pull(h.serena, h.scopes());
    REQUIRE(h.scene.run(h.mary, h.member, AcceptTransfer{h.founded.federation, offer}) == std::nullopt);
    CHECK(h.pulled(h.mary) == Harbour::Words{"changes", "-", "changes", "whole", "gone"});
    const auto after =
        h.scene.pull(h.john, {account_scope(h.owner)}, {federation_owner_scope(h.founded.federation)}, before.cookie);
    CHECK(answer_for(after, federation_owner_scope(h.founded.federation))->answer == ScopeAnswer::gone);
    CHECK(h.scene.row<OwnTransferRow>(account_scope(h.owner), offer)->state == TransferState::accepted);
    // The administrator went with the former owner.
    const auto lost = h.scene.pull(h.serena, {}, h.scopes(), seats.cookie);
    CHECK(answer_for(lost, account_scope(h.member))->answer == ScopeAnswer::gone);
    CHECK(answer_for(lost, federation_owner_scope(h.founded.federation))->answer == ScopeAnswer::gone);
    // All codes are revoked: the old text opens nothing, and the new owner's first one does.
    const LookUpCode look_up{h.partner, Via::own, h.partner, h.founded.text};
    CHECK(h.scene.refused(h.jane.session, look_up) == Refusal::code_not_valid);
}

TEST_CASE("an administrator of a federation is shown its codes, and types none for a member") {
    Harbour h;
    const RevealCode reveal{h.owner, Via::federation, h.owner, h.founded.federation, h.founded.code};
    CHECK(h.scene.refused(h.serena.session, reveal) == Refusal::not_found);
    h.name();
    CHECK(h.scene.ask_for<CodeText>(h.serena.session, reveal).text == h.founded.text);
    const RevealCode own{h.owner, Via::own, h.owner, h.founded.federation, h.founded.code};
    CHECK(h.scene.refused(h.serena.session, own) == Refusal::not_allowed);
    h.set_limit(Limit::full);
    const LookUpCode look_up{h.owner, Via::federation, h.member, h.founded.text};
    CHECK(h.scene.refused(h.serena.session, look_up) == Refusal::not_through_federation);
    const RevealCode at_member{h.owner, Via::federation, h.member, h.founded.federation, h.founded.code};
    CHECK(h.scene.refused(h.serena.session, at_member) == Refusal::not_found);
}

TEST_CASE("an offer and a limit end in their very millisecond") {
    Harbour h;
    h.name();
    const auto offer = h.scene.fresh<TransferId>();
    REQUIRE(h.scene.run(h.john, h.owner, OfferTransfer{h.founded.federation, offer, h.membership}) == std::nullopt);
    const auto transfer = [&] {
        return *h.scene.row<TransferRow>(federation_owner_scope(h.founded.federation), offer);
    };
    const auto limit = [&] { return *h.scene.row<LimitRow>(account_scope(h.member), h.membership); };
    const Instant ends = transfer().expires;
    h.set_limit(Limit::full, ends);
    h.scene.clock.advance(ends - h.scene.clock.now() - 1);
    CHECK(transfer().state == TransferState::offered);
    CHECK(limit().limit == Limit::full);
    h.scene.clock.advance(1);
    CHECK(transfer().state == TransferState::expired);
    CHECK(transfer().decided == ends);
    CHECK(limit().limit == Limit::paused);
    CHECK(limit().since == ends);
}
