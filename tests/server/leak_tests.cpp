// Nobody is told over HTTP what is not theirs. Every text of every row in the database is replaced by a word of its
// scope; people of every role in every relation ask for everything there is, by right and by guess; and whatever comes
// back, headers and errors included, has the words of scopes alone that the person may see by the simulation's oracle,
// which shares no code with may_read. What is asked for as it is now has all of those words, too.
#include <fstream>
#include <iterator>
#include <set>

#include "domain/authorisation.h"
#include "server/site.h"
#include "simulation/world.h"
#include "wire/random_values.h"

using namespace web;
using authorisation::Limit;
using authorisation::Place;
using authorisation::Stage;

namespace {

using Words = std::set<std::string>;

// tk00042kt
constexpr std::size_t word_length = 9;
std::string word_of(std::size_t number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 5 - digits.size(), '0');
    return "tk" + digits + "kt";
}

Words words_in(const std::string& text) {
    Words found;
    for (std::size_t at = text.find("tk"); at != std::string::npos; at = text.find("tk", at + 1)) {
        if (text.compare(at + 7, 2, "kt") == 0) found.insert(text.substr(at, word_length));
    }
    return found;
}

// Puts the word into every text of a row.
struct Mark {
    const std::string& word;
    template <class T>
    void operator()(const char*, T& value) const {
        if constexpr (std::is_same_v<T, std::string>) {
            value = word;
        } else if constexpr (json_detail::IsVector<T>::value) {
            for (auto& element : value) (*this)("", element);
        } else if constexpr (json_detail::IsOptional<T>::value) {
            if (value) (*this)("", *value);
        } else if constexpr (json_detail::HasFields<T>::value) {
            T::fields(value, *this);
        }
    }
};

struct Land {
    explicit Land(Stage stage, Limit limit) : place(stage, server::system_now()) {
        place.set_limit(limit);
        const auto id = place.fresh<InvitationId>();
        const InviteAdministrator invite{id, Place::email_of("Nobody"), Role::viewer};
        place.must(place.as(place.staff, place.target), invite);
        people.push_back(place.staff);
        people.push_back(place.nobody);
        for (const auto& [who, person] : place.people) people.push_back(person);
        add_what_no_command_makes();
        for (const auto& [scope, held] : place.rows.scopes()) mark(scope, held);
    }

    // Every scope that there is, and every kind of it of every account, person and federation.
    std::vector<Scope> everything() const {
        std::set<Scope> all;
        for (const auto& [scope, held] : rows.scopes()) {
            all.insert(scope);
            for (int kind = 0; kind < scope_kind_count; ++kind) {
                const auto guessed = parse_scope(to_string(Scope{static_cast<ScopeKind>(kind), scope.id, {}}));
                if (guessed && !scope.id.is_none()) all.insert(*guessed);
            }
        }
        return {all.begin(), all.end()};
    }
    // All access codes, with the scope in which each is.
    std::vector<std::pair<Scope, AccessCodeId>> codes() const {
        std::vector<std::pair<Scope, AccessCodeId>> all;
        for (const auto& [scope, held] : rows.scopes()) {
            const Scope& owners = scope;
            if (owners.kind != ScopeKind::federation_owner) continue;
            held.each<AccessCodeRow>([&](const AccessCodeRow& code) { all.emplace_back(owners, code.id); });
        }
        return all;
    }
    // What the person may be told: of the past as well, where `past`.
    Words words_for(PersonId person, bool past) const {
        const simulation::Oracle oracle(rows, person, place.now);
        Words may;
        for (const auto& [scope, word] : words) {
            // The server shows an invitation to nobody but who has its link.
            const bool seen = oracle.may_see(scope) && scope.kind != ScopeKind::invited;
            if (shown.count(word) != 0 && (seen || (past && was_there(oracle, scope)))) may.insert(word);
        }
        return may;
    }

    Place place;
    std::vector<PersonId> people;
    RowSet rows;                        // with words
    std::map<Scope, std::string> words;  // of each scope
    Words shown;                         // those of scopes that have a text

  private:
    // A federation's past is also for those who reach an account that was in it.
    bool was_there(const simulation::Oracle& oracle, const Scope& scope) const {
        bool was = false;
        if (scope.kind != ScopeKind::federation) return false;
        rows.each<MembershipRow>(scope, [&](const MembershipRow& row) {
            was = was || oracle.may_see(people_of(row.account));
        });
        return was;
    }
    template <class R>
    void add(const Scope& scope, testing::RandomValues& values) {
        R row = values.make<R>();
        if constexpr (std::is_same_v<R, PasswordRow>) row.set = 0;  // one from later would end the sessions
        place.rows.put(scope, row);
    }
    void add_what_no_command_makes() {
        testing::RandomValues values(1);
        std::vector<AccountId> accounts;
        for (const auto& [scope, held] : place.rows.scopes()) {
            if (scope.kind == ScopeKind::account) accounts.push_back(AccountId(scope.id));
        }
        for (const AccountId& account : accounts) {
            add<ActivityRow>(activity_scope(account, utc_month(place.now)), values);
            add<LogoRow>(logo_of(account), values);
            add<TriesRow>(tries_key(account), values);
        }
        for (const PersonId& person : people) {
            add<NoticeRow>(inbox_of(person), values);
            add<NoticePreferencesRow>(inbox_of(person), values);
            add<PasswordRow>(password_key(person), values);
        }
        // Whatever else there is: in a scope that somebody reads.
        std::set<std::size_t> there;
        for (const auto& [scope, held] : place.rows.scopes()) {
            held.each_row([&](const auto& row) { there.insert(row_type<std::decay_t<decltype(row)>>); });
        }
        for (std::size_t type = 0; type < row_type_count; ++type) {
            Row row;
            values.fill_variant(row, type);
            if (there.count(type) == 0) place.rows.put(account_scope(place.child), row);
        }
    }
    void mark(const Scope& scope, const ScopeRows& held) {
        const std::string& word = words.emplace(scope, word_of(words.size())).first->second;
        rows.hold(scope);
        held.each_row([&](auto row) {
            using R = decltype(row);
            std::string address;
            if constexpr (std::is_same_v<R, PersonRow>) address = row.email;
            R::fields(row, Mark{word});
            // What invitations are found by.
            if constexpr (std::is_same_v<R, PersonRow>) row.email = address;
            rows.put(scope, row);
            if (encode(Row(row)).find(word) != std::string::npos) shown.insert(word);
        });
    }
};

// Somebody who asks; everything that comes back is looked through.
struct Asker {
    Asker(const Site& site, const Land& there, PersonId who)
        : land(there), person(who), browser(site.client()), now(land.words_for(who, false)),
          ever(land.words_for(who, true)) {
        browser.jar.insert(Site::cookie_of(who));
    }

    Words told(const Answer& answer, const Words& may) const {
        std::string all = answer.body();
        for (const auto& field : answer) all.append("\n").append(field.value().data(), field.value().size());
        return told_in(all, may);
    }
    Words told_in(const std::string& all, const Words& may) const {
        const Words heard = words_in(all);
        for (const std::string& word : heard) {
            if (may.count(word) != 0) continue;
            for (const auto& [scope, its] : land.words) {
                if (its == word) FAIL_CHECK(to_string(person) << " is told of " << to_string(scope));
            }
        }
        return heard;
    }
    Words told(const std::string& body, const Words& may) { return told(browser.post(body), may); }
    Words asks(RequestBody body) { return told(text_of(std::move(body)), now); }
    std::string text_of(RequestBody body) const {
        Request request;
        request.session = to_string(person);
        request.body = std::move(body);
        return encode(request);
    }

    void asks_for_everything(const std::vector<Scope>& all) {
        Pull pull;
        pull.wanted = all;
        const Answer first = browser.post(text_of(pull));
        const auto reply = decode_reply(first.body());
        REQUIRE(reply);
        REQUIRE(std::holds_alternative<Pulled>(*reply));
        REQUIRE_FALSE(std::get<Pulled>(*reply).more);
        CHECK(told(first, now) == now);
        // As if it held everything already: from the beginning, from what was told, from a cookie of its own making.
        Pull held;
        held.held = all;
        for (const std::string& cookie : {std::string(), std::get<Pulled>(*reply).cookie, std::string("x.1")}) {
            held.cookie = cookie;
            asks(held);
        }
        const auto own = browser.ask(ExportOwnData{}, to_string(person));
        REQUIRE(own);
        REQUIRE(std::holds_alternative<OwnData>(*own));
        Words may = now;
        may.insert(own_invitations());
        CHECK(told_in(std::get<OwnData>(*own).file, may).count(land.words.at(person_scope(person))) != 0);
        for (const Instant at : {Instant{1}, land.place.now, server::system_now() + one_day}) {
            pull.as_of = held.as_of = at;
            told(text_of(pull), ever);
            held.cookie = std::get<Pulled>(*reply).cookie;
            told(text_of(held), ever);
        }
    }
    // Codes, links and errors, from wherever one may say that one is.
    void asks_by_every_path(AccountId home) {
        const AccountId target = land.place.target;
        for (const auto& actor : authorisation::all_paths(person, home, target)) {
            asks(LookUpCode{actor.home, actor.via, target, "ACDE-FGHJ-KMNP"});
            asks(LookUpCode{actor.home, actor.via, target, "no code"});
            for (const auto& [owners, code] : land.codes()) {
                asks(RevealCode{actor.home, actor.via, target, FederationId(owners.id), code});
            }
            held_invitations([&](const InvitationRow& invitation) {
                const auto made = browser.ask(
                    MakeInvitationLink{actor.home, actor.via, target, invitation.id}, to_string(person));
                const bool linked = made && std::holds_alternative<LinkMade>(*made);
                CHECK((!linked || now.count(land.words.at(people_of(target))) != 0));
            });
        }
        for (const std::string& body :
             {std::string(R"({"protocol":1,"type":"pull","wanted":["account:x"]})"), std::string("{"),
              R"({"protocol":1,"session":")" + to_string(land.place.staff) + R"(","type":"pull","wanted":["person:)" +
                  to_string(land.place.staff) + "\"]}"}) {
            if (person != land.place.staff) told(body, {});
        }
        told(browser.get("/api/poke?person=" + to_string(other())), {});
        told(browser.get("/api/account/" + to_string(target)), {});
    }
    // A command of each kind on an account that is nothing of theirs: how it ended names nothing.
    void commands(AccountId home, const Command& command) {
        const auto client = fresh<ClientId>();
        const auto paths = authorisation::all_paths(person, home, land.place.target);
        Push push;
        push.commands = authorisation::one_after_another(client, paths, command);
        CHECK(told(text_of(push), {}).empty());
        Pull pull;
        pull.clients = {client};
        CHECK(told(text_of(pull), {}).empty());
    }
    // What a federation's administrator tries is noted where the member sees it, whatever their limit: with who it was.
    bool is_noted() const {
        bool seat = false;
        for (const auto& [scope, held] : land.place.rows.scopes()) {
            held.each<FederationAdministratorRow>(
                [&](const FederationAdministratorRow& row) { seat = seat || row.person == person; });
        }
        return seat;
    }
    bool reaches_target() const { return now.count(land.words.at(people_of(land.place.target))) != 0; }

    const Land& land;
    PersonId person;
    Client browser;
    Words now, ever;  // what may be told

  private:
    // Those that they accepted are theirs to know.
    std::string own_invitations() const {
        const auto* row = land.rows.find<PersonRow>(person_scope(person), person);
        const auto found = land.words.find(invited_scope(row->email));
        return found == land.words.end() ? std::string() : found->second;
    }
    PersonId other() const { return person == land.place.staff ? land.place.nobody : land.place.staff; }
    template <class Visit>
    void held_invitations(Visit&& visit) const {
        land.rows.each<InvitationRow>(people_of(land.place.target), visit);
    }
};

std::string log_of(const Site& site) {
    std::ifstream file(site.folder().file("log"));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void nobody_is_told(Stage stage, Limit limit) {
    Land land(stage, limit);
    // The text of a code is in the database sealed, with the key that this one has.
    const Site site(land.rows, land.people, [&](RowSet& rows, Vault& vault) {
        for (const auto& [owners, code] : land.codes()) {
            rows.put(ticket_key(TicketId(code)), SealedCodeRow{code, vault.seal(land.words.at(owners)), {}});
        }
    });
    const std::vector<Scope> all = land.everything();
    std::map<PersonId, AccountId> homes = {{land.place.staff, land.place.root}, {land.place.nobody, land.place.child}};
    for (const auto& [who, person] : land.place.people) homes[person] = land.place.home_of(who.first);
    std::vector<Command> commands;
    for (const auto& line : authorisation::table()) {
        Place elsewhere(line.stage, land.place.now);
        commands.push_back(line.make(elsewhere));
    }
    std::size_t strangers = 0;
    for (const PersonId& person : land.people) {
        CAPTURE(static_cast<int>(stage), static_cast<int>(limit), to_string(person));
        Asker asker(site, land, person);
        asker.asks_for_everything(all);
        asker.asks_by_every_path(homes.at(person));
        if (asker.reaches_target() || asker.is_noted()) continue;
        ++strangers;
        for (const Command& command : commands) asker.commands(homes.at(person), command);
        asker.asks_for_everything(all);
    }
    CHECK(strangers > 10);
    CHECK(words_in(log_of(site)).empty());
    CHECK(words_in(site.client().get("/metrics").body()).empty());
}

}  // namespace

TEST_CASE("nobody is told of what they may not see, whatever they ask") {
    nobody_is_told(Stage::outside, Limit::full);
    nobody_is_told(Stage::owner, Limit::full);
}

TEST_CASE("a federation's administrator is told as much as the member's limit lets") {
    for (const Limit limit : authorisation::limits) nobody_is_told(Stage::member, limit);
}
