#include "replica/pending_list.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <iterator>
#include <tuple>
#include <utility>

#include "domain/hex.h"
#include "domain/rules.h"
#include "domain/sort_by.h"
#include "wire/checksum.h"
#include "wire/json.h"

namespace parasol {
namespace {

bool comes_before(const Pending& a, const Pending& b) {
    if (a.stored != b.stored) return a.stored;
    if (!a.stored) return a.arrival < b.arrival;
    const Id client_a = a.envelope.client;
    const Id client_b = b.envelope.client;
    return std::tie(a.number, client_a, a.envelope.seq) < std::tie(b.number, client_b, b.envelope.seq);
}

std::string hex(std::uint64_t value, int digits) {
    std::string text;
    append_hex(text, value, digits);
    return text;
}

constexpr int number_digits = 16;
constexpr int checksum_digits = 8;

struct StoredCommand {
    std::size_t encoding = 1;
    std::string_view text;
};

// nullopt where it is damaged.
std::optional<StoredCommand> open_record_of_command(std::string_view record) {
    const std::size_t head = checksum_digits + 1;
    if (record.size() < head || record[checksum_digits] != ' ') return std::nullopt;
    StoredCommand stored{1, record.substr(head)};
    const auto checksum = parse_hex(record.substr(0, checksum_digits));
    if (!checksum || *checksum != crc32(stored.text)) return std::nullopt;
    if (stored.text.substr(0, 1) == "{") return stored;
    const char* end = stored.text.data() + stored.text.size();
    const auto number = std::from_chars(stored.text.data(), end, stored.encoding);
    const bool is_number = number.ec == std::errc() && number.ptr != end && *number.ptr == ' ';
    if (!is_number || stored.encoding == 0) return std::nullopt;
    stored.text.remove_prefix(static_cast<std::size_t>(number.ptr + 1 - stored.text.data()));
    return stored;
}

}  // namespace

Pending* PendingList::find(ClientId client, std::int64_t seq) const {
    for (const auto& pending : all_) {
        if (pending->envelope.seq == seq && pending->envelope.client == client) return pending.get();
    }
    return nullptr;
}

bool PendingList::any_of(ClientId client) const {
    return std::any_of(all_.begin(), all_.end(),
                       [&](const auto& pending) { return pending->envelope.client == client; });
}

std::int64_t PendingList::first_seq_of(ClientId client) const {
    std::int64_t first = INT64_MAX;
    for (const auto& pending : all_) {
        if (pending->envelope.client == client) first = std::min(first, pending->envelope.seq);
    }
    assert(first != INT64_MAX);
    return first;
}

bool PendingList::any_waiting() const {
    return std::any_of(all_.begin(), all_.end(), [](const auto& pending) { return !pending->applied; });
}

std::size_t PendingList::unstored() const {
    const auto is_unstored = [](const auto& pending) { return !pending->stored; };
    return static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), is_unstored));
}

void PendingList::hide_from(ShownRows& rows, std::size_t index) {
    if (shown_ > index) ++hidings_;
    while (shown_ > index) {
        Pending& last = *all_[--shown_];
        if (last.applied) rows.undo(last.effect);
        last.applied = false;
        last.effect = {};
    }
}

void PendingList::show(ShownRows& rows) {
    for (; shown_ < all_.size(); ++shown_) {
        Pending& next = *all_[shown_];
        next.applied = false;
        if (always_waits(next.envelope.command, next.envelope.via)) continue;
        Decision decision = decide(next.envelope, {}, rows.rows());
        auto* done = std::get_if<Done>(&decision.result);
        if (!done) continue;
        next.effect = rows.apply(std::move(done->changes));
        next.applied = true;
    }
}

void PendingList::insert(ShownRows& rows, std::unique_ptr<Pending> pending) {
    const auto place = std::upper_bound(all_.begin(), all_.end(), pending,
                                        [](const auto& a, const auto& b) { return comes_before(*a, *b); });
    const auto index = static_cast<std::size_t>(place - all_.begin());
    hide_from(rows, index);
    all_.insert(all_.begin() + static_cast<std::ptrdiff_t>(index), std::move(pending));
}

bool PendingList::add(ShownRows& rows, Pending pending) {
    if (find(pending.envelope.client, pending.envelope.seq)) return false;
    note_number(pending.number);
    if (!pending.stored) pending.arrival = ++last_arrival_;
    insert(rows, std::make_unique<Pending>(std::move(pending)));
    return true;
}

std::vector<std::unique_ptr<Pending>> PendingList::take_ended(ClientId client, std::int64_t last_seq) {
    assert(shown_ == 0);
    std::vector<std::unique_ptr<Pending>> ended;
    for (auto& pending : all_) {
        const bool is_ended = pending->envelope.client == client && pending->envelope.seq <= last_seq;
        if (is_ended) ended.push_back(std::move(pending));
    }
    all_.erase(std::remove(all_.begin(), all_.end(), nullptr), all_.end());
    return ended;
}

bool PendingList::mark_stored(ShownRows& rows, Pending& pending) {
    if (pending.stored) return false;
    const auto is_it = [&](const auto& one) { return one.get() == &pending; };
    const auto found = std::find_if(all_.begin(), all_.end(), is_it);
    assert(found != all_.end());
    const auto index = static_cast<std::size_t>(found - all_.begin());
    pending.stored = true;
    const bool fits_before = index == 0 || comes_before(*all_[index - 1], pending);
    const bool fits_after = index + 1 == all_.size() || comes_before(pending, *all_[index + 1]);
    if (fits_before && fits_after) return false;
    hide_from(rows, index);
    auto moving = std::move(*found);
    all_.erase(all_.begin() + static_cast<std::ptrdiff_t>(index));
    insert(rows, std::move(moving));
    return true;
}

void PendingList::note_number(std::uint64_t number) { highest_number_ = std::max(highest_number_, number); }

void PendingList::note_stored() {
    for (const auto& pending : all_) pending->noted = pending->stored;
}

void PendingList::settle_missing(const std::set<std::pair<Id, std::int64_t>>& on_disk,
                                 const Callback<bool(const Pending&)>& save_again) {
    assert(shown_ == 0);
    for (auto& pending : all_) {
        const bool was_noted = std::exchange(pending->noted, false);
        const std::pair<Id, std::int64_t> name(pending->envelope.client, pending->envelope.seq);
        if (!was_noted || on_disk.count(name) != 0) continue;
        if (save_again(*pending)) {
            unstore(*pending);
        } else {
            pending.reset();
        }
    }
    all_.erase(std::remove(all_.begin(), all_.end(), nullptr), all_.end());
    sort();
}

void PendingList::save_again(ClientId client) {
    assert(shown_ == 0);
    for (const auto& pending : all_) {
        if (pending->envelope.client == client && pending->stored) unstore(*pending);
    }
    sort();
}

void PendingList::unstore(Pending& pending) {
    pending.stored = false;
    pending.number = 0;
    pending.arrival = ++last_arrival_;
}

void PendingList::sort() {
    sort_in_order(all_, [](const auto& a, const auto& b) { return comes_before(*a, *b); });
}

std::int64_t PendingList::rename(ClientId client, std::int64_t from, ClientId to) {
    assert(shown_ == 0);
    std::int64_t count = 0;
    for (auto& pending : all_) {
        if (pending->envelope.client != client || pending->envelope.seq < from) continue;
        pending->envelope.client = to;
        pending->envelope.seq = ++count;
    }
    sort();
    return count;
}

void PendingList::clear() {
    all_.clear();
    shown_ = 0;
}

std::string pending_key(const Pending& pending) {
    return hex(pending.number, number_digits) + ":" + to_string(pending.envelope.client) + ":" +
           hex(static_cast<std::uint64_t>(pending.envelope.seq), number_digits);
}

std::string pending_record(const Envelope& envelope) {
    const std::string text = std::to_string(shipped_decoders().count) + " " + encode(envelope);
    return hex(crc32(text), checksum_digits) + " " + text;
}

CommandDecoders shipped_decoders() {
    static constexpr CommandDecoder decoders[] = {decode_envelope};
    return {decoders, std::size(decoders)};
}

std::optional<Envelope> read_pending_record(std::string_view record, CommandDecoders decoders) {
    const auto stored = open_record_of_command(record);
    if (!stored || stored->encoding > decoders.count) return std::nullopt;
    return decoders.first[stored->encoding - 1](stored->text);
}

bool is_newer_record(std::string_view record) {
    const auto stored = open_record_of_command(record);
    return stored && stored->encoding > shipped_decoders().count;
}

std::optional<Pending> read_pending(const std::string& key, const std::string& record) {
    const auto number = parse_hex(std::string_view(key).substr(0, key.find(':')));
    auto envelope = read_pending_record(record);
    if (!number || !envelope) return std::nullopt;
    Pending pending;
    pending.envelope = std::move(*envelope);
    pending.number = *number;
    pending.stored = true;
    if (pending_key(pending) != key) return std::nullopt;
    return pending;
}

}  // namespace parasol
