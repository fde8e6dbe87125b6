// Ids, scopes and the names of things: what is written into messages and pages, and reads back.
#include "catch.h"
#include "domain/commands.h"
#include "domain/refusal.h"
#include "domain/rows.h"
#include "domain/sort_by.h"

using namespace parasol;

TEST_CASE("Ids are version 7 UUIDs, written one way") {
    const Id id = make_uuid7(0x0192F3A4B5C6, 0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF);
    CHECK(to_string(id) == "0192f3a4-b5c6-7fff-bfff-ffffffffffff");
    CHECK(parse_id(to_string(id)) == id);
    CHECK(make_uuid7(1, 0, 0) < make_uuid7(2, 0, 0));
    for (const char* bad : {"", "0192f3a4-b5c6-7fff-bfff-fffffffffff", "0192F3A4-b5c6-7fff-bfff-ffffffffffff",
                            "0192f3a4b5c67fffbfffffffffffffffffff", "0192f3a4-b5c6-7fff-bfff-ffffffffffff ",
                            "0192f3a4-b5c6-7fff-bfff_ffffffffffff", "g192f3a4-b5c6-7fff-bfff-ffffffffffff"}) {
        CAPTURE(bad);
        CHECK(parse_id(bad) == std::nullopt);
    }
}

TEST_CASE("Scopes are written one way and read back") {
    const Id id = make_uuid7(1, 2, 3);
    for (int kind = 0; kind < scope_kind_count; ++kind) {
        const Scope by_id{static_cast<ScopeKind>(kind), id, {}};
        const Scope by_text{static_cast<ScopeKind>(kind), {}, "a:b c"};
        CAPTURE(kind);
        const Scope by_both{static_cast<ScopeKind>(kind), id, "2026-11"};
        CHECK((parse_scope(to_string(by_id)) == by_id || parse_scope(to_string(by_text)) == by_text ||
               parse_scope(to_string(by_both)) == by_both));
    }
    CHECK(parse_scope(to_string(invited_scope("a@b.example"))) == invited_scope("a@b.example"));
    for (const char* bad : {"", "account", "account:", "account:1", "thing:0192f3a4-b5c6-7fff-bfff-ffffffffffff"}) {
        CAPTURE(bad);
        CHECK(parse_scope(bad) == std::nullopt);
    }
}

TEST_CASE("An activity is named by its account and its month") {
    const AccountId id(make_uuid7(1, 2, 3));
    const Scope november = activity_scope(id, "2026-11");
    const std::string written = "activity:00000000-0001-7002-8000-000000000003:2026-11";
    CHECK(to_string(november) == written);
    CHECK(parse_scope(written) == november);
    CHECK(november != activity_scope(id, "2026-12"));
    CHECK(november < activity_scope(id, "2026-12"));
    CHECK(november != activity_scope(AccountId(make_uuid7(1, 2, 4)), "2026-11"));
    CHECK(ScopeHash{}(november) != ScopeHash{}(activity_scope(id, "2026-12")));
    CHECK(utc_month(1'795'305'600'000) == "2026-11");
    CHECK(month_before("2026-11") == "2026-10");
    CHECK(month_before("2026-10") == "2026-09");
    CHECK(month_before("2026-01") == "2025-12");
    CHECK(month_before("2030-01") == "2029-12");
    CHECK(month_before("2000-01") == "1999-12");
    for (const char* bad : {"", ":", ":2026", ":2026-00", ":2026-13", ":2026-1", ":2026-111", ":2026/11", ":x026-11",
                            "-2026-11", ":2026-1a"}) {
        CAPTURE(bad);
        CHECK(parse_scope("activity:00000000-0001-7002-8000-000000000003" + std::string(bad)) == std::nullopt);
    }
    CHECK(parse_scope("account:00000000-0001-7002-8000-000000000003:2026-11") == std::nullopt);
}

TEST_CASE("Days are counted in UTC") {
    CHECK(utc_day(0) == "1970-01-01");
    CHECK(utc_day(one_day - 1) == "1970-01-01");
    CHECK(utc_day(-1) == "1969-12-31");
    CHECK(utc_day(951'782'400'000) == "2000-02-29");
    CHECK(utc_day(1'795'305'600'000) == "2026-11-22");
    CHECK(utc_day(4'107'542'400'000) == "2100-03-01");  // 2100 is no leap year
}

TEST_CASE("Every row type, command and refusal has a name of its own that reads back") {
    for (std::size_t type = 0; type < row_type_count; ++type) CHECK(parse_row_type(row_type_name(type)) == type);
    for (std::size_t index = 0; index < command_count; ++index) {
        CHECK(parse_command_name(command_name(index)) == index);
    }
    for (std::size_t value = 0; value < refusal_count; ++value) {
        CHECK(parse_refusal(to_string(static_cast<Refusal>(value))) == static_cast<Refusal>(value));
    }
    CHECK(parse_refusal("nonsense") == std::nullopt);
    CHECK(to_string(Refusal::import_row) == "import_row");
    CHECK(to_string(Refusal::parent_cycle) == "parent_cycle");
    CHECK(to_string(Refusal::already_administrator) == "already_administrator");
    CHECK(to_string(Refusal::not_stored) == "not_stored");
}

TEST_CASE("System commands and those that always wait") {
    CHECK(is_system(EndDue{}));
    CHECK(is_system(RegisterPerson{}));
    CHECK_FALSE(is_system(Dissolve{}));
    for (const Command& waiting :
         std::vector<Command>{ImportAccounts{}, AcceptInvitation{}, CreateFederation{}, Join{}, Withdraw{}, Accept{},
                              CloseAccount{}, MoveAccount{}}) {
        CHECK(always_waits(waiting, Via::own));
    }
    for (const Command& shown : std::vector<Command>{
             AddAccount{}, EditAccount{}, SuspendAccount{}, ResumeAccount{}, InviteAdministrator{}, RevokeInvitation{},
             RemoveAdministrator{}, IssueCode{}, RevokeCode{}, Reject{}, RemoveMember{}, Leave{}, Dissolve{}}) {
        CHECK_FALSE(always_waits(shown, Via::own));
    }
    CHECK(always_waits(Leave{}, Via::parent));
    CHECK_FALSE(always_waits(Leave{}, Via::federation));
    CHECK_FALSE(always_waits(RemoveMember{}, Via::parent));
}

TEST_CASE("Sorting by a number keeps the order of equals") {
    std::vector<std::pair<int, char>> values{{3, 'a'}, {1, 'b'}, {3, 'c'}, {-2, 'd'}, {1, 'e'}};
    sort_by(values, [](const auto& value) { return value.first; });
    CHECK(values == std::vector<std::pair<int, char>>{{-2, 'd'}, {1, 'b'}, {1, 'e'}, {3, 'a'}, {3, 'c'}});
}
