// Commands that an older page has stored. Every encoding that was ever shipped is read; the corpus has records of each.
#include <fstream>
#include <set>

#include "catch.h"
#include "replica/pending_list.h"
#include "wire/checksum.h"
#include "wire/json.h"
#include "wire/json_fields.h"

using namespace parasol;

namespace {

// A layout that was never shipped: what a decoder of an older encoding is like. Then a command to rename had a type of
// its own, the path was one text, and there was no instant.
struct OlderRename {
    ClientId client;
    std::int64_t number = 0;
    PersonId person;
    std::string path;  // HOME>ACCOUNT
    std::string before, after;
    template <class Self, class Visit>
    static void fields(Self& self, Visit&& visit) {
        visit("client", self.client);
        visit("number", self.number);
        visit("person", self.person);
        visit("path", self.path);
        visit("before", self.before);
        visit("after", self.after);
    }
};

std::optional<Envelope> from_older(std::string_view text) {
    const auto read = decode_fields<OlderRename>(text);
    if (!read) return std::nullopt;
    const std::size_t arrow = read->path.find('>');
    const auto home = parse_id_as<AccountId>(std::string_view(read->path).substr(0, arrow));
    const auto account = parse_id_as<AccountId>(std::string_view(read->path).substr(arrow + 1));
    if (!home || !account) return std::nullopt;
    EditAccount edit;
    edit.name = Edit{read->before, read->after};
    return Envelope{read->client, read->number, read->person, *home, Via::parent, *account, 0, edit};
}

std::string sealed(const std::string& text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string head;
    for (int shift = 28; shift >= 0; shift -= 4) head += digits[(crc32(text) >> shift) & 15];
    return head + " " + text;
}

const std::string client = "01a20852-befa-7d9a-ad60-8ae5d773e539", person = "019b76da-a802-7e21-8ca3-54a3864808f3",
                  home = "019b76da-a802-7db3-9daf-aca3790bfa90", account = "019b76da-a805-750d-b7cc-1c984b074b0a";

}  // namespace

TEST_CASE("what is stored now is read again, with the number of its encoding") {
    std::ifstream corpus(PARASOL_SOURCE_DIR "/tests/replica/stored_commands.txt");
    if (!corpus) return;  // under Node there are no files
    std::size_t records = 0;
    std::set<std::size_t> types;
    for (std::string line; std::getline(corpus, line);) {
        if (line.empty() || line[0] == '#') continue;
        INFO(line);
        const auto envelope = read_pending_record(line);
        REQUIRE(envelope);
        CHECK(read_pending_record(pending_record(*envelope)) == envelope);
        CHECK_FALSE(is_newer_record(line));
        types.insert(envelope->command.index());
        ++records;
    }
    CHECK(records > 8);
    CHECK(types.size() > 5);
}

TEST_CASE("commands of an older encoding are converted by a function of their own") {
    const std::string older = sealed("1 {\"client\":\"" + client + "\",\"number\":7,\"person\":\"" + person +
                                     "\",\"path\":\"" + home + ">" + account +
                                     "\",\"before\":\"Acme\",\"after\":\"Acme Ltd\",\"unknown\":[1]}");
    static constexpr CommandDecoder decoders[] = {from_older, decode_envelope};
    const auto envelope = read_pending_record(older, {decoders, 2});
    REQUIRE(envelope);
    CHECK(to_string(envelope->client) == client);
    CHECK(envelope->seq == 7);
    CHECK(to_string(envelope->home) == home);
    CHECK(std::get<EditAccount>(envelope->command).name->to == "Acme Ltd");
    // By the next encoding's decoder what is written with it: as is what is not converted.
    std::string present = pending_record(*envelope).substr(9);
    present[0] = '2';
    CHECK(read_pending_record(sealed(present), {decoders, 2}) == envelope);
    CHECK_FALSE(read_pending_record(older));  // today's decoder cannot make sense of it
}

TEST_CASE("fields that are not known are ignored, and those that are missing are empty") {
    const std::string path = "\"client\":\"" + client + "\",\"seq\":1,\"person\":\"" + person + "\",\"home\":\"" +
                             home + "\",\"via\":\"own\",\"account\":\"" + home + "\"";
    const auto envelope = read_pending_record(
        sealed("{" + path + ",\"mood\":{\"a\":[1]},\"command\":{\"type\":\"suspend_account\",\"why\":\"x\"}}"));
    REQUIRE(envelope);
    CHECK(envelope->time == 0);
    CHECK(envelope->command == Command(SuspendAccount{}));
}

TEST_CASE("a record of a newer encoding is known as such, and one that is damaged is neither") {
    const std::string newer = sealed("99 whatever that may be");
    CHECK(is_newer_record(newer));
    CHECK_FALSE(read_pending_record(newer));
    for (const std::string& text : {std::string("0 {}"), std::string("x"), std::string("99"), std::string()}) {
        CAPTURE(text);
        CHECK_FALSE(is_newer_record(sealed(text)));
        CHECK_FALSE(read_pending_record(sealed(text)));
    }
    std::string damaged = newer;
    damaged.back() = '!';
    CHECK_FALSE(is_newer_record(damaged));
}
