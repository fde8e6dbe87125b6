// What the replicas of one person's tabs tell each other: a kind, a few words, and a body. Text, because a
// channel carries text; written by this same program, so what does not read is ignored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parasol {

enum class TabSay : std::uint8_t {
    hello,   // client: a tab has begun; the holder answers `state`
    taken,   // a new holder has taken over; everybody answers `opened`
    state,   // reachable, signed out, last pull, clock offset, first pull complete: by the holder
    pulled,  // from, to, stored, clock offset; body: the reply, which takes a follower from one to the other
    stored,  // number; body: a command that is on the disk
    reread,  // commands on the disk have changed names: read them again
    dismissed,  // client, seq: of an outcome
    opened,     // client; body: the accounts that are open in that tab and the scopes it looks at, a line each
    pull,       // please pull now
    full,       // the disk is full: the holder must make room
    unconfirmed,  // body: the clients whose next command waits for ConfirmSignIn, a line each: by the holder
    confirmed,    // ConfirmSignIn was answered: what waited for it goes on
    withdraw,     // client, seq: of a command that waits for it; the holder ends it
    left,       // signed out: everybody ends
};

struct TabMessage {
    TabSay say = TabSay::hello;
    std::vector<std::string> words;  // without white space; may be empty
    std::string body;
};

// Of a body: pieces of it, each without its end.
std::vector<std::string_view> lines_of(std::string_view body);

std::string encode(const TabMessage& message);
std::optional<TabMessage> decode_tab_message(std::string_view text);

}  // namespace parasol
