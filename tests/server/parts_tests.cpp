// The parts of the server that know no sockets.
#include <boost/asio/executor_work_guard.hpp>

#include "catch.h"
#include "shell/server/api.h"
#include "shell/server/pokes.h"
#include "shell/server/secrets.h"
#include "shell/server/throttle.h"

using namespace parasol;
using namespace parasol::server;

TEST_CASE("a bucket gives what has come into it") {
    Buckets buckets(3, 2);
    for (int time = 0; time < 3; ++time) CHECK(buckets.take("a", 1000) == 0);
    CHECK(buckets.take("a", 1000) == 500);
    CHECK(buckets.take("b", 1000) == 0);
    CHECK(buckets.take("a", 1499) > 0);
    CHECK(buckets.take("a", 1501) == 0);
    CHECK(buckets.take("a", 1501) > 0);
    CHECK(buckets.take("a", 100) > 0);  // a clock that goes back gives nothing
    for (int time = 0; time < 3; ++time) CHECK(buckets.take("a", 3'600'000) == 0);
    CHECK(buckets.take("a", 3'600'000) > 0);
}

TEST_CASE("waiting grows with wrong passwords, ends with a right one, and is forgotten with time") {
    SignInThrottle throttle;
    const SignInThrottle::Try attempt{"ann@x.example", "10.0.0.1", {}};
    Instant now = 1'000'000;
    for (int time = 0; time < 4; ++time) throttle.wrong(attempt, now);
    CHECK(throttle.allowed_from(attempt, now) <= now);
    throttle.wrong(attempt, now);
    CHECK(throttle.allowed_from(attempt, now) == now + 1000);
    throttle.wrong(attempt, now);
    CHECK(throttle.allowed_from(attempt, now) == now + 2000);
    for (int time = 0; time < 30; ++time) throttle.wrong(attempt, now);
    CHECK(throttle.allowed_from(attempt, now) == now + 15 * 60 * 1000);
    CHECK(throttle.allowed_from(attempt, now + 7 * one_hour) <= now + 7 * one_hour);
    // From elsewhere it is the same person; somebody else from there is not.
    CHECK(throttle.allowed_from({"ann@x.example", "10.0.0.2", {}}, now) > now);
    CHECK(throttle.allowed_from({"bob@x.example", "10.0.0.2", {}}, now) <= now);
    CHECK(throttle.allowed_from({"bob@x.example", "10.0.0.1", {}}, now) > now);  // 36 wrong ones from there
    CHECK(throttle.allowed_from({"ann@x.example", "10.0.0.1", "proof"}, now) <= now);
    throttle.right(attempt);
    CHECK(throttle.allowed_from({"ann@x.example", "10.0.0.2", {}}, now) <= now);
}

TEST_CASE("many addresses together make strangers wait, but not who has been here before") {
    SignInThrottle throttle;
    const Instant now = 1'000'000;
    for (int number = 0; number < 1100; ++number) {
        throttle.wrong({"p" + std::to_string(number) + "@x.example", "10.0." + std::to_string(number), {}}, now);
    }
    CHECK(throttle.allowed_from({"new@x.example", "11.0.0.1", {}}, now) > now);
    CHECK(throttle.allowed_from({"new@x.example", "11.0.0.1", "proof"}, now) <= now);
}

TEST_CASE("people who mistype all day make nobody wait") {
    SignInThrottle throttle;
    Instant now = 1'000'000;
    for (int number = 0; number < 3000; ++number) {
        now += 15 * one_second;
        // An office of a thousand behind one address, and somebody in it who errs every quarter of an hour.
        const std::string email = "p" + std::to_string(number % 60) + "@x.example";
        const SignInThrottle::Try attempt{email, number % 2 == 0 ? "10.0.0.1" : "10.0.0.2", {}};
        REQUIRE(throttle.allowed_from(attempt, now) <= now);
        throttle.wrong(attempt, now);
    }
}

TEST_CASE("a poke goes to the streams of sessions that pulled the scope") {
    Pokes pokes;
    std::string told;
    const PersonId ann(Id{1, 1}), bob(Id{1, 2});
    const auto calls = [&](const std::string& name) {
        return Pokes::Calls{[&told, name] { told += name; }, [&told, name] { told += "(" + name + ")"; }};
    };
    const Scope one = account_scope(AccountId(Id{2, 1})), two = account_scope(AccountId(Id{2, 2}));
    const auto a1 = pokes.open("a", ann, calls("1"));
    const auto a2 = pokes.open("a", ann, calls("2"));
    const auto b3 = pokes.open("b", bob, calls("3"));
    const auto after = [&](const std::vector<Scope>& scopes) {
        told.clear();
        pokes.changed(scopes);
        return told;
    };
    CHECK(after({one}) == "");
    pokes.pulled("a", {one, two, one}, false);
    pokes.pulled("b", {two}, false);
    pokes.pulled("nobody", {one}, false);
    CHECK(after({one}) == "12");
    CHECK(after({one, two}) == "123");
    pokes.pulled("a", {one}, false);
    CHECK(after({two}) == "3");
    // What was pulled besides is heard of as well.
    pokes.pulled("a", {two}, true);
    CHECK(after({two}) == "123");
    CHECK(after({one}) == "12");
    pokes.pulled("a", {one}, false);
    CHECK(after({two}) == "3");
    pokes.close(a1);
    CHECK(after({one}) == "2");
    CHECK(after({session_key("b")}) == "(3)");
    CHECK(after({password_key(ann)}) == "(2)");
    pokes.close(a2);
    pokes.close(b3);
    pokes.close(b3);
    CHECK(pokes.size() == 0);
    CHECK(after({one, two, session_key("b"), password_key(ann)}) == "");
}

TEST_CASE("a stream that another one's call closes is not called") {
    Pokes pokes;
    int calls = 0;
    Pokes::Subscriber first = 0, second = 0;
    first = pokes.open("a", {}, {[&] { ++calls, pokes.close(second); }, [] {}});
    second = pokes.open("a", {}, {[&] { ++calls, pokes.close(first); }, [] {}});
    pokes.pulled("a", {account_scope({})}, false);
    pokes.changed({account_scope({})});
    CHECK(calls == 1);
    CHECK(pokes.size() == 1);
}

TEST_CASE("the vault opens what it sealed, and nothing else") {
    REQUIRE(start_sodium());
    SodiumVault::Key key{};
    key[0] = 1;
    SodiumVault vault(key), same(key);
    key[0] = 2;
    SodiumVault other(key);
    const std::string text = "ACDE-FGHJ-KMNP";
    const std::string sealed = vault.seal(text);
    CHECK(sealed.find(text) == std::string::npos);
    CHECK(vault.seal(text) != sealed);
    CHECK(same.open(sealed) == text);
    CHECK(vault.open(vault.seal("")) == "");
    CHECK(other.open(sealed) == std::nullopt);
    for (const std::string& damaged : {std::string(), std::string("zz"), sealed.substr(1), sealed + "00",
                                       sealed.substr(0, 20), sealed.substr(0, sealed.size() - 2) + "0g"}) {
        CHECK(vault.open(damaged) == std::nullopt);
    }
    std::string changed = sealed;
    changed[60] = changed[60] == '0' ? '1' : '0';
    CHECK(vault.open(changed) == std::nullopt);
    CHECK(vault.fingerprint("code", text) == same.fingerprint("code", text));
    CHECK(vault.fingerprint("code", text) != vault.fingerprint("session", text));
    CHECK(vault.fingerprint("code", text) != other.fingerprint("code", text));
    CHECK(vault.fingerprint("a", "b\nc") != vault.fingerprint("a\nb", "c"));
}

TEST_CASE("a hash is its password's, nobody has none, and a queue that is full refuses") {
    REQUIRE(start_sodium());
    boost::asio::io_context io;
    const auto keeps_running = boost::asio::make_work_guard(io);
    ArgonPasswords passwords(io, 1, 3);
    std::string told;
    const auto tell = [&](std::optional<bool> same) { told += !same ? "busy " : *same ? "yes " : "no "; };
    std::optional<std::string> hash;
    passwords.make("a good password", [&](std::optional<std::string> made) { hash = std::move(made); });
    io.run_one();
    REQUIRE(hash);
    CHECK(hash->find("$argon2id$v=19$m=19456,t=2,p=1$") == 0);
    passwords.verify("a good password", *hash, tell);
    passwords.verify("another password", *hash, tell);
    passwords.verify("a good password", "", tell);
    passwords.verify("a good password", *hash, tell);
    while (told != "busy yes no no ") REQUIRE(io.run_one() == 1);
    passwords.verify("a good password", *hash, tell);
    while (told != "busy yes no no yes ") REQUIRE(io.run_one() == 1);
}

TEST_CASE("cookies are found by their whole name") {
    CHECK(cookie("a=1; b=2;c=3", "b") == "2");
    CHECK(cookie("a=1; b=2;c=3", "c") == "3");
    CHECK(cookie("ab=1; b=", "b") == "");
    CHECK(cookie("xb=1", "b") == "");
    CHECK(cookie("b", "b") == "");
    CHECK(cookie("b=x=y", "b") == "x=y");
    CHECK(cookie("", "b") == "");
    CHECK(cookie(";;; ;", "b") == "");
}
