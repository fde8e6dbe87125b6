#include "shell/browser/device.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "wire/messages.h"

namespace {

// What waits for an answer of the page, by ticket. One-shot answers are taken out; listeners stay.
template <class Callback>
class Waiting {
public:
    std::uint32_t add(Callback callback) {
        const std::uint32_t ticket = ++last_;
        waiting_[ticket] = std::move(callback);
        return ticket;
    }
    Callback take(std::uint32_t ticket) {
        const auto found = waiting_.find(ticket);
        if (found == waiting_.end()) return {};
        Callback callback = std::move(found->second);
        waiting_.erase(found);
        return callback;
    }
    Callback see(std::uint32_t ticket) const {
        const auto found = waiting_.find(ticket);
        return found == waiting_.end() ? Callback{} : found->second;
    }

private:
    std::map<std::uint32_t, Callback> waiting_;
    std::uint32_t last_ = 0;
};

using Bytes = parasol::Callback<void(parasol::StorageError, std::string)>;
Waiting<parasol::Callback<void(parasol::StorageError)>> writes;
Waiting<Bytes> reads;
// A store that is being read: its records so far, and who waits for all of them.
struct Reading {
    std::vector<parasol::StorageRecord> records;
    parasol::Callback<void(parasol::StorageError, std::vector<parasol::StorageRecord>)> done;
};
Waiting<std::shared_ptr<Reading>> readings;
Waiting<parasol::Callback<void()>> grants, timers;
Waiting<parasol::Callback<void(const std::string&)>> listeners, names;
Waiting<parasol::Callback<void(parasol::browser::ServerAnswer)>> requests;
Waiting<parasol::Callback<void(parasol::browser::StreamNews)>> streams;
std::uint32_t stream = 0;  // the ticket of the one that is heard

std::string take_bytes(char* bytes, std::size_t size) {
    std::string text(bytes, size);
    std::free(bytes);
    return text;
}

void put_number(std::string& out, std::size_t value) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>((value >> shift) & 0xFF));
}

std::size_t number_at(const char* bytes) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

}  // namespace

extern "C" {

void device_write(const char* name, std::size_t name_size, const char* packed, std::size_t size, bool strict,
                  std::uint32_t ticket);
void device_read_all(const char* name, std::size_t name_size, int store, std::uint32_t ticket);
void device_wipe(const char* name, std::size_t name_size, std::uint32_t ticket);
void device_close(const char* name, std::size_t name_size);
void device_delete_all(const char* prefix, std::size_t size, std::uint32_t ticket);
void device_lock(const char* name, std::size_t size, std::uint32_t ticket);
void device_release(const char* name, std::size_t size);
void device_held_names(std::uint32_t ticket);
void device_post(const char* name, std::size_t name_size, const char* bytes, std::size_t size);
void device_listen(const char* name, std::size_t size, std::uint32_t ticket);  // 0: no more
double device_now();
double device_zone_offset(double utc);
void device_set_timer(std::uint32_t timer, double delay);
void device_cancel_timer(std::uint32_t timer);
void device_random(void* bytes, std::size_t size);
void device_remember(const char* key, std::size_t key_size, const char* value, std::size_t size, bool for_device);
char* device_recall(const char* key, std::size_t key_size, bool for_device, std::size_t* size);
void device_fetch(const char* file, std::size_t size, std::uint32_t ticket);
char* device_base(std::size_t* size);
void device_send(const char* address, std::size_t address_size, const char* text, std::size_t size, int protocol,
                 std::uint32_t ticket);
void device_hear(const char* address, std::size_t size, std::uint32_t ticket);

// Answers of the page. Bytes that it gives are freed here.
EMSCRIPTEN_KEEPALIVE void device_written(std::uint32_t ticket, int error) {
    if (auto done = writes.take(ticket)) done(static_cast<parasol::StorageError>(error));
}
EMSCRIPTEN_KEEPALIVE void device_read(std::uint32_t ticket, int error, char* bytes, std::size_t size) {
    std::string text = bytes ? take_bytes(bytes, size) : std::string();
    if (auto done = reads.take(ticket)) done(static_cast<parasol::StorageError>(error), std::move(text));
}
EMSCRIPTEN_KEEPALIVE void device_part(std::uint32_t ticket, char* bytes, std::size_t size) {
    const auto reading = readings.see(ticket);
    for (std::size_t at = 0; reading && at + 8 <= size;) {
        const std::size_t key_size = number_at(bytes + at);
        const std::size_t value_size = number_at(bytes + at + 4);
        at += 8;
        reading->records.push_back({{bytes + at, key_size}, {bytes + at + key_size, value_size}});
        at += key_size + value_size;
    }
    std::free(bytes);
}
EMSCRIPTEN_KEEPALIVE void device_all_read(std::uint32_t ticket, int error) {
    const auto reading = readings.take(ticket);
    if (reading && error != 0) reading->records.clear();
    if (reading) reading->done(static_cast<parasol::StorageError>(error), std::move(reading->records));
}
EMSCRIPTEN_KEEPALIVE void device_granted(std::uint32_t ticket) {
    if (auto granted = grants.take(ticket)) granted();
}
EMSCRIPTEN_KEEPALIVE void device_names(std::uint32_t ticket, char* bytes, std::size_t size) {
    const std::string text = take_bytes(bytes, size);
    if (auto done = names.take(ticket)) done(text);
}
EMSCRIPTEN_KEEPALIVE void device_heard(std::uint32_t ticket, char* bytes, std::size_t size) {
    const std::string text = take_bytes(bytes, size);
    if (auto listener = listeners.see(ticket)) listener(text);
}
EMSCRIPTEN_KEEPALIVE void device_timer(std::uint32_t timer) {
    if (auto done = timers.take(timer)) done();
}
EMSCRIPTEN_KEEPALIVE void device_answered(std::uint32_t ticket, int status, double seconds, char* bytes,
                                          std::size_t size) {
    parasol::browser::ServerAnswer answer{status, static_cast<parasol::Duration>(seconds * 1000), {}};
    answer.text = take_bytes(bytes, size);
    if (auto done = requests.take(ticket)) done(std::move(answer));
}
EMSCRIPTEN_KEEPALIVE void device_news(std::uint32_t ticket, int news) {
    if (auto heard = streams.see(ticket)) heard(static_cast<parasol::browser::StreamNews>(news));
}

}  // extern "C"

namespace parasol::browser {

IndexedDb::~IndexedDb() { device_close(name_.data(), name_.size()); }

void IndexedDb::write(std::vector<StorageWrite> batch, Durability durability,
                      Callback<void(StorageError)> done) {
    // Per write: store, whether it erases, sizes of key and value (little-endian), key, value.
    std::string packed;
    for (const StorageWrite& write : batch) {
        packed.push_back(static_cast<char>(write.store));
        packed.push_back(write.bytes ? 0 : 1);
        put_number(packed, write.key.size());
        put_number(packed, write.bytes ? write.bytes->size() : 0);
        packed += write.key;
        if (write.bytes) packed += *write.bytes;
    }
    device_write(name_.data(), name_.size(), packed.data(), packed.size(), durability == Durability::strict,
                 writes.add(std::move(done)));
}

void IndexedDb::read_all(Store store, Callback<void(StorageError, std::vector<StorageRecord>)> done) {
    const auto reading = std::make_shared<Reading>();
    reading->done = std::move(done);
    const std::uint32_t ticket = readings.add(reading);
    device_read_all(name_.data(), name_.size(), static_cast<int>(store), ticket);
}

void IndexedDb::wipe(Callback<void(StorageError)> done) {
    device_wipe(name_.data(), name_.size(), writes.add(std::move(done)));
}

void BrowserTabs::lock(const std::string& name, Granted granted) {
    const std::uint32_t ticket = grants.add(std::move(granted));
    locks_[name] = ticket;
    device_lock(name.data(), name.size(), ticket);
}

void BrowserTabs::release(const std::string& name) {
    const auto found = locks_.find(name);
    if (found == locks_.end()) return;
    grants.take(found->second);
    locks_.erase(found);
    device_release(name.data(), name.size());
}

void BrowserTabs::held_names(Names done) {
    device_held_names(names.add([done = std::move(done)](const std::string& text) {
        std::vector<std::string> list;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            list.push_back(text.substr(at, end - at));
            at = end + 1;
        }
        done(std::move(list));
    }));
}

void BrowserTabs::post(const std::string& channel, std::string text) {
    device_post(channel.data(), channel.size(), text.data(), text.size());
}

void BrowserTabs::listen(const std::string& channel, Listener listener) {
    if (const auto found = channels_.find(channel); found != channels_.end()) {
        listeners.take(found->second);
        channels_.erase(found);
    }
    const std::uint32_t ticket = listener ? listeners.add(std::move(listener)) : 0;
    if (ticket != 0) channels_[channel] = ticket;
    device_listen(channel.data(), channel.size(), ticket);
}

Instant BrowserClock::now() const { return static_cast<Instant>(device_now()); }

Duration zone_offset(Instant utc) {
    return static_cast<Duration>(device_zone_offset(static_cast<double>(utc)));
}

TimerId BrowserClock::after(Duration delay, Callback<void()> done) {
    const std::uint32_t timer = timers.add(std::move(done));
    device_set_timer(timer, static_cast<double>(delay));
    return timer;
}

void BrowserClock::cancel(TimerId timer) {
    const auto id = static_cast<std::uint32_t>(timer);
    timers.take(id);
    device_cancel_timer(id);
}

std::uint64_t BrowserChance::draw() {
    std::uint64_t bits = 0;
    device_random(&bits, sizeof bits);
    return bits;
}

void delete_databases(const std::string& prefix, Callback<void()> done) {
    device_delete_all(prefix.data(), prefix.size(),
                      writes.add([done = std::move(done)](StorageError) { done(); }));
}

void remember(std::string_view key, std::string_view value, bool for_device) {
    device_remember(key.data(), key.size(), value.data(), value.size(), for_device);
}

std::string recall(std::string_view key, bool for_device) {
    std::size_t size = 0;
    char* bytes = device_recall(key.data(), key.size(), for_device, &size);
    return take_bytes(bytes, size);
}

std::string base_url() {
    std::size_t size = 0;
    char* bytes = device_base(&size);
    return take_bytes(bytes, size);
}

void fetch_file(std::string_view file, Callback<void(std::optional<std::string>)> done) {
    const std::uint32_t ticket = reads.add([done = std::move(done)](StorageError error, std::string text) {
        if (error == StorageError::none) {
            done(std::move(text));
        } else {
            done(std::nullopt);
        }
    });
    device_fetch(file.data(), file.size(), ticket);
}

void send_request(const std::string& address, const std::string& text, Callback<void(ServerAnswer)> done) {
    device_send(address.data(), address.size(), text.data(), text.size(), protocol_version,
                requests.add(std::move(done)));
}

void hear_stream(const std::string& address, Callback<void(StreamNews)> heard) {
    streams.take(stream);
    stream = heard ? streams.add(std::move(heard)) : 0;
    device_hear(address.data(), address.size(), stream);
}

}  // namespace parasol::browser
