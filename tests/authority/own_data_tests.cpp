// A person is given what is kept of them.
#include "authority/own_data.h"
#include "authority/people.h"
#include "wire/json_fields.h"

using namespace scene;

namespace {

struct ReadFile {
    std::string format;
    Instant made = 0;
    OwnDataParts parts;
    std::vector<OwnDeed> done;
    std::int64_t done_left_out = 0;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("format", self.format);
        visit("made", self.made);
        OwnDataParts::fields(self.parts, visit);
        visit("done", self.done);
        visit("done_left_out", self.done_left_out);
    }
};

ReadFile read(const std::string& text) {
    const auto file = decode_fields<ReadFile>(text, largest_reply);
    REQUIRE(file);
    return *file;
}

std::string exported(PeopleHouse& house) { return house.ask_for<OwnData>(house.ann.session, ExportOwnData{}).file; }

template <class C>
const OwnDeed* find_done(const ReadFile& file) {
    for (const OwnDeed& entry : file.done) {
        if (std::holds_alternative<C>(entry.command)) return &entry;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("a person is given all that is kept of them, without a secret, and nothing of anybody else") {
    PeopleHouse house;
    house.second_factor();
    const AccountId acme = house.add(house.ann, house.root, AccountKind::customer, "Acme");
    house.add(house.staff_user, house.root, AccountKind::customer, "Not Hers");
    const InviteAdministrator unseen{house.fresh<InvitationId>(), PeopleHouse::email, Role::viewer};
    REQUIRE(house.run(house.staff_user, acme, unseen) == std::nullopt);
    REQUIRE(house.run(house.ann, house.root, RemoveAdministrator{house.fresh<GrantId>()}) == Refusal::not_found);
    const auto founded = house.found(house.ann, house.root, acme, "Acme Group");
    house.rest();
    CHECK(house.refused(house.ann.session, ExportOwnData{}) == Refusal::confirmation_needed);
    CHECK(house.refused("nobody's", ExportOwnData{}) == Refusal::signed_out);
    house.ask_for<Confirmed>(house.ann.session, ConfirmSignIn{PeopleHouse::good, house.code()});

    const std::string text = exported(house);
    const ReadFile file = read(text);
    CHECK(file.format == "parasol own data 1");
    CHECK(file.made == house.clock.now());
    CHECK(file.parts.person.email == PeopleHouse::email);
    REQUIRE(file.parts.roles.size() == 1);
    CHECK(file.parts.roles[0].account == house.root);
    CHECK(file.parts.roles[0].account_name == house.row<AccountRow>(account_scope(house.root), house.root)->name);
    CHECK(file.parts.roles[0].role == Role::account_owner);
    CHECK(file.parts.roles[0].since != 0);
    REQUIRE(file.parts.invitations.size() == 1);  // the one whose link she used
    CHECK(file.parts.invitations[0].account == house.root);
    CHECK(file.parts.password_set != 0);
    CHECK(file.parts.sign_in.sessions.size() == 1);
    CHECK(file.parts.sign_in.second_factor != 0);
    const OwnDeed* added = find_done<AddAccount>(file);
    REQUIRE(added);
    CHECK(std::get<AddAccount>(added->command).name == "Acme");
    const OwnDeed* refused = find_done<RemoveAdministrator>(file);
    REQUIRE(refused);
    CHECK(refused->refusal == Refusal::not_found);
    CHECK(find_done<AcceptInvitation>(file));

    CHECK(text.find("Not Hers") == std::string::npos);
    for (const std::string& secret : {std::string(PeopleHouse::good), house.ann.session, house.secret, founded.text,
                                      std::string("hash of"), std::string("staff")}) {
        INFO(secret);
        CHECK(text.find(secret) == std::string::npos);
    }
}

TEST_CASE("a long journal is read in parts between which others are answered, for one person after another") {
    PeopleHouse house;
    for (int count = 0; count < 1100; ++count) house.add(house.ann, house.root, AccountKind::customer, "Acme");
    std::vector<std::string> order, files;
    const auto ask = [&](const User& user, RequestBody body, const char* name) {
        Request request;
        request.session = user.session;
        request.body = std::move(body);
        house.authority->handle(std::move(request), [&order, &files, name](Reply reply) {
            order.emplace_back(name);
            if (const auto* data = std::get_if<OwnData>(&reply)) files.push_back(data->file);
        });
    };
    ask(house.ann, ExportOwnData{}, "first");
    ask(house.ann, ExportOwnData{}, "second");
    house.clock.after(0, [&] { house.clock.after(0, [&] { ask(house.staff_user, Pull{}, "other"); }); });
    house.clock.settle();
    CHECK(order == std::vector<std::string>{"other", "first", "second"});
    REQUIRE(files.size() == 2);
    CHECK(files[0] == files[1]);
    const ReadFile file = read(files[0]);
    std::size_t added = 0;
    for (const OwnDeed& entry : file.done) added += std::holds_alternative<AddAccount>(entry.command) ? 1 : 0;
    CHECK(added == 1100);
}

TEST_CASE("of more than a file may hold the oldest is left out, and it says so") {
    OwnDataFile file(400);
    file.parts.person.id = PersonId(make_uuid7(1, 1, 1));
    for (Instant time = 1; time <= 20; ++time) {
        JournalRecord entry;
        entry.envelope.person = file.parts.person.id;
        entry.envelope.time = time;
        entry.envelope.command = ReadNotices{};
        file.add(entry);
    }
    const ReadFile found = read(file.text());
    CHECK(found.done.size() + static_cast<std::size_t>(found.done_left_out) == 20);
    CHECK(found.done_left_out > 0);
    REQUIRE_FALSE(found.done.empty());
    CHECK(found.done.back().time == 20);
    CHECK(found.done.front().time == found.done_left_out + 1);
}
