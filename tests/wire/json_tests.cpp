// JSON: everything goes there and back, the text stays what it was, and nothing that comes in does harm.
#include "catch.h"
#include "wire/json.h"
#include "wire/json_fields.h"
#include "random_values.h"

namespace parasol {
namespace {

using testing::RandomValues;

// Messages have no ==; their text says all there is.
template <class T, class Decode>
void goes_there_and_back(const T& value, Decode&& decode) {
    const std::string text = encode(value);
    CAPTURE(text);
    const auto decoded = decode(text);
    REQUIRE(decoded.has_value());
    CHECK(encode(*decoded) == text);
}

}  // namespace

TEST_CASE("every row goes there and back") {
    RandomValues values(1);
    for (std::size_t type = 0; type < row_type_count; ++type) {
        for (int times = 0; times < 50; ++times) {
            Row row;
            values.fill_variant(row, type);
            const auto decoded = decode_row(encode(row));
            INFO(encode(row));
            REQUIRE(decoded.has_value());
            CHECK(*decoded == row);
        }
    }
}

TEST_CASE("every command goes there and back, in its envelope") {
    RandomValues values(2);
    for (std::size_t index = 0; index < command_count; ++index) {
        for (int times = 0; times < 50; ++times) {
            auto envelope = values.make<Envelope>();
            values.fill_variant(envelope.command, index);
            const auto decoded = decode_envelope(encode(envelope));
            INFO(encode(envelope));
            REQUIRE(decoded.has_value());
            CHECK(*decoded == envelope);
        }
    }
}

TEST_CASE("every request, reply and outcome goes there and back") {
    RandomValues values(3);
    for (int times = 0; times < 50; ++times) {
        for (std::size_t index = 0; index < std::variant_size_v<RequestBody>; ++index) {
            Request request;
            request.session = values.text();
            values.fill_variant(request.body, index);
            goes_there_and_back(request, decode_request);
        }
        for (std::size_t index = 0; index < std::variant_size_v<Reply>; ++index) {
            Reply reply;
            values.fill_variant(reply, index);
            goes_there_and_back(reply, decode_reply);
        }
        const auto outcome = values.make<Outcome>();
        CHECK(decode_outcome(encode(outcome)) == outcome);
    }
}

TEST_CASE("empty values are left out and read as empty") {
    const auto id = parse_id_as<AccountId>("018f0000-0000-7000-8000-000000000001");
    AccountIndexRow row;
    row.id = *id;
    CHECK(encode(Row(row)) ==
          R"({"type":"account_index","id":"018f0000-0000-7000-8000-000000000001","kind":"customer","state":"active"})");
    CHECK(decode_row(encode(Row(row))) == Row(row));
    // What is absent is empty even where a fresh struct would hold something else.
    EditAccount edit;
    edit.name = Edit{};
    CHECK(decode_envelope(encode(Envelope{{}, 0, {}, {}, Via::own, {}, 0, edit}))->command == Command(edit));
}

TEST_CASE("the text of messages stays what it is") {
    const auto id = [](std::uint64_t number) { return Id{0x018f000000007000, 0x8000000000000000 | number}; };
    Envelope envelope;
    envelope.client = ClientId(id(1));
    envelope.seq = 7;
    envelope.person = PersonId(id(2));
    envelope.home = AccountId(id(3));
    envelope.via = Via::parent;
    envelope.account = AccountId(id(4));
    envelope.time = 1'800'000'000'000;
    envelope.command = Join{JoinRequestId(id(5)), TicketId(id(6))};
    CHECK(encode(envelope) ==
          R"({"client":"018f0000-0000-7000-8000-000000000001","seq":7,)"
          R"("person":"018f0000-0000-7000-8000-000000000002","home":"018f0000-0000-7000-8000-000000000003",)"
          R"("via":"parent","account":"018f0000-0000-7000-8000-000000000004","time":1800000000000,)"
          R"("command":{"type":"join","request":"018f0000-0000-7000-8000-000000000005",)"
          R"("ticket":"018f0000-0000-7000-8000-000000000006","limit":"paused"}})");
    Request request;
    request.session = "token";
    Pull pull;
    pull.cookie = "e.12";
    pull.held = {account_scope(AccountId(id(3)))};
    pull.begun = {{children_of(AccountId(id(3))), {row_type<AccountIndexRow>, id(8)}}};
    pull.wanted = {invited_scope("a@b.example")};
    pull.most_rows = 50;
    pull.besides = true;
    request.body = pull;
    CHECK(encode(request) ==
          R"({"protocol":1,"session":"token","type":"pull","cookie":"e.12",)"
          R"("held":["account:018f0000-0000-7000-8000-000000000003"],)"
          R"("begun":[{"scope":"children:018f0000-0000-7000-8000-000000000003",)"
          R"("after":{"type":"account_index","id":"018f0000-0000-7000-8000-000000000008"}}],)"
          R"("wanted":["invited:a@b.example"],"most_rows":50,"besides":true})");
    Pulled pulled;
    pulled.from = "e.12";
    pulled.cookie = "e.13";
    pulled.time = 5;
    FaceRow face;
    face.id = AccountId(id(3));
    face.name = "Line\n\"one\" \\ \x01 é";
    pulled.scopes.push_back({face_of(face.id), ScopeAnswer::whole, {Row(face)}, {{row_type<GrantRow>, id(9)}}});
    pulled.scopes.back().after = RowName{row_type<FaceRow>, id(3)};
    pulled.seen.push_back({ClientId(id(1)), 7});
    pulled.outcomes.push_back({ClientId(id(1)), 7, Refusal::preview_changed, {}});
    CHECK(encode(Reply(pulled)) ==
          R"({"type":"pulled","from":"e.12","cookie":"e.13","time":5,"scopes":[)"
          R"({"scope":"face:018f0000-0000-7000-8000-000000000003","answer":"whole","rows":[)"
          R"({"type":"face","id":"018f0000-0000-7000-8000-000000000003",)"
          R"("name":"Line\u000a\"one\" \\ \u0001 é"}],)"
          R"("deleted":[{"type":"grant","id":"018f0000-0000-7000-8000-000000000009"}],)"
          R"("after":{"type":"face","id":"018f0000-0000-7000-8000-000000000003"}}],)"
          R"("seen":[{"client":"018f0000-0000-7000-8000-000000000001","last_seq":7}],)"
          R"("outcomes":[{"client":"018f0000-0000-7000-8000-000000000001","seq":7,"refusal":"preview_changed"}]})");
    CHECK(encode(Reply(SignedOut{})) == R"({"type":"signed_out"})");
    CHECK(encode(Reply(Refusing{Refusal::code_entry_locked, 9})) ==
          R"({"type":"refusing","refusal":"code_entry_locked","until":9})");
}

TEST_CASE("bytes that are not UTF-8 are written as the replacement character") {
    FaceRow face;
    face.id = AccountId(Id{1, 2});
    for (const std::string bad : {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80"}) {
        face.name = "a" + bad + "b";
        const auto decoded = decode_row(encode(Row(face)));
        REQUIRE(decoded.has_value());
        const std::string name = std::get<FaceRow>(*decoded).name;
        CHECK(name.substr(0, 4) == "a\xEF\xBF\xBD");
        CHECK(name.back() == 'b');
    }
}

namespace {

// Replaces every value in the text, one after another, by each of these.
const std::vector<std::string> wrong_values = {"null",  "true", "-1",  "1.5", "1e400", "\"\"", "\"x\"", "[]",
                                               "[[]]",  "{}",   "[0]", "9007199254740992", "-9007199254740992",
                                               "18446744073709551615", "99999999999999999999999999",
                                               "{\"type\":7}", "\"\\ud800\"", "\"\xFF\"", "\"\\u0000\""};

// Where values begin and end in compact JSON text: after a colon, a comma in an array, or an opening bracket.
std::vector<std::pair<std::size_t, std::size_t>> values_in(std::string_view text) {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = at == 0 || text[at - 1] == ':' || text[at - 1] == '[' || text[at - 1] == ',';
        if (!begins) continue;
        int depth = 0;
        bool quoted = false;
        std::size_t end = at;
        for (; end < text.size(); ++end) {
            const char symbol = text[end];
            if (quoted) {
                if (symbol == '\\') ++end;
                if (symbol == '"') quoted = false;
                continue;
            }
            if (symbol == '"') quoted = true;
            if (symbol == '[' || symbol == '{') ++depth;
            if (depth == 0 && (symbol == ',' || symbol == ']' || symbol == '}' || symbol == ':')) break;
            if (symbol == ']' || symbol == '}') --depth;
        }
        found.emplace_back(at, end);
    }
    return found;
}

void decode_all(std::string_view text) {
    (void)decode_request(text);
    (void)decode_reply(text);
    (void)decode_envelope(text);
    (void)decode_outcome(text);
    (void)decode_row(text);
}

}  // namespace

TEST_CASE("a value of a wrong type is refused or reads as something that can be written again") {
    RandomValues values(4);
    std::size_t refused = 0;
    std::size_t taken = 0;
    const auto mangle = [&](const std::string& text, auto&& decode) {
        for (const auto& [begin, end] : values_in(text)) {
            for (const std::string& wrong : wrong_values) {
                const std::string changed = text.substr(0, begin) + wrong + text.substr(end);
                const auto decoded = decode(changed);
                ++(decoded ? taken : refused);
                if (decoded) CHECK(decode(encode(*decoded)).has_value());
            }
        }
    };
    for (std::size_t index = 0; index < std::variant_size_v<RequestBody>; ++index) {
        Request request;
        values.fill_variant(request.body, index);
        mangle(encode(request), decode_request);
    }
    for (std::size_t index = 0; index < std::variant_size_v<Reply>; ++index) {
        Reply reply;
        values.fill_variant(reply, index);
        mangle(encode(reply), decode_reply);
    }
    for (std::size_t index = 0; index < command_count; ++index) {
        auto envelope = values.make<Envelope>();
        values.fill_variant(envelope.command, index);
        mangle(encode(envelope), decode_envelope);
    }
    for (std::size_t type = 0; type < row_type_count; ++type) {
        Row row;
        values.fill_variant(row, type);
        mangle(encode(row), decode_row);
    }
    CHECK(refused > 10 * taken);
}

TEST_CASE("text that is cut off anywhere is refused") {
    RandomValues values(5);
    auto envelope = values.make<Envelope>();
    values.fill_variant(envelope.command, row_type<AccountRow>);
    Request request;
    request.body = Push{{envelope}, 3};
    const std::string text = encode(request);
    for (std::size_t length = 0; length < text.size(); ++length) {
        CHECK_FALSE(decode_request(text.substr(0, length)).has_value());
    }
    CHECK_FALSE(decode_request(text + "x").has_value());
    CHECK(decode_request(text + " \n").has_value());
}

TEST_CASE("bytes changed anywhere do no harm") {
    RandomValues values(6);
    Reply reply;
    values.fill_variant(reply, 4);
    std::string text = encode(reply);
    for (int times = 0; times < 3000; ++times) {
        std::string changed = text;
        for (std::size_t left = 1 + values.below(3); left > 0; --left) {
            changed[values.below(changed.size())] = static_cast<char>(values.below(256));
        }
        decode_all(changed);
    }
}

TEST_CASE("depth and size have their limits") {
    const auto nested = [](std::size_t depth) {
        return R"({"protocol":1,"type":"sign_out","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    CHECK(decode_request(nested(deepest_json - 1)).has_value());
    CHECK_FALSE(decode_request(nested(deepest_json)).has_value());
    CHECK_FALSE(decode_request(nested(200000)).has_value());
    CHECK_FALSE(decode_request(std::string(200000, '[')).has_value());
    CHECK_FALSE(decode_request(std::string(200000, '{')).has_value());
    std::string objects;
    for (int depth = 0; depth < 200000; ++depth) objects += R"({"a":)";
    CHECK_FALSE(decode_request(objects).has_value());
    // Brackets in strings are no depth.
    CHECK(decode_request(R"({"protocol":1,"type":"sign_out","x":"\")" + std::string(500, '[') + "\"}").has_value());

    const std::string head = R"({"protocol":1,"type":"list_sign_ins","search":")";
    const auto padded = [&](std::size_t size) { return head + std::string(size - head.size() - 2, 'x') + "\"}"; };
    CHECK(decode_request(padded(largest_request)).has_value());
    CHECK_FALSE(decode_request(padded(largest_request + 1)).has_value());
}

TEST_CASE("what must be there must be there") {
    const std::string id = R"("018f0000-0000-7000-8000-000000000001")";
    CHECK_FALSE(decode_request(R"({"type":"sign_out"})").has_value());
    const auto newer = decode_request(R"({"protocol":2,"type":"not known here"})");
    CHECK((newer && newer->protocol == 2));
    CHECK_FALSE(decode_request(R"({"protocol":-1,"type":"sign_out"})").has_value());
    CHECK_FALSE(decode_request(R"({"type":"sign_out"})").has_value());
    CHECK_FALSE(decode_request(R"({"protocol":1})").has_value());
    CHECK_FALSE(decode_request(R"({"protocol":1,"type":"fly"})").has_value());
    CHECK(decode_request(R"({"protocol":1,"type":"sign_out","added later":[1,{"a":null}]})").has_value());
    CHECK_FALSE(decode_row(R"({"type":"face","name":"no id"})").has_value());
    CHECK_FALSE(decode_row(R"({"type":"face","id":"00000000-0000-0000-0000-000000000000"})").has_value());
    CHECK(decode_row(R"({"type":"face","id":)" + id + "}").has_value());
    CHECK(decode_row(R"({"id":)" + id + R"(,"type":"face"})").has_value());
    CHECK_FALSE(decode_row(R"({"type":"held_grant","id":)" + id + R"(,"account_kind":"customer"})").has_value());
    CHECK_FALSE(
        decode_row(R"({"type":"held_grant","id":)" + id + R"(,"account_kind":"king","role":"viewer"})").has_value());
    const auto command = [&](const std::string& text) {
        return decode_envelope(R"({"client":)" + id + R"(,"seq":1,"via":"own","command":)" + text + "}").has_value();
    };
    CHECK(command(R"({"type":"accept_invitation","invitation":)" + id + R"(,"grant":)" + id + "}"));
    CHECK_FALSE(command(R"({"type":"accept_invitation","invitation":)" + id + "}"));
    CHECK_FALSE(command(R"({"type":"nothing"})"));
    CHECK(command(R"({"type":"add_account","id":)" + id + R"(,"kind":"customer","name":"x"})"));
    CHECK_FALSE(command(R"({"type":"add_account","internal_use_id":)" + id + R"(,"kind":"customer","name":"x"})"));
    CHECK_FALSE(decode_envelope(R"({"client":)" + id + R"(,"seq":1,"via":"own"})").has_value());
    CHECK_FALSE(decode_outcome(R"({"client":)" + id + R"(,"seq":1,"refusal":"because"})").has_value());
    CHECK_FALSE(decode_outcome(R"({"client":)" + id + R"(,"seq":1.0})").has_value());
    CHECK(decode_outcome(R"({"client":)" + id + R"(,"seq":-0})").has_value());
}

TEST_CASE("hostile numbers of elements do not ask for more memory than they bring") {
    std::string zeros = R"({"protocol":1,"type":"push","commands":[0)";
    while (zeros.size() < largest_request - 16) zeros += ",0";
    CHECK_FALSE(decode_request(zeros + "]}").has_value());
}

TEST_CASE("every enumerator has a name of its own") {
    const auto check = [](EnumTable table) {
        for (std::size_t at = 0; at < table.count; ++at) {
            CHECK_FALSE(table.names[at].empty());
            CHECK(find_name(table, table.names[at]) == at);
        }
        CHECK_FALSE(find_name(table, "").has_value());
    };
    check(enum_table(AccountKind{}));
    check(enum_table(AccountState{}));
    check(enum_table(Role{}));
    check(enum_table(InvitationState{}));
    check(enum_table(FederationState{}));
    check(enum_table(MembershipState{}));
    check(enum_table(EndReason{}));
    check(enum_table(CodeState{}));
    check(enum_table(RequestState{}));
    check(enum_table(DueKind{}));
    check(enum_table(NoticeKind{}));
    check(enum_table(TransferState{}));
    check(enum_table(Limit{}));
    check(enum_table(Via{}));
    check(enum_table(ScopeAnswer{}));
    check(enum_table(Refusal{}));
    CHECK(parse_enum<Role>("viewer") == Role::viewer);
}

}  // namespace parasol
