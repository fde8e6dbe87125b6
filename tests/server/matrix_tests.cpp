// Who may give which command (domain/authorisation.h), asked of a server over HTTP with its database in a file: each
// person in every relation, by every path they can state. Each outcome is the one that a client sees.
#include "domain/authorisation.h"
#include "server/site.h"

using namespace web;
using authorisation::Actor;
using authorisation::Limit;
using authorisation::Line;
using authorisation::Place;
using authorisation::Stage;

namespace {

// Whoever commands, and from where they may say that they do.
struct Asked {
    PersonId person;
    std::vector<Actor> actors;
};

std::vector<Asked> everybody(const Place& place) {
    std::vector<Asked> all;
    for (const auto& [who, person] : place.people) {
        const AccountId home = place.home_of(who.first);
        Asked asked{person, authorisation::all_paths(person, home, place.target)};
        // A seat counts from the owner account too.
        if (who.first == "federated") {
            asked.actors.push_back({person, place.trees.owner, Via::federation, place.target});
        }
        all.push_back(std::move(asked));
    }
    all.push_back({place.nobody, authorisation::all_paths(place.nobody, place.target, place.target)});
    return all;
}

std::vector<PersonId> people_of_place(const Place& place) {
    std::vector<PersonId> people;
    for (const Asked& asked : everybody(place)) people.push_back(asked.person);
    return people;
}

// How each of these ended, in the words of World::in_words, where "done" is also what changed nothing.
std::vector<std::string> outcomes(const Site& site, const PersonId& person, const std::vector<Actor>& actors,
                                  const Command& command) {
    Client browser = site.client();
    browser.jar.insert(Site::cookie_of(person));
    const std::string session = to_string(person);
    const auto client = fresh<ClientId>();
    Push push;
    push.commands = authorisation::one_after_another(client, actors, command);
    const auto pushed = browser.ask(push, session);
    REQUIRE(pushed);
    REQUIRE(std::get<Pushed>(*pushed).last_seq == static_cast<std::int64_t>(actors.size()));
    Pull pull;
    pull.clients = {client};
    const auto pulled = browser.ask(pull, session);
    REQUIRE(pulled);
    std::vector<std::string> words;
    for (const Outcome& outcome : std::get<Pulled>(*pulled).outcomes) {
        words.push_back(outcome.refusal ? std::string(to_string(*outcome.refusal)) : "done");
    }
    REQUIRE(words.size() == actors.size());
    return words;
}

// The refused ones change nothing, so one server does for all; each of the others has a server of its own.
void ask_line(const Line& line, Limit limit, std::size_t& asked_in_all) {
    Place place(line.stage, server::system_now());
    place.set_limit(limit);
    const Command command = line.make(place);
    const std::vector<PersonId> people = people_of_place(place);
    const Site site(place.rows, people);
    for (const Asked& asked : everybody(place)) {
        std::vector<Actor> refused, done;
        std::vector<std::string> expected;
        for (const Actor& actor : asked.actors) {
            const std::string words = place.ask_of(actor, command);
            if (words == "done" || words == "same") {
                done.push_back(actor);
            } else {
                refused.push_back(actor);
                expected.push_back(words);
            }
        }
        CAPTURE(line.name, to_string(asked.person));
        CHECK(outcomes(site, asked.person, refused, command) == expected);
        for (const Actor& actor : done) {
            const Site own(place.rows, people);
            CHECK(outcomes(own, asked.person, {actor}, command) == std::vector<std::string>{"done"});
        }
        asked_in_all += asked.actors.size();
    }
}

}  // namespace

TEST_CASE("the server tells everybody of each command what the table of roles says") {
    std::size_t asked = 0;
    for (const Line& line : authorisation::table()) ask_line(line, Limit::full, asked);
    CHECK(asked > 5000);
}

TEST_CASE("the server keeps to a member's limit") {
    std::size_t asked = 0;
    for (const Line& line : authorisation::table()) {
        if (line.name != "edit_account" && line.name != "invite_administrator" && line.name != "set_brand") continue;
        for (const Limit limit : {Limit::without_billing, Limit::services_only, Limit::paused}) {
            ask_line(line, limit, asked);
        }
    }
    CHECK(asked > 1000);
}
