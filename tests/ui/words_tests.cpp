#include <cctype>
#include <set>
#include <string>

#include "catch.h"
#include "ui/words.h"

using namespace parasol;

namespace {

constexpr Instant start = 1'795'321'800'000;  // 2026-11-22 04:30 UTC

}  // namespace

TEST_CASE("every refusal has a sentence that says what to do") {
    std::set<std::string_view> seen;
    for (std::size_t at = 0; at < refusal_count; ++at) {
        const Refusal refusal = static_cast<Refusal>(at);
        const std::string_view sentence = words::of(refusal);
        INFO(to_string(refusal) << ": " << sentence);
        REQUIRE(sentence.size() > 20);
        CHECK(sentence.size() < 140);
        CHECK(std::isupper(static_cast<unsigned char>(sentence.front())));
        CHECK(sentence.back() == '.');
        CHECK(sentence.find(to_string(refusal)) == std::string_view::npos);
        CHECK(sentence.find("rror") == std::string_view::npos);
        CHECK(seen.insert(sentence).second);
    }
}

TEST_CASE("a moment is read as people write it, in the reader's time zone") {
    // An hour ahead until 25 October 2026 01:00 UTC, as in London.
    words::use_zone([](Instant at) { return at < 1'792'890'000'000 ? one_hour : Duration{0}; });
    const auto read = [](std::string_view day, std::string_view time) {
        const auto at = words::read_date_time(day, time);
        return at ? words::date_time(*at) : std::string("-");
    };
    for (const std::string_view day : {"2026-11-22", "22/11/2026", "22 Nov 2026", "22.11.2026", "22 november, 2026"}) {
        INFO(day);
        CHECK(words::read_date_time(day, "4:30") == start);
    }
    CHECK(read("1 Oct 2026", "00:00") == "1 Oct 2026, 00:00");
    CHECK(words::read_date_time("1 Oct 2026", "01:00") == 1'790'812'800'000);  // 00:00 UTC
    CHECK(read("25 Oct 2026", "00:30") == "25 Oct 2026, 00:30");
    CHECK(read("26 Oct 2026", "00:30") == "26 Oct 2026, 00:30");
    CHECK(words::read_date_time("22 Nov 2026", "") == 1'795'391'999'999);  // the last of the day
    CHECK(read("29 Feb 2028", "12:00") == "29 Feb 2028, 12:00");
    for (const std::string_view day : {"", "22", "22 Nov", "31 Feb 2026", "29/2/2027", "0/1/2026", "2026-13-01",
                                       "22 Foo 2026", "1 2 3 4", "32/1/2026", "2026 2026 2026", "22 No 2026"}) {
        INFO(day);
        CHECK(read(day, "12:00") == "-");
    }
    for (const std::string_view time : {"24:00", "12:60", "12", "noon", "1:2:3"}) {
        INFO(time);
        CHECK(read("2026-11-22", time) == "-");
    }
    words::use_zone(nullptr);
}

TEST_CASE("roles are called by what the account is") {
    CHECK(words::role(Role::account_owner, AccountKind::customer) == "Customer administrator");
    CHECK(words::role(Role::account_owner, AccountKind::partner) == "Account owner");
    CHECK(words::role(Role::viewer, AccountKind::customer) == "Viewer");
}

TEST_CASE("a code is used up or expired before its state says so") {
    AccessCodeRow code;
    code.uses_allowed = 2;
    code.expires = start + one_day;
    CHECK(words::code_state(code, start) == "Live");
    CHECK(words::code_tone(code, start) == ui::Tone::success);
    code.uses_taken = 2;
    CHECK(words::code_state(code, start) == "Used up");
    CHECK(words::code_tone(code, start) == ui::Tone::neutral);
    CHECK(words::code_state(code, start + 2 * one_day) == "Expired");
    code.state = CodeState::revoked;
    CHECK(words::code_state(code, start) == "Revoked");
}

TEST_CASE("a suspended ancestor shows") {
    CHECK(words::state(AccountState::active) == "Active");
    CHECK(words::state(AccountState::active, true) == "Suspended from above");
    CHECK(words::tone(AccountState::active, true) == ui::Tone::warning);
    CHECK(words::state(AccountState::closed, true) == "Closed");
}

TEST_CASE("dates are written as the British do") {
    CHECK(words::date(start) == "22 Nov 2026");
    CHECK(words::date_time(start) == "22 Nov 2026, 04:30");
    CHECK(words::month("2026-10") == "October 2026");
    CHECK(words::month("1999-01") == "January 1999");
    CHECK(words::date(0) == "1 Jan 1970");
    CHECK(words::date(-1) == "31 Dec 1969");
    CHECK(words::date(951'782'400'000) == "29 Feb 2000");
    CHECK(words::date(4'107'542'400'000) == "1 Mar 2100");
    words::use_zone([](Instant at) -> Duration { return at == start ? 20 * one_hour : 0; });
    CHECK(words::date_time(start) == "23 Nov 2026, 00:30");
    words::use_zone(nullptr);
}

TEST_CASE("near times are told by their distance") {
    CHECK(words::relative(start, start) == "just now");
    CHECK(words::relative(start + 10'000, start) == "in a moment");
    CHECK(words::relative(start - 60'000, start) == "1 minute ago");
    CHECK(words::relative(start - 49 * 60'000, start) == "49 minutes ago");
    CHECK(words::relative(start + 3 * one_hour, start) == "in 3 hours");
    CHECK(words::relative(start + one_day, start) == "tomorrow");
    CHECK(words::relative(start - 26 * one_hour, start) == "yesterday");
    CHECK(words::relative(start + 12 * one_day, start) == "in 12 days");
    CHECK(words::relative(start - 60 * one_day, start) == "23 Sep 2026");
    CHECK(words::relative(start + 60 * one_day, start) == "on 21 Jan 2027");
    CHECK(words::relative_with_date(start + 12 * one_day, start) == "in 12 days (4 Dec 2026)");
    CHECK(words::relative_with_date(start + 60 * one_day, start) == "on 21 Jan 2027");
}

TEST_CASE("numbers have their commas and counts their plurals") {
    CHECK(words::number(0) == "0");
    CHECK(words::number(999) == "999");
    CHECK(words::number(1000) == "1,000");
    CHECK(words::number(-1234567) == "-1,234,567");
    CHECK(words::count(1, "account", "accounts") == "1 account");
    CHECK(words::count(0, "account", "accounts") == "0 accounts");
    CHECK(words::count(100'000, "account", "accounts") == "100,000 accounts");
    CHECK(words::bytes(1) == "1 byte");
    CHECK(words::bytes(999) == "999 bytes");
    CHECK(words::bytes(1500) == "1.5 KB");
    CHECK(words::bytes(4'200'000) == "4.2 MB");
    CHECK(words::bytes(5 * 1024 * 1024) == "5.2 MB");
}

TEST_CASE("lists are shortened") {
    const std::string names[] = {"Ann", "Bob", "Cem", "Dai", "Eve"};
    const std::span<const std::string> all(names);
    CHECK(words::list_of(all.first(0)) == "");
    CHECK(words::list_of(all.first(1)) == "Ann");
    CHECK(words::list_of(all.first(2)) == "Ann and Bob");
    CHECK(words::list_of(all.first(3)) == "Ann, Bob and Cem");
    CHECK(words::list_of(all) == "Ann, Bob, Cem and 2 more");
}

TEST_CASE("commands and bad rows are described") {
    AddAccount add;
    add.name = "Acme";
    CHECK(words::describe(Command(add)) == "Add account Acme");
    ImportAccounts import;
    import.rows.resize(2);
    CHECK(words::describe(Command(import)) == "Import 2 accounts");
    CHECK(words::describe(Command(SuspendAccount{})) == "Suspend account");
    EditAccount edit;
    edit.contact_city = Edit{"Cork", "Reading"};
    CHECK(words::describe(Command(edit)) == "Edit city");
    edit.contact_phone = Edit{"", "1"};
    CHECK(words::describe(Command(edit)) == "Edit phone and city");
    EditAccount rename;
    rename.name = Edit{"Acme", "Acme Ltd"};
    CHECK(words::describe(Command(rename)) == "Rename the account to Acme Ltd");
    CHECK(words::describe(Command(SetLimit{{}, {}, Limit::services_only, 0})) == "Set the limit to Services only");
    CHECK(words::describe(Command(SetConsent{true})) == "Let sub accounts federate outside this partner");
    CHECK(words::describe(Command(InviteAdministrator{{}, "ann@example.com", Role::viewer})) ==
          "Invite ann@example.com as administrator");
    // As recorded: what was about was found among the rows, or not said.
    CHECK(words::describe(Gist{command_number<Join>, "Harbour"}) == "Join a federation: Harbour");
    CHECK(words::describe(Gist{command_number<RevokeCode>, "Spring"}) == "Revoke access code Spring");
    CHECK(words::describe(Gist{command_number<Accept>}) == "Accept member");
    CHECK(words::describe(Gist{command_number<EndDue>, "Harbour", 0}) == "Request to join expired: Harbour");
    CHECK(words::describe(Gist{command_number<EndDue>, "", static_cast<std::int64_t>(DueKind::limit)}) ==
          "Limit ended");
    CHECK(words::describe(Gist{command_number<EditAccount>, "", 1}) == "Rename the account");
    // Of a newer authority.
    CHECK(words::describe(Gist{static_cast<std::int64_t>(command_count)}) == "Something newer than this page");
    CHECK(words::describe(Gist{-1}) == "Something newer than this page");
    CHECK(words::describe(Gist{command_number<EndDue>, "", 99}) == "End what is due");
    CHECK(words::describe(Gist{command_number<SetLimit>, "", 99}) == "Set limit");
    ImportProblem problem;
    problem.row = 12;
    problem.column = "name";
    problem.reason = Refusal::name_missing;
    CHECK(words::describe(problem) == "Row 12, column name: A name is missing. Give it one.");
    CHECK(words::account_number("") == "assigned when synchronised");
    CHECK(words::account_number("412345678") == "412345678");
}

TEST_CASE("notices are sentences of who, what and until when") {
    NoticeRow notice;
    notice.account_name = "Acme";
    notice.other_name = "Birch";
    notice.federation_name = "Trees";
    notice.until = 1'800'000'000'000;
    const auto said = [&](NoticeKind kind, std::int64_t detail = 0) {
        notice.kind = kind;
        notice.detail = detail;
        return words::describe(notice);
    };
    CHECK(said(NoticeKind::request_received) == "Birch asks to join Trees.");
    CHECK(said(NoticeKind::request_expiring) == "The request of Birch to join Trees expires on 15 Jan 2027.");
    CHECK(said(NoticeKind::membership_ended, static_cast<std::int64_t>(EndReason::removed)) ==
          "Acme was removed from Trees.");
    CHECK(said(NoticeKind::membership_ended, static_cast<std::int64_t>(EndReason::dissolved)) ==
          "Trees was dissolved: Acme is in no federation now.");
    CHECK(said(NoticeKind::limit_changed, static_cast<std::int64_t>(Limit::services_only)) ==
          "The limit of Birch in Trees is now \"Services only\", until 15 Jan 2027.");
    CHECK(said(NoticeKind::limit_changed, 99) ==
          "The limit of Birch in Trees is now \"something newer than this page\", until 15 Jan 2027.");
    CHECK(said(NoticeKind::transfer_decided, static_cast<std::int64_t>(TransferState::declined)) ==
          "Birch has declined the ownership of Trees.");
    for (int kind = 0; kind < notice_kind_count; ++kind) {
        const std::string words = said(static_cast<NoticeKind>(kind));
        CHECK(words.size() >= 20);
        CHECK(words.back() == '.');
    }
    for (int topic = 0; topic < notice_topic_count; ++topic) {
        CHECK_FALSE(words::topic(static_cast<NoticeTopic>(topic)).title.empty());
        CHECK_FALSE(words::topic(static_cast<NoticeTopic>(topic)).help.empty());
    }
}

TEST_CASE("the help knows every permission and its words are in order") {
    CHECK(words::permissions().size() == permission_count);
    const auto lower = [](std::string_view word) {
        std::string small;
        for (const char letter : word)
            small += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        return small;
    };
    std::string before;
    for (const words::Term& term : words::glossary()) {
        INFO(term.word);
        CHECK(before < lower(term.word));
        CHECK_FALSE(term.meaning.empty());
        before = lower(term.word);
    }
}
