#include "shell/server/commands.h"

#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "authority/drawing.h"
#include "authority/sample.h"
#include "authority/sessions.h"
#include "domain/csv_import.h"
#include "domain/invariants.h"
#include "domain/limits.h"
#include "domain/rules.h"
#include "domain/text_rules.h"
#include "shell/server/loop.h"
#include "shell/server/store.h"
#include "ui/routes.h"
#include "ui/words.h"
#include "wire/csv.h"

namespace parasol::server {
namespace {

namespace files = std::filesystem;

int refuse(const std::string& problem) {
    std::fprintf(stderr, "parasold: %s\n", problem.c_str());
    return exit_refused;
}

// For the eyes of its owner alone; one that is there stays as it is.
std::string make_folder(const std::string& path) {
    std::error_code error;
    if (files::create_directories(path, error)) files::permissions(path, files::perms::owner_all, error);
    return error ? "The folder \"" + path + "\" cannot be made: " + error.message() + "." : std::string();
}

// A database in its folder, with what works on it in this thread.
struct Workshop {
    boost::asio::io_context io;
    AsioClock clock{io};
    SodiumChance chance;
    std::unique_ptr<SqliteDatabase> database;
    std::unique_ptr<SodiumVault> vault;

    std::string open(const Options& options, SqliteDatabase::Missing missing) {
        if (missing == SqliteDatabase::Missing::is_made) {
            const std::string problem = make_folder(options.data);
            if (!problem.empty()) return problem;
        }
        Store store = open_store(options.database(), options.key(), missing, clock, chance);
        database = std::move(store.database);
        vault = std::make_unique<SodiumVault>(store.key);
        if (!store.problem.empty()) return std::move(store.problem);
        clock.on_behind([](Duration by) {
            if (by > 0) std::fprintf(stderr, "parasold: %s\n", clock_is_behind);
        });
        clock.never_before(database->last_recorded());
        return {};
    }

    // Opens an empty one.
    std::string open_new(const Options& options) {
        std::string problem = open(options, SqliteDatabase::Missing::is_made);
        if (problem.empty() && !database->is_empty()) {
            return "There is a database in \"" + options.data + "\" already. It is untouched; name another folder "
                   "with --data.";
        }
        return problem;
    }

    std::string fill(RowSet rows, ChangeSet written) {
        JournalRecord entry;
        entry.own = true;
        entry.envelope.time = clock.now();
        entry.written = std::move(written);
        DatabaseError failed = DatabaseError::lost;
        database->fill(std::move(rows), std::move(entry), [&](const Committed& result) { failed = result.error; });
        io.run();
        if (failed == DatabaseError::none) return {};
        return failed == DatabaseError::full ? "The disk is full." : "The database could not be written.";
    }
};

}  // namespace

int run_init(const Options& options) {
    if (check_name(options.operator_name) || check_name(options.owner_name)) {
        return refuse("A name has 1 to 200 characters and none that control the text.");
    }
    if (!is_email(options.owner_email)) return refuse("\"" + options.owner_email + "\" is not an e-mail address.");
    Workshop shop;
    std::string problem = shop.open_new(options);
    if (!problem.empty()) return refuse(problem);

    const auto fresh = [&] { return draw_id(shop.clock, shop.chance); };
    const PersonId owner(fresh());
    ChangeSet first = genesis(AccountId(fresh()), options.operator_name, draw_account_number(shop.chance), owner,
                              options.owner_name, lower_email(options.owner_email), GrantId(fresh()), shop.clock.now());
    const std::string token = draw_session_token(shop.chance);
    LinkRow link;
    link.id = LinkId(fresh());
    link.person = owner;
    link.expires = shop.clock.now() + invitation_life;
    first.push_back({link_key(shop.vault->fingerprint("link", token)), std::nullopt, Row(link)});
    RowSet rows;
    rows.apply(first);
    problem = shop.fill(std::move(rows), std::move(first));
    if (!problem.empty()) return refuse(problem);
    std::printf("The database is made. Start \"parasold serve\" with the same --data; then %s chooses a password here, "
                "once, within 14 days:\n%s\n",
                options.owner_name.c_str(), link_address(options.url, token).c_str());
    return 0;
}

int run_sample(const Options& options) {
    if (check_password(options.password, {})) {
        return refuse("The password has to be longer, or harder to guess: 12 characters, five of them different.");
    }
    Workshop shop;
    std::string problem = shop.open_new(options);
    if (!problem.empty()) return refuse(problem);

    SampleOptions sample;
    sample.accounts = options.accounts;
    sample.now = shop.clock.now();
    if (options.shape == "one-base") sample.shape = SampleShape::one_base;
    if (options.shape == "deep") sample.shape = SampleShape::deep;
    std::ifstream names(options.pages + "/sample/names.txt");
    const std::string words{std::istreambuf_iterator<char>(names), std::istreambuf_iterator<char>()};
    RowSet rows = make_sample(sample, *shop.vault, words);

    const auto hash = ArgonPasswords::hashed(options.password);
    if (!hash) return refuse("There is not enough memory to make a password's hash (19 MiB).");
    std::vector<PersonId> people;
    for (const auto& [scope, held] : rows.scopes()) {
        held.each<PersonRow>([&](const PersonRow& row) { people.push_back(row.id); });
    }
    for (const PersonId& person : people) {
        rows.put(password_key(person), PasswordRow{person, shop.vault->seal(*hash), sample.now});
    }
    std::string featured;
    for (const PersonId& person : featured_sign_ins()) {
        const auto* row = rows.find<PersonRow>(person_scope(person), person);
        if (row) featured += "  " + row->email + "  (" + row->name + ")\n";
    }
    problem = shop.fill(std::move(rows), {});
    if (!problem.empty()) return refuse(problem);
    std::printf("The sample is made: %zu people. Sign in with the password that you gave, as one of:\n%s",
                people.size(), featured.c_str());
    return 0;
}

int run_verify(const Options& options) {
    Workshop shop;
    const std::string problem = shop.open(options, SqliteDatabase::Missing::is_an_error);
    if (!problem.empty()) return refuse(problem);
    const std::string damage = shop.database->damage();
    if (!damage.empty()) return refuse("The file is damaged: " + damage + ". Restore a backup.");
    const auto rows = shop.database->all_rows();
    if (!rows) return refuse("There are rows that cannot be read. Restore a backup.");
    std::size_t shown = 0;
    const auto problems = broken_invariants(*rows);
    for (const auto& one : problems) {
        if (++shown <= 20) std::fprintf(stderr, "  %s\n", one.c_str());
    }
    if (!problems.empty()) {
        return refuse(std::to_string(problems.size()) + " rows do not fit the others. Keep a copy, and report this.");
    }
    std::printf("%zu rows in %zu scopes: all is well.\n", rows->row_count(), rows->scopes().size());
    return 0;
}

int run_backup(const Options& options) {
    const std::string problem = SqliteDatabase::copy(options.database(), options.file);
    if (!problem.empty()) return refuse(problem);
    std::printf("The database is copied to \"%s\". Keep \"%s\" too, elsewhere: without it the secrets in the copy "
                "cannot be read.\n",
                options.file.c_str(), options.key().c_str());
    return 0;
}

int run_restore(const Options& options) {
    Workshop shop;
    std::error_code error;
    if (files::exists(options.database(), error)) {
        return refuse("There is a database in \"" + options.data + "\". Move \"" + options.database() +
                      "\" and what begins with its name elsewhere first, with parasold stopped.");
    }
    std::string copied = make_folder(options.data);
    if (copied.empty()) copied = SqliteDatabase::copy(options.file, options.database());
    if (!copied.empty()) return refuse(copied);
    auto restored = SqliteDatabase::open(options.database(), SqliteDatabase::Missing::is_an_error, shop.clock,
                                         shop.chance);
    if (!restored.database) return refuse(restored.problem);
    if (!restored.database->renew_epoch(shop.chance)) return refuse("The restored database cannot be written.");
    std::printf("The database is restored. What came after the backup is lost; clients take everything anew. It is "
                "served with the key that it was made with, beside it.\n");
    return 0;
}

namespace {

// All rows of a scope, now.
std::vector<Row> rows_in(Workshop& shop, const Scope& scope) {
    std::vector<Row> rows;
    shop.database->load({scope}, [&](Loaded loaded) {
        for (LoadedScope& one : loaded.scopes) rows = std::move(one.rows);
    });
    shop.io.run();
    shop.io.restart();
    return rows;
}

template <class R>
std::vector<R> rows_of(Workshop& shop, const Scope& scope) {
    std::vector<R> found;
    for (const Row& row : rows_in(shop, scope)) {
        if (const R* one = std::get_if<R>(&row)) found.push_back(*one);
    }
    return found;
}

std::optional<Reply> ask(Workshop& shop, Authority& authority, const std::string& session, RequestBody body) {
    std::optional<Reply> answer;
    Request request;
    request.session = session;
    request.body = std::move(body);
    authority.handle(std::move(request), [&](Reply reply) { answer = std::move(reply); });
    while (!answer && shop.io.run_one() != 0) {
    }
    return answer;
}

// How it ended by a path from this home; nullopt where the database failed.
std::optional<Outcome> give(Workshop& shop, Authority& authority, const std::string& session, Envelope envelope) {
    const ClientId client = envelope.client;
    Push push;
    push.commands.push_back(std::move(envelope));
    ask(shop, authority, session, std::move(push));
    Pull pull;
    pull.clients = {client};
    const auto reply = ask(shop, authority, session, std::move(pull));
    const auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
    return pulled && !pulled->outcomes.empty() ? std::optional(pulled->outcomes.back()) : std::nullopt;
}

int refuse_import(const std::optional<Refusal>& refusal, const std::vector<ImportProblem>& problems) {
    for (const ImportProblem& problem : problems) std::fprintf(stderr, "  %s\n", words::describe(problem).c_str());
    return refuse(std::string(words::of(refusal.value_or(Refusal::import_row))) + " Nothing was imported.");
}

}  // namespace

int run_import(const Options& options) {
    std::ifstream file(options.file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) return refuse("The file \"" + options.file + "\" cannot be read.");
    if (const auto refusal = check_import_file(bytes)) return refuse_import(refusal, {});
    const CsvTable table = read_csv(bytes);
    if (table.fault != CsvFault::none) {
        return refuse("The file is no CSV file from row " + std::to_string(table.row) + " on. Nothing was imported.");
    }
    Workshop shop;
    const std::string problem = shop.open(options, SqliteDatabase::Missing::is_an_error);
    if (!problem.empty()) return refuse(problem);
    CsvImport import = read_import(table.rows, [&] { return draw_id(shop.clock, shop.chance); });
    if (import.refusal || !import.problems.empty()) return refuse_import(import.refusal, import.problems);
    const auto people = rows_of<EmailKeyRow>(shop, email_key(lower_email(options.in_name_of)));
    const auto accounts = rows_of<NumberKeyRow>(shop, number_key(options.into));
    if (people.empty()) return refuse("There is nobody with the address \"" + options.in_name_of + "\".");

    // Whoever has the database and its key may sign in as anybody.
    AuthorityOptions may_be_anybody;
    may_be_anybody.demo_sign_in = true;
    Authority authority(*shop.database, shop.clock, shop.chance, *shop.vault, may_be_anybody);
    const auto begun = ask(shop, authority, {}, SignInAs{people[0].id, {}, {}});
    const auto* in = begun ? std::get_if<SignedIn>(&*begun) : nullptr;
    if (!in) return refuse("The database could not be written.");
    const std::size_t count = import.rows.size();
    std::optional<Outcome> outcome = Outcome{{}, 0, Refusal::not_found, {}};
    for (const HeldGrantRow& held : rows_of<HeldGrantRow>(shop, person_scope(in->person))) {
        if (accounts.empty() || !outcome || outcome->refusal != Refusal::not_found) break;
        Envelope envelope;
        envelope.client = ClientId(draw_id(shop.clock, shop.chance));
        envelope.seq = 1;
        envelope.person = in->person;
        envelope.home = held.account;
        envelope.account = AccountId(accounts[0].id);
        envelope.via = envelope.home == envelope.account ? Via::own : Via::parent;
        envelope.time = shop.clock.now();
        envelope.command = ImportAccounts{import.rows};
        outcome = give(shop, authority, in->session, std::move(envelope));
    }
    ask(shop, authority, in->session, SignOut{});
    if (!outcome) return refuse("The database could not be written.");
    if (outcome->refusal) return refuse_import(outcome->refusal, outcome->problems);
    std::printf("%zu accounts are imported.\n", count);
    return 0;
}

}  // namespace parasol::server
