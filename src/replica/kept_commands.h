// Commands that have ended, kept on the device for a while. An authority that is restored from a backup has forgotten
// the last of them: they are pushed again. Bounded in number, size and age; what is older is given up. Their records
// are in the store `outcomes`, under keys of their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "replica/pending_list.h"
#include "wire/ports.h"

namespace parasol {

class KeptCommands {
  public:
    static constexpr std::size_t most = 500;
    static constexpr std::size_t most_bytes = 8 * 1024 * 1024;
    static constexpr Duration longest = 30 * one_day;

    static bool is_key(std::string_view key);

    // Takes a record as it was read; one that is known already, or cannot be read, changes nothing.
    void take(StorageRecord record);
    // Keeps a command that has ended, in place of what was kept under its name; appends what is to be written.
    void keep(const Pending& pending, std::optional<Refusal> refusal, Instant at, std::vector<StorageWrite>& writes);
    // Gives up what is too old or too much; appends what is to be written.
    void trim(Instant now, std::vector<StorageWrite>& writes);
    void clear();

    bool any_of(ClientId client) const;
    std::vector<ClientId> clients() const;
    // How it ended; nullopt where it is not kept. The inner one: it was done.
    std::optional<std::optional<Refusal>> outcome_of(ClientId client, std::int64_t seq) const;
    // The first of those that follow each other up to and with `last`; last + 1 where that one is not kept.
    std::int64_t first_up_to(ClientId client, std::int64_t last) const;
    // The last before `seq`; 0 where there is none.
    std::int64_t last_before(ClientId client, std::int64_t seq) const;
    // As it waited before it ended, stored and with its number; nullopt where it cannot be had.
    std::optional<Pending> restore(ClientId client, std::int64_t seq) const;

  private:
    struct Kept {
        ClientId client;
        std::int64_t seq = 0;
        Instant at = 0;
        std::string record;
    };
    const Kept* find(ClientId client, std::int64_t seq) const;
    static std::string key_of(const Kept& kept);

    std::vector<Kept> all_;  // as they ended
    std::size_t bytes_ = 0;
};

}  // namespace parasol
