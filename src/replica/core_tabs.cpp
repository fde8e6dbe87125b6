#include <algorithm>
#include <cstdlib>

#include "replica/core.h"
#include "replica/outcome_record.h"
#include "wire/json.h"

namespace parasol {
namespace {

constexpr int most_lost_threads = 3;
constexpr std::size_t longest_backlog = 200;

std::int64_t number(const std::string& digits) { return std::strtoll(digits.c_str(), nullptr, 10); }

}  // namespace

void Replica::Core::say(TabSay what, Names words, std::string body) {
    tabs_.post(names_ + "replica", encode(TabMessage{what, std::move(words), std::move(body)}));
}

void Replica::Core::say_state() {
    const std::string apart = !apart_ ? "" : apart_ == Refusal::client_too_old ? "old" : "new";
    const std::string reach = !heard_of_reach_ ? "-" : reachable_ ? "1" : "0";
    say(TabSay::state, {apart.empty() ? reach : apart, signed_out_ ? "1" : "0",
                        std::to_string(last_pull_), std::to_string(offset_), first_pull_complete_ ? "1" : "0"});
}

void Replica::Core::say_opened() {
    std::string body;
    for (const auto& [account, count] : opened_) body += to_string(account) + "\n";
    for (const Scope& scope : looked_at_) body += to_string(scope) + "\n";
    say(TabSay::opened, {to_string(client_)}, std::move(body));
}

void Replica::Core::heard(const std::string& text) {
    if (!is_working()) return;
    const auto message = decode_tab_message(text);
    if (!message) return;
    const bool needs_rows =
        message->say == TabSay::pulled || message->say == TabSay::stored || message->say == TabSay::reread;
    if (loading_ && needs_rows) {
        // Where so many have come, the next reading finds what they say.
        if (backlog_.size() < longest_backlog) backlog_.push_back(*message);
        return;
    }
    switch (message->say) {
    case TabSay::hello: hear_hello(*message); break;
    case TabSay::taken: say_opened(); break;
    case TabSay::state: hear_state(*message); break;
    case TabSay::pulled: hear_pulled(*message); break;
    case TabSay::stored: hear_stored(*message); break;
    case TabSay::reread: reread_pending(); break;
    case TabSay::dismissed: hear_dismissed(*message); break;
    case TabSay::opened: hear_opened(*message); break;
    case TabSay::pull:
        if (has_lock_) pull();
        break;
    case TabSay::full:
        if (has_lock_) make_room();
        break;
    case TabSay::unconfirmed: hear_unconfirmed(*message); break;
    case TabSay::confirmed: hear_confirmed(); break;
    case TabSay::withdraw:
        if (const auto client = has_lock_ ? parse_id_as<ClientId>(message->words[0]) : std::nullopt) {
            withdraw(*client, number(message->words[1]));
        }
        break;
    case TabSay::left: end_for_good(); break;
    }
}

void Replica::Core::hear_hello(const TabMessage& message) {
    const auto client = parse_id(message.words[0]);
    if (!client) return;
    other_tabs_.insert(*client);
    live_.insert(*client);
    if (!has_lock_) return;
    say_state();
    say_unconfirmed();
}

void Replica::Core::hear_unconfirmed(const TabMessage& message) {
    if (has_lock_) return;
    unconfirmed_.clear();
    for (const std::string_view line : lines_of(message.body)) {
        if (const auto client = parse_id(line)) unconfirmed_.insert(*client);
    }
    touch();
}

void Replica::Core::hear_state(const TabMessage& message) {
    if (has_lock_) return;
    const std::string& reach = message.words[0];
    apart_.reset();
    if (reach == "old") apart_ = Refusal::client_too_old;
    if (reach == "new") apart_ = Refusal::client_too_new;
    if (reach != "-") {
        heard_of_reach_ = true;
        reachable_ = reach == "1";
    }
    offset_ = number(message.words[3]);
    last_pull_ = std::max<Instant>(last_pull_, number(message.words[2]));
    // What the holder was refused it asks for no more, and a follower would wait for it for ever.
    first_pull_complete_ = first_pull_complete_ || message.words[4] == "1";
    watch_lock();
    touch();
}

void Replica::Core::hear_stored(const TabMessage& message) {
    // The number is in the record's key too; a message has no key.
    Pending pending;
    auto read = read_pending_record(message.body);
    if (!read || read->person != identity_.person) return;
    pending.envelope = std::move(*read);
    pending.number = std::strtoull(message.words[0].c_str(), nullptr, 10);
    pending.stored = true;
    const auto seen = seen_.find(pending.envelope.client);
    if (seen != seen_.end() && pending.envelope.seq <= seen->second) return;
    other_tabs_.insert(pending.envelope.client);
    live_.insert(pending.envelope.client);
    if (!add_stored(std::move(pending))) return;
    pending_.show(shown_);
    touch(true);
    push();
}

void Replica::Core::hear_dismissed(const TabMessage& message) {
    const auto client = parse_id(message.words[0]);
    if (!client) return;
    const std::int64_t seq = number(message.words[1]);
    dismissed_.emplace(*client, seq);
    const auto is_it = [&](const RefusedCommand& refused) {
        return refused.outcome.seq == seq && refused.outcome.client == *client;
    };
    const auto found = std::find_if(outcomes_.begin(), outcomes_.end(), is_it);
    if (found == outcomes_.end()) return;
    outcomes_.erase(found);
    touch();
}

void Replica::Core::hear_opened(const TabMessage& message) {
    const auto client = parse_id(message.words[0]);
    if (!client) return;
    other_tabs_.insert(*client);
    live_.insert(*client);
    Opened opened;
    for (const std::string_view line : lines_of(message.body)) {
        if (const auto account = parse_id_as<AccountId>(line)) opened.accounts.push_back(*account);
        if (auto scope = parse_scope(line)) opened.scopes.push_back(std::move(*scope));
    }
    for (const AccountId& account : opened.accounts) {
        refused_.erase(account_scope(account));
        refused_.erase(people_of(account));
    }
    for (const Scope& scope : opened.scopes) refused_.erase(scope);
    if (opened.accounts.empty() && opened.scopes.empty()) {
        opened_by_tabs_.erase(*client);
    } else {
        opened_by_tabs_[*client] = std::move(opened);
    }
    // What is needed no more is dropped at leisure; what is missing is asked for at once.
    wants_stale_ = true;
    if (role() != Role::holder) return;
    refresh_wanted();
    if (!missing_.empty()) pull_missing();
}

// --- Following the holder ---

void Replica::Core::hear_pulled(const TabMessage& message) {
    if (has_lock_ || follow(message)) return;
    const bool stored = message.words[2] == "1";
    if (!stored || lost_thread_ >= most_lost_threads) {
        // There is nothing to read that would lead to where the holder is.
        lost_thread_ = 0;
        if (detached_) return;
        detached_ = true;
        pull();
        return;
    }
    ++lost_thread_;
    reload(detached_);
}

// True where the reply is of this thread: applied, or known already.
bool Replica::Core::follow(const TabMessage& message) {
    const std::string& to = message.words[1];
    const bool stored = message.words[2] == "1";
    if (detached_) return false;
    if (message.words[0] != chain_) return to == chain_;
    auto reply = decode_reply(message.body);
    auto* pulled = reply ? std::get_if<Pulled>(&*reply) : nullptr;
    if (!pulled) return false;
    offset_ = number(message.words[3]);
    chain_ = to;
    ahead_of_storage_ = ahead_of_storage_ || !stored;
    lost_thread_ = 0;
    heard_of_reach_ = true;
    reachable_ = true;
    apart_.reset();
    const std::size_t mismatches = mismatches_;
    receive(std::move(*pulled));
    watch_lock();
    if (mismatches_ != mismatches) reload(true);
    return true;
}

void Replica::Core::follow_backlog() {
    std::vector<TabMessage> backlog;
    backlog.swap(backlog_);
    bool lost = backlog.size() >= longest_backlog;
    for (const TabMessage& message : backlog) {
        if (message.say == TabSay::pulled) {
            // Those before the point where the reading was true are not of this thread, and need not be.
            if (!has_lock_) lost = !follow(message);
        } else if (message.say == TabSay::stored) {
            hear_stored(message);
        } else {
            reread_pending();
        }
    }
    if (!lost || has_lock_) return;
    if (++lost_thread_ > most_lost_threads) {
        lost_thread_ = 0;
        detached_ = true;
        return;
    }
    reload(false);
}

// --- Being the holder ---

void Replica::Core::lock_granted() {
    if (!lock_wanted_ || !is_working()) return;
    has_lock_ = true;
    detached_ = false;
    touch();
    // Otherwise the reading that is under way is followed by another.
    if (!loading_) reload(false);
}

void Replica::Core::look_for_tabs() {
    tabs_.held_names(guarded([this](const Names& names) {
        if (is_working()) tabs_found(names);
    }));
}

void Replica::Core::tabs_found(const Names& names) {
    const std::string prefix = names_ + "client:";
    std::set<Id> live;
    for (const std::string& name : names) {
        if (name.compare(0, prefix.size(), prefix) != 0) continue;
        if (const auto client = parse_id(std::string_view(name).substr(prefix.size()))) live.insert(*client);
    }
    bool died = false;
    for (const Id& client : live_) died = died || live.count(client) == 0;
    live_ = live;
    live.erase(client_);
    other_tabs_ = live;
    for (auto opened = opened_by_tabs_.begin(); opened != opened_by_tabs_.end();) {
        const bool gone = live.count(opened->first) == 0;
        if (gone) wants_stale_ = true;
        opened = gone ? opened_by_tabs_.erase(opened) : std::next(opened);
    }
    for (auto seen = seen_.begin(); seen != seen_.end();) {
        const bool over = live_.count(seen->first) == 0 && seen->first != client_ &&
                          !pending_.any_of(ClientId(seen->first)) && !kept_.any_of(ClientId(seen->first));
        if (over) {
            forgotten_.push_back(seen->first);
            pushed_.erase(seen->first);
        }
        seen = over ? seen_.erase(seen) : std::next(seen);
    }
    // It may have stored a command and died before it could say so.
    if (died) reread_pending();
}

}  // namespace parasol
