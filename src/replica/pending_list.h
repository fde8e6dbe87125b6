// The commands that have not ended, in the order in which they take effect on what is shown: first all that
// are stored, of every client of this person, by the number they were stored under; then this tab's own that
// are not stored yet, as they were submitted. The first `shown` of them have been replayed over the confirmed
// rows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/callback.h"
#include "domain/commands.h"
#include "replica/shown_rows.h"

namespace parasol {

struct Pending {
    Envelope envelope;
    // Order among stored commands. Like a Lamport clock: higher than every number its tab had heard of; 0
    // until given.
    std::uint64_t number = 0;
    std::uint64_t arrival = 0;  // order among those not stored
    bool stored = false;
    bool noted = false;    // it was stored when note_stored was called
    bool applied = false;  // false: shown as waiting
    AppliedChanges effect;
};

class PendingList {
  public:
    std::size_t size() const { return all_.size(); }
    bool empty() const { return all_.empty(); }
    Pending& at(std::size_t index) { return *all_[index]; }
    const Pending& at(std::size_t index) const { return *all_[index]; }
    // Null where there is none.
    Pending* find(ClientId client, std::int64_t seq) const;
    bool any_of(ClientId client) const;
    // Of its commands here; there must be one.
    std::int64_t first_seq_of(ClientId client) const;
    // Some command is shown as waiting.
    bool any_waiting() const;
    std::uint64_t highest_number() const { return highest_number_; }
    std::size_t unstored() const;

    // --- What is shown. The rows must be those that the list was last shown on. ---
    // Undoes every effect from `index` on.
    void hide_from(ShownRows& rows, std::size_t index);
    void hide(ShownRows& rows) { hide_from(rows, 0); }
    // How often effects were undone: their rows, shown again, are others in memory.
    std::uint64_t hidings() const { return hidings_; }
    // Replays what is hidden. A command that its rule refuses or cannot decide now is shown as waiting.
    void show(ShownRows& rows);

    // Adds (hiding whatever comes after it; call show when done). False where it is there already.
    bool add(ShownRows& rows, Pending pending);
    // Takes the ended ones away; all must be hidden. Returns them in order.
    std::vector<std::unique_ptr<Pending>> take_ended(ClientId client, std::int64_t last_seq);
    // It is stored under its number from here on. True where it moves to another place (hides from there on).
    bool mark_stored(ShownRows& rows, Pending& pending);
    void note_number(std::uint64_t number);
    // The disk is about to be read...
    void note_stored();
    // ...and these are on it (client and seq). What was stored before and is not there has ended or goes by
    // another name, and is taken away; or, where `save_again` says so, was lost with its disk, and is to be
    // stored anew. All must be hidden.
    void settle_missing(const std::set<std::pair<Id, std::int64_t>>& on_disk,
                        const Callback<bool(const Pending&)>& save_again);
    // The commands of a client from a seq on, that nobody has taken under that name, get a new one. All must
    // be hidden. Returns how many.
    std::int64_t rename(ClientId client, std::int64_t from, ClientId to);
    // The commands of a client are to be stored anew. All must be hidden.
    void save_again(ClientId client);
    void clear();

  private:
    void unstore(Pending& pending);
    void sort();
    void insert(ShownRows& rows, std::unique_ptr<Pending> pending);

    std::vector<std::unique_ptr<Pending>> all_;
    std::size_t shown_ = 0;
    std::uint64_t highest_number_ = 0;
    std::uint64_t last_arrival_ = 0;
    std::uint64_t hidings_ = 0;
};

// Records of the store `pending`. The key orders them; the record is a checksum, the number of the encoding, and the
// command in that encoding. From the first one on every encoding that was ever shipped is read; today's is the last.
// The first is the JSON of the envelope, and its number may be missing.
using CommandDecoder = std::optional<Envelope> (*)(std::string_view text);
struct CommandDecoders {
    const CommandDecoder* first = nullptr;  // of encoding 1; the others follow
    std::size_t count = 0;
};
CommandDecoders shipped_decoders();

std::string pending_key(const Pending& pending);
std::string pending_record(const Envelope& envelope);
// nullopt where it cannot be read: damaged, or of a newer encoding.
std::optional<Envelope> read_pending_record(std::string_view record, CommandDecoders decoders = shipped_decoders());
// Whole, and of a newer encoding: a newer page has stored it, and will read it.
bool is_newer_record(std::string_view record);
// nullopt where it cannot be read.
std::optional<Pending> read_pending(const std::string& key, const std::string& record);

}  // namespace parasol
