#include "replica/kept_commands.h"

#include <algorithm>
#include <utility>

#include "domain/hex.h"

namespace parasol {
namespace {

// "kept:" at ":" client ":" seq; at and seq are of 16 hexadecimal digits, so that the keys sort by age.
constexpr std::string_view prefix = "kept:";
constexpr int digits = 16;
constexpr std::size_t client_at = prefix.size() + digits + 1;
constexpr std::size_t id_length = 36;
constexpr std::size_t seq_at = client_at + id_length + 1;
constexpr std::string_view done = "done";

}  // namespace

bool KeptCommands::is_key(std::string_view key) { return key.substr(0, prefix.size()) == prefix; }

std::string KeptCommands::key_of(const Kept& kept) {
    std::string key(prefix);
    append_hex(key, static_cast<std::uint64_t>(kept.at), digits);
    key += ":" + to_string(kept.client) + ":";
    append_hex(key, static_cast<std::uint64_t>(kept.seq), digits);
    return key;
}

void KeptCommands::take(StorageRecord record) {
    const std::string_view key = record.key;
    if (key.size() != seq_at + digits) return;
    const auto at = parse_hex(key.substr(prefix.size(), digits));
    const auto client = parse_id_as<ClientId>(key.substr(client_at, id_length));
    const auto seq = parse_hex(key.substr(seq_at));
    if (!at || !client || !seq || find(*client, static_cast<std::int64_t>(*seq))) return;
    bytes_ += record.bytes.size();
    all_.push_back({*client, static_cast<std::int64_t>(*seq), static_cast<Instant>(*at), std::move(record.bytes)});
}

void KeptCommands::keep(const Pending& pending, std::optional<Refusal> refusal, Instant at,
                        std::vector<StorageWrite>& writes) {
    Kept kept{pending.envelope.client, pending.envelope.seq, std::max<Instant>(at, 0), {}};
    const auto is_it = [&](const Kept& one) { return one.seq == kept.seq && one.client == kept.client; };
    const auto before = std::find_if(all_.begin(), all_.end(), is_it);
    if (before != all_.end()) {
        writes.push_back({Store::outcomes, key_of(*before), std::nullopt});
        bytes_ -= before->record.size();
        all_.erase(before);
    }
    append_hex(kept.record, pending.number, digits);
    kept.record += ' ';
    kept.record += refusal ? to_string(*refusal) : done;
    kept.record += ' ';
    kept.record += pending_record(pending.envelope);
    bytes_ += kept.record.size();
    writes.push_back({Store::outcomes, key_of(kept), kept.record});
    all_.push_back(std::move(kept));
}

void KeptCommands::trim(Instant now, std::vector<StorageWrite>& writes) {
    std::size_t over = 0;
    while (over < all_.size() &&
           (all_.size() - over > most || bytes_ > most_bytes || all_[over].at < now - longest)) {
        writes.push_back({Store::outcomes, key_of(all_[over]), std::nullopt});
        bytes_ -= all_[over++].record.size();
    }
    all_.erase(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(over));
}

const KeptCommands::Kept* KeptCommands::find(ClientId client, std::int64_t seq) const {
    for (const Kept& kept : all_) {
        if (kept.seq == seq && kept.client == client) return &kept;
    }
    return nullptr;
}

void KeptCommands::clear() {
    all_.clear();
    bytes_ = 0;
}

bool KeptCommands::any_of(ClientId client) const {
    return std::any_of(all_.begin(), all_.end(), [&](const Kept& kept) { return kept.client == client; });
}

std::vector<ClientId> KeptCommands::clients() const {
    std::vector<ClientId> clients;
    for (const Kept& kept : all_) {
        if (std::find(clients.begin(), clients.end(), kept.client) == clients.end()) clients.push_back(kept.client);
    }
    return clients;
}

std::optional<std::optional<Refusal>> KeptCommands::outcome_of(ClientId client, std::int64_t seq) const {
    const Kept* kept = find(client, seq);
    if (!kept) return std::nullopt;
    const std::string_view name = std::string_view(kept->record).substr(digits + 1);
    // A name that is not known is another refusal than any that could be told now.
    std::optional<std::optional<Refusal>> outcome(std::in_place);
    *outcome = parse_refusal(name.substr(0, name.find(' ')));
    return outcome;
}

std::int64_t KeptCommands::first_up_to(ClientId client, std::int64_t last) const {
    std::int64_t first = last + 1;
    while (find(client, first - 1)) --first;
    return first;
}

std::int64_t KeptCommands::last_before(ClientId client, std::int64_t seq) const {
    std::int64_t last = 0;
    for (const Kept& kept : all_) {
        if (kept.client == client && kept.seq < seq) last = std::max(last, kept.seq);
    }
    return last;
}

std::optional<Pending> KeptCommands::restore(ClientId client, std::int64_t seq) const {
    const Kept* kept = find(client, seq);
    if (!kept) return std::nullopt;
    const std::string_view record = kept->record;
    const auto number = parse_hex(record.substr(0, digits));
    const std::size_t after = record.find(' ', digits + 1);
    auto envelope = after == std::string_view::npos ? std::nullopt : read_pending_record(record.substr(after + 1));
    if (!number || !envelope) return std::nullopt;
    Pending pending;
    pending.envelope = std::move(*envelope);
    pending.number = *number;
    pending.stored = true;
    return pending;
}

}  // namespace parasol
