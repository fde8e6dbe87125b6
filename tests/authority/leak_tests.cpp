// Nobody is told anything of accounts out of reach. Every account has a word of its own in all of its texts;
// no reply to a person may have the word of an account that the person does not reach, by a reckoning of
// reach that shares nothing with the one that is tested.
#include <algorithm>
#include <map>

#include "authority/scene.h"

using namespace scene;

namespace {

std::string word_of(int number) {
    std::string word = "zq";
    for (int at = 0; at < 4; ++at) {
        word.push_back(static_cast<char>('a' + number % 7));
        number /= 7;
    }
    return word + "qz";
}

struct Land {
    explicit Land(Scene& scene) : staff(scene.sign_in(scene.staff)) {
        add(scene, scene.root, AccountKind::partner);
        add(scene, scene.root, AccountKind::partner);
        add(scene, accounts[0], AccountKind::reseller);
        add(scene, accounts[1], AccountKind::reseller);
        for (int at = 0; at < 12; ++at)
            add(scene, accounts[static_cast<std::size_t>(at % 4)], AccountKind::customer);
    }
    void add(Scene& scene, AccountId parent, AccountKind kind) {
        const std::string word = word_of(static_cast<int>(accounts.size()));
        AddAccount add;
        add.id = scene.fresh<AccountId>();
        add.kind = kind;
        add.name = word;
        add.third_party_reference = "ref " + word;
        add.contact = {word, word + "@example.com", "1", word, word, word, word};
        if (kind != AccountKind::customer) add.internal_use_id = scene.fresh<AccountId>();
        REQUIRE(scene.run(staff, parent, add) == std::nullopt);
        parents[add.id] = parent;
        words[add.id] = word;
        accounts.push_back(add.id);
        owners.push_back(scene.administrator(staff, add.id, Role::account_owner, word + "@people.example"));
    }
    bool is_below(AccountId account, AccountId above) const {
        for (AccountId at = account; parents.count(at) != 0; at = parents.at(at)) {
            if (at == above) return true;
        }
        return false;
    }

    User staff;
    std::vector<AccountId> accounts;
    std::vector<User> owners;  // of the account at the same place
    std::map<AccountId, AccountId> parents;
    std::map<AccountId, std::string> words;
};

// Whose words the owner of `reader` may be told: of its own and what is below; the name of the account
// directly above; and of those it shares a federation with (`friends`).
std::vector<std::string> foreign_words(const Land& land, AccountId reader,
                                       const std::vector<AccountId>& friends) {
    std::vector<std::string> foreign;
    for (const AccountId& account : land.accounts) {
        const bool own = land.is_below(account, reader);
        const bool above = land.parents.at(reader) == account;
        const bool shared = std::find(friends.begin(), friends.end(), account) != friends.end();
        if (!own && !above && !shared) foreign.push_back(land.words.at(account));
    }
    return foreign;
}

void check_nothing_of(const std::string& text, const std::vector<std::string>& foreign) {
    for (const std::string& word : foreign) {
        CAPTURE(word, text.substr(0, 400));
        CHECK(text.find(word) == std::string::npos);
    }
}

// All that a pull tells, without the names of the scopes: those it only repeats.
std::string told_by(const Reply& reply) {
    std::string text;
    Pulled pulled = std::get<Pulled>(reply);
    for (const PulledScope& scope : pulled.scopes) {
        for (const Row& row : scope.rows) text += encode(row);
    }
    pulled.scopes.clear();
    return text + encode(Reply(pulled));
}

}  // namespace

TEST_CASE("no reply tells of an account out of reach") {
    Scene scene;
    Land land(scene);
    // Accounts 4 and 8 (of the same partner) are in one federation, 12 asks to join; 5 has one of its own.
    const AccountId owner = land.accounts[4];
    const AccountId member = land.accounts[8];
    const AccountId asking = land.accounts[12];
    const auto founded = scene.found(land.owners[0], land.accounts[0], owner, "first federation");
    const auto other = scene.found(land.owners[1], land.accounts[1], land.accounts[5], "second federation");
    const auto join = [&](std::size_t who) {
        User& user = land.owners[who];
        const AccountId account = land.accounts[who];
        const auto found =
            scene.ask_for<CodeFound>(user.session, LookUpCode{account, Via::own, account, founded.text});
        const auto request = scene.fresh<JoinRequestId>();
        REQUIRE(scene.run(user, account, Join{request, found.ticket}) == std::nullopt);
        return request;
    };
    const auto accepted = join(8);
    const auto card = scene.row<JoinRequestRow>(federation_owner_scope(founded.federation), accepted)->card;
    REQUIRE(scene.run(land.owners[4], owner,
                      Accept{founded.federation, accepted, scene.fresh<MembershipId>(), card}) ==
            std::nullopt);
    join(12);

    // Every scope there is, and some that there are not.
    std::vector<Scope> all;
    for (const auto& [scope, rows] : scene.database.rows().scopes()) all.push_back(scope);
    for (const AccountId& account : land.accounts) {
        for (const auto make : {children_of, account_scope, people_of, standing_of, face_of}) {
            all.push_back(make(account));
        }
    }
    for (std::size_t at = 0; at < land.accounts.size(); ++at) {
        const AccountId reader = land.accounts[at];
        CAPTURE(at);
        std::vector<AccountId> friends;
        const bool reaches_member = land.is_below(owner, reader) || land.is_below(member, reader);
        if (reaches_member) friends = {owner, member};
        // The owner's side is shown who asks; who asks is shown the creator's name.
        if (land.is_below(owner, reader)) friends.push_back(asking);
        if (land.is_below(asking, reader)) friends.push_back(owner);
        const auto foreign = foreign_words(land, reader, friends);
        REQUIRE(foreign.size() >= 3);

        const User& user = land.owners[at];
        std::string cookie;
        Pull pull;
        pull.wanted = all;
        for (const User& somebody : land.owners) pull.clients.push_back(somebody.client);
        const std::string text = told_by(scene.ask(user.session, pull));
        check_nothing_of(text, foreign);
        CHECK(text.find(land.words.at(reader)) != std::string::npos);
        pull.held = all;
        pull.wanted.clear();
        check_nothing_of(told_by(scene.ask(user.session, pull)), foreign);
        if (!reaches_member && !land.is_below(asking, reader)) {
            CHECK(text.find("first federation") == std::string::npos);
        }

        // Asked about each account by every path, it is as if what is out of reach were not there.
        const Reply nothing =
            scene.ask(user.session, LookUpCode{reader, Via::parent, scene.fresh<AccountId>(), founded.text});
        for (const AccountId& account : land.accounts) {
            if (land.is_below(account, reader)) continue;
            for (const AccountId& home : {reader, account}) {
                for (const Via via : {Via::own, Via::parent, Via::federation}) {
                    const Reply reply = scene.ask(user.session, LookUpCode{home, via, account, founded.text});
                    CHECK(encode(reply) == encode(nothing));
                    const Reply secret =
                        scene.ask(user.session, RevealCode{home, via, account, other.federation, other.code});
                    CHECK(encode(secret) == encode(nothing));
                }
            }
        }
    }
}

TEST_CASE("a command on what is out of reach is refused like one on nothing") {
    Scene scene;
    Land land(scene);
    User& user = land.owners[4];
    const AccountId home = land.accounts[4];
    const auto ends = [&](AccountId account, Via via, const Command& command) {
        Envelope envelope = scene.envelope(user, home, account, command);
        envelope.via = via;
        scene.push(user, {envelope});
        Outcome outcome = scene.outcome(user, user.seq);
        outcome.seq = 0;
        return encode(outcome);
    };
    const auto federation = scene.fresh<FederationId>();
    const Command commands[] = {
        EditAccount{Edit{"a", "b"}, {}, {}, {}, {}, {}, {}, {}, {}},
        SuspendAccount{},
        CloseAccount{},
        MoveAccount{land.accounts[1]},
        InviteAdministrator{scene.fresh<InvitationId>(), "x@example.com", Role::viewer},
        RemoveAdministrator{scene.fresh<GrantId>()},
        CreateFederation{federation, scene.fresh<MembershipId>(), scene.fresh<AccessCodeId>(), "F"},
        Join{scene.fresh<JoinRequestId>(), scene.fresh<TicketId>()},
        Leave{federation, scene.fresh<MembershipId>()},
        Dissolve{federation, "F"}};
    // What is recorded of it is for the person alone.
    const auto of_others = [&] {
        const std::string own = to_string(person_scope(user.person)) + " {\"type\":\"activity\"";
        std::vector<std::string> lines = text_of(scene.database.rows());
        std::erase_if(lines, [&](const std::string& line) { return line.compare(0, own.size(), own) == 0; });
        return lines;
    };
    const auto before = of_others();
    for (const Command& command : commands) {
        for (const Via via : {Via::own, Via::parent, Via::federation}) {
            const std::string nothing = ends(scene.fresh<AccountId>(), via, command);
            CHECK(decode_outcome(nothing)->refusal == Refusal::not_found);
            for (const std::size_t other : {0U, 5U, 8U})
                CHECK(ends(land.accounts[other], via, command) == nothing);
        }
    }
    CHECK(of_others() == before);
    scene.database.rows().each<ActivityRow>(person_scope(user.person), [&](const ActivityRow& row) {
        CHECK(row.home_name.empty());
        CHECK(row.through_name.empty());
    });
}
