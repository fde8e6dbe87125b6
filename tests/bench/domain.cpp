// What permissions and pulls cost with 100,000 accounts under one operator, eight levels deep. Prints figures beside
// what is aimed at and fails nothing: bench_domain [ACCOUNTS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <unordered_map>

#include "authority/authority.h"
#include "authority/memory_database.h"
#include "authority/plain_vault.h"
#include "authority/sample.h"
#include "domain/permissions.h"
#include "wire/json.h"
#include "wire/memory_ports.h"

using namespace parasol;

namespace {

constexpr Instant now = 1'792'000'000'000;
constexpr std::size_t deepest = 8;  // levels below the operator

void say(const char* what, double value, const char* unit, const char* aim = "") {
    std::printf("  %-64s %9.*f %-4s%s%s\n", what, value < 10 ? 2 : 0, value, unit, *aim ? "  aim " : "", aim);
}

double share_of(std::vector<double> values, double part) {
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(static_cast<double>(values.size()) * part);
    return values.empty() ? 0 : values[std::min(at, values.size() - 1)];
}
double median(std::vector<double> values) { return share_of(std::move(values), 0.5); }

template <class Act>
double nanoseconds(Act&& act) {
    const auto from = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - from).count();
}

template <class Act>
double cpu_milliseconds(Act&& act) {
    const std::clock_t from = std::clock();
    act();
    return 1000.0 * static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
}

// A way by which somebody reaches an account.
struct Path {
    PersonId person;
    AccountId home;
    Via via = Via::own;
    AccountId account;
};

struct Paths {
    std::vector<Path> own, parent, federation;
    std::vector<Scope> lists;  // of every base account
};

// Of all accounts on the lowest level.
Paths paths_of(const RowSet& rows) {
    std::unordered_map<Id, AccountId, IdHash> parents;
    Paths paths;
    for (const auto& [scope, held] : rows.scopes()) {
        held.each<AccountRow>([&](const AccountRow& row) {
            parents[row.id] = row.parent;
            if (is_base(row.kind)) paths.lists.push_back(children_of(row.id));
        });
    }
    const auto is_deep = [&](AccountId account) {
        std::size_t levels = 0;
        for (AccountId at = parents.at(account); !at.is_none(); at = parents.at(at)) ++levels;
        return levels == deepest;
    };
    const SampleGuide guide = sample_guide();
    for (const auto& [scope, held] : rows.scopes()) {
        held.each<AccountRow>([&](const AccountRow& row) {
            const Path path{guide.operator_owner, guide.operator_account, Via::parent, row.id};
            if (row.kind == AccountKind::customer && is_deep(row.id)) paths.parent.push_back(path);
        });
        held.each<HeldGrantRow>([&, who = PersonId(scope.id)](const HeldGrantRow& row) {
            if (is_deep(row.account)) paths.own.push_back({who, row.account, Via::own, row.account});
        });
        held.each<HeldSeatRow>([&, who = PersonId(scope.id)](const HeldSeatRow& seat) {
            rows.each<MembershipRow>(federation_scope(seat.federation), [&](const MembershipRow& row) {
                const bool active = row.state == MembershipState::active;
                if (active && is_deep(row.account)) {
                    paths.federation.push_back({who, seat.owner, Via::federation, row.account});
                }
            });
        });
    }
    return paths;
}

// Nanoseconds of one check, of several together: the clock is too coarse for one.
double check_all(RowSet& rows, const std::vector<Path>& paths, std::size_t& refused) {
    const CommandNeeds needs{Permission::see, false, true};
    const double all = nanoseconds([&] {
        for (const Path& path : paths) {
            Work work(rows);
            const auto refusal =
                refusal_of_path(work, path.person, path.home, path.via, path.account, needs, now);
            refused += refusal || work.undecided() ? 1 : 0;
        }
    });
    return all / static_cast<double>(paths.size());
}

// Over random accounts: some at a time, whose rows have to come from memory, and the same again, as when somebody works
// on them.
void measure_checks(const char* what, RowSet& rows, const std::vector<Path>& paths) {
    SeededChance chance(7);
    std::vector<double> first, again;
    std::size_t refused = 0;
    for (int round = 0; round < 2000; ++round) {
        std::vector<Path> some;
        while (some.size() < 16) some.push_back(paths[chance.below(paths.size())]);
        first.push_back(check_all(rows, some, refused));
        again.push_back(check_all(rows, some, refused));
    }
    std::printf("  permission check %s, on random ones of %zu accounts\n", what, paths.size());
    say("    median", median(again), "ns", "200 ns");
    say("    99 of 100 within", share_of(again, 0.99), "ns");
    say("    rows not in the processor's cache: median", median(first), "ns");
    say("    99 of 100 within", share_of(first, 0.99), "ns");
}

// The authority, asked as by a client.
struct Asked {
    ManualClock clock{now};
    SeededChance chance{1};
    PlainVault vault;
    MemoryDatabase database{clock, "bench"};
    std::unique_ptr<Authority> authority;
    std::string session;
    std::size_t sent = 0, answered = 0;  // bytes of the last request and its answer
    double took = 0;                     // milliseconds of the processor

    void begin(RowSet rows, PersonId person) {
        JournalRecord entry;
        entry.own = true;
        database.fill(std::move(rows), std::move(entry), [](Committed) {});
        clock.settle();
        AuthorityOptions options;
        options.demo_sign_in = true;
        authority = std::make_unique<Authority>(database, clock, chance, vault, options);
        authority->start();
        session = std::get<SignedIn>(ask(SignInAs{person, {}, {}})).session;
    }
    Reply ask(RequestBody body) {
        Request request;
        request.session = session;
        request.body = std::move(body);
        const std::string text = encode(request);
        std::string reply;
        took = cpu_milliseconds([&] {
            authority->handle(text, [&](std::string answer) { reply = std::move(answer); });
            clock.settle();
        });
        sent = text.size();
        answered = reply.size();
        return *decode_reply(reply);
    }
    Pulled pull(std::vector<Scope> wanted, const std::vector<Scope>& held, const std::string& cookie) {
        Pull pull;
        pull.wanted = std::move(wanted);
        pull.held = held;
        pull.cookie = cookie;
        return std::get<Pulled>(ask(std::move(pull)));
    }
};

// What a client asks for when an account is opened.
std::vector<Scope> details_of(const RowSet& rows, AccountId account) {
    std::vector<Scope> wanted = {account_scope(account), people_of(account)};
    const auto parent_of = [&](AccountId of) { return rows.find<AccountRow>(account_scope(of), of)->parent; };
    wanted.push_back(face_of(parent_of(account)));
    for (AccountId at = parent_of(account); !at.is_none(); at = parent_of(at)) wanted.push_back(standing_of(at));
    return wanted;
}

void measure_opening(Asked& asked, const std::vector<Path>& paths, const std::vector<Scope>& held,
                     const std::string& cookie, const char* what) {
    SeededChance chance(9);
    std::vector<double> took;
    std::size_t bytes = 0;
    constexpr std::size_t opened = 100;
    for (std::size_t at = 0; at < opened; ++at) {
        const AccountId account = paths[chance.below(paths.size())].account;
        asked.pull(details_of(asked.database.rows(), account), held, cookie);
        took.push_back(asked.took);
        bytes += asked.answered;
    }
    say(what, median(took), "ms", "100 ms, with all else");
    std::printf("      99 of 100 within %.2f ms; asked in %zu bytes, answered in %zu\n", share_of(took, 0.99),
                asked.sent, bytes / opened);
}

// With `held`: a pull when nothing has changed, and after an account was changed.
void measure_changes(Asked& asked, const std::vector<Path>& paths, const std::vector<Scope>& held,
                     std::string cookie) {
    SeededChance chance(11);
    std::vector<double> nothing, change;
    std::size_t bytes_of_nothing = 0, bytes_of_change = 0, rows = 0;
    std::int64_t seq = 0;
    const ClientId client(make_uuid7(now, 1, 1));
    constexpr std::size_t rounds = 30;
    for (std::size_t round = 0; round < rounds; ++round) {
        asked.pull({}, held, cookie);
        nothing.push_back(asked.took);
        bytes_of_nothing = asked.answered;
        const Path& path = paths[chance.below(paths.size())];
        const auto* row = asked.database.rows().find<AccountRow>(account_scope(path.account), path.account);
        Envelope envelope{client, ++seq, path.person, path.home, path.via, path.account, now, {}};
        EditAccount edit;
        edit.name = Edit{row->name, "Renamed " + std::to_string(round)};
        envelope.command = edit;
        Push push;
        push.commands.push_back(envelope);
        asked.ask(std::move(push));
        const Pulled pulled = asked.pull({}, held, cookie);
        change.push_back(asked.took);
        bytes_of_change = asked.answered;
        for (const PulledScope& scope : pulled.scopes) rows += scope.rows.size() + scope.deleted.size();
        cookie = pulled.cookie;
    }
    say("a pull when nothing has changed, all lists held", median(nothing), "ms");
    std::printf("      asked in %zu bytes, answered in %zu\n", asked.sent, bytes_of_nothing);
    say("a pull after one account was renamed", median(change), "ms");
    std::printf("      %.1f rows in %zu bytes\n", static_cast<double>(rows) / rounds, bytes_of_change);
}

}  // namespace

int main(int count, char** arguments) {
    SampleOptions options;
    options.accounts = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 100000;
    options.shape = SampleShape::deep;
    options.now = now;
    Asked asked;
    RowSet rows;
    const double made = cpu_milliseconds([&] { rows = make_sample(options, asked.vault); });
    const Paths paths = paths_of(rows);
    std::printf("%zu accounts under one operator, %zu levels below it: %zu rows in %zu scopes, %zu lists\n",
                options.accounts, deepest, rows.row_count(), rows.scopes().size(), paths.lists.size());
    if (paths.own.empty() || paths.parent.empty() || paths.federation.empty()) {
        std::printf("  too few accounts to measure by\n");
        return 1;
    }
    say("made in", made, "ms");
    measure_checks("by a grant on the account", rows, paths.own);
    measure_checks("by a grant on the operator", rows, paths.parent);
    measure_checks("through a federation", rows, paths.federation);

    asked.begin(std::move(rows), sample_guide().operator_owner);
    std::vector<Scope> held = paths.lists;
    held.push_back(person_scope(sample_guide().operator_owner));
    Pulled first = asked.pull({}, {}, {});
    measure_opening(asked, paths.parent, {}, first.cookie, "opening an account, by itself: the authority");
    measure_opening(asked, paths.parent, held, first.cookie, "opening an account, all lists held: the authority");
    measure_changes(asked, paths.parent, held, first.cookie);
    return 0;
}
