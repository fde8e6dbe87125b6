// A person is erased: what goes, what stays, and that no row and no entry of the journal has the name any more.
#include "authority/people.h"
#include "domain/activity.h"
#include "domain/erasure.h"
#include "domain/invariants.h"
#include "wire/binary.h"
#include "wire/random_values.h"

using namespace scene;

namespace {

// Ann has been busy: a federation with a code, a request, an invitation by her and of her, a limit, a transfer.
struct BusyHouse : PeopleHouse {
    static constexpr const char* name = "Ann Lee";

    BusyHouse() {
        partner = add(ann, root, AccountKind::partner, "West");
        member = add(ann, root, AccountKind::customer, "Acme");
        founded = found(ann, root, partner, "Union");
        run(ann, member, InviteAdministrator{fresh<InvitationId>(), "bob@example.com", Role::account_owner});
        run(staff_user, member, InviteAdministrator{fresh<InvitationId>(), email, Role::viewer});
        clock.advance(one_hour);
    }
    void confirm() { ask_for<Confirmed>(ann.session, ConfirmSignIn{good, {}}); }
    std::optional<Refusal> erase(const std::string& typed = email) {
        return refused(ann.session, ErasePerson{typed});
    }
    // As far as that nobody gets in any more; the rest of it has not begun.
    void begin_erasing() {
        confirm();
        std::optional<Reply> reply;
        send(*authority, ann.session, ErasePerson{email}, reply);
        while (!reply) REQUIRE(clock.time().step());
        REQUIRE(std::holds_alternative<Acknowledged>(*reply));
        REQUIRE_FALSE(places_of(name).empty());
    }
    void settle() {
        clock.settle();
        pass(one_hour);
        clock.settle();
    }
    Erased who() const { return {ann.person, name, email}; }

    // Where the words are, in everything that the database keeps.
    std::vector<std::string> places_of(const std::string& words) const {
        std::vector<std::string> places;
        for (const std::string& line : text_of(database.rows())) {
            if (line.find(words) != std::string::npos) places.push_back(line);
        }
        for (const JournalRecord& entry : database.entries()) {
            if (encode_binary(entry).find(words) == std::string::npos) continue;
            places.push_back("entry " + std::to_string(entry.number) + " of " + std::to_string(entry.envelope.time));
            for (const Change& change : entry.written) {
                for (const auto& row : {change.before, change.after}) {
                    const std::string text = row ? encode(*row) : std::string();
                    if (text.find(words) != std::string::npos) places.push_back(to_string(change.scope) + text);
                }
            }
        }
        return places;
    }
    void check_forgotten() const {
        CHECK(places_of(email).empty());
        CHECK(places_of(name).empty());
        for (const auto& [scope, rows] : database.rows().scopes()) {
            CHECK((scope.kind != ScopeKind::key_erasure || rows.size() == 0));
        }
        CHECK(broken_invariants(database.rows()) == std::vector<std::string>());
        CHECK(text_of(replayed(database.entries())) == text_without_recorded(database.rows()));
    }
    static RowSet replayed(const std::vector<JournalRecord>& entries) {
        RowSet rows;
        for (const JournalRecord& entry : entries) {
            for (const Change& change : entry.written) {
                const Row& any = change.after ? *change.after : *change.before;
                if (is_recorded(any)) continue;
                if (change.after) rows.put(change.scope, *change.after);
                else rows.erase(change.scope, any.index(), row_id(any));
            }
        }
        return rows;
    }
    // What the journal does not have: it is made of it.
    static bool is_recorded(const Row& row) {
        return std::holds_alternative<ActivityRow>(row) || std::holds_alternative<NoticeRow>(row);
    }
    static std::vector<std::string> text_without_recorded(const RowSet& all) {
        RowSet rows;
        for (const auto& [scope, held] : all.scopes()) {
            for (Row& row : held.all()) {
                if (!is_recorded(row)) rows.put(scope, std::move(row));
            }
        }
        return text_of(rows);
    }

    AccountId partner, member;
    Founded founded;
};

std::vector<std::string> who_did(const BusyHouse& house, AccountId account) {
    std::vector<std::string> names;
    for (const auto& [scope, rows] : house.database.rows().scopes()) {
        if (scope.kind != ScopeKind::activity || scope.id != account) continue;
        rows.each<ActivityRow>([&](const ActivityRow& row) { names.push_back(row.person_name); });
    }
    return names;
}

}  // namespace

namespace {

// Gives a row's names and addresses to one person.
struct NameEverywhere {
    const Erased& who;
    void operator()(std::string_view field, std::string& text) const {
        if (field.ends_with("person_name") || field.ends_with("_by_name") || field == "subject") text = who.name;
        if (field.ends_with("email")) text = who.email;
    }
    template <class T>
    void operator()(std::string_view field, T& value) const {
        if constexpr (std::is_same_v<T, PersonId>) {
            if (field == "person" || field.ends_with("_by")) value = who.person;
        }
    }
};

}  // namespace

TEST_CASE("every kind of row forgets a person, and of what is somebody else's nothing") {
    testing::RandomValues values(7);
    const Erased who{PersonId(values.id()), "Ann Lee", "ann.lee@example.com"};
    const Erased other{PersonId(values.id()), "Ann Lee", "another@example.com"};
    for (std::size_t type = 0; type < row_type_count; ++type) {
        Row row;
        values.fill_variant(row, type);
        std::visit(
            [&](auto& typed) {
                using R = std::decay_t<decltype(typed)>;
                R::fields(typed, NameEverywhere{who});
                if constexpr (std::is_same_v<R, PersonRow>) typed = {who.person, who.name, who.email};
            },
            row);
        const Scope scope = account_scope(AccountId(values.id()));
        INFO(row_type_name(type));
        const Row named = row;
        const bool changed = forget(row, scope, who, true);
        const std::string text = encode(row);
        CHECK(text.find(who.name) == std::string::npos);
        CHECK(text.find(who.email) == std::string::npos);
        CHECK(changed == (encode(named) != text));
        if (changed) CHECK(is_forgotten(row, scope, who));
        CHECK_FALSE(forget(row, scope, who, true));
        // Somebody of the same name: what says whose it is, by an id, says so.
        Row untouched = named;
        const bool by_id = encode(named).find(to_string(who.person)) != std::string::npos;
        if (by_id) {
            forget(untouched, scope, other, false);
            CHECK(encode(untouched) == encode(named));
        }
    }
    // Texts under the person's own id, whatever they are: where they signed in from.
    Row use = SessionUseRow{SessionId(values.id()), "print", 1, 1, 1, 1, "Firefox", "192.0.2.1", false};
    CHECK(forget(use, sessions_key(who.person), who, false));
    CHECK(encode(use).find("192.0.2.1") == std::string::npos);
    Scope invited = invited_scope(who.email);
    CHECK(forget(invited, who));
    CHECK(invited == invited_scope(who.address()));
    Command command = RegisterPerson{who.person, who.name, who.email};
    CHECK(forget(command, who));
    CHECK(std::get<RegisterPerson>(command) == RegisterPerson{who.person, who.pseudonym(), who.address()});
}

TEST_CASE("who erases themselves confirms it, and types their address") {
    BusyHouse house;
    house.rest();
    CHECK(house.erase() == Refusal::confirmation_needed);
    house.confirm();
    CHECK(house.erase("another@example.com") == Refusal::not_found);
    CHECK(house.refused("nobody's", ErasePerson{PeopleHouse::email}) == Refusal::signed_out);
    CHECK(house.is_signed_in(house.ann.session));
    CHECK(house.erase(" Ann.Lee@Example.com ") == std::nullopt);
    CHECK_FALSE(house.is_signed_in(house.ann.session));
}

TEST_CASE("nobody erases themselves while an account would be left without an owner") {
    BusyHouse house;
    house.confirm();
    const AccountId lone = house.add(house.ann, house.root, AccountKind::customer, "Lone");
    REQUIRE(house.run(house.ann, lone, InviteAdministrator{house.fresh<InvitationId>(), PeopleHouse::email,
                                                           Role::account_owner}) == std::nullopt);
    house.pass(one_second);
    house.ask_for<SignedIn>("", UseLink{house.mailer.sent.back().token, PeopleHouse::good});
    const auto refusing = std::get<Refusing>(house.ask(house.ann.session, ErasePerson{PeopleHouse::email}));
    CHECK(refusing.refusal == Refusal::last_account_owner);
    CHECK(refusing.account == lone);
    CHECK(house.is_signed_in(house.ann.session));
    REQUIRE(house.run(house.staff_user, lone, CloseAccount{}) == std::nullopt);
    CHECK(house.erase() == std::nullopt);
}

TEST_CASE("nothing that is kept has the name of whoever was erased, and what they did is under a pseudonym") {
    BusyHouse house;
    REQUIRE_FALSE(house.places_of(BusyHouse::name).empty());
    const auto before = who_did(house, house.root);
    house.confirm();
    REQUIRE(house.erase() == std::nullopt);
    house.settle();
    house.check_forgotten();

    const auto after = who_did(house, house.root);
    REQUIRE(after.size() == before.size() + 1);  // that the role ended
    for (std::size_t at = 0; at < before.size(); ++at) {
        CHECK(after[at] == (before[at] == BusyHouse::name ? house.who().pseudonym() : before[at]));
    }
    CHECK(after.back() == house.who().pseudonym());
    const auto* code = house.row<AccessCodeRow>(federation_owner_scope(house.founded.federation), house.founded.code);
    REQUIRE(code);
    CHECK(code->issued_by_name == house.who().pseudonym());
    // As of a moment at which they were there.
    const Pulled past = house.pull_past(house.staff_user, house.clock.now() - 30 * one_day, {people_of(house.root)});
    CHECK(encode(Reply(past)).find(BusyHouse::name) == std::string::npos);
    // Nobody gets in by what there was.
    CHECK(house.refused("", SignIn{PeopleHouse::email, PeopleHouse::good}) == Refusal::wrong_sign_in);
    CHECK(house.refused("", SignIn{house.who().address(), {}}) == Refusal::wrong_sign_in);
    house.mailer.sent.clear();
    house.ask_for<Acknowledged>("", RequestPasswordReset{house.who().address()});
    house.settle();
    CHECK(house.mailer.sent.empty());
}

TEST_CASE("whoever was erased may be invited again, as somebody new") {
    const bool meanwhile = GENERATE(true, false);
    BusyHouse house;
    house.begin_erasing();
    house.mailer.sent.clear();
    if (!meanwhile) house.settle();
    Push push = house.push_of({house.envelope(
        house.staff_user, house.root, house.root,
        InviteAdministrator{house.fresh<InvitationId>(), PeopleHouse::email, Role::viewer})});
    std::optional<Reply> pushed;
    house.send(*house.authority, house.staff_user.session, std::move(push), pushed);
    while (!pushed) REQUIRE(house.clock.time().step());
    CHECK(house.places_of(BusyHouse::name).empty() == !meanwhile);
    house.settle();
    CHECK(house.places_of(BusyHouse::name).empty());
    REQUIRE(house.mailer.sent.size() == 1);
    CHECK(house.mailer.sent[0].email == PeopleHouse::email);
    const auto in = house.ask_for<SignedIn>("", UseLink{house.mailer.sent[0].token, PeopleHouse::good});
    CHECK(in.person != house.ann.person);
    CHECK(broken_invariants(house.database.rows()).empty());
}

TEST_CASE("an erasure that is cut off anywhere is gone on with by whoever starts next") {
    const bool crash = GENERATE(false, true);
    for (int cut = 0; cut < 60; ++cut) {
        BusyHouse house;
        house.begin_erasing();
        for (int step = 0; step < cut; ++step) house.clock.time().step();
        if (crash) house.database.crash(cut % 2 == 0);
        house.begin();
        house.settle();
        INFO(cut);
        house.check_forgotten();
    }
}

TEST_CASE("an erasure goes on after a database that refuses or loses writes for a while") {
    const auto error = GENERATE(DatabaseError::full, DatabaseError::lost, DatabaseError::conflict);
    const bool written = GENERATE(false, true);
    for (int from = 0; from < 20; ++from) {
        BusyHouse house;
        house.begin_erasing();
        for (int step = 0; step < from; ++step) house.clock.time().step();
        house.database.fail_commits(error, 3, written && error == DatabaseError::lost);
        house.settle();
        INFO(from);
        house.check_forgotten();
    }
}

TEST_CASE("a name that Activity has cut is forgotten as well") {
    const std::string name(150, 'n'), email = std::string(140, 'e') + "@example.com";
    const Erased who{PersonId(make_uuid7(1, 1, 1)), name, email};
    const Scope scope = activity_scope(AccountId(make_uuid7(1, 1, 2)), "2026-11");
    for (const std::string& whole : {name, email}) {
        ActivityRow recorded;
        recorded.subject = cut_subject(whole);
        REQUIRE(recorded.subject != whole);
        Row row = recorded;
        CHECK(forget(row, scope, who, false));
        CHECK(is_forgotten(row, scope, who));
    }
}

TEST_CASE("without somebody who keeps the journal nobody is erased") {
    BusyHouse house;
    AuthorityOptions options;
    options.passwords = &house.passwords;
    options.people = &authority_people();
    house.restart_authority(options);
    CHECK(house.erase() == Refusal::not_allowed);
}

TEST_CASE("what is recorded in the same commit as an erasure stays, although its scope was loaded in between") {
    BusyHouse house;
    house.confirm();
    house.begin();  // with nothing loaded
    const bool conflict = GENERATE(false, true);
    if (conflict) house.database.fail_commits(DatabaseError::conflict, 1);
    const auto recorded = who_did(house, house.root).size();
    const AddAccount add{house.fresh<AccountId>(), {}, AccountKind::customer, "Later"};
    Push push = house.push_of({house.envelope(house.staff_user, house.root, house.root, add)});
    std::optional<Reply> pushed, erased, first;
    // The first is alone; the others wait for it, and are done together.
    house.send(*house.authority, house.ann.session, Pull{}, first);
    house.send(*house.authority, house.staff_user.session, push, pushed);
    house.send(*house.authority, house.ann.session, ErasePerson{PeopleHouse::email}, erased);
    while (!pushed || !erased) house.clock.advance(0);
    Version added = 0, gone = 0;
    for (const JournalRecord& entry : house.database.entries()) {
        const auto* command = std::get_if<AddAccount>(&entry.envelope.command);
        if (!entry.own && command && command->name == "Later") added = entry.version;
        for (const Change& change : entry.written) {
            if (change.scope == erasure_key(house.ann.person) && !change.before) gone = entry.version;
        }
    }
    REQUIRE(added == gone);
    CHECK(who_did(house, house.root).size() == recorded + 2);
    house.settle();
    CHECK(who_did(house, house.root).size() == recorded + 2);
    house.check_forgotten();
}
