// How a base account looks, and what those below inherit of it.
#include "domain/brand.h"

#include "catch.h"
#include "domain/federation_world.h"

using namespace federation_tests;

namespace {

// One pixel.
const std::string pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

struct Branding {
    FederationWorld w;
    AccountId fen = w.reseller(w.moor, "Fen");

    FaceRow face(AccountId account) const { return w.row<FaceRow>(face_of(account), account); }
    std::string give(const Actor& actor, const SetBrand& command) { return w.give(actor, command); }
    std::string name(AccountId account, const std::string& from, const std::string& to) {
        return give(w.as(w.staff, account), {Edit{from, to}, {}, {}});
    }
    std::string colour(AccountId account, const std::string& from, const std::string& to) {
        return give(w.as(w.staff, account), {{}, Edit{from, to}, {}});
    }
    std::string logo(AccountId account, const std::string& png) {
        return give(w.as(w.staff, account), {{}, {}, png});
    }
};

}  // namespace

TEST_CASE("a brand is inherited downwards, each part by itself, to any depth") {
    Branding b;
    FederationWorld& w = b.w;
    CHECK(b.name(w.root, "", "Telco") == "done");
    CHECK(b.colour(w.north, "", "#112233") == "done");
    CHECK(b.logo(w.moor, pixel) == "done");
    CHECK(b.face(b.fen).brand_name == "Telco");
    CHECK(b.face(b.fen).brand_colour == "#112233");
    CHECK(b.face(b.fen).logo_of == w.moor);
    CHECK(b.face(w.south).brand_name == "Telco");
    CHECK(b.face(w.south).brand_colour.empty());
    CHECK(b.face(w.north).logo_of.is_none());

    // Nearer counts; taken away, what is further up counts again.
    CHECK(b.name(w.moor, "", "Moor Voice") == "done");
    CHECK(b.face(b.fen).brand_name == "Moor Voice");
    CHECK(b.name(w.root, "Telco", "Telco Two") == "done");
    CHECK(b.face(b.fen).brand_name == "Moor Voice");
    CHECK(b.face(w.north).brand_name == "Telco Two");
    CHECK(b.name(w.moor, "Moor Voice", "") == "done");
    CHECK(b.face(b.fen).brand_name == "Telco Two");
    CHECK(b.logo(w.moor, "") == "done");
    CHECK(b.face(b.fen).logo_of.is_none());
    CHECK(w.all<LogoRow>(logo_of(w.moor)).empty());

    // Made later, and moved: they show what is above them now.
    const AccountId late = w.reseller(b.fen, "Late");
    CHECK(b.face(late).brand_colour == "#112233");
    const AccountId other = w.reseller(w.north, "Other");
    CHECK(b.colour(other, "", "#abcdef") == "done");
    w.must(w.as(w.staff, b.fen), MoveAccount{other});
    CHECK(b.face(late).brand_colour == "#abcdef");
    w.expect_whole();
}

TEST_CASE("a brand is edited as a field is: what one saw and what it is to be") {
    Branding b;
    FederationWorld& w = b.w;
    CHECK(b.name(w.north, "", " North Voice ") == "done");
    CHECK(w.account(w.north).brand.name == "North Voice");
    CHECK(b.name(w.north, "", "Another") == "changed_meanwhile");
    CHECK(b.name(w.north, "", "North Voice") == "same");
    CHECK(b.name(w.north, "North Voice", std::string(41, 'x')) == "name_too_long");
    CHECK(b.name(w.north, "North Voice", "a\nb") == "text_has_control_characters");
    CHECK(b.colour(w.north, "", "blue") == "colour_not_valid");
    CHECK(b.colour(w.north, "", "#12345g") == "colour_not_valid");
    CHECK(b.colour(w.north, "", "#1A2b3C") == "done");
    CHECK(b.logo(w.north, "rubbish") == "logo_not_valid");
    CHECK(b.name(w.ash, "", "Ash") == "not_a_base_account");
    CHECK(b.logo(w.ash, pixel) == "not_a_base_account");
    w.must(w.as(w.staff, b.fen), CloseAccount{});
    CHECK(b.name(b.fen, "", "Fen") == "account_closed");
    const PersonId viewer = w.person(w.north, Role::viewer, "Vera");
    CHECK(b.give(w.own(viewer, w.north), {Edit{"North Voice", "V"}, {}, {}}) == "not_allowed");
    CHECK(b.give(w.own(w.mo, w.north), {Edit{"North Voice", "V"}, {}, {}}) == "not_found");
}

TEST_CASE("a client that does not hold what is above keeps what was inherited") {
    Branding b;
    FederationWorld& w = b.w;
    REQUIRE(b.name(w.root, "", "Telco") == "done");
    REQUIRE(b.colour(w.root, "", "#112233") == "done");
    RowSet client;
    for (const Scope& scope : {account_scope(w.north), people_of(w.north), face_of(w.north), person_scope(w.norman),
                               children_of(w.north)}) {
        client.hold(scope);
        w.rows.scope(scope)->each_row([&](const auto& row) { client.put(scope, row); });
    }
    const Decision decision =
        decide(w.envelope_of(w.own(w.norman, w.north), SetBrand{Edit{"", "North"}, {}, {}}), {}, client);
    REQUIRE(decision.done());
    client.apply(decision.done()->changes);
    const auto* face = client.find<FaceRow>(face_of(w.north), w.north);
    CHECK(face->brand_name == "North");
    CHECK(face->brand_colour == "#112233");
    // Taking away a logo that is not held has to wait.
    CHECK(decide(w.envelope_of(w.own(w.norman, w.north), SetBrand{{}, {}, std::string()}), {}, client).undecided());
}

TEST_CASE("what a logo and a colour may be") {
    CHECK(is_logo(pixel));
    CHECK_FALSE(is_logo(""));
    CHECK_FALSE(is_logo(pixel.substr(0, pixel.size() - 1)));  // not whole groups
    CHECK_FALSE(is_logo("!" + pixel.substr(1)));              // not base64
    CHECK_FALSE(is_logo("R0lG" + pixel.substr(4)));           // another signature
    CHECK_FALSE(is_logo(pixel.substr(0, 32)));                // a header alone
    CHECK_FALSE(is_logo(pixel + std::string(longest_logo, 'A')));
    // The same with another width and height in its header.
    const auto sized = [](const std::string& size) { return "iVBORw0KGgoAAAANSUhEUg" + size + pixel.substr(32); };
    REQUIRE(sized("AAAAEAAAAB") == pixel);
    CHECK(is_logo(sized("AAAgAAAAAB")));        // 512 wide
    CHECK_FALSE(is_logo(sized("AAAgEAAAAB")));  // 513 wide
    CHECK_FALSE(is_logo(sized("AAAAAAAAAB")));  // no width
    CHECK_FALSE(is_logo(sized("AAAAEAAAIB")));  // 513 high
    CHECK(is_colour("#1a2B3c"));
    for (const char* wrong : {"", "#", "#12345", "#1234567", "123456", "#12345z", "red"}) CHECK_FALSE(is_colour(wrong));
    CHECK(rgb_of("#1a2B3c") == 0x1A2B3C);
}
