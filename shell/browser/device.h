// The ports of wire and replica on a browser: IndexedDB behind Storage, Web Locks and BroadcastChannel behind Tabs,
// timers and the system's randomness; and the way to a server. The JavaScript below only forwards (device.lib.js,
// web/device.js).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/callback.h"
#include "replica/ports.h"
#include "wire/ports.h"

namespace parasol::browser {

// One IndexedDB database. A connection that was lost is opened again by the next call.
class IndexedDb final : public Storage {
public:
    explicit IndexedDb(std::string name) : name_(std::move(name)) {}
    // Closes the connection: another page may delete or upgrade the database.
    ~IndexedDb() override;
    void write(std::vector<StorageWrite> writes, Durability durability,
               Callback<void(StorageError)> done) override;
    void read_all(Store store, Callback<void(StorageError, std::vector<StorageRecord>)> done) override;
    void wipe(Callback<void(StorageError)> done) override;

private:
    std::string name_;
};

class BrowserTabs final : public Tabs {
public:
    void lock(const std::string& name, Granted granted) override;
    void release(const std::string& name) override;
    void held_names(Names done) override;
    void post(const std::string& channel, std::string text) override;
    void listen(const std::string& channel, Listener listener) override;

private:
    std::map<std::string, std::uint32_t> locks_;     // name -> ticket of its grant
    std::map<std::string, std::uint32_t> channels_;  // name -> ticket of its listener
};

class BrowserClock final : public Clock {
public:
    Instant now() const override;
    TimerId after(Duration delay, Callback<void()> done) override;
    void cancel(TimerId timer) override;
};

class BrowserChance final : public Chance {
public:
    std::uint64_t draw() override;
};

// How far the reader's clocks are ahead of UTC at an instant.
Duration zone_offset(Instant utc);
// Deletes every database of this origin whose name begins with `prefix`.
void delete_databases(const std::string& prefix, Callback<void()> done);
// What this tab (or, `for_device`, every tab of this browser) remembers under a key; empty where nothing.
void remember(std::string_view key, std::string_view value, bool for_device);
std::string recall(std::string_view key, bool for_device);
// The page's base URL: in front of the name of every database, lock and channel.
std::string base_url();
// A file that lies beside the page's program; nullopt where it cannot be had.
void fetch_file(std::string_view file, Callback<void(std::optional<std::string>)> done);

struct ServerAnswer {
    int status = 0;         // of HTTP; 0: none came within a minute
    Duration not_before{};  // for so long the server wants no other request
    std::string text;
};
// Sends the text of a request to an address that begins at the page's base URL, with the cookies of this origin.
void send_request(const std::string& address, const std::string& text, Callback<void(ServerAnswer)> done);

enum class StreamNews : std::uint8_t { opened, poked, closed };
// Hears the server's stream of events at such an address, until it is closed; in place of the one before. An empty
// address hears nothing any more.
void hear_stream(const std::string& address, Callback<void(StreamNews)> heard);

}  // namespace parasol::browser
